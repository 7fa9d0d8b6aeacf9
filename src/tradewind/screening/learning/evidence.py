"""The rules on arrays, and what few outcomes change about them: the prior and the shrinkage of further families.

With a handful of finds nothing finer can be told apart. The three figures are those of greatest posterior density,
with normal priors about what is assumed: with no outcome they are what was assumed, with few they move little.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit

from tradewind.screening.learning.examples import FAMILIES, Examples, Features
from tradewind.screening.learning.weighting import CLIP, fair
from tradewind.screening.scoring import Parameters, prior_odds
from tradewind.screening.seeing import Numbers

#: Spread of the prior's log-odds: the truth lies within a factor of e of what is assumed in two of three offices.
#: Assumed.
_PRIOR_SPREAD: Final = 1.0
#: Spread of the log-odds of the shrinkage: .6 stands between .48 and .71 in two of three offices. Assumed.
_FURTHER_SPREAD: Final = 0.5


@dataclass(frozen=True, slots=True)
class Rules:
    """The stated weights of evidence: the strongest family whole, each further one times `further_family`. `kind` is
    "prior" where the figures were fitted."""

    parameters: Parameters
    kind: str = "rules"

    def log_odds(self, features: Features) -> Numbers:
        """One entry a line: log-odds of the prior plus the weight of evidence."""
        said = self.parameters
        prior = prior_odds(features.in_frame, features.in_bulk, features.in_steady_trade, said)
        weight: Numbers = np.log(prior) + weight_of_evidence(features.families, said.further_family)
        return weight

    def parts(self, features: Features) -> dict[str, Numbers]:
        """What each family adds to the log-odds of each line; the strongest counts whole."""
        families, further = features.families, self.parameters.further_family
        share = np.full(families.shape, further)
        if families.size:
            share[np.arange(len(families)), families.argmax(axis=1)] = 1.0
        return _by_family(families * share)

    def as_dict(self) -> dict[str, Any]:
        """What a file of the model holds."""
        said = self.parameters
        return {
            "prior": said.prior, "prior_out_of_frame": said.prior_out_of_frame, "further_family": said.further_family,
            "odds_in_bulk": said.odds_in_bulk, "odds_in_steady_trade": said.odds_in_steady_trade,
        }  # fmt: skip


def weight_of_evidence(families: Numbers, further: float) -> Numbers:
    """The weight of evidence of each row: its greatest entry whole, the others times `further`.

    >>> weight_of_evidence(np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]), 0.6).tolist()
    [2.6, 0.0]
    """
    strongest = families.max(axis=1) if families.size else np.zeros(len(families))
    weight: Numbers = strongest + further * (families.sum(axis=1) - strongest)
    return weight


def fit_prior(examples: Examples, assumed: Parameters, clip: float = CLIP) -> Rules:
    """The prior of both sides of the frame and the shrinkage, from decided outcomes and what is assumed of them. The
    odds of gas in tanks and of steady trade stay what they are beside those of other lines."""
    features = examples.features
    families, inside = features.families, features.in_frame
    stated = prior_odds(inside, features.in_bulk, features.in_steady_trade, assumed)
    beside = np.log(stated) - np.where(inside, logit(assumed.prior), logit(assumed.prior_out_of_frame))
    strongest = families.max(axis=1) if len(families) else np.zeros(0)
    others = families.sum(axis=1) - strongest
    weight, label = fair(examples.weight, clip), examples.label
    middle = logit([assumed.prior, assumed.prior_out_of_frame, assumed.further_family])
    spread = np.array([_PRIOR_SPREAD, _PRIOR_SPREAD, _FURTHER_SPREAD])

    def cost(at: Numbers) -> float:
        odds = np.where(inside, at[0], at[1]) + beside + strongest + expit(at[2]) * others
        loss = np.logaddexp(0.0, odds) - label * odds
        return float((weight * loss).sum() + (((at - middle) / spread) ** 2).sum() / 2)

    at = minimize(cost, middle, method="L-BFGS-B").x
    prior, outside, further = expit(at).tolist()
    return Rules(
        replace(
            assumed, prior=prior, prior_out_of_frame=outside, further_family=further,
        ),
        "prior",
    )  # fmt: skip


def _by_family(parts: Numbers) -> dict[str, Numbers]:
    return {name: parts[:, n] for n, name in enumerate(FAMILIES)}
