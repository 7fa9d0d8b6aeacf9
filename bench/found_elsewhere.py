"""What the list finds on worlds that others made.

    python -m bench found_elsewhere WORLD [WORLD ...]

Each WORLD is a folder of canonical CSV files, as `tradewind load` takes them, with `WORLD.truth.csv` beside it:
declaration_id, item, illegal_kg of every line. It is loaded; the fourth and the last of its months are screened on
their last day, with what was there on that day; `learnt` is the model that `train` makes of the world's own inspections
until then, which scores as the rules do unless it beat them, and `ridge` the same model whether or not it beat them.
Nothing is found where nobody gives a world.
"""

from __future__ import annotations

import calendar
import io
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from bench import found_rankings as orders
from bench.found_worlds import Judged, Numbers
from tradewind.screening import Screening, screen
from tradewind.screening.learning import fit
from tradewind.screening.learning.facts import features_of
from tradewind.screening.learning.fitting import RIDGE_FROM
from tradewind.screening.learning.months import gathered
from tradewind.screening.learning.ridge import fit_ridge
from tradewind.screening.planning.as_of import AsOf
from tradewind.screening.planning.plan import suspected
from tradewind.screening.worth import suspected_kg
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main as tradewind

SHARES: Final = (0.01, 0.02, 0.05, 0.10)
RIVALS: Final = ("declared mass", "controlled code, then mass", "rules fired")
OURS: Final = ("rules", "learnt", "ridge")
_PENALTY: Final = 10.0
_FOURTH: Final = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One month of one world: the share of illegal kg by order and share of the frame, and what it rests on."""

    is_last: bool
    found: dict[str, list[float]]
    frame: int
    illegal_kg: float
    out_of_frame: float
    finds: int
    replaced: bool


def main(arguments: Sequence[str]) -> None:
    """Print a table of the fourth months and one of the last."""
    asked: list[Asked] = []
    for world in map(Path, arguments):
        with tempfile.TemporaryDirectory() as folder:
            url = f"duckdb://{folder}/warehouse/"
            with redirect_stdout(io.StringIO()) as told:
                status = tradewind(["load", str(world), "--sender", "elsewhere", "--warehouse", url])
            if status != 0:
                raise SystemExit(f"{world} could not be loaded:\n{told.getvalue()}")
            with Warehouse.open(url) as warehouse:
                asked += _world(world, warehouse)
    for is_last in (False, True):
        _print([a for a in asked if a.is_last == is_last], "last" if is_last else "fourth")


def _world(world: Path, warehouse: Warehouse) -> list[Asked]:
    truth = pa.csv.read_csv(world.with_name(f"{world.name}.truth.csv"))
    days = warehouse.current("declarations").select("lodged_on").distinct().to_pyarrow()["lodged_on"]
    months = sorted({(d.year, d.month) for d in days.to_pylist() if d is not None})
    held = []
    for year, number in {months[min(_FOURTH, len(months) - 1)], months[-1]}:
        on = date(year, number, calendar.monthrange(year, number)[1])
        held.append(_month(warehouse, on, truth, (year, number) == months[-1]))
    return held


def _month(warehouse: Warehouse, on: date, truth: pa.Table, is_last: bool) -> Asked:
    screened = screen(Screening({}, AsOf(warehouse, on)), on)
    lodged = screened.lines["lodged_on"].to_numpy().astype("datetime64[D]")
    own = np.flatnonzero((lodged >= np.datetime64(on.replace(day=1))) & (lodged <= np.datetime64(on)))
    examples = gathered(warehouse, on).examples
    known = examples.take(~np.isnan(examples.label) & (examples.result_on < np.datetime64(on)))
    model, features = fit(examples, on), features_of(screened)
    month = _judged(screened, truth)
    rules = screened.scores.probability[: screened.count]
    ridge = rules
    if known.positives >= RIDGE_FROM:
        odds = fit_ridge(known, _PENALTY).log_odds(features)
        ridge = 1 / (1 + np.exp(-odds))
    learnt = rules if model.used_rules_instead else model.predict(features)
    ranked = {
        "declared mass": orders.by_mass(month), "controlled code, then mass": orders.by_code_and_mass(month),
        "rules fired": orders.by_rules_fired(month), "rules": orders.ours(month, rules),
        "learnt": orders.ours(month, learnt), "ridge": orders.ours(month, ridge),
    }  # fmt: skip
    kg, frame = month.illegal_kg[own], int(month.in_frame[own].sum())
    tie = np.arange(len(own))
    found = {
        name: [
            float(kg[orders.top(order[own], int(np.ceil(s * frame)), tie)].sum() / kg.sum()) for s in SHARES
        ]
        for name, order in ranked.items()
    }
    return Asked(
        is_last, found, frame, float(kg.sum()), float(kg[~month.in_frame[own]].sum()), known.positives,
        not model.used_rules_instead,
    )  # fmt: skip


def _judged(screened: Any, truth: pa.Table) -> Judged:
    """The screened lines beside the truth, as the orders ask for them."""
    lines = screened.lines
    at = pc.index_in(_keys(lines), value_set=_keys(truth))
    kg = pc.fill_null(truth["illegal_kg"].cast(pa.float64()).take(at), 0.0).to_numpy()
    none: Numbers = np.zeros(0)
    return Judged(
        0, screened.on, screened, features_of(screened), screened.scores.probability[: screened.count],
        suspected_kg(lines, suspected(screened)[: screened.count]),
        lines["in_frame"].to_numpy(zero_copy_only=False), none, kg, screened.co2e_t[: screened.count], none, none, 0.0,
    )  # fmt: skip


def _keys(rows: pa.Table) -> Any:
    return pc.binary_join_element_wise(
        rows["declaration_id"].cast(pa.string()), rows["item"].cast(pa.string()), "/"
    ).combine_chunks()


def _print(asked: list[Asked], which: str) -> None:
    if not asked:
        print("No world was given.")
        return
    total = sum(a.illegal_kg for a in asked)
    print(
        f"\n### The {which} month of {len(asked)} worlds\n\nFrame {np.mean([a.frame for a in asked]):,.0f} lines; "
        f"illegal {total / len(asked) / 1000:,.1f} t a month, {sum(a.out_of_frame for a in asked) / total:.0%} of it "
        f"out of frame; {np.mean([a.finds for a in asked]):.0f} finds known; a model replaced the rules in "
        f"{sum(a.replaced for a in asked)}.\n"
    )
    names = (*RIVALS, *OURS)
    print("| opened | " + " | ".join(names) + " |\n|---:|" + "---:|" * len(names))
    for n, share in enumerate(SHARES):
        cells = [f"{np.mean([a.found[name][n] for a in asked]):.1%}" for name in names]
        print(f"| {share:.0%} | " + " | ".join(cells) + " |")
