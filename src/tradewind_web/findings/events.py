"""What is done to findings, in the words of the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.findings.models import Triage


@dataclass(frozen=True, kw_only=True)
class DetectorsAsked(AuditEvent):
    """All detectors were asked over what reaches an agency; one event however many findings it gave."""

    name: ClassVar[str] = "findings.detectors_asked"
    sentence: ClassVar = _(
        "asked the detectors: %(found)s findings, of them %(new)s new, %(revised)s revised, %(withdrawn)s withdrawn"
    )
    generation: int
    found: int
    new: int
    revised: int
    withdrawn: int
    not_asked: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class AskedAgain(AuditEvent):
    """A person asked for the detectors to be asked again."""

    name: ClassVar[str] = "findings.asked_again"
    sentence: ClassVar = _("asked for the detectors to be asked again")


@dataclass(frozen=True, kw_only=True)
class FindingAssigned(AuditEvent):
    """Somebody of the agency has it in hand."""

    name: ClassVar[str] = "findings.assigned"
    sentence: ClassVar = _("assigned the finding to %(to)s")
    before: int | None
    to_id: int
    to: str


@dataclass(frozen=True, kw_only=True)
class FindingSnoozed(AuditEvent):
    """It is out of the queue until a day."""

    name: ClassVar[str] = "findings.snoozed"
    sentence: ClassVar = _("put the finding aside until %(until)s")
    before: str
    until: str


@dataclass(frozen=True, kw_only=True)
class FindingWrong(AuditEvent):
    """The agency says the finding is wrong, and why."""

    name: ClassVar[str] = "findings.marked_wrong"
    sentence: ClassVar = _("marked the finding wrong (%(because)s)")
    words: ClassVar = {"because": dict(Triage.Wrong.choices)}
    before: str
    because: str
    revision: str


@dataclass(frozen=True, kw_only=True)
class FindingExplained(AuditEvent):
    """A lawful explanation was found and documented."""

    name: ClassVar[str] = "findings.explained"
    sentence: ClassVar = _("found a lawful explanation")
    before: str
    revision: str
    inspected_on: str
    stands_until: str


@dataclass(frozen=True, kw_only=True)
class FindingConfirmed(AuditEvent):
    """A check confirmed it, with a degree of proof."""

    name: ClassVar[str] = "findings.confirmed"
    sentence: ClassVar = _("confirmed the finding: %(result)s, on the proof of %(proof)s")
    words: ClassVar = {"result": dict(Triage.Result.choices), "proof": dict(Triage.Proof.choices)}
    before: str
    revision: str
    result: str
    proof: str
    inspected_on: str


@dataclass(frozen=True, kw_only=True)
class FindingJoined(AuditEvent):
    """It goes on under another finding about the same matter."""

    name: ClassVar[str] = "findings.joined"
    sentence: ClassVar = _("joined the finding to %(to)s")
    before: str
    to_id: str
    to: str


@dataclass(frozen=True, kw_only=True)
class FindingReopened(AuditEvent):
    """What was settled, joined or put aside waits again."""

    name: ClassVar[str] = "findings.reopened"
    sentence: ClassVar = _("opened the finding again")
    before: str


@dataclass(frozen=True, kw_only=True)
class ExplanationRuledOut(AuditEvent):
    """A lawful explanation was ruled out, and how."""

    name: ClassVar[str] = "findings.explanation_ruled_out"
    sentence: ClassVar = _("ruled out: %(explanation)s")
    explanation: str


@dataclass(frozen=True, kw_only=True)
class ExplanationOpenAgain(AuditEvent):
    """A lawful explanation is possible again."""

    name: ClassVar[str] = "findings.explanation_open_again"
    sentence: ClassVar = _("no longer rules out: %(explanation)s")
    explanation: str
    before: str


@dataclass(frozen=True, kw_only=True)
class WatchMade(AuditEvent):
    """A watch was put on the list."""

    name: ClassVar[str] = "findings.watch_made"
    sentence: ClassVar = _("put on the watch list until %(until)s")
    personal: ClassVar[frozenset[str]] = frozenset({"watched"})
    watched: str
    until: str


@dataclass(frozen=True, kw_only=True)
class WatchesForgotten(AuditEvent):
    """Entries of the watch list that had ended were removed when their time to be kept ended."""

    name: ClassVar[str] = "findings.watches_forgotten"
    sentence: ClassVar = _("removed %(count)s entries of the watch list whose time to be kept ended")
    count: int


@dataclass(frozen=True, kw_only=True)
class WatchRenewed(AuditEvent):
    """A watch goes on for a while."""

    name: ClassVar[str] = "findings.watch_renewed"
    sentence: ClassVar = _("renewed the watch until %(until)s")
    before: str
    until: str


@dataclass(frozen=True, kw_only=True)
class WatchEnded(AuditEvent):
    """A watch was taken off the list before its day."""

    name: ClassVar[str] = "findings.watch_ended"
    sentence: ClassVar = _("took it off the watch list")
    before: str


@dataclass(frozen=True, kw_only=True)
class FindingsExported(AuditEvent):
    """Findings left in a file: which ones, by count and digest of their names."""

    name: ClassVar[str] = "findings.exported"
    sentence: ClassVar = _("took %(count)s findings out in a file (%(form)s)")
    count: int
    form: str
    filters: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class OutcomesSent(AuditEvent):
    """Outcomes went back to the detectors as inspections."""

    name: ClassVar[str] = "findings.outcomes_sent"
    sentence: ClassVar = _("sent %(count)s outcomes back to the detectors")
    count: int
    digest: str
