"""Findings as they were delivered, each earlier answer, the rows behind them, and what each agency made of them.

A finding belongs to the agency whose batches it was found in. Judgement (`Triage`, `Explanation`) is a row an agency:
a neighbour to whom a finding is shared triages it for itself, and neither sees the other's.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tradewind_web.agencies.models import Agency
from tradewind_web.findings.grounds import FindingRows, Ground
from tradewind_web.sharing.models import Audience
from tradewind_web.sharing.records import SharedRecord
from tradewind_web.sources.models import Batch


class Tier(models.IntegerChoices):
    """How soon to look, in the order people work."""

    FIRST = 1, _("look first")
    IF_TIME = 2, _("look if time")
    NOTE = 3, _("note")


class Run(models.Model):
    """One asking of all detectors for an agency: what was found, and what could not be asked and why."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    generation = models.PositiveBigIntegerField(default=0)
    #: Names all that the answer rests on: the same basis gives the same answer, so it is not asked twice.
    basis = models.CharField(max_length=64)
    #: The batches it was asked over; kept of an agency's newest run.
    ground = models.ForeignKey(Ground, models.PROTECT, null=True, related_name="+")
    asked = models.JSONField(default=dict)  # detector -> its version
    not_asked = models.JSONField(default=dict)  # detector -> why
    not_judged = models.JSONField(default=dict)  # detector -> {why: how many}
    found = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (models.Index(fields=["agency", "-started_at"], name="run_of_agency"),)


class Like(models.Model):
    """How an agency's inspections of what a detector said ended, as of the last run; see `queries.record_of`."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    detector = models.CharField(max_length=60)
    as_of = models.DateTimeField()
    ground = models.ForeignKey(Ground, models.PROTECT, null=True, related_name="+")
    confirmed = models.PositiveIntegerField(default=0)
    on_paper = models.PositiveIntegerField(default=0)
    explained = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agency", "detector"], name="one_record_a_detector"),)


class Finding(SharedRecord):
    """The newest answer of a detector about one subject. Never deleted: what is no longer found is withdrawn."""

    class Status(models.TextChoices):
        """Whether the last run still says so."""

        CURRENT = "current", _("current")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Gone(models.TextChoices):
        """Why a later run withdrew it."""

        ROWS = "rows", _("the rows it rested on no longer count")
        VERSION = "version", _("a newer version of the detector no longer finds it")
        DATA = "data", _("with what has been loaded since, it is no longer found")
        UNASKED = "unasked", _("what the detector needs is no longer loaded, so it could not be asked again")

    #: Name, revision and run as the library gives them (tradewind.findings).
    library_id = models.CharField(max_length=16)
    revision = models.CharField(max_length=16)
    run = models.CharField(max_length=16)
    detector = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CURRENT)
    gone_because = models.CharField(max_length=10, choices=Gone.choices, blank=True)
    tier = models.PositiveSmallIntegerField(choices=Tier.choices)
    #: Orders within a tier; never shown, because a number would be taken for a probability.
    rank = models.FloatField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=300)
    party = models.CharField(max_length=10, blank=True)
    partner = models.CharField(max_length=10, blank=True)
    substance = models.CharField(max_length=200, blank=True)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    mass_low_g = models.BigIntegerField(null=True)
    mass_mid_g = models.BigIntegerField(null=True)
    mass_high_g = models.BigIntegerField(null=True)
    co2e_low_kg = models.BigIntegerField(null=True)
    co2e_mid_kg = models.BigIntegerField(null=True)
    co2e_high_kg = models.BigIntegerField(null=True)
    odp_low_g = models.BigIntegerField(null=True)
    odp_mid_g = models.BigIntegerField(null=True)
    odp_high_g = models.BigIntegerField(null=True)
    cheapest_check = models.TextField()
    reasons = models.JSONField(default=list)
    lawful_explanations = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    search_key = models.TextField()
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    #: What the batches it rests on allow by themselves; `audience` is this, or what an action made of it.
    first_audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    #: The batches it rests on. None, after an upgrade, until the detectors were asked again: it reaches nobody.
    ground = models.ForeignKey(Ground, models.PROTECT, null=True, related_name="+")
    rows_digest = models.CharField(max_length=64)

    objects = FindingRows.as_manager()  # type: ignore[misc, django-manager-missing]

    kind = "finding"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "library_id"], name="one_finding_a_question"),
        )
        indexes = (
            # the order of work, and all that counting reads: a row is long, its table is not opened to be counted
            models.Index(
                fields=[
                    "status",
                    "tier",
                    "-rank",
                    "id",
                    "owner",
                    "audience",
                    "audience_since",
                    "ground",
                    "library_id",
                ],
                name="finding_queue",
            ),
            models.Index(
                fields=["library_id", "owner", "audience", "audience_since", "ground"],
                name="finding_question",
            ),
            models.Index(fields=["detector"], name="finding_detector"),
            # by what the queue can be narrowed, again without opening the long rows
            models.Index(
                fields=[
                    "status",
                    "detector",
                    "substance",
                    "party",
                    "partner",
                    "audience",
                    "audience_since",
                    "ground",
                ],
                name="finding_choices",
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="finding_subject"),
        )

    def resting_on(self) -> Sequence[SharedRecord]:
        """The batches behind it."""
        if self.ground is None:
            return ()
        return list(self.ground.batches.select_related("audience", "owner"))


class Revision(models.Model):
    """An earlier answer to the same question, kept as it was said."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="revisions")
    revision = models.CharField(max_length=16)
    until = models.DateTimeField()
    #: What this answer rested on: it is shown to whom all of that reaches.
    ground = models.ForeignKey(Ground, models.PROTECT, null=True, related_name="+")
    answer = models.JSONField()

    class Meta:
        ordering = ("-until", "-id")


#: How a reference to a record of the platform itself begins: it stands in no batch.
OF_PLATFORM: Final = "platform:"


class EvidenceRow(models.Model):
    """A row a reason rests on, as it stood when the finding was delivered; shown to those its batch reaches. A record
    of the platform itself is shown to whom its delivery gave the finding."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="evidence")
    reason = models.PositiveSmallIntegerField()
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")
    row_ref = models.CharField(max_length=300)
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ("reason", "id")


class Triage(models.Model):
    """Where a finding stands in one agency. No row means new."""

    class State(models.TextChoices):
        """What an agency made of a finding."""

        NEW = "new", _("new")
        ASSIGNED = "assigned", _("assigned")
        SNOOZED = "snoozed", _("snoozed")
        EXPLAINED = "explained", _("explained")
        WRONG = "wrong", _("wrong")
        CONFIRMED = "confirmed", _("confirmed")
        JOINED = "joined", _("joined to another")

    class Wrong(models.TextChoices):
        """Why a finding is wrong: each teaches something else."""

        DATA = "data", _("the data are wrong (misread, mistyped, entered twice)")
        SUBJECT = "subject", _("it is about another trader, gas or line")
        RULE = "rule", _("the rule does not apply here")
        KNOWN = "known", _("known already, dealt with elsewhere")
        OTHER = "other", _("something else")

    class Result(models.TextChoices):
        """What was found, in the words of the canonical `inspections` table."""

        ILLEGAL = "illegal", _("illegal")
        PAPER = "paper_breach", _("a breach on paper only")

    class Proof(models.TextChoices):
        """What the result rests on."""

        DOCUMENT = "document", _("documents")
        INSTRUMENT = "field instrument", _("a field instrument")
        LABORATORY = "laboratory", _("a laboratory")
        JUDGEMENT = "judgment", _("a judgment")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="triages")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    snoozed_until = models.DateField(null=True)
    joined_to = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="joined")
    wrong_because = models.CharField(max_length=10, choices=Wrong.choices, blank=True)
    note = models.TextField(blank=True)
    #: Of the outcomes that go back to the detectors (`outcomes.py`).
    result = models.CharField(max_length=20, choices=Result.choices, blank=True)
    proof = models.CharField(max_length=20, choices=Proof.choices, blank=True)
    inspected_on = models.DateField(null=True)
    stands_until = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    #: The revision people judged: a later one asks for another look.
    decided_on_revision = models.CharField(max_length=16, blank=True)
    sent_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    #: States that ask nothing more of anybody.
    SETTLED: ClassVar = (State.EXPLAINED, State.WRONG, State.CONFIRMED, State.JOINED)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["finding", "agency"], name="one_triage_an_agency"),)
        indexes = (models.Index(fields=["agency", "state"], name="triage_state"),)


class Explanation(models.Model):
    """A lawful explanation that an agency ruled out, and how. `digest` names its English text."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="explanations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    text = models.TextField()
    how = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["finding", "agency", "digest"], name="one_tick_an_explanation"),
        )


class Watch(models.Model):
    """What an agency wants to hear of at once, why, and until when: it ends by itself unless somebody renews it."""

    class What(models.TextChoices):
        """What is watched."""

        SUBJECT = "subject", _("one subject")
        TRADER = "trader", _("a trader's name")
        PAIR = "pair", _("a substance with a Party")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=300, blank=True)
    trader = models.CharField(max_length=200, blank=True)
    substance = models.CharField(max_length=200, blank=True)
    party = models.CharField(max_length=10, blank=True)
    reason = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ends_on = models.DateField()
    #: The last day, by the Party's rule when it was made; None of one made before there were rules.
    retain_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="a_watch_has_a_reason"),)
        indexes = (models.Index(fields=["agency", "ends_on"], name="watch_of_agency"),)
