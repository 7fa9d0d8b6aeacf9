"""Sites where seized goods lie, how they were found, the meter of each stay; and what becomes of the goods."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from tradewind_web.agencies.models import Agency
from tradewind_web.seizures.words_custody import DisposalState, Payer, Ventilation, Way


class Site(models.Model):
    """A place of the agency where goods are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    capacity_g = models.BigIntegerField(null=True)
    capacity_containers = models.PositiveIntegerField(null=True)
    ventilation = models.CharField(max_length=10, choices=Ventilation.choices, blank=True)
    takes_flammable = models.BooleanField(null=True)
    notes = models.TextField(blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=["agency", "name"], name="one_site_a_name"),)

    def __str__(self) -> str:
        return self.name


class SiteCheck(models.Model):
    """How a site was found on a day."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="checks")
    on = models.DateField()
    is_well = models.BooleanField()
    found = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-on", "-id")


class Stay(models.Model):
    """Goods of a seizure at a site, and what each day costs whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="stays")
    seizure = models.ForeignKey("seizures.Seizure", models.PROTECT, related_name="stays")
    since = models.DateField()
    until = models.DateField(null=True)
    mass_g = models.BigIntegerField(null=True)
    containers = models.PositiveIntegerField(null=True)
    #: Hundredths of the currency.
    daily_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    payer = models.CharField(max_length=10, choices=Payer.choices, blank=True)
    payer_name = models.CharField(max_length=200, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("since", "id")

    def days(self, today: date) -> int:
        """Days begun up to today or its end, its first among them."""
        return max(0, (min(self.until or today, today) - self.since).days + 1)

    def total_minor(self, today: date) -> int | None:
        """What it cost so far, in hundredths; None where nothing was said."""
        return None if self.daily_minor is None else self.daily_minor * self.days(today)


class Disposal(models.Model):
    """A way proposed for exhibits, decided by a second person, carried out, and closed against what was held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seizure = models.ForeignKey("seizures.Seizure", models.PROTECT, related_name="disposals")
    number = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=12, choices=Way.choices)
    state = models.CharField(max_length=10, choices=DisposalState.choices, default=DisposalState.PROPOSED)
    #: Numbers of exhibits.
    exhibits = models.JSONField()
    #: Condition -> [answer, on what it rests].
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    partner = models.CharField(max_length=200, blank=True)
    why = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    done_on = models.DateField(null=True)
    #: Exhibit number (text) -> grams.
    disposed: models.JSONField[Any, Any] = models.JSONField(default=dict)
    held_g = models.BigIntegerField(null=True)
    difference_g = models.BigIntegerField(null=True)
    closes = models.BooleanField(null=True)
    difference_why = models.TextField(blank=True)
    certificate = models.ForeignKey("seizures.EvidenceFile", models.PROTECT, null=True, related_name="+")
    arrival_due = models.DateField(null=True)
    arrived_on = models.DateField(null=True)
    proof = models.ForeignKey("seizures.EvidenceFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["seizure", "number"], name="one_disposal_a_number"),)

    def __str__(self) -> str:
        return f"{self.seizure.number}-D{self.number}"

    def is_overdue(self, today: date) -> bool:
        """Whether the proof of arrival is late."""
        return self.arrival_due is not None and self.arrived_on is None and today > self.arrival_due
