"""What asks for a look at a consignment: clocks run out, ledgers that do not close, papers that changed on the way.

An alarm is a code and values for its sentence; the sentences, with what may be honest about each, are the detectors'
(`tradewind.detectors.consignment_texts`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final

from tradewind.ledgers.accounts import ENDS, Account, Conflict, Kind
from tradewind.ledgers.balance import WEIGHED, Tolerance, alike
from tradewind.ledgers.clocks import Clock, clock
from tradewind.ledgers.clocks import Kind as ClockKind
from tradewind.ledgers.consignment import Closing, Gap, Open

#: A route backtracks where it is so many times the direct way, and so many km longer (as in the transit detector).
DETOUR: Final = 1.8
LEAST_DETOUR_KM: Final = 500.0
#: Kinds whose destination is not where the goods come on a market.
_ELSEWHERE: Final = frozenset(
    {Kind.TRANSIT, Kind.DISCHARGE, Kind.FREE_ZONE, Kind.WAREHOUSE, *ENDS, Kind.COUNT}
)
#: Kinds that tell of no way.
_STAYING: Final = frozenset({*ENDS, Kind.COUNT, Kind.HANDED_ON, Kind.PROCESSING} - {Kind.RETURNED})
#: Whether goods left or came in for a time -> the alarm and the clock when they are not back, or not away, again.
_FOR_A_TIME: Final[tuple[tuple[bool, str, ClockKind], ...]] = (
    (True, "overdue_returned", "returned"),
    (False, "overdue_re_export", "temporary"),
)
#: What was compared -> the alarm when two papers of a consignment say different things.
_COMPARED: Final[tuple[tuple[str, str], ...]] = (
    ("consignee", "consignee_changes"),
    ("label", "label_changes"),
    ("container", "container_changes"),
)


@dataclass(frozen=True, slots=True)
class Described:
    """An account that stands, with what else its paper says; countries are ISO3."""

    account: Account
    consignee: str = ""
    label: str = ""
    container: str = ""
    nature: str = ""
    country_from: str = ""
    country_to: str = ""
    route: tuple[str, ...] = ()
    limit_on: date | None = None
    #: Declared only for a time: what left is to come back, what came in is to leave again.
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something to look at: `values` fill the sentence of `code`; `due` is set by a clock."""

    code: str
    substance: str
    values: Mapping[str, str]
    mass_g: int | None = None
    day: date | None = None
    due: date | None = None
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """What is known beside the papers: the way between two countries, gases a country bans or never imported."""

    km: Callable[[str, str], float | None] = field(default=lambda _one, _other: None)
    bans: Callable[[str, str, date | None], bool] = field(default=lambda _place, _gas, _day: False)
    never_imports: Callable[[str, str], bool] = field(default=lambda _place, _gas: False)


def alarms_of(
    closing: Closing,
    described: Iterable[Described],
    on: date,
    world: World | None = None,
    *,
    days: Mapping[ClockKind, int] | None = None,
    tolerance: Tolerance = WEIGHED,
) -> list[Alarm]:
    """The alarms of one consignment and substance as of a day; `described` are the accounts that stand."""
    told = sorted(described, key=lambda d: (d.account.day or date.max, d.account.leg, d.account.id))
    known = world or World()
    found = [
        *_late(closing, told, on, days or {}),
        *_for_a_time(closing, told, on, days or {}, tolerance),
        *_returned_late(closing, told, on, days or {}),
        *(_gap(closing, gap) for gap in closing.beyond),
        *(_conflict(closing, conflict) for conflict in closing.conflicts),
        *_changes(closing, told),
        *_routes(closing, told, known),
        *_destinations(closing, told, known),
        *_round_trip(closing, told, tolerance),
        *_cylinders(closing),
    ]
    return sorted(found, key=lambda a: (a.code, str(a.values)))


def clock_of(open_: Open, limit: date | None = None, days: int | None = None) -> Clock | None:
    """The clock that runs on mass in a store or on the way; none for a leg loaded as the past."""
    kind = clock_kind(open_)
    begun = open_.arrived_on or open_.since
    stated = limit if kind == "transit" else None
    return clock(kind, begun, limit=stated, historical=open_.historical, days=days)


def clock_kind(open_: Open) -> ClockKind:
    """Which clock it is."""
    if open_.place:
        return "zone" if open_.kind == Kind.FREE_ZONE else "storage"
    if open_.arrived_on is not None:
        return "discharge"
    return "transit" if open_.kind == Kind.TRANSIT else "arrival"


def _late(
    closing: Closing, told: Sequence[Described], on: date, days: Mapping[ClockKind, int]
) -> Iterator[Alarm]:
    limits = {d.account.leg: d.limit_on for d in told if d.limit_on}
    for open_ in closing.open:
        kind = clock_kind(open_)
        running = clock_of(open_, limits.get(open_.leg), days.get(kind))
        late = running.overdue_days(on) if running else 0
        if running is None or not late:
            continue
        yield Alarm(
            f"overdue_{kind}", closing.substance,
            {"a": _kg(open_.mass_g), "b": closing.substance, "c": open_.place or open_.leg,
             "d": running.due.isoformat()},
            open_.mass_g, running.started, running.due, (open_.account,),
        )  # fmt: skip


def _for_a_time(
    closing: Closing, told: Sequence[Described], on: date, days: Mapping[ClockKind, int], tolerance: Tolerance
) -> Iterator[Alarm]:
    """Goods that left for a time and did not come back, or came in for a time and did not leave again; what came back
    or left pays for the earliest first."""
    for leaves, code, kind in _FOR_A_TIME:
        ends = {Kind.RETURNED} if leaves else {Kind.RE_EXPORT, Kind.EXPORT}
        ended = sum(d.account.mass_g or 0 for d in told if d.account.kind in ends and not d.temporary)
        for d in (d for d in told if d.temporary and d.account.is_departure == leaves):
            mass_g = d.account.mass_g or 0
            left = max(0, mass_g - ended)
            ended = max(0, ended - mass_g)
            running = clock(
                kind, d.account.day, limit=d.limit_on, historical=d.account.historical, days=days.get(kind)
            )
            if running is None or not running.overdue_days(on) or not left or tolerance.bears(left, mass_g):
                continue
            yield Alarm(
                code, closing.substance,
                {"a": _kg(left), "b": closing.substance, "c": d.account.leg, "d": running.due.isoformat()},
                left, running.started, running.due, (d.account.id,),
            )  # fmt: skip


def _returned_late(
    closing: Closing, told: Sequence[Described], on: date, days: Mapping[ClockKind, int]
) -> Iterator[Alarm]:
    """Goods declared as returned after the time in which goods that left may come back as such."""
    left = [
        d.account.day for d in told
        if d.account.day and d.account.is_departure and d.account.kind in (Kind.EXPORT, Kind.RE_EXPORT)
        and not d.account.historical
    ]  # fmt: skip
    for d in (d for d in told if d.account.kind == Kind.RETURNED and left):
        running = clock("returned", min(left), stopped=d.account.day, days=days.get("returned"))
        if running is None or d.account.day is None or not running.overdue_days(on):
            continue
        yield Alarm(
            "returned_late", closing.substance,
            {"a": _kg(d.account.mass_g or 0), "b": closing.substance, "c": d.account.leg,
             "d": running.due.isoformat()},
            d.account.mass_g, d.account.day, running.due, (d.account.id,),
        )  # fmt: skip


def _gap(closing: Closing, gap: Gap) -> Alarm:
    code = gap.why
    if code == "more_ended_than_there" and closing.returned_g > closing.left_g:
        return Alarm(
            "returned_beyond", closing.substance,
            {"a": _kg(closing.returned_g), "b": closing.substance, "c": _kg(closing.left_g)},
            -gap.mass_g, accounts=gap.accounts,
        )  # fmt: skip
    if code == "arrived_differs":
        code = "arrived_less" if gap.mass_g > 0 else "arrived_more"  # type: ignore[assignment]
    if code == "count_differs":
        code = "stock_missing" if gap.mass_g > 0 else "stock_too_much"  # type: ignore[assignment]
    return Alarm(
        str(code), closing.substance,
        {"a": _kg(abs(gap.mass_g)), "b": closing.substance, "c": gap.where, "d": _kg(gap.of_g)},
        abs(gap.mass_g), accounts=gap.accounts,
    )  # fmt: skip


def _conflict(closing: Closing, conflict: Conflict) -> Alarm:
    masses = [a.mass_g for a in conflict.accounts if a.mass_g is not None]
    return Alarm(
        "accounts_differ", closing.substance,
        {"a": conflict.accounts[0].leg, "b": closing.substance, "c": _kg(min(masses)), "d": _kg(max(masses))},
        max(masses) - min(masses), conflict.accounts[0].day, None, tuple(a.id for a in conflict.accounts),
    )  # fmt: skip


def _changes(closing: Closing, told: Sequence[Described]) -> Iterator[Alarm]:
    """Consignee, label and container from one paper to the next. Where goods arrived they change hands and boxes
    lawfully, so only the label is told across an arrival."""
    for name, code in _COMPARED:
        said = [(d, _folded(getattr(d, name))) for d in told if getattr(d, name)]
        for (one, was), (other, now) in pairwise(said):
            if was == now or (name != "label" and _is_new_trip(one, other)):
                continue
            yield Alarm(
                code, closing.substance,
                {"a": getattr(one, name), "b": getattr(other, name), "c": one.account.leg, "d": other.account.leg},
                other.account.mass_g, other.account.day, None, (one.account.id, other.account.id),
            )  # fmt: skip


def _is_new_trip(one: Described, other: Described) -> bool:
    """Whether goods had arrived where the first paper took them, or come back with the second."""
    had_arrived = not one.account.is_departure and one.account.kind != Kind.TRANSIT
    return had_arrived or other.account.kind == Kind.RETURNED


def _routes(closing: Closing, told: Sequence[Described], world: World) -> Iterator[Alarm]:
    """A way that comes back to where it was, or is much longer than the direct one. Parts of a load that go the same
    way one after the other are one way; where parts go different ways, no length is told."""
    onward: dict[str, str] = {}
    forks = False
    for d in told:
        if d.account.kind in _STAYING:
            continue
        for one, other in pairwise([p for p in (d.country_from, *d.route, d.country_to) if p]):
            if one != other:
                forks |= onward.get(one, other) != other
                onward.setdefault(one, other)
    if not onward:
        return
    stops = [next(iter(onward))]
    while stops[-1] in onward and stops[-1] not in stops[:-1]:
        stops.append(onward[stops[-1]])
    way, accounts = ", ".join(stops), tuple(d.account.id for d in told)
    if stops[-1] in stops[:-1]:
        if stops[-1] != stops[0]:
            yield Alarm("comes_back_to", closing.substance, {"a": way, "b": stops[-1]}, accounts=accounts)
        return
    steps, direct = [world.km(a, b) for a, b in pairwise(stops)], world.km(stops[0], stops[-1])
    if forks or len(stops) < 3 or direct is None or any(s is None for s in steps):
        return
    km = sum(s for s in steps if s is not None)
    if km >= direct * DETOUR and km >= direct + LEAST_DETOUR_KM:
        values = {"a": way, "b": f"{km:.0f}", "c": f"{direct:.0f}"}
        yield Alarm("backtracks", closing.substance, values, accounts=accounts)


def _destinations(closing: Closing, told: Sequence[Described], world: World) -> Iterator[Alarm]:
    seen: set[str] = set()
    for d in told:
        place = d.country_to
        is_new = d.nature in ("", "new")  # what was used before, and exempted uses, may still be traded
        if not place or place in seen or not is_new or d.account.kind in _ELSEWHERE:
            continue
        seen.add(place)
        values = {"a": place, "b": closing.substance, "c": d.account.leg}
        said = (closing.substance, values, d.account.mass_g, d.account.day, None, (d.account.id,))
        if world.bans(place, closing.substance, d.account.day):
            yield Alarm("destination_bans", *said)
        elif world.never_imports(place, closing.substance):
            yield Alarm("destination_never_imports", *said)


def _round_trip(closing: Closing, told: Sequence[Described], tolerance: Tolerance) -> Iterator[Alarm]:
    """Goods that end on the market of the country they left."""
    out = (Kind.EXPORT, Kind.RE_EXPORT)
    left = next((d for d in told if d.account.kind in out and d.country_from), None)
    if left is None:
        return
    for d in told:
        back = d.account.kind == Kind.IMPORT and d.country_to == left.country_from
        if not back or d.account.mass_g is None:
            continue
        same = left.account.mass_g is not None and alike(
            d.account.mass_g, left.account.mass_g, tolerance.share
        )
        yield Alarm(
            "round_trip_same" if same else "round_trip", closing.substance,
            {"a": _kg(d.account.mass_g), "b": closing.substance, "c": left.country_from, "d": left.account.leg},
            d.account.mass_g, d.account.day, None, (left.account.id, d.account.id),
        )  # fmt: skip


def _cylinders(closing: Closing) -> Iterator[Alarm]:
    for code, numbers in (
        ("cylinders_missing", closing.cylinders_missing),
        ("cylinders_strange", closing.cylinders_strange),
    ):
        if numbers:
            few = ", ".join(sorted(numbers)[:5])
            yield Alarm(code, closing.substance, {"a": str(len(numbers)), "b": closing.substance, "c": few})


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _kg(grams: int) -> str:
    return f"{grams / 1000:,.1f}".removesuffix(".0")
