"""What goes to and fro with customs beside reservations: its own figures, what passed without the link, and hooks."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tradewind_web.agencies.models import Agency
from tradewind_web.licensing.words import Checked, HookState, HookTold, HookTrouble


class CustomsFigure(models.Model):
    """Where the ledger of customs leads: what it says of one gas of a licence, beside what we count. One row each."""

    licence = models.ForeignKey("licensing.Licence", models.PROTECT, related_name="+")
    substance = models.CharField(max_length=100)
    #: The customs administration whose files were read.
    customs = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    #: Written off here, and declared on the licence as far as that is not written off here.
    ours_g = models.BigIntegerField()
    #: As the ledger of customs has it; None where it says nothing of the licence.
    theirs_g = models.BigIntegerField(null=True)
    left_g = models.BigIntegerField(null=True)
    #: Kept beside both so that a list is ordered by it; 0 where customs says nothing.
    difference_g = models.BigIntegerField(default=0)
    #: Day of the newest use that the ledger of customs tells of.
    used_on = models.DateField(null=True)
    #: When the newest file that says so came here: the age of the copy.
    as_of = models.DateTimeField()
    explanation = models.TextField(blank=True)
    #: The difference (ours less theirs) that was explained; another one is open again.
    explained_g = models.BigIntegerField(null=True)
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["licence", "substance", "customs"], name="one_customs_figure"),
            models.CheckConstraint(condition=Q(difference_g__gte=0), name="difference_without_sign"),
        )
        indexes = (models.Index(fields=["-difference_g", "-id"], name="customs_figure_largest"),)

    @property
    def ours_less_theirs_g(self) -> int:
        """Above zero where we count more than customs; 0 where customs says nothing."""
        return 0 if self.theirs_g is None else self.ours_g - self.theirs_g

    @property
    def is_explained(self) -> bool:
        """Whether an officer explained just this difference."""
        return self.explained_g is not None and self.explained_g == self.ours_less_theirs_g


class FallbackCheck(models.Model):
    """What became of a clearance that was typed in while the link was down. Of another mass it says nothing."""

    reservation = models.ForeignKey("licensing.Reservation", models.PROTECT, related_name="checks")
    outcome = models.CharField(max_length=12, choices=Checked.choices)
    mass_g = models.BigIntegerField()
    reason = models.TextField(blank=True)
    #: None where the daily file of customs said so.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["reservation", "outcome", "mass_g"], name="one_check_a_mass"),
        )


class Hook(models.Model):
    """An address of an agency that is told when a licence that reaches it stops or starts to count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    address = models.CharField(max_length=300)
    #: Names the secret in the header of each message.
    key_id = models.CharField(max_length=16, unique=True)
    #: Encrypted with a key that follows from the office's secret; shown once.
    sealed_secret = models.CharField(max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "address"], condition=Q(ended_at__isnull=True), name="one_hook_an_address"
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["agency", "-made_at"], name="hook_newest"),)


class HookMessage(models.Model):
    """What one hook is told of one version of a licence, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hook = models.ForeignKey(Hook, models.PROTECT, related_name="messages")
    licence = models.ForeignKey("licensing.Licence", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    told = models.CharField(max_length=12, choices=HookTold.choices)
    state = models.CharField(max_length=10, choices=HookState.choices, default=HookState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: What the address answered last: an HTTP status, and a code of `HookTrouble` where it did not come to that.
    status = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=20, choices=HookTrouble.choices, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["hook", "licence", "version"], name="one_hook_message"),
        )
        indexes = (models.Index(fields=["hook", "-made_at"], name="hook_message_newest"),)


class RefusedClaim(models.Model):
    """A declaration item that was told no: by which code, so that it can be read again why."""

    asked_by = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    #: What fills the sentence of the code, in any language.
    facts = models.JSONField(default=dict)
    #: As it was given; whether there is such a licence is the question.
    licence_number = models.CharField(max_length=60, blank=True)
    declaration = models.CharField(max_length=100)
    item = models.PositiveIntegerField(default=1)
    mass_g = models.BigIntegerField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (
            models.Index(fields=["asked_by", "-at", "-id"], name="refused_newest"),
            models.Index(fields=["asked_by", "code", "-at"], name="refused_by_code"),
            models.Index(fields=["asked_by", "declaration", "item"], name="refused_by_item"),
        )
