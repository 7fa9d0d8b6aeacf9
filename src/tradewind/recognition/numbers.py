"""The number after a prefix: which characters belong to it, and whether it is a refrigerant's number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tradewind.recognition.codes import Code, codes
from tradewind.recognition.folding import fold_word

_DIGITS: Final = re.compile(r"(\d[\do]{0,3}(?:-10(?=-?\s?mee))?)([a-z][a-z0-9]*)?(\s?\([ez]\))?")
_LOOSE_SUFFIX: Final = re.compile(r"[\s\-_./]{1,2}([a-z]{1,4}\d?)(\s?\([ez]\))?(?![a-z0-9])")
_UNIT: Final = fold_word(
    r"(?:kgs?|kilo|kг|кг|г|lbs?|pounds?|oz|ounces?|g|gr|gram|grams|mg|t|tonn?e?s?|ml|l|liters?|litros?|cm|mm|m|bar|psi|pcs|pc|x|%|"
    r"€|\$|usd|eur|cyl|штук|шт|公斤|千克|克|斤|瓶|罐|กก|กิโล|كجم|كغ|كيلو|kw|hp|btu|v|hz|days|years?|c|°)"
)
_UNIT_FOLLOWS: Final = re.compile(rf"\s?{_UNIT}(?![a-z])")
_QUANTITY_FOLLOWS: Final = re.compile(rf"\d+(?:[.,]\d+)?\s?{_UNIT}(?![a-z])")
_DECIMALS: Final = re.compile(r"\.\d|,\d{2,3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """A refrigerant's number in a folded text: `start:end` and what it stands for."""

    start: int
    end: int
    key: str
    code: Code
    #: Read only by mending it: a letter O for a zero, a letter set apart.
    mended: bool


def unit_follows(folded: str, position: int) -> bool:
    """Whether the number before is a quantity ("gas 22 kg")."""
    return _UNIT_FOLLOWS.match(folded, position) is not None


def number_at(folded: str, position: int) -> Number | None:
    """The refrigerant's number that begins at this digit, or None where it is another number."""
    match = _DIGITS.match(folded, position)
    if match is None:
        return None
    digits, letters, bracket = match.groups()
    mended = "o" in digits
    digits = digits.replace("o", "0")
    if letters:
        found = _attached(folded, match.start(), match.end(1), digits, letters, bracket, mended)
    else:
        found = _apart(folded, match.start(), match.end(1), digits, mended)
    if found is None or _is_decimal(folded, found):
        return None
    return found


def _attached(
    folded: str, start: int, letters_at: int, digits: str, letters: str, bracket: str | None, mended: bool
) -> Number | None:
    known = codes()
    if bracket:
        key = digits + letters + bracket.strip()
        if key in known:
            return Number(start, letters_at + len(letters) + len(bracket), key, known[key], mended)
    for length in range(len(letters), -1, -1):
        key = digits + letters[:length]
        if key not in known:
            continue
        rest = letters[length:]
        end = letters_at + length
        if _may_follow(folded, rest, end):
            return Number(start, end, key, known[key], mended)
    return None


def _may_follow(folded: str, rest: str, end: int) -> bool:
    # One more letter makes another name (R-22a is propane, R-12a a hydrocarbon blend), a word does not.
    if not rest:
        return True
    after = end + len(rest)
    word = rest + (folded[after] if after < len(folded) and folded[after].isalpha() else "")
    if rest[0] == "x" and rest[1:2].isdigit():
        return True
    return len(word) >= 2 and word.isalpha()


def _apart(folded: str, start: int, end: int, digits: str, mended: bool) -> Number | None:
    known = codes()
    loose = _LOOSE_SUFFIX.match(folded, end)
    if loose:
        letters, bracket = loose.groups()
        for key, stop in (
            (digits + letters + (bracket or "").strip(), loose.end()),
            (digits + letters, loose.end(1)),
        ):
            code = known.get(digits)
            needs_letter = code is None or bool(code.alternatives) or len(digits) > 2 or letters[-1].isdigit()
            if key in known and needs_letter:
                return Number(start, stop, key, known[key], True)
    if digits in known:
        return Number(start, end, digits, known[digits], mended)
    return None


def _is_decimal(folded: str, found: Number) -> bool:
    if not found.key.isdigit() or not _DECIMALS.match(folded, found.end):
        return False
    return not (folded[found.end] == "," and _QUANTITY_FOLLOWS.match(folded, found.end + 1))
