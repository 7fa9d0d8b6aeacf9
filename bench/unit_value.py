"""`unit_value` on invented prices: what is listed where nothing is odd, and how many odd prices are found.

    python -m bench unit_value [GROUPS]

A group is one code, year and direction of 90 flows between 150 kg and 60 t around 5 USD/kg. Odd flows, three a group,
have their price multiplied or divided by 5 to 30. Beside it the two rules that analysts use: a price more than three
standard deviations of ln(USD/kg) from the mean, and a price outside a third to three times the median.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date

import ibis
import numpy as np
import pyarrow as pa

from tradewind.detectors.unit_value import Parameters, run
from tradewind.tables import TABLES

GROUPS, FLOWS, ODD = 60, 90, 3
PLACES = [f"{a}{b}{c}" for a in "ABCDE" for b in "FGHIJ" for c in "KLMNO"][:FLOWS]
Noise = Callable[[np.random.Generator, int], np.ndarray]
NOISES: dict[str, Noise] = {
    "normal, s.d. 0.3": lambda chance, n: chance.normal(0, 0.3, n),
    "normal, s.d. 0.5": lambda chance, n: chance.normal(0, 0.5, n),
    "Student t (5), scale 0.3": lambda chance, n: chance.standard_t(5, n) * 0.3,
    "Student t (5), scale 0.5": lambda chance, n: chance.standard_t(5, n) * 0.5,
    "Laplace, scale 0.5": lambda chance, n: chance.laplace(0, 0.5, n),
}


class Flows:
    """One table of flows as a detector reads it."""

    generation = 1

    def __init__(self, table: pa.Table) -> None:
        self._table = ibis.memtable(table)

    def tables(self) -> tuple[str, ...]:
        return ("trade_flows",)

    def current(self, name: str) -> ibis.Table:
        assert name == "trade_flows"
        return self._table


def main(arguments: Sequence[str]) -> None:
    """Print both tables' figures by noise."""
    groups = int(arguments[0]) if arguments else GROUPS
    print(f"{groups} groups of {FLOWS} flows; without odd prices, then with {ODD} odd ones in each\n")
    print("| noise of ln(USD/kg) | rule | listed of nothing odd | odd found | honest listed beside them |")
    print("|---|---|---:|---:|---:|")
    for label, noise in NOISES.items():
        chance = np.random.default_rng(22)
        clean = np.array([noise(chance, FLOWS) for _ in range(groups)])
        factors = np.log(chance.uniform(5, 30, (groups, ODD))) * chance.choice([-1, 1], (groups, ODD))
        odd = clean.copy()
        odd[:, :ODD] += factors
        for rule, listed in (
            ("unit_value", ours),
            ("three s.d.", three_deviations),
            ("factor of three", factor),
        ):
            without, with_odd = listed(clean), listed(odd)
            print(
                f"| {label} | {rule} | {without.mean():.2%} | {with_odd[:, :ODD].mean():.0%} |"
                f" {int(with_odd[:, ODD:].sum()):,} |"
            )


def ours(logs: np.ndarray) -> np.ndarray:
    """Which flows the detector lists, one row a group."""
    groups = len(logs)
    chance = np.random.default_rng(7)
    grams = np.exp(chance.uniform(np.log(150e3), np.log(60e6), logs.size)).astype(np.int64)
    columns = {
        "reporter": np.repeat("IND", logs.size),
        "partner": np.tile(PLACES, groups),
        "flow": np.repeat("export", logs.size),
        "period_start": [date(1900 + g, 1, 1) for g in range(groups) for _ in range(FLOWS)],
        "period_end": [date(1900 + g, 12, 31) for g in range(groups) for _ in range(FLOWS)],
        "hs_edition": np.repeat("2022", logs.size),
        "hs_code": np.repeat("290342", logs.size),
        "net_mass_g": grams,
        "value_usd_cents": np.rint(grams / 10 * 5 * np.exp(logs.ravel())).astype(np.int64),
        "source": np.repeat("bench", logs.size),
        "row_ref": [str(n) for n in range(logs.size)],
    }
    fields = [*TABLES["trade_flows"].arrow, pa.field("row_ref", pa.string())]
    table = pa.table(
        {f.name: pa.array(columns[f.name], f.type) if f.name in columns else pa.nulls(logs.size, f.type)
         for f in fields}
    )  # fmt: skip
    listed = np.zeros(logs.size, bool)
    for finding in run(Flows(table), Parameters()):
        listed[[int(row) for row in finding.reasons[0].rows]] = True
    return listed.reshape(logs.shape)


def three_deviations(logs: np.ndarray) -> np.ndarray:
    """Further than three standard deviations from the mean, itself included in both."""
    return np.abs(logs - logs.mean(axis=1, keepdims=True)) > 3 * logs.std(axis=1, keepdims=True)


def factor(logs: np.ndarray) -> np.ndarray:
    """Outside a third to three times the median."""
    return np.abs(logs - np.median(logs, axis=1, keepdims=True)) > np.log(3)


if __name__ == "__main__":
    main(sys.argv[1:])
