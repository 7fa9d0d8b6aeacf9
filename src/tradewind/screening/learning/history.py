"""What was known of a line's trader when the line was scored: outcomes by the day their result came, trade by the day
it was lodged.

A result that came on the day or after it is not yet known. A breach is forgotten after 36 months. Outcomes count, not
that somebody was inspected: whoever is looked at often is not thereby suspect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.screening.answering_for import trader_keys
from tradewind.screening.seeing import Numbers

#: Months after which an outcome no longer counts for or against a trader: stated by the project, not estimated.
REMEMBERED_MONTHS: Final = 36
_DAYS_A_MONTH: Final = 365.25 / 12
_REMEMBERED_DAYS: Final = round(REMEMBERED_MONTHS * _DAYS_A_MONTH)
_YEAR: Final = 365
#: Room for the days of one trader in a key that sorts by trader, then day.
_SPAN: Final = 1 << 20
#: Who answers for a line, first to last.


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
        day, at = _days(lodged_on), _days(moment)
        found = self.illegal.astype(bool)
        finds, last = _outcomes(self.of[found], self.result_on[found], trader, at)
        clean, _ = _outcomes(self.of[~found], self.result_on[~found], trader, at)
        volume, first = self._trade(trader, day)
        months = (day - first) / _DAYS_A_MONTH
        told = {
            "finds": np.log1p(finds), "clean": np.log1p(clean), "months_since_find": (at - last) / _DAYS_A_MONTH,
            "volume": np.log1p(volume), "months_known": np.minimum(months, 12.0),
            "first_year": self._is_first_year(first, day),
        }  # fmt: skip
        return {name: np.where(known, values, np.nan) for name, values in told.items()}

    def _trade(self, trader: Numbers, day: Numbers) -> tuple[Numbers, Numbers]:
        """kg of the trader's lines in the year before each day, and the day of its first line."""
        held = (self.trader >= 0) & ~np.isnat(self.lodged_on)
        keys = self.trader[held] * _SPAN + _days(self.lodged_on[held]).astype(np.int64)
        order = np.argsort(keys, kind="stable")
        keys, kg = keys[order], np.nan_to_num(self.kg[held][order])
        summed = np.r_[0.0, np.cumsum(kg)]
        end = np.searchsorted(keys, _keys(trader, day))
        volume = summed[end] - summed[np.searchsorted(keys, _keys(trader, day - _YEAR))]
        start = np.searchsorted(keys, _keys(trader, np.zeros(len(day))))
        first = (
            np.where(start < end, keys[np.minimum(start, len(keys) - 1)] % _SPAN, day) if len(keys) else day
        )
        return volume, first

    def _is_first_year(self, first: Numbers, day: Numbers) -> Numbers:
        """1 in a trader's first year, 0 after it, NaN while the lines reach back less than a year themselves."""
        held = self.lodged_on[~np.isnat(self.lodged_on)]
        begins = float(_days(held).min()) if len(held) else np.inf
        is_first = (day - first < _YEAR).astype(float)
        return np.where((is_first > 0) & (day - begins < _YEAR), np.nan, is_first)


def traders_of(*tables: pa.Table) -> list[Numbers]:
    """A number for the trader that answers for each line, the same for the same trader in all tables, -1 for none."""
    codes: dict[str, int] = {}
    numbers = []
    for lines in tables:
        encoded = trader_keys(lines).dictionary_encode()
        own = [codes.setdefault(name, len(codes)) for name in encoded.dictionary.to_pylist()]
        places = pc.fill_null(encoded.indices, len(own)).to_numpy(zero_copy_only=False)
        numbers.append(np.array([*own, -1], np.int64)[places])
    return numbers


def _outcomes(of: Numbers, on: Numbers, trader: Numbers, at: Numbers) -> tuple[Numbers, Numbers]:
    """How many of these outcomes each trader had in the 36 months before, and the day of the last; NaN for none."""
    held = (of >= 0) & ~np.isnat(on)
    keys = np.sort(of[held] * _SPAN + _days(on[held]).astype(np.int64))
    end = np.searchsorted(keys, _keys(trader, at))
    start = np.searchsorted(keys, _keys(trader, at - _REMEMBERED_DAYS))
    count = (end - start).astype(float)
    if not len(keys):
        return count, np.full(len(at), np.nan)
    last = np.where(count > 0, keys[np.maximum(end - 1, 0)] % _SPAN, np.nan)
    return count, last


def _days(days: Numbers) -> Numbers:
    """Days as numbers, so that none is negative; NaT as NaN."""
    counted: Numbers = (days.astype("datetime64[D]") - np.datetime64("1900-01-01")).astype(float)
    return np.where(np.isnat(days), np.nan, counted)


def _keys(trader: Numbers, day: Numbers) -> Numbers:
    """Keys that sort by trader, then day; a day that is not known comes before all others."""
    within = np.clip(np.nan_to_num(day, nan=0.0), 0, _SPAN - 1).astype(np.int64)
    keys: Numbers = trader * _SPAN + within
    return keys
