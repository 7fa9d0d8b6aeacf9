"""Loading flow rows from a Comtrade bulk CSV to a published generation, beside ordinary pandas.

`python -m bench loading [ROWS]`, by default ten million. The file is generated on the spot in the 35-column
layout with unique flows. Each candidate runs in a process of its own, which tells its own time and peak memory;
the file is read once beforehand so that both find it in the machine's cache. What pandas does is what an analyst
would: `read_csv` with codes as text, `to_parquet`. What `tradewind load` does besides: the digest of the file, a
copy of the original, canonical types and units, the check of repeated keys, every byte flushed to disk.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

ROWS = 10_000_000
CHUNK = 250_000
HEADER = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,"
    "Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,2nd Partner ISO,"
    "Customs Proc. Code,Customs,Mode of Transport Code,Mode of Transport,Commodity Code,Commodity,Qty Unit Code,"
    "Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg),Gross weight (kg),Trade Value (US$),"
    "CIF Trade Value (US$),FOB Trade Value (US$),Flag"
)
COLUMNS = HEADER.split(",")
PLACES = (
    ("699", "India", "IND"), ("156", "China", "CHN"), ("842", "USA", "USA"), ("276", "Germany", "DEU"),
    ("404", "Kenya", "KEN"), ("76", "Brazil", "BRA"), ("484", "Mexico", "MEX"), ("251", "France", "FRA"),
    ("818", "Egypt", "EGY"), ("784", "United Arab Emirates", "ARE"), ("566", "Nigeria", "NGA"),
    ("360", "Indonesia", "IDN"), ("764", "Thailand", "THA"), ("792", "Türkiye", "TUR"), ("804", "Ukraine", "UKR"),
    ("616", "Poland", "POL"), ("528", "Netherlands", "NLD"), ("702", "Singapore", "SGP"),
    ("410", "Rep. of Korea", "KOR"), ("392", "Japan", "JPN"),
)  # fmt: skip
YEARS = range(2012, 2022)
CODES = 1300

_LOAD = """
import resource, sys, time
from tradewind_cli.main import main
started = time.perf_counter()
status = main(["load", sys.argv[1], "--json", "--warehouse", sys.argv[2]])
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, status, file=sys.stderr)
"""
_PANDAS = """
import resource, sys, time
started = time.perf_counter()
import pandas
flows = pandas.read_csv(sys.argv[1], dtype={"Commodity Code": str, "Classification": str})
flows.to_parquet(sys.argv[2])
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0, file=sys.stderr)
"""
_READ = """
import resource, sys, time
from tradewind.warehouse import Warehouse
started = time.perf_counter()
with Warehouse.open(sys.argv[1]) as warehouse:
    flows = warehouse.current("trade_flows")
    flows.group_by("reporter").aggregate(grams=flows.net_mass_g.sum()).to_pyarrow()
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0, file=sys.stderr)
"""


def main(arguments: Sequence[str]) -> None:
    """Generate, load with both, print a markdown table."""
    rows = int(arguments[0]) if arguments else ROWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "flows.csv"
        _generate(file, rows)
        megabytes = file.stat().st_size / 1e6
        ours = _measured(_LOAD, file, folder / "warehouse")
        theirs = _measured(_PANDAS, file, folder / "flows.parquet")
        reading = _measured(_READ, folder / "warehouse")
        stored = sum(p.stat().st_size for p in (folder / "warehouse" / "batches").rglob("*")) / 1e6
        plain = (folder / "flows.parquet").stat().st_size / 1e6
    print(f"{rows:,} flow rows, {megabytes:,.0f} MB of CSV\n")
    print("| | seconds | rows/s | peak memory MiB | written MB | time against pandas |")
    print("|---|---:|---:|---:|---:|---:|")
    for label, (seconds, peak), written in (
        ("`tradewind load`, to a published generation", ours, f"{stored:,.0f}"),
        ("pandas `read_csv`, `to_parquet`", theirs, f"{plain:,.0f}"),
        ("then: sum of `current` by reporter", reading, "-"),
    ):
        ratio = "-" if written == "-" else f"{seconds / theirs[0]:.2f}"
        print(f"| {label} | {seconds:.1f} | {rows / seconds:,.0f} | {peak:,.0f} | {written} | {ratio} |")


def _measured(code: str, *arguments: Path) -> tuple[float, float]:
    """Seconds and peak MiB, as a process of its own tells them in its last line."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak, status = ran.stderr.strip().splitlines()[-1].split()
    if status != "0":
        raise SystemExit(f"the load ended with status {status}: {json.loads(ran.stdout)['refused'][:3]}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return float(seconds), float(peak) / unit


def _generate(file: Path, rows: int) -> None:
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    options = pa.csv.WriteOptions(quoting_style="needed")
    started = time.perf_counter()
    with pa.csv.CSVWriter(str(file), schema, write_options=options) as writer:
        for chunk in _chunks(rows):
            writer.write_table(chunk.cast(schema))
    with file.open("rb") as stream:
        while stream.read(1 << 24):
            pass
    print(f"(generated in {time.perf_counter() - started:.0f} s)", file=sys.stderr)


def _chunks(rows: int) -> Iterator[pa.Table]:
    random = np.random.default_rng(1987)
    codes = np.array(
        [f"{heading:04d}{sub:02d}" for heading in range(2901, 2901 + CODES // 26) for sub in range(10, 36)]
    )
    names = np.array([f"Chemicals; derivatives of no. {code}, n.e.c. in heading" for code in codes])
    places = np.array(PLACES, dtype=object)
    for start in range(0, rows, CHUNK):
        index = np.arange(start, min(start + CHUNK, rows))
        index, code = np.divmod(index, len(codes))
        index, partner = np.divmod(index, len(PLACES))
        index, reporter = np.divmod(index, len(PLACES))
        flow, year = np.divmod(index, len(YEARS))
        if flow.max() > 1:
            raise SystemExit(f"at most {2 * len(YEARS) * len(PLACES) ** 2 * len(codes):,} unique rows")
        yield _table(
            places[reporter], places[partner], flow, year + YEARS[0], codes[code], names[code], random
        )


def _table(
    reporter: np.ndarray, partner: np.ndarray, flow: np.ndarray, year: np.ndarray, code: np.ndarray,
    name: np.ndarray, random: np.random.Generator,
) -> pa.Table:  # fmt: skip
    mass = random.integers(1, 10_000_000, len(code))
    value = mass * random.integers(1, 40, len(code))
    known = {
        "Classification": np.where(year < 2017, "H4", "H5"), "Year": year, "Period": year, "Period Desc.": year,
        "Aggregate Level": np.full(len(code), 6), "Is Leaf Code": np.ones(len(code), int),
        "Trade Flow Code": flow + 1, "Trade Flow": np.where(flow == 0, "Import", "Export"),
        "Reporter Code": reporter[:, 0], "Reporter": reporter[:, 1], "Reporter ISO": reporter[:, 2],
        "Partner Code": partner[:, 0], "Partner": partner[:, 1], "Partner ISO": partner[:, 2],
        "Commodity Code": code, "Commodity": name, "Qty Unit Code": np.full(len(code), 8),
        "Qty Unit": np.full(len(code), "Weight in kilograms"), "Qty": mass, "Netweight (kg)": mass,
        "Trade Value (US$)": value, "Flag": np.zeros(len(code), int),
    }  # fmt: skip
    empty = pa.nulls(len(code), pa.string())
    return pa.table({column: pa.array(known[column]) if column in known else empty for column in COLUMNS})


if __name__ == "__main__":
    main(sys.argv[1:])
