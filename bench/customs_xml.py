"""A large file of ASYCUDA World declarations through `tradewind load`: memory must stay flat.

    python -m bench customs_xml [MEGABYTES]

Invented declarations of three items each are written through the product's own writer into one file, by default of
2,000 MB, and loaded in a process of its own, which tells its time and peak memory; a tenth of the file before, to see
whether memory grows with it. TMPDIR says where the files are written.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tradewind.formats.asycuda_writing import write_declarations

MEGABYTES = 2_000
PROBE = 3_000
ITEMS = 3

_LOAD = """
import resource, sys, time
from tradewind_cli.main import main
started = time.perf_counter()
status = main(["load", sys.argv[1], "--json", "--warehouse", sys.argv[2]])
used = resource.getrusage(resource.RUSAGE_SELF)
print(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, status, file=sys.stderr)
"""


def main(arguments: Sequence[str]) -> None:
    """Write the files, load each, print a table."""
    megabytes = int(arguments[0]) if arguments else MEGABYTES
    print("| file, MB | items | seconds | of processor | items/s | peak memory, MB |")
    print("|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_declarations(folder / "probe.xml", _rows(PROBE), "invented")
        each = (folder / "probe.xml").stat().st_size / PROBE
        for size in (megabytes // 10, megabytes):
            file = folder / "declarations.xml"
            items = int(size * 1e6 / each)
            write_declarations(file, _rows(items), "invented")
            written = file.stat().st_size / 1e6
            seconds, processor, peak = _measured(file, folder / f"warehouse{size}")
            print(f"| {written:,.0f} | {items:,} | {seconds:.0f} | {processor:.0f} | {items / seconds:,.0f} | "
                  f"{peak:,.0f} |", flush=True)  # fmt: skip
            file.unlink()


def _measured(file: Path, warehouse: Path) -> tuple[float, float, float]:
    command = [sys.executable, "-c", _LOAD, str(file), str(warehouse)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, processor, peak, status = ran.stderr.strip().splitlines()[-1].split()
    if status != "0":
        raise SystemExit(f"the load ended with status {status}: {json.loads(ran.stdout)['refused'][:3]}")
    return float(seconds), float(processor), float(peak)


def _rows(items: int) -> Iterator[dict[str, Any]]:
    for n in range(items):
        number, item = divmod(n, ITEMS)
        yield {
            "declaration_id": f"KEMB1-2026-C-{number}", "item": item + 1, "regime": "import", "procedure": "4000",
            "lodged_on": date(2026, 1, 1) + timedelta(number // 3_000 % 300), "office": "KEMB1",
            "exporter": f"Invented Export House {number % 4_000}", "exporter_address": "1 Harbour Road",
            "importer": f"Invented Trading Company {number % 8_000} Ltd", "importer_id": f"P{number % 8_000:09d}A",
            "declarant": f"Broker {number % 300}", "declarant_id": f"B{number % 300:05d}",
            "local_reference": f"{number % 1_000_000}/26", "transport": f"voyage {number // 900:05d}E",
            "transport_mode": "1", "dispatch": "CHN", "destination": "KEN", "origin": "CHN", "currency": "USD",
            "packages": n % 390 + 10, "package_kind": "CT", "hs_code": "290371" if n % 12 == 0 else "640399",
            "description": f"{'R-22 refrigerant' if n % 12 == 0 else 'leather shoes'}, lot {n}, as per invoice",
            "gross_mass_g": 17_000 * (n % 390 + 10), "net_mass_g": 13_600 * (n % 390 + 10),
            "value_minor": 4_200 * (n % 390 + 10), "container": f"MSKU{number % 900_000:07d}",
            "previous_document": f"MANIFEST-2026-{number // 40:08d}",
        }  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
