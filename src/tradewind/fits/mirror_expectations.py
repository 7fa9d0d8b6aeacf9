"""Expectations of mirror ratios as two small tables that a detector joins to: by pair, and by size.

Totals over all goods calibrate the effects of exporters and importers, because nearly every pair of countries
trades something. A year without enough two-sided totals borrows the nearest year's; without any year, the
calibration shipped with us stands in (totals of 2009), with no effects and a wider scale.

Where totals of earlier years exist, the change of each pair against the mean of its own past is fitted too, by
the same model without freight, since what is constant in a pair cancels.
"""

from __future__ import annotations

import zlib
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
from tradewind.fits.mirror_pairs import Pairs, Whole, pairs_from
from tradewind.fits.mirror_shipped import shipped_judges

#: The curve over size in steps of a tenth, from a cent to 10^13 dollars.
STEPS_PER_UNIT: Final = 10
FIRST_STEP, LAST_STEP = -50, 300
#: Pairs of a year that a fit takes; totals have some twenty thousand, products many more.
MOST_PAIRS: Final = 40_000

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
    held = _Held(totals, wanted, freight)
    by_pair, by_size = [], []
    for year in sorted(set(wanted["year"].to_pylist())):
        basis = held.nearest(year)
        pairs = held.asked(year)
        level, change = held.judges(basis)
        if for_mass:
            level = [replace(judge, model=judge.model.without_freight()) for judge in level]
        fold = folds_of(pairs)
        missing = np.full(len(pairs), np.nan)
        names = np.array(pairs.places, dtype=object)
        columns = {
            "exporter": pa.array(names[pairs.exporter]), "importer": pa.array(names[pairs.importer]),
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
    """Totals and asked pairs over one list of places; each year of totals is fitted once, when first needed."""

    def __init__(self, totals: pa.Table, wanted: pa.Table, freight: bool) -> None:
        totals = _at_most(totals)
        blank = np.ones(len(wanted))
        figures = (np.concatenate([totals[c].to_numpy(), blank]) for c in ("imported", "exported", "size"))
        joint = pairs_from(
            [*totals["exporter"].to_pylist(), *wanted["exporter"].to_pylist()],
            [*totals["importer"].to_pylist(), *wanted["importer"].to_pylist()], *figures,
        )  # fmt: skip
        self._totals, self._asked = (
            joint.take(np.arange(len(totals))),
            joint.take(np.arange(len(totals), len(joint))),
        )
        self._year, self._asked_year = totals["year"].to_numpy(), wanted["year"].to_numpy()
        self._same = _same_pair(self._totals, totals)
        self._freight = freight
        years, counts = np.unique(self._year, return_counts=True)
        self._years: list[int] = years[counts >= LEAST_PAIRS].tolist()
        self._fitted: dict[int, tuple[Pairs, Whole, Bands]] = {}

    def nearest(self, year: int) -> int | None:
        """The year of totals nearest to a year, the earlier of two; None where none has enough pairs."""
        return min(self._years, key=lambda held: (abs(held - year), held), default=None)

    def asked(self, year: int) -> Pairs:
        """The asked pairs of a year."""
        return self._asked.take(self._asked_year == year)

    def judges(self, year: int | None) -> tuple[Sequence[Judge], Sequence[Judge] | None]:
        """Judges of the level in a year of totals, and of the change where there is a past."""
        if year is None:
            return shipped_judges(self._asked.hub_scatter), None
        return self._of(year)[2].judges, self._change(year)

    def _of(self, year: int) -> tuple[Pairs, Whole, Bands]:
        """Pairs of a year of totals, which pair each is in every year, and their bands."""
        if year not in self._fitted:
            own = self._year == year
            pairs = self._totals.take(own)
            self._fitted[year] = (pairs, self._same[own], bands(pairs, freight=self._freight))
        return self._fitted[year]

    def _change(self, year: int) -> Sequence[Judge] | None:
        """Judges of the change of a pair's residual against the mean of its earlier years'."""
        size = int(self._same.max()) + 1
        sums, counts = np.zeros(size), np.zeros(size)
        for before in (y for y in self._years if y < year):
            pairs, same, fitted = self._of(before)
            sums[same] += pairs.log_ratio - fitted.centre
            counts[same] += 1
        pairs, same, level = self._of(year)
        seen = counts[same] > 0
        if seen.sum() < LEAST_PAIRS:
            return None
        past, years = sums[same[seen]] / counts[same[seen]], counts[same[seen]]
        response = ((pairs.log_ratio - level.centre)[seen] - past) / np.sqrt(1 + 1 / years)
        return bands(pairs.take(seen).responding(response), freight=False).judges


def _same_pair(pairs: Pairs, totals: pa.Table) -> Whole:
    """One number a pair of places and goods, the same in every year."""
    both = pairs.exporter * len(pairs.places) + pairs.importer
    if "commodity" in totals.column_names:
        goods = totals["commodity"].combine_chunks().dictionary_encode()
        both = both * len(goods.dictionary) + goods.indices.to_numpy()
    _, same = np.unique(both, return_inverse=True)
    found: Whole = same.astype(np.int64)
    return found


def _at_most(totals: pa.Table) -> pa.Table:
    """The totals, or a share of their pairs that keeps a year below MOST_PAIRS: every so many-th pair by a hash
    of its name, the same in every year. Coefficients need no more, and a pair is judged whether it took part."""
    counts = totals.group_by("year").aggregate([([], "count_all")])["count_all"]
    most = pc.max(counts).as_py() or 0
    if most <= MOST_PAIRS:
        return totals
    names = ["exporter", "importer", *(["commodity"] if "commodity" in totals.column_names else [])]
    joined = pc.binary_join_element_wise(*(totals[n].cast(pa.string()) for n in names), "|").combine_chunks()
    unique = joined.dictionary_encode()
    kept = [zlib.crc32(name.encode()) % most < MOST_PAIRS for name in unique.dictionary.to_pylist()]
    return totals.filter(pa.array(np.array(kept)[unique.indices.to_numpy()]))


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
