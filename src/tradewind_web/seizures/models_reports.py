"""Reports that were filed about a seizure: rows are added and never changed; a recall is a row too."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from tradewind.reporting.cases import Filing
from tradewind_web.agencies.models import Agency


class CaseFiling(models.Model):
    """One revision of one report to one addressee, whole, with the digest of the revision it takes the place of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    seizure = models.ForeignKey("seizures.Seizure", models.PROTECT, related_name="filings")
    #: The version of the seizure that it tells.
    version = models.PositiveIntegerField()
    form = models.CharField(max_length=20)
    #: `R2026-0004`, of the agency's own series; the same for all revisions.
    number = models.CharField(max_length=20)
    revision = models.PositiveIntegerField()
    #: ISO3 of a country, or the name of an organisation.
    to = models.CharField(max_length=60)
    said = models.JSONField()
    digest = models.CharField(max_length=64)
    is_recall = models.BooleanField(default=False)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-filed_at", "-revision")
        constraints = (
            models.UniqueConstraint(fields=["agency", "number", "revision"], name="one_filing_a_revision"),
        )
        indexes = (models.Index(fields=["agency", "-filed_at"], name="filing_newest"),)

    def __str__(self) -> str:
        return f"{self.number}-{self.revision}"

    @property
    def filing(self) -> Filing:
        """The report as the library knows it."""
        return Filing.from_dict(self.said)

    @property
    def report(self) -> dict[str, Any]:
        """What it tells, field by field."""
        told: dict[str, Any] = self.said["report"]
        return told


class ReportTerm(models.Model):
    """Within how many days of the entry an agency means to file a form. Its own rule: no decision sets a day."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    form = models.CharField(max_length=20)
    days = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agency", "form"], name="one_term_a_form"),)
