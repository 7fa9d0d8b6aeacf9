"""Ridge logistic regression on the scores of the families, drawn towards the rules: for an office with tens of finds.

The rules are a point among these models: the strongest family counts .4 of itself beside .6 of every family, and facts
of the line count nothing. The penalty draws there and not towards nothing, so that few outcomes change the rules a
little and many change them much (a normal prior about the rules; A. Gelman and others, A weakly informative default
prior distribution for logistic and other regression models, Annals of Applied Statistics 2(4), 2008). No family ever
lowers the probability. A few facts of the line stand beside, under the same penalty: which figures of a lawful trade
look how is what families, made to be looked at one by one, do not tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from tradewind.screening.learning.examples import FACTS, FAMILIES, Examples, Features
from tradewind.screening.learning.weighting import CLIP, clipped
from tradewind.screening.scoring import Parameters, prior_odds
from tradewind.screening.seeing import Numbers

#: Penalties tried: weakest first. Each is 1 / the variance of a coefficient about what the rules have.
PENALTIES: Final = (1.0, 3.0, 10.0, 30.0, 100.0)
#: Facts of the line beside the families, with what is taken off and what it is divided by, so that each is about as
#: wide as the others; all are ln(1 + n), ln of a ratio, months, or 0 and 1. A fact that is not known counts as 0, and
#: none counts out of frame.
_SCALES: Final = {
    "stratum": (0.0, 1.0), "mass": (6.0, 2.0), "package": (3.0, 1.5), "unit_value": (0.0, 0.5), "finds": (0.0, 1.0),
    "clean": (0.0, 1.0), "volume": (8.0, 3.0), "months_known": (2.0, 3.0), "in_bulk": (0.0, 1.0),
    "order_share": (-2.0, 2.0),
}  # fmt: skip
BESIDE: Final = tuple(_SCALES)
_AT: Final = [FACTS.index(name) for name in BESIDE]
_MIDDLE, _WIDTH = np.array(list(_SCALES.values())).T
#: No fact counts for more than this many of its widths: mistyped ones would lead.
_FARTHEST: Final = 3.0
#: Families weigh up to ln 30; divided by this they are about as wide as the facts.
_FAMILY: Final = 3.0
#: Spread of the intercept about 0: the level of inspected lines is soon known, and says little of all lines.
_LEVEL_SPREAD: Final = 1.5


@dataclass(frozen=True, slots=True)
class Ridge:
    """`families` and `beside` are coefficients of the log-odds, by FAMILIES and by BESIDE; `strongest` is that of the
    strongest family; `intercept` is added to the log-odds that each line has before any sign, by `parameters`."""

    intercept: float
    strongest: float
    families: tuple[float, ...]
    beside: tuple[float, ...]
    penalty: float
    parameters: Parameters

    kind = "ridge"

    def log_odds(self, features: Features) -> Numbers:
        """One entry a line."""
        odds: Numbers = (
            self.intercept + _prior(features, self.parameters) + self.strongest * _strongest(features)
            + features.families @ np.array(self.families) + _beside(features) @ np.array(self.beside)
        )  # fmt: skip
        return odds

    def parts(self, features: Features) -> dict[str, Numbers]:
        """What each family and each fact adds to the log-odds of each line."""
        own = features.families * np.array(self.families)
        if own.size:
            rows, first = np.arange(len(own)), features.families.argmax(axis=1)
            own[rows, first] += self.strongest * features.families[rows, first]
        facts = _beside(features) * np.array(self.beside)
        named = {name: own[:, n] for n, name in enumerate(FAMILIES)}
        return named | {name: facts[:, n] for n, name in enumerate(BESIDE)}

    def as_dict(self) -> dict[str, Any]:
        """What a file of the model holds."""
        said = self.parameters
        return {
            "intercept": self.intercept, "strongest": self.strongest, "families": list(self.families),
            "beside": list(self.beside), "penalty": self.penalty, "prior": said.prior,
            "prior_out_of_frame": said.prior_out_of_frame, "odds_in_bulk": said.odds_in_bulk,
            "odds_in_steady_trade": said.odds_in_steady_trade, "further_family": said.further_family,
        }  # fmt: skip


def fit_ridge(
    examples: Examples, penalty: float, clip: float = CLIP, parameters: Parameters | None = None
) -> Ridge:
    """The coefficients at this penalty, drawn towards the rules of `parameters`. Without outcomes it is those rules."""
    said = parameters or Parameters()
    features, label, weight = examples.features, examples.label, clipped(examples.weight, clip)
    table = np.column_stack(
        [
            np.ones(len(features)),
            _strongest(features) / _FAMILY,
            features.families / _FAMILY,
            _beside(features),
        ]
    )
    begun = _prior(features, said)
    further, count = said.further_family, len(FAMILIES)
    middle = np.r_[0.0, _FAMILY * (1 - further), np.full(count, _FAMILY * further), np.zeros(len(BESIDE))]
    hold = np.r_[1 / _LEVEL_SPREAD**2, np.full(len(middle) - 1, penalty)]

    def cost(at: Numbers) -> tuple[float, Numbers]:
        odds = begun + table @ at
        away = at - middle
        loss = (weight * (np.logaddexp(0.0, odds) - label * odds)).sum() + (hold * away**2).sum() / 2
        return float(loss), table.T @ (weight * (expit(odds) - label)) + hold * away

    free, rising = (None, None), (0.0, None)
    bounds = [free, *[rising] * (1 + count), *[free] * len(BESIDE)]
    at = minimize(cost, middle, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
    families = at[1 : 2 + count] / _FAMILY
    return Ridge(
        float(at[0]),
        float(families[0]),
        tuple(families[1:].tolist()),
        tuple(at[2 + count :].tolist()),
        penalty,
        said,
    )


def _strongest(features: Features) -> Numbers:
    strongest: Numbers = features.families.max(axis=1, initial=0.0)
    return strongest


def _prior(features: Features, said: Parameters) -> Numbers:
    """Log-odds of each line before any sign."""
    odds = prior_odds(features.in_frame, features.in_bulk, features.in_steady_trade, said)
    return np.log(odds)


def _beside(features: Features) -> Numbers:
    """The facts beside the families, on one scale; one that is not known adds nothing."""
    scaled = (features.facts[:, _AT] - _MIDDLE) / _WIDTH
    facts: Numbers = np.nan_to_num(np.clip(scaled, -_FARTHEST, _FARTHEST)) * features.in_frame[:, None]
    return facts
