"""Consignments, what each source says of their legs, what people decided, and how the ledgers stand."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.consignments.words import Leg, Nature, SaidBy, State
from tradewind_web.findings.grounds import Ground, stands
from tradewind_web.sharing.records import SharedRecord, SharedRows
from tradewind_web.sources.models import Batch


class ConsignmentRows(SharedRows):
    """Consignments. One that rests on batches reaches somebody only while each of them does."""

    def visible_to(self, viewer: Acting, *, at: datetime | None = None) -> Self:
        """The consignments that reach the viewer at this moment, and that rest on nothing that does not."""
        return super().visible_to(viewer, at=at).filter(Q(ground__isnull=True) | stands(viewer, at=at))


class Consignment(SharedRecord):
    """One load of goods under one reference, whoever reported of it. Never deleted."""

    kind = "consignment"

    #: Unique consignment reference (WCO): the paper's own, or ours.
    ucr = models.CharField(max_length=35)
    is_minted = models.BooleanField(default=False)
    #: Designations between commas, `,R-22,R-134a,`: asked the same way on both databases.
    substances_text = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    #: Where the board begins: what does not close first, then what is overdue, then by mass; 0 for what is in order.
    urgency = models.PositiveBigIntegerField(default=0)
    overdue_days = models.PositiveIntegerField(default=0)
    alarms_text = models.CharField(max_length=1000, blank=True)
    open_g = models.BigIntegerField(default=0)
    unexplained_g = models.BigIntegerField(default=0)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    ground = models.ForeignKey(Ground, models.PROTECT, null=True, related_name="consignments")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    worked_out_at = models.DateTimeField(null=True)

    objects = ConsignmentRows.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "ucr"], name="one_consignment_a_reference"),)
        indexes = (
            models.Index(fields=["-urgency", "-id"], name="consignment_board"),
            models.Index(fields=["owner", "state"], name="consignment_state"),
        )

    def __str__(self) -> str:
        return self.ucr

    @property
    def substances(self) -> list[str]:
        """Designations in order."""
        return [s for s in self.substances_text.split(",") if s]

    @property
    def alarm_codes(self) -> list[str]:
        """Codes of the alarms that hold now."""
        return [s for s in self.alarms_text.split(",") if s]

    @property
    def is_being_worked_out(self) -> bool:
        """Whether something was told since the ledger was closed last."""
        return self.worked_out_at is None or self.worked_out_at < self.changed_at

    def resting_on(self) -> Sequence[SharedRecord]:
        """The batches behind it."""
        return [] if self.ground is None else list(self.ground.batches.select_related("audience", "owner"))


class LegReport(models.Model):
    """What one source says of one leg. Added only: a correction is a later report, contradictions stand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    consignment = models.ForeignKey(Consignment, models.PROTECT, related_name="reports")
    said_by = models.CharField(max_length=12, choices=SaidBy.choices)
    #: Who says it: later reports of one source correct its earlier ones.
    source = models.CharField(max_length=120)
    told = models.CharField(max_length=40, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")
    row_refs = models.JSONField(default=list)
    #: Names what was learnt, so that learning it again adds nothing.
    digest = models.CharField(max_length=64)
    taken_back_at = models.DateTimeField(null=True)

    paper = models.CharField(max_length=80)
    previous = models.CharField(max_length=80, blank=True)
    own_ucr = models.CharField(max_length=80, blank=True)
    leg = models.CharField(max_length=12, choices=Leg.choices)
    is_departure = models.BooleanField(default=False)
    cancelled = models.BooleanField(default=False)
    #: Declared only for a time: what left is to come back, what came in is to leave again.
    temporary = models.BooleanField(default=False)
    historical = models.BooleanField(default=False)
    day = models.DateField(null=True)
    limit_on = models.DateField(null=True)
    country_from = models.CharField(max_length=10, blank=True)
    country_to = models.CharField(max_length=10, blank=True)
    route = models.JSONField(default=list)
    office = models.CharField(max_length=120, blank=True)
    #: Free zone, warehouse or plant.
    zone = models.CharField(max_length=120, blank=True)
    operator = models.CharField(max_length=200, blank=True)
    consignee = models.CharField(max_length=300, blank=True)
    container = models.CharField(max_length=120, blank=True)
    seals = models.CharField(max_length=200, blank=True)
    bill = models.CharField(max_length=80, blank=True)
    licence = models.CharField(max_length=80, blank=True)
    invoice = models.CharField(max_length=80, blank=True)
    vehicle = models.CharField(max_length=80, blank=True)
    packages = models.PositiveIntegerField(null=True)
    cylinders = models.JSONField(default=list)
    substance = models.CharField(max_length=100)
    nature = models.CharField(max_length=12, choices=Nature.choices, blank=True)
    label = models.CharField(max_length=200, blank=True)
    net_g = models.BigIntegerField(null=True)
    gross_g = models.BigIntegerField(null=True)
    #: Of a processing: a gas that came out.
    made = models.BooleanField(default=False)
    #: The consignment to which it was given.
    other = models.ForeignKey(Consignment, models.PROTECT, null=True, related_name="taken_over")
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("day", "recorded_at", "id")
        constraints = (models.UniqueConstraint(fields=["owner", "digest"], name="one_report_a_row"),)
        indexes = (
            models.Index(fields=["owner", "container"], name="leg_container"),
            models.Index(fields=["owner", "bill"], name="leg_bill"),
            models.Index(fields=["owner", "invoice"], name="leg_invoice"),
            models.Index(fields=["owner", "licence"], name="leg_licence"),
            models.Index(fields=["owner", "paper"], name="leg_paper"),
            models.Index(fields=["owner", "previous"], name="leg_previous"),
        )

    @property
    def place(self) -> str:
        """The zone, else the country it went to."""
        return self.zone or self.country_to


class Decision(models.Model):
    """What a person decided about a report: it stands against the others, or does not count."""

    class Verdict(models.TextChoices):
        """`stands`, `out`."""

        STANDS = "stands", _("this one stands")
        OUT = "out", _("this one does not count")

    report = models.ForeignKey(LegReport, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    why = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_why = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["report"], condition=Q(undone_at__isnull=True), name="one_decision_a_report"
            ),
        )


class Join(models.Model):
    """That a report without a reference belongs to a consignment, how sure that is and by which fields."""

    class State(models.TextChoices):
        """`proposed` waits for a person; `made` counts until a person undoes it."""

        PROPOSED = "proposed", _("proposed")
        MADE = "made", _("joined by itself")
        CONFIRMED = "confirmed", _("confirmed by a person")
        UNDONE = "undone", _("undone by a person")

    report = models.ForeignKey(LegReport, models.PROTECT, related_name="joins")
    consignment = models.ForeignKey(Consignment, models.PROTECT, related_name="joins")
    #: Where it stood alone, and goes back to; None until somebody undoes a join that was made by itself.
    former = models.ForeignKey(Consignment, models.PROTECT, null=True, related_name="+")
    #: Per mille.
    certainty = models.PositiveSmallIntegerField()
    #: [field, how often likelier than by chance, in hundredths]
    agreed = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices)
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=["report", "consignment"], name="one_join_of_two"),)


class Closing(models.Model):
    """The ledger of one substance of a consignment as a job closed it last."""

    consignment = models.ForeignKey(Consignment, models.CASCADE, related_name="closings")
    substance = models.CharField(max_length=100)
    #: None where a mass is told by nobody.
    closes = models.BooleanField(null=True)
    came_g = models.BigIntegerField()
    open_g = models.BigIntegerField()
    unexplained_g = models.BigIntegerField()
    #: Column of the ledger -> grams; gaps and stores as the library gives them.
    columns = models.JSONField()
    gaps = models.JSONField(default=list)
    nodes = models.JSONField(default=list)
    unknown = models.JSONField(default=list)

    class Meta:
        ordering = ("substance",)
        constraints = (
            models.UniqueConstraint(fields=["consignment", "substance"], name="one_closing_a_substance"),
        )


class Lying(models.Model):
    """Mass in a store or on the way, with its clock; whole with each closing."""

    consignment = models.ForeignKey(Consignment, models.CASCADE, related_name="lying")
    substance = models.CharField(max_length=100)
    mass_g = models.BigIntegerField()
    zone = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    operator = models.CharField(max_length=200, blank=True)
    paper = models.CharField(max_length=80, blank=True)
    since = models.DateField(null=True)
    due = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["zone", "substance"], name="lying_zone"),)


class Alarm(models.Model):
    """Something to look at; one that no longer holds stays, with what explained it."""

    consignment = models.ForeignKey(Consignment, models.CASCADE, related_name="alarms")
    substance = models.CharField(max_length=100)
    code = models.CharField(max_length=40)
    values = models.JSONField()
    mass_g = models.BigIntegerField(null=True)
    day = models.DateField(null=True)
    due = models.DateField(null=True)
    reports = models.JSONField(default=list)
    since = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    explained_by = models.ForeignKey(LegReport, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-since", "id")
        indexes = (models.Index(fields=["consignment", "gone_at"], name="alarm_of_consignment"),)


class Numbering(models.Model):
    """The last number of an agency's own references in a year; its row is the turn in which they are given."""

    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "year"], name="one_numbering_a_year"),)
