"""The card of a model: what it learnt from, how good it was, what it must not be used for; and the same in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

import numpy as np

from tradewind.languages import Speaker, translator
from tradewind.screening.learning import texts
from tradewind.screening.learning.calibration import Bend, Figures
from tradewind.screening.learning.examples import FEATURES, Examples
from tradewind.screening.learning.gain import Gain
from tradewind.screening.learning.outcomes import WITHOUT_PROBABILITY
from tradewind.screening.learning.trained import WORDS
from tradewind.screening.learning.weighting import CLIP
from tradewind.screening.seeing import Numbers
from tradewind.tables.inspected import REMEMBERED_MONTHS

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
        "not_looked_at": list(texts.NOT_LOOKED_AT), "must_not_be_used_for": list(texts.NOT_FOR),
        "calibration": {"slope": _round(slope), "intercept": _round(intercept)},
        "latest_quarter": _rounded(asdict(straight)) if straight else None,
        "gain": _rounded(gain.as_dict()), "bend": {"slope": bend.slope, "intercept": bend.intercept},
        "weights": {"clip": CLIP, "without_probability": WITHOUT_PROBABILITY},
        "forgotten_after_months": REMEMBERED_MONTHS, **about,
    }  # fmt: skip


def in_words(card: Mapping[str, Any], language: str = "en") -> list[str]:
    """The card as sentences of the language."""
    speaker, own = Speaker("screening", language), in_language(card, language)
    told = [
        speaker.say(
            texts.LEARNT, outcomes=_count(speaker, card["outcomes_used"]), until=_until(speaker, card["until"]),
            positives=_count(speaker, card["positives"]), undecided=_count(speaker, card["undecided_left_out"]),
        ),
        _outcome(card, speaker),
        _gain(card["gain"], speaker),
        _calibration(card, speaker),
    ]  # fmt: skip
    if card["invented"]:
        told.append(speaker.say(texts.INVENTED))
    looked_at = card["features"] if language == "en" else [_feature(speaker, f) for f in card["features"]]
    told.append(speaker.say(texts.LOOKS_AT, features=speaker.listed(looked_at)))
    told.append(speaker.say(texts.NEVER_LOOKS_AT, what=speaker.listed(own["not_looked_at"])))
    told.append(speaker.say(texts.MUST_NOT, uses=speaker.series(own["must_not_be_used_for"])))
    return told


def in_language(card: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The card with what it says in words in the language; texts of a card that are not ours stay as they are."""
    say = translator("screening", language)
    told = {name: list(map(say, card[name])) for name in ("not_looked_at", "must_not_be_used_for")}
    return {**card, **told}


def _outcome(card: Mapping[str, Any], speaker: Speaker) -> str:
    if card["used_rules_instead"]:
        return speaker.say(texts.TRIED, kind=speaker.say(texts.KINDS[card["tried"]]))
    return speaker.say(texts.IS, kind=speaker.say(texts.KINDS[card["kind"]]))


def _gain(gain: Mapping[str, Any], speaker: Speaker) -> str:
    seen = {"lines": _count(speaker, gain["lines"]), "positives": _count(speaker, gain["positives"])}
    if gain["low"] is None:
        return speaker.say(texts.NO_GAIN, **seen)
    seen |= {name: speaker.figure(f"{gain[name]:+.4f}") for name in ("mean", "low")}
    if gain["kg_model"] is None:
        return speaker.say(texts.GAIN, **seen)
    shares = {"ours": f"{100 * gain['kg_model']:.0f}", "rules": f"{100 * gain['kg_rules']:.0f}"}
    return speaker.say(texts.GAIN_OF_KG, **seen, **shares)


def _calibration(card: Mapping[str, Any], speaker: Speaker) -> str:
    found = card["calibration"]
    if found["slope"] is None:
        return speaker.say(texts.NOT_CALIBRATED)
    told = {name: speaker.figure(f"{found[name]:.2f}") for name in ("slope", "intercept")}
    return speaker.say(texts.CALIBRATED, **told)


def _count(speaker: Speaker, number: int) -> str:
    return speaker.figure(f"{number:,}")


def _until(speaker: Speaker, day: str) -> str:
    return speaker.day(date.fromisoformat(day))


def _feature(speaker: Speaker, name: str) -> str:
    return speaker.say(WORDS[name]) if name in WORDS else name


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
