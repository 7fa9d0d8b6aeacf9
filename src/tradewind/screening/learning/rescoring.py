"""A screening whose scores are those of a trained model; its signs and their reasons stay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tradewind.screening.learning.facts import features_of
from tradewind.screening.learning.trained import Trained
from tradewind.screening.picking import pick
from tradewind.screening.scoring import with_probability
from tradewind.screening.screened import Screened, eligible, in_order, ranked


def rescored(screened: Screened, trained: Trained) -> Screened:
    """The same screening, ordered by the model; the floor draws the same lines. A model that does not beat the rules
    changes nothing but the note of which model it was."""
    told = replace(screened, model=trained.sha256)
    if trained.used_rules_instead:
        return told
    features = features_of(screened)
    probability = screened.scores.probability.copy()
    probability[: screened.count] = trained.predict(features)
    scores = with_probability(screened.scores, probability, screened.co2e_t, screened.parameters)
    screening, open_to = screened.screening, eligible(screened.screening, screened.record)
    inside = screening.lines["in_frame"].to_numpy(zero_copy_only=False)[: screened.count]
    frame = in_order(screening, np.flatnonzero(inside & open_to))
    picks = pick(
        ranked(screening, scores, open_to), frame, screened.count, screened.capacity, screened.picks.seed
    )
    says = trained.reasons(features.take(np.array(picks.lines, np.int64)))
    return replace(
        told, scores=scores, picks=picks, is_by_model=True, is_ranked_only=trained.is_invented,
        model_says=dict(zip(picks.lines, says, strict=True)),
    )  # fmt: skip
