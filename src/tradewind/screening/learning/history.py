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
YEAR: Final = 365
#: Room for the days of one trader in a key that sorts by trader, then day.
_SPAN: Final = 1 << 20
#: What a line counts with at most, kg: no ship carries a million tonnes, a mistyped line does.
_LARGEST_KG: Final = 1e9


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
        held = (self.trader >= 0) & ~np.isnat(self.lodged_on)
        keys = _keys(self.trader[held], days(self.lodged_on[held]))
        order = np.argsort(keys, kind="stable")
        keys, summed = keys[order], np.r_[0, np.cumsum(grams(self.kg[held][order]))]
        end = np.searchsorted(keys, _keys(trader, day))
        volume = summed[end] - summed[np.searchsorted(keys, _keys(trader, day - YEAR))]
        start = np.searchsorted(keys, _keys(trader, np.zeros(len(day))))
        first = (
            np.where(start < end, keys[np.minimum(start, len(keys) - 1)] % _SPAN, day) if len(keys) else day
        )
        return volume, first

    def _is_first_year(self, first: Numbers, day: Numbers) -> Numbers:
        """1 in a trader's first year, 0 after it, NaN while the lines reach back less than a year themselves."""
        held = self.lodged_on[~np.isnat(self.lodged_on)]
        begins = float(days(held).min()) if len(held) else np.inf
        is_first = (day - first < YEAR).astype(float)
        return np.where((is_first > 0) & (day - begins < YEAR), np.nan, is_first)


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
    keys = np.sort(_keys(of[held], days(on[held])))
    end = np.searchsorted(keys, _keys(trader, at))
    start = np.searchsorted(keys, _keys(trader, at - _REMEMBERED_DAYS))
    count = (end - start).astype(float)
    if not len(keys):
        return count, np.full(len(at), np.nan)
    last = np.where(count > 0, keys[np.maximum(end - 1, 0)] % _SPAN, np.nan)
    return count, last


def days(stated: Numbers) -> Numbers:
    """Days as numbers, from 1900 on; NaT as NaN."""
    counted: Numbers = (stated.astype("datetime64[D]") - np.datetime64("1900-01-01")).astype(float)
    return np.where(np.isnat(stated), np.nan, counted)


def within_span(day: Numbers) -> Numbers:
    """Days as whole numbers that a key has room for; one that is not known, or before 1900, comes before all others."""
    within: Numbers = np.clip(np.nan_to_num(day, nan=0.0), 0, _SPAN - 1).astype(np.int64)
    return within


def grams(kg: Numbers) -> Numbers:
    """Whole grams, which add up the same in any order; an unknown mass counts as none."""
    whole: Numbers = np.rint(np.clip(np.nan_to_num(kg), 0.0, _LARGEST_KG) * 1000).astype(np.int64)
    return whole


def _keys(trader: Numbers, day: Numbers) -> Numbers:
    """Keys that sort by trader, then day."""
    keys: Numbers = trader * _SPAN + within_span(day)
    return keys
