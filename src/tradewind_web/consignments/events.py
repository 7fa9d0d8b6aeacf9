"""What the audit tells of consignments. What a person typed of others is sealed under the consignment's own key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent


@dataclass(frozen=True, kw_only=True)
class ConsignmentOpened(AuditEvent):
    """A person began to follow a consignment."""

    name: ClassVar[str] = "consignments.opened"
    sentence: ClassVar = _("began to follow this consignment as %(ucr)s")
    ucr: str


@dataclass(frozen=True, kw_only=True)
class LegTold(AuditEvent):
    """A person typed a leg in."""

    name: ClassVar[str] = "consignments.leg_told"
    sentence: ClassVar = _("told of a leg (%(paper)s)")
    personal: ClassVar = frozenset({"values"})
    report: str
    paper: str
    values: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class LegsLearnt(AuditEvent):
    """Legs were read from a batch; one event a chunk, the batch being its subject."""

    name: ClassVar[str] = "consignments.legs_learnt"
    sentence: ClassVar = _("read %(count)s legs of consignments from what was reported")
    count: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class LicenceUsesTold(AuditEvent):
    """What was cleared under licences was put beside what others tell of the same goods."""

    name: ClassVar[str] = "consignments.licence_uses_told"
    sentence: ClassVar = _("put %(count)s uses of licences beside what is told of consignments")
    count: int


@dataclass(frozen=True, kw_only=True)
class LegsTakenBack(AuditEvent):
    """Legs no longer count because their batch does not."""

    name: ClassVar[str] = "consignments.legs_taken_back"
    sentence: ClassVar = _(
        "took back %(count)s legs of consignments: what they were read from no longer counts"
    )
    count: int


@dataclass(frozen=True, kw_only=True)
class PersonsForgotten(AuditEvent):
    """Names in legs of a batch were erased with the batch's."""

    name: ClassVar[str] = "consignments.persons_forgotten"
    sentence: ClassVar = _("erased who is named in %(count)s legs that were read from it")
    count: int


@dataclass(frozen=True, kw_only=True)
class ReportDecided(AuditEvent):
    """A person decided between contradicting reports."""

    name: ClassVar[str] = "consignments.decided"
    sentence: ClassVar = _("decided about what is said of %(paper)s: %(why)s")
    personal: ClassVar = frozenset({"why"})
    report: str
    verdict: str
    paper: str
    why: str


@dataclass(frozen=True, kw_only=True)
class DecisionUndone(AuditEvent):
    """A decision no longer counts."""

    name: ClassVar[str] = "consignments.decision_undone"
    sentence: ClassVar = _("undid a decision about what is said of %(paper)s: %(why)s")
    personal: ClassVar = frozenset({"why"})
    report: str
    paper: str
    why: str


@dataclass(frozen=True, kw_only=True)
class JoinConfirmed(AuditEvent):
    """A person confirmed that a leg belongs here."""

    name: ClassVar[str] = "consignments.join_confirmed"
    sentence: ClassVar = _("confirmed that %(paper)s belongs to this consignment")
    join: int
    paper: str


@dataclass(frozen=True, kw_only=True)
class JoinUndone(AuditEvent):
    """A person said that a leg does not belong here."""

    name: ClassVar[str] = "consignments.join_undone"
    sentence: ClassVar = _("said that %(paper)s does not belong to this consignment: %(why)s")
    personal: ClassVar = frozenset({"why"})
    join: int
    paper: str
    why: str


@dataclass(frozen=True, kw_only=True)
class LedgersClosed(AuditEvent):
    """A job closed ledgers; one event however many."""

    name: ClassVar[str] = "consignments.ledgers_closed"
    sentence: ClassVar = _("closed the ledgers of %(count)s consignments; %(alarms)s alarms are new")
    count: int
    alarms: int
    digest: str
