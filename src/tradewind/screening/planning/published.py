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
from tradewind.languages import Speaker
from tradewind.screening.answering_for import trader_keys
from tradewind.screening.lines import Screening, no_rows
from tradewind.screening.planning import texts
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
    nobody asked. Its sentences are in `language`."""

    first: date
    last: date
    lines: int
    inspected: int
    outside: tuple[int, int]
    groups: Mapping[str, list[Group]]
    alarms: list[Alarm]
    harm: Mapping[str, Harm]
    changed_by_names: int | None = None
    language: str = "en"

    def as_dict(self) -> dict[str, Any]:
        """The whole as plain values."""
        return {
            "from": self.first, "to": self.last, "lines": self.lines, "inspected": self.inspected,
            "outside_the_frame": {"lines": self.outside[0], "inspected": self.outside[1]},
            "groups": {name: [g.as_dict() for g in rows] for name, rows in self.groups.items()},
            "alarms": [a.as_dict() for a in self.alarms],
            "harm": {name: h.as_dict() for name, h in self.harm.items()},
            "changed_by_names": self.changed_by_names, "notes": self.notes(),
            "assumptions": assumptions(self.language),
        }  # fmt: skip

    def notes(self) -> list[str]:
        """What a reader must know before believing the table."""
        speaker, found = Speaker("screening", self.language), []
        if self.inspected < _FEW:
            found.append(speaker.count(texts.FEW_INSPECTED, self.inspected))
        if not self.alarms:
            found.append(speaker.say(texts.NO_ALARM))
        if self.changed_by_names is not None:
            found.append(speaker.count(texts.OTHER_NAMES, self.changed_by_names))
        return found


def assumptions(language: str = "en") -> list[str]:
    """What the table rests on."""
    speaker = Speaker("screening", language)
    ratio, confidence = speaker.figure(f"{ALARM_RATIO:g}"), f"{100 * CONFIDENCE:.0f}"
    return [
        speaker.say(texts.WHAT_COUNTS),
        speaker.say(texts.WHAT_ALARMS, ratio=ratio, confidence=confidence),
        speaker.say(texts.GROUPS_ASSUMED, fewest=FEWEST_LINES),
        speaker.say(texts.NO_FEATURES),
    ]


def published(
    holdings: Holdings, first: date, last: date, *, names: bool = False, language: str = "en"
) -> Published:
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
        groups, [a for rows in groups.values() for a in alarms(rows, language)], harms(lines, outcomes),
        changed_by_names(screened, held, first) if names else None, language,
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
