"""A month's plan: the random floor first, then the risk list, and the probability each line had of being chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.errors import RequestError
from tradewind.screening.picking import Picks
from tradewind.screening.planning.budget import FLOOR_HOURS, Budget, filled_by_hours, filled_by_lines
from tradewind.screening.planning.floor import ALLOCATION, SHARE, Floor, check_share, draw_floor
from tradewind.screening.planning.strata import stratum_of
from tradewind.screening.screened import Screened, eligible, in_order
from tradewind.screening.seeing import Numbers
from tradewind.screening.worth import suspected_kg

#: Weight of evidence of a sign from which all of a line of other goods may be gas: odds raised two and a half times.
SUSPECTED_FROM: Final = 0.9
_OF_GOODS: Final = ("description and code", "packages and mass")
_OF_ACTOR: Final = ("goods_of_another_trade",)


@dataclass(frozen=True, slots=True)
class Plan:
    """One entry a line that could be chosen, by declaration and item.

    `places` are the lines' among those of `screened`; `expected_kg` is probability x kg that would be illegal; `hours`
    of its check; `rank` from 0 for what is expected to find most; `share` of the budget that the floor took.
    """

    screened: Screened
    budget: Budget
    share: float
    places: Numbers
    stratum: pa.Array
    floor: Floor
    risk: Numbers
    expected_kg: Numbers
    hours: Numbers
    rank: Numbers

    @property
    def inclusion(self) -> Numbers:
        """1 on the risk list, else the probability of the floor.

        The list is taken as it came out. Where it ends hangs a little on how many lines the floor drew, so that for
        the few lines about its end the probability is close and not exact.
        """
        return np.where(self.risk, 1.0, self.floor.probability)

    @property
    def chosen(self) -> Numbers:
        """Whether each line is to be inspected."""
        chosen: Numbers = self.risk | self.floor.selected
        return chosen

    @property
    def lines(self) -> pa.Table:
        """The lines that could be chosen, with their derived columns."""
        return self.screened.lines.take(pa.array(self.places))

    def as_screened(self) -> Screened:
        """The screening with the plan's lines as its picks, so that a list and an outcome sheet can be written."""
        count = self.screened.count
        inclusion, drawn = np.zeros(count), np.zeros(count)
        inclusion[self.places], drawn[self.places] = self.inclusion, self.floor.probability
        by_rank = np.argsort(self.rank)
        risk, floor = by_rank[self.risk[by_rank]], np.flatnonzero(self.floor.selected)
        picks = Picks(
            self.places[risk], self.places[floor], inclusion, drawn, self.floor.seed, len(self.places)
        )
        return replace(self.screened, picks=picks)


def plan(
    screened: Screened,
    budget: Budget,
    *,
    seed: int,
    share: float = SHARE,
    probability: Numbers | None = None,
    allocation: Mapping[str, float] = ALLOCATION,
) -> Plan:
    """The plan of the month of `screened.on`, up to that day, over the lines that were not inspected before.

    `probability` of something illegal has one entry a line of `screened`, where a trained model gives it; else it is
    that of the stated weights of evidence. Raises RequestError where the share would leave no floor.
    """
    check_share(share)
    places = in_order(screened.screening, np.flatnonzero(_open(screened)))
    lines = screened.lines.take(pa.array(places))
    stratum = stratum_of(lines)
    floor = draw_floor(lines, stratum, np.ones(len(places), bool), budget.floor_size(share), seed, allocation)
    chance = screened.scores.probability if probability is None else probability
    if len(chance) < screened.count:
        raise RequestError(f"there are {len(chance)} probabilities for {screened.count} lines")
    expected = chance[places] * suspected_kg(lines, suspected(screened)[places])
    with_signs = screened.scores.signs[places] > 0
    hours = np.where(with_signs, screened.scores.hours[places], FLOOR_HOURS)
    hours = np.where(floor.selected, np.maximum(hours, FLOOR_HOURS), hours)
    worth = expected if budget.hours is None else expected / hours
    # Lines come by declaration and item, and a stable sort leaves equals so.
    order = np.argsort(-worth, kind="stable")
    if budget.lines is not None:
        risk = filled_by_lines(order, floor.selected, budget.lines)
    else:
        risk = filled_by_hours(order, floor.selected, hours, lines["office"].to_pylist(), budget)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return Plan(screened, budget, share, places, stratum, floor, risk, expected, hours, rank)


def suspected(screened: Screened) -> Numbers:
    """Whether each screened line has a sign of some weight that its goods are not what the papers say."""
    seen = screened.seen
    of_goods = np.array(
        [k.code in _OF_ACTOR or k.detector.family in _OF_GOODS for k in seen.kinds] or [False]
    )
    heavy = seen.line[(seen.weight >= SUSPECTED_FROM) & of_goods[seen.kind] & (seen.line < screened.count)]
    found = np.zeros(screened.count, bool)
    found[heavy] = True
    return found


def first_of_month(on: date) -> date:
    """The first day of the month of a day."""
    return on.replace(day=1)


def _open(screened: Screened) -> Numbers:
    """Lines lodged in the month up to the day, not inspected before and not loaded as the past."""
    day = screened.lines["lodged_on"]
    within = pc.and_(
        pc.greater_equal(day, pa.scalar(first_of_month(screened.on), pa.date32())),
        pc.less_equal(day, pa.scalar(screened.on, pa.date32())),
    )
    lodged: Numbers = pc.fill_null(within, False).to_numpy(zero_copy_only=False)
    return lodged & eligible(screened.screening, screened.record)
