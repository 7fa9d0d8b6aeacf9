"""A method that no detector looks for: how much of it does the list find all the same?

    python -m bench found_left_out [WORLDS] [DECLARATIONS]

On the worlds of `bench found`, in their fourth month and before anything was inspected: for each method the signs of
all detectors that name it are taken away, the lines are scored anew by what is left, and the share of that method's
mass within the first 5 % of the frame stands beside the share with all detectors. Who invents a method tomorrow will be
found like the second figure, not like the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import Any, Final

import numpy as np

from bench import found_rankings as orders
from bench.found import DECLARATIONS, FIRST, OPENED, SETTINGS, WORLDS, parameters_of
from bench.found_worlds import Judged, Numbers, Office
from tradewind.detectors.items import ITEM_DETECTORS
from tradewind.screening.planning.plan import suspected
from tradewind.screening.scoring import score
from tradewind.screening.steady import brought_kg
from tradewind.screening.worth import suspected_kg

_MONTH: Final = 3


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    worlds, declarations = [int(a) for a in arguments] + [WORLDS, DECLARATIONS][len(arguments) :]
    with ProcessPoolExecutor(2) as pool:
        found = np.sum(list(pool.map(_world, [(w, declarations) for w in range(worlds)])), 0)
    print(f"{worlds} worlds of {declarations:,} declarations a month, month {_MONTH}, at 5 % of the frame.\n")
    print("| method | illegal t | all detectors | without those that name it | detectors taken away |")
    print("|---:|---:|---:|---:|---|")
    for method in np.flatnonzero(found[0] > 0):
        kg, with_all, without = found[:, method]
        print(
            f"| {method} | {kg / 1000:,.1f} | {with_all / kg:.0%} | {without / kg:.0%} | "
            f"{', '.join(_naming(str(method)))} |"
        )
    kg, with_all, without = found.sum(1)
    print(
        f"| all | {kg / 1000:,.1f} | {with_all / kg:.0%} | {without / kg:.0%} | each method's own in turn |"
    )


def _world(task: tuple[int, int]) -> Numbers:
    """(3, 28): illegal kg by method, what is found of it with all detectors, and without those that name it."""
    world, declarations = task
    office = Office(parameters_of(world, SETTINGS[0]), FIRST + world, declarations)
    office.skip(_MONTH)
    month = office.next()
    table = np.zeros((3, 28))
    table[0] = np.bincount(month.method, weights=month.illegal_kg, minlength=28)
    table[1] = _found(month, orders.ours(month))
    for method in np.flatnonzero(table[0] > 0):
        table[2, method] = _found(month, _without(month, frozenset(_naming(str(method)))))[method]
    return table


def _naming(method: str) -> list[str]:
    return [d.name for d in ITEM_DETECTORS if method in d.methods]


def _found(month: Judged, order: Numbers) -> Any:
    count = int(np.ceil(OPENED * month.in_frame.sum()))
    at = orders.top(order, count, np.arange(month.count))
    return np.bincount(month.method[at], weights=month.illegal_kg[at], minlength=28)


def _without(month: Judged, names: frozenset[str]) -> Numbers:
    """Expected kg by the signs of the other detectors."""
    held = month.screened
    kept = np.array([k.detector.name not in names for k in held.seen.kinds] or [True])
    seen = held.seen.take(np.flatnonzero(kept[held.seen.kind]))
    lines = held.screening.lines
    brought = brought_kg(lines, np.datetime64(held.on))
    scores = score(seen, lines, brought, held.co2e_t, held.parameters)
    without = replace(held, seen=seen, scores=scores)
    kg = suspected_kg(lines.slice(0, month.count), suspected(without)[: month.count])
    return scores.probability[: month.count] * kg
