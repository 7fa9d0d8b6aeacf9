"""The ledger of a consignment: for each gas, what came must be somewhere.

    what left + began here + was taken over + was made
      = on the way + in stock + arrived + returned + used + consumed + seized + destroyed + lost + handed on
        + what is unexplained

The right side is added up leg by leg and place by place, and each difference is kept with where it arose, so no mass
is created or lost unseen: the equation holds to the gram for any accounts in any order (tests/properties).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from tradewind.ledgers.accounts import ENDS, STORES, Account, Conflict, Kind, standing
from tradewind.ledgers.balance import WEIGHED, Tolerance, gap
from tradewind.quantities import MILLION, shared_out

Why = Literal[
    "arrived_differs", "more_arrived_than_left", "more_left_than_came", "count_differs", "more_ended_than_there",
    "components_differ",
]  # fmt: skip
#: Where goods go that end without a store: in the words of the closing.
_ENDED_AS: Final[Mapping[Kind, str]] = {
    Kind.SEIZURE: "seized_g", Kind.DESTRUCTION: "destroyed_g", Kind.CONSUMPTION: "consumed_g", Kind.LOSS: "lost_g",
    Kind.RETURNED: "returned_g",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference: `mass_g` above zero is missing, below is too much; `of_g` is what it is measured against."""

    why: Why
    where: str
    mass_g: int
    of_g: int
    is_borne: bool
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """Mass that lies in a store (`place`) or is on the way by a leg (`leg`), since a day."""

    mass_g: int
    since: date | None
    place: str = ""
    leg: str = ""
    kind: str = ""
    towards: str = ""
    arrived_on: date | None = None
    historical: bool = False
    account: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """What came into a store and went out of it."""

    place: str
    kind: str
    in_g: int
    out_g: int
    stock_g: int
    counted_g: int | None
    counted_on: date | None


@dataclass(slots=True)
class Closing:
    """The ledger of one consignment and substance. `closes` is None where a mass is told by nobody."""

    ucr: str
    substance: str
    left_g: int = 0
    began_g: int = 0
    taken_over_g: int = 0
    made_g: int = 0
    on_the_way_g: int = 0
    in_stock_g: int = 0
    arrived_g: int = 0
    returned_g: int = 0
    used_g: int = 0
    consumed_g: int = 0
    seized_g: int = 0
    destroyed_g: int = 0
    lost_g: int = 0
    handed_on_g: int = 0
    gaps: list[Gap] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    cylinders_missing: frozenset[str] = frozenset()
    cylinders_strange: frozenset[str] = frozenset()

    @property
    def came_g(self) -> int:
        """The left side of the equation."""
        return self.left_g + self.began_g + self.taken_over_g + self.made_g

    @property
    def accounted_g(self) -> int:
        """The right side without what is unexplained."""
        return (
            self.on_the_way_g + self.in_stock_g + self.arrived_g + self.returned_g + self.used_g + self.consumed_g
            + self.seized_g + self.destroyed_g + self.lost_g + self.handed_on_g
        )  # fmt: skip

    @property
    def unexplained_g(self) -> int:
        """What the equation lacks: the sum of the gaps."""
        return gap(self.came_g, self.accounted_g)  # type: ignore[no-any-return]

    @property
    def open_g(self) -> int:
        """What is still somewhere under control."""
        return self.on_the_way_g + self.in_stock_g

    @property
    def beyond(self) -> list[Gap]:
        """The gaps that the tolerance does not bear."""
        return [g for g in self.gaps if not g.is_borne]

    @property
    def closes(self) -> bool | None:
        """Whether every difference is within the tolerance."""
        if self.beyond:
            return False
        return None if self.unknown else True


def close(accounts: Iterable[Account], tolerance: Tolerance = WEIGHED) -> dict[tuple[str, str], Closing]:
    """The closing of each (UCR, substance) of which anything is told."""
    kept, conflicts = standing(accounts, tolerance)
    ledgers: dict[tuple[str, str], list[Account]] = defaultdict(list)
    for account in kept:
        ledgers[account.ucr, account.substance].append(account)
        if account.kind == Kind.HANDED_ON and account.other:
            ledgers[account.other, account.substance].append(account)
    found = {key: _Ledger(*key, tolerance).closed(told) for key, told in sorted(ledgers.items())}
    for conflict in conflicts:
        about = conflict.accounts[0]
        found[about.ucr, about.substance].conflicts.append(conflict)
    return found


def component_gaps(
    accounts: Iterable[Account],
    parts: Mapping[str, Mapping[str, int]],
    tolerance: Tolerance = WEIGHED,
) -> dict[str, list[Gap]]:
    """UCR -> where a blend that was made or unmade has not the components that went in.

    `parts` is blend -> component -> parts of a million by mass; a substance without an entry is its own component.
    """
    kept, _ = standing(accounts, tolerance)
    balance: dict[tuple[str, str, str], int] = defaultdict(int)
    used: dict[tuple[str, str], int] = defaultdict(int)
    for account in kept:
        if account.kind != Kind.PROCESSING or account.mass_g is None:
            continue
        sign = -1 if account.made else 1
        if not account.made:
            used[account.ucr, account.leg] += account.mass_g
        shares = parts.get(account.substance) or {account.substance: MILLION}
        for component, mass_g in shared_out(account.mass_g, shares).items():
            balance[account.ucr, account.leg, component] += sign * mass_g
    found: dict[str, list[Gap]] = defaultdict(list)
    for (ucr, leg, component), mass_g in sorted(balance.items()):
        if mass_g:
            of_g = used[ucr, leg]
            borne = tolerance.bears(mass_g, of_g)
            found[ucr].append(Gap("components_differ", f"{leg}: {component}", mass_g, of_g, borne))
    return dict(found)


@dataclass(slots=True)
class _Source:
    """Mass that others can be taken from: a departure nobody received, an arrival that may have gone on."""

    of: str
    account: Account
    mass_g: int
    arrived_on: date | None = None


class _Ledger:
    """Adds up the accounts of one consignment and substance."""

    def __init__(self, ucr: str, substance: str, tolerance: Tolerance) -> None:
        self._made = Closing(ucr, substance)
        self._tolerance = tolerance
        self._in: dict[str, list[tuple[Account, int]]] = defaultdict(list)
        self._out: dict[str, list[tuple[Account, int]]] = defaultdict(list)
        self._on_way: list[_Source] = []
        self._discharged: list[_Source] = []
        self._released: list[_Source] = []
        self._stores: set[str] = set()
        self._departs = False

    def closed(self, told: Sequence[Account]) -> Closing:
        told = sorted(told, key=lambda a: (a.day or date.max, a.leg, a.id))
        self._stores = {a.place for a in told if a.kind in STORES and a.place}
        self._stores |= {a.place for a in told if a.kind == Kind.HANDED_ON and a.place}
        self._hand_over(told)
        self._travel(told)
        self._process(told)
        self._end(told)
        self._settle(told)
        self._cylinders(told)
        return self._made

    def _hand_over(self, told: Sequence[Account]) -> None:
        """Splits and merges: what one consignment hands on another takes over, in the same place."""
        made = self._made
        for account in (a for a in told if a.kind == Kind.HANDED_ON):
            mass_g = self._known(account)
            gives, takes = account.ucr == made.ucr, account.other == made.ucr
            if gives:
                made.handed_on_g += mass_g
                if account.place:
                    self._out[account.place].append((account, mass_g))
            if takes:
                made.taken_over_g += mass_g
                if account.place:
                    self._in[account.place].append((account, mass_g))
                else:
                    self._on_way.append(_Source(account.leg, account, mass_g))

    def _travel(self, told: Sequence[Account]) -> None:
        """Legs with both ends, departures that nobody received, arrivals of which no departure is told."""
        travels = [a for a in told if a.kind not in (*ENDS, Kind.HANDED_ON, Kind.COUNT, Kind.PROCESSING)]
        out = {a.leg: a for a in travels if a.is_departure}
        into = {a.leg: a for a in travels if not a.is_departure}
        unmatched: list[tuple[Account, int]] = []
        for leg in sorted({*out, *into}, key=lambda leg: _order(out.get(leg) or into[leg])):
            there, here = out.get(leg), into.get(leg)
            if there is not None:
                self._leave(there, here)
            if here is not None and there is None:
                unmatched.append((here, self._known(here)))
        self._receive(unmatched)

    def _leave(self, there: Account, here: Account | None) -> None:
        """A departure, and where it is told the arrival of the same leg; an end without a mass is as the other."""
        made = self._made
        mass_g = there.mass_g if there.mass_g is not None else here.mass_g if here else None
        if mass_g is None:
            made.unknown.append(there.leg)
            return
        self._depart(there, mass_g)
        if here is None:
            self._on_way.append(_Source(there.leg, there, mass_g))
            return
        arrived_g = here.mass_g if here.mass_g is not None else mass_g
        self._differ("arrived_differs", there.leg, mass_g - arrived_g, mass_g, (there.id, here.id))
        if here.kind == Kind.TRANSIT:  # at the office of destination, still under the procedure
            self._on_way.append(_Source(there.leg, there, arrived_g, here.day))
        else:
            self._arrive(here, arrived_g)

    def _depart(self, account: Account, mass_g: int) -> None:
        if account.origin in self._stores:
            self._out[account.origin].append((account, mass_g))
        else:
            self._departs = True
            self._made.left_g += mass_g

    def _arrive(self, account: Account, mass_g: int) -> None:
        if account.kind in STORES and account.place:
            self._in[account.place].append((account, mass_g))
        elif account.kind == Kind.DISCHARGE:
            self._discharged.append(_Source(account.leg, account, mass_g))
        else:
            self._released.append(_Source(account.leg, account, mass_g))

    def _receive(self, unmatched: Sequence[tuple[Account, int]]) -> None:
        """Arrivals without a departure of their own: out of a store they name, else of what is on the way, else what
        was discharged; what remains began here, or is more than left where departures are told."""
        for account, mass_g in unmatched:
            if account.kind == Kind.TRANSIT:
                continue
            if account.origin in self._stores and account.origin != account.place:
                self._out[account.origin].append((account, mass_g))
                self._arrive(account, mass_g)
                continue
            coming = [s for s in self._on_way if self._may_be(s, account)]
            rest = _take(mass_g, sorted(coming, key=lambda s: s.account.place != account.place))
            ended = [s for s in self._discharged if self._may_be(s, account)]
            rest = _take(rest, ended) if account.kind != Kind.DISCHARGE else rest
            if rest and self._departs:
                self._differ("more_arrived_than_left", account.leg, -rest, mass_g, (account.id,))
            elif rest:
                self._made.began_g += rest
            self._arrive(account, mass_g)
        for account, mass_g in unmatched:
            if (
                account.kind == Kind.TRANSIT
            ):  # told on arrival only: it began there, unless it left with another paper
                self._begin_in_transit(account, mass_g)

    def _may_be(self, source: _Source, arrival: Account) -> bool:
        """Whether goods of the source can be those that arrive: not where they left that place, or ended elsewhere,
        only afterwards. Of goods on the way here days are not compared: papers are dated by different offices."""
        first, then = source.account.day, arrival.day
        if first is None or then is None or first <= then:
            return source.account.origin not in self._stores or source.account.origin != arrival.place
        return source.account.kind != Kind.DISCHARGE and source.account.origin not in self._stores

    def _begin_in_transit(self, account: Account, mass_g: int) -> None:
        if self._departs or self._made.began_g:
            return
        self._made.began_g += mass_g
        self._on_way.append(_Source(account.leg, account, mass_g, account.day))

    def _process(self, told: Sequence[Account]) -> None:
        """Gases used for others in a store or on the way, and those made of others."""
        for account in (a for a in told if a.kind == Kind.PROCESSING):
            mass_g = self._known(account)
            if account.made:
                self._made.made_g += mass_g
                if account.place in self._stores:
                    self._in[account.place].append((account, mass_g))
                else:
                    self._released.append(_Source(account.leg, account, mass_g))
            else:
                self._made.used_g += self._withdraw(account, mass_g)

    def _end(self, told: Sequence[Account]) -> None:
        for kind, column in _ENDED_AS.items():
            for account in (a for a in told if a.kind == kind):
                ended = self._withdraw(account, self._known(account))
                setattr(self._made, column, getattr(self._made, column) + ended)

    def _withdraw(self, account: Account, mass_g: int) -> int:
        """Take mass out of the store named, else from what is on the way, discharged or released; how much ended."""
        store = account.place if account.place in self._stores else account.origin
        if store in self._stores:
            self._out[store].append((account, mass_g))
            return mass_g
        rest = _take(mass_g, self._on_way)
        rest = _take(rest, self._discharged)
        rest = _take(rest, self._released)
        if rest and not self._departs and not self._made.came_g:
            self._made.began_g += rest  # a seizure of goods of which nobody told anything before
        else:
            self._differ("more_ended_than_there", account.leg, -rest, mass_g, (account.id,))
        return mass_g

    def _settle(self, told: Sequence[Account]) -> None:
        """What lies in stores and on the way when all is told."""
        made = self._made
        for account in (a for a in told if a.kind == Kind.HANDED_ON and a.ucr == made.ucr and not a.place):
            rest = _take(
                _take(_take(self._known(account, False), self._on_way), self._discharged), self._released
            )
            self._differ("more_ended_than_there", account.leg, -rest, account.mass_g or 0, (account.id,))
        counts = {a.place: a for a in told if a.kind == Kind.COUNT}  # in order of days: the newest counts
        for place in sorted({*self._in, *self._out, *counts}):
            self._store(place, counts.get(place))
        for source in self._on_way:
            if not source.mass_g:
                continue
            sent = self._sent(source)
            if source.mass_g != sent and self._tolerance.bears(source.mass_g, sent):
                self._differ("arrived_differs", source.of, source.mass_g, sent, (source.account.id,))
                continue
            made.on_the_way_g += source.mass_g
            a = source.account
            made.open.append(
                Open(source.mass_g, a.day, "", source.of, str(a.kind), a.place, source.arrived_on, a.historical, a.id)
            )  # fmt: skip
        made.arrived_g = sum(s.mass_g for s in (*self._released, *self._discharged))

    def _sent(self, source: _Source) -> int:
        return source.account.mass_g if source.account.mass_g is not None else source.mass_g

    def _store(self, place: str, count: Account | None) -> None:
        made = self._made
        came, went = self._in[place], self._out[place]
        in_g, out_g = sum(g for _, g in came), sum(g for _, g in went)
        stock = in_g - out_g
        counted = count.mass_g if count else None
        if count is not None and counted is not None:
            after = sum(g for a, g in came if _is_after(a, count)) - sum(
                g for a, g in went if _is_after(a, count)
            )
            off = stock - after - counted
            self._differ("count_differs", place, off, max(in_g, counted), (count.id,))
            stock = counted + after
        if stock < 0:
            self._differ("more_left_than_came", place, stock, max(in_g, out_g), tuple(a.id for a, _ in went))
            stock = 0
        first = came[0][0] if came else went[0][0] if went else count
        made.in_stock_g += stock
        kind, day = (str(came[0][0].kind) if came else "", count.day if count else None)
        made.nodes.append(Node(place, kind, in_g, out_g, stock, counted, day))
        if stock and first is not None:
            made.open.append(
                Open(stock, first.day, place, "", kind, historical=first.historical, account=first.id)
            )

    def _cylinders(self, told: Sequence[Account]) -> None:
        begun = [a for a in told if a.is_departure and a.origin not in self._stores]
        left = frozenset().union(*(a.cylinders for a in begun))
        came = frozenset().union(*(a.cylinders for a in told if not a.is_departure))
        if left and came:
            self._made.cylinders_missing, self._made.cylinders_strange = left - came, came - left

    def _differ(self, why: Why, where: str, mass_g: int, of_g: int, accounts: tuple[str, ...]) -> None:
        if mass_g:
            borne = self._tolerance.bears(mass_g, of_g)
            self._made.gaps.append(Gap(why, where, mass_g, of_g, borne, accounts))

    def _known(self, account: Account, note: bool = True) -> int:
        if account.mass_g is None and note:
            self._made.unknown.append(account.leg)
        return account.mass_g or 0


def _take(mass_g: int, sources: Iterable[_Source]) -> int:
    """Take a mass from the sources in their order; what none of them had."""
    for source in sources:
        taken = min(mass_g, source.mass_g)
        source.mass_g -= taken
        mass_g -= taken
    return mass_g


def _is_after(account: Account, count: Account) -> bool:
    return account.day is not None and count.day is not None and account.day > count.day


def _order(account: Account) -> tuple[date, str]:
    return account.day or date.max, account.leg
