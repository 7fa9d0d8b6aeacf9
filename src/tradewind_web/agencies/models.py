"""Agencies, the roles people hold in them from when until when, and the days they work."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tradewind_web.agencies.roles import Kind, Role


def saturday_and_sunday() -> list[int]:
    """Monday is 0."""
    return [5, 6]


class Agency(models.Model):
    """An agency of a Party (ISO 3166 alpha-3), or of an international body (no Party)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.CharField(max_length=3, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200, unique=True)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=60, default="UTC")
    weekend = models.JSONField(default=saturday_and_sunday)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    quota_year_starts = models.PositiveSmallIntegerField(default=1)  # month
    fiscal_year_starts = models.PositiveSmallIntegerField(default=1)  # month
    tariff = models.CharField(max_length=60, blank=True)
    climate_unit = models.CharField(max_length=10, default="t CO2e")
    #: After so many minutes without a request a session asks the password again.
    idle_minutes = models.PositiveSmallIntegerField(default=15)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("party", "name")

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day an agency does not work, entered each year."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="holidays")
    on = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("on",)
        constraints = (models.UniqueConstraint(fields=["agency", "on"], name="one_holiday_a_day"),)


class Dated(models.QuerySet[Any]):
    """Rows that count from `starts_at` until `ends_at`."""

    def at(self, moment: datetime) -> Self:
        """Those in force at this moment."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment)


class Membership(models.Model):
    """A role that a person holds in an agency."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "agency", "role"],
                condition=Q(ends_at__isnull=True),
                name="one_open_membership",
            ),
        )


class Delegation(models.Model):
    """A role lent to a colleague between two dates; both names stand on what is done under it."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="delegations")
    lender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="lent")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="held")
    role = models.CharField(max_length=20, choices=Role.choices)
    reason = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = Dated.as_manager()

    @property
    def last_moment(self) -> datetime:
        """The last moment that counts: `ends_at` is the midnight after the last day."""
        return self.ends_at - timedelta(microseconds=1)


class Slip(models.Model):
    """A printed slip that lets a person in: once, for a short time, with a second person present.

    Only a hash of its code is kept: whoever reads the database cannot use it.
    """

    class Kind(models.TextChoices):
        """What the slip does."""

        INVITATION = "invitation", _("invitation")
        RECOVERY = "recovery", _("recovery")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="slips")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    display_name = models.CharField(max_length=150)
    username = models.CharField(max_length=150)
    roles = models.JSONField(default=list)
    #: Whom a recovery slip is for; whom an invitation brought.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="slips")
    code_hash = models.CharField(max_length=64, unique=True)
    #: None: made at the machine itself, for a sole officer.
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)


class SoleAct(models.Model):
    """Something that needs a second person and was done by one, because the agency had no other: to be looked at."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="sole_acts")
    event = models.OneToOneField("audit.Event", models.PROTECT, related_name="+")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)


class Token(models.Model):
    """Lets a program act as a person for one agency, within its scopes, until it expires; only a hash is kept."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    scopes = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)
