"""LightGBM on top of the ridge, for an office with hundreds of finds: what raw history and the line's own figures add.

The trees begin where the ridge ends (its log-odds are their first score), so that without anything to add they are the
ridge. Each family's weight is held monotone: a stronger sign never lowers the probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import lightgbm
import numpy as np

from tradewind.screening.learning.examples import FAMILIES, FEATURES, Examples, Features
from tradewind.screening.learning.ridge import Ridge
from tradewind.screening.learning.tree_text import checked
from tradewind.screening.learning.weighting import CLIP, clipped
from tradewind.screening.seeing import Numbers

#: Numbers of trees tried; the last is how many are grown at most.
SIZES: Final = (0, 10, 20, 40, 80, 160)
#: Facts that only raise: more breaches found at a trader never make it less suspect.
_RAISING: Final = ("finds",)
_SETTINGS: Final[dict[str, Any]] = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 8, "min_data_in_leaf": 20, "lambda_l2": 5.0,
    "feature_fraction": 0.8, "feature_fraction_seed": 1, "seed": 1, "deterministic": True, "force_row_wise": True,
    "num_threads": 1, "verbosity": -1, "boost_from_average": False,
    "monotone_constraints": [int(n in FAMILIES or n in _RAISING) for n in FEATURES],
}  # fmt: skip


@dataclass(frozen=True)
class Trees:
    """A ridge and the trees on it, as LightGBM's own text."""

    ridge: Ridge
    text: str

    kind = "trees"

    @cached_property
    def booster(self) -> lightgbm.Booster:
        """The trees, ready to score."""
        return lightgbm.Booster(model_str=self.text)

    def log_odds(self, features: Features) -> Numbers:
        """One entry a line."""
        return self.ridge.log_odds(features) + self._raw(features, None)

    def after(self, features: Features, trees: int) -> Numbers:
        """The log-odds with the first so many trees only."""
        start = self.ridge.log_odds(features)
        return start + self._raw(features, trees) if trees else start

    def parts(self, features: Features) -> dict[str, Numbers]:
        """What each family and each fact adds to the log-odds of each line: the ridge's part and the trees' (SHAP,
        S. Lundberg and S.-I. Lee, 2017)."""
        told = self.ridge.parts(features)
        if not len(features):
            return told
        shap = np.asarray(self.booster.predict(features.both, pred_contrib=True, num_threads=1))
        return told | {n: told.get(n, 0.0) + shap[:, at] for at, n in enumerate(FEATURES)}

    def as_dict(self) -> dict[str, Any]:
        """What a file of the model holds."""
        return {"ridge": self.ridge.as_dict(), "lightgbm": self.text}

    def _raw(self, features: Features, trees: int | None) -> Numbers:
        if not len(features):
            return np.zeros(0)
        made = self.booster.predict(features.both, raw_score=True, num_iteration=trees or -1, num_threads=1)
        return np.asarray(made, float)


def fit_trees(examples: Examples, ridge: Ridge, size: int, clip: float = CLIP) -> Trees | Ridge:
    """So many trees on the ridge; the ridge itself for none."""
    if not size:
        return ridge
    data = lightgbm.Dataset(
        examples.features.both, examples.label, weight=clipped(examples.weight, clip),
        init_score=ridge.log_odds(examples.features), feature_name=[f"f{n}" for n in range(len(FEATURES))],
        free_raw_data=False, params={"verbosity": -1},
    )  # fmt: skip
    booster = lightgbm.train(_SETTINGS, data, num_boost_round=size)
    return Trees(ridge, checked(booster.model_to_string(importance_type="split")))
