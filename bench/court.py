"""An archive for a court: how large, how long, and how many random changes of one byte go unseen.

    python -m bench court [MEGABYTES [TRIALS]]

Invented photographs and papers. The first archive is large and is written and verified once, by VERIFY.py in a process
of its own without packages. The second is small: TRIALS times one byte anywhere becomes another one.
"""

from __future__ import annotations

import hashlib
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tradewind.reporting.court import Chain, Exhibit, Matter, Record, verify, write

MEGABYTES, TRIALS = 1000, 10_000
_EACH = 8 << 20
_AT = datetime(2026, 3, 9, tzinfo=UTC)


def main(arguments: Sequence[str]) -> None:
    """Write, verify, change; print the figures."""
    megabytes, trials = (*map(int, arguments), *(MEGABYTES, TRIALS)[len(arguments) :])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _large(folder, megabytes)
        _changed(folder, trials)


def _matter(exhibits: Sequence[Exhibit]) -> Matter:
    return Matter(
        "2026-0001", "Invented", "Invented prosecutor", _AT, exhibits=tuple(exhibits),
        records=(Record("seizure", "The seizure", {"gas": "R-22", "kg": 1564.5}),),
        chains=(Chain("custody", "custody", (), 0, "0" * 64),),
    )  # fmt: skip


def _exhibit(folder: Path, number: int, size: int) -> Exhibit:
    content = random.Random(number).randbytes(size)
    path = folder / f"{number}.bin"
    path.write_bytes(content)
    return Exhibit(f"E-{number:03}", "Invented", path, hashlib.sha256(content).hexdigest(), name=path.name)


def _large(folder: Path, megabytes: int) -> None:
    exhibits = [_exhibit(folder, n, _EACH) for n in range(1, megabytes * 1_000_000 // _EACH + 1)]
    start = time.perf_counter()
    made = write(_matter(exhibits), folder / "large.zip")
    written = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with zipfile.ZipFile(made.path) as opened:
        (folder / "VERIFY.py").write_bytes(opened.read("VERIFY.py"))
    start = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "VERIFY.py", "large.zip"], cwd=folder, capture_output=True, check=False
    )
    checked = time.perf_counter() - start
    print("| | bytes | seconds | MB a second | peak memory, MB |\n|---|---:|---:|---:|---:|")
    print(f"| written | {made.size:,} | {written:.1f} | {made.size / written / 1e6:.0f} | {memory:.0f} |")
    speed = made.size / checked / 1e6
    print(f"| VERIFY.py, status {ran.returncode} | {made.size:,} | {checked:.1f} | {speed:.0f} | |\n")
    made.path.unlink()


def _changed(folder: Path, trials: int) -> None:
    made = write(_matter([_exhibit(folder, n, 20_000) for n in range(1, 4)]), folder / "small.zip")
    whole, chance, unseen = made.path.read_bytes(), random.Random(1), 0
    start = time.perf_counter()
    with made.path.open("r+b", buffering=0) as stream:
        for _ in range(trials):
            place = chance.randrange(len(whole))
            stream.seek(place)
            stream.write(bytes([whole[place] ^ chance.randrange(1, 256)]))
            unseen += verify(str(made.path)).is_intact
            stream.seek(place)
            stream.write(whole[place : place + 1])
    seconds = time.perf_counter() - start
    print(f"{trials:,} changes of one byte in an archive of {made.size:,} bytes, {unseen} of them unseen; "
          f"{seconds:.1f} s.")  # fmt: skip
