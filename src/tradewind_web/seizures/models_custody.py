"""What is held of a seizure, and every entry of its custody: added only, each bound to the one before it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from tradewind.ledgers.custody import GENESIS, Entry
from tradewind_web.agencies.models import Agency
from tradewind_web.seizures.words import Container
from tradewind_web.seizures.words_custody import Act, Precision, Source, Weighed

#: To plus or minus so much a moment is known: a day is told from noon.
WITHIN: Final = {
    Precision.MINUTE: timedelta(minutes=1), Precision.HOUR: timedelta(hours=1), Precision.DAY: timedelta(hours=12),
}  # fmt: skip


class Exhibit(models.Model):
    """What is held as one thing: a cage of cylinders, one cylinder, a sample. It keeps its number for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seizure = models.ForeignKey("seizures.Seizure", models.PROTECT, related_name="exhibits")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    #: A designation, or UNKNOWN.
    substance = models.CharField(max_length=100)
    label_says = models.CharField(max_length=300, blank=True)
    containers = models.PositiveIntegerField(null=True)
    container_kind = models.CharField(max_length=12, choices=Container.choices, blank=True)
    gross_g = models.BigIntegerField(null=True)
    tare_g = models.BigIntegerField(null=True)
    net_g = models.BigIntegerField(null=True)
    weighed = models.CharField(max_length=12, choices=Weighed.choices, blank=True)
    vehicle = models.CharField(max_length=100, blank=True)
    packages = models.CharField(max_length=200, blank=True)
    #: Minor units of the currency; what the papers say, and what it fetches on the market.
    claimed_minor = models.BigIntegerField(null=True)
    market_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    #: An exhibit it was taken out of: a sample of a cage.
    taken_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="samples")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["seizure", "number"], name="one_exhibit_a_number"),)

    def __str__(self) -> str:
        return f"{self.seizure.number}/{self.number}"


class Cylinder(models.Model):
    """By what one cylinder of an exhibit is known again; what is blank was not read."""

    exhibit = models.ForeignKey(Exhibit, models.CASCADE, related_name="cylinders")
    position = models.PositiveSmallIntegerField()
    serial = models.CharField(max_length=80, blank=True)
    stamp = models.CharField(max_length=120, blank=True)
    valve = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("position",)


class Custody(models.Model):
    """The ledger of a seizure: its length and newest digest, held while an entry is added, and what asks for a look."""

    seizure = models.OneToOneField(
        "seizures.Seizure", models.PROTECT, primary_key=True, related_name="custody"
    )
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default=GENESIS)
    #: Marks that nobody explained yet.
    open_marks = models.PositiveIntegerField(default=0)
    #: Copies through a messaging service whose original is neither here nor given up.
    missing_originals = models.PositiveIntegerField(default=0)
    #: The oldest of both, as `asking` keeps them; their kinds between commas; since when the oldest stands.
    asks = models.JSONField(default=list)
    open_kinds = models.CharField(max_length=120, blank=True)
    open_since = models.DateTimeField(null=True, db_index=True)


class CustodyEntry(models.Model):
    """Who gave what to whom, from where to where. Never changed: a correction is another entry that points at it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seizure = models.ForeignKey("seizures.Seizure", models.PROTECT, related_name="custody_entries")
    number = models.PositiveIntegerField()
    #: On its paper: by it a signed sheet comes back to the entry.
    code = models.CharField(max_length=20, unique=True)
    act = models.CharField(max_length=12, choices=Act.choices)
    #: Numbers of exhibits.
    exhibits = models.JSONField()
    happened_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    precision = models.CharField(max_length=6, choices=Precision.choices)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    source = models.CharField(max_length=6, choices=Source.choices)
    told_by = models.CharField(max_length=200, blank=True)
    from_holder = models.CharField(max_length=200, blank=True)
    from_place = models.CharField(max_length=200, blank=True)
    to_holder = models.CharField(max_length=200, blank=True)
    to_place = models.CharField(max_length=200, blank=True)
    #: None was not looked at, "" is none.
    seal_before = models.CharField(max_length=80, null=True)
    seal_after = models.CharField(max_length=80, null=True)
    condition = models.CharField(max_length=500, blank=True)
    mass_g = models.BigIntegerField(null=True)
    basis = models.CharField(max_length=5, default="gross")
    scale_g = models.PositiveIntegerField(default=0)
    taken_g = models.PositiveBigIntegerField(default=0)
    why = models.TextField(blank=True)
    covers_hours = models.PositiveIntegerField(null=True)
    #: Exhibit number -> id of the entry that its writer had before them.
    follows = models.JSONField(default=dict)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["seizure", "number"], name="one_custody_entry_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.seizure.number}-C{self.number}"

    def facts(self) -> Mapping[str, Any]:
        """All that its digest covers."""
        plain = (
            "number", "code", "act", "exhibits", "precision", "source", "told_by", "from_holder", "from_place",
            "to_holder", "to_place", "seal_before", "seal_after", "condition", "mass_g", "basis", "scale_g", "taken_g",
            "why", "covers_hours", "follows", "happened_at", "until", "written_at",
        )  # fmt: skip
        own = {name: getattr(self, name) for name in plain}
        corrects = str(self.corrects_id) if self.corrects_id else ""
        return {
            **own, "id": str(self.pk), "seizure": str(self.seizure_id), "written_by": self.written_by_id,
            "corrects": corrects,
        }  # fmt: skip

    def of_exhibits(self) -> list[Entry]:
        """What it says of each exhibit, for the ledger. One that a correction leaves out was not there."""
        corrected = set(self.corrects.exhibits) if self.corrects else set()
        covers = None if self.covers_hours is None else timedelta(hours=self.covers_hours)
        return [
            Entry(
                str(self.pk), str(number), self.happened_at, self.written_at, self.from_holder, self.from_place,
                self.to_holder, self.to_place, WITHIN[Precision(self.precision)], self.until, self.seal_before,
                self.seal_after, self.mass_g, "net" if self.basis == "net" else "gross", self.scale_g, self.taken_g,
                covers, self.follows.get(str(number), ""), str(self.corrects_id) if number in corrected else "",
                number not in self.exhibits, self.act in Act.endings(),
            )
            for number in sorted({*self.exhibits, *corrected})
        ]  # fmt: skip


class Explanation(models.Model):
    """What a person says beside a mark. The mark stays; another explanation may follow."""

    seizure = models.ForeignKey("seizures.Seizure", models.PROTECT, related_name="explanations")
    mark = models.CharField(max_length=32)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")


class PaperForms(models.QuerySet["PaperForm"]):
    """Printed forms."""

    def out_of(self, agency: Agency) -> Self:
        """Those of the agency that nothing was typed in from yet and nobody gave up."""
        return self.filter(agency=agency, void_why="", entry__isnull=True)


class PaperForm(models.Model):
    """A numbered form of a printed book: its code is reserved until what was written on it is typed in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    book = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20, unique=True)
    entry = models.OneToOneField(CustodyEntry, models.PROTECT, null=True, related_name="paper_form")
    #: Said of a form that will never be typed in: spoilt, lost.
    void_why = models.CharField(max_length=500, blank=True)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(default=timezone.now)

    objects = PaperForms.as_manager()

    class Meta:
        ordering = ("book", "number")
        constraints = (
            models.UniqueConstraint(fields=["agency", "book", "number"], name="one_form_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.book}-{self.number:02}"
