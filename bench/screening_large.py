"""`tradewind screen` of files larger than memory should hold: peak memory must not grow with the lines.

    python -m bench screening_large [MILLIONS ...] [--trained]

The invented lines of the `screening` bench, 30 % distinct descriptions, one file of each size (by default 1, 3 and 10
million lines; 36 GB of CSV for a hundred million). The command writes one row a line as Parquet, all findings as JSON
lines and the list, in a process of its own; the processes that derive lines beside it are told apart, each of two. The
first size fits into memory and is screened there. TMPDIR says where the files are written. With --trained each file is
screened again by a model, which learnt nothing: its coefficients are made up so that it looks at every fact of a ridge.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench import screening_lines
from tradewind.screening.learning import FAMILIES, Trained, fit, save
from tradewind.screening.learning.calibration import Bend
from tradewind.screening.learning.examples import none
from tradewind.screening.learning.ridge import BESIDE, Ridge

MILLIONS = (1, 3, 10)

_SCREEN = """
import resource, sys, time
from tradewind_cli.main import main
started = time.perf_counter()
status = main(["screen", sys.argv[1], "--on", "2026-12-01", "--out", sys.argv[2] + "/rows.parquet", "--findings",
               sys.argv[2] + "/findings.jsonl", "--warehouse", sys.argv[2] + "/warehouse", *sys.argv[3:]])
own, other = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
processor = own.ru_utime + own.ru_stime + other.ru_utime + other.ru_stime
print(time.perf_counter() - started, processor, own.ru_maxrss / 1024, other.ru_maxrss / 1024, status, file=sys.stderr)
"""


def main(arguments: Sequence[str]) -> None:
    """Write each file, screen it, print a table."""
    heads = ("lines", "scored by", "CSV, MB", "seconds", "of processor", "lines/s", "peak memory, MB",
             "of each beside it, MB", "findings", "load")  # fmt: skip
    print(f"| {' | '.join(heads)} |")
    print("|---:" * len(heads) + "|")
    sizes = [int(one) for one in arguments if one != "--trained"] or MILLIONS
    for millions in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder, lines = Path(name), millions * 1_000_000
            file = folder / "lines.csv"
            screening_lines.write(file, lines, 0.3)
            told(file, lines, folder)
            if "--trained" in arguments:
                told(file, lines, folder, save(made_up(), folder / "model.json")[0])


def made_up() -> Trained:
    """A model that looks at everything a ridge looks at."""
    ridge = Ridge(
        -4.0, 0.5, (0.4,) * len(FAMILIES), (0.1,) * len(BESIDE), (True,) * len(FAMILIES), 0.1,
    )  # fmt: skip
    card = {**fit(none(), date(2026, 1, 1)).card, "used_rules_instead": False, "kind": "ridge"}
    return Trained(ridge, Bend(), card)


def told(file: Path, lines: int, folder: Path, model: Path | None = None) -> None:
    """Screen a file and print its row."""
    command = [sys.executable, "-c", _SCREEN, str(file), str(folder)]
    command += ["--trained", str(model)] if model else []
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, processor, own, other, status = ran.stderr.strip().splitlines()[-1].split()
    if status != "0":
        raise SystemExit(f"the screening ended with status {status}")
    with (folder / "findings.jsonl").open("rb") as stream:
        found = sum(1 for _ in stream)
    print(
        f"| {lines:,} | {'a model' if model else 'the rules'} | {file.stat().st_size / 1e6:,.0f} | "
        f"{float(seconds):.0f} | {float(processor):.0f} | "
        f"{lines / float(seconds):,.0f} | {float(own):,.0f} | {float(other):,.0f} | {found:,} | "
        f"{os.getloadavg()[1]:.1f} |",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
