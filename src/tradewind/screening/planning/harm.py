"""Harm to lawful trade, beside what was found: what a number of inspections cost those who had done nothing wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from tradewind.screening.seeing import Numbers


@dataclass(frozen=True, slots=True)
class Harm:
    """Of the lines inspected: `honest` had nothing illegal and no fault on paper, `illegal` were found so.

    `honest_per_illegal` is None where nothing was found. `hours` and `days_held` are those of honest lines together.
    `again` are honest stops of a trader whose stop before was honest too; `traders_again` how many traders those are.
    """

    inspected: int
    illegal: int
    honest: int
    honest_per_illegal: float | None
    hours: float
    days_held: float
    again: int
    traders_again: int

    def as_dict(self) -> dict[str, Any]:
        """Keys as the attributes."""
        return asdict(self)


def harm_of(
    trader: Sequence[str | None] | pa.Array | Numbers,
    day: Numbers,
    illegal: Numbers,
    honest: Numbers,
    hours: Numbers,
    days_held: Numbers,
) -> Harm:
    """The harm of inspected lines, one entry a line; `day` orders the stops of a trader, and all lines of a trader on
    one day are one stop: honest where none of them was illegal and one was honest.

    >>> harm_of(["A", "A", "A", "B"], np.array([1, 2, 3, 1]), np.array([False, False, True, False]),
    ...         np.array([True, True, False, True]), np.ones(4), np.array([0, 3, 5, 0])).again
    1
    """
    names = trader.to_pylist() if isinstance(trader, pa.Array) else list(trader)
    known = np.array([name is not None for name in names], bool)
    found, total = int(illegal.sum()), int(honest.sum())
    who = np.unique(np.array([name or "" for name in names]), return_inverse=True)[1]
    again, traders = _again(who[known], day[known], illegal[known], honest[known])
    return Harm(
        inspected=len(names), illegal=found, honest=total,
        honest_per_illegal=round(total / found, 3) if found else None,
        hours=round(float(hours[honest].sum()), 3), days_held=float(days_held[honest].sum()),
        again=again, traders_again=traders,
    )  # fmt: skip


def _again(who: Numbers, day: Numbers, illegal: Numbers, honest: Numbers) -> tuple[int, int]:
    """Honest stops that follow an honest stop of the same trader, and how many traders had one."""
    if not len(who):
        return 0, 0
    stops, at = np.unique(np.stack([who, day.astype(np.int64)]), axis=1, return_inverse=True)
    count = stops.shape[1]
    is_honest = (np.bincount(at, honest, count) > 0) & (np.bincount(at, illegal, count) == 0)
    # Stops are ordered by trader, then by day.
    follows = is_honest[1:] & is_honest[:-1] & (stops[0, 1:] == stops[0, :-1])
    return int(follows.sum()), len(np.unique(stops[0, 1:][follows]))
