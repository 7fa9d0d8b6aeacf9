"""A million declaration lines from CSV to one row a line and JSONL of findings, beside the same in pandas.

    python -m bench screening [LINES [RUNS]]

Invented lines, 25 columns, 8 % in frame, with 30 % and with 100 % distinct descriptions. The rival is vectorised
pandas with categorical keys: the file by Arrow's reader, the same derivation once a distinct pair of words and code,
boolean masks for `text_against_code`, Parquet and JSONL. The findings of that detector are compared, id by id. All
detectors together have no rival; their line shows what they add. Each side runs in a process of its own, in turn,
the file's pages dropped from the cache before each; the median of the runs counts. Last: one item, screened inside
a process.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from bench import screening_lines, screening_rival
from tradewind.detectors.items import ITEM_DETECTORS
from tradewind.screening import rows, screen
from tradewind.screening.files import screening_of
from tradewind.screening.one import OneByOne

LINES, RUNS = 1_000_000, 5
DAY = date(2026, 12, 1)
SIDES = ("pandas, text_against_code", "tradewind, text_against_code", "tradewind, all detectors of items")


def main(arguments: Sequence[str]) -> None:
    """Write the files, run each side, print the tables."""
    if arguments[:1] == ["side"]:
        _side(int(arguments[1]), Path(arguments[2]), Path(arguments[3]))
        return
    lines, runs = (*map(int, arguments), *(LINES, RUNS)[len(arguments) :])
    with tempfile.TemporaryDirectory() as name:
        for share in (0.3, 1.0):
            file = Path(name) / f"lines{share}.csv"
            screening_lines.write(file, lines, share)
            _compare(file, lines, share, runs)
            file.unlink()
    _one()


def _compare(file: Path, lines: int, share: float, runs: int) -> None:
    size = file.stat().st_size / 1e6
    print(f"{lines:,} lines, {size:,.0f} MB, {share:.0%} distinct descriptions; {runs} runs, median; "
          f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")  # fmt: skip
    print("| side | seconds | ratio | of processor | peak memory, MB | findings |")
    print("|---|---:|---:|---:|---:|---:|")
    told: list[list[tuple[float, float, float, int]]] = [[] for _ in SIDES]
    outs = [file.parent / f"out{n}" for n in range(len(SIDES))]
    for _ in range(runs):
        for n, out in enumerate(outs):
            out.mkdir(exist_ok=True)
            told[n].append(_run(n, file, out))
    base = statistics.median(t[0] for t in told[0])
    for side, found in zip(SIDES, told, strict=True):
        seconds, processor = (statistics.median(t[n] for t in found) for n in (0, 1))
        print(
            f"| {side} | {seconds:.1f} | {seconds / base:.2f} | {processor:.1f} | {max(t[2] for t in found):,.0f} | "
            f"{found[0][3]:,} |"
        )
    same = _ids(outs[0]) == _ids(outs[1])
    print(f"\nThe findings of both sides are {'the same' if same else 'NOT the same'}.\n")


def _run(side: int, file: Path, out: Path) -> tuple[float, float, float, int]:
    with file.open("rb") as stream:
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    command = [sys.executable, "-m", "bench", "screening", "side", str(side), str(file), str(out)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, processor, megabytes, count = ran.stdout.split()[-4:]
    return float(seconds), float(processor), float(megabytes), int(count)


def _side(side: int, file: Path, out: Path) -> None:
    started, before = time.perf_counter(), _processor_s()
    if side == 0:
        count = screening_rival.screened(file, out)
    else:
        detectors = (
            ITEM_DETECTORS if side == 2 else tuple(d for d in ITEM_DETECTORS if d.name == "text_against_code")
        )
        _, screening = screening_of([file], detectors=detectors)
        answer = screen(screening, DAY, detectors=detectors)
        count = rows.write_both(answer, out / "rows.parquet", out / "findings.jsonl")
    seconds = time.perf_counter() - started
    print(seconds, _processor_s() - before, _peak_mb(), count)


def _processor_s() -> float:
    """Seconds of processor that this process and those it started have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak_mb() -> float:
    """Of this process and, at most as many at a time as there are cores, of each it started."""
    own, other = (
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return (own + other * (os.cpu_count() or 1)) / 1024


def _ids(out: Path) -> list[str]:
    with (out / "findings.jsonl").open(encoding="utf-8") as stream:
        return sorted(json.loads(line)["id"] for line in stream)


def _one() -> None:
    """One item inside a process, its words new each time."""
    ask = OneByOne()
    line = {
        "declaration_id": "D1",
        "item": 1,
        "hs_edition": "2022",
        "hs_code": "950300",
        "net_mass_g": 1_360_000,
    }
    taken = []
    for number in range(300):
        started = time.perf_counter()
        ask(line | {"description": f"R-22 refrigerant gas {number} x 13.6 kg"})
        taken.append(1000 * (time.perf_counter() - started))
    asked = len(ITEM_DETECTORS) - len(ask.not_asked)
    median, high = np.percentile(taken[20:], [50, 99])
    print(f"One item inside a process, {asked} of {len(ITEM_DETECTORS)} detectors: median {median:.1f} ms, 99th "
          f"percentile {high:.1f} ms; the others compare lines with each other.")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
