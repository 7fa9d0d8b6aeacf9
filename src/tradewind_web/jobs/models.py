"""A job is a row: it is enqueued inside the business transaction and survives any crash until it is done."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Job(models.Model):
    """One piece of work: what kind, for whom, how far, how often tried."""

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting", pgettext_lazy("a piece of work", "waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        GAVE_UP = "gave_up", _("gave up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    run_after = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=80, blank=True)
    done_share = models.FloatField(default=0)
    message = models.TextField(blank=True)
    trouble = models.TextField(blank=True)
    once = models.CharField(max_length=200, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=["state", "run_after"], name="job_queue"),)
        constraints = (
            models.UniqueConstraint(
                fields=["once"], condition=Q(state__in=["waiting", "running"]), name="one_open_job_a_key"
            ),
        )


class Schedule(models.Model):
    """A kind of work that comes back: every so many minutes, for an agency or the platform."""

    #: kind and agency in one word, because no two databases agree on unique nulls.
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    every_minutes = models.PositiveIntegerField()
    next_at = models.DateTimeField(default=timezone.now)
    paused = models.BooleanField(default=False)
