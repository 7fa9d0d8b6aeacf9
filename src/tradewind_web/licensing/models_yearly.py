"""What officers add to the yearly figures, what a job read out of the customs records, and the reports as sent.

The figures themselves are in no table here: they are counted from the reservations that customs cleared.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tradewind_web.agencies.models import Agency
from tradewind_web.sharing.records import SharedRecord


class ReportName(models.TextChoices):
    """The two reports of a year; codes are those of `tradewind.reporting`."""

    ARTICLE_7 = "article7", _("Article 7 report")
    COUNTRY_PROGRAMME = "country_programme", _("country programme report")


class YearlyReport(SharedRecord):
    """A report on a year as it was drawn up: figures, statements and explanations, with the digest of all of it.

    A version that was sent is never changed: another one takes its place.
    """

    kind = "yearly_report"

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("sent")
        SUPERSEDED = "superseded", _("replaced by a later version")

    party = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    report = models.CharField(max_length=20, choices=ReportName.choices)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    content = models.JSONField()
    #: SHA-256 of the content as canonical JSON.
    digest = models.CharField(max_length=64)
    #: Why it takes the place of the version before.
    why = models.TextField(blank=True)
    drawn_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_up_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    #: The day it went out, and the reference of the letter or of the online system.
    submitted_on = models.DateField(null=True)
    reference = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["owner", "year", "report", "version"], name="one_yearly_report_a_version"
            ),
            models.UniqueConstraint(
                fields=["owner", "year", "report"], condition=Q(state="draft"), name="one_yearly_draft"
            ),
            models.UniqueConstraint(
                fields=["owner", "year", "report"], condition=Q(state="submitted"), name="one_yearly_report_stands"
            ),
        )  # fmt: skip


class YearlyStatement(models.Model):
    """A figure that no clearance tells, stated by an officer: production, a price, or that there was none (0)."""

    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    report = models.CharField(max_length=20, choices=ReportName.choices)
    form = models.CharField(max_length=20)
    substance = models.CharField(max_length=100)
    partner = models.CharField(max_length=10, blank=True)
    column = models.CharField(max_length=30)
    #: Grams, or US cents a kg in a column of prices. 0 is a zero that somebody answers for.
    amount = models.PositiveBigIntegerField()
    #: Where it comes from: a letter, a survey, a producer's return.
    source = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["owner", "year", "report", "form", "substance", "partner", "column"],
                condition=Q(withdrawn_at__isnull=True), name="one_statement_a_figure",
            ),
        )  # fmt: skip


class YearlyExplanation(models.Model):
    """Why two figures differ, and which figures it was said of: it is asked anew when they change."""

    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    #: `Difference.key`.
    key = models.CharField(max_length=200)
    left_g = models.BigIntegerField(null=True)
    right_g = models.BigIntegerField(null=True)
    said = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "year", "key"], name="one_explanation_a_difference"),
        )  # fmt: skip


class CustomsYear(models.Model):
    """What declarations of a year say, as a job read them: pages ask no warehouse."""

    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    #: [form, component, partner, grams or null], in that order.
    rows = models.JSONField(default=list)
    #: Reason -> number of declaration items that could not be counted.
    left_out = models.JSONField(default=dict)
    prepared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "year"], name="one_customs_year"),)
