"""Both measures of every pair, judged: value and net mass, each by its own expectation, never mixed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Final

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.backends import BaseBackend

from tradewind.detectors.asking import Holdings
from tradewind.detectors.mirror.judging import PAIR, expected, judged
from tradewind.detectors.mirror.pairing import KEY, Measure, accounts, measured, totals
from tradewind.detectors.mirror.parameters import Parameters
from tradewind.fits.mirror_bands import HALF_BAND, LEAST_PAIRS
from tradewind.fits.mirror_expectations import Expectations, expectations

MEASURES: Final[tuple[Measure, ...]] = ("value", "mass")
#: Two-sided product pairs from which on the factor of one product's scale is fitted instead of assumed.
LEAST_PRODUCTS: Final = 300
#: Less than one dollar or kilogram is rounding.
LEAST_GAP: Final = 1.0
_PAIR_YEAR: Final = ["exporter", "importer", "year"]
_NO_TOTALS: Final = pa.schema(
    [("exporter", pa.string()), ("importer", pa.string()), ("year", pa.int64()), ("imported", pa.float64()),
     ("exported", pa.float64()), ("size", pa.float64())]
)  # fmt: skip


#: What a judged pair is known by afterwards: what the expression needed on the way is let go.
_KEPT: Final = (
    *KEY, "imported", "exported", "size", "basis_year", "centre", "scale", "away", "judgeable", "unit_error",
    "missing", "years_past", "change_middle", "change_scale", "by_change", "timing", "gap_low", "gap_mid",
    "gap_high", "chance", "false_share",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of all pairs: `rows` as `judged` gives them, with `low_at_<factor>` the low end of the gap at
    other factors; by which `factor` a product scatters more than totals and whether that was fitted; what the
    expectation was calibrated on (`totals`, `product pairs` or `shipped`)."""

    measure: Measure
    rows: pa.Table
    factor: float
    factor_fitted: bool
    basis: str
    other_factors: tuple[float, ...]

    @property
    def too_small(self) -> int:
        """How many pairs have too wide an expectation to say anything."""
        return int(pc.sum(pc.invert(self.rows["judgeable"])).as_py() or 0)

    def missing(self) -> list[dict[str, Any]]:
        """The rows of which something must be missing."""
        least = pc.greater_equal(self.rows["gap_low"], LEAST_GAP)
        rows: list[dict[str, Any]] = self.rows.filter(least).to_pylist()
        return rows


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every pair with two accounts (columns as `pairing.accounts`), and its measures."""

    accounts: pa.Table
    measures: tuple[Measured, ...]


def compare(warehouse: Holdings, parameters: Parameters) -> Comparison:
    """Fit what can be fitted and judge every pair."""
    both = accounts(warehouse).to_pyarrow()
    if not len(both):
        return Comparison(both, ())
    held = totals(warehouse).to_pyarrow()
    engine = _engine(warehouse)
    return Comparison(both, tuple(_measure(engine, both, held, measure, parameters) for measure in MEASURES))


def _engine(warehouse: Holdings) -> BaseBackend:
    """The warehouse's own engine, which keeps within its memory; the default one for plain tables."""
    engine: BaseBackend = getattr(warehouse, "backend", None) or ibis.get_backend()
    return engine


def _measure(
    engine: BaseBackend, both: pa.Table, held: pa.Table, measure: Measure, parameters: Parameters
) -> Measured:
    pairs = engine.to_pyarrow(measured(ibis.memtable(both), measure))
    fitted, basis = _expected(pairs, held, measure)
    if measure == "mass":
        parameters = dataclasses.replace(parameters, most_freight=0.0)
    factor, is_fitted = (
        (1.0, True) if basis == "product pairs" else _factor(engine, pairs, fitted, parameters)
    )
    others = () if is_fitted else parameters.other_factors
    rows = _judged(engine, pairs, fitted, dataclasses.replace(parameters, product_factor=factor))
    for other in others:
        at = _judged(engine, pairs, fitted, dataclasses.replace(parameters, product_factor=other))
        rows = rows.append_column(f"low_at_{other:g}", at["gap_low"])
    return Measured(measure, rows, factor, is_fitted, basis, others)


def _expected(pairs: pa.Table, held: pa.Table, measure: Measure) -> tuple[Expectations, str]:
    """Totals calibrate both measures, without what freight makes for net mass; net mass is fitted on product
    pairs of its own where there are enough of them. That it scatters as values do until then is assumed."""
    wanted = pairs.group_by(_PAIR_YEAR).aggregate([])
    if measure == "mass" and _most_in_a_year(pairs) >= LEAST_PAIRS:
        return expectations(pairs, wanted, freight=False), "product pairs"
    size = pc.divide(pc.add(pc.ln(held["imported"]), pc.ln(held["exported"])), 2.0)
    held = held.append_column("size", size) if len(held) else _NO_TOTALS.empty_table()
    basis = "totals" if _most_in_a_year(held) >= LEAST_PAIRS else "shipped"
    return expectations(held, wanted, for_mass=measure == "mass"), basis


def _most_in_a_year(pairs: pa.Table) -> int:
    counts = pairs.group_by("year").aggregate([([], "count_all")])["count_all"]
    return int(pc.max(counts).as_py() or 0)


def _factor(
    engine: BaseBackend, pairs: pa.Table, fitted: Expectations, parameters: Parameters
) -> tuple[float, bool]:
    """By what a product's scale exceeds the totals' at its size: assumed, or fitted where pairs are many."""
    if len(pairs) < LEAST_PRODUCTS:
        return parameters.product_factor, False
    known, by_pair, by_size = (ibis.memtable(table) for table in (pairs, fitted.by_pair, fitted.by_size))
    plain = expected(known, by_pair, by_size, dataclasses.replace(parameters, product_factor=1.0))
    away = np.abs(engine.to_pyarrow(plain.select("away"))["away"].to_numpy())
    return float(np.clip(np.quantile(away, 0.9) / HALF_BAND, 1.0, 5.0)), True


def _judged(engine: BaseBackend, pairs: pa.Table, fitted: Expectations, parameters: Parameters) -> pa.Table:
    """Judged pairs in the order of their keys, so that two runs stand row by row."""
    expression = judged(
        ibis.memtable(_numbered(pairs)),
        ibis.memtable(fitted.by_pair),
        ibis.memtable(fitted.by_size),
        parameters,
    )
    return engine.to_pyarrow(expression.order_by(list(KEY)).select(*_KEPT))


def _numbered(pairs: pa.Table) -> pa.Table:
    """The pairs with `pair`, one number for a commodity, an exporter and an importer."""
    number = np.zeros(len(pairs), dtype=np.int64)
    for name in PAIR:
        coded = pairs[name].combine_chunks().dictionary_encode()
        number = number * max(1, len(coded.dictionary)) + coded.indices.to_numpy()
    return pairs.append_column("pair", pa.array(number))
