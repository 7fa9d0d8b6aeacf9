"""Does a text offer a controlled substance? A weighted sum of named facts, its weights in a data file."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tradewind.recognition.codes import controlled
from tradewind.recognition.features import features_of
from tradewind.recognition.mentions import Reading


@dataclass(frozen=True, slots=True)
class OfferModel:
    """Weights by fact, learnt by `tradewind.recognition.training` from texts written for it."""

    weights: dict[str, float]
    threshold: float

    def probability(self, facts: dict[str, float]) -> float:
        """How probable an offer is; logistic of the weighted sum."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in facts.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def model() -> OfferModel:
    """The shipped model."""
    text = (resources.files("tradewind.recognition") / "data" / "offer_weights.json").read_text(
        encoding="utf-8"
    )
    stored = json.loads(text)
    return OfferModel(stored["weights"], stored["threshold"])


def offer_probability(reading: Reading) -> float:
    """0 where no controlled substance is named at all, else the model's probability."""
    if not any(m.designation in controlled() for m in reading.mentions):
        return 0.0
    return model().probability(features_of(reading))
