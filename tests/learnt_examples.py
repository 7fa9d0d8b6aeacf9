"""Inspected lines of an invented office whose signs tell something, to learn from with known answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tradewind.screening.learning import FACTS, Examples, Features

FIRST = np.datetime64("2025-01-01")
_WEIGHTS = np.array([2.6, 2.0, 2.3, 2.1, 1.6, 1.9])
#: How often a breach shows a sign of each family; the rules know nothing of the difference.
_SHOWN = np.array([0.5, 0.05, 0.45, 0.1, 0.0, 0.3])


def examples(count: int, seed: int = 1, prevalence: float = 0.25, days: int = 360) -> Examples:
    """So many inspected lines over so many days, in the order of their days. A breach shows some families often and
    others never; honest lines show each one time in ten. Traders of breaches were found out before."""
    random = np.random.default_rng(seed)
    illegal = random.random(count) < prevalence
    seen = random.random((count, 6)) < np.where(illegal[:, None], 0.1 + _SHOWN, 0.1)
    facts = np.full((count, len(FACTS)), np.nan)
    facts[:, FACTS.index("in_frame")], facts[:, FACTS.index("stratum")] = 1, 0
    kg = np.exp(random.normal(7, 1, count))
    facts[:, FACTS.index("mass")] = np.log1p(kg)
    facts[:, FACTS.index("finds")] = np.log1p(random.poisson(np.where(illegal, 0.6, 0.05)))
    facts[:, FACTS.index("unit_value")] = random.normal(0, 0.3, count) - 0.4 * illegal
    lodged = FIRST + np.sort(random.integers(0, days, count))
    return Examples(
        Features(seen * _WEIGHTS, facts), illegal.astype(float), np.ones(count), lodged, lodged + 5,
        np.arange(count), kg, np.zeros(count, bool),
    )  # fmt: skip


def permuted(given: Examples, seed: int = 2) -> Examples:
    """The same lines with their outcomes dealt out anew."""
    dealt = np.random.default_rng(seed).permutation(len(given))
    return replace(given, label=given.label[dealt])
