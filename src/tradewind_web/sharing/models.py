"""Audiences and groups. An audience is a value: it is never edited, a record is pointed at another one.

An audience of kind `any` reaches each agency, group and person among its members, and whom any of its parts reaches;
of kind `all` only whom every one of its parts reaches (a finding that rests on several agencies' batches). Without
members or parts it reaches nobody.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tradewind_web.agencies.models import Agency, Dated
from tradewind_web.sharing.markings import Permitted, Tlp


class Group(models.Model):
    """Agencies that share with each other, with dates and one rule for those who join late."""

    class LateJoiner(models.TextChoices):
        """What an agency sees of what was shared before it joined."""

        FROM_JOINING = "from_joining", _("only what is shared after it joined")
        EVERYTHING = "everything", _("everything the group ever received")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    owner = models.ForeignKey(Agency, models.PROTECT, related_name="groups_owned")
    late_joiner = models.CharField(max_length=20, choices=LateJoiner.choices, default=LateJoiner.FROM_JOINING)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class GroupMembership(models.Model):
    """An agency in a group from `starts_at` until `ends_at`."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="group_memberships")
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["group", "agency"],
                condition=Q(ends_at__isnull=True),
                name="one_open_group_membership",
            ),
        )


class Audience(models.Model):
    """Whom a record reaches and under which marking; equal audiences are one row (`digest`)."""

    class Kind(models.TextChoices):
        """How members or parts combine."""

        ANY = "any"
        ALL = "all"
        EVERYONE = "everyone"

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    tlp = models.CharField(max_length=15, choices=Tlp.choices)
    permitted = models.CharField(max_length=10, choices=Permitted.choices)
    parts = models.ManyToManyField("self", symmetrical=False, related_name="wholes")


class Member(models.Model):
    """One agency, one group, or one person of one agency that an audience reaches."""

    audience = models.ForeignKey(Audience, models.CASCADE, related_name="members")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True)
    group = models.ForeignKey(Group, models.PROTECT, null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    #: When the group was given the record, where that was later than the record's own `audience_since`.
    since = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(agency__isnull=False, group__isnull=True)
                | Q(agency__isnull=True, group__isnull=False, person__isnull=True),
                name="agency_or_group",
            ),
        )


class Widening(models.Model):
    """That an agency let a record reach others beside whom it reached: exactly these, since when. Gone on withdrawal.

    What rests on batches that do not reach somebody reaches them by this alone (`findings.grounds`).
    """

    kind = models.CharField(max_length=40)
    record = models.UUIDField()
    by = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    audience_since = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["record", "by"], name="widening_of_record"),
            models.Index(fields=["audience", "kind"], name="widening_to_audience"),
        )
