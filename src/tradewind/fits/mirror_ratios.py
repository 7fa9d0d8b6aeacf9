"""What the ratio of two accounts of one flow is expected to be, and how far it scatters, honest or not.

    ln(import / export) = intercept + b1 ln distance + b2 border + b3 hub exporter + b4 hub importer
                          + exporter effect + importer effect + error

The error is Student-t with three degrees of freedom; its scale is a falling curve over the size of the pair
times a factor of the exporter and one of the importer. Effects are shrunk towards none (ridge, the variance of
the effects estimated from themselves), factors of scale towards one, or towards the listed scatter of a hub.
Net mass leaves the terms of freight out: kilograms carry no freight. Fitted by iterated reweighted ridge.

Method: Student-t regression by EM (Lange, Little and Taylor 1989, J. Am. Stat. Assoc. 84, 881); ridge as a
random effect (Robinson 1991, Statistical Science 6, 15); country reporting effects as in BACI (Gaulier and
Zignago 2010, CEPII working paper 2010-23). The curve over size and the factors are ours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tradewind.fits.falling import FallingCurve, binned, fall
from tradewind.fits.mirror_pairs import Floats, Pairs, Whole

#: Few degrees of freedom: on totals of 2009 three fits better than two or four.
FREEDOM: Final = 3.0
_BINS: Final = 24
_MOST_STEPS: Final = 40
_SETTLED: Final = 2e-3
#: A country's own scatter counts as much as this many pairs of ordinary scatter.
_PRIOR_PAIRS: Final = 15.0
_BARELY: Final = 1e-6
_SWEEPS: Final = 3
#: Places of the terms in `Pairs.design`.
INTERCEPT, HUB_EXPORTER, HUB_IMPORTER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class RatioModel:
    """A fitted expectation. `terms` are intercept, hub exporter, hub importer, then distance and border."""

    freight: bool
    terms: Floats
    exporter_effect: Floats
    importer_effect: Floats
    exporter_scatter: Floats
    importer_scatter: Floats
    curve: FallingCurve

    def without_freight(self) -> RatioModel:
        """The same effects and scatter for net mass: no intercept, distance or border, which freight makes."""
        terms = np.array([0.0, self.terms[HUB_EXPORTER], self.terms[HUB_IMPORTER]])
        return replace(self, freight=False, terms=terms)

    def centre(self, pairs: Pairs) -> Floats:
        """The expected log ratio of each pair."""
        fixed: Floats = pairs.design(self.freight) @ self.terms
        return fixed + self.exporter_effect[pairs.exporter] + self.importer_effect[pairs.importer]

    def log_scatter(self, pairs: Pairs) -> Floats:
        """What exporter and importer add to the logarithm of the scale."""
        return self.exporter_scatter[pairs.exporter] + self.importer_scatter[pairs.importer]

    def scale(self, pairs: Pairs) -> Floats:
        """The scale of the error of each pair."""
        return np.exp(self.curve.at(pairs.size) + self.log_scatter(pairs))


def fit(pairs: Pairs, *, freight: bool = True) -> RatioModel:
    """The expectation that these pairs give; the same pairs give the same."""
    prior = np.log(pairs.hub_scatter)
    ridge = _Ridge.start(pairs, freight)
    centre = ridge.centre
    curve = binned(pairs.size, _BINS)
    heights = np.full(len(curve.middles), np.log(np.median(np.abs(pairs.log_ratio - centre)) + _BARELY))
    scatter = [prior, prior]
    for _ in range(_MOST_STEPS):
        by_place = scatter[0][pairs.exporter] + scatter[1][pairs.importer]
        scale = np.exp(curve.raised(heights).at(pairs.size) + by_place)
        ridge.improve(_weights((pairs.log_ratio - centre) / scale) / scale**2)
        before, centre = centre, ridge.centre
        residual = pairs.log_ratio - centre
        squares = _weights(residual / scale) * residual**2
        heights, scatter = _scales(pairs, squares, curve, scatter, prior)
        if np.max(np.abs(centre - before) / scale) < _SETTLED:
            break
    return RatioModel(
        freight, ridge.terms, ridge.exporters, ridge.importers, scatter[0], scatter[1], curve.raised(heights)
    )


def _weights(standard: Floats) -> Floats:
    """How much a residual counts under Student-t: less the further out it lies."""
    weights: Floats = (FREEDOM + 1) / (FREEDOM + standard**2)
    return weights


def _scales(
    pairs: Pairs, squares: Floats, curve: FallingCurve, scatter: list[Floats], prior: Floats
) -> tuple[Floats, list[Floats]]:
    """The curve over size and the two factors of scale, one after the other."""
    exporters, importers = scatter
    left = squares * np.exp(-2 * (exporters[pairs.exporter] + importers[pairs.importer]))
    means = np.bincount(curve.bins, left, len(curve.middles)) / curve.counts
    heights = fall(0.5 * np.log(means + _BARELY), curve.counts)
    by_size = squares * np.exp(-2 * curve.raised(heights).at(pairs.size))
    exporters = _factor(pairs.exporter, by_size * np.exp(-2 * importers[pairs.importer]), prior)
    importers = _factor(pairs.importer, by_size * np.exp(-2 * exporters[pairs.exporter]), prior)
    return heights, [exporters, importers]


def _factor(place: Whole, squares: Floats, prior: Floats) -> Floats:
    """Half the logarithm of a place's mean square, shrunk towards its prior."""
    total = np.bincount(place, squares, len(prior)) + _PRIOR_PAIRS * np.exp(2 * prior)
    count = np.bincount(place, minlength=len(prior)) + _PRIOR_PAIRS
    factor: Floats = 0.5 * np.log(total / count)
    return factor


@dataclass(slots=True)
class _Ridge:
    """Terms and effects of a weighted ridge, improved by sweeps from where they stand.

    Sweeps (backfitting: Buja, Hastie and Tibshirani 1989, Annals of Statistics 17, 453) cost a few passes over
    the pairs and no matrix of places by places. What a sweep moves slowly is moved at once: at the optimum the
    effects of hubs, and of all other places, each sum to none, because their terms are not shrunk.
    """

    pairs: Pairs
    fixed: Floats
    terms: Floats
    exporters: Floats
    importers: Floats
    spread: tuple[float, float]

    @classmethod
    def start(cls, pairs: Pairs, freight: bool) -> _Ridge:
        """No effects, and an expectation at the median."""
        fixed, none = pairs.design(freight), np.zeros(len(pairs.places))
        terms = np.zeros(fixed.shape[1])
        terms[INTERCEPT] = np.median(pairs.log_ratio)
        return cls(pairs, fixed, terms, none, none, (0.3, 0.3))

    @property
    def centre(self) -> Floats:
        """The expected log ratio."""
        found: Floats = self.fixed @ self.terms
        return found + self.exporters[self.pairs.exporter] + self.importers[self.pairs.importer]

    def improve(self, weight: Floats) -> None:
        """A few sweeps under these weights, then the spread of the effects: an EM step."""
        pairs, places = self.pairs, len(self.pairs.places)
        totals: list[Floats] = [
            np.bincount(place, weight, places).astype(float) for place in (pairs.exporter, pairs.importer)
        ]
        weighted = self.fixed * weight[:, None]
        matrix = weighted.T @ self.fixed + _BARELY * np.eye(len(self.terms))
        for _ in range(_SWEEPS):
            left = pairs.log_ratio - self.fixed @ self.terms
            self.exporters = self._effects(
                pairs.exporter, weight, left - self.importers[pairs.importer], totals[0], 0
            )
            self.importers = self._effects(
                pairs.importer, weight, left - self.exporters[pairs.exporter], totals[1], 1
            )
            self._settle()
            left = pairs.log_ratio - self.exporters[pairs.exporter] - self.importers[pairs.importer]
            self.terms = np.linalg.solve(matrix, weighted.T @ left).astype(float)
        self.spread = (
            _spread(self.exporters, totals[0], self.spread[0]), _spread(self.importers, totals[1], self.spread[1])
        )  # fmt: skip

    def _effects(self, place: Whole, weight: Floats, left: Floats, total: Floats, side: int) -> Floats:
        found: Floats = np.bincount(place, weight * left, len(total)) / (total + self.spread[side] ** -2)
        return found

    def _settle(self) -> None:
        """Move the mean of each kind of place's effects into the terms."""
        hub = self.pairs.hub_scatter > 1
        for effects, term in ((self.exporters, HUB_EXPORTER), (self.importers, HUB_IMPORTER)):
            common = effects[~hub].mean() if (~hub).any() else 0.0
            own = effects[hub].mean() if hub.any() else common
            effects -= np.where(hub, own, common)
            self.terms[INTERCEPT] += common
            self.terms[term] += own - common


def _spread(effects: Floats, total: Floats, before: float) -> float:
    """Standard deviation of effects, never quite none."""
    return max(float(np.sqrt(np.mean(effects**2 + 1 / (total + before**-2)))), 0.02)
