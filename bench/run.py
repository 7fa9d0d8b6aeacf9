"""`make run` from nothing and again: wall time in a fresh clone, beside what has to be installed anyway.

What a user would do instead has no one command; the comparison is the second run against the first.
"""

import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str]) -> None:
    """Clone the committed project into an empty folder, run it twice, print a table."""
    del arguments
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "tradewind"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        times = []
        for _ in range(2):
            started = time.perf_counter()
            subprocess.run(["make", "-s", "run"], cwd=clone, check=True, capture_output=True)
            times.append(time.perf_counter() - started)
    print("| `make run` | seconds | ratio |")
    print("|---|---:|---:|")
    print(f"| from nothing, packages fetched | {times[0]:.1f} | 1 |")
    print(f"| again | {times[1]:.1f} | {times[1] / times[0]:.2f} |")


if __name__ == "__main__":
    main([])
