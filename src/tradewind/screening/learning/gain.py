"""Does a model beat the rules? The lower 90 % bound of its gain on outcomes later than all it was fitted on.

The bound is that of the log score, not of kg found: the log score is strictly proper (T. Gneiting and A. E. Raftery,
Strictly proper scoring rules, prediction, and estimation, Journal of the American Statistical Association 102, 2007)
and every outcome speaks in it, while the kg found at a budget hang on the few heaviest finds of a quarter. Those must
not be fewer than the rules', beside: what ranks worse where the kg are is no gain for an office. The rules are bent on
the same earlier outcomes first: a model that has only learnt the base rate has no gain over them. Clusters are drawn,
not lines (B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993): lines of one trader or declaration stand
or fall together.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from tradewind.screening.learning.calibration import losses
from tradewind.screening.seeing import Numbers

_DRAWS: Final = 2000
_LOWER: Final = 0.10
#: With fewer finds in the quarter nothing can be told.
LEAST_FINDS: Final = 5
#: Part of the lines that an office opens, at which kg found are compared: assumed.
BUDGET: Final = 0.05


@dataclass(frozen=True, slots=True)
class Gain:
    """`mean` and `low` in natural logarithms an outcome; None where the quarter tells too little. `kg_model` and
    `kg_rules` are shares of the illegal kg found at 5 % of the lines."""

    lines: int
    positives: int
    mean: float | None = None
    low: float | None = None
    kg_model: float | None = None
    kg_rules: float | None = None

    @property
    def replaces(self) -> bool:
        """Whether the model takes the place of the rules."""
        return self.low is not None and self.low > 0 and (self.kg_model or 0.0) >= (self.kg_rules or 0.0)

    def as_dict(self) -> dict[str, Any]:
        """For the card."""
        return asdict(self)


def gain_of(
    model: Numbers, rules: Numbers, label: Numbers, weight: Numbers, cluster: Numbers, kg: Numbers
) -> Gain:
    """The gain of the probabilities `model` over `rules` on these outcomes. The draw has a seed of its own."""
    lines, positives = len(label), int((label == 1).sum())
    groups, of = np.unique(cluster, return_inverse=True)
    if positives < LEAST_FINDS or positives == lines or len(groups) < LEAST_FINDS:
        return Gain(lines, positives)
    better = weight * (losses(rules, label) - losses(model, label))
    above, below = np.bincount(of, better), np.bincount(of, weight)
    drawn = np.random.default_rng(1).multinomial(len(groups), np.full(len(groups), 1 / len(groups)), _DRAWS)
    means = (drawn @ above) / (drawn @ below)
    return Gain(
        lines, positives, float(above.sum() / below.sum()), float(np.quantile(means, _LOWER)),
        kg_found(model * kg, label, weight, kg), kg_found(rules * kg, label, weight, kg),
    )  # fmt: skip


def kg_found(
    score: Numbers, label: Numbers, weight: Numbers, kg: Numbers, budget: float = BUDGET
) -> float | None:
    """Share of the illegal kg in the first part of the lines by score; a line counts as often as its weight says, the
    last one in part. None without illegal kg.

    >>> kg_found(np.array([3.0, 2.0, 1.0, 0.0]), np.array([1, 0, 1, 0]), np.ones(4), np.full(4, 10.0), 0.5)
    0.5
    """
    illegal = label * weight * kg
    if not illegal.sum():
        return None
    order = np.argsort(-score, kind="stable")
    room = budget * weight.sum() - (np.cumsum(weight[order]) - weight[order])
    share = np.clip(room / weight[order], 0.0, 1.0)
    return float((share * illegal[order]).sum() / illegal.sum())
