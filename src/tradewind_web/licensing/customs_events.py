"""What happens between a licence and customs, in the words of the audit. Masses are said in kg."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.licensing.words import Came, HookState, HookTold


@dataclass(frozen=True, kw_only=True)
class MassReserved(AuditEvent):
    """A mass is held on a licence for a declaration item."""

    name: ClassVar[str] = "licensing.reserved"
    sentence: ClassVar = _("held %(kg)s kg of %(substance)s for item %(item)s of declaration %(declaration)s")
    reservation: str
    declaration: str
    item: int
    substance: str
    kg: str
    source: str


@dataclass(frozen=True, kw_only=True)
class MassAdjusted(AuditEvent):
    """What is held follows the scales."""

    name: ClassVar[str] = "licensing.reservation_adjusted"
    sentence: ClassVar = _(
        "changed what is held for declaration %(declaration)s from %(before)s to %(kg)s kg"
    )
    reservation: str
    declaration: str
    before: str
    kg: str


@dataclass(frozen=True, kw_only=True)
class MassCleared(AuditEvent):
    """Customs released the goods: what was held is used."""

    name: ClassVar[str] = "licensing.cleared"
    sentence: ClassVar = _("cleared %(kg)s kg for item %(item)s of declaration %(declaration)s")
    reservation: str
    declaration: str
    item: int
    held: str
    kg: str


@dataclass(frozen=True, kw_only=True)
class ReservationCancelled(AuditEvent):
    """What was held is free again."""

    name: ClassVar[str] = "licensing.reservation_cancelled"
    sentence: ClassVar = _("cancelled the reservation of %(kg)s kg for declaration %(declaration)s")
    reservation: str
    declaration: str
    kg: str


@dataclass(frozen=True, kw_only=True)
class ReservationLapsed(AuditEvent):
    """Nobody confirmed it in time: what was held is free again."""

    name: ClassVar[str] = "licensing.reservation_lapsed"
    sentence: ClassVar = _("the reservation of %(kg)s kg for declaration %(declaration)s lapsed")
    reservation: str
    declaration: str
    kg: str


@dataclass(frozen=True, kw_only=True)
class WrittenOff(AuditEvent):
    """Goods that had passed already were written off; what goes beyond the licence is said, not hidden."""

    name: ClassVar[str] = "licensing.written_off"
    sentence: ClassVar = _(
        "wrote off %(kg)s kg of %(substance)s for item %(item)s of declaration %(declaration)s, %(source)s; "
        "%(beyond)s kg of it beyond the licence"
    )
    words: ClassVar = {"source": dict(Came.choices)}
    reservation: str
    declaration: str
    item: int
    substance: str
    kg: str
    beyond: str
    source: str


@dataclass(frozen=True, kw_only=True)
class WriteOffCorrected(AuditEvent):
    """A write-off follows an amended or withdrawn declaration."""

    name: ClassVar[str] = "licensing.write_off_corrected"
    sentence: ClassVar = _(
        "corrected the write-off for declaration %(declaration)s from %(before)s to %(kg)s kg; %(beyond)s kg of it "
        "beyond the licence"
    )
    reservation: str
    declaration: str
    before: str
    kg: str
    beyond: str


@dataclass(frozen=True, kw_only=True)
class FiguresCopied(AuditEvent):
    """What the ledger of customs says was copied."""

    name: ClassVar[str] = "licensing.figures_copied"
    sentence: ClassVar = _(
        "copied %(figures)s figures of the ledger of customs; %(differing)s differ from what is counted here"
    )
    figures: int
    differing: int


@dataclass(frozen=True, kw_only=True)
class DifferenceExplained(AuditEvent):
    """An officer said why the ledger of customs and ours differ."""

    name: ClassVar[str] = "licensing.difference_explained"
    sentence: ClassVar = _(
        "explained why %(ours)s kg of %(substance)s are counted here and %(theirs)s kg by customs"
    )
    substance: str
    ours: str
    theirs: str


@dataclass(frozen=True, kw_only=True)
class FallbackReconciled(AuditEvent):
    """What was typed in while the link was down is what customs declared."""

    name: ClassVar[str] = "licensing.fallback_reconciled"
    sentence: ClassVar = _(
        "reconciled %(kg)s kg for item %(item)s of declaration %(declaration)s, which passed without the link"
    )
    reservation: str
    declaration: str
    item: int
    kg: str


@dataclass(frozen=True, kw_only=True)
class FallbackRefused(AuditEvent):
    """What was typed in while the link was down did not pass on this licence; the write-off is taken back."""

    name: ClassVar[str] = "licensing.fallback_refused"
    sentence: ClassVar = _(
        "refused %(kg)s kg for item %(item)s of declaration %(declaration)s, said to have passed without the link"
    )
    reservation: str
    declaration: str
    item: int
    kg: str


@dataclass(frozen=True, kw_only=True)
class HookRegistered(AuditEvent):
    """An address of the agency is told from now when a licence stops or starts to count."""

    name: ClassVar[str] = "licensing.hook_registered"
    sentence: ClassVar = _("registered %(address)s to be told of licences, with the key %(key)s")
    address: str
    key: str


@dataclass(frozen=True, kw_only=True)
class HookEnded(AuditEvent):
    """An address is told nothing any more."""

    name: ClassVar[str] = "licensing.hook_ended"
    sentence: ClassVar = _("ended telling %(address)s of licences")
    address: str


@dataclass(frozen=True, kw_only=True)
class HookSent(AuditEvent):
    """An address was told of a licence, or could not be told for good."""

    name: ClassVar[str] = "licensing.hook_sent"
    sentence: ClassVar = _("told %(address)s of licence %(number)s, %(told)s: %(outcome)s")
    words: ClassVar = {"told": dict(HookTold.choices), "outcome": dict(HookState.choices)}
    address: str
    number: str
    told: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ClaimRefused(AuditEvent):
    """A declaration item was told no."""

    name: ClassVar[str] = "licensing.claim_refused"
    sentence: ClassVar = _(
        "refused item %(item)s of declaration %(declaration)s on licence %(number)s: %(code)s"
    )
    code: str
    number: str
    declaration: str
    item: int
