"""Learns the weights of the offer model: `python -m tradewind.recognition.training`.

Ridge multinomial logistic regression over the named facts, on `data/training.jsonl` only: texts written for the
purpose, none of them measured. Deterministic: starts at zero, full batches, a fixed number of steps.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tradewind.recognition.codes import controlled
from tradewind.recognition.features import features_of
from tradewind.recognition.mentions import read_mentions
from tradewind.recognition.offers import OFFER

#: Strength of the ridge and the probability from which a text counts as an offer. In eightfold cross-validation on
#: the training texts every ridge of 0.5 to 1 with a threshold of 0.4 to 0.5 gives the same F1 of 0.95; among equals
#: the lower threshold was taken, because a missed offer costs a desk more than a text read in vain.
RIDGE: Final = 1.0
THRESHOLD: Final = 0.4
STEPS: Final = 600
RATE: Final = 0.1
#: Kinds that are told apart by nothing but their length are learnt as one.
_SAME_KIND: Final = {"reg": "info"}

Matrix = NDArray[np.float64]


def training_rows() -> list[tuple[str, str]]:
    """The texts written for training, each with its kind; "offer" offers a controlled substance."""
    text = (resources.files("tradewind.recognition") / "data" / "training.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    return [(row["text"], _SAME_KIND.get(row["kind"], row["kind"])) for row in rows]


def relevant(rows: list[tuple[str, str]]) -> tuple[list[dict[str, float]], list[str]]:
    """Facts and kinds of the texts that name a controlled substance; the rest never reach the model."""
    facts, kinds = [], []
    for text, kind in rows:
        reading = read_mentions(text)
        if any(m.designation in controlled() for m in reading.mentions):
            facts.append(features_of(reading))
            kinds.append(kind)
    return facts, kinds


def fit(facts: list[dict[str, float]], kinds: list[str], ridge: float = RIDGE) -> dict[str, dict[str, float]]:
    """Weights by kind and fact, by Adam's steps on the penalised likelihood, which has one maximum."""
    names = sorted({name for row in facts for name in row})
    order = sorted(set(kinds))
    table = np.array([[row.get(name, 0.0) for name in names] for row in facts], dtype=np.float64)
    wanted = np.array([[float(kind == o) for o in order] for kind in kinds], dtype=np.float64)
    weights: Matrix = np.zeros((len(names), len(order)))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = table @ weights
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        gradient = table.T @ (powers / powers.sum(axis=1, keepdims=True) - wanted) + ridge * weights
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights = weights - RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {
        kind: {name: round(float(weights[i, j]), 3) for i, name in enumerate(names)}
        for j, kind in enumerate(order)
    }


def main() -> None:
    """Write `data/offer_weights.json` beside this module."""
    rows = training_rows()
    facts, kinds = relevant(rows)
    card = {
        "method": "ridge multinomial logistic regression, deterministic",
        "ridge": RIDGE,
        "trained_on": "training.jsonl, texts written for training; no measured text",
        "texts": len(rows),
        "texts_naming_a_controlled_substance": len(kinds),
        "offers": kinds.count(OFFER),
        "threshold": THRESHOLD,
        "weights": fit(facts, kinds),
    }
    path = Path(__file__).parent / "data" / "offer_weights.json"
    path.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
