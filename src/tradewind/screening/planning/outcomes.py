"""What inspections did to each line: one row a line, whole columns, for tables of burden and harm."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.screening.planning.budget import FLOOR_HOURS
from tradewind.screening.scoring import HOURS
from tradewind.screening.seeing import Numbers
from tradewind.tables.inspected import ILLEGAL, LAWFUL, ON_PAPER

#: Hours of a check that does not state them, by its depth: those assumed for a plan. Analysing takes opening as well.
_DEPTH_HOURS: Final = {
    "papers": HOURS["papers"], "weighed": HOURS["weigh"], "opened": HOURS["open"], "analysed": HOURS["open"],
}  # fmt: skip

#: The last inspection of each line, by its day. A sheet that was handed out and not filled in is no inspection; a row
#: without an item is of every item of its declaration.
_SQL: Final = """
    WITH happened AS (
        SELECT *, lower(trim(result)) AS said, coalesce(inspected_on, result_on) AS day FROM inspections
        WHERE inspected_on IS NOT NULL OR coalesce(trim(result), '') <> ''
    ), numbered AS (
        SELECT l.place, h.*, row_number() OVER (
            PARTITION BY l.place ORDER BY h.day DESC NULLS LAST, h.result_on DESC NULLS LAST, h.row_ref DESC
        ) AS nth
        FROM lines l JOIN happened h ON h.declaration_id = l.declaration_id AND (h.item IS NULL OR h.item = l.item)
    )
    SELECT place, said, day, result_on, depth, hours, lower(trim(chosen_by)) AS chosen_by
    FROM numbered WHERE nth = 1 ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One entry a line. `inspected`, and of those `illegal`, `on_paper`, `lawful` (the rest is undecided) are claims;
    `hours` of work and `days` from inspection to result are 0 where it was not inspected; `day` is the inspection's
    as days since 1970, -1 where none is known."""

    inspected: Numbers
    illegal: Numbers
    on_paper: Numbers
    lawful: Numbers
    hours: Numbers
    days: Numbers
    day: Numbers
    depth: pa.Array
    chosen_by: pa.Array

    def take(self, places: Numbers) -> Outcomes:
        """These entries, in this order."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        at = pa.array(places, pa.int64())
        return Outcomes(**{n: v.take(at) if isinstance(v, pa.Array) else v[places] for n, v in held.items()})


def outcomes_of(lines: pa.Table, inspections: pa.Table) -> Outcomes:
    """The last outcome of each line that is known in `inspections`; the lines have declaration_id and item."""
    keys = lines.select(["declaration_id", "item"]).append_column(
        "place", pa.array(np.arange(len(lines), dtype=np.int64))
    )
    with duckdb.connect() as engine:
        engine.register("lines", keys)
        engine.register("inspections", inspections)
        found = engine.sql(_SQL).to_arrow_table()
    at = found["place"].to_numpy().astype(np.int64)

    def claim(words: tuple[str, ...]) -> Numbers:
        said = pc.is_in(found["said"], value_set=pa.array(words)).to_numpy(zero_copy_only=False)
        return _spread(said, at, len(lines), False)

    assumed = pa.array(
        [_DEPTH_HOURS.get(d or "", FLOOR_HOURS) for d in found["depth"].to_pylist()], pa.float64()
    )
    hours = pc.coalesce(found["hours"], assumed).to_numpy()
    day = pc.fill_null(found["day"].cast(pa.int32()), -1).to_numpy()
    held = pc.subtract(found["result_on"].cast(pa.int32()), found["day"].cast(pa.int32()))
    days = np.maximum(pc.fill_null(held, 0).to_numpy(), 0)
    return Outcomes(
        inspected=_spread(np.ones(len(at), bool), at, len(lines), False),
        illegal=claim(ILLEGAL), on_paper=claim(ON_PAPER), lawful=claim(LAWFUL),
        hours=_spread(hours, at, len(lines), 0.0), days=_spread(days.astype(np.float64), at, len(lines), 0.0),
        day=_spread(day.astype(np.int64), at, len(lines), -1),
        depth=_texts(found["depth"], at, len(lines)), chosen_by=_texts(found["chosen_by"], at, len(lines)),
    )  # fmt: skip


def _spread(values: Numbers, at: Numbers, count: int, otherwise: float | bool) -> Numbers:
    made = np.full(count, otherwise, values.dtype)
    made[at] = values
    return made


def _texts(values: pa.ChunkedArray, at: Numbers, count: int) -> pa.Array:
    places = np.full(count, -1, np.int64)
    places[at] = np.arange(len(at))
    return values.combine_chunks().cast(pa.string()).take(pa.array(places, mask=places < 0))
