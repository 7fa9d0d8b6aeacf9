"""Ridge logistic regression on the scores of the families, for an office with some tens of finds.

Beside each family stand the strongest of all and their sum, hardly penalised: the penalty draws towards rules that
treat families alike, not towards no rules. A family never lowers the probability: one that outcomes speak against is
left out, and the rest is fitted again. A few facts of the line stand beside, under the same penalty: which figures of a
lawful trade look how is what families, made to be looked at one by one, do not tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from tradewind.screening.learning.examples import FACTS, FAMILIES, Examples, Features
from tradewind.screening.learning.weighting import CLIP, clipped
from tradewind.screening.seeing import Numbers

#: Penalties tried, as C of scikit-learn: strongest first.
PENALTIES: Final = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
#: Facts of the line beside the families, with what is taken off and what it is divided by, so that each is about as
#: wide as the others; all are ln(1 + n), ln of a ratio, months, or 0 and 1. A fact that is not known counts as 0.
_SCALES: Final = {
    "in_frame": (0.0, 1.0), "stratum": (0.0, 1.0), "mass": (5.0, 2.0), "package": (3.0, 2.0), "unit_value": (0.0, 1.0),
    "finds": (0.0, 1.0), "clean": (0.0, 1.0), "volume": (0.0, 4.0), "months_known": (0.0, 4.0),
}  # fmt: skip
BESIDE: Final = tuple(_SCALES)
_AT: Final = [FACTS.index(name) for name in BESIDE]
_MIDDLE, _WIDTH = np.array(list(_SCALES.values())).T
#: No fact counts for more than this many of its widths: mistyped ones would lead.
_FARTHEST: Final = 4.0
#: Families weigh up to ln 30; halved they are about as wide as the facts.
_FAMILY: Final = 0.5
#: The strongest and the sum are made wider, so that the penalty hardly holds them.
_SHARED: Final = 2.0


@dataclass(frozen=True, slots=True)
class Ridge:
    """`families` and `beside` are coefficients of the log-odds, by FAMILIES and by BESIDE; `strongest` is that of
    the strongest family among `kept`."""

    intercept: float
    strongest: float
    families: tuple[float, ...]
    beside: tuple[float, ...]
    kept: tuple[bool, ...]
    penalty: float

    kind = "ridge"

    def log_odds(self, features: Features) -> Numbers:
        """One entry a line."""
        kept = features.families * np.array(self.kept, float)
        odds: Numbers = (
            self.intercept + self.strongest * kept.max(axis=1, initial=0.0) + kept @ np.array(self.families)
            + _beside(features) @ np.array(self.beside)
        )  # fmt: skip
        return odds

    def parts(self, features: Features) -> dict[str, Numbers]:
        """What each family and each fact adds to the log-odds of each line."""
        kept = features.families * np.array(self.kept, float)
        own = kept * np.array(self.families)
        if kept.size:
            rows, first = np.arange(len(kept)), kept.argmax(axis=1)
            own[rows, first] += self.strongest * kept[rows, first]
        facts = _beside(features) * np.array(self.beside)
        named = {name: own[:, n] for n, name in enumerate(FAMILIES)}
        return named | {name: facts[:, n] for n, name in enumerate(BESIDE)}

    def as_dict(self) -> dict[str, Any]:
        """What a file of the model holds."""
        return {
            "intercept": self.intercept, "strongest": self.strongest, "families": list(self.families),
            "beside": list(self.beside), "kept": list(self.kept), "penalty": self.penalty,
        }  # fmt: skip


def fit_ridge(examples: Examples, penalty: float, clip: float = CLIP) -> Ridge:
    """The coefficients at this penalty; both illegal and other outcomes must be there."""
    kept = np.ones(len(FAMILIES), bool)
    shared = [True, True]
    weight = clipped(examples.weight, clip)
    while True:
        fitted, columns = _fitted(examples, kept, shared, penalty, weight)
        found = _spread(fitted.coef_[0], columns)
        own = found["families"] + found["sum"]
        if found["strongest"] < 0:
            shared[0] = False
        elif found["sum"] < 0:
            shared[1] = False
        elif (own[kept] < 0).any():
            kept &= own >= 0
        else:
            break
    return Ridge(
        float(fitted.intercept_[0]), float(found["strongest"]), tuple((own * kept).tolist()),
        tuple(found["beside"].tolist()), tuple(kept.tolist()), penalty,
    )  # fmt: skip


def _fitted(
    examples: Examples, kept: Numbers, shared: Sequence[bool], penalty: float, weight: Numbers
) -> tuple[LogisticRegression, list[str]]:
    """The regression, and what each of its columns is."""
    families = examples.features.families * kept
    columns: dict[str, Numbers] = {}
    if shared[0]:
        columns["strongest"] = _SHARED * families.max(axis=1)
    if shared[1]:
        columns["sum"] = _SHARED * families.sum(axis=1)
    for n, name in enumerate(FAMILIES):
        if kept[n]:
            columns[name] = _FAMILY * families[:, n]
    beside = _beside(examples.features)
    columns |= {name: beside[:, n] for n, name in enumerate(BESIDE)}
    regression = LogisticRegression(C=penalty, solver="newton-cholesky", max_iter=200)
    regression.fit(np.column_stack(list(columns.values())), examples.label, sample_weight=weight)
    return regression, list(columns)


def _spread(coefficients: Numbers, columns: list[str]) -> dict[str, Any]:
    """Coefficients by what they belong to, on the scale of the features."""
    by_name = dict(zip(columns, coefficients.tolist(), strict=True))
    return {
        "strongest": _SHARED * by_name.get("strongest", 0.0), "sum": _SHARED * by_name.get("sum", 0.0),
        "families": np.array([_FAMILY * by_name.get(name, 0.0) for name in FAMILIES]),
        "beside": np.array([by_name[name] for name in BESIDE]),
    }  # fmt: skip


def _beside(features: Features) -> Numbers:
    """The facts beside the families, on one scale; one that is not known adds nothing."""
    scaled = (features.facts[:, _AT] - _MIDDLE) / _WIDTH
    facts: Numbers = np.nan_to_num(np.clip(scaled, -_FARTHEST, _FARTHEST))
    return facts
