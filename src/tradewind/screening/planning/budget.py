"""What an office can inspect in a month, in lines or in hours, and the risk list that fills what the floor leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from tradewind.errors import RequestError
from tradewind.screening.scoring import HOURS
from tradewind.screening.seeing import Numbers

#: Hours of a check of a line that was drawn at random, or that has no sign which would tell a cheaper one. It weighs:
#: papers alone cannot tell how much passes unseen. Assumed.
FLOOR_HOURS: Final = HOURS["weigh"]


@dataclass(frozen=True, slots=True)
class Budget:
    """So many lines, or so many hours; one of the two. `offices` are the most hours of offices that are named; they
    are part of `hours`, and offices without a name share the whole."""

    lines: int | None = None
    hours: float | None = None
    offices: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.lines is None) == (self.hours is None):
            raise RequestError("a plan has a budget of lines or of hours: give one of the two")
        if self.lines is not None and self.lines < 1:
            raise RequestError(f"a budget of lines is a number of one or more, not {self.lines}")
        if self.hours is not None and not 0 < self.hours < float("inf"):
            raise RequestError(f"a budget of hours is a figure above zero, not {self.hours:g}")
        if self.offices and self.hours is None:
            raise RequestError("hours of an office are part of a budget of hours: give that as well")
        for office, hours in self.offices.items():
            if not 0 <= hours < float("inf"):
                raise RequestError(
                    f"the hours of office {office} are a figure of zero or more, not {hours:g}"
                )

    def floor_size(self, share: float) -> float:
        """Expected lines of a floor that takes this share."""
        if self.lines is not None:
            return share * self.lines
        return share * (self.hours or 0.0) / FLOOR_HOURS

    def amount(self) -> float:
        """Lines or hours in all."""
        return float(self.lines if self.lines is not None else self.hours or 0.0)


def filled_by_lines(order: Numbers, floor: Numbers, budget: int) -> Numbers:
    """Whether each line is on the risk list: best first in `order`, down to where risk list and floor together have
    `budget` lines. A line of the floor that is as good as those on the list is on both and costs one place.

    >>> filled_by_lines(np.array([2, 0, 1, 3]), np.array([True, False, False, False]), 2).tolist()
    [False, False, True, False]
    """
    chosen = np.zeros(len(order), bool)
    left = budget - int(np.count_nonzero(floor))
    if left > 0:
        taken = np.cumsum(~floor[order])
        chosen[order[: int(np.searchsorted(taken, left, side="left")) + 1]] = True
    return chosen


def filled_by_hours(
    order: Numbers, floor: Numbers, hours: Numbers, offices: list[str | None], budget: Budget
) -> Numbers:
    """The same over hours: a line whose check no longer fits, in all or at its office, is passed over for the next."""
    chosen = np.zeros(len(order), bool)
    left = (budget.hours or 0.0) - float(hours[floor].sum())
    left_at = dict(budget.offices)
    for place in np.flatnonzero(floor).tolist():
        office = offices[place]
        if office in left_at:
            left_at[office] -= float(hours[place])
    least = float(hours.min()) if len(hours) else 0.0
    for place in order.tolist():
        if left < least:
            break
        needed, office = float(hours[place]), offices[place]
        if floor[place]:
            chosen[place] = True
        elif needed <= left and needed <= left_at.get(office or "", np.inf):
            chosen[place] = True
            left -= needed
            if office in left_at:
                left_at[office] -= needed
    return chosen
