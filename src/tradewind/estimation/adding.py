"""Strata added over their confidence distributions.

Each stratum's share has the confidence distribution with half correction: half of Clopper and Pearson's lower one,
Beta(x, n - x + 1), half of the upper one, Beta(x + 1, n - x) (Schweder and Hjort 2016, Confidence, Likelihood,
Probability, 3.8; for single shares it gives the mid-P interval). Independent strata are added by drawing one share of
each, many times; the draws are spread evenly over each distribution and shuffled by a fixed seed, so that equal strata
give equal sums and a stratum that moves up moves the sum up. A stratum without a find adds nothing to the low end. To
add whole intervals end to end, or Clopper and Pearson's upper distributions, would widen the sum by a find a stratum
that nobody made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod
from typing import Final

import numpy as np
from scipy.special import betaincinv, ndtr, ndtri

from tradewind.estimation.frame import Numbers
from tradewind.estimation.share import LEVEL, StratumShare
from tradewind.quantities import Interval

_DRAWS: Final = 4000
_SEED: Final = 19870916  # the day the Protocol was signed; any fixed number serves
#: Quantiles are computed at these points and drawn between them.
_NODES: Final = np.linspace(-4.0, 4.0, 161)
_EVEN: Final = ndtri((np.arange(_DRAWS) + 0.5) / _DRAWS)


def added(strata: Sequence[StratumShare]) -> Interval:
    """What got through in all strata together, kg; a single stratum keeps its own interval.

    The upper end is never below that of any one stratum alone.
    """
    parts = [s for s in strata if s.ceiling_kg > 0]
    if len(parts) < 2:
        return parts[0].kg if parts else Interval.exactly(0.0)
    random = np.random.default_rng(_SEED)
    total, proven = np.zeros(_DRAWS), np.zeros(_DRAWS)
    for part in parts:
        order, upper = random.permutation(_DRAWS), random.permutation(_DRAWS) % 2 == 0
        x, n = part.events, part.effective
        below, above = _drawn(x, n - x + 1), _drawn(x + 1, n - x)
        drawn = part.unseen_kg * part.size * np.where(upper, above[order], below[order])
        drawn = np.minimum(drawn, part.ceiling_kg)
        total += drawn
        proven += drawn if x > 0 else 0.0
    middle = sum(s.middle_kg for s in parts)
    left = replace(
        parts[0], share=1.0, unseen_kg=middle, ceiling_kg=middle, all_found=prod(s.all_found for s in parts)
    )
    low, high = np.quantile(proven, (1 - LEVEL) / 2), np.quantile(total, (1 + LEVEL) / 2)
    return Interval(
        left.unless_none_left(float(min(low, middle))),
        middle,
        float(max(high, middle, *(s.kg.high for s in parts))),
    )


def _drawn(a: float, b: float) -> Numbers:
    """Draws of Beta(a, b) in rising order; all 0 where a is 0, all 1 where b is."""
    if a <= 0:
        return np.zeros(_DRAWS)
    if b <= 0:
        return np.ones(_DRAWS)
    made: Numbers = np.interp(_EVEN, _NODES, betaincinv(a, b, ndtr(_NODES)))
    return made
