"""The groups among which a burden is compared. They are measured, and no list is made by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.screening.answering_for import trader_keys
from tradewind.screening.seeing import Numbers

NOT_STATED: Final = "not stated"
NOT_KNOWN: Final = "not known"
#: A trader's lines of gas and equipment in the period, and what its size is called: assumed.
SIZES: Final = ((50, "large: 50 lines and more"), (5, "medium: 5 to 49 lines"), (1, "small: 1 to 4 lines"))
FIRST_YEAR: Final = "first year"
LATER: Final = "later"
_YEAR_DAYS: Final = 365
#: Groups of fewer lines are put together: an interval over them tells nothing, and a row of one line names its trader.
FEWEST_LINES: Final = 20
TOGETHER: Final = f"others, each under {FEWEST_LINES} lines"


def groups_of(lines: pa.Table, traders: pa.Table | None) -> Mapping[str, pa.Array]:
    """The group of each line by dimension: origin, trader_size, first_year, office. `traders` is the register."""
    return {
        "origin": _merged(pc.fill_null(lines["origin"], NOT_STATED)),
        "trader_size": _sizes(trader_keys(lines)),
        "first_year": _first_year(lines, traders),
        "office": _merged(pc.fill_null(lines["office"], NOT_STATED)),
    }


def _merged(groups: pa.ChunkedArray) -> pa.Array:
    """Groups with too few lines as one."""
    counts = pc.value_counts(groups.combine_chunks().cast(pa.string()))
    few = counts.field("values").filter(pc.less(counts.field("counts"), FEWEST_LINES))
    return pc.if_else(pc.is_in(groups, value_set=few), TOGETHER, groups.cast(pa.string())).combine_chunks()


def _sizes(traders: pa.Array) -> pa.Array:
    keys = traders.dictionary_encode()
    at = pc.fill_null(keys.indices, len(keys.dictionary)).to_numpy(zero_copy_only=False)
    lines = np.bincount(at, minlength=len(keys.dictionary) + 1)[at]
    sizes = np.select([lines >= least for least, _ in SIZES], [word for _, word in SIZES], NOT_STATED)
    return pc.if_else(pc.is_valid(traders), pa.array(sizes.tolist(), pa.string()), NOT_STATED)


def _first_year(lines: pa.Table, traders: pa.Table | None) -> pa.Array:
    """Whether the line was lodged within a year of its importer's registration."""
    registered = _registered(lines["importer_id"].combine_chunks(), traders)
    age = _days(lines["lodged_on"]) - registered
    words = np.where(age < _YEAR_DAYS, FIRST_YEAR, LATER)
    return pa.array(np.where(np.isnan(age), NOT_KNOWN, words).tolist(), pa.string())


def _registered(numbers: pa.Array, traders: pa.Table | None) -> Numbers:
    """Day of registration of each number, NaN where the register does not tell."""
    if traders is None or not len(traders):
        return np.full(len(numbers), np.nan)
    places = pc.index_in(numbers, value_set=traders["trader_id"].combine_chunks())
    return _days(traders["registered_on"].take(places))


def _days(dates: pa.ChunkedArray) -> Numbers:
    days: Numbers = pc.fill_null(dates.cast(pa.int32()).cast(pa.float64()), np.nan).to_numpy()
    return days
