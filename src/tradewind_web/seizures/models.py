"""Seizures as recorded, each earlier version, the photographs, and the drafts of those who type one in."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from tradewind_web.agencies.models import Agency
from tradewind_web.cases.models import Case
from tradewind_web.findings.models import Finding
from tradewind_web.seizures import (  # noqa: F401  their tables are this app's too
    models_custody,
    models_evidence,
    models_pictures,
    models_reports,
    models_stamps,
    models_storage,
)
from tradewind_web.seizures.words import METHOD_WORDS, Basis, Container, Found, Outcome, Transport, What
from tradewind_web.sharing.models import Audience
from tradewind_web.sharing.records import SharedRecord
from tradewind_web.sources.models import Batch
from tradewind_web.traders.models import Trader

#: How an unknown gas stands among the substances: it is a fact, and no designation.
UNKNOWN = "unknown"


class Seizure(SharedRecord):
    """A seizure as it stands in its newest version."""

    kind = "seizure"

    #: `2026-0012`, of the agency's own register.
    number = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=12, choices=What.choices)
    seized_on = models.DateField()
    country = models.CharField(max_length=10)
    place = models.CharField(max_length=200)
    declared_as = models.CharField(max_length=500, blank=True)
    who = models.TextField(blank=True)
    traders = models.ManyToManyField(Trader, related_name="seizures")
    came_from = models.CharField(max_length=10, blank=True)
    via = models.JSONField(default=list)
    going_to = models.CharField(max_length=10, blank=True)
    transport = models.CharField(max_length=20, choices=Transport.choices, blank=True)
    documents = models.TextField(blank=True)
    found = models.CharField(max_length=20, choices=Found.choices)
    found_note = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.SEIZED)
    notes = models.TextField(blank=True)
    #: Codes between commas, `,R-22,unknown,`: asked the same way on both databases.
    substances_text = models.CharField(max_length=1000)
    methods_text = models.CharField(max_length=1000, blank=True)
    #: Sums of the lines whose mass is known, by what the mass is; None where no line has one.
    net_g = models.BigIntegerField(null=True)
    gross_g = models.BigIntegerField(null=True)
    estimated_g = models.BigIntegerField(null=True)
    containers = models.PositiveIntegerField(null=True)
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="+")
    #: The case in which it is worked on.
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="seizures")
    #: The last day, by the Party's rule when it was made; None of one made before there were rules.
    retain_until = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "number"], name="one_seizure_a_number"),)
        indexes = (
            models.Index(fields=["-seized_on", "-id"], name="seizure_newest"),
            models.Index(fields=["owner", "audience"], name="seizure_audience"),
            models.Index(fields=["owner", "retain_until"], name="seizure_retention"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def methods(self) -> list[str]:
        """Codes of the methods, in the order they are offered."""
        said = set(self.methods_text.split(","))
        return [code for code in METHOD_WORDS if code in said]


class SeizedItem(models.Model):
    """One gas of a seizure. `substance` is a designation, or UNKNOWN."""

    seizure = models.ForeignKey(Seizure, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    substance = models.CharField(max_length=100)
    label_says = models.CharField(max_length=300, blank=True)
    containers = models.PositiveIntegerField(null=True)
    container_kind = models.CharField(max_length=12, choices=Container.choices, blank=True)
    mass_g = models.BigIntegerField(null=True)
    basis = models.CharField(max_length=10, choices=Basis.choices, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["seizure", "position"], name="one_item_a_position"),)

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows what gas it is."""
        return self.substance == UNKNOWN


class Version(models.Model):
    """What a seizure said in one version, whole; the newest equals the seizure itself."""

    seizure = models.ForeignKey(Seizure, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    said = models.JSONField()
    why = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["seizure", "number"], name="one_version_a_number"),)


class Draft(models.Model):
    """What a person has typed so far, step by step. Nobody else sees it, and it counts nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    #: The seizure that a new version is typed of, and the version that was corrected.
    corrects = models.ForeignKey(Seizure, models.PROTECT, null=True, related_name="+")
    corrects_version = models.PositiveIntegerField(null=True)
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="+")
    #: From which it was begun: the seizure belongs to it, and is laid to it once it is recorded.
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    #: Step -> its fields.
    said = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=["person", "agency", "-saved_at"], name="draft_of_person"),)


class Photo(models.Model):
    """A photograph in the office's folder: of a draft until the seizure is recorded, evidence from then on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="photos")
    seizure = models.ForeignKey(Seizure, models.PROTECT, null=True, related_name="photos")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    #: Whether the camera wrote more than the picture (place, time, device) into the file.
    tells_more = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("added_at", "id")

    @property
    def path(self) -> Path:
        """Where the file lies, as it came."""
        return Path(settings.OFFICE.folder) / "photos" / str(self.agency_id) / str(self.pk)


class Snapshot(models.Model):
    """The batch in which an agency's seizures of one audience stand in the warehouse now."""

    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "audience"], name="one_snapshot_an_audience"),
        )
