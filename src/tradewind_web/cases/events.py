"""What the audit tells of cases. What a person typed of others is sealed under the case's own key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.cases.words import EVIDENCE, OUTCOMES, Ended, Moment, Origin, Why


@dataclass(frozen=True, kw_only=True)
class CaseOpened(AuditEvent):
    """A case begins."""

    name: ClassVar[str] = "cases.opened"
    sentence: ClassVar = _("opened the case %(number)s (%(origin)s)")
    personal: ClassVar = frozenset({"title", "summary"})
    words: ClassVar = {"origin": dict(Origin.choices)}
    number: str
    origin: str
    procedure: str
    digest: str
    title: str
    summary: str
    findings: list[str]
    frozen: str


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(AuditEvent):
    """Evidence was laid to a step."""

    name: ClassVar[str] = "cases.evidence_added"
    sentence: ClassVar = _("laid evidence to the step %(step)s: %(kind)s")
    personal: ClassVar = frozenset({"text", "source"})
    words: ClassVar = {"kind": EVIDENCE}
    step: str
    kind: str
    evidence: str
    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class FactSaid(AuditEvent):
    """A question of the procedure was answered."""

    name: ClassVar[str] = "cases.fact_said"
    sentence: ClassVar = _("answered the question %(fact)s: %(value)s")
    fact: str
    value: str
    before: str


@dataclass(frozen=True, kw_only=True)
class StepCompleted(AuditEvent):
    """A step is done, or waits for its second person."""

    name: ClassVar[str] = "cases.step_completed"
    sentence: ClassVar = _("did the step %(step)s")
    personal: ClassVar = frozenset({"reason"})
    step: str
    waits_for_second: bool


@dataclass(frozen=True, kw_only=True)
class StepConfirmed(AuditEvent):
    """The second person confirmed a step."""

    name: ClassVar[str] = "cases.step_confirmed"
    sentence: ClassVar = _("confirmed the step %(step)s as the second person")
    personal: ClassVar = frozenset({"reason"})
    step: str


@dataclass(frozen=True, kw_only=True)
class SafetyStopRaised(AuditEvent):
    """Everything in the case stands still until another person lifts it."""

    name: ClassVar[str] = "cases.safety_stop_raised"
    sentence: ClassVar = _("stopped all work on the goods: danger")
    personal: ClassVar = frozenset({"reason"})


@dataclass(frozen=True, kw_only=True)
class SafetyStopLifted(AuditEvent):
    """Another person says that it is safe."""

    name: ClassVar[str] = "cases.safety_stop_lifted"
    sentence: ClassVar = _("lifted the safety stop")
    personal: ClassVar = frozenset({"reason"})


@dataclass(frozen=True, kw_only=True)
class KnowledgeFrozen(AuditEvent):
    """What was known was kept word for word."""

    name: ClassVar[str] = "cases.knowledge_frozen"
    sentence: ClassVar = _("froze what was known %(moment)s (SHA-256 %(digest)s)")
    personal: ClassVar = frozenset({"reason"})
    words: ClassVar = {"moment": dict(Moment.choices)}
    moment: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class GoodsHeld(AuditEvent):
    """Goods are held under a ground of law."""

    name: ClassVar[str] = "cases.goods_held"
    sentence: ClassVar = _("held goods (notice %(number)s) on the ground: %(ground)s")
    personal: ClassVar = frozenset({"importer", "goods", "place"})
    hold: str
    number: str
    ground: str
    law: str
    due: str
    importer: str
    goods: str
    place: str
    frozen: str


@dataclass(frozen=True, kw_only=True)
class HoldEnded(AuditEvent):
    """A hold ended: by release, by seizure, or by its time."""

    name: ClassVar[str] = "cases.hold_ended"
    sentence: ClassVar = _("the hold %(number)s ended: %(how)s")
    personal: ClassVar = frozenset({"reason"})
    words: ClassVar = {"how": dict(Ended.choices)}
    hold: str
    number: str
    how: str


@dataclass(frozen=True, kw_only=True)
class NoticePrinted(AuditEvent):
    """The notice of a hold was printed for the importer."""

    name: ClassVar[str] = "cases.notice_printed"
    sentence: ClassVar = _("printed the notice %(number)s")
    hold: str
    number: str
    language: str


@dataclass(frozen=True, kw_only=True)
class CaseClosed(AuditEvent):
    """The case has its outcome."""

    name: ClassVar[str] = "cases.closed"
    sentence: ClassVar = _("closed the case: %(outcome)s")
    personal: ClassVar = frozenset({"reason"})
    words: ClassVar = {"outcome": OUTCOMES}
    outcome: str
    findings: list[str]


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(AuditEvent):
    """Who has the case in hand."""

    name: ClassVar[str] = "cases.assigned"
    sentence: ClassVar = _("gave the case to %(to)s")
    personal: ClassVar = frozenset({"reason"})
    to_id: int
    to: str
    before: int | None


@dataclass(frozen=True, kw_only=True)
class CaseHandedOver(AuditEvent):
    """Another agency works in the case from now."""

    name: ClassVar[str] = "cases.handed_over"
    sentence: ClassVar = _("handed the case over to %(to)s")
    personal: ClassVar = frozenset({"reason"})
    to: str
    to_id: str
    before: str


@dataclass(frozen=True, kw_only=True)
class Commented(AuditEvent):
    """Somebody wrote beside the case."""

    name: ClassVar[str] = "cases.commented"
    sentence: ClassVar = _("wrote a comment")
    personal: ClassVar = frozenset({"text"})
    comment: int
    text: str


@dataclass(frozen=True, kw_only=True)
class CasesRelated(AuditEvent):
    """Two cases belong together."""

    name: ClassVar[str] = "cases.related"
    sentence: ClassVar = _("joined it with %(number)s (%(how)s)")
    personal: ClassVar = frozenset({"reason"})
    words: ClassVar = {"how": dict(Why.choices)}
    other: str
    number: str
    how: str


@dataclass(frozen=True, kw_only=True)
class FindingAdded(AuditEvent):
    """The case is about one more finding."""

    name: ClassVar[str] = "cases.finding_added"
    sentence: ClassVar = _("put a finding to the case")
    finding: str


@dataclass(frozen=True, kw_only=True)
class CaseMoved(AuditEvent):
    """The case goes on with another version of its procedure."""

    name: ClassVar[str] = "cases.moved"
    sentence: ClassVar = _("moved the case to %(procedure)s")
    personal: ClassVar = frozenset({"reason"})
    procedure: str
    digest: str
    before: str
    late_steps: list[str]


@dataclass(frozen=True, kw_only=True)
class ProcedureBrought(AuditEvent):
    """A version of a procedure was brought in; nobody works by it yet."""

    name: ClassVar[str] = "cases.procedure_brought"
    sentence: ClassVar = _("brought the procedure %(procedure)s (SHA-256 %(digest)s)")
    procedure: str
    digest: str
    differences: int


@dataclass(frozen=True, kw_only=True)
class ProcedureAdopted(AuditEvent):
    """A second person put a procedure into force."""

    name: ClassVar[str] = "cases.procedure_adopted"
    sentence: ClassVar = _("adopted the procedure %(procedure)s (SHA-256 %(digest)s)")
    procedure: str
    digest: str
    brought_by: int


@dataclass(frozen=True, kw_only=True)
class ProcedureSigned(AuditEvent):
    """A version was signed by the agency's key."""

    name: ClassVar[str] = "cases.procedure_signed"
    sentence: ClassVar = _("signed the procedure %(procedure)s by the key %(fingerprint)s")
    procedure: str
    digest: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class SigningKeyMade(AuditEvent):
    """The agency has a key to sign procedures by; where it had one, that one signs no more."""

    name: ClassVar[str] = "cases.signing_key_made"
    sentence: ClassVar = _("made a key to sign procedures by: %(fingerprint)s")
    fingerprint: str
    public_key: str


@dataclass(frozen=True, kw_only=True)
class ProcedureRuleSet(AuditEvent):
    """How many persons put a procedure into force."""

    name: ClassVar[str] = "cases.procedure_rule_set"
    sentence: ClassVar = _("set by how many persons a procedure comes into force: %(persons)s")
    persons: int
    before: int


@dataclass(frozen=True, kw_only=True)
class DraftStarted(AuditEvent):
    """Somebody works at a new version in the browser."""

    name: ClassVar[str] = "cases.draft_started"
    sentence: ClassVar = _("started a draft from the procedure %(procedure)s")
    procedure: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class DraftChanged(AuditEvent):
    """A part of a draft was saved."""

    name: ClassVar[str] = "cases.draft_changed"
    sentence: ClassVar = _("changed the draft: %(part)s")
    part: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class DraftEnded(AuditEvent):
    """A draft became a version, or was given up."""

    name: ClassVar[str] = "cases.draft_ended"
    sentence: ClassVar = _("ended the draft: %(became)s")
    became: str


@dataclass(frozen=True, kw_only=True)
class Reminded(AuditEvent):
    """People were reminded of what is due; one event a round."""

    name: ClassVar[str] = "cases.reminded"
    sentence: ClassVar = _("reminded of %(count)s steps and holds that are due")
    count: int
