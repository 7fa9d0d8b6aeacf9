"""What inspections found, joined to lines: one outcome a line, as it was known on a day.

    illegal, offence                                     1
    compliant, paper_breach, nothing found, irregularity 0: the goods were what the law lets pass
    undecided, or no result yet                          NaN: censored, neither clean nor illegal

A line that nobody inspected has no outcome: it is unknown, not clean. A row without a day of inspection and without a
proof is somebody's judgement at a desk ("wrong because", "explained"): a weak label, never an inspection, and left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa

from tradewind.screening.seeing import Numbers
from tradewind.tables.inspected import BY_CHANCE, ILLEGAL, LAWFUL, ON_PAPER

#: Weight of an outcome whose probability nobody wrote down: that of a line sure to be chosen. Assumed: most such lines
#: were picked for a reason.
WITHOUT_PROBABILITY: Final = 1.0


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One entry a line with an outcome: its place among the lines, `label`, the day it became known, `weight` (1 / the
    probability of being chosen, not clipped) and whether it is invented. `at_desk` counts rows left out because nobody
    inspected, `unjoined` rows whose line is not here, `unweighed` outcomes without a probability."""

    line: Numbers
    label: Numbers
    result_on: Numbers
    weight: Numbers
    invented: Numbers
    at_desk: int = 0
    unjoined: int = 0
    unweighed: int = 0


def outcomes_of(inspections: pa.Table, lines: pa.Table, before: date | None = None) -> Outcomes:
    """The last decided outcome of each line that was known before the day, else that it is undecided.

    `lines` needs declaration_id, item and, to know invented ones, importer. A row without an item speaks of every item
    of its declaration; one without `result_on` was known on the day of inspection.
    """
    if not len(inspections) or not len(lines):
        return _outcomes(pa.table({}), 0, len(inspections))
    held = lines.select(["declaration_id", "item", "importer"]).append_column(
        "line", pa.array(np.arange(len(lines), dtype=np.int64))
    )
    told = inspections.select(list(_READ))
    with duckdb.connect() as engine:
        engine.register("lines", held)
        engine.register("rows", told)
        found = engine.sql(_SQL, params={"before": before or date.max, **_LISTS}).to_arrow_table()
        counts = engine.execute(_COUNTS, {"before": before or date.max}).fetchone() or (0, 0)
    return _outcomes(found, int(counts[0]), int(counts[1]))


_READ: Final = (
    "inspection_id", "declaration_id", "item", "inspected_on", "result_on", "result", "proof", "chosen_by",
    "chosen_probability", "floor_probability", "source", "note", "row_ref",
)  # fmt: skip
_LISTS: Final = {"illegal": list(ILLEGAL), "clean": [*LAWFUL, *ON_PAPER], "chance": list(BY_CHANCE)}
_KNOWN: Final = "coalesce(result_on, inspected_on)"
_AT_DESK: Final = "(inspected_on IS NULL AND proof IS NULL AND result IS NOT NULL)"
_SQL: Final = f"""
WITH told AS (
    SELECT *, {_KNOWN} AS known_on, lower(trim(result)) AS said,
           CASE WHEN lower(trim(result)) IN $illegal THEN 1.0 WHEN lower(trim(result)) IN $clean THEN 0.0 END AS label
    FROM rows WHERE {_KNOWN} < $before AND NOT {_AT_DESK}
)
SELECT lines.line, label, known_on,
       CASE WHEN chosen_probability > 0 AND chosen_probability <= 1 THEN 1 / chosen_probability
            WHEN chosen_by IN $chance AND floor_probability > 0 AND floor_probability <= 1 THEN 1 / floor_probability
       END AS weight,
       contains(lower(concat_ws(' ', source, note, importer)), 'invented')
       OR contains(lower(concat_ws(' ', source, note)), 'synthetic') AS invented
FROM told JOIN lines ON told.declaration_id = lines.declaration_id AND (told.item IS NULL OR told.item = lines.item)
QUALIFY row_number() OVER (
    PARTITION BY lines.line
    ORDER BY label IS NOT NULL DESC, known_on DESC, label DESC NULLS LAST, told.inspection_id, told.row_ref
) = 1
ORDER BY lines.line
"""
_COUNTS: Final = f"""
SELECT count(*) FILTER (WHERE {_AT_DESK}),
       count(*) FILTER (WHERE NOT {_AT_DESK} AND declaration_id NOT IN (
           SELECT declaration_id FROM lines WHERE declaration_id IS NOT NULL))
FROM rows WHERE {_KNOWN} < $before
"""


def _outcomes(found: pa.Table, at_desk: int, unjoined: int) -> Outcomes:
    if not len(found):
        days = np.zeros(0, "datetime64[D]")
        empty = np.zeros(0)
        return Outcomes(np.zeros(0, np.int64), empty, days, empty, np.zeros(0, bool), at_desk, unjoined)
    weight = found["weight"].to_numpy().astype(float)
    return Outcomes(
        found["line"].to_numpy(), found["label"].to_numpy().astype(float),
        found["known_on"].to_numpy().astype("datetime64[D]"),
        np.where(np.isnan(weight), WITHOUT_PROBABILITY, weight),
        found["invented"].to_numpy().astype(bool), at_desk, unjoined, int(np.isnan(weight).sum()),
    )  # fmt: skip
