"""Identification measured: every gas and blend with a known pressure, from 0 to 45 C, told by what an officer has.

    python -m bench identification [--quick]

The content is known here, and each figure is off by anything its tolerance allows (evenly, gauge and thermometer;
identifier shares by a bell whose two standard deviations are the tolerance). A wrong label is another gas of the trade.
What the readings are made from is the same table they are judged by: what is measured is whether the answer is honest
about them, not whether the table is right. Beside it stands what a chart of pressures gives: the nearest gas.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final

from tradewind.identification import Evidence, identify
from tradewind.identification.candidates import Candidate, known
from tradewind.identification.evidence import SEA_LEVEL_BAR, UNKNOWN
from tradewind.identification.instruments import gauge, identifier
from tradewind.identification.judging import category
from tradewind.reference.packages import cylinders

SEED: Final = 20_261_129
#: Labels that smugglers use are those of gases people buy.
LABELS: Final = (
    "R-134a",
    "R-410A",
    "R-404A",
    "R-407C",
    "R-32",
    "R-22",
    "R-507A",
    "R-1234yf",
    "R-12",
    "R-600a",
)
#: From here on a first place counts as said with certainty.
CERTAIN: Final = 0.95


@dataclass(frozen=True)
class Asked:
    """One row of the table: what the officer has."""

    title: str
    instrument: str
    label: str  # right, wrong or none
    identifier: str = ""


@dataclass
class Counted:
    """What came of it."""

    asked: int = 0
    first: int = 0
    in_three: int = 0
    consistent: int = 0
    contradicted: int = 0
    wrongly_certain: int = 0
    chart: int = 0

    def add(self, other: Counted) -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


ROWS: Final = tuple(
    Asked(f"pressure, {label} label, {instrument}", instrument, label)
    for label in ("no", "right", "wrong")
    for instrument in ("digital", "analogue")
) + tuple(
    Asked(f"pressure, {label} label, {kind} identifier", "digital", label, kind)
    for label in ("right", "wrong")
    for kind in ("modern", "legacy")
)


def temperatures(quick: bool) -> list[float]:
    return [25.0] if quick else [0.0, 15.0, 30.0, 45.0]


def contents(which: str) -> list[Candidate]:
    """All gases and blends, those of `trade` (usual packages and the labels above), or the fakes."""
    bought = {d for package in cylinders() for d in package.designations} | set(LABELS)
    return [
        c
        for c in known().values()
        if (c.kind == "counterfeit") == (which == "fakes") and c.designation != "R-718"
        if which != "trade" or c.designation in bought
    ]


def shown_by(unit: str, content: Candidate, dice: random.Random) -> dict[str, float]:
    """What an identifier displays of a content: what it does not know is unknown."""
    knows = identifier(unit)
    display: dict[str, float] = {}
    for part, share in composed(content, dice).items():
        where = category(part) if category(part) in knows.knows else UNKNOWN
        display[where] = display.get(where, 0.0) + share
    for where, share in display.items():
        tolerance = knows.near_pure if min(share, 100 - share) <= 10 else knows.in_mixture
        display[where] = min(max(dice.gauss(share, tolerance / 2), 0.0), 100.0)
    total = sum(display.values())
    return {where: round(share * 100 / total, 1) for where, share in display.items() if share > 0}


def composed(content: Candidate, dice: random.Random) -> dict[str, float]:
    """A composition within the content's spans."""
    shares = {part: dice.uniform(low, high) for part, low, high in content.parts}
    total = sum(shares.values())
    return {part: share * 100 / total for part, share in shares.items()}


def measured(asked: Asked, content: Candidate, celsius: float, dice: random.Random) -> Counted:
    """One cylinder, half or more full of liquid, as the instruments show it."""
    true = content.saturation(celsius)
    if true is None:
        return Counted()
    tools = gauge(asked.instrument)
    pressure = true.bubble - dice.random() * (true.bubble - true.dew) * 0.3 - SEA_LEVEL_BAR
    pressure += dice.uniform(-tools.pressure_bar, tools.pressure_bar)
    read_c = round(2 * (celsius + dice.uniform(-tools.temperature_c, tools.temperature_c))) / 2
    pressure = max(pressure, -0.95)
    label = {"no": None, "right": content.designation}.get(asked.label)
    if asked.label == "wrong":
        label = dice.choice([name for name in content.sold_as or LABELS if name != content.designation])
    answer = identify(
        Evidence(
            temperature_c=read_c, pressure_bar_gauge=pressure, instrument=asked.instrument, label=label, liquid=True,
            reading=shown_by(asked.identifier, content, dice) if asked.identifier else None,
            identifier=asked.identifier or None,
        )
    )  # fmt: skip
    named = [r.candidate.designation for r in answer.ranked[:3]]
    charted = min(
        (r for r in answer.ranked if r.saturation and r.candidate.kind != "counterfeit"),
        key=lambda r: abs(r.saturation.bubble - pressure - SEA_LEVEL_BAR) if r.saturation else 1e9,
    )
    is_named = named[0] == content.designation
    return Counted(
        1, is_named, content.designation in named, answer.verdict == "consistent", answer.verdict == "contradicted",
        answer.ranked[0].likelihood >= CERTAIN and not is_named, charted.candidate.designation == content.designation,
    )  # fmt: skip


def row(asked: Asked, which: str, quick: bool) -> Counted:
    """One row of the table over all contents and temperatures."""
    dice, counted = random.Random(f"{SEED}{asked.title}{which}"), Counted()
    for content in contents(which):
        for celsius in temperatures(quick) * (1 if which == "all" else 3):
            counted.add(measured(asked, content, celsius, dice))
    return counted


def table(title: str, rows: Sequence[Asked], which: str, quick: bool) -> None:
    print(f"\n{title}\n")
    print("| what the officer has | cylinders | first of the list | in the first three | label called consistent "
          "| label contradicted | another gas named with certainty | nearest on a chart |")  # fmt: skip
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    with ProcessPoolExecutor(2) as pool:
        answers = pool.map(row, rows, [which] * len(rows), [quick] * len(rows))
        for asked, c in zip(rows, answers, strict=True):
            figures = (c.first, c.in_three, c.consistent, c.contradicted, c.wrongly_certain, c.chart)
            shares = " | ".join(f"{n / c.asked:.1%}" for n in figures)
            print(f"| {asked.title} | {c.asked:,} | {shares} |", flush=True)


def main(arguments: Sequence[str]) -> None:
    """Three tables: every gas and blend, those of trade, and the fakes that were really found."""
    parser = argparse.ArgumentParser(prog="bench identification")
    parser.add_argument("--quick", action="store_true", help="25 C only")
    parsed = parser.parse_args(arguments)
    table("Every gas and blend", ROWS, "all", parsed.quick)
    table("Gases of the usual packages", ROWS, "trade", parsed.quick)
    table("Fakes that were found", [r for r in ROWS if r.label == "wrong"], "fakes", parsed.quick)


if __name__ == "__main__":
    main([])
