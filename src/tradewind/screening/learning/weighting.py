"""How much an outcome counts: lines chosen for their risk are many among the inspected and few among all."""

from __future__ import annotations

from typing import Final

import numpy as np

from tradewind.screening.seeing import Numbers

#: The greatest weight an outcome has beside one of a line sure to be chosen, 1: assumed. Without a bound the few lines
#: that were drawn by chance would be the whole sample; with it the fit leans to the lines that are looked at, which the
#: level of the calibration takes back (E. L. Ionides, Truncated importance sampling, Journal of Computational and
#: Graphical Statistics 17(2), 2008). A wider bound
#: leaves the answer whether a model gains anything to a few dozen lines.
CLIP: Final = 5.0


def clipped(weight: Numbers, clip: float = CLIP) -> Numbers:
    """Weights of at least 1 and at most the clip, then brought to a mean of 1.

    >>> clipped(np.array([1.0, 1.0, 400.0]), 4.0).tolist()
    [0.5, 0.5, 2.0]
    """
    if not len(weight):
        return weight
    bounded = np.clip(weight, 1.0, clip)
    brought: Numbers = bounded / bounded.mean()
    return brought


def effective(weight: Numbers) -> float:
    """How many outcomes of equal weight tell as much (L. Kish, Survey Sampling, 1965).

    >>> effective(np.array([1.0, 1.0])), round(effective(np.array([1.0, 3.0])), 2)
    (2.0, 1.6)
    """
    return float(weight.sum() ** 2 / (weight**2).sum()) if len(weight) else 0.0


def fair(weight: Numbers, clip: float = CLIP) -> Numbers:
    """Clipped weights that add up to the effective number, so that few outcomes pass for few beside a prior."""
    bounded = clipped(weight, clip)
    scaled: Numbers = bounded * (effective(bounded) / len(bounded)) if len(bounded) else bounded
    return scaled
