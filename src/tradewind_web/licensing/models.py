"""Licences with their lines, versions and papers, the reservations made on them, quotas with their ledger, and rules.

Masses are whole grams; amounts of quota are whole milligrams of the quota's unit. A balance is never computed from
its history: running totals stand on the row, and the database itself refuses to overdraw them.
"""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from tradewind_web.agencies.models import Agency
from tradewind_web.licensing import (  # noqa: F401  their tables are this app's too
    models_customs,
    models_limits,
    models_register,
    models_yearly,
)
from tradewind_web.licensing.words import (
    ISSUED,
    Appealed,
    Came,
    CountsAt,
    Direction,
    Entry,
    Held,
    Leads,
    LinkLevel,
    Nature,
    Pool,
    Purpose,
    Sector,
    Span,
    Standing,
    State,
    Unit,
    What,
)
from tradewind_web.sharing.records import SharedRecord
from tradewind_web.traders.models import Trader


class LicensingRule(models.Model):
    """What a Party's law says of licences, as its licensing agency entered it. Without a row the defaults hold."""

    party = models.CharField(max_length=3, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=LinkLevel.choices, default=LinkLevel.PAPER)
    leads = models.CharField(max_length=10, choices=Leads.choices, default=Leads.OURS)
    tolerance_per_mille = models.PositiveIntegerField(default=0)
    tolerance_basis = models.CharField(max_length=300, blank=True)
    reservation_hours = models.PositiveIntegerField(default=240)
    #: Thousandths of the excess taken off the next year's quota: 2000 takes double. 0: no penalty.
    penalty_per_mille = models.PositiveIntegerField(default=0)
    penalty_basis = models.CharField(max_length=300, blank=True)
    counts_at = models.CharField(max_length=10, choices=CountsAt.choices, default=CountsAt.GRANT)
    span = models.CharField(max_length=10, choices=Span.choices, default=Span.PERIOD)
    #: Whether what the Protocol leaves out of consumption draws on quota too.
    used_draws_quota = models.BooleanField(default=False)
    equipment_draws_quota = models.BooleanField(default=False)
    #: Whether a second person confirms what one decided.
    two_people = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(tolerance_per_mille__lte=1000), name="tolerance_at_most_whole"
            ),
        )


class Licence(SharedRecord):
    """An application and what became of it, as it stands in its newest version."""

    kind = "licence"

    party = models.CharField(max_length=3)
    #: `A2026-0012`, of the agency's own register; the holder sees it from the first day.
    application_number = models.CharField(max_length=40)
    #: On the paper; None until it is granted.
    number = models.CharField(max_length=60, null=True)
    #: Letters that anyone can type from the paper and nobody can guess; None until it is granted.
    code = models.CharField(max_length=20, null=True, unique=True)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    holder = models.ForeignKey(Trader, models.PROTECT, related_name="+")
    #: As on the paper: what the holder was called on that day.
    holder_name = models.CharField(max_length=300)
    holder_number = models.CharField(max_length=80, blank=True)
    #: Country of export of an import, of destination of an export or a transit.
    partner = models.CharField(max_length=10)
    partner_trader = models.CharField(max_length=300, blank=True)
    partner_licence = models.CharField(max_length=100, blank=True)
    #: Countries on the way, codes in their order.
    route = models.JSONField(default=list)
    #: Customs offices it is good at; empty is all.
    offices = models.JSONField(default=list)
    conditions = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField()
    quota_year = models.PositiveSmallIntegerField()
    ucr = models.CharField(max_length=35, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    applied_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    #: Of the newest decision: what the holder is told.
    reasons = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    #: The licence this one was made from, or takes the place of.
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    #: Read from a register kept elsewhere: the file it came from.
    imported_from = models.CharField(max_length=200, blank=True)
    #: Codes between commas, `,R-22,R-410A,`: asked the same way on both databases.
    substances_text = models.CharField(max_length=2000, blank=True)
    #: A decision one person made that waits for a second: what was decided, by whom, why.
    proposed = models.JSONField(null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "application_number"], name="one_application_a_number"),
            models.UniqueConstraint(fields=["party", "number"], name="one_licence_a_number"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="licence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False, code__isnull=False)
                | ~Q(state__in=[s.value for s in ISSUED]),
                name="issued_licence_has_number",
            ),
        )
        indexes = (
            models.Index(fields=["-entered_at", "-id"], name="licence_newest"),
            models.Index(fields=["owner", "state", "entered_at"], name="licence_by_state"),
            models.Index(fields=["owner", "state", "valid_until"], name="licence_by_end"),
            models.Index(fields=["holder", "quota_year"], name="licence_of_holder"),
        )

    def __str__(self) -> str:
        return self.number or self.application_number

    @property
    def is_issued(self) -> bool:
        """Whether it has a number and a paper."""
        return self.state in ISSUED

    def standing(self, on: date, *, left_g: int | None = None) -> Standing | None:
        """What customs is told on that day; None for what was never granted. `left_g` is the mass left on all lines."""
        if self.state == State.SUSPENDED:
            return Standing.SUSPENDED
        if self.state == State.REVOKED:
            return Standing.REVOKED
        if self.state != State.GRANTED:
            return None
        if on < self.valid_from:
            return Standing.NOT_YET
        if on > self.valid_until:
            return Standing.EXPIRED
        return Standing.USED_UP if left_g is not None and left_g <= 0 else Standing.VALID


class LicenceLine(models.Model):
    """One gas of a licence with what was reserved and cleared of it. The database refuses to overdraw it."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    #: A designation, of a pure substance or a blend.
    substance = models.CharField(max_length=100)
    nature = models.CharField(max_length=12, choices=Nature.choices, default=Nature.NEW)
    purpose = models.CharField(max_length=15, choices=Purpose.choices, default=Purpose.ORDINARY)
    what = models.CharField(max_length=10, choices=What.choices, default=What.BULK)
    sector = models.CharField(max_length=20, choices=Sector.choices, blank=True)
    #: Where used gas comes from: the facility that recovered or reclaimed it.
    source = models.CharField(max_length=300, blank=True)
    hs_edition = models.CharField(max_length=4, blank=True)
    hs_code = models.CharField(max_length=12, blank=True)
    allowed_g = models.BigIntegerField()
    #: Pieces of equipment and the charge of one.
    units = models.PositiveIntegerField(null=True)
    charge_g = models.PositiveBigIntegerField(null=True)
    #: Of the Party's law on the day of grant; 0 until then.
    tolerance_g = models.BigIntegerField(default=0)
    reserved_g = models.BigIntegerField(default=0)
    cleared_g = models.BigIntegerField(default=0)
    #: What was cleared beyond all this and found out afterwards; never raised by a reservation.
    overdrawn_g = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["licence", "position"], name="one_line_a_position"),
            models.CheckConstraint(
                condition=Q(
                    allowed_g__gte=0, tolerance_g__gte=0, reserved_g__gte=0, cleared_g__gte=0, overdrawn_g__gte=0
                ),
                name="line_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    allowed_g__gte=F("reserved_g") + F("cleared_g") - F("tolerance_g") - F("overdrawn_g")
                ),
                name="line_never_overdrawn",
            ),
        )  # fmt: skip

    @property
    def left_g(self) -> int:
        """What may still be reserved without the tolerance; below zero where the tolerance or more was used."""
        return self.allowed_g - self.reserved_g - self.cleared_g

    @property
    def free_g(self) -> int:
        """What a reservation may still take, the tolerance of the law included."""
        return self.allowed_g + self.tolerance_g + self.overdrawn_g - self.reserved_g - self.cleared_g


class LicenceVersion(models.Model):
    """What a licence said in one version, whole: state, lines and reasons; the newest equals the licence itself."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices)
    said = models.JSONField()
    why = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["licence", "number"], name="one_licence_version_a_number"),
        )


class Paper(models.Model):
    """A supporting document of an application, in the office's folder as it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="papers")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    #: Taken out of the application, with why; the file stays.
    removed_at = models.DateTimeField(null=True)
    removed_why = models.TextField(blank=True)

    class Meta:
        ordering = ("added_at", "id")

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(settings.OFFICE.folder) / "papers" / str(self.licence_id) / str(self.pk)


class Appeal(models.Model):
    """That the holder does not accept a decision, and what came of it."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="appeals")
    lodged_on = models.DateField()
    grounds = models.TextField()
    #: The state that is appealed against.
    against = models.CharField(max_length=12, choices=State.choices)
    state = models.CharField(max_length=12, choices=Appealed.choices, default=Appealed.LODGED)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reasons = models.TextField(blank=True)

    class Meta:
        ordering = ("-lodged_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["licence"], condition=Q(state="lodged"), name="one_open_appeal"
            ),
        )  # fmt: skip


class Reservation(models.Model):
    """A mass held on a line for a declaration item, and what became of it. Also what was written off afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(LicenceLine, models.PROTECT, related_name="reservations")
    #: Chosen by who asks: the same key again is the same reservation.
    key = models.CharField(max_length=100)
    #: Digest of what was asked under the key: another request under it is a mistake.
    request_digest = models.CharField(max_length=64)
    declaration = models.CharField(max_length=100)
    item = models.PositiveIntegerField(default=1)
    office = models.CharField(max_length=40, blank=True)
    regime = models.CharField(max_length=20, blank=True)
    trader_number = models.CharField(max_length=80, blank=True)
    mass_g = models.BigIntegerField()
    #: As customs stated it.
    co2e_kg = models.BigIntegerField(null=True)
    document_codes = models.JSONField(default=list)
    source = models.CharField(max_length=12, choices=Came.choices)
    state = models.CharField(max_length=10, choices=Held.choices, default=Held.HELD)
    held_at = models.DateTimeField(default=timezone.now)
    lapses_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    #: What was cleared in the end, and how much of it was beyond what the line had.
    cleared_g = models.BigIntegerField(null=True)
    beyond_g = models.BigIntegerField(default=0)
    #: Day of clearance: the year of the yearly figures.
    cleared_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["asked_by", "key"], name="one_reservation_a_key"),
            models.UniqueConstraint(
                fields=["line", "declaration", "item"], condition=Q(state="held"),
                name="one_open_reservation_an_item",
            ),
            models.CheckConstraint(condition=Q(mass_g__gt=0, beyond_g__gte=0), name="reservation_of_a_mass"),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["state", "lapses_at"], name="reservation_clock"),
            models.Index(fields=["declaration", "item"], name="reservation_of_item"),
            models.Index(fields=["line", "-held_at"], name="reservation_of_line"),
            models.Index(fields=["cleared_on"], name="reservation_cleared"),
        )


class Quota(SharedRecord):
    """How much one holder, the reserve or the new entrants may draw in a year. The database refuses to overdraw it."""

    kind = "quota"

    party = models.CharField(max_length=3)
    pool = models.CharField(max_length=15, choices=Pool.choices, default=Pool.HOLDER)
    holder = models.ForeignKey(Trader, models.PROTECT, null=True, related_name="+")
    #: An annex group (`A-I` ... `F`) or one designation.
    group = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10, choices=Unit.choices)
    allotted_mg = models.BigIntegerField(default=0)
    committed_mg = models.BigIntegerField(default=0)
    cleared_mg = models.BigIntegerField(default=0)
    #: Allowed beyond it: by a supervisor with a reason, or by what customs had cleared already.
    overrun_mg = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["owner", "year", "group", "holder"], condition=Q(holder__isnull=False),
                name="one_quota_a_holder",
            ),
            models.UniqueConstraint(
                fields=["owner", "year", "group", "pool"], condition=Q(holder__isnull=True), name="one_pool"
            ),
            models.CheckConstraint(
                condition=Q(pool="holder", holder__isnull=False) | (~Q(pool="holder") & Q(holder__isnull=True)),
                name="quota_of_holder_or_pool",
            ),
            models.CheckConstraint(
                condition=Q(allotted_mg__gte=0, committed_mg__gte=0, cleared_mg__gte=0, overrun_mg__gte=0),
                name="quota_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(allotted_mg__gte=F("committed_mg") + F("cleared_mg") - F("overrun_mg")),
                name="quota_never_overdrawn",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["owner", "year", "group"], name="quota_of_year"),)

    @property
    def left_mg(self) -> int:
        """What may still be drawn; below zero where more was allowed."""
        return self.allotted_mg - self.committed_mg - self.cleared_mg


class QuotaEntry(models.Model):
    """One change of a quota: written once. `amount_mg` is signed; running totals on the quota are their sums."""

    quota = models.ForeignKey(Quota, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=16, choices=Entry.choices)
    amount_mg = models.BigIntegerField()
    #: The other side of a transfer, of what went to or came from a pool.
    other = models.ForeignKey(Quota, models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey(LicenceLine, models.PROTECT, null=True, related_name="quota_entries")
    reservation = models.ForeignKey(Reservation, models.PROTECT, null=True, related_name="quota_entries")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["quota", "-at", "-id"], name="quota_ledger"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once.

        Raises:
            TypeError: the entry stands already.
        """
        if not self._state.adding:
            raise TypeError("an entry of a quota's ledger is never changed; write another one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always raises TypeError: what was entered stays."""
        raise TypeError("an entry of a quota's ledger is never deleted")


class Draw(models.Model):
    """What one licence line has drawn on one quota now: the sum of its entries there."""

    line = models.ForeignKey(LicenceLine, models.PROTECT, related_name="draws")
    quota = models.ForeignKey(Quota, models.PROTECT, related_name="draws")
    committed_mg = models.BigIntegerField(default=0)
    cleared_mg = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["line", "quota"], name="one_draw_a_line"),
            models.CheckConstraint(
                condition=Q(committed_mg__gte=0, cleared_mg__gte=0), name="draw_not_negative"
            ),
        )
