"""Proceedings, what has to be proved in them, the law that was read, the worksheet of an amount, and the outcome."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import models
from django.utils import timezone

from tradewind_web.cases.models import Case
from tradewind_web.proceedings import ranges
from tradewind_web.proceedings.limitation import Period
from tradewind_web.proceedings.ranges import Rule
from tradewind_web.proceedings.words import (
    NEVER,
    Edition,
    Grade,
    Ground,
    Measure,
    Outside,
    Part,
    Proof,
    Side,
    State,
    StepKind,
    Track,
    Verdict,
)
from tradewind_web.seizures.models import Photo, Seizure
from tradewind_web.sharing.records import SharedRecord
from tradewind_web.traders.models import Trader


class Proceeding(SharedRecord):
    """One proceeding against one accused; a seizure may have several."""

    kind = "proceeding"

    number = models.CharField(max_length=20)
    track = models.CharField(max_length=14, choices=Track.choices)
    about = models.CharField(max_length=200)
    against = models.CharField(max_length=300)
    trader = models.ForeignKey(Trader, models.PROTECT, null=True, related_name="+")
    seizure = models.ForeignKey(Seizure, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    #: Whose law it is under: the code of a Party.
    jurisdiction = models.CharField(max_length=10)
    act_on = models.DateField()
    acts = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=14, choices=State.choices, default=State.OPEN)
    #: The earliest day on which something is due; NEVER where nothing is.
    due_on = models.DateField(default=NEVER)
    due_what = models.CharField(max_length=20, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "number"], name="one_proceeding_a_number"),)
        indexes = (
            models.Index(fields=["due_on", "id"], name="proceeding_due"),
            models.Index(fields=["owner", "audience"], name="proceeding_audience"),
        )

    def __str__(self) -> str:
        return self.number

    def resting_on(self) -> Sequence[SharedRecord]:
        """The seizure and the case it is about: it reaches nobody whom these do not reach."""
        return [record for record in (self.seizure, self.case) if record is not None]


class Element(models.Model):
    """One thing that has to be proved, and how it stands."""

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="elements")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10, choices=Part.choices)
    words = models.CharField(max_length=200, blank=True)
    proof = models.CharField(max_length=10, choices=Proof.choices, default=Proof.MISSING)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["proceeding", "position"], name="one_element_a_place"),
        )

    def __str__(self) -> str:
        return self.words or str(self.get_part_display())


class Evidence(models.Model):
    """What speaks for or against an element. It is added only; what was wrong is answered by another."""

    element = models.ForeignKey(Element, models.PROTECT, related_name="evidence")
    side = models.CharField(max_length=8, choices=Side.choices)
    text = models.TextField()
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("added_at", "id")


class Provision(SharedRecord):
    """A provision of law as somebody read it. It is never edited: another takes its place from a day on."""

    kind = "provision"

    jurisdiction = models.CharField(max_length=10)
    track = models.CharField(max_length=14, choices=Track.choices)
    citation = models.CharField(max_length=300)
    says = models.TextField()
    measure = models.CharField(max_length=10, choices=Measure.choices)
    #: Minor units for one of the measure; per cent where it is the market value. None: the law names none.
    minimum = models.BigIntegerField(null=True)
    maximum = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    repeat_percent = models.PositiveIntegerField(default=100)
    repeat_years = models.PositiveSmallIntegerField(null=True)
    #: Codes of FACTORS that the law names.
    factors = models.JSONField(default=list)
    in_force_from = models.DateField()
    #: The last day, where the law itself says it; what takes its place ends it too.
    in_force_until = models.DateField(null=True)
    limitation_years = models.PositiveSmallIntegerField(default=0)
    limitation_months = models.PositiveSmallIntegerField(default=0)
    longest_years = models.PositiveSmallIntegerField(null=True)
    counts_first_day = models.BooleanField(default=False)
    source = models.CharField(max_length=500)
    read_on = models.DateField()
    grade = models.CharField(max_length=12, choices=Grade.choices)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (
            models.Index(fields=["owner", "jurisdiction", "in_force_from"], name="provision_in_force"),
        )

    def __str__(self) -> str:
        return self.citation

    @property
    def rule(self) -> Rule:
        """Its range, as the reckoning takes it."""
        return Rule(cast("ranges.Measure", self.measure), self.minimum, self.maximum, self.repeat_percent)

    @property
    def limitation(self) -> Period | None:
        """Its period of limitation; None where none was entered."""
        if not self.limitation_years and not self.limitation_months:
            return None
        return Period(self.limitation_years, self.limitation_months)

    @property
    def longest(self) -> Period | None:
        """The period that no interruption prolongs."""
        return Period(self.longest_years) if self.longest_years else None


class Worksheet(models.Model):
    """How an amount was reached, as it stood on that day. A new one takes its place; it stays."""

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="worksheets")
    number = models.PositiveSmallIntegerField()
    #: In force on the day of the act.
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+")
    #: In force on the day of the worksheet, where that is another.
    provision_now = models.ForeignKey(Provision, models.PROTECT, null=True, related_name="+")
    figures = models.JSONField()
    minimum = models.BigIntegerField(null=True)
    maximum = models.BigIntegerField(null=True)
    minimum_now = models.BigIntegerField(null=True)
    maximum_now = models.BigIntegerField(null=True)
    #: Code of a factor -> its evidence in words.
    factors = models.JSONField()
    #: The price gap as typed: low and high minor units a kilogram, its source; {} where it was not asked.
    gap = models.JSONField(default=dict)
    comparables = models.JSONField(default=list)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reasons = models.TextField()
    outside = models.CharField(max_length=10, choices=Outside.choices, blank=True)
    outside_why = models.TextField(blank=True)
    law_read_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["proceeding", "number"], name="one_worksheet_a_number"),
        )


class Decision(models.Model):
    """What was decided, on a day; on appeal another follows."""

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="decisions")
    worksheet = models.ForeignKey(Worksheet, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=14, choices=Verdict.choices)
    decided_on = models.DateField()
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    net_g = models.BigIntegerField(null=True)
    co2e_g = models.BigIntegerField(null=True)
    text = models.TextField()
    appeal_until = models.DateField(null=True)
    is_final = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-id")


class Step(models.Model):
    """Something that happened or is due on a day: a hearing, an interruption, an appeal, a payment."""

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=14, choices=StepKind.choices)
    on = models.DateField()
    until = models.DateField(null=True)
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    note = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("on", "id")


class LeftOut(models.Model):
    """Something that the defence does not get, until it is lifted. What it names is told to nobody outside."""

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="left_out")
    ground = models.CharField(max_length=14, choices=Ground.choices)
    exhibit = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=300, blank=True)
    why = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "id")


class Archive(models.Model):
    """An archive for a court that a job makes; once made it is never made again under this id."""

    class State(models.TextChoices):
        WAITING = "waiting"
        MADE = "made"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="archives")
    edition = models.CharField(max_length=10, choices=Edition.choices)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    name = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    files = models.PositiveIntegerField(null=True)
    trouble = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at", "-id")

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(settings.OFFICE.folder) / "courts" / str(self.proceeding_id) / f"{self.pk}.zip"
