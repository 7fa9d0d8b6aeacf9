"""Learns the weights of the offer model: `python -m tradewind.recognition.training`.

Ridge logistic regression by Newton's method over the named facts, on `data/training.jsonl` only: texts written
for the purpose. No text that quality is measured on is ever trained on. Deterministic: no random start.
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

#: Strength of the ridge, chosen by cross-validation on the training texts alone.
RIDGE: Final = 1.0
STEPS: Final = 50
THRESHOLD: Final = 0.5
#: A weight under this says nothing.
SMALLEST: Final = 1e-4

Vector = NDArray[np.float64]


def training_rows() -> list[tuple[str, bool]]:
    """The texts written for training, with whether each offers a controlled substance."""
    text = (resources.files("tradewind.recognition") / "data" / "training.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    return [(row["text"], row["is_offer"]) for row in rows]


def fit(facts: list[dict[str, float]], labels: list[bool], ridge: float = RIDGE) -> dict[str, float]:
    """Weights by fact; the constant is not shrunk."""
    names = sorted({name for row in facts for name in row})
    table = np.array([[row.get(name, 0.0) for name in names] for row in facts], dtype=np.float64)
    wanted = np.array(labels, dtype=np.float64)
    penalty = np.array([0.0 if name == "constant" else ridge for name in names])
    weights: Vector = np.zeros(len(names))
    for _ in range(STEPS):
        predicted = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        gradient = table.T @ (predicted - wanted) + penalty * weights
        curvature = (table * (predicted * (1 - predicted))[:, None]).T @ table + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True) if abs(w) > SMALLEST}


def relevant(rows: list[tuple[str, bool]]) -> tuple[list[dict[str, float]], list[bool]]:
    """Facts and labels of the texts that name a controlled substance; the rest never reach the model."""
    facts, labels = [], []
    for text, label in rows:
        reading = read_mentions(text)
        if any(m.designation in controlled() for m in reading.mentions):
            facts.append(features_of(reading))
            labels.append(label)
    return facts, labels


def main() -> None:
    """Write `data/offer_weights.json` beside this module."""
    rows = training_rows()
    facts, labels = relevant(rows)
    card = {
        "method": "ridge logistic regression, Newton's method, deterministic",
        "ridge": RIDGE,
        "trained_on": "training.jsonl, texts written for training; no measured text",
        "texts": len(rows),
        "texts_naming_a_controlled_substance": len(labels),
        "offers": sum(labels),
        "threshold": THRESHOLD,
        "weights": fit(facts, labels),
    }
    path = Path(__file__).parent / "data" / "offer_weights.json"
    path.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
