"""Who is in steady trade: what the trader of each line brought in within the year before, whole columns at a time.

An importer that fills a store all year round is known: to the office, to its competitors and to its auditors. Of its
many lines few are illegal, so that each begins with less than one of a company that buys now and then. That is a
prior, not a pardon: signs weigh on its lines as on any other, and the random floor draws them by their mass. It moves
looks from large importers to small ones; whether too far is what the burden by size of trader tells (`burden`).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.screening.answering_for import NAMED, trader_keys
from tradewind.screening.seeing import Numbers
from tradewind.screening.worth import gas_kg

#: kg of gas within the year from which a trader is in steady trade, two to three full loads of cylinders: assumed.
STEADY_KG: Final = 30_000.0
YEAR: Final = 365
#: Room for the days of one trader in a key that sorts by trader, then day.
SPAN: Final = 1 << 20
_ASKED: Final = (
    *NAMED, "lodged_on", "in_frame", "code_kind", "net_mass_g", "gross_mass_g", "packages", "text_total_g",
    "text_package_g", "text_count", "charge_g", "text_charge_g", "equipment_units",
)  # fmt: skip
#: What a line counts with at most, kg: no ship carries a million tonnes, a mistyped line does.
_LARGEST_KG: Final = 1e9


def brought_kg(lines: pa.Table, moment: np.datetime64) -> Numbers:
    """kg of gas that the trader of each line in frame brought in within the year before the line; 0 of other lines, and
    where none is named. A line without a day is asked about as of the moment, and tells nothing of others."""
    brought = np.zeros(len(lines))
    places = np.flatnonzero(lines["in_frame"].to_numpy(zero_copy_only=False))
    inside = lines.select([n for n in _ASKED if n in lines.column_names]).take(pa.array(places))
    (trader,) = traders_of(inside)
    lodged = np.asarray(inside["lodged_on"].to_numpy(), "datetime64[D]")
    day = days(np.where(np.isnat(lodged), moment, lodged))
    grams_before, _ = trade_before(trader, lodged, gas_kg(inside), trader, day)
    brought[places] = np.where(trader >= 0, grams_before / 1000, 0.0)
    return brought


def trade_before(
    trader: Numbers, lodged_on: Numbers, kg: Numbers, asked: Numbers, day: Numbers
) -> tuple[Numbers, Numbers]:
    """Grams of the lines of each trader asked for in the year before its day, and the day of its first line, at most
    that day. The first three have one entry a line known; traders are numbers, -1 for none."""
    held = (trader >= 0) & ~np.isnat(lodged_on)
    keys = sorted_by(trader[held], days(lodged_on[held]))
    order = np.argsort(keys, kind="stable")
    keys, summed = keys[order], np.r_[0, np.cumsum(grams(kg[held][order]))]
    end = np.searchsorted(keys, sorted_by(asked, day))
    volume = summed[end] - summed[np.searchsorted(keys, sorted_by(asked, day - YEAR))]
    start = np.searchsorted(keys, sorted_by(asked, np.zeros(len(day))))
    first = np.where(start < end, keys[np.minimum(start, len(keys) - 1)] % SPAN, day) if len(keys) else day
    return volume, first


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


def days(stated: Numbers) -> Numbers:
    """Days as numbers, from 1900 on; NaT as NaN."""
    counted: Numbers = (stated.astype("datetime64[D]") - np.datetime64("1900-01-01")).astype(float)
    return np.where(np.isnat(stated), np.nan, counted)


def within_span(day: Numbers) -> Numbers:
    """Days as whole numbers that a key has room for; one that is not known, or before 1900, comes before all others."""
    within: Numbers = np.clip(np.nan_to_num(day, nan=0.0), 0, SPAN - 1).astype(np.int64)
    return within


def grams(kg: Numbers) -> Numbers:
    """Whole grams, which add up the same in any order; an unknown mass counts as none."""
    whole: Numbers = np.rint(np.clip(np.nan_to_num(kg), 0.0, _LARGEST_KG) * 1000).astype(np.int64)
    return whole


def sorted_by(trader: Numbers, day: Numbers) -> Numbers:
    """Keys that sort by trader, then day."""
    keys: Numbers = trader * SPAN + within_span(day)
    return keys
