"""The burden of a period as it is published: groups, alarms, and the harm beside what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.detectors.asking import Holdings
from tradewind.errors import RequestError
from tradewind.screening.answering_for import trader_keys
from tradewind.screening.lines import Screening, no_rows
from tradewind.screening.planning.as_of import AsOf
from tradewind.screening.planning.burden import ALARM_RATIO, CONFIDENCE, Alarm, Group, alarms, burden
from tradewind.screening.planning.disguise import changed_by_names
from tradewind.screening.planning.groups import FEWEST_LINES, groups_of
from tradewind.screening.planning.harm import Harm, harm_of
from tradewind.screening.planning.outcomes import Outcomes, outcomes_of
from tradewind.screening.screened import screen
from tradewind.screening.seeing import Numbers

#: Fewer inspections than this in the period and an even table proves nothing: assumed.
_FEW: Final = 100
_DEPTHS: Final = ("papers", "weighed", "opened", "analysed")


@dataclass(frozen=True, slots=True)
class Published:
    """The burden of lines lodged in a period, out of those of gas and equipment; `outside` are (lines, inspected) of
    the others. `harm` is by how lines were chosen (risk, chance, otherwise) and by depth; `all` is of every one.
    `changed_by_names` is of how many lines the probability changes when every trader gets another name; None where
    nobody asked."""

    first: date
    last: date
    lines: int
    inspected: int
    outside: tuple[int, int]
    groups: Mapping[str, list[Group]]
    alarms: list[Alarm]
    harm: Mapping[str, Harm]
    changed_by_names: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """The whole as plain values."""
        return {
            "from": self.first, "to": self.last, "lines": self.lines, "inspected": self.inspected,
            "outside_the_frame": {"lines": self.outside[0], "inspected": self.outside[1]},
            "groups": {name: [g.as_dict() for g in rows] for name, rows in self.groups.items()},
            "alarms": [a.as_dict() for a in self.alarms],
            "harm": {name: h.as_dict() for name, h in self.harm.items()},
            "changed_by_names": self.changed_by_names, "notes": self.notes(), "assumptions": assumptions(),
        }  # fmt: skip

    def notes(self) -> list[str]:
        """What a reader must know before believing the table."""
        found = []
        if self.inspected < _FEW:
            found.append(
                f"Only {self.inspected:,} lines were inspected: no alarm proves nothing, and an uneven burden would "
                "hardly show."
            )
        if not self.alarms:
            found.append("No pair of groups is so uneven that chance is ruled out.")
        if self.changed_by_names is not None:
            found.append(
                f"With every trader under another name, number and nationality, {self.changed_by_names:,} lines get "
                "another probability."
            )
        return found


def assumptions() -> list[str]:
    """What the table rests on."""
    return [
        "Lines count that were lodged in the period and are of gas or equipment. A line found compliant is lawful; one "
        "that was not inspected counts with the probability that it is, by the stated weights of evidence as they were "
        "at the start of the period.",
        f"An alarm: lawful lines of one group are inspected more than {ALARM_RATIO:g} times as often as those of "
        f"another, by the lower bound at {CONFIDENCE:.0%} shared among all pairs of a dimension, and hit rates do not "
        "differ.",
        f"Groups under {FEWEST_LINES} lines stand together. Size of a trader, by its lines in the period, and hours "
        "that a check does not state: assumed.",
        "Origin, size, age and office are measured here and are no features: no list is made by them.",
    ]


def published(holdings: Holdings, first: date, last: date, *, names: bool = False) -> Published:
    """The burden of lines lodged from `first` to `last`, with all that is known of them; with `names`, also whether
    they are features.

    Raises RequestError where the period is none or has no line.
    """
    if first > last:
        raise RequestError(f"a period goes from an earlier day to a later one, not from {first} to {last}")
    held = AsOf(holdings, last)
    screening = Screening({}, held)
    places = _lodged(screening.lines, first, last)
    if not len(places):
        raise RequestError(f"no line of the warehouse was lodged from {first} to {last}")
    screened = screen(screening, first)
    # All outcomes of these lines, also those of after the period: the month before last is published with them.
    inspections = holdings.current("inspections").to_pyarrow() if "inspections" in holdings.tables() else None
    traders = holdings.current("traders").to_pyarrow() if "traders" in holdings.tables() else None
    lines = screened.lines.take(pa.array(places))
    outcomes = outcomes_of(lines, no_rows("inspections") if inspections is None else inspections)
    framed = np.flatnonzero(lines["in_frame"].to_numpy(zero_copy_only=False))
    inside, within = lines.take(pa.array(framed)), outcomes.take(framed)
    probability = screened.scores.probability[places][framed]
    groups = {name: burden(name, of, within, probability) for name, of in groups_of(inside, traders).items()}
    return Published(
        first, last, len(framed), int(within.inspected.sum()),
        (len(lines) - len(framed), int(outcomes.inspected.sum() - within.inspected.sum())),
        groups, [a for rows in groups.values() for a in alarms(rows)], harms(lines, outcomes),
        changed_by_names(screened, held, first) if names else None,
    )  # fmt: skip


def harms(lines: pa.Table, outcomes: Outcomes) -> dict[str, Harm]:
    """The harm of all inspections, by how lines were chosen and by depth."""
    traders = np.array(trader_keys(lines).to_pylist(), object)
    by = pc.fill_null(outcomes.chosen_by, "").to_numpy(zero_copy_only=False)
    depth = pc.fill_null(outcomes.depth, "").to_numpy(zero_copy_only=False)
    by_risk, by_chance = np.isin(by, ("risk", "both")), np.isin(by, ("floor", "random"))
    which = {
        "all": np.ones(len(lines), bool), "risk": by_risk, "chance": by_chance,
        "otherwise": ~(by_risk | by_chance), **{name: depth == name for name in _DEPTHS},
    }  # fmt: skip
    return {name: _harm(traders, outcomes, here & outcomes.inspected) for name, here in which.items()}


def _harm(traders: Numbers, outcomes: Outcomes, here: Numbers) -> Harm:
    return harm_of(
        traders[here], outcomes.day[here], outcomes.illegal[here], outcomes.lawful[here], outcomes.hours[here],
        outcomes.days[here],
    )  # fmt: skip


def _lodged(lines: pa.Table, first: date, last: date) -> Numbers:
    day = lines["lodged_on"]
    within = pc.and_(
        pc.greater_equal(day, pa.scalar(first, pa.date32())), pc.less_equal(day, pa.scalar(last, pa.date32()))
    )
    past = pc.fill_null(lines["historical"], False)
    found: Numbers = pc.and_not(pc.fill_null(within, False), past).to_numpy(zero_copy_only=False)
    return np.flatnonzero(found)
