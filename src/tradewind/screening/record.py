"""This office's record of like findings, and what its traders have explained.

Outcomes are joined to the signs of the lines that were inspected. What became known after the day of the list does
not count for it. A sheet that was handed out and not filled in is no inspection.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.screening.answering_for import trader_keys
from tradewind.screening.lines import Lines
from tradewind.screening.seeing import Numbers, Seen
from tradewind.tables.inspected import ILLEGAL, LAWFUL, ON_PAPER

Outcome = Literal["confirmed", "on paper", "explained", "open"]
_OUTCOMES: Final[Mapping[str, Outcome]] = {
    **dict.fromkeys(ILLEGAL, "confirmed"), **dict.fromkeys(ON_PAPER, "on paper"), **dict.fromkeys(LAWFUL, "explained"),
}  # fmt: skip
#: Outcomes of one detector from which on a percentage means something.
ENOUGH: Final = 50
#: After this many stops in a row without result for one reason,
STOPS: Final = 2
#: its weight of evidence is multiplied by this for that trader: assumed.
LESS: Final = 0.5
_NORMAL_95: Final = 1.96


@dataclass(frozen=True, slots=True)
class Stop:
    """One inspected line: who, when, what came of it, the reasons it had, its gas and its route."""

    line: int
    trader: str | None
    day: date
    outcome: Outcome
    codes: frozenset[str]
    detectors: frozenset[str]
    gas: str | None
    route: tuple[str | None, ...]
    explanation: str | None = None
    explanation_until: date | None = None


@dataclass(frozen=True, slots=True)
class Like:
    """How like findings ended: those of one detector that were inspected."""

    confirmed: int = 0
    on_paper: int = 0
    explained: int = 0
    open: int = 0

    @property
    def settled(self) -> int:
        """Those with an outcome."""
        return self.confirmed + self.on_paper + self.explained

    @property
    def total(self) -> int:
        """All that were inspected."""
        return self.settled + self.open

    @property
    def share(self) -> tuple[float, float, float] | None:
        """(low, share, high) of the settled ones that were confirmed, at 95 % after Wilson; None before there are
        50 outcomes.

        >>> Like(confirmed=10, explained=40).share
        (0.112, 0.2, 0.33)
        """
        n = self.settled
        if n < ENOUGH:
            return None
        p, z2 = self.confirmed / n, _NORMAL_95**2
        centre = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = _NORMAL_95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return round(centre - half, 3), round(p, 3), round(centre + half, 3)


@dataclass(frozen=True, slots=True)
class Record:
    """What an office knows on a day: `like` by detector, its stops by trader, and the lines inspected so far."""

    on: date
    like: Mapping[str, Like] = field(default_factory=dict)
    by_trader: Mapping[str, Sequence[Stop]] = field(default_factory=dict)
    inspected: frozenset[int] = frozenset()


def record(screening: Lines, seen: Seen, on: date) -> Record:
    """The record on that day."""
    stops = _stops(screening, seen, on)
    counts: dict[str, Counter[Outcome]] = {}
    by_trader: dict[str, list[Stop]] = {}
    for stop in stops:
        for detector in stop.detectors:
            counts.setdefault(detector, Counter())[stop.outcome] += 1
        if stop.trader is not None:
            by_trader.setdefault(stop.trader, []).append(stop)
    like = {
        name: Like(found["confirmed"], found["on paper"], found["explained"], found["open"])
        for name, found in counts.items()
    }
    return Record(on, like, by_trader, frozenset(stop.line for stop in stops))


def lighter(screening: Lines, seen: Seen, known: Record) -> Seen:
    """The signs with less weight where the trader was stopped twice for that reason without result and nothing is
    new: no other sign on the line, no other substance, no other route."""
    factors = np.ones(len(seen.line))
    tired = {who: _tired(stops) for who, stops in known.by_trader.items()}
    tired = {who: codes for who, codes in tired.items() if codes}
    if not tired or not len(seen.line):
        return seen
    place = {line: n for n, line in enumerate(np.unique(seen.line).tolist())}
    traders = trader_keys(screening.lines.take(pa.array(list(place)))).to_pylist()
    details = _details(screening, list(place))
    for at, line in enumerate(seen.line.tolist()):
        codes = tired.get(traders[place[line]] or "")
        stops = codes.get(seen.kinds[seen.kind[at]].code) if codes else None
        if (
            stops
            and line not in known.inspected
            and not _is_new(_codes(seen, line), details[place[line]], stops)
        ):
            factors[at] = LESS
    return seen.weighed(seen.weight * factors)


def explanations(known: Record, trader: str | None, codes: Iterable[str]) -> list[Stop]:
    """Stops at which this trader explained one of these reasons with documents, latest first."""
    wanted = frozenset(codes)
    stops = known.by_trader.get(trader or "", ())
    found = [s for s in stops if s.explanation and (wanted & s.codes or not s.codes)]
    return sorted(found, key=lambda s: s.day, reverse=True)


def _tired(stops: Sequence[Stop]) -> dict[str, list[Stop]]:
    """Reasons for which the trader was stopped twice and more in a row without result, with those stops."""
    found: dict[str, list[Stop]] = {}
    for stop in sorted(stops, key=lambda s: s.day):
        for code in stop.codes:
            if stop.outcome == "explained":
                found.setdefault(code, []).append(stop)
            elif stop.outcome in ("confirmed", "on paper"):
                found[code] = []
    return {code: listed for code, listed in found.items() if len(listed) >= STOPS}


def _is_new(
    codes: frozenset[str], detail: tuple[str | None, tuple[str | None, ...]], stops: Sequence[Stop]
) -> bool:
    gas, route = detail
    known = frozenset().union(*(s.codes for s in stops))
    return not codes <= known or gas not in {s.gas for s in stops} or route not in {s.route for s in stops}


def _codes(seen: Seen, line: int) -> frozenset[str]:
    first, end = np.searchsorted(seen.line, [line, line + 1])
    return frozenset(seen.kinds[k].code for k in seen.kind[first:end].tolist())


def _stops(screening: Lines, seen: Seen, on: date) -> list[Stop]:
    """The last inspection of each inspected line, as far as it was known on the day."""
    if "inspections" not in screening.tables():
        return []
    rows = screening.current("inspections").to_pyarrow().to_pylist()
    rows = [r for r in rows if _day(r) is not None and _day(r) <= on]
    rows.sort(key=lambda r: (_day(r), r["result_on"] or date.min, r["row_ref"]))
    places = _places(screening.lines, {r["declaration_id"] for r in rows})
    latest: dict[int, Mapping[str, Any]] = {}
    for row in rows:
        latest |= dict.fromkeys(places.get((row["declaration_id"], row["item"]), ()), row)
    lines = list(latest)
    taken = screening.lines.take(pa.array(lines, pa.int64()))
    traders, details = trader_keys(taken).to_pylist(), _details(screening, lines)
    return [
        _stop(seen, line, latest[line], trader, detail, on)
        for line, trader, detail in zip(lines, traders, details, strict=True)
    ]


def _stop(
    seen: Seen, line: int, row: Mapping[str, Any], trader: str | None,
    detail: tuple[str | None, tuple[str | None, ...]], on: date,
) -> Stop:  # fmt: skip
    first, end = np.searchsorted(seen.line, [line, line + 1])
    kinds = [seen.kinds[k] for k in seen.kind[first:end].tolist()]
    known = (row["result_on"] or _day(row) or on) <= on
    outcome = _OUTCOMES.get(str(row["result"] or "").strip().casefold(), "open") if known else "open"
    return Stop(
        line, trader, _day(row) or on, outcome, frozenset(k.code for k in kinds),
        frozenset(k.detector.name for k in kinds), *detail, row["explanation"], row["explanation_until"],
    )  # fmt: skip


def _day(row: Mapping[str, Any]) -> Any:
    """Day of the inspection; None for a sheet that was not filled in."""
    if row["inspected_on"] is None and not row["result"]:
        return None
    return row["inspected_on"] or row["result_on"] or date.min


def _places(lines: pa.Table, declarations: set[str | None]) -> dict[tuple[str | None, int | None], list[int]]:
    """Places of the lines of these declarations by (declaration, item); under item None, all its items."""
    wanted = pa.array(sorted(d for d in declarations if d is not None), pa.string())
    at = pc.indices_nonzero(pc.is_in(lines["declaration_id"], value_set=wanted))
    found: dict[tuple[str | None, int | None], list[int]] = {}
    rows = lines.select(["declaration_id", "item"]).take(at).to_pylist()
    for line, row in zip(at.to_pylist(), rows, strict=True):
        found.setdefault((row["declaration_id"], None), []).append(line)
        if row["item"] is not None:
            found.setdefault((row["declaration_id"], row["item"]), []).append(line)
    return found


def _details(screening: Lines, lines: Sequence[int]) -> list[tuple[str | None, tuple[str | None, ...]]]:
    """Gas and route of lines."""
    rows = screening.lines.select(["gas", "code_words", "origin", "dispatch", "destination"])
    taken = rows.take(pa.array(lines, pa.int64())).to_pylist()
    return [(r["gas"] or r["code_words"], (r["origin"], r["dispatch"], r["destination"])) for r in taken]


__all__ = ["Like", "Numbers", "Record", "Stop", "explanations", "lighter", "record"]
