"""Global Financial Integrity's published gaps, computed again: how many, and in what time beside ordinary pandas.

    python -m bench gfi [FILE.zip]

Both sides read five columns of the same CSV, taken out of its archive beforehand, compute |imports - exports| and
compare it with the two published gaps; each runs in a process of its own, five times after a first one that warms
the file, and tells its median. `tradewind load` then reads the archive itself and keeps it, which pandas does not.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ibis
import pyarrow.csv

from tradewind.fits.published import LACKING, TOLERANCE_USD, beside, gap
from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind.warehouse import Warehouse

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "gfi_dots"
#: As the known answer was counted: equal to a part in a million of the gap.
RELATIVE = 1e-6
RUNS = 5
COLUMNS = ["year_m", "value_m", "value_x", "impmisbilat", "expmisbilat"]


def main(arguments: Sequence[str]) -> None:
    """Print what is reproduced, what is not and why, and the time of both sides."""
    if len(arguments) == 3 and arguments[0] == "side":
        _side(arguments[1], Path(arguments[2]))
        return
    archives = [Path(arguments[0])] if arguments else sorted(FOLDER.glob("*.zip"))
    if not archives or not archives[0].exists():
        print(f"skipped: {FOLDER / '*.zip'} is not here, and no other file was named")
        return
    with tempfile.TemporaryDirectory() as name:
        csv = _taken_out(archives[0], Path(name))
        _shares(ours(csv))
        _times(csv, archives[0], Path(name))


def ours(csv: Path) -> list[dict[str, Any]]:
    """By year: rows, those equal to a part in a million of the gap, those equal to the cent."""
    options = pyarrow.csv.ConvertOptions(include_columns=COLUMNS)
    rows = ibis.memtable(pyarrow.csv.read_csv(csv, convert_options=options))
    made = gap(rows.value_m, rows.value_x)
    off = ibis.greatest((rows.impmisbilat - made).abs(), (rows.expmisbilat - made).abs())
    found = rows.mutate(year=rows.year_m.cast("int64"), to_a_millionth=off <= RELATIVE * made,
                        to_the_cent=off <= TOLERANCE_USD)  # fmt: skip
    by_year = found.group_by("year").agg(
        rows=found.count(),
        to_a_millionth=found.to_a_millionth.sum(),
        to_the_cent=found.to_the_cent.sum(),
    )
    listed: list[dict[str, Any]] = by_year.order_by("year").to_pyarrow().to_pylist()
    return listed


def in_pandas(csv: Path) -> Any:
    """The same as an analyst writes it."""
    import pandas

    rows = pandas.read_csv(csv, usecols=COLUMNS)
    made = (rows["value_m"] - rows["value_x"]).abs()
    off = pandas.concat([(rows["impmisbilat"] - made).abs(), (rows["expmisbilat"] - made).abs()], axis=1).max(
        axis=1
    )
    rows["to_a_millionth"], rows["to_the_cent"] = off <= RELATIVE * made, off <= TOLERANCE_USD
    return rows.groupby("year_m").agg(
        rows=("year_m", "size"), to_a_millionth=("to_a_millionth", "sum"), to_the_cent=("to_the_cent", "sum")
    )


def _shares(by_year: Sequence[dict[str, Any]]) -> None:
    columns = ("rows", "to_a_millionth", "to_the_cent")
    total = {"year": "all", **{c: sum(row[c] for row in by_year) for c in columns}}
    print(
        "| year | rows | equal to a millionth of the gap | | equal to the cent | | the rest: "
        + LACKING
        + " |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    for row in (*by_year, total):
        n, millionth, cent = (row[c] for c in columns)
        print(f"| {row['year']} | {n:,} | {millionth:,} | {millionth / n:.1%} | {cent:,} | {cent / n:.1%} |"
              f" {n - cent:,} |")  # fmt: skip
    print(
        "\nA millionth of the gap refuses rows whose two sides nearly cancel, and lets pass differences of hundreds of"
        "\ndollars in the largest gaps; to the cent nothing is in doubt, the next row being off by more than 100 USD.\n"
    )


def _times(csv: Path, archive: Path, folder: Path) -> None:
    theirs, mine = (_measured(side, csv) for side in ("pandas", "tradewind"))
    started = time.perf_counter()
    load([archive], f"duckdb://{folder / 'warehouse'}/", Instructions(), progress=lambda text: None)
    loaded = time.perf_counter() - started
    started = time.perf_counter()
    with Warehouse.open(folder / "warehouse") as warehouse:
        compared = beside(warehouse.history("published_gaps"))
        equal = int(compared.reproduced.sum().to_pyarrow().as_py())
    asked = time.perf_counter() - started
    print("| side | seconds | ratio |\n|---|---:|---:|")
    for label, seconds in (
        ("pandas: read the CSV, recompute, compare", theirs),
        ("tradewind's formula on DuckDB: the same", mine),
        ("`tradewind load` of the archive, once", loaded),
        (f"then: recompute and compare what is loaded ({equal:,} equal to the cent)", asked),
    ):
        print(f"| {label} | {seconds:.3f} | {seconds / theirs:.2f} |")


def _measured(side: str, csv: Path) -> float:
    command = [sys.executable, "-m", "bench", "gfi", "side", side, str(csv)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(ran.stdout.split()[-1])


def _side(side: str, csv: Path) -> None:
    work: Callable[[Path], Any] = in_pandas if side == "pandas" else ours
    work(csv)
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work(csv)
        times.append(time.perf_counter() - started)
    print(statistics.median(times))


def _taken_out(archive: Path, folder: Path) -> Path:
    """The one CSV of the archive, without what a Mac adds to it."""
    with zipfile.ZipFile(archive) as packed:
        (member,) = [n for n in packed.namelist() if n.endswith(".csv") and not n.startswith("__MACOSX")]
        out = folder / "gaps.csv"
        out.write_bytes(packed.read(member))
    return out


if __name__ == "__main__":
    main(sys.argv[1:])
