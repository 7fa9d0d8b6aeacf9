"""How much a text speaks of: one mass in kilograms, and what it is packed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import ahocorasick

from tradewind.quantities import KG_PER_POUND
from tradewind.recognition.folding import fold_word
from tradewind.recognition.lexicon import data_rows

_OUNCES_IN_POUND: Final = 16
#: Kilograms of one unit; words are folded when the pattern is built.
_KILOGRAMS: Final = {
    "kg": 1.0,
    "lb": float(KG_PER_POUND),
    "oz": float(KG_PER_POUND) / _OUNCES_IN_POUND,
    "g": 0.001,
    "t": 1000.0,
}
#: Written unit, folded -> kilograms.
UNITS_KG: Final = {
    fold_word(word): _KILOGRAMS[row["unit"]]
    for row in data_rows("units.csv")
    for word in row["words"].split()
}
_UNIT: Final = "|".join(sorted(map(re.escape, UNITS_KG), key=len, reverse=True))
_NUMBER: Final = r"\d{1,3}(?:[ ,.]\d{3})+(?![\d])|\d+(?:[.,]\d+)?"
_MASS: Final = re.compile(
    rf"(?<![\w.,/])(?:({_NUMBER})\s?(?:[x×*]|х|pcs of|cylinders? of|pcs\s?x)\s?)?({_NUMBER})\s?-?\s?({_UNIT})"
    rf"(?![a-z0-9])(?!\s?/\s?(?:cm|m|h|s|l|mm)|\s?(?:per|/)\s?(?:cm|m2|m3)|cm|/cm)"
)
#: Also "R22x13.6kg", "GAZ-R32-9KG", "11kg" glued to a code, where a word boundary is missing.
_GLUED: Final = re.compile(rf"(?<=[-_x(])({_NUMBER})\s?({_UNIT})(?![a-z0-9])")
#: Cheap to look for: without it no mass is written.
_ANY_MASS: Final = re.compile(rf"\d\s?-?\s?(?:{_UNIT})(?![a-z])")
_KILOGRAM_WORDS: Final = tuple(fold_word(w) for w in ("kg", "кг", "kilo", "公斤"))
_PER_KILOGRAM: Final = re.compile(
    fold_word(r"(?:/|per |за |pro |por |par |je )\s?(?:kg|кг|kilo|公斤)(?![a-z])|元/公斤")
)
_UNIT_COLUMN: Final = re.compile(fold_word(r"[(,]\s?(?:kg|kilogram|кг|公斤)\s?(?:\)|,|:|$)"))
_ORS: Final = re.compile(r"\s?(?:or|-|–|to|/|oder|ou|o|или)\s?$")
_TIMES_AFTER: Final = re.compile(
    fold_word(r"\s?(?:cylinders?|cans?|bottles?)?\s?[x×*х]\s?(\d{1,6})(?![\d.,a-z])")
)
_COUNT: Final = re.compile(
    fold_word(
        r"(?<![\w.,/-])(\d{1,6})\s?(?:x\s?)?(?:pcs|pieces|cylinders?|cans?|units|bottles?|шт|штук|баллон\w*|瓶|本|罐|个|"
        r"flaschen|stk|stück|bouteilles|garrafas|bombonas|cilindros|botijas|bombole|butli|lahví|tabung|ถัง|กระป๋อง)(?![a-z])"
    )
)


def number_of(written: str) -> float:
    """The value of a written number: a separator before exactly three last digits groups thousands.

    >>> number_of("1,150"), number_of("13,6"), number_of("1.234,5"), number_of("0.420")
    (1150.0, 13.6, 1234.5, 0.42)
    """
    plain = written.replace(" ", "").replace("'", "")
    last = max(plain.rfind(","), plain.rfind("."))
    if last < 0:
        return float(plain)
    whole, fraction = re.sub(r"[.,]", "", plain[:last]), plain[last + 1 :]
    grouped = len(fraction) == 3 and whole != "0" and (plain.count(plain[last]) > 1 or len(whole) <= 3)
    if (grouped and not ("," in plain[:last] or "." in plain[:last])) or (
        grouped and plain.count(plain[last]) > 1
    ):
        return float(whole + fraction)
    return float(f"{whole or '0'}.{fraction or '0'}")


def quantity_kg(folded: str) -> float | None:
    """The mass a text offers or names, in kilograms; "per kg" counts as one kilogram; None where it says none.

    "1150 x 13.6 kg" multiplies; of alternatives ("25 or 30 lb") the last is taken, of several masses the first.
    """
    if _ANY_MASS.search(folded):
        found = _MASS.search(folded)
        if found:
            return _mass(folded, found)
        glued = _GLUED.search(folded)
        if glued:
            return round(number_of(glued.group(1)) * UNITS_KG[glued.group(2)], 6)
    if not any(word in folded for word in _KILOGRAM_WORDS):
        return None
    if _PER_KILOGRAM.search(folded) or _UNIT_COLUMN.search(folded):
        return 1.0
    return None


def _mass(folded: str, found: re.Match[str]) -> float | None:
    count, number, unit = found.groups()
    each = number_of(number) * UNITS_KG[unit]
    times = number_of(count) if count else 1.0
    after = _TIMES_AFTER.match(folded, found.end())
    if not count and after:
        times = float(after.group(1))
    mass = each * times
    return round(mass, 6) if mass < 1e12 else None


@dataclass(frozen=True, slots=True)
class _Word:
    """A word for a package: its place among the containers, and where it may stand."""

    order: int
    length: int
    joined: bool
    whole: bool


@cache
def _containers() -> tuple[tuple[str, ...], ahocorasick.Automaton]:
    """Containers in order, so that a disposable cylinder is not just a cylinder, and their words."""
    rows = data_rows("containers.csv")
    built = ahocorasick.Automaton()
    for order, row in enumerate(rows):
        for written in row["words"].split(";"):
            word = fold_word(written)
            joined = ord(written[0]) > 0x590
            if not built.exists(word):
                built.add_word(word, _Word(order, len(word), joined, not joined and len(written) < 5))
    built.make_automaton()
    return tuple(row["container"] for row in rows), built


def container_in(folded: str) -> str | None:
    """What goods are packed in, as `data/containers.csv` names it: disposable cylinder, ISO tank, can ..."""
    names, words = _containers()
    found = len(names)
    for last, word in words.iter(folded):
        start = last + 1 - word.length
        inside = not word.joined and _latin(folded, start - 1)
        if word.order < found and not inside and not (word.whole and _latin(folded, last + 1)):
            found = word.order
    return names[found] if found < len(names) else None


def _latin(folded: str, at: int) -> bool:
    return 0 <= at < len(folded) and "a" <= folded[at] <= "z"


def cylinders_in(folded: str) -> int | None:
    """How many cylinders, cans or pieces a text counts."""
    found = _COUNT.search(folded)
    return int(found.group(1)) if found else None
