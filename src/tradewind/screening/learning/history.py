"""What was known of a line's trader when the line was scored: outcomes by the day their result came, trade by the day
it was lodged.

A result that came on the day or after it is not yet known. A breach is forgotten after 36 months. Outcomes count, not
that somebody was inspected: whoever is looked at often is not thereby suspect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from tradewind.screening.seeing import Numbers
from tradewind.screening.steady import SPAN, YEAR, days, sorted_by, trade_before
from tradewind.tables.inspected import REMEMBERED_MONTHS

_DAYS_A_MONTH: Final = 365.25 / 12
_REMEMBERED_DAYS: Final = round(REMEMBERED_MONTHS * _DAYS_A_MONTH)


@dataclass(frozen=True, slots=True)
class Past:
    """Outcomes and lines by trader, as numbers that mean nothing outside. `trader` and `lodged_on`, `kg` have one
    entry a line known (trader -1 where none is named); `of`, `result_on`, `illegal` one an outcome that was decided."""

    trader: Numbers
    lodged_on: Numbers
    kg: Numbers
    of: Numbers
    result_on: Numbers
    illegal: Numbers

    def facts(self, trader: Numbers, lodged_on: Numbers, moment: Numbers) -> dict[str, Numbers]:
        """By name of a fact, one entry a line asked for: its trader, the day it was lodged, and the day before which
        results count. NaN where no trader is named or, for months, where there is nothing to count from."""
        known = trader >= 0
        day, at = days(lodged_on), days(moment)
        found = self.illegal.astype(bool)
        finds, last = _outcomes(self.of[found], self.result_on[found], trader, at)
        clean, _ = _outcomes(self.of[~found], self.result_on[~found], trader, at)
        volume, first = self.trade(trader, day)
        months = (day - first) / _DAYS_A_MONTH
        told = {
            "finds": np.log1p(finds), "clean": np.log1p(clean), "months_since_find": (at - last) / _DAYS_A_MONTH,
            "volume": np.log1p(volume / 1000), "months_known": np.minimum(months, 12.0),
            "first_year": self._is_first_year(first, day),
        }  # fmt: skip
        return {name: np.where(known, values, np.nan) for name, values in told.items()}

    def trade(self, trader: Numbers, day: Numbers) -> tuple[Numbers, Numbers]:
        """Grams of the trader's lines in the year before each day, and the day of its first line, at most that day."""
        return trade_before(self.trader, self.lodged_on, self.kg, trader, day)

    def _is_first_year(self, first: Numbers, day: Numbers) -> Numbers:
        """1 in a trader's first year, 0 after it, NaN while the lines reach back less than a year themselves."""
        held = self.lodged_on[~np.isnat(self.lodged_on)]
        begins = float(days(held).min()) if len(held) else np.inf
        is_first = (day - first < YEAR).astype(float)
        return np.where((is_first > 0) & (day - begins < YEAR), np.nan, is_first)


def _outcomes(of: Numbers, on: Numbers, trader: Numbers, at: Numbers) -> tuple[Numbers, Numbers]:
    """How many of these outcomes each trader had in the 36 months before, and the day of the last; NaN for none."""
    held = (of >= 0) & ~np.isnat(on)
    keys = np.sort(sorted_by(of[held], days(on[held])))
    end = np.searchsorted(keys, sorted_by(trader, at))
    start = np.searchsorted(keys, sorted_by(trader, at - _REMEMBERED_DAYS))
    count = (end - start).astype(float)
    if not len(keys):
        return count, np.full(len(at), np.nan)
    last = np.where(count > 0, keys[np.maximum(end - 1, 0)] % SPAN, np.nan)
    return count, last
