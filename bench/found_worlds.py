"""Months of invented worlds, screened as an office would screen them on the last day of each month."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.screening.learning.examples import Features
from tradewind.screening.learning.facts import features_of
from tradewind.screening.lines import Screening, no_rows
from tradewind.screening.planning.plan import suspected
from tradewind.screening.planning.strata import STRATA, stratum_of
from tradewind.screening.screened import Screened, screen
from tradewind.screening.worth import suspected_kg
from tradewind.simulation.world import WorldParameters
from tradewind.simulation.world.world import World, WorldMonth
from tradewind.tables import table

Numbers = np.ndarray[Any, np.dtype[Any]]
#: Months of declarations that stand beside the month that is screened.
BEHIND = 2


@dataclass
class Judged:
    """A month with its truth. Arrays have one entry a line of the month, which are the first lines of `screened`.

    `kg` is the mass that would be illegal, as the screening reckons it from papers; `illegal_kg` what is illegal.
    `undeclared_kg` never came before a declaration; it is no line's.
    """

    number: int
    last: date
    screened: Screened
    features: Features
    rules: Numbers
    kg: Numbers
    in_frame: Numbers
    stratum: Numbers
    illegal_kg: Numbers
    co2e_t: Numbers
    method: Numbers
    leaves_trace: Numbers
    undeclared_kg: float

    @property
    def count(self) -> int:
        return len(self.kg)

    @property
    def keys(self) -> pa.Table:
        """declaration_id and item of the lines."""
        return self.screened.lines.slice(0, self.count).select(["declaration_id", "item"])


class Office:
    """What an office holds of a world: lines and registers as they come in, and what was inspected."""

    def __init__(self, parameters: WorldParameters, seed: int, declarations: int) -> None:
        self.world = World(parameters, seed, declarations)
        self.registers: dict[str, list[pa.Table]] = {}
        self.lines: list[pa.Table] = []
        self.inspections: list[pa.Table] = []
        self._number = 0

    def skip(self, months: int) -> None:
        """Months that pass without a screening."""
        for _ in range(months):
            self._take(self.world.month(self._number))

    def next(self) -> Judged:
        """The next month, screened as of its last day."""
        month = self.world.month(self._number)
        number = self._number
        self._take(month)
        last = month.first.replace(day=calendar.monthrange(month.first.year, month.first.month)[1])
        given = {name: newest(name, canonical(name, pa.concat_tables(parts, promote_options="permissive")))
                 for name, parts in self.registers.items()}  # fmt: skip
        behind = [canonical("declarations", t, historical=True) for t in self.lines[-1 - BEHIND : -1]]
        given["declarations"] = pa.concat_tables([canonical("declarations", month.lines), *behind])
        if self.inspections:
            given["inspections"] = pa.concat_tables(self.inspections)
        screened = screen(Screening(given), last)
        return judged(number, last, screened, month)

    def write_down(self, rows: pa.Table) -> None:
        """Inspections that were made; the world's illegal actors learn of them."""
        self.inspections.append(canonical("inspections", rows))
        self.world.react(rows)

    def _take(self, month: WorldMonth) -> None:
        for name, rows in month.registers.items():
            self.registers.setdefault(name, []).append(rows)
        self.lines.append(month.lines)
        self._number += 1


def judged(number: int, last: date, screened: Screened, month: WorldMonth) -> Judged:
    """The month beside its truth."""
    count = month.lines.num_rows
    key = _keys(month.truth)
    at = pc.index_in(_keys(screened.lines.slice(0, count)), value_set=key)
    truth = month.truth.take(at)
    undeclared = month.truth.filter(pc.is_null(month.truth["declaration_id"]))
    own = screened.lines.slice(0, count)
    stratum = pc.index_in(stratum_of(own), value_set=pa.array(STRATA)).to_numpy(zero_copy_only=False)
    illegal = truth["illegal_g"].to_numpy() / 1000
    features = features_of(screened).take(np.arange(count))
    return Judged(
        number, last, screened, features, screened.scores.probability[:count],
        suspected_kg(own, suspected(screened)[:count]),
        own["in_frame"].to_numpy(zero_copy_only=False), stratum, illegal, screened.co2e_t[:count],
        pc.fill_null(truth["method"], 0).to_numpy(), truth["leaves_trace"].to_numpy(zero_copy_only=False),
        float(pc.sum(undeclared["illegal_g"]).as_py() or 0) / 1000,
    )  # fmt: skip


def canonical(name: str, rows: pa.Table, historical: bool = False) -> pa.Table:
    """Rows as a loaded file has them: every column of the table, in its type, and a reference."""
    schema = no_rows(name).schema
    filled = {
        field.name: _cast(rows[field.name], field.type) if field.name in rows.column_names
        else pa.nulls(len(rows), field.type)
        for field in schema
    }  # fmt: skip
    filled["row_ref"] = pa.array([f"{name}:{id(rows)}:{n}" for n in range(len(rows))], pa.string())
    if "historical" in filled:
        filled["historical"] = pa.array(np.full(len(rows), historical))
    return pa.table(filled, schema=schema)


def newest(name: str, rows: pa.Table) -> pa.Table:
    """One row a natural key, the last that came."""
    key = table(name).key
    last = (
        rows.append_column("_n", pa.array(np.arange(len(rows))))
        .group_by(list(key))
        .aggregate([("_n", "max")])
    )
    return rows.take(pa.array(np.sort(last["_n_max"].to_numpy())))


def _cast(column: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_list(wanted) and not pa.types.is_list(column.type):
        return pc.split_pattern(column, "; ").cast(wanted)
    return column.cast(wanted)


def _keys(rows: pa.Table) -> Any:
    joined = pc.binary_join_element_wise(rows["declaration_id"], rows["item"].cast(pa.string()), "/")
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined


def screened_months(
    parameters: WorldParameters, seed: int, declarations: int, months: int
) -> Iterator[Judged]:
    """Months in order, nothing inspected."""
    office = Office(parameters, seed, declarations)
    for _ in range(months):
        yield office.next()
