"""What tells an offer of a controlled substance from other talk of it: a few named facts of a text."""

from __future__ import annotations

import re
from typing import Final

from tradewind.recognition.amounts import container_in, quantity_kg
from tradewind.recognition.codes import controlled
from tradewind.recognition.cues import Spans
from tradewind.recognition.folding import fold_word
from tradewind.recognition.mentions import Mention, Reading
from tradewind.recognition.prices import price_in

_YEAR: Final = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d)")
_QUESTION: Final = re.compile(r"[?؟？]")
_PURITY: Final = re.compile(r"9\d(?:[.,]\d+)?\s?%")
_STOCK_CODE: Final = re.compile(fold_word(r"\b(?:sku|ref|art|hsn|item|арт|artikel|código|cod)\b"))
#: Characters before the first substance within which it still heads the text: "30 lb jug of", "Продам новый".
_HEAD: Final = 28
_BESIDE: Final = 40
_CLASSES: Final = (
    "sell",
    "info",
    "regulation",
    "service",
    "tool",
    "equipment",
    "stock",
    "want",
    "counterfeit",
    "noinfo",
)
_HEADS: Final = ("info", "service", "tool", "equipment", "want")


def features_of(reading: Reading) -> dict[str, float]:
    """Named facts, each 0..1 or a small count; absent ones are 0."""
    folded, cues = reading.folded, reading.cues
    named = [m for m in reading.mentions if m.role == "named" and m.designation in controlled()]
    found: dict[str, float] = {"constant": 1.0}
    designations = {m.designation for m in reading.mentions}
    found["uncontrolled_only"] = float(bool(designations) and not designations & controlled())
    found["no_controlled_named"] = float(not named)
    found["two_designations"] = float(len(designations) == 2)
    found["many_designations"] = float(len(designations) > 2)
    found["uncontrolled_too"] = float(bool(named) and bool(designations - controlled()))
    for role in ("served", "replaced", "absent"):
        found[role] = float(any(m.role == role for m in reading.mentions))
    found |= _about_cues(cues, named[0] if named else None)
    found |= _about_amounts(folded, cues)
    rest = _unsaid(reading)
    found["names_only"] = float(rest <= 8)
    found["nearly_names_only"] = float(rest <= 24)
    found["question"] = float(_QUESTION.search(folded) is not None)
    found["year"] = float(_YEAR.search(folded) is not None)
    found["purity"] = float(_PURITY.search(folded) is not None)
    found["stock_code"] = float(_STOCK_CODE.search(folded) is not None)
    found["cas"] = float(any(m.kind == "cas" for m in reading.mentions))
    found["long"] = min(len(folded), 300) / 300
    return found


def _about_cues(cues: Spans, first: Mention | None) -> dict[str, float]:
    found = {name: float(name in cues) for name in _CLASSES}
    found["info_many"] = float(len(cues.get("info", ())) > 1)
    found["sell_many"] = float(len(cues.get("sell", ())) > 1)
    if first is None:
        return found
    found["heads_text"] = float(first.start <= _HEAD)
    for name in _HEADS:
        spans = cues.get(name, ())
        found[f"{name}_before"] = float(any(end <= first.start for _, end in spans))
        found[f"{name}_beside"] = float(
            any(start - _BESIDE / 2 < first.end and first.start < end + _BESIDE / 2 for start, end in spans)
        )
    return found


def _unsaid(reading: Reading) -> int:
    """Letters of a text that are neither a substance, a word for gas, its package nor a sales word."""
    said = bytearray(len(reading.folded))
    spans = [span for name in ("gas", "weakgas", "vessel", "sell") for span in reading.cues.get(name, ())]
    spans += [(m.start, m.end) for m in reading.mentions]
    for start, end in spans:
        end = next((i for i in range(end, len(said)) if not reading.folded[i].isalpha()), len(said))
        said[start:end] = b"\1" * (end - start)
    return sum(c.isalpha() and not said[i] for i, c in enumerate(reading.folded))


def _about_amounts(folded: str, cues: Spans) -> dict[str, float]:
    mass, container = quantity_kg(folded), container_in(folded)
    has_price = price_in(folded) is not None
    has_mass = mass is not None
    packed = "vessel" in cues or container is not None
    return {
        "price": float(has_price),
        "mass": float(has_mass),
        "package_size": float(has_mass and 0.2 <= (mass or 0) <= 70),
        "packed": float(packed),
        "mass_and_package": float(has_mass and packed),
        "mass_and_price": float(has_mass and has_price),
        "extinguisher": float(container == "extinguisher"),
    }
