"""What happens between a licence and customs, in the words of the audit. Masses are said in kg."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.licensing.words import Came


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
