"""Do probabilities mean what they say? Bending them on later outcomes, and figures of how straight they then are.

The calibration slope and intercept are those of a logistic regression of outcomes on the log-odds (D. R. Cox, Two
further applications of a model for binary regression, Biometrika 45, 1958): 1 and 0 are right; a slope below 1 says
that high probabilities are too high and low ones too low.

Probabilities are bent by a line. With many outcomes steps are tried beside it, isotonic regression (B. Zadrozny and
C. Elkan, Transforming classifier scores into accurate multiclass probability estimates, KDD 2002), and taken only where
they foretell later outcomes better: they fit whatever never falls, and so fit chance where outcomes are few
(A. Niculescu-Mizil and R. Caruana, Predicting good probabilities with supervised learning, ICML 2005: from about a
thousand on).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from scipy.optimize import brentq, minimize
from scipy.special import expit, logit
from sklearn.isotonic import IsotonicRegression

from tradewind.screening.learning.weighting import effective
from tradewind.screening.seeing import Numbers

#: Spread of the prior of slope (about 1) and intercept (about 0) when probabilities are bent: assumed; with ten
#: outcomes the prior holds, with a hundred the outcomes do.
_PRIOR_SLOPE: Final = 0.5
_PRIOR_INTERCEPT: Final = 1.5
_HARDLY: Final = 0.01
#: No outcome is surer than this.
_SUREST: Final = 1e-9
#: Fewer illegal ones, or fewer others, tell no slope.
LEAST_OF_EACH: Final = 5
_BANDS: Final = 5
#: Decided outcomes above which, and illegal ones from which, steps are tried beside the line: stated by the project.
STEPS_ABOVE: Final = 1000
STEPS_FROM_ILLEGAL: Final = 100
#: Where outcomes in the order of their days are cut: those before a cut foretell those up to the next.
_CUTS: Final = (0.5, 0.625, 0.75, 0.875, 1.0)
#: Standard errors below a mean at which its lower 90 % bound stands.
_LOWER_90: Final = 1.2816
#: Knots that are kept at most; outcomes ask for far fewer.
MOST_KNOTS: Final = 2000


@dataclass(frozen=True, slots=True)
class Bend:
    """Log-odds times `slope` plus `intercept`."""

    slope: float = 1.0
    intercept: float = 0.0

    def __call__(self, log_odds: Numbers) -> Numbers:
        bent: Numbers = self.intercept + self.slope * log_odds
        return bent


@dataclass(frozen=True, slots=True)
class Steps(Bend):
    """Log-odds `at` rising knots become log-odds `to`, which never fall; between two knots on the line between them,
    outside all as at the nearest. `slope` and `intercept` are those of the line that they did better than: how much a
    part of the log-odds moves is told by that slope."""

    at: tuple[float, ...] = ()
    to: tuple[float, ...] = ()

    def __call__(self, log_odds: Numbers) -> Numbers:
        bent: Numbers = np.interp(log_odds, self.at, self.to)
        return bent


def bend_of(log_odds: Numbers, label: Numbers, weight: Numbers, *, is_held: bool = True) -> Bend:
    """The bend that later outcomes ask for, held back by a prior (J. Platt, Probabilistic outputs for support vector
    machines, 1999, with a normal prior in the place of his two added counts), or hardly where it is not held. The slope
    is never negative.

    Outcomes come in the order of their days. With more than 1,000 of them and at least 100 illegal, a bend that is held
    is `Steps` where those fitted on earlier outcomes give later ones a better log score than lines so fitted, by more
    than chance: the lower 90 % bound of the difference is above 0."""
    if not len(label):
        return Bend()
    line = _line(log_odds, label, weight, is_held=is_held)
    if not is_held or len(label) <= STEPS_ABOVE or (label == 1).sum() < STEPS_FROM_ILLEGAL:
        return line
    return steps_of(log_odds, label, weight, line) if _steps_do_better(log_odds, label, weight) else line


def steps_of(log_odds: Numbers, label: Numbers, weight: Numbers, line: Bend) -> Steps:
    """Steps that the outcomes ask for, beside the line they ask for. No probability is surer than if one outcome more
    had come out each way: a step without any illegal one does not say that none will ever be."""
    sure = 1 / (effective(weight) + 2)
    fitted = IsotonicRegression(y_min=sure, y_max=1 - sure, out_of_bounds="clip")
    fitted.fit(log_odds, label, sample_weight=weight)
    at, to = _thinned(fitted.X_thresholds_, logit(np.clip(fitted.y_thresholds_, sure, 1 - sure)))
    return Steps(line.slope, line.intercept, tuple(at.tolist()), tuple(np.maximum.accumulate(to).tolist()))


def _steps_do_better(log_odds: Numbers, label: Numbers, weight: Numbers) -> bool:
    """Whether steps fitted before each cut lose less on the outcomes up to the next than lines do, over all cuts."""
    gains = []
    for earlier, later in _earlier_and_later(len(label)):
        known = log_odds[earlier], label[earlier], weight[earlier]
        if not 0 < known[1].sum() < len(known[1]):
            continue
        line = _line(*known)
        steps = steps_of(*known, line)
        lost = _loss(line(log_odds[later]), label[later]) - _loss(steps(log_odds[later]), label[later])
        gains.append(weight[later] * lost)
    if not gains:
        return False
    gain = np.concatenate(gains)
    return bool(gain.sum() > _LOWER_90 * np.sqrt(len(gain)) * gain.std())


def _earlier_and_later(count: int) -> Iterator[tuple[slice, slice]]:
    cuts = [round(share * count) for share in _CUTS]
    for start, end in pairwise(cuts):
        yield slice(0, start), slice(start, end)


def _thinned(at: Numbers, to: Numbers) -> tuple[Numbers, Numbers]:
    """At most so many knots, the first and the last among them."""
    if len(at) <= MOST_KNOTS:
        return at, to
    kept = np.unique(np.linspace(0, len(at) - 1, MOST_KNOTS).round().astype(int))
    return at[kept], to[kept]


def _line(log_odds: Numbers, label: Numbers, weight: Numbers, *, is_held: bool = True) -> Bend:
    hold = 1.0 if is_held else _HARDLY
    scaled = weight / weight.sum() * effective(weight)

    def cost(at: Numbers) -> float:
        loss = _loss(at[1] + at[0] * log_odds, label)
        prior = ((at[0] - 1) / _PRIOR_SLOPE) ** 2 / 2 + (at[1] / _PRIOR_INTERCEPT) ** 2 / 2
        return float((scaled * loss).sum() + hold * prior)

    found = minimize(cost, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.0, 5.0), (-15.0, 15.0)])
    return Bend(float(found.x[0]), float(found.x[1]))


def level_of(bend: Bend, log_odds: Numbers, label: Numbers, weight: Numbers) -> Bend:
    """The same slope, or the same steps, with the intercept that these weights ask for, held back by the same prior."""
    if not len(label):
        return bend
    scaled = weight / weight.sum() * effective(weight)
    sloped = bend(log_odds) - bend.intercept

    def slope_at(intercept: float) -> float:
        return float((scaled * (expit(intercept + sloped) - label)).sum() + intercept / _PRIOR_INTERCEPT**2)

    intercept = float(brentq(slope_at, -50.0, 50.0))
    if not isinstance(bend, Steps):
        return Bend(bend.slope, intercept)
    raised = np.array(bend.to) + (intercept - bend.intercept)
    return Steps(bend.slope, intercept, bend.at, tuple(raised.tolist()))


def slope_and_intercept(
    probability: Numbers, label: Numbers, weight: Numbers | None = None
) -> tuple[float, float] | None:
    """(slope, intercept) of outcomes on the log-odds; None with fewer than five illegal or five others, or where all
    probabilities are one."""
    weight = np.ones(len(label)) if weight is None else weight
    odds = _log_odds(probability)
    if min((label == 1).sum(), (label == 0).sum()) < LEAST_OF_EACH or np.ptp(odds) < _SUREST:
        return None
    at = np.array([1.0, 0.0])
    columns = np.column_stack([odds, np.ones(len(odds))])
    for _ in range(100):
        fitted = expit(columns @ at)
        slope = columns.T @ (weight * (label - fitted))
        curve = (columns * (weight * fitted * (1 - fitted))[:, None]).T @ columns
        step = np.linalg.lstsq(curve, slope, rcond=None)[0]
        at = at + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-8:
            break
    return float(at[0]), float(at[1])


def brier(probability: Numbers, label: Numbers, weight: Numbers | None = None) -> float:
    """Mean squared distance of probability and outcome; 0 is best (G. W. Brier, 1950).

    >>> brier(np.array([0.5, 0.0]), np.array([1.0, 0.0]))
    0.125
    """
    return float(np.average((probability - label) ** 2, weights=weight))


def log_score(probability: Numbers, label: Numbers, weight: Numbers | None = None) -> float:
    """Mean of -ln of the probability given to what came about; 0 is best."""
    return float(np.average(losses(probability, label), weights=weight))


def losses(probability: Numbers, label: Numbers) -> Numbers:
    """-ln of the probability given to each outcome."""
    return _loss(_log_odds(probability), label)


@dataclass(frozen=True, slots=True)
class Figures:
    """How straight probabilities are on some outcomes. `slope`, `intercept` are None where too few tell; the scores of
    the base rate (everybody gets the mean) stand beside. `reliability` has one row a stratum and band of probability:
    stratum, lines, expected, found."""

    lines: int
    positives: int
    slope: float | None
    intercept: float | None
    brier: float
    brier_base_rate: float
    log_score: float
    log_score_base_rate: float
    reliability: tuple[Mapping[str, Any], ...]


def figures(
    probability: Numbers, label: Numbers, weight: Numbers | None = None, stratum: Numbers | None = None
) -> Figures:
    """The figures on decided outcomes; weights make them those of all lines, where they are 1 / probability chosen."""
    weight = np.ones(len(label)) if weight is None else weight
    base = np.full(len(label), np.average(label, weights=weight))
    straight = slope_and_intercept(probability, label, weight)
    return Figures(
        len(label), int((label == 1).sum()), straight and straight[0], straight and straight[1],
        brier(probability, label, weight), brier(base, label, weight), log_score(probability, label, weight),
        log_score(base, label, weight), tuple(reliability(probability, label, weight, stratum)),
    )  # fmt: skip


def reliability(
    probability: Numbers, label: Numbers, weight: Numbers | None = None, stratum: Numbers | None = None
) -> list[dict[str, Any]]:
    """Expected and found share by stratum and by bands of probability with equally many lines, lowest first."""
    weight = np.ones(len(label)) if weight is None else weight
    stratum = np.zeros(len(label), np.int64) if stratum is None else stratum
    rows = []
    for one in np.unique(stratum):
        places = np.flatnonzero(stratum == one)
        for band in np.array_split(places[np.argsort(probability[places], kind="stable")], _BANDS):
            if len(band):
                rows.append({
                    "stratum": one.item(), "lines": len(band),
                    "expected": float(np.average(probability[band], weights=weight[band])),
                    "found": float(np.average(label[band], weights=weight[band])),
                })  # fmt: skip
    return rows


def _loss(log_odds: Numbers, label: Numbers) -> Numbers:
    loss: Numbers = np.logaddexp(0.0, log_odds) - label * log_odds
    return loss


def _log_odds(probability: Numbers) -> Numbers:
    odds: Numbers = logit(np.clip(probability, _SUREST, 1 - _SUREST))
    return odds
