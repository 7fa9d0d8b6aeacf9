"""Files of evidence: kept byte for byte under their hash, never changed, never shown in the browser."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from tradewind_web.agencies.models import Agency
from tradewind_web.seizures.evidence_kinds import Family
from tradewind_web.seizures.words_custody import Origin


class EvidenceFile(models.Model):
    """One file. What is said of it is added to, never overwritten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency_id: uuid.UUID
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    seizure = models.ForeignKey("seizures.Seizure", models.PROTECT, related_name="evidence")
    number = models.PositiveIntegerField()
    #: The signed sheet of this entry of custody.
    entry = models.ForeignKey("seizures.CustodyEntry", models.PROTECT, null=True, related_name="sheets")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    family = models.CharField(max_length=10)
    media_type = models.CharField(max_length=60)
    suffix = models.CharField(max_length=8)
    #: Whether a camera wrote more than the picture into it; None where that cannot be seen without opening it.
    tells_more = models.BooleanField(null=True)
    origin = models.CharField(max_length=12, choices=Origin.choices)
    #: Of a copy: the file it was made from. Of an original: the copy that came before it.
    of = models.ForeignKey("self", models.PROTECT, null=True, related_name="others")
    sender = models.CharField(max_length=200, blank=True)
    receiver = models.CharField(max_length=200, blank=True)
    service = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    #: Of a copy whose original nobody can give any more.
    gone_why = models.TextField(blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["seizure", "number"], name="one_evidence_a_number"),
            models.UniqueConstraint(fields=["seizure", "sha256"], name="one_evidence_a_content"),
        )

    def __str__(self) -> str:
        return f"{self.seizure.number}-E{self.number}"

    @property
    def path(self) -> Path:
        """Where it lies, by its content: the same bytes lie once."""
        return place_of(self.agency_id, self.sha256)

    @property
    def is_unopened(self) -> bool:
        """Whether nobody here can tell what is in it."""
        family: Family = "other"
        return self.family == family


def place_of(agency_id: uuid.UUID, sha256: str) -> Path:
    """Where an agency's file of this content lies."""
    return Path(settings.OFFICE.folder) / "evidence" / str(agency_id) / sha256[:2] / sha256
