"""What the audit tells of traders. Whatever may name one, a reason too, is sealed under the key of its own record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.traders.models import Link

#: Column -> what stands in it.
Values = dict[str, object]

_COLUMNS = {
    "name": _("Name"), "is_person": _("It is a person, not a company"), "other_names": _("Other names"),
    "national_number": _("National trader number"), "registrations": _("Registration numbers"),
    "address": _("Address"), "country": _("Country"), "kinds": _("What it does"),
    "holds_quota": _("Holds a quota or licence"), "notes": _("Notes"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TraderAdded(AuditEvent):
    """A person typed a trader in."""

    name: ClassVar[str] = "traders.added"
    sentence: ClassVar = _("added this trader to the register")
    personal: ClassVar = frozenset({"values"})
    values: Values
    audience: int


@dataclass(frozen=True, kw_only=True)
class TradersProposed(AuditEvent):
    """Traders were read from a batch; one event however many, the batch being its subject."""

    name: ClassVar[str] = "traders.proposed"
    sentence: ClassVar = _("proposed %(count)s traders from what was reported")
    count: int
    digest: str
    audience: int


@dataclass(frozen=True, kw_only=True)
class TraderKept(AuditEvent):
    """A person looked at a proposed trader and keeps it."""

    name: ClassVar[str] = "traders.kept"
    sentence: ClassVar = _("looked at this proposed trader and keeps it")


@dataclass(frozen=True, kw_only=True)
class TraderCorrected(AuditEvent):
    """What the register says of a trader was corrected."""

    name: ClassVar[str] = "traders.corrected"
    sentence: ClassVar = _("corrected this trader (%(columns)s): %(why)s")
    personal: ClassVar = frozenset({"before", "after", "why"})
    words: ClassVar = {"columns": _COLUMNS}
    columns: str
    why: str
    before: Values
    after: Values


@dataclass(frozen=True, kw_only=True)
class TraderLinked(AuditEvent):
    """Something was said of this trader and another, who is told by its number alone: it may be forgotten first."""

    name: ClassVar[str] = "traders.linked"
    sentence: ClassVar = _("linked it to another trader (%(how)s): %(why)s")
    personal: ClassVar = frozenset({"why"})
    words: ClassVar = {"how": dict(Link.Kind.choices)}
    link: int
    other: str
    how: str
    why: str


@dataclass(frozen=True, kw_only=True)
class TraderUnlinked(AuditEvent):
    """A link was undone."""

    name: ClassVar[str] = "traders.unlinked"
    sentence: ClassVar = _("undid a link to another trader (%(how)s): %(why)s")
    personal: ClassVar = frozenset({"why"})
    words: ClassVar = {"how": dict(Link.Kind.choices)}
    link: int
    other: str
    how: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ProposalsForgotten(AuditEvent):
    """Proposed traders at whom nobody had looked were erased with the batch that named them."""

    name: ClassVar[str] = "traders.proposals_forgotten"
    sentence: ClassVar = _("erased %(count)s traders that were proposed from it and that nobody had kept")
    count: int


@dataclass(frozen=True, kw_only=True)
class TraderForgotten(AuditEvent):
    """What identified the trader was erased from the register and from its history."""

    name: ClassVar[str] = "traders.forgotten"
    sentence: ClassVar = _("erased what identified this trader; the number of the record stays")
