"""How probabilities are best bent: by a line, by steps, or by whichever foretold later outcomes better.

    python -m bench bending [TRIALS]

Invented log-odds, and outcomes by a chance that hangs on them as each row says. What was fitted on so many outcomes is
asked about 20,000 later ones with masses spread as widely as those of seizures: log score (0 is best), and the share
of the illegal kg in the first 5 % of the lines by probability times mass. Steps put lines in fewer ranks; the last
columns tell whether that costs an office anything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from scipy.special import expit

from tradewind.screening.learning.calibration import Bend, Steps, bend_of, log_score, steps_of
from tradewind.screening.learning.gain import kg_found

Numbers = np.ndarray[Any, np.dtype[Any]]
TRIALS: Final = 40
SIZES: Final = (1500, 6000)
_LATER: Final = 20_000
#: Spread of the logarithm of a mass: assumed.
_SPREAD: Final = 1.5
TRUTHS: Final[Mapping[str, Callable[[Numbers], Numbers]]] = {
    "a line": lambda odds: expit(0.6 * odds - 0.5),
    "nothing": lambda odds: np.full(len(odds), 0.3),
    "a step": lambda odds: np.where(odds < 0, 0.03, 0.6),
    "a soft step": lambda odds: expit(1.2 * np.tanh(odds) - 1),
    "a line, never below 5 %": lambda odds: 0.05 + 0.95 * expit(odds - 1),
}


def main(arguments: Sequence[str]) -> None:
    """Print a row a truth and size."""
    trials = int(arguments[0]) if arguments else TRIALS
    heads = ("truth", "outcomes", "steps taken", "log score: line", "steps", "chosen", "kg found: line", "steps",
             "chosen")  # fmt: skip
    print(f"| {' | '.join(heads)} |")
    print("|---|---:" + "|---:" * (len(heads) - 2) + "|")
    for name, chance in TRUTHS.items():
        for size in SIZES:
            told = np.array([trial(chance, size, seed) for seed in range(trials)])
            taken, *figures = (told[:, 0].sum(), *told[:, 1:].mean(axis=0))
            scores = " | ".join(f"{one:.4f}" for one in figures[:3])
            found = " | ".join(f"{100 * one:.1f} %" for one in figures[3:])
            print(f"| {name} | {size:,} | {taken:.0f} of {trials} | {scores} | {found} |", flush=True)


def trial(chance: Callable[[Numbers], Numbers], size: int, seed: int) -> list[float]:
    """Whether steps were taken; log scores of a line, of steps, of what was chosen; the kg that each finds."""
    random = np.random.default_rng(seed)
    odds = random.normal(-1, 1.5, size + _LATER)
    label = (random.random(len(odds)) < chance(odds)).astype(float)
    kg, even = np.exp(random.normal(0, _SPREAD, _LATER)), np.ones(len(odds))
    known, later = slice(0, size), slice(size, None)
    chosen = bend_of(odds[known], label[known], even[known])
    line = Bend(chosen.slope, chosen.intercept)
    steps = steps_of(odds[known], label[known], even[known], line)
    made = [expit(bend(odds[later])) for bend in (line, steps, chosen)]
    return [
        float(isinstance(chosen, Steps)), *(log_score(one, label[later]) for one in made),
        *(kg_found(one * kg, label[later], even[later], kg) or 0.0 for one in made),
    ]  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
