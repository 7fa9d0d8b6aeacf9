"""Small worlds with two accounts of each flow, and the expression that judges them, compiled once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from tradewind.detectors.mirror.judging import judged
from tradewind.detectors.mirror.parameters import Parameters
from tradewind.fits.mirror_expectations import FIRST_STEP, LAST_STEP
from tradewind.reference.geography import hubs
from tradewind.reference.parties import parties

Row = dict[str, Any]

#: Twenty-one places that are no hubs: 420 pairs a year, enough for an expectation of their own.
PLACES = [p.iso3 for p in sorted(parties(), key=lambda p: p.iso3) if p.iso3 not in hubs()][:21]


def totals(
    years: Iterable[int], places: Sequence[str] = PLACES, scatter: float = 0.1, seed: int = 1
) -> list[Row]:
    """Rows of `published_gaps` in every direction: imports 7 % above exports, and Student-t scatter, which is as
    given at 24 million USD and grows as the pair gets smaller."""
    chance = np.random.default_rng(seed)
    made = []
    for year in years:
        for exporter in places:
            for importer in places:
                if exporter != importer:
                    size = chance.normal(15.0, 3.0)
                    exported = np.exp(size)
                    scale = scatter * np.exp(-0.25 * (size - 17))
                    imported = exported * np.exp(0.07 + scale * chance.standard_t(3))
                    made.append(
                        {"exporter": exporter, "importer": importer, "year": year,
                         "value_export_usd_cents": round(exported * 100),
                         "value_import_usd_cents": round(imported * 100)}
                    )  # fmt: skip
    return made


def flow(
    reporter: str, partner: str, kind: str, kg: float | None, usd: float | None, year: int = 2023, **more: Any
) -> Row:
    """A row of `trade_flows` of HFC-32 (2903.42 of HS 2022)."""
    row: Row = {
        "reporter": reporter,
        "partner": partner,
        "flow": kind,
        "hs_edition": "2022",
        "hs_code": "290342",
    }
    row |= {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31)}
    row |= {"net_mass_g": None if kg is None else round(kg * 1000)}
    return row | {"value_usd_cents": None if usd is None else round(usd * 100)} | more


def accounts(
    exporter: str, importer: str, sent: float, got: float, year: int = 2023, **more: Any
) -> list[Row]:
    """Both accounts of one flow by mass (kg), at 5 USD/kg and with 7 % of freight on the import."""
    return [
        flow(exporter, importer, "export", sent, sent * 5, year, **more),
        flow(importer, exporter, "import", got, got * 5 * 1.07, year, **more),
    ]


def pair(
    imported: float,
    exported: float,
    year: int = 2023,
    exporter: str = "AAA",
    importer: str = "BBB",
    **more: Any,
) -> Row:
    """A pair as `judged` takes it."""
    size = (np.log(imported) + np.log(exported)) / 2
    row = {"commodity": "290342-2022", "exporter": exporter, "importer": importer, "year": year}
    return row | {"imported": float(imported), "exported": float(exported), "size": float(size)} | more


def expected(pairs: Iterable[Mapping[str, Any]], centre: float = 0.0, scale: float = 0.1) -> pa.Table:
    """`by_pair` with one centre and scatter for all; `change_` columns null, as without a past of totals."""
    keys = sorted({(p["exporter"], p["importer"], p["year"]) for p in pairs})
    columns = {
        "exporter": [k[0] for k in keys], "importer": [k[1] for k in keys], "year": [k[2] for k in keys],
        "fold": [0] * len(keys), "basis_year": [k[2] for k in keys], "centre": [centre] * len(keys),
        "log_scatter": [float(np.log(scale))] * len(keys),
    }  # fmt: skip
    nothing = pa.nulls(len(keys), pa.float64())
    return pa.table(columns | {"change_centre": nothing, "change_log_scatter": nothing})


def level(years: Iterable[int]) -> pa.Table:
    """`by_size` with a scale of one at every size."""
    years = sorted(set(years))
    steps = np.arange(FIRST_STEP, LAST_STEP + 1)
    count = len(years) * len(steps)
    columns = {
        "year": np.repeat(years, len(steps)), "step": np.tile(steps, len(years)),
        "fold": np.zeros(count, dtype=np.int64), "log_scale": np.zeros(count),
    }  # fmt: skip
    return pa.table(columns).append_column("change_log_scale", pa.nulls(count, pa.float64()))


def judge(
    pairs: Sequence[Row], by_pair: pa.Table | None = None, by_size: pa.Table | None = None, **chosen: Any
) -> list[Row]:
    """The pairs judged, in their given order; by default with a factor of one, so that a scale is what it says."""
    parameters = Parameters(**({"product_factor": 1.0} | chosen))
    given = pa.Table.from_pylist([row | {"n": n} for n, row in enumerate(pairs)])
    tables = {
        "pairs": given, "by_pair": expected(pairs) if by_pair is None else by_pair,
        "by_size": level(p["year"] for p in pairs) if by_size is None else by_size,
    }  # fmt: skip
    backend, sql = _compiled(parameters)
    for name, table in tables.items():
        backend.con.register(name, table)
    made: list[Row] = backend.con.sql(sql).to_arrow_table().to_pylist()
    return sorted(made, key=lambda row: int(row["n"]))


@cache
def _compiled(parameters: Parameters) -> tuple[Any, str]:
    """The expression over three named tables as SQL: compiling takes longer than running it."""
    backend = ibis.duckdb.connect()
    some = [pair(1.0, 1.0)]
    backend.con.register("pairs", pa.Table.from_pylist([row | {"n": n} for n, row in enumerate(some)]))
    backend.con.register("by_pair", expected(some))
    backend.con.register("by_size", level([2023]))
    pairs, by_pair, by_size = (backend.table(name) for name in ("pairs", "by_pair", "by_size"))
    return backend, str(backend.compile(judged(pairs, by_pair, by_size, parameters)))
