"""What sources say of a consignment's legs, and which account of a leg stands.

A leg has two ends: what left one place, and what arrived in another. Each account tells of one end. Accounts of one end
by several sources stand side by side; of one source the latest counts, so a correction or a late message is only one
more account, and the order in which they come changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from tradewind.ledgers.balance import WEIGHED, Tolerance


class Kind(StrEnum):
    """What happened to the goods."""

    EXPORT = "export"
    TRANSIT = "transit"
    DISCHARGE = "discharge"
    WAREHOUSE = "warehouse"
    FREE_ZONE = "free zone"
    PROCESSING = "processing"
    RE_EXPORT = "re-export"
    IMPORT = "import"
    RETURNED = "returned"
    SEIZURE = "seizure"
    DESTRUCTION = "destruction"
    CONSUMPTION = "consumption"
    LOSS = "loss"
    HANDED_ON = "handed on"
    COUNT = "count"


#: Kinds whose place keeps what came until it leaves again.
STORES: Final = frozenset({Kind.WAREHOUSE, Kind.FREE_ZONE})
#: Kinds after which goods leave the ledger where they are.
ENDS: Final = (Kind.SEIZURE, Kind.DESTRUCTION, Kind.CONSUMPTION, Kind.LOSS, Kind.RETURNED)


@dataclass(frozen=True, slots=True)
class Account:
    """What one source says of one end of one leg, of one substance.

    `leg` names the leg within the consignment: the number of its paper. `is_departure` tells the end. `told` orders
    accounts of one `source`, the later counting; `rank` orders sources, the lower being relied on until a person
    chooses (`chosen`). `place` is where it arrived or happened, for a departure where it goes; `origin` what it left.
    A PROCESSING account speaks of a gas that was used, or `made`. `other` is the consignment to which HANDED_ON gives.
    """

    id: str
    ucr: str
    leg: str
    kind: Kind
    substance: str
    mass_g: int | None
    is_departure: bool = False
    source: str = ""
    told: str = ""
    rank: int = 0
    chosen: bool = False
    cancelled: bool = False
    historical: bool = False
    day: date | None = None
    origin: str = ""
    place: str = ""
    made: bool = False
    other: str = ""
    cylinders: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Accounts of one end whose masses differ beyond the tolerance, the one that stands first."""

    accounts: tuple[Account, ...]


def standing(
    accounts: Iterable[Account], tolerance: Tolerance = WEIGHED
) -> tuple[list[Account], list[Conflict]]:
    """The account that counts of each end of each leg, and where sources contradict each other undecided."""
    ends: dict[tuple[str, ...], list[Account]] = defaultdict(list)
    for account in accounts:
        ends[_end_of(account)].append(account)
    kept: list[Account] = []
    conflicts: list[Conflict] = []
    for key in sorted(ends):
        told = sorted(_newest(ends[key]), key=_relied_on_first)
        if not told:
            continue
        kept.append(told[0])
        if not told[0].chosen and _differ(told, tolerance):
            conflicts.append(Conflict(tuple(told)))
    return kept, conflicts


def _end_of(account: Account) -> tuple[str, ...]:
    """Kinds of one end are told apart only where they are no accounts of the same fact."""
    apart = account.kind in (*ENDS, Kind.COUNT, Kind.HANDED_ON, Kind.PROCESSING)
    return (
        account.ucr, account.substance, account.leg, "out" if account.is_departure else "in",
        str(account.kind) if apart else "", "made" if account.made else "",
        account.other if account.kind == Kind.HANDED_ON else "",
        account.place if account.kind == Kind.COUNT else "",
    )  # fmt: skip


def _newest(accounts: Sequence[Account]) -> list[Account]:
    """The newest of each source; one that was cancelled by its own source says nothing."""
    newest: dict[str, Account] = {}
    for account in accounts:
        held = newest.get(account.source)
        if held is None or (account.told, account.id) > (held.told, held.id):
            newest[account.source] = account
    # A person's choice stands also where its source spoke again: the page shows what came since.
    chosen = [a for a in accounts if a.chosen and newest[a.source] is not a]
    return [a for a in (*newest.values(), *chosen) if not a.cancelled]


def _relied_on_first(account: Account) -> tuple[object, ...]:
    """A person's choice, then an entry somewhere before a message on the way, then a mass before none, then the
    source; the id makes it one order."""
    on_the_way = account.kind in (Kind.TRANSIT, Kind.DISCHARGE)
    return (
        not account.chosen, on_the_way, account.kind == Kind.TRANSIT, account.mass_g is None, account.rank,
        account.source, account.id,
    )  # fmt: skip


def _differ(told: Sequence[Account], tolerance: Tolerance) -> bool:
    masses = [a.mass_g for a in told if a.mass_g is not None]
    return len(masses) > 1 and not tolerance.bears(max(masses) - min(masses), max(masses))
