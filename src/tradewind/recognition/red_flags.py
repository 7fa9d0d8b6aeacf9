"""Wording that an inspector would want to see first. A flag is a reason to look, never a finding."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tradewind.recognition.codes import composition, controlled
from tradewind.recognition.folding import fold_word
from tradewind.recognition.lexicon import data_rows
from tradewind.recognition.mentions import Reading
from tradewind.recognition.prices import Price

_HYDROCARBONS: Final = frozenset({"R-290", "R-600a", "R-12a"})
_LONG_PHASED_OUT: Final = frozenset(
    {"R-11", "R-12", "R-113", "R-114", "R-115", "R-13", "Halon-1211", "Halon-1301", "Halon-2402", "Halon"}
    | {"Carbon tetrachloride", "1,1,1-trichloroethane", "R-22", "R-141b", "R-142b", "R-123", "R-124"}
)


@cache
def _wordings() -> dict[str, re.Pattern[str]]:
    wordings: dict[str, list[str]] = {}
    for row in data_rows("flags.csv"):
        wordings.setdefault(row["flag"], []).append(fold_word(row["wording"]))
    return {flag: re.compile("|".join(patterns)) for flag, patterns in wordings.items()}


def red_flags(reading: Reading, is_offer: bool, price: Price | None) -> tuple[str, ...]:
    """Names of the flags a text raises, in a fixed order."""
    found = [name for name, pattern in _wordings().items() if pattern.search(reading.folded)]
    if "no_licence_required_claim" in found and "licence_required_stated" in found:
        found.remove("licence_required_stated")
    named = {m.designation for m in reading.mentions if m.role == "named"}
    parts = {part for designation in named for part in composition(designation)}
    if is_offer and (named | parts) & _LONG_PHASED_OUT:
        found.append("phased_out_substance")
    if named & _HYDROCARBONS and any(m.role == "replaced" for m in reading.mentions):
        found.append("hydrocarbon_for_halocarbon")
    if is_offer and price is None and "price_on_request" not in found:
        found.append("no_price")
    if is_offer and "licence_required_stated" not in found and named & controlled():
        found.append("no_licence_mentioned")
    return tuple(found)
