"""Examples out of a warehouse: its inspected lines, screened again month by month with what was there in that month.

The lines of a month stand beside those of the twelve months before that say something of gas, and beside the registers
as far as they were dated by its end; the office's record is that of the day the month began. So no line is judged by
what came after it, and the cost grows with the months, not with their square.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.derivations import DERIVED
from tradewind.detectors.items import ITEM_DETECTORS
from tradewind.detectors.line_table import derived, speaking
from tradewind.screening.learning.examples import Examples, joined
from tradewind.screening.learning.facts import features_at, lodged, past_of
from tradewind.screening.learning.history import Past
from tradewind.screening.learning.outcomes import Outcomes, outcomes_of
from tradewind.screening.lines import Screening, no_rows
from tradewind.screening.record import lighter, record
from tradewind.screening.scoring import merged
from tradewind.screening.seeing import Numbers, Seen, see
from tradewind.screening.steady import traders_of
from tradewind.screening.worth import gas_kg
from tradewind.warehouse import Warehouse

#: Months of lines that are screened again at most, the latest: those who break the law change their ways. Assumed.
MOST_MONTHS: Final = 24
_BESIDE: Final = timedelta(days=366)
_LINES: Final = "declarations"
#: The day on which a row of a register came about; a register that is not here counts as it stands.
_DATED: Final = {
    "licences": "issued_on", "licence_uses": "used_on", "movements": "event_on", "zone_stock": "period_end",
}  # fmt: skip
_REGISTERS: Final = frozenset({*_DATED, "quotas", "traders"})
#: Days of a movement that are blank until they come.
_LATER: Final = ("arrived_on", "discharged_on")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The examples, and counts for the card: rows judged at a desk, rows whose line is not here, outcomes without a
    probability, outcomes of months too long ago."""

    examples: Examples
    at_desk: int
    unjoined: int
    unweighed: int
    too_old: int

    @property
    def about(self) -> dict[str, int]:
        """For the card."""
        return {
            "judged_at_desk_left_out": self.at_desk, "lines_not_here": self.unjoined,
            "without_probability": self.unweighed, "too_old_left_out": self.too_old,
        }  # fmt: skip


def gathered(warehouse: Warehouse, until: date, progress: Progress = lambda told: None) -> Gathered:
    """Every inspected line lodged before the day whose outcome was known before it."""
    held = set(warehouse.tables())
    rows = warehouse.current(_LINES).to_pyarrow() if _LINES in held else no_rows(_LINES)
    rows = rows.filter(pc.fill_null(pc.less(rows["lodged_on"], pa.scalar(until, pa.date32())), False))
    told = warehouse.current("inspections").to_pyarrow() if "inspections" in held else no_rows("inspections")
    progress(f"reading {len(rows):,} declaration items ...")
    every = derived(_not_past(rows))
    outcomes = outcomes_of(told, every, until)
    return _of(every, told, outcomes, _registers(warehouse, held), progress)


def _of(
    every: pa.Table, told: pa.Table, outcomes: Outcomes, registers: dict[str, pa.Table], progress: Progress
) -> Gathered:
    (trader,) = traders_of(every)
    past, day = past_of(every, trader, outcomes), lodged(every)
    month = day[outcomes.line].astype("datetime64[M]")
    wanted = np.unique(month)[-MOST_MONTHS:]
    parts = []
    for number, first in enumerate(wanted, 1):
        progress(f"screening {first} again, month {number} of {len(wanted)} ...")
        own = np.flatnonzero(month == first)
        seen, screening, places = _screened(every, day, told, registers, first)
        parts.append(_examples(outcomes, own, every, seen, screening, places, trader, past))
    too_old = int((month < wanted[0]).sum()) if len(wanted) else 0
    return Gathered(joined(parts), outcomes.at_desk, outcomes.unjoined, outcomes.unweighed, too_old)


def _examples(
    outcomes: Outcomes, own: Numbers, every: pa.Table, seen: Seen, screening: Screening, places: Numbers,
    trader: Numbers, past: Past,
) -> Examples:  # fmt: skip
    """The examples of one month; `places` are those of its lines among all."""
    at = outcomes.line[own]
    lines = every.take(pa.array(at))
    day = lodged(lines)
    features = features_at(
        screening.lines, screening.count, seen, trader[places], past, lodged(every.take(pa.array(places)))
    )
    return Examples(
        features.take(np.searchsorted(places, at)), outcomes.label[own], outcomes.weight[own], day,
        outcomes.result_on[own], _clusters(lines, trader[at]), gas_kg(lines), outcomes.invented[own],
    )  # fmt: skip


def _screened(
    every: pa.Table, day: Numbers, told: pa.Table, registers: dict[str, pa.Table], month: Any
) -> tuple[Seen, Screening, Numbers]:
    """The signs on the lines of a month, those lines with what stands beside them, and their places among all."""
    first = month.astype("datetime64[D]")
    after = (month + 1).astype("datetime64[D]")
    places = np.flatnonzero((day >= first) & (day < after))
    before = np.flatnonzero((day < first) & (day >= first - np.timedelta64(_BESIDE)))
    beside = before[speaking(every.take(pa.array(before))).to_numpy(zero_copy_only=False)]
    taken = every.take(pa.array(np.r_[places, beside]))
    begins = first.astype(date)
    known = told.filter(_until(told, ("result_on", "inspected_on"), begins - timedelta(days=1)))
    ends = after.astype(date) - timedelta(days=1)
    dated = {name: _as_of(name, rows, ends) for name, rows in registers.items()}
    canonical = taken.select([n for n in taken.column_names if n not in DERIVED.names])
    screening = _Month({_LINES: canonical, "inspections": known, **dated}, beside=taken.select(DERIVED.names))
    screening.count = len(places)
    seen = merged(see(screening, ITEM_DETECTORS))
    return merged(lighter(screening, seen, record(screening, seen, begins))), screening, places


class _Month(Screening):
    """A month's lines. Its tables are the same in every month, so that the questions are worked out once for all."""

    def tables(self) -> tuple[str, ...]:
        return tuple(sorted(self._tables))


def _registers(warehouse: Warehouse, held: set[str]) -> dict[str, pa.Table]:
    return {name: warehouse.current(name).to_pyarrow() for name in sorted(held & _REGISTERS)}


def _as_of(name: str, rows: pa.Table, on: date) -> pa.Table:
    """The rows of a register that had come about by the day."""
    if name in _DATED:
        rows = rows.filter(_until(rows, (_DATED[name],), on))
    if name == "movements":
        for column in _LATER:
            later = pc.greater(rows[column], pa.scalar(on, pa.date32()))
            known = pc.if_else(pc.fill_null(later, False), pa.scalar(None, pa.date32()), rows[column])
            rows = rows.set_column(rows.column_names.index(column), rows.schema.field(column), known)
    return rows


def _until(rows: pa.Table, columns: tuple[str, ...], on: date) -> pa.ChunkedArray:
    """Whether the first of these days that is stated is not after the day; a row without any is there."""
    day = pc.coalesce(*(rows[c] for c in columns))
    return pc.fill_null(pc.less_equal(day, pa.scalar(on, pa.date32())), True)


def _not_past(rows: pa.Table) -> pa.Table:
    """The rows as of their own day: what is the past now was not then, and had signs."""
    at = rows.column_names.index("historical")
    return rows.set_column(at, rows.schema.field(at), pa.nulls(len(rows), rows.schema.field(at).type))


def _clusters(lines: pa.Table, trader: Numbers) -> Numbers:
    """One number a trader; a line without one stands or falls with its declaration."""
    encoded = lines["declaration_id"].combine_chunks().dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    own = -2 - pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return np.where(trader >= 0, trader, own)
