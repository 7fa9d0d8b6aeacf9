"""The expectation of each pair from all pairs but its own fold, with a band that holds at every size.

A pair never takes part in its own expectation: pairs (both directions together) fall into five folds by a hash
of their names, and each fold is judged by a model of the other four. The scale is then corrected, in bins of
size, so that nine in ten of the other folds' pairs lie in the 90 % band (split conformal: Vovk, Gammerman and
Shafer 2005, Algorithmic Learning in a Random World).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from tradewind.fits.falling import FallingCurve, binned
from tradewind.fits.mirror_pairs import Floats, Pairs, Whole
from tradewind.fits.mirror_ratios import FREEDOM, RatioModel, fit

FOLDS: Final = 5
#: The 95 % point of Student-t with three degrees of freedom: half the 90 % band in scales.
HALF_BAND: Final = float(special.stdtrit(FREEDOM, 0.95))
_CORRECTION_BINS: Final = 12
#: Accounts that agree to the cent would leave no scale to measure by.
_LEAST_CORRECTION: Final = 0.01
#: Fewer pairs than this give no expectation of their own.
LEAST_PAIRS: Final = 400


@dataclass(frozen=True, slots=True)
class Judge:
    """What one fold is judged by: a model of the other folds, and the correction of its scale by size."""

    model: RatioModel
    correction: FallingCurve

    def scale_at(self, size: Floats) -> Floats:
        """The scale of a pair of that size whose places add no scatter of their own."""
        scale: Floats = np.exp(self.model.curve.at(size)) * self.correction.at(size)
        return scale


@dataclass(frozen=True, slots=True)
class Bands:
    """For each pair, the expected log ratio, the scale around it and its fold; the judge of each fold."""

    centre: Floats
    scale: Floats
    fold: Whole
    judges: tuple[Judge, ...]

    def standard(self, pairs: Pairs) -> Floats:
        """How many scales each pair lies above its expectation."""
        away: Floats = (pairs.log_ratio - self.centre) / self.scale
        return away


def bands(pairs: Pairs, *, freight: bool = True) -> Bands:
    """Cross-fitted and corrected expectations of pairs of one year."""
    fold = folds_of(pairs)
    centre, plain = np.empty(len(pairs)), np.empty(len(pairs))
    models = []
    for number in range(FOLDS):
        own = fold == number
        model = fit(pairs.take(~own), freight=freight)
        centre[own], plain[own] = model.centre(pairs.take(own)), model.scale(pairs.take(own))
        models.append(model)
    away = np.abs(pairs.log_ratio - centre) / plain
    judges = tuple(
        Judge(model, _correction(pairs.size[fold != number], away[fold != number]))
        for number, model in enumerate(models)
    )
    return Bands(centre, scale_of(judges, pairs, fold), fold, judges)


def centre_of(judges: Sequence[Judge], pairs: Pairs, fold: Whole) -> Floats:
    """The expected log ratio of pairs, each by its fold's judge."""
    found = np.empty(len(pairs))
    for number, judge in enumerate(judges):
        found[fold == number] = judge.model.centre(pairs.take(fold == number))
    return found


def scatter_of(judges: Sequence[Judge], pairs: Pairs, fold: Whole) -> Floats:
    """What the two places add to the logarithm of the scale."""
    found = np.empty(len(pairs))
    for number, judge in enumerate(judges):
        found[fold == number] = judge.model.log_scatter(pairs.take(fold == number))
    return found


def scale_of(judges: Sequence[Judge], pairs: Pairs, fold: Whole) -> Floats:
    """The scale of pairs, each by its fold's judge."""
    found = np.exp(scatter_of(judges, pairs, fold))
    for number, judge in enumerate(judges):
        found[fold == number] *= judge.scale_at(pairs.size[fold == number])
    return found


def folds_of(pairs: Pairs) -> Whole:
    """The fold of each pair: of two names in either order, and of no year, so that a pair's years go together."""
    keys = np.array([zlib.crc32(name.encode()) for name in pairs.places], dtype=np.uint64)
    mixed = (keys[pairs.exporter] + keys[pairs.importer]) * np.uint64(0x9E3779B97F4A7C15)
    return ((mixed >> np.uint64(40)) % np.uint64(FOLDS)).astype(np.int64)


def _correction(size: Floats, away: Floats) -> FallingCurve:
    """By what a scale is multiplied: the 90 % point of |standard residual| in its size, over Student's."""
    curve = binned(size, _CORRECTION_BINS)
    points = [np.quantile(away[curve.bins == b], 0.9) for b in range(len(curve.middles))]
    return curve.raised(np.maximum(np.array(points) / HALF_BAND, _LEAST_CORRECTION))
