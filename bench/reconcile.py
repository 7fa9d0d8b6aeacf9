"""`reconcile` on 100,000 clearances against 5,000 licences, beside the same checks in ordinary pandas.

    python -m bench reconcile [CLEARANCES LICENCES]

The pandas script is what an analyst writes: exact join on the cleaned licence number, difflib for names that
differ, group sums, date comparisons, and a dictionary of names looked for in each description. Both read the
same Parquet files; ours also ranks, words and explains every finding. Peak memory is of the whole process.
"""

import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from random import Random
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tradewind.detectors.reconcile import Parameters, run
from tradewind.tables import TABLES

CLEARANCES, LICENCES = 100_000, 5_000
GASES = {
    "R-134a": ("HFC-134a", "290345"), "R-410A": ("R410A", "382763"), "R-404A": ("R 404A", "382761"),
    "R-32": ("HFC-32", "290342"), "R-22": ("HCFC-22", "290371"), "R-407C": ("R-407C", "382764"),
}  # fmt: skip
WORDS = (
    "Polar",
    "Frost",
    "Aurora",
    "Tundra",
    "Kelvin",
    "Harbour",
    "Quay",
    "Fjord",
    "Glacier",
    "Rime",
    "Boreal",
    "Drift",
)


def main(arguments: Sequence[str]) -> None:
    """Write the files, run each side in a process of its own, print the table."""
    clearances, licences = (int(a) for a in arguments) if len(arguments) == 2 else (CLEARANCES, LICENCES)
    if len(arguments) == 3 and arguments[0] == "side":
        _side(arguments[1], Path(arguments[2]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, clearances, licences, Random(1))
        print(
            f"{clearances:,} clearances, {licences:,} licences; one run each, each in a process of its own\n"
        )
        print("| side | seconds | ratio | peak memory, MB | items and licences named |")
        print("|---|---:|---:|---:|---:|")
        base = 0.0
        for side in ("pandas", "tradewind"):
            command = [sys.executable, "-m", "bench", "reconcile", "side", side, name]
            seconds, megabytes, count = subprocess.run(
                command, check=True, capture_output=True, text=True
            ).stdout.split()[-3:]
            base = base or float(seconds)
            print(
                f"| {side} | {float(seconds):.1f} | {float(seconds) / base:.2f} | {megabytes} | {int(count):,} |"
            )


def _side(side: str, folder: Path) -> None:
    started = time.perf_counter()
    count = in_pandas(folder) if side == "pandas" else ours(folder)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(seconds, peak, count)


def write(folder: Path, clearances: int, licences: int, random: Random) -> None:
    """A register and an extract of it: a twentieth of the clearances are wrong in one way or another."""
    kinds = ("Trading", "Cooling", "Supplies", "Service")
    traders = [f"{a} {b} {c} Ltd" for a in WORDS for b in WORDS for c in kinds]
    held = [_licence(n, traders, random) for n in range(1, licences + 1)]
    rows = [_clearance(n, random.choice(held), traders, random) for n in range(clearances)]
    for name, made in (("licences", held), ("declarations", rows), ("quotas", [])):
        _write(folder, name, made)


def _licence(number: int, traders: Sequence[str], random: Random) -> dict[str, Any]:
    return {
        "licence_id": f"ZL-2025-{number:05d}",
        "holder": random.choice(traders),
        "substance": random.choice(list(GASES)),
        "direction": "import",
        "licensed_mass_g": random.randrange(20_000, 60_000) * 1000,
        "valid_from": date(2025, 1, 1),
        "valid_to": date(2025, 12, 31) if random.random() < 0.8 else date(2025, 9, 30),
        "status": "issued",
    }


def _clearance(
    number: int, licence: dict[str, Any], traders: Sequence[str], random: Random
) -> dict[str, Any]:
    gas, importer = licence["substance"], licence["holder"]
    wrong = random.random()
    cited: str | None = licence["licence_id"] if random.random() < 0.85 else None
    if wrong < 0.02:
        cited, importer = None, f"Ghost {number % 40} Imports"
    elif wrong < 0.03:
        importer = random.choice(traders)
    elif wrong < 0.04:
        gas = random.choice(list(GASES))
    written, code = GASES[gas]
    return {
        "declaration_id": f"D{number:07d}",
        "item": 1,
        "lodged_on": date(2025, 1, 1) + timedelta(days=random.randrange(365)),
        "regime": "import",
        "importer": _as_typed(importer, random),
        "description": f"Refrigerant {written}, {random.randrange(10, 400)} cylinders, order {number % 7919}",
        "hs_edition": "2022",
        "hs_code": "290349" if 0.04 < wrong < 0.045 else code,
        "net_mass_g": random.randrange(100, 2_000) * 1000,
        "licence_id": None if cited is None else _as_cited(cited, random),
    }


def _write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    schema = pa.schema([*TABLES[name].arrow, pa.field("row_ref", pa.string())])
    full = [{"source": "bench", "row_ref": f"bench:{name}::{n}", **row} for n, row in enumerate(rows, 1)]
    pq.write_table(pa.Table.from_pylist(full, schema=schema), folder / f"{name}.parquet")


def _as_typed(name: str, random: Random) -> str:
    if random.random() < 0.1:
        at = random.randrange(len(name))
        return name[:at] + name[at + 1 :]
    return name.upper().replace("LTD", "Limited") if random.random() < 0.2 else name


def _as_cited(number: str, random: Random) -> str:
    return random.choice((number, number.lower(), number.replace("-", "/"), number.replace("-0", "-")))


class Files:
    """The Parquet files as a detector reads them."""

    generation = 1

    def __init__(self, folder: Path) -> None:
        self._backend = ibis.duckdb.connect()
        self._folder = folder

    def tables(self) -> tuple[str, ...]:
        return ("declarations", "licences")

    def current(self, name: str) -> ibis.Table:
        return self._backend.read_parquet(self._folder / f"{name}.parquet")


def ours(folder: Path) -> int:
    """Findings of the detector with its own defaults."""
    return len(run(Files(folder), Parameters()))


def in_pandas(folder: Path) -> int:
    """The same eight questions by merge, groupby and loops over distinct names; the number of subjects named."""
    held = pd.read_parquet(folder / "licences.parquet")
    rows = pd.read_parquet(folder / "declarations.parquet")
    names = {written: gas for gas, (written, _) in GASES.items()}
    rows["gas"] = rows.description.map(lambda text: next((g for w, g in names.items() if w in text), None))
    for table in (held, rows):
        table["key"] = table.licence_id.map(_key, na_action="ignore")
    held["who"], rows["who"] = held.holder.map(_name), rows.importer.map(_name)
    known = sorted(set(held.who))
    same = {who: who if who in set(known) else _likeliest(who, known) for who in sorted(set(rows.who))}
    rows["holder_name"] = rows.who.map(same)
    columns = ["key", "who", "substance", "licensed_mass_g", "valid_from", "valid_to"]
    cited = rows[rows.key.notna()].merge(held[columns], on="key", how="left", suffixes=("", "_held"))
    bare = rows[rows.key.isna()]
    by = {"left_on": ["holder_name", "gas"], "right_on": ["who", "substance"]}
    uncited = bare.merge(held[columns], how="left", suffixes=("", "_held"), **by)
    uncited = uncited.sort_values(["declaration_id", "valid_to"]).drop_duplicates(
        "declaration_id", keep="last"
    )
    without = pd.concat([cited[cited.substance_held.isna()], uncited[uncited.substance_held.isna()]])
    matched = cited[cited.substance_held.notna()]
    other_holder = matched[matched.holder_name != matched.who_held]
    other_gas = matched[matched.gas != matched.substance_held]
    late = matched[matched.lodged_on > matched.valid_to]
    hidden = rows[rows.hs_code == "290349"]
    sums = matched.groupby("key").agg(cleared=("net_mass_g", "sum"), licensed=("licensed_mass_g", "first"))
    over = sums[sums.cleared > sums.licensed * 1.005 + 1000]
    never = set(held.key) - set(cited.key) - set(uncited.key_held.dropna())
    items = pd.concat([without, other_holder, other_gas, late, hidden]).declaration_id.nunique()
    return int(items) + len(over) + len(never)


def _key(number: str) -> str:
    return "|".join(part.lstrip("0") for part in re.findall(r"[A-Z]+|\d+", number.upper()))


def _name(name: str) -> str:
    return re.sub(r"\b(LTD|LIMITED)\b|[^A-Z0-9 ]", "", name.upper()).strip()


def _likeliest(name: str, known: list[str]) -> str | None:
    best = max(known, key=lambda k: SequenceMatcher(None, name, k).quick_ratio())
    return best if SequenceMatcher(None, name, best).ratio() >= 0.86 else None


if __name__ == "__main__":
    main(sys.argv[1:])
