"""What the detectors find in invented months whose truth they never read, and which lawful lines they point at.

    python -m bench simulated [DECLARATIONS SEEDS]

For each seed a month is written, loaded as anybody's files are, and every detector that is there is asked. A planted
breach counts as found where a finding is about one of its lines, its movement or its zone, whatever the reason given;
a lawful line as pointed at where a finding is about it. Beside the detectors: a draw by lot of as many lines.
The world is assumed, so these figures compare detectors with each other and with chance. They say nothing of how much
of real trade would be found.
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tradewind.detectors.registry import ask
from tradewind.findings import Finding
from tradewind.intake import load
from tradewind.reference.methods import methods
from tradewind.simulation import simulate
from tradewind.warehouse import Warehouse
from tradewind_cli.main import VERBS
from tradewind_cli.main import main as command

DECLARATIONS, SEEDS = 700, 5
#: A day's list of a small office, in lines.
LIST = 30
Line = tuple[str, int]


def main(arguments: Sequence[str]) -> None:
    """Print what was found by method, what lawful lines bear, and what a day's list holds."""
    declarations, seeds = (int(a) for a in arguments) if len(arguments) == 2 else (DECLARATIONS, SEEDS)
    tally = Tally()
    for seed in range(1, seeds + 1):
        with tempfile.TemporaryDirectory() as name:
            _one(Path(name), seed, declarations, tally)
    tally.print(declarations, seeds)


class Tally:
    """Sums over the seeds."""

    def __init__(self) -> None:
        self.planted: dict[tuple[int, str], int] = defaultdict(int)
        self.found: dict[tuple[int, str], int] = defaultdict(int)
        self.by: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.lawful, self.pointed_at = 0, 0
        self.lawful_by: dict[str, int] = defaultdict(int)
        self.honest: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.listed: list[tuple[int, int, float]] = []
        self.silent: set[str] = set()

    def add(self, truth: list[dict[str, Any]], about: dict[Line | str, set[str]], lines: set[Line]) -> None:
        """One month: its truth, the detectors that speak of each line, movement or zone, all its lines."""
        illegal: set[Line] = set()
        for told in truth:
            keys: list[Line | str] = [(d, i) for d, i in told["lines"]] + [
                told[k] for k in ("movement", "zone") if k in told
            ]
            detectors = set().union(*(about.get(key, set()) for key in keys))
            if told["truth"] == "honest":
                self.honest[told["kind"]][0] += 1
                self.honest[told["kind"]][1] += bool(detectors)
                continue
            illegal |= {(d, i) for d, i in told["lines"]}
            kind = (told["method"], told["kind"].partition(":")[0])
            self.planted[kind] += 1
            self.found[kind] += bool(detectors)
            for detector in detectors:
                self.by[kind][detector] += 1
        lawful = lines - illegal
        self.lawful += len(lawful)
        for line in lawful:
            self.pointed_at += bool(about.get(line))
            for detector in about.get(line, ()):
                self.lawful_by[detector] += 1

    def print(self, declarations: int, seeds: int) -> None:
        """The tables."""
        names = {int(m.id): m.method for m in methods()}
        print(f"{seeds} months of {declarations:,} declarations\n")
        print("| method | what was planted | found | of | by |\n|---|---|---:|---:|---|")
        for kind in sorted(self.planted):
            by = ", ".join(f"{d} {n}" for d, n in sorted(self.by[kind].items(), key=lambda x: (-x[1], x[0])))
            print(f"| {kind[0]} {names[kind[0]]} | {kind[1].replace('_', ' ')} | {self.found[kind]} "
                  f"| {self.planted[kind]} | {by or '-'} |")  # fmt: skip
        print(f"| all | | {sum(self.found.values())} | {sum(self.planted.values())} | |")
        share = 1000 * self.pointed_at / max(self.lawful, 1)
        print(
            f"\nLawful lines with a finding: {self.pointed_at:,} of {self.lawful:,}, {share:.1f} in a thousand."
        )
        print(
            "By detector: "
            + ", ".join(f"{d} {n}" for d, n in sorted(self.lawful_by.items(), key=lambda x: -x[1]))
        )
        told = ", ".join(f"{k.replace('_', ' ')} {hit} of {n}" for k, (n, hit) in sorted(self.honest.items()))
        print(f"Honest faults with a finding: {told}.")
        if self.listed:
            illegal, drawn, lot = (sum(column) for column in zip(*self.listed, strict=True))
            print(f"The first {LIST} lines of the daily list, all months: {illegal} illegal of {drawn}; "
                  f"by lot among all lines {lot:.1f}.")  # fmt: skip
        if self.silent:
            print("Not asked, for want of their data: " + ", ".join(sorted(self.silent)) + ".")


def _one(folder: Path, seed: int, declarations: int, tally: Tally) -> None:
    made = simulate(folder / "month", seed, declarations)
    report = load([folder / "month"], folder / "house")
    if report.refused_total:
        raise SystemExit(f"seed {seed}: {report.refused_total} rows were refused")
    truth = [json.loads(line) for line in made.truth.read_text("utf-8").splitlines()][1:]
    with Warehouse.open(folder / "house") as house:
        rows = house.current("declarations").to_pyarrow().to_pylist()
        lines: set[Line] = {(r["declaration_id"], r["item"]) for r in rows}
        places: dict[str, Line | str] = {
            f"{r['batch_id']}:declarations:{r['source_sheet'] or ''}:{r['source_row']}": (
                r["declaration_id"], r["item"]) for r in rows
        }  # fmt: skip
        for table, key in (("movements", "movement_id"), ("zone_stock", "zone")):
            for r in house.current(table).to_pyarrow().to_pylist():
                places[f"{r['batch_id']}:{table}:{r['source_sheet'] or ''}:{r['source_row']}"] = r[key]
        answers = ask(house)
    about: dict[Line | str, set[str]] = defaultdict(set)
    for finding in answers.findings:
        for key in _subjects(finding, places):
            about[key].add(finding.detector)
    tally.silent |= set(answers.not_asked)
    tally.add(truth, about, lines)
    if "screen" in VERBS:
        tally.listed.append(_list(folder, truth, len(lines)))


def _subjects(finding: Finding, places: dict[str, Line | str]) -> set[Line | str]:
    """What a finding is about: its item, or for movements, zones and holders the rows it rests on."""
    if finding.subject_kind == "declaration item":
        declaration, _, item = finding.subject_id.rpartition("/")
        return {(declaration, int(item))} if item.isdigit() else set()
    rows = {row for reason in finding.reasons for row in reason.rows}
    return {places[row] for row in rows if row in places}


def _list(folder: Path, truth: list[dict[str, Any]], count: int) -> tuple[int, int, float]:
    """How many of the first lines of the screened list are illegal, of how many, and how many by lot would be."""
    out = folder / "screened.jsonl"
    words = [
        "screen",
        "--warehouse",
        str(folder / "house"),
        "--on",
        "2026-04-15",
        "--out",
        str(out),
        "--quiet",
    ]
    with contextlib.redirect_stdout(io.StringIO()):
        status = command(words)
    if status == 2:
        return 0, 0, 0.0
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    first = sorted(
        rows, key=lambda r: (-(r.get("priority") or r["score"] or 0), r["declaration_id"], r["item"])
    )[:LIST]
    illegal = {(d, i) for told in truth if told["truth"] == "breach" for d, i in told["lines"]}
    hits = sum((r["declaration_id"], r["item"]) in illegal for r in first)
    return hits, len(first), LIST * len(illegal) / count
