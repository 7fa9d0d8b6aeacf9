"""The card of a model: what it learnt from, how good it was, what it must not be used for; and the same in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

import numpy as np

from tradewind.screening.learning.calibration import Bend, Figures
from tradewind.screening.learning.examples import FEATURES, Examples
from tradewind.screening.learning.gain import Gain
from tradewind.screening.learning.history import REMEMBERED_MONTHS
from tradewind.screening.learning.outcomes import WITHOUT_PROBABILITY
from tradewind.screening.learning.weighting import CLIP
from tradewind.screening.seeing import Numbers

NOT_FOR: Final = (
    "deciding anything about a person or a firm: it orders what people look at, and people decide",
    "another office, or goods and borders unlike those it learnt from",
    "saying how much illegal trade there is: that is estimated from lines drawn by chance",
    "lines lodged long after the cut-off, when those who break the law have changed their ways",
)
NOT_LOOKED_AT: Final = (
    "names, numbers and addresses of traders", "nationality", "origin, dispatch and destination",
    "amendments after a notice of inspection", "whether a line was inspected",
)  # fmt: skip
_KINDS: Final = {
    "rules": "the stated weights of evidence",
    "prior": "the stated weights of evidence with a prior and a shrinkage of further families fitted",
    "ridge": "ridge logistic regression on the scores of the families",
    "trees": "gradient-boosted trees (LightGBM), monotone in each family, on top of a ridge regression",
}
_DIGITS: Final = 6


def card_of(
    known: Examples, until: date, tried: str, scorer: Any, bend: Bend, gain: Gain, straight: Figures | None,
    undecided: int, used_rules: bool, about: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """The card, of plain values. `calibration` is measured on the latest quarter by a model that had not seen it."""
    slope, intercept = (straight.slope, straight.intercept) if straight else (None, None)
    return {
        "until": until.isoformat(), "first_lodged": _day(known.lodged_on, min),
        "last_lodged": _day(known.lodged_on, max),
        "outcomes_used": len(known), "positives": known.positives, "undecided_left_out": undecided,
        "invented": bool(len(known) and known.invented.all()), "tried": tried,
        "used_rules_instead": used_rules, "kind": scorer.kind, "features": list(FEATURES),
        "not_looked_at": list(NOT_LOOKED_AT), "must_not_be_used_for": list(NOT_FOR),
        "calibration": {"slope": _round(slope), "intercept": _round(intercept)},
        "latest_quarter": _rounded(asdict(straight)) if straight else None,
        "gain": _rounded(gain.as_dict()), "bend": {"slope": bend.slope, "intercept": bend.intercept},
        "weights": {"clip": CLIP, "without_probability": WITHOUT_PROBABILITY},
        "forgotten_after_months": REMEMBERED_MONTHS, **about,
    }  # fmt: skip


def in_words(card: Mapping[str, Any]) -> list[str]:
    """The card as sentences."""
    told = [
        f"Learnt from {card['outcomes_used']:,} decided outcomes known before {card['until']}, of which "
        f"{card['positives']:,} were illegal; {card['undecided_left_out']:,} undecided ones were left out.",
        _outcome(card),
        _gain(card["gain"]),
        _calibration(card),
    ]
    if card["invented"]:
        told.append(
            "Every outcome is invented: what it gives ranks lines and is never shown as a probability."
        )
    told.append(f"It looks at: {', '.join(card['features'])}.")
    told.append(f"It never looks at: {', '.join(card['not_looked_at'])}.")
    told.append(f"It must not be used for: {'; '.join(card['must_not_be_used_for'])}.")
    return told


def _outcome(card: Mapping[str, Any]) -> str:
    if card["used_rules_instead"]:
        tried = f"Tried: {_KINDS[card['tried']]}."
        return f"{tried} It has not shown that it beats the rules: the file scores as the rules."
    return f"The model is {_KINDS[card['kind']]}."


def _gain(gain: Mapping[str, Any]) -> str:
    seen = f"On the latest quarter ({gain['lines']:,} outcomes, {gain['positives']:,} illegal)"
    if gain["low"] is None:
        return f"{seen} nothing can be told of its gain over the rules."
    told = f"{seen} its log score is {gain['mean']:+.4f} better than the rules', lower 90 % bound {gain['low']:+.4f}"
    if gain["kg_model"] is None:
        return f"{told}."
    ours, rules = 100 * gain["kg_model"], 100 * gain["kg_rules"]
    return f"{told}; of the illegal kg it had {ours:.0f} % in the first 5 %, the rules {rules:.0f} %."


def _calibration(card: Mapping[str, Any]) -> str:
    slope, intercept = card["calibration"]["slope"], card["calibration"]["intercept"]
    if slope is None:
        return "Too few outcomes of the latest quarter tell whether its probabilities are straight."
    return f"Calibration on the latest quarter: slope {slope:.2f} (1 is right), intercept {intercept:.2f} (0 is right)."


def _day(days: Numbers, which: Any) -> str | None:
    return str(which(days)) if len(days) else None


def _round(value: float | None) -> float | None:
    return None if value is None else float(np.round(value, _DIGITS))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return _round(value)
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    return [_rounded(v) for v in value] if isinstance(value, list | tuple) else value
