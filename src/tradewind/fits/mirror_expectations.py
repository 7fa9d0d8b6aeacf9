"""Expectations of mirror ratios as two small tables that a detector joins to: by pair, and by size.

Totals over all goods calibrate the effects of exporters and importers, because nearly every pair of countries
trades something. A year without enough two-sided totals borrows the nearest year's; without any year, the
calibration shipped with us stands in (totals of 2009), with no effects and a wider scale.

Where totals of earlier years exist, the change of each pair against the mean of its own past is fitted too, by
the same model without freight, since what is constant in a pair cancels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.fits.mirror_bands import (
    FOLDS,
    LEAST_PAIRS,
    Bands,
    Judge,
    bands,
    centre_of,
    folds_of,
    scatter_of,
)  # fmt: skip
from tradewind.fits.mirror_pairs import Floats, Pairs, pairs_from
from tradewind.fits.mirror_shipped import shipped_judges

#: The curve over size in steps of a tenth, from a cent to 10^13 dollars.
STEPS_PER_UNIT: Final = 10
FIRST_STEP, LAST_STEP = -50, 300

_PAIR: Final = pa.schema(
    [
        ("exporter", pa.string()), ("importer", pa.string()), ("year", pa.int64()), ("fold", pa.int64()),
        ("basis_year", pa.int64()), ("centre", pa.float64()), ("log_scatter", pa.float64()),
        ("change_centre", pa.float64()), ("change_log_scatter", pa.float64()),
    ]
)  # fmt: skip
_SIZE: Final = pa.schema(
    [
        ("year", pa.int64()), ("fold", pa.int64()), ("step", pa.int64()), ("log_scale", pa.float64()),
        ("change_log_scale", pa.float64()),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expectations:
    """`by_pair`: exporter, importer, year, fold, basis_year (null where the shipped calibration stands in),
    centre, log_scatter, and the same of the change against the own past (null where no past year of totals is
    held). `by_size`: year, fold, step (tenths of ln USD), log_scale, change_log_scale."""

    by_pair: pa.Table
    by_size: pa.Table


def expectations(
    totals: pa.Table, wanted: pa.Table, *, freight: bool = True, for_mass: bool = False
) -> Expectations:
    """What each wanted pair's ratio should be.

    `totals` has exporter, importer, year, imported, exported and size (ln USD), one row a pair and year, or one
    a `commodity` too; `wanted` has exporter, importer, year. `freight` is false where the figures are masses;
    `for_mass` takes the effects that values give and leaves out what freight makes.
    """
    held = _Held(totals, freight)
    by_pair, by_size = [], []
    for year in sorted(set(wanted["year"].to_pylist())):
        asked = wanted.filter(pc.equal(wanted["year"], year))
        basis = held.nearest(year)
        others = (asked["exporter"].to_pylist(), asked["importer"].to_pylist())
        level, change, pairs = held.judges(basis, *others)
        if for_mass:
            level = [replace(judge, model=judge.model.without_freight()) for judge in level]
        fold = folds_of(pairs)
        missing = np.full(len(pairs), np.nan)
        columns = {
            "exporter": asked["exporter"], "importer": asked["importer"],
            "year": np.full(len(pairs), year), "fold": fold,
            "basis_year": pa.array([basis] * len(pairs), pa.int64()),
            "centre": centre_of(level, pairs, fold), "log_scatter": scatter_of(level, pairs, fold),
            "change_centre": centre_of(change, pairs, fold) if change else missing,
            "change_log_scatter": scatter_of(change, pairs, fold) if change else missing,
        }  # fmt: skip
        by_pair.append(_table(columns, _PAIR))
        by_size.append(_curves(year, level, change))
    return Expectations(
        pa.concat_tables(by_pair) if by_pair else _PAIR.empty_table(),
        pa.concat_tables(by_size) if by_size else _SIZE.empty_table(),
    )


class _Held:
    """Totals by year, each fitted once when first needed."""

    def __init__(self, totals: pa.Table, freight: bool) -> None:
        counted = totals.group_by("year").aggregate([([], "count_all")])
        enough = counted.filter(pc.greater_equal(counted["count_all"], LEAST_PAIRS))
        self._years: list[int] = sorted(enough["year"].to_pylist())
        self._totals, self._freight = totals, freight
        self._fitted: dict[int, tuple[Pairs, list[str], Floats]] = {}

    def nearest(self, year: int) -> int | None:
        """The year of totals nearest to a year, the earlier of two; None where none has enough pairs."""
        return min(self._years, key=lambda held: (abs(held - year), held), default=None)

    def judges(
        self, year: int | None, exporters: Sequence[str], importers: Sequence[str]
    ) -> tuple[Sequence[Judge], Sequence[Judge] | None, Pairs]:
        """Judges of the level, of the change where there is a past, and the asked pairs as they know them."""
        if year is None:
            blank = np.ones(len(exporters))
            asked = pairs_from(exporters, importers, blank, blank, blank)
            return shipped_judges(asked.hub_scatter), None, asked
        joint, goods = self._year(year, exporters, importers)
        totals, asked = joint.take(np.arange(len(goods))), joint.take(np.arange(len(goods), len(joint)))
        level = bands(totals, freight=self._freight)
        return level.judges, self._change(year, totals, goods, level), asked

    def _year(self, year: int, exporters: Sequence[str], importers: Sequence[str]) -> tuple[Pairs, list[str]]:
        """Pairs of a year's totals followed by the asked ones, and the goods of the totals."""
        rows = self._totals.filter(pc.equal(self._totals["year"], year))
        blank = np.ones(len(exporters))
        joint = pairs_from(
            [*rows["exporter"].to_pylist(), *exporters], [*rows["importer"].to_pylist(), *importers],
            np.concatenate([rows["imported"].to_numpy(), blank]),
            np.concatenate([rows["exported"].to_numpy(), blank]),
            np.concatenate([rows["size"].to_numpy(), blank]),
        )  # fmt: skip
        goods = rows["commodity"].to_pylist() if "commodity" in rows.column_names else [""] * len(rows)
        return joint, goods

    def _change(self, year: int, totals: Pairs, goods: list[str], level: Bands) -> Sequence[Judge] | None:
        """Judges of the change of a pair's residual against the mean of its earlier years'."""
        at = {key: n for n, key in enumerate(_keys(totals, goods))}
        sums, counts = np.zeros(len(totals)), np.zeros(len(totals))
        for before in (y for y in self._years if y < year):
            pairs, theirs, residual = self._past(before)
            rows = np.array([at.get(key, -1) for key in _keys(pairs, theirs)], dtype=np.int64)
            known = rows >= 0
            sums[rows[known]] += residual[known]
            counts[rows[known]] += 1
        seen = counts > 0
        if seen.sum() < LEAST_PAIRS:
            return None
        now = (totals.log_ratio - level.centre)[seen]
        response = (now - sums[seen] / counts[seen]) / np.sqrt(1 + 1 / counts[seen])
        return bands(totals.take(seen).responding(response), freight=False).judges

    def _past(self, year: int) -> tuple[Pairs, list[str], Floats]:
        """Pairs of an earlier year, their goods, and how far each lies from its expectation."""
        if year not in self._fitted:
            pairs, goods = self._year(year, (), ())
            self._fitted[year] = (
                pairs, goods, pairs.log_ratio - bands(pairs, freight=self._freight).centre
            )  # fmt: skip
        return self._fitted[year]


def _keys(pairs: Pairs, goods: Sequence[str]) -> list[tuple[str, str, str]]:
    names = np.array(pairs.places, dtype=object)
    exporters, importers = names[pairs.exporter[: len(goods)]], names[pairs.importer[: len(goods)]]
    return list(zip(exporters.tolist(), importers.tolist(), goods, strict=True))


def _curves(year: int, level: Sequence[Judge], change: Sequence[Judge] | None) -> pa.Table:
    """The scale over size in steps, a table a fold."""
    steps = np.arange(FIRST_STEP, LAST_STEP + 1)
    size = (steps + 0.5) / STEPS_PER_UNIT
    tables = []
    for fold in range(FOLDS):
        changed = np.log(change[fold].scale_at(size)) if change else np.full(len(steps), np.nan)
        columns = {
            "year": np.full(len(steps), year), "fold": np.full(len(steps), fold), "step": steps,
            "log_scale": np.log(level[fold].scale_at(size)), "change_log_scale": changed,
        }  # fmt: skip
        tables.append(_table(columns, _SIZE))
    return pa.concat_tables(tables)


def _table(columns: dict[str, npt.NDArray[np.float64] | pa.Array], schema: pa.Schema) -> pa.Table:
    """Columns as Arrow, in which not a number is null."""
    arrays = []
    for field in schema:
        values = columns[field.name]
        if isinstance(values, np.ndarray):
            values = pa.array(values, field.type, from_pandas=True)
        arrays.append(values.cast(field.type))
    return pa.table(arrays, schema=schema)
