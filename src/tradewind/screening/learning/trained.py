"""A trained model in memory: what it makes of lines, why, and its card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from scipy.special import expit

from tradewind.screening.learning.calibration import Bend
from tradewind.screening.learning.examples import Features
from tradewind.screening.learning.facts import features_of
from tradewind.screening.screened import Screened
from tradewind.screening.seeing import Numbers

#: What a feature is called where a model says why.
WORDS: Final[Mapping[str, str]] = {
    "description and code": "what words and code say", "packages and mass": "packages and mass",
    "licence and quota": "licence and quota", "route and regime": "route and regime", "actor": "who takes part",
    "price": "the price", "in_frame": "whether it touches controlled gas", "stratum": "the kind of goods",
    "mass": "the mass", "package": "the mass of a package", "unit_value": "the value a kilogram beside its like",
    "finds": "breaches found at this trader", "clean": "inspections of this trader that found nothing",
    "months_since_find": "the time since the last breach found", "volume": "how much gas this trader brought in a year",
    "months_known": "how long this trader is known", "first_year": "the trader's first year", "month": "the season",
    "in_bulk": "gas in tanks or in cylinders", "order_share": "the load beside this trader's year",
}  # fmt: skip
_SHOWN: Final = 3
#: Digits of log-odds that count: those behind hang on how many lines stand beside, and would part equal lines.
_DIGITS: Final = 12
#: Log-odds below which a part is not worth a word.
_WORTH_SAYING: Final = 0.1


class Scorer(Protocol):
    """Log-odds of lines, and what each feature adds to them."""

    @property
    def kind(self) -> str: ...

    def log_odds(self, features: Features) -> Numbers: ...

    def parts(self, features: Features) -> dict[str, Numbers]: ...

    def as_dict(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, how its log-odds are bent, its card, and the SHA-256 of its file where it has one."""

    scorer: Scorer
    bend: Bend
    card: Mapping[str, Any]
    sha256: str = ""

    @property
    def used_rules_instead(self) -> bool:
        """Whether it scores as the rules do, because nothing beat them."""
        return bool(self.card["used_rules_instead"])

    @property
    def is_invented(self) -> bool:
        """Whether all it learnt from is invented: then its figures rank, and are not shown as probabilities."""
        return bool(self.card["invented"])

    def predict(self, features: Features) -> Numbers:
        """The probability of a breach, one a line."""
        odds = np.round(self.scorer.log_odds(features), _DIGITS)
        made: Numbers = expit(self.bend(odds))
        return made

    def probabilities(self, screened: Screened) -> Numbers:
        """The probability of a breach on each screened line, as of the day of the screening."""
        if self.used_rules_instead:
            return screened.scores.probability[: screened.count].copy()
        return self.predict(features_of(screened))

    def reasons(self, features: Features) -> list[list[str]]:
        """What moves the probability of each line most, in words, strongest first."""
        if not len(features):
            return []
        parts = self.scorer.parts(features)
        names, added = list(parts), np.column_stack(list(parts.values()))
        return [[_said(names[n], row[n]) for n in _strongest(row)] for row in self.bend.slope * added]


def _strongest(row: Numbers) -> list[int]:
    order = np.argsort(-np.abs(row), kind="stable")[:_SHOWN]
    return [int(n) for n in order if abs(row[n]) >= _WORTH_SAYING]


def _said(name: str, added: float) -> str:
    return f"{'raised' if added > 0 else 'lowered'} by {WORDS[name]}"
