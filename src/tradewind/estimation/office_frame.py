"""The frame of an office's period, read from a warehouse: lines by stratum, what chance drew, what others stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_table import derived
from tradewind.errors import RequestError
from tradewind.estimation import texts
from tradewind.estimation.frame import Frame, Numbers, Places
from tradewind.estimation.sensitivity import ENOUGH, UNEVENNESS, Sensitivity, counted
from tradewind.quantities import GRAMS_PER_KG
from tradewind.screening.answering_for import NAMED, trader_keys
from tradewind.screening.planning.strata import STRATA, stratum_of
from tradewind.tables import table
from tradewind.tables.inspected import BY_CHANCE, ILLEGAL, LAWFUL, ON_PAPER

#: Words of `inspections.chosen_by`: drawn by chance; by chance and by the risk list; a load the office laid itself; a
#: second inspection by people who do not know the first. Every other word is a reason to look.
_WORDS: Final = {
    "chance": list(BY_CHANCE), "both": ["both"], "planted": ["planted", "planted load"],
    "second": ["second look", "blind second look"], "illegal": list(ILLEGAL), "lawful": [*LAWFUL, *ON_PAPER],
}  # fmt: skip

_TOLD: Final = """
WITH told AS (
    SELECT *, lower(trim(coalesce(chosen_by, ''))) AS how, lower(trim(coalesce(depth, ''))) AS deep,
           CASE WHEN lower(trim(result)) IN $illegal THEN 1 WHEN lower(trim(result)) IN $lawful THEN 0 END AS is_illegal
    FROM inspections
), kinds AS (
    SELECT *, CASE WHEN how IN $chance THEN coalesce(floor_probability, chosen_probability)
                   WHEN how IN $both THEN floor_probability END AS p,
           how IN $chance OR how IN $both AS by_chance
    FROM told
)"""
#: One row a line that any inspection is about. Of several rows of the floor a decided one counts before an open one,
#: then the latest.
_LINES: Final = (
    _TOLD
    + """, joined AS (
    SELECT l.place, k.*, l.net_mass_g, l.gross_mass_g, by_chance AND p > 0 AND p <= 1 AS is_drawn
    FROM kinds k JOIN lines l ON k.declaration_id = l.declaration_id AND (k.item IS NULL OR k.item = l.item)
), drawn AS (
    SELECT place, p, deep, is_illegal, mass_found_g IS NULL AND is_illegal = 1 AS is_mass_assumed,
           CASE is_illegal WHEN 0 THEN 0
                           WHEN 1 THEN coalesce(mass_found_g, net_mass_g, gross_mass_g, 0) END AS found_g
    FROM joined WHERE is_drawn
    QUALIFY row_number() OVER (
        PARTITION BY place ORDER BY is_illegal IS NULL, coalesce(result_on, inspected_on) DESC NULLS LAST, row_ref DESC
    ) = 1
), looked AS (
    SELECT place, coalesce(bool_or(is_drawn), false) AS is_drawn,
           coalesce(bool_or(by_chance AND NOT coalesce(is_drawn, false)), false) AS is_without,
           bool_or(how NOT IN $chance AND how NOT IN $planted AND how NOT IN $second) AS is_chosen,
           bool_or(how IN $planted) AS is_planted
    FROM joined GROUP BY place
)
SELECT l.*, d.p, d.deep, d.found_g, coalesce(d.is_mass_assumed, false) AS is_mass_assumed
FROM looked l LEFT JOIN drawn d ON l.place = d.place ORDER BY l.place"""
)
_PLANTED: Final = (
    _TOLD
    + """
SELECT deep, sum(is_illegal)::BIGINT AS found, count(*) AS known FROM kinds
WHERE how IN $planted AND is_illegal IS NOT NULL GROUP BY deep ORDER BY deep"""
)
#: Only lines that the second look was chosen for by lot tell of the first: that is what a blind second look is.
_SECOND: Final = (
    _TOLD
    + """, pairs AS (
    SELECT f.deep, f.is_illegal AS first_found, s.is_illegal AS second_found
    FROM kinds s JOIN kinds f ON s.declaration_id = f.declaration_id AND s.item IS NOT DISTINCT FROM f.item
    WHERE s.how IN $second AND f.how NOT IN $second AND f.how NOT IN $planted
      AND s.is_illegal IS NOT NULL AND f.is_illegal IS NOT NULL
)
SELECT deep, sum(first_found)::BIGINT AS first, sum(second_found)::BIGINT AS second,
       sum(first_found * second_found)::BIGINT AS both FROM pairs GROUP BY deep ORDER BY deep"""
)
_COLUMNS: Final = (
    "declaration_id", "item", "row_ref", "net_mass_g", "gross_mass_g", *NAMED, "ucr", "previous_document",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfficeFrame:
    """A frame with what it leaves out. Counts of lines: `drawn_and_chosen` by the floor that the risk list chose too;
    `without_probability` drawn by chance that nobody wrote the probability of; `mass_unknown` of no declared mass,
    which count with the median of their stratum; `found_unweighed` found illegal without a mass, which count with the
    declared one; `undated` in the warehouse without a day. `looks` are loads found by a first look, by a blind second
    one and by both, where there are second looks."""

    frame: Frame
    by_depth: Mapping[str, Sensitivity]
    looks: tuple[int, int, int] | None
    drawn_and_chosen: int
    without_probability: int
    mass_unknown: int
    found_unweighed: int
    undated: int


def office_frame(warehouse: Holdings, first: date, last: date) -> OfficeFrame:
    """All declaration items lodged from `first` to `last`, both included, with their strata and inspections.

    RequestError where the days are in the wrong order, or no line was lodged between them.
    """
    if first > last:
        raise RequestError(f"the period ends on {last}, before it begins on {first}")
    if "declarations" not in warehouse.tables():
        raise RequestError("there is no declaration in the warehouse; load some first")
    rows = warehouse.current("declarations")
    lines = derived(rows.filter(rows.lodged_on.between(first, last)).to_pyarrow())
    if not len(lines):
        raise RequestError(f"no line in the warehouse was lodged from {first} to {last}")
    undated = int(rows.filter(rows.lodged_on.isnull()).count().to_pyarrow().as_py())
    held = (
        warehouse.current("inspections").to_pyarrow()
        if "inspections" in warehouse.tables()
        else pa.schema([*table("inspections").arrow, pa.field("row_ref", pa.string())]).empty_table()
    )
    stratum = pc.index_in(stratum_of(lines), value_set=pa.array(STRATA)).to_numpy(zero_copy_only=False)
    kept = lines.select(list(_COLUMNS))
    told, planted, second = _told(kept, held)
    return _framed(kept, stratum.astype(np.int64), told, undated, planted, second)


def _told(lines: pa.Table, inspections: pa.Table) -> tuple[pa.Table, pa.Table, pa.Table]:
    """What the inspections say of the lines, of planted loads and of second looks."""
    placed = lines.append_column("place", pa.array(np.arange(len(lines), dtype=np.int64)))
    with duckdb.connect() as engine:
        engine.register("lines", placed)
        engine.register("inspections", inspections)

        def asked(sql: str) -> pa.Table:
            used = {name: words for name, words in _WORDS.items() if f"${name}" in sql}
            return engine.sql(sql, params=used).to_arrow_table()

        return asked(_LINES), asked(_PLANTED), asked(_SECOND)


def _framed(
    lines: pa.Table, stratum: Places, told: pa.Table, undated: int, planted: pa.Table, second: pa.Table
) -> OfficeFrame:
    count = len(lines)
    at = told["place"].to_numpy()
    drawn, chosen, without, laid, unweighed = (
        _spread(told[name], at, count, False).astype(bool)
        for name in ("is_drawn", "is_chosen", "is_without", "is_planted", "is_mass_assumed")
    )
    probability = _spread(told["p"], at, count, np.nan)
    found = _spread(told["found_g"], at, count, np.nan) / GRAMS_PER_KG
    depths = ("", *sorted({d for d in told["deep"].to_pylist() if d}))
    deep = pc.fill_null(pc.index_in(pc.fill_null(told["deep"], ""), value_set=pa.array(depths)), 0)
    depth = _spread(deep, at, count, 0).astype(np.int64)
    mass, unknown = _declared_kg(lines, stratum)
    keep = ~laid
    # A line that chance drew and whose probability nobody knows was looked at, and stands for no other line.
    chosen |= without & ~drawn
    frame = Frame(
        STRATA, stratum[keep], mass[keep], drawn[keep], probability[keep], chosen[keep], found[keep],
        tuple(key[keep] for key in _clusters(lines)), depth[keep], depths,
    )  # fmt: skip
    return OfficeFrame(
        frame, _by_depth(planted, second), _looks(second), int((drawn & chosen & keep).sum()),
        int((without & ~drawn & keep).sum()), int((unknown & keep).sum()),
        int((unweighed & keep & ~chosen).sum()), undated,
    )  # fmt: skip


def _declared_kg(lines: pa.Table, stratum: Places) -> tuple[Numbers, Any]:
    """Gross mass, else net mass, else the median of the stratum; and of which lines neither is known."""
    stated = [
        pc.if_else(pc.greater_equal(lines[n], 0), lines[n], None) for n in ("gross_mass_g", "net_mass_g")
    ]
    mass: Numbers = pc.coalesce(*stated).cast(pa.float64()).to_numpy() / GRAMS_PER_KG
    unknown = np.isnan(mass)
    for n in range(len(STRATA)):
        here = stratum == n
        known = mass[here & ~unknown]
        mass[here & unknown] = np.median(known) if len(known) else 1.0
    return mass, unknown


def _clusters(lines: pa.Table) -> tuple[Places, ...]:
    """Which declaration, trader and lot a line belongs to; what is not named belongs to nothing but itself."""
    lot = pc.coalesce(lines["ucr"], lines["previous_document"])
    made = []
    for names in (lines["declaration_id"].combine_chunks(), trader_keys(lines), lot.combine_chunks()):
        numbers = pc.fill_null(names.dictionary_encode().indices, -1)
        key = numbers.to_numpy(zero_copy_only=False).astype(np.int64)
        alone = key < 0
        key[alone] = len(lines) + np.flatnonzero(alone)
        made.append(key)
    return tuple(made)


def _by_depth(planted: pa.Table, second: pa.Table) -> dict[str, Sensitivity]:
    """From planted loads where there are enough, else from second looks."""
    made = {
        row["deep"]: counted(row["both"], row["second"], texts.SECOND_LOOKS, UNEVENNESS)
        for row in second.to_pylist()
        if row["second"] >= ENOUGH
    }
    return made | {
        row["deep"]: counted(row["found"], row["known"], texts.PLANTED)
        for row in planted.to_pylist()
        if row["known"] >= ENOUGH
    }


def _looks(second: pa.Table) -> tuple[int, int, int] | None:
    if not len(second):
        return None
    first, again, both = (int(pc.sum(second[name]).as_py()) for name in ("first", "second", "both"))
    return first, again, both


def _spread(values: Any, at: Any, count: int, otherwise: float | bool) -> Numbers:
    """A column of some lines as one of all lines; `otherwise` where it says nothing."""
    made = np.full(count, otherwise, np.float64)
    made[at] = pc.fill_null(values.cast(pa.float64()), float(otherwise)).to_numpy()
    return made
