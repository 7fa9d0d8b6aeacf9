"""What was done, by whom, and why: never changed, never deleted, each event bound to the one before it.

Values that identify a person are encrypted under a key of their record and the chain covers the ciphertext:
destroying the key forgets them and the chain still verifies (ARCHITECTURE.md, "Forgetting is designed").
"""

from __future__ import annotations

import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class Chain(models.Model):
    """The events of one agency in order; the platform's own acts (`platform`) are a chain too."""

    name = models.CharField(max_length=64, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")


class Event(models.Model):
    """One action: who, in which roles, what before and after, and the reason given."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="events")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    roles = models.CharField(max_length=200)
    name = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=80)
    facts = models.JSONField()
    reason = models.TextField(blank=True)
    sealed = models.TextField(blank=True)
    key = models.ForeignKey("audit.RecordKey", models.PROTECT, null=True, related_name="+")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["chain", "number"], name="one_event_a_place"),)
        indexes = (models.Index(fields=["subject_kind", "subject_id", "at"], name="event_subject"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once.

        Raises:
            TypeError: the event stands already.
        """
        if not self._state.adding:
            raise TypeError("an audit event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always raises TypeError: what happened stays."""
        raise TypeError("an audit event is never deleted")


class RecordKey(models.Model):
    """The key of one record's personal values; without it they are forgotten. A legal hold keeps it."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=80)
    key = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    held_because = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="one_key_a_record"),
        )


def as_record_id(subject_id: str) -> uuid.UUID | None:
    """The id of a record, as its history is kept under; None for a subject that is named otherwise."""
    try:
        return uuid.UUID(subject_id)
    except ValueError:
        return None


class Seal(models.Model):
    """The heads of all chains at one moment; exported, it shows later what was cut off afterwards."""

    made_at = models.DateTimeField()
    heads = models.JSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
