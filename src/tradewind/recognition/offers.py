"""What kind of text names a controlled substance: an offer of it, a service, a tool for it, an article ...

A weighted sum of named facts for each kind, the weights in `data/offer_weights.json`.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tradewind.recognition.codes import controlled
from tradewind.recognition.features import features_of
from tradewind.recognition.mentions import Reading

#: The kind that counts as an offer of a controlled substance.
OFFER = "offer"


@dataclass(frozen=True, slots=True)
class OfferModel:
    """Weights by kind of text and fact, learnt by `tradewind.recognition.training` from texts written for it."""

    weights: dict[str, dict[str, float]]
    threshold: float

    def probabilities(self, facts: dict[str, float]) -> dict[str, float]:
        """How probable each kind of text is; they sum to one."""
        totals = {
            kind: sum(weights.get(name, 0.0) * value for name, value in facts.items())
            for kind, weights in self.weights.items()
        }
        highest = max(totals.values())
        powers = {kind: math.exp(total - highest) for kind, total in totals.items()}
        whole = sum(powers.values())
        return {kind: power / whole for kind, power in powers.items()}


@cache
def model() -> OfferModel:
    """The shipped model."""
    text = (resources.files("tradewind.recognition") / "data" / "offer_weights.json").read_text(
        encoding="utf-8"
    )
    stored = json.loads(text)
    return OfferModel(stored["weights"], stored["threshold"])


def offer_probability(reading: Reading) -> float:
    """0 where no controlled substance is named at all, else the model's probability of an offer."""
    if not any(m.designation in controlled() for m in reading.mentions):
        return 0.0
    return model().probabilities(features_of(reading))[OFFER]
