"""What the audit tells of licences and quotas. Who a holder is, a person perhaps, is sealed under the record's key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.licensing.words import Appealed, Entry, State

Said = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class ApplicationEntered(AuditEvent):
    """An application was typed in; it counts from the day it is taken in."""

    name: ClassVar[str] = "licensing.application_entered"
    sentence: ClassVar = _("entered the application %(number)s")
    personal: ClassVar = frozenset({"said"})
    number: str
    said: Said


@dataclass(frozen=True, kw_only=True)
class ApplicationChanged(AuditEvent):
    """What an application says was changed before it was decided."""

    name: ClassVar[str] = "licensing.application_changed"
    sentence: ClassVar = _("changed the application")
    personal: ClassVar = frozenset({"before", "after"})
    before: Said
    after: Said


@dataclass(frozen=True, kw_only=True)
class ApplicationTakenIn(AuditEvent):
    """An application waits for a decision from now."""

    name: ClassVar[str] = "licensing.application_taken_in"
    sentence: ClassVar = _("took the application in")


@dataclass(frozen=True, kw_only=True)
class PaperAdded(AuditEvent):
    """A supporting document was added."""

    name: ClassVar[str] = "licensing.paper_added"
    sentence: ClassVar = _("added the document %(title)s (SHA-256 %(sha256)s)")
    paper: str
    title: str
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class PaperRemoved(AuditEvent):
    """A supporting document no longer counts; the file stays."""

    name: ClassVar[str] = "licensing.paper_removed"
    sentence: ClassVar = _("set the document %(title)s aside")
    paper: str
    title: str


@dataclass(frozen=True, kw_only=True)
class DecisionProposed(AuditEvent):
    """One person decided; a second one must confirm."""

    name: ClassVar[str] = "licensing.decision_proposed"
    sentence: ClassVar = _("decided that it is to be %(state)s; a second person must confirm it")
    words: ClassVar = {"state": dict(State.choices)}
    state: str


@dataclass(frozen=True, kw_only=True)
class ProposalReturned(AuditEvent):
    """The second person did not confirm."""

    name: ClassVar[str] = "licensing.proposal_returned"
    sentence: ClassVar = _("did not confirm the decision")


@dataclass(frozen=True, kw_only=True)
class LicenceGranted(AuditEvent):
    """A licence was granted."""

    name: ClassVar[str] = "licensing.granted"
    sentence: ClassVar = _("granted the licence %(number)s")
    number: str
    version: int
    beyond_quota: str
    drawn: Said


@dataclass(frozen=True, kw_only=True)
class StateChanged(AuditEvent):
    """A licence or application stands elsewhere now."""

    name: ClassVar[str] = "licensing.state_changed"
    sentence: ClassVar = _("changed it from %(before)s to %(after)s")
    words: ClassVar = {"before": dict(State.choices), "after": dict(State.choices)}
    before: str
    after: str
    version: int


@dataclass(frozen=True, kw_only=True)
class LicenceAmended(AuditEvent):
    """A granted licence says something else from now; the version before stays."""

    name: ClassVar[str] = "licensing.amended"
    sentence: ClassVar = _("amended it: version %(version)s")
    personal: ClassVar = frozenset({"before", "after"})
    version: int
    before: Said
    after: Said


@dataclass(frozen=True, kw_only=True)
class AppealLodged(AuditEvent):
    """The holder does not accept the decision."""

    name: ClassVar[str] = "licensing.appeal_lodged"
    sentence: ClassVar = _("noted an appeal of %(lodged_on)s")
    lodged_on: str


@dataclass(frozen=True, kw_only=True)
class AppealDecided(AuditEvent):
    """An appeal was decided."""

    name: ClassVar[str] = "licensing.appeal_decided"
    sentence: ClassVar = _("noted what became of the appeal: %(outcome)s")
    words: ClassVar = {"outcome": dict(Appealed.choices)}
    outcome: str


@dataclass(frozen=True, kw_only=True)
class LicencePrinted(AuditEvent):
    """The paper was made."""

    name: ClassVar[str] = "licensing.printed"
    sentence: ClassVar = _("printed version %(version)s")
    version: int


@dataclass(frozen=True, kw_only=True)
class QuotaChanged(AuditEvent):
    """What is allotted changed: how, by how much, with the other side of a move."""

    name: ClassVar[str] = "licensing.quota_changed"
    sentence: ClassVar = _("%(entry)s: %(amount)s")
    words: ClassVar = {"entry": dict(Entry.choices)}
    entry: str
    amount: str
    amount_mg: int
    other: str = ""


@dataclass(frozen=True, kw_only=True)
class QuotasImported(AuditEvent):
    """Quotas of a year were read from a workbook."""

    name: ClassVar[str] = "licensing.quotas_imported"
    sentence: ClassVar = _("imported %(count)s quotas from %(file)s")
    count: int
    file: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RegisterImported(AuditEvent):
    """Licences kept elsewhere so far were taken over."""

    name: ClassVar[str] = "licensing.register_imported"
    sentence: ClassVar = _("took over %(count)s licences from %(file)s")
    count: int
    file: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RulesSet(AuditEvent):
    """The rules of the Party changed."""

    name: ClassVar[str] = "licensing.rules_set"
    sentence: ClassVar = _("set the rules of licensing")
    before: Said
    after: Said


@dataclass(frozen=True, kw_only=True)
class RegisterReceived(AuditEvent):
    """A register kept elsewhere came as a file."""

    name: ClassVar[str] = "licensing.register_received"
    sentence: ClassVar = _("sent the register %(file)s to be read")
    file: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RegisterRead(AuditEvent):
    """The file was read; what does not add up stands on its page."""

    name: ClassVar[str] = "licensing.register_read"
    sentence: ClassVar = _("read the register: %(troubles)s things do not add up")
    troubles: int


@dataclass(frozen=True, kw_only=True)
class RegisterEntered(AuditEvent):
    """Licences of the file stand in the register."""

    name: ClassVar[str] = "licensing.register_entered"
    sentence: ClassVar = _("entered %(count)s licences of it")
    count: int
    numbers: list[str]


@dataclass(frozen=True, kw_only=True)
class HolderSlipMade(AuditEvent):
    """A holder may read its own licences with a printed code; earlier codes end."""

    name: ClassVar[str] = "licensing.holder_slip_made"
    sentence: ClassVar = _("printed a slip with which the holder reads its licences until %(until)s")
    until: str
