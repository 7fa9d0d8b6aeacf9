"""What more chance would teach: the floor that would halve the interval, and what offices would know together; and the
answer for whoever knows how much inspections find.

All speak of the strata that chance looked at: of the others no multiple of nothing would tell.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from tradewind.estimation.adding import added
from tradewind.estimation.frame import Frame
from tradewind.estimation.leakage import Leakage
from tradewind.estimation.sensitivity import TABLE
from tradewind.estimation.share import shares
from tradewind.quantities import Interval

#: Offices like this one whose floors are put together.
OFFICES: Final = (1, 2, 3, 5, 10, 20)
_MOST: Final = 4096.0


def halving_floor(made: Leakage) -> int | None:
    """How many lines the floor would have had to draw, split over the strata as now, for an interval half as wide.

    The same shares are taken to be found. The width that comes from what inspections miss and from open results does
    not shrink with the floor and is left out. None where nothing was drawn, or nothing is left to learn.
    """
    now = _width(made, 1.0)
    if not made.all.inspected or not now or _width(made, _MOST) > now / 2:
        return None
    low, high = 1.0, _MOST
    while high - low > 0.001 * low:
        middle = math.sqrt(low * high)
        low, high = (middle, high) if _width(made, middle) > now / 2 else (low, middle)
    return math.ceil(high * made.all.inspected)


def pooled(made: Leakage) -> list[tuple[int, Interval]]:
    """(offices, rate): the leakage as a share of the declared mass of these strata if so many offices with this one's
    floor and finds put their lines together. One office is this one."""
    mass = sum(made.strata[n].mass_kg for n in _looked_at(made))
    factor = 1 / mass if mass else 0.0
    return [(offices, _at(made, offices).times(factor)) for offices in OFFICES]


def over_sensitivity(
    made: Leakage, frame: Frame, table: Sequence[float] = TABLE
) -> list[tuple[float, Interval]]:
    """(share that inspections find, leakage in kg) for whoever knows better than the stated range; open results left
    out."""
    told = []
    for found in table:
        at = shares(frame, [found] * len(frame.names))
        told.append((found, added([at[n] for n in _looked_at(made)])))
    return told


def _at(made: Leakage, floor_times: float) -> Interval:
    return added([made.shares[n].with_floor_times(floor_times) for n in _looked_at(made)])


def _looked_at(made: Leakage) -> list[int]:
    return [n for n, stratum in enumerate(made.strata) if stratum.inspected]


def _width(made: Leakage, floor_times: float) -> float:
    at = _at(made, floor_times)
    return at.high - at.low
