"""What inspections cost honest traders, beside what they find, at each level of inspection, on invented worlds.

    python -m bench harm [WORLDS] [MONTHS] [DECLARATIONS]

Each world has parameters of its own. Every month is planned on its last day, for a budget of 1, 2, 5 and 10 % of its
lines of gas and equipment, a floor of 15 % in it; what is chosen is opened some days later, and the office writes down
what it finds, with its misses. Beside it the same number of lines by lot from the same lines, and the heaviest of them.
Levels do not learn from each other or from the months before. The illegal mass that found is a share of includes what
leaves no trace and what was never declared.

The last rows are a small country: about 60 lines of gas and equipment a month and 4 inspections.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.found_worlds import Judged, Office
from tradewind.screening.answering_for import trader_keys
from tradewind.screening.planning.budget import Budget
from tradewind.screening.planning.harm import harm_of
from tradewind.screening.planning.plan import plan
from tradewind.simulation.world import World, WorldParameters

WORLDS, MONTHS, DECLARATIONS = 8, 4, 3000
#: Declarations of a month with about 60 lines of gas and equipment.
SMALL = 530
LEVELS = (0.01, 0.02, 0.05, 0.10)
#: Seeds far from those of any other bench.
FIRST_SEED = 9_100
DAYS_AFTER = 3
HEAD = (
    "| inspected | chosen by | inspections | illegal found | honest stopped for each | hours on honest lines "
    "| days held | stopped again without result (of honest) | illegal mass found % |\n"
    "|---|---|---:|---:|---:|---:|---:|---:|---:|"
)


@dataclass
class Tally:
    """What became of the lines that one way of choosing opened, over worlds and months."""

    inspections: int = 0
    illegal: int = 0
    honest: int = 0
    hours: float = 0.0
    days: float = 0.0
    again: int = 0
    found_kg: float = 0.0
    there_kg: float = 0.0
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def close_world(self) -> None:
        """Harm of the months of one world: the same trader is stopped again only within it."""
        if not self.rows:
            return
        trader, day, illegal, honest, hours, days = (
            np.concatenate(part) for part in zip(*self.rows, strict=True)
        )
        harm = harm_of(trader, day, illegal, honest, hours, days)
        self.inspections += harm.inspected
        self.illegal += harm.illegal
        self.honest += harm.honest
        self.hours += harm.hours
        self.days += harm.days_held
        self.again += harm.again
        self.rows = []

    def row(self, level: str, name: str) -> str:
        """One line of the table."""
        each = f"{self.honest / self.illegal:.1f}" if self.illegal else "none found"
        cells = (
            level, name, f"{self.inspections:,}", f"{self.illegal:,}", each, f"{self.hours:,.0f}", f"{self.days:,.0f}",
            f"{self.again:,} ({self.again / max(self.honest, 1):.0%})", f"{100 * self.found_kg / self.there_kg:.1f}",
        )  # fmt: skip
        return f"| {' | '.join(cells)} |"


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    worlds, months, declarations = (
        int(arguments[n]) if len(arguments) > n else default
        for n, default in enumerate((WORLDS, MONTHS, DECLARATIONS))
    )
    tallies: dict[tuple[str, str], Tally] = {}
    frame, there = [], []
    for number in range(worlds):
        for month, world in _months(FIRST_SEED + number, months, declarations):
            frame.append(int(month.in_frame.sum()))
            there.append(float((month.illegal_kg > 0)[month.in_frame].mean()))
            for level in LEVELS:
                _open(
                    tallies,
                    f"{level:.0%} of gas and equipment",
                    month,
                    world,
                    max(round(level * frame[-1]), 1),
                )
        _close(tallies)
    print(
        f"{worlds} worlds x {months} months of {declarations:,} declarations: {np.mean(frame):.0f} lines of gas and "
        f"equipment a month, {np.mean(there):.1%} of them illegal.\n\n{HEAD}"
    )
    _print(tallies)
    small: dict[tuple[str, str], Tally] = {}
    frame = []
    for number in range(worlds):
        for month, world in _months(FIRST_SEED + 500 + number, 2 * months, SMALL):
            frame.append(int(month.in_frame.sum()))
            _open(small, "4 a month", month, world, 4)
        _close(small)
    print(f"\nSmall countries, {np.mean(frame):.0f} lines of gas and equipment a month:\n\n{HEAD}")
    _print(small)


def _months(seed: int, months: int, declarations: int) -> Iterator[tuple[Judged, World]]:
    office = Office(WorldParameters.varied(seed), seed, declarations)
    for _ in range(months):
        yield office.next(), office.world


def _open(
    tallies: dict[tuple[str, str], Tally], level: str, month: Judged, world: World, budget: int
) -> None:
    """Open a month's lines by each way of choosing them."""
    made = plan(month.screened, Budget(lines=budget), seed=world.seed)
    frame = np.flatnonzero(month.in_frame)
    own = month.screened.lines.slice(0, month.count)
    mass = pc.fill_null(own["net_mass_g"], 0).to_numpy()[frame]
    ways = {
        "the plan": made.places[made.chosen],
        "lot": np.random.default_rng([world.seed, month.last.month]).choice(frame, budget, replace=False),
        "declared mass": frame[np.argsort(-mass, kind="stable")[:budget]],
    }
    for name, places in ways.items():
        tally = tallies.setdefault((level, name), Tally())
        tally.there_kg += float(month.illegal_kg.sum()) + month.undeclared_kg
        rows = own.take(pa.array(places))
        seen = world.inspect(
            rows.select(["declaration_id", "item"]),
            month.last + timedelta(days=DAYS_AFTER),
            seed=world.seed,
            chosen="risk",
        )
        result = np.array(seen["result"].to_pylist())
        illegal = result == "illegal"
        held = (
            seen["result_on"].cast(pa.int32()).to_numpy() - seen["inspected_on"].cast(pa.int32()).to_numpy()
        )
        tally.found_kg += float(month.illegal_kg[places][illegal].sum())
        tally.rows.append(
            (np.array(trader_keys(rows).to_pylist(), object), np.full(len(places), month.last.toordinal()), illegal,
             result == "compliant", seen["hours"].to_numpy(), held.astype(float))
        )  # fmt: skip


def _close(tallies: Mapping[tuple[str, str], Tally]) -> None:
    for tally in tallies.values():
        tally.close_world()


def _print(tallies: Mapping[tuple[str, str], Tally]) -> None:
    for (level, name), tally in tallies.items():
        print(tally.row(level, name), flush=True)


if __name__ == "__main__":
    main([])
