"""`mirror` on ten million flow rows, beside ordinary pandas over the same Parquet file.

    python -m bench mirror_scale [ROWS]

The rows are invented: a hundred places, ten years, fifty codes (19 of HS 2017 can hold a controlled gas) and totals,
both sides, values and masses with honest scatter that falls with size and one breach in a thousand pairs. Each
candidate runs in a process of its own that tells its time and peak memory. What pandas does is what an analyst would
write: read, add up both sides, merge, take the shipped fit, merge its two tables, and count what lies outside the
band. `mirror` does that and more (gaps, the change against the past, timing, shares of chance); both must count alike.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from tradewind.detectors import mirror
from tradewind.detectors.mirror.pairing import USD_PER_KG
from tradewind.fits.commodities import commodities
from tradewind.fits.mirror_bands import HALF_BAND
from tradewind.fits.mirror_expectations import FIRST_STEP, LAST_STEP, STEPS_PER_UNIT, expectations
from tradewind.reference.hs import relevant_codes
from tradewind.reference.parties import parties
from tradewind.tables import TABLES

ROWS = 10_000_000
YEARS = range(2012, 2022)
PLACES = 100
#: Codes beside the relevant ones, as in a download of several chapters.
OTHER_CODES = 31


class Files:
    """One Parquet file of `trade_flows` as a detector reads a warehouse."""

    generation = 1

    def __init__(self, path: str) -> None:
        spill = Path(path).parent / "spill"
        self.backend = ibis.duckdb.connect(threads=2, memory_limit="2GB", temp_directory=str(spill))
        self._flows = self.backend.read_parquet(path)

    def tables(self) -> tuple[str, ...]:
        return ("trade_flows",)

    def current(self, name: str) -> ibis.Table:
        if name == "trade_flows":
            return self._flows
        fields = [pa.field(f.name, f.type) for f in TABLES[name].arrow]
        return ibis.memtable(pa.schema([*fields, pa.field("row_ref", pa.string())]).empty_table())


def ours(path: str) -> dict[str, int]:
    """Pairs, and those outside the band and large enough to judge, by measure; everything `mirror` computes."""
    compared = mirror.compare(Files(path), mirror.Parameters())
    told = {"pairs": len(compared.accounts)}
    for measured in compared.measures:
        outside = pc.greater(pc.abs(measured.rows["away"]), HALF_BAND)
        told[measured.measure] = int(pc.sum(pc.and_(outside, measured.rows["judgeable"])).as_py() or 0)
    return told


def pandas_way(path: str) -> dict[str, int]:
    """The same counts as an analyst would get them, with the shipped fit: no change against the past, no timing,
    no gaps, no shares of chance."""
    import pandas as pd

    flows = pd.read_parquet(path)
    flows = flows[flows.flow.isin(["import", "export"]) & (flows.partner != "WLD")]
    flows["year"] = pd.to_datetime(flows.period_start).dt.year.astype("int64")
    key = ["reporter", "partner", "flow", "year", "hs_code"]
    sums = flows.groupby(key, as_index=False)[["net_mass_g", "value_usd_cents"]].sum()
    exports = sums[sums.flow == "export"].rename(columns={"reporter": "exporter", "partner": "importer"})
    imports = sums[sums.flow == "import"].rename(columns={"reporter": "importer", "partner": "exporter"})
    both = exports.merge(imports, on=["exporter", "importer", "year", "hs_code"], suffixes=("_x", "_m"))
    relevant = next(codes for edition, *codes in relevant_codes() if edition == "2017")
    products = both[both.hs_code.isin(relevant)]
    told = {"pairs": len(products)}
    names = {
        r["hs_code"]: r["commodity"]
        for r in commodities().to_pyarrow().to_pylist()
        if r["hs_edition"] == "2017"
    }
    for measure, unit, whole in (("value", "value_usd_cents", 100), ("mass", "net_mass_g", 1000)):
        frames = []
        for rows in (products, both[both.hs_code == "TOTAL"]):
            made = rows[["exporter", "importer", "year"]].copy()
            made["commodity"] = rows.hs_code.map(names).fillna("TOTAL")
            made["imported"], made["exported"] = rows[f"{unit}_m"] / whole, rows[f"{unit}_x"] / whole
            made = made[(made.imported > 0) & (made.exported > 0)]
            made["size"] = (np.log(made.imported) + np.log(made.exported)) / 2
            if measure == "mass":
                made["size"] += np.log(USD_PER_KG)
            frames.append(made)
        pairs, totals = frames
        base = totals if measure == "value" else pairs
        wanted = pairs[["exporter", "importer", "year"]].drop_duplicates()
        fitted = expectations(
            pa.Table.from_pandas(base, preserve_index=False), pa.Table.from_pandas(wanted, preserve_index=False),
            freight=measure == "value",
        )  # fmt: skip
        pairs["step"] = np.clip(np.floor(pairs["size"] * STEPS_PER_UNIT), FIRST_STEP, LAST_STEP).astype(
            "int64"
        )
        pairs = pairs.merge(fitted.by_pair.to_pandas(), on=["exporter", "importer", "year"])
        pairs = pairs.merge(fitted.by_size.to_pandas(), on=["year", "fold", "step"])
        scale = np.exp(pairs.log_scale + pairs.log_scatter)
        away = ((np.log(pairs.imported) - np.log(pairs.exported) - pairs.centre) / scale).abs()
        factor = 1.0 if measure == "mass" else float(np.clip(np.quantile(away, 0.9) / HALF_BAND, 1.0, 5.0))
        judgeable = 2 * HALF_BAND * scale * factor <= np.log(10)
        told[measure] = int((judgeable & (away / factor > HALF_BAND)).sum())
    return told


def main(arguments: Sequence[str]) -> None:
    """Generate, run both, print a markdown table and whether both name the same pairs."""
    rows = int(arguments[0]) if arguments else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "flows.parquet"
        written = _generate(path, rows)
        ran = {name: _run(name, path) for name in ("mirror", "pandas")}
    print(f"{written:,} flow rows, {ran['mirror']['pairs']:,.0f} pairs with both accounts\n")
    print("| | seconds | peak memory MiB | outside the band, by value and by mass | time against pandas |")
    print("|---|---:|---:|---:|---:|")
    for name, told in ran.items():
        ratio = told["seconds"] / ran["pandas"]["seconds"]
        named = f"{told['value']:,.0f} and {told['mass']:,.0f}"
        print(f"| {name} | {told['seconds']:.1f} | {told['peak'] / 1024:,.0f} | {named} | {ratio:.2f} |")


def _run(name: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-W", "ignore", "-m", "bench.mirror_scale", name, str(path)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(ran.stdout.strip().splitlines()[-1])
    return told


def _generate(path: Path, rows: int) -> int:
    """Both accounts of every pair, code and year, and their totals; the rows that were written."""
    chance = np.random.default_rng(1987)
    places = np.array([p.iso3 for p in parties()][:PLACES])
    exporter, importer = (a.ravel() for a in np.meshgrid(np.arange(PLACES), np.arange(PLACES), indexing="ij"))
    distinct = exporter != importer
    exporter, importer = exporter[distinct], importer[distinct]
    relevant = next(codes for edition, *codes in relevant_codes() if edition == "2017")
    others = [str(number) for number in range(280110, 280110 + OTHER_CODES)]
    codes = [*relevant, *others][: max(1, rows // (2 * len(YEARS) * len(exporter)))]
    schema = pa.schema(
        [f.remove_metadata() for f in TABLES["trade_flows"].arrow] + [pa.field("row_ref", pa.string())]
    )
    effect = chance.normal(0, 0.2, (2, PLACES))
    written = 0
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        for year in YEARS:
            for code in ["TOTAL", *codes]:
                middle = 18.0 if code == "TOTAL" else 13.5
                size = chance.normal(middle, 2.2, len(exporter))
                scale = 0.9 * np.exp(-(size - 14) / 6) * (1 if code == "TOTAL" else 1.4)
                ratio = (
                    0.08
                    + effect[0][exporter]
                    + effect[1][importer]
                    + 0.5 * scale * chance.standard_t(3, len(size))
                )
                ratio[chance.random(len(size)) < 0.001] -= 1.5
                price = chance.normal(1.6, 0.1, len(size))
                mass_ratio = ratio + chance.normal(0, 0.05, len(size))
                for flow, way in (("import", 0.5), ("export", -0.5)):
                    writer.write_table(
                        _rows(places, exporter, importer, flow, year, code, size + way * ratio,
                              size - price + way * mass_ratio, schema)
                    )  # fmt: skip
                    written += len(size)
    return written


def _rows(
    places: np.ndarray, exporter: np.ndarray, importer: np.ndarray, flow: str, year: int, code: str,
    log_usd: np.ndarray, log_kg: np.ndarray, schema: pa.Schema,
) -> pa.Table:  # fmt: skip
    count = len(log_usd)
    who, other = (importer, exporter) if flow == "import" else (exporter, importer)
    first, last = np.datetime64(f"{year}-01-01"), np.datetime64(f"{year}-12-31")
    known = {
        "reporter": places[who], "partner": places[other], "flow": np.full(count, flow),
        "period_start": np.full(count, first), "period_end": np.full(count, last), "hs_code": np.full(count, code),
        "value_usd_cents": np.rint(np.exp(log_usd) * 100).astype(np.int64),
        "net_mass_g": np.rint(np.exp(log_kg) * 1000).astype(np.int64), "source": np.full(count, "bench"),
        "batch_id": np.full(count, "b"), "source_row": np.arange(count), "historical": np.full(count, False),
        "row_ref": np.full(count, "b:trade_flows::1"),
    }  # fmt: skip
    if code != "TOTAL":
        known["hs_edition"] = np.full(count, "2017")
    arrays = [pa.array(known[f.name], f.type) if f.name in known else pa.nulls(count, f.type) for f in schema]
    return pa.table(arrays, schema=schema)


def _alone(name: str, path: str) -> None:
    """One candidate in this process: what it found, its seconds and its peak memory, as JSON."""
    started = time.perf_counter()
    told: dict[str, float] = dict(ours(path) if name == "mirror" else pandas_way(path))
    told["seconds"] = time.perf_counter() - started
    told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(told))


if __name__ == "__main__":
    _alone(*sys.argv[1:3])
