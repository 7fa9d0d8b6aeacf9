"""Cases, what was done in them, what was known when, holds of goods; and the procedures they run on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tradewind.procedures.reading import procedure_from
from tradewind.procedures.sop import SOP
from tradewind_web.agencies.models import Agency
from tradewind_web.cases import models_procedures  # noqa: F401  their tables are this app's too
from tradewind_web.cases.words import Ended, Moment, Origin, State, Why
from tradewind_web.findings.models import Finding
from tradewind_web.sharing.records import SharedRecord

_PERSON: Any = settings.AUTH_USER_MODEL
#: Digest -> the procedure read: they never change, and every page of a case needs one.
_READ: dict[str, SOP] = {}
_MOST_READ: Final = 64


class Procedure(models.Model):
    """A version of a standard operating procedure: shipped (no owner), or an agency's, in force once a second person
    adopted it. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    #: What it was made from, to show how it differs.
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    brought_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField(default=timezone.now)
    adopted_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ("name", "-brought_at")
        constraints = (
            models.UniqueConstraint(fields=["owner", "digest"], name="one_procedure_a_digest"),
            models.UniqueConstraint(
                fields=["digest"], condition=Q(owner__isnull=True), name="one_shipped_procedure_a_digest"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.name} {self.version})"

    @property
    def is_in_force(self) -> bool:
        """Whether new cases can run on it."""
        return self.retired_at is None and (self.owner_id is None or self.adopted_at is not None)

    @property
    def sop(self) -> SOP:
        """The procedure itself.

        Raises:
            ValueError: what is kept is not what was adopted.
        """
        kept = _READ.get(self.digest)
        if kept is None:
            kept = procedure_from(self.content)[0]
            if kept is None or kept.digest != self.digest:
                raise ValueError(f"procedure {self.pk} is not what its digest names")
            if len(_READ) > _MOST_READ:
                _READ.clear()
            _READ[self.digest] = kept
        return kept


class Case(SharedRecord):  # type: ignore[django-manager-missing]
    """One matter, from the suspicion to its outcome. Never deleted."""

    kind = "case"

    #: `2026-0012`, of the agency's own register.
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    origin_note = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    #: With which it began; the moves in between are events.
    first_procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    outcome = models.CharField(max_length=60, blank=True)
    outcome_note = models.TextField(blank=True)
    officer = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    #: Another agency that works in it now, by a hand-over; None while its owner does.
    with_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    #: Worked out with each event, so that lists ask nothing more: open steps between commas, the first day due.
    steps_text = models.CharField(max_length=500, blank=True)
    stopped_why = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    warn_on = models.DateField(null=True)
    opened_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "number"], name="one_case_a_number"),)
        indexes = (
            models.Index(fields=["-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["owner", "state", "due_on"], name="case_due"),
            models.Index(fields=["officer", "state"], name="case_officer"),
            models.Index(fields=["with_agency", "state"], name="case_with"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def worked_by_id(self) -> uuid.UUID:
        """The agency whose people work in it now."""
        return self.with_agency_id or self.owner_id

    @property
    def as_subject(self) -> dict[str, str]:
        """What an event in the audit is about."""
        return {"subject_kind": self.kind, "subject_id": str(self.pk)}

    @property
    def open_steps(self) -> list[str]:
        """Ids of the steps that are to be done."""
        return [one for one in self.steps_text.split(",") if one]

    def resting_on(self) -> Sequence[SharedRecord]:
        """The findings it is about: their markings bind it too."""
        ids = self.about.values_list("finding_id", flat=True)
        return list(Finding.objects.filter(pk__in=list(ids)).select_related("audience", "owner"))


class CaseEvent(models.Model):
    """Something done in a case, as the procedure knows it. Added only; how the case stands is what they make."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    does = models.CharField(max_length=10)
    step = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    ref = models.CharField(max_length=60, blank=True)
    fact = models.CharField(max_length=60, blank=True)
    value = models.JSONField(default=str)
    why = models.TextField(blank=True)
    #: Digest of the version it moved to.
    version = models.CharField(max_length=64, blank=True)
    on = models.DateField()
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["case", "number"], name="one_case_event_a_number"),)


class Task(models.Model):
    """A step that is to be done, with its clock; made anew with each event, so that lists and reminders are cheap."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    step = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    role = models.CharField(max_length=60)
    since = models.DateField()
    due = models.DateField(null=True)
    warn_on = models.DateField(null=True)
    #: When people were reminded of it.
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due", "id")
        constraints = (models.UniqueConstraint(fields=["case", "step"], name="one_task_a_step"),)
        indexes = (models.Index(fields=["warn_on", "reminded_at"], name="case_task_warning"),)


class Evidence(models.Model):
    """A piece of evidence laid to a step: what it is and where it lies. Files refer here by `ref`. Added only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    step = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    text = models.TextField()
    #: Where it is from or lies: a file's name, a shelf, a register number.
    source = models.CharField(max_length=300, blank=True)
    #: What in the platform it is: `seizure:<id>`, `hold:<id>`, `identification:<digest>`.
    ref = models.CharField(max_length=120, blank=True)
    #: Canonical JSON of what a machine said, word for word; then `sha256` is of exactly these bytes.
    content = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")


class Comment(models.Model):
    """What somebody says about a case to those it reaches."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")


class CaseFinding(models.Model):
    """A finding the case is about."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="about")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="in_cases")
    added_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "finding"], name="one_finding_a_case_once"),)


class Frozen(models.Model):
    """What was known at a moment, word for word; `sha256` is of exactly these bytes. Never changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="frozen")
    moment = models.CharField(max_length=8, choices=Moment.choices)
    #: Canonical JSON: sorted keys, no spaces, UTF-8.
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")


class Hold(models.Model):
    """Goods held under a ground of law until a day; ended by a decision, or lapsed without one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    number = models.CharField(max_length=30)
    #: Chosen by the officer from the procedure's list, and the article of the law.
    ground = models.CharField(max_length=300)
    law = models.CharField(max_length=300)
    goods = models.TextField()
    place = models.CharField(max_length=200)
    seals = models.CharField(max_length=300, blank=True)
    importer = models.CharField(max_length=300, blank=True)
    #: Of the importer, for the notice.
    language = models.CharField(max_length=10, default="en")
    frozen = models.ForeignKey(Frozen, models.PROTECT, related_name="+")
    since = models.DateField()
    due = models.DateField(null=True)
    warn_on = models.DateField(null=True)
    warned_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=8, choices=Ended.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=Q(ended=""), name="one_running_hold_a_case"),
        )
        indexes = (models.Index(fields=["ended", "due"], name="hold_running"),)


class Relation(models.Model):
    """Two cases that belong together, how and why."""

    one = models.ForeignKey(Case, models.PROTECT, related_name="related_to")
    other = models.ForeignKey(Case, models.PROTECT, related_name="related_from")
    how = models.CharField(max_length=8, choices=Why.choices)
    why = models.TextField()
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["one", "other", "how"], name="one_relation_a_pair"),)
