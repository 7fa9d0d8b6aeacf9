"""The invented world of months: what is in it, how fast it is made, and how much memory it needs.

    python -m bench world [WORLDS DECLARATIONS]

First, over so many worlds (by default 20 of the usual parameters and 20 of varied ones, each of three months of 20,000
declarations): how much is illegal by line and by mass, how much of it leaves no trace, and what each method is. Then
lines a second, of a world with next to nothing in frame and of the usual world, one process, without files. Then the
files of worlds of more and more lines, each written by a process of its own: its peak memory beside the lines.
No detector is asked here; a ranking by mass is printed because an office can always do that.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.reference.methods import methods
from tradewind.simulation.world import World, WorldParameters, with_parameters

WORLDS, DECLARATIONS, MONTHS = 20, 20_000, 3
#: Declarations a month and months of the worlds that are written as files: more regions, and more months.
SIZES = ((150_000, 1), (750_000, 1), (2_250_000, 1), (187_500, 12))
_WRITE = """
import resource, sys, time
from pathlib import Path
from tradewind.simulation.world.writing import simulate_months
started = time.perf_counter()
made = simulate_months(Path(sys.argv[1]) / "world", 1, int(sys.argv[2]), int(sys.argv[3]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(made.rows["declarations"], time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    worlds, declarations = (int(a) for a in arguments) if len(arguments) == 2 else (WORLDS, DECLARATIONS)
    _contents(worlds, declarations)
    _values(declarations)
    _mirror(worlds, declarations)
    _speed()
    _memory()


def _contents(worlds: int, declarations: int) -> None:
    print(f"{worlds} worlds, {MONTHS} months of {declarations:,} declarations each; median (5 to 95 %)\n")
    heads = ("world", "lines made as gas, equipment and near goods", "illegal lines of them", "illegal mass of them",
             "leaves no trace, of all illegal mass", "never declared, of it",
             "in the 5 % of greatest gross mass, of it")  # fmt: skip
    print(f"| {' | '.join(heads)} |")
    print("|---" + "|---:" * (len(heads) - 1) + "|")
    tally: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for name in ("usual", "varied"):
        told = []
        for seed in range(1, worlds + 1):
            parameters = WorldParameters() if name == "usual" else WorldParameters.varied(1000 + seed)
            told.append(_one(World(parameters, seed, declarations), tally if name == "usual" else None))
        parts = [_spread([t[n] for t in told]) for n in range(len(told[0]))]
        print(f"| {name} | {' | '.join(parts)} |")
    print("\n| method of modus_operandi.csv | rows of truth | t | of that without trace | largest, t |")
    print("|---|---:|---:|---:|---:|")
    names = {int(m.id): m.method for m in methods()}
    for method in sorted(names):
        rows, mass, blind, most = tally[method]
        share = f"{100 * blind / mass:.0f} %" if mass else "-"
        print(f"| {method} {names[method]} | {rows:.0f} | {mass / 1e6:,.0f} | {share} | {most / 1e6:,.1f} |")


def _one(world: World, tally: dict[int, list[float]] | None) -> tuple[float, ...]:
    masses: dict[str, list[Any]] = defaultdict(list)
    for number in range(MONTHS):
        month = world.month(number)
        truth = month.truth
        declared = truth.filter(pc.is_valid(truth["declaration_id"]))
        kept = pc.or_(pc.not_equal(declared["honest_kind"], "other"), pc.is_valid(declared["method"]))
        masses["gross"].append(month.lines["gross_mass_g"].filter(kept).to_numpy())
        masses["net"].append(month.lines["net_mass_g"].filter(kept).to_numpy())
        masses["illegal"].append(declared["illegal_g"].filter(kept).to_numpy())
        masses["traced"].append(declared["leaves_trace"].filter(kept).to_numpy(zero_copy_only=False))
        masses["away"].append(
            [pc.sum(truth["illegal_g"].filter(pc.is_null(truth["declaration_id"]))).as_py() or 0]
        )
        if tally is not None:
            for row in truth.filter(pc.is_valid(truth["method"])).to_pylist():
                into, mass = tally[row["method"]], row["illegal_g"]
                into[0] += 1
                into[1] += mass
                into[2] += mass * (not row["leaves_trace"])
                into[3] = max(into[3], mass)
    gross, net, illegal, traced, away = (
        np.concatenate(masses[n]) for n in ("gross", "net", "illegal", "traced", "away")
    )
    every = illegal.sum() + away.sum()
    first = np.argsort(-gross, kind="stable")[: max(1, len(gross) // 20)]
    return (
        float(len(gross)), (illegal > 0).mean(), illegal.sum() / np.minimum(net, 3e10).sum(),
        (illegal[~traced].sum() + away.sum()) / every, away.sum() / every, illegal[first].sum() / every,
    )  # fmt: skip


def _values(declarations: int) -> None:
    """How many illegal lines take a value that no lawful line takes, column by column."""
    lawful: dict[str, set[Any]] = defaultdict(set)
    illegal: dict[str, list[Any]] = defaultdict(list)
    for seed in range(1, 4):
        world = World(WorldParameters(), seed, declarations)
        for number in range(MONTHS):
            month = world.month(number)
            told = month.truth.filter(pc.is_valid(month.truth["declaration_id"]))
            is_illegal = pc.is_valid(told["method"])
            for name, values in _columns(month.lines).items():
                lawful[name] |= set(values.filter(pc.invert(is_illegal)).unique().to_pylist())
                illegal[name] += values.filter(is_illegal).to_pylist()
    alone = [f"{name} {sum(v not in lawful[name] for v in values)}" for name, values in illegal.items()]
    print(
        f"\nOf {len(illegal['regime']):,} illegal lines of three worlds so many take a value that no lawful line takes:"
    )
    print(", ".join(alone) + ".")


def _columns(lines: Any) -> dict[str, Any]:
    """Columns of few values, and bins of masses and prices."""
    names = ("regime", "origin", "dispatch", "destination", "hs_code", "hs_edition", "package_kind", "un_number",
             "currency", "transport_mode", "quantity_unit")  # fmt: skip
    made = {name: lines[name] for name in names}
    net, gross, packages, value = (
        lines[n].to_numpy().astype(float) for n in ("net_mass_g", "gross_mass_g", "packages", "value_minor")
    )
    made["gross over net by 0.05"] = pa.chunked_array([np.round(gross / net * 20)])
    made["kg a package by 10 %"] = pa.chunked_array([np.round(np.log(net / packages) * 10)])
    made["USD a kg by 30 %"] = pa.chunked_array([np.round(np.log(value / net) * 3.3)])
    made["net mass by 30 %"] = pa.chunked_array([np.round(np.log(net) * 3.3)])
    return made


def _mirror(worlds: int, declarations: int) -> None:
    """How many ratios of a partner's exports over own imports lie within 0.5 to 2; of published ones 57 % do."""
    ratios = []
    for seed in range(1, worlds + 1):
        world = World(with_parameters(WorldParameters(), "illegal", prevalence=0.0), seed, declarations)
        months = [world.month(n).registers["trade_flows"].to_pylist() for n in range(MONTHS)]
        sides: dict[str, dict[Any, int]] = {"import": defaultdict(int), "export": defaultdict(int)}
        for row in (row for month in months for row in month):
            place = row["partner"] if row["flow"] == "import" else row["reporter"]
            sides[row["flow"]][place, row["hs_code"]] += row["net_mass_g"]
        both = sides["import"].keys() & sides["export"].keys()
        ratios += [sides["export"][k] / sides["import"][k] for k in both if sides["import"][k] >= 1_000_000]
    inside = np.mean([0.5 < r < 2 for r in ratios])
    print(f"\nOf {len(ratios):,} ratios of a partner's exports over own imports of at least a tonne, nothing of them "
          f"illegal, {100 * inside:.0f} % lie within 0.5 to 2.")  # fmt: skip


def _spread(values: Sequence[float]) -> str:
    low, middle, high = np.percentile(values, [5, 50, 95])
    if middle > 100:
        return f"{middle:,.0f} ({low:,.0f} to {high:,.0f})"
    return f"{100 * middle:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def _speed() -> None:
    print(
        "\n| world of 150,000 declarations a month | lines | seconds | lines/s | lines/s of processor | load |"
    )
    print("|---|---:|---:|---:|---:|---:|")
    bare = with_parameters(WorldParameters(), "traffic", frame_share=0.0005)
    for name, parameters in (("nothing but other goods", bare), ("usual", WorldParameters())):
        world = World(parameters, 1, 150_000, keeps=1)
        sum(
            part.lines.num_rows for part in world.chunks(0)
        )  # the first month gives a year's licences and quotas
        started, used = time.perf_counter(), time.process_time()
        lines = sum(part.lines.num_rows for n in (1, 2, 3) for part in world.chunks(n))
        took, used = time.perf_counter() - started, time.process_time() - used
        print(f"| {name} | {lines:,} | {took:.1f} | {lines / took:,.0f} | {lines / used:,.0f} "
              f"| {os.getloadavg()[0]:.1f} |")  # fmt: skip


def _memory() -> None:
    print(
        "\n| declarations a month | months | lines written | CSV, MB | seconds | of processor | lines/s "
        "| peak memory, MB |"
    )
    print("|---:" * 8 + "|")
    for declarations, months in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-c", _WRITE, folder, str(declarations), str(months)]
            ran = subprocess.run(command, check=True, capture_output=True, text=True)
            lines, took, used, peak = (float(x) for x in ran.stdout.split())
            size = sum(f.stat().st_size for f in Path(folder).rglob("*.csv"))
        cells = (
            f"{declarations:,}",
            f"{months}",
            *(f"{x:,.0f}" for x in (lines, size / 1e6, took, used, lines / took, peak)),
        )
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
