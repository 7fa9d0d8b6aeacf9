"""Numbers and masses as people write them. What cannot be read says why and how to mend it.

Blank never means zero: every parser answers None for an empty cell and for the words people put in its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final, Literal

from tradewind.quantities import GRAMS_PER_KG, KG_PER_POUND, KG_PER_TONNE

DecimalMark = Literal[".", ","]

#: More than any row of trade or any licence: world production of all HFCs is near 1e9 kg a year.
IMPLAUSIBLE_MASS_G: Final = 10**9 * GRAMS_PER_KG
#: Above this a mass in kg was probably meant in another unit: the largest gas tankers carry 8e7 kg.
SUSPICIOUS_MASS_G: Final = 10**8 * GRAMS_PER_KG

_BLANK: Final = frozenset(
    {"", "-", "–", "—", ".", "..", "...", "?", "n/a", "na", "n.a.", "n.d.", "nd", "null", "none", "unknown",
     "not known", "not reported",
     "inconnu", "desconocido", "неизвестно", "нет данных", "غير معروف", "未知", "不详"}
)  # fmt: skip
_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’`´٬]+")
_SPACED: Final = re.compile(r"^\D*\d{1,3}(?: \d{2,3})* \d{3}(?:\D.*)?$")
_GROUPED: Final = {
    ",": re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}"),
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+"),
}
_UNITS_KG: Final[dict[str, Decimal]] = {
    word: factor
    for factor, words in (
        (Decimal(1), "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes kilogramo kilogramos "
                     "quilograma quilogramas кг килограмм килограммов كغ كجم كيلو كيلوغرام "
                     "كيلوجرام 公斤 千克"),
        (Decimal(KG_PER_TONNE), "t mt tonne tonnes metric_ton metric_tons metric_tonne metric_tonnes "
                                "tonelada toneladas т тонна тонн тонны طن 吨 噸"),
        (Decimal(1) / GRAMS_PER_KG, "g gr gram grams gramme grammes gramo gramos г грамм граммов غرام "
                                    "جرام 克"),
        (KG_PER_POUND, "lb lbs pound pounds libra libras фунт фунтов رطل 磅"),
    )
    for word in words.split()
}  # fmt: skip
_AMBIGUOUS_UNITS: Final = {
    "ton": "metric tonne, short ton or long ton",
    "tons": "metric tonnes, short or long tons",
}
_TIMES: Final = re.compile(
    r"^(?P<count>[\d\s.,'’]+?)\s*(?:pcs?|cyl(?:inders?)?|btl|bottles?)?\s*[x×*хХ]\s*(?P<each>.+)$"
)
_NUMBER_THEN_WORD: Final = re.compile(
    r"(?P<number>[-+(]?[\d.,'’`\s]*\d(?:[eE][+-]?\d+)?[)-]?)\s*(?P<unit>.*)", re.DOTALL
)
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(ValueError):
    """A value that cannot be read: `reason` says why, `mend` what to write instead."""

    def __init__(self, reason: str, mend: str) -> None:
        self.reason, self.mend = reason, mend
        super().__init__(f"{reason}; {mend}")


class DecimalMarkUnknown(Unreadable):
    """A number that means different things with a decimal point and with a decimal comma."""


class UnitUnknown(Unreadable):
    """A mass whose unit is missing or means several things."""


def is_blank(text: str | None) -> bool:
    """Whether a cell says nothing, in one of the ways people say nothing.

    >>> is_blank(" n/a "), is_blank("0")
    (True, False)
    """
    return text is None or text.strip().casefold() in _BLANK


def plain_digits(text: str) -> str:
    """`text` with the digits, marks and signs of any script as ASCII.

    >>> plain_digits("١٬٢٣٤٫٥")
    "1'234.5"
    """
    out = []
    for c in text:
        if c.isdecimal():
            out.append(str(unicodedata.decimal(c)))
        else:
            out.append(
                {"٫": ".", "٬": "'", "،": ",", "−": "-", "﹣": "-", "－": "-", "．": ".", "，": ","}.get(c, c)
            )
    return "".join(out)


def parse_number(text: str | None, decimal: DecimalMark | None = None) -> Decimal | None:
    """The number a cell shows, or None where it is blank.

    `decimal` is the mark of the column (see `decimal_of`). Without it, "1.234" is refused with
    DecimalMarkUnknown, because half of the world reads 1234; "0.123", "1.5", "1.234,5" are not in doubt.

    >>> parse_number("1.234,56")
    Decimal('1234.56')
    """
    if text is None or is_blank(text):
        return None
    mark = "." if "٫" in text else decimal
    digits = _SPACES.sub(" ", plain_digits(text.strip()))
    if re.search(r"\d \d", digits) and not _SPACED.search(digits):
        raise Unreadable(f"{_shown(text)} looks like more than one number", "write one number in the cell")
    bare, negative = _unsigned(digits.replace(" ", ""))
    bare, exponent = _without_exponent(bare)
    if not re.fullmatch(r"[\d.,]*\d[\d.,]*", bare):
        raise Unreadable(f"{_shown(text)} is not a number", "write digits only, such as 1234.5")
    number = Decimal(_with_point(bare, mark, text)).scaleb(exponent)
    return -number if negative else number


def decimal_of(values: Iterable[str | None]) -> DecimalMark | None:
    """The decimal mark of a column, from the values that can only be read one way; None while none tells.

    Raises Unreadable where some values need a point and others a comma.

    >>> decimal_of(["1.234", "2,5", None])
    ','
    """
    seen: set[DecimalMark] = set()
    for value in values:
        if value is None or is_blank(value):
            continue
        found = re.search(r"\d[\d.,\s\u00a0\u202f'’٬٫]*", plain_digits(value))
        mark = _mark_of(_SPACES.sub("", found.group().rstrip(" .,"))) if found else None
        if mark:
            seen.add(mark)
    if len(seen) > 1:
        raise Unreadable(
            "some numbers have a decimal comma, others a decimal point", "use one mark in the column"
        )
    return seen.pop() if seen else None


def parse_mass_g(text: str | None, unit: str | None = None, decimal: DecimalMark | None = None) -> int | None:
    """Whole grams of a mass as written ("30980,8 Kg.", "30 lb", "1150 x 13.6 kg"), or None where blank.

    A unit in the cell wins over `unit`, the unit of the column. UnitUnknown where neither is there or "ton"
    could mean three things; Unreadable where the text is no mass or below zero.

    >>> parse_mass_g("30 lb")
    13608
    """
    if text is None or is_blank(text):
        return None
    times = _TIMES.match(plain_digits(text.strip()))
    if times:
        count = parse_number(times["count"], decimal)
        each = _kilograms(times["each"], unit, decimal)
        kilos = None if count is None or each is None else count * each
    else:
        kilos = _kilograms(plain_digits(text.strip()), unit, decimal)
    if kilos is None:
        return None
    if kilos < 0:
        raise Unreadable(
            f"the mass {_shown(text)} is below zero", "write the mass without a sign, or leave it empty"
        )
    return int((kilos * GRAMS_PER_KG).quantize(Decimal(1), ROUND_HALF_EVEN))


def unit_in_kg(unit: str) -> Decimal:
    """Kilograms in one of a unit of mass as written in any of the languages we read; UnitUnknown otherwise.

    >>> unit_in_kg("Tonnes")
    Decimal('1000')
    """
    key = " ".join(unit.replace(".", " ").replace("(", " ").replace(")", " ").casefold().split())
    key = key.replace(" ", "_") if key.startswith("metric") else key
    if key in _AMBIGUOUS_UNITS:
        raise UnitUnknown(f'"{unit}" can be {_AMBIGUOUS_UNITS[key]}', "write t (1000 kg), kg or lb")
    if key not in _UNITS_KG:
        raise UnitUnknown(f"{_shown(unit)} is not a unit of mass", "write kg, t, g or lb")
    return _UNITS_KG[key]


def defuse(text: str) -> str:
    """`text` so that a spreadsheet shows it and never runs it as a formula.

    >>> defuse("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _kilograms(text: str, unit: str | None, decimal: DecimalMark | None) -> Decimal | None:
    parts = _NUMBER_THEN_WORD.fullmatch(text.strip())
    if parts is None:
        raise Unreadable(f"{_shown(text)} is not a mass", "write a number and its unit, such as 13.6 kg")
    number = parse_number(parts["number"], decimal)
    effective = parts["unit"].strip(" .") or unit
    if not effective:
        raise UnitUnknown(f"the mass {_shown(text)} has no unit", "write kg, t, g or lb after it")
    return None if number is None else number * unit_in_kg(effective)


def _unsigned(bare: str) -> tuple[str, bool]:
    """The digits without their sign: leading, trailing as ledgers print it, or in brackets."""
    if bare.startswith("(") and bare.endswith(")"):
        return bare[1:-1], True
    if bare.startswith(("+", "-")):
        return bare[1:], bare[0] == "-"
    return (bare[:-1], True) if bare.endswith("-") else (bare, False)


def _without_exponent(bare: str) -> tuple[str, int]:
    found = re.fullmatch(r"([\d.,]+)[eE]([+-]?\d{1,3})", bare)
    return (found[1], int(found[2])) if found else (bare, 0)


def _mark_of(bare: str) -> DecimalMark | None:
    """The decimal mark that digits with points and commas can only have, or None where both would do."""
    last: DecimalMark | None = "," if bare.rfind(",") > bare.rfind(".") else "." if "." in bare else None
    if last is None:
        return None
    other: DecimalMark = "." if last == "," else ","
    if other in bare:
        return last
    if bare.count(last) > 1:
        return other
    whole, _, part = bare.partition(last)
    return None if len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0") else last


def _with_point(bare: str, mark: DecimalMark | None, text: str) -> str:
    """Digits with a decimal point and no grouping; refuses a grouping that cannot be one."""
    sure = _mark_of(bare)
    if sure is None and mark is None and ("." in bare or "," in bare):
        raise DecimalMarkUnknown(
            f"{_shown(text)} can be a whole number with a thousands mark or a small one with decimals",
            "say which decimal mark the column has",
        )
    mark = mark or sure or "."
    group: DecimalMark = "." if mark == "," else ","
    whole, _, part = bare.partition(mark)
    if (not part.isdigit() and part) or (group in whole and not _GROUPED[group].fullmatch(whole)):
        raise Unreadable(f"{_shown(text)} is not a number with the decimal mark {mark}", "write it as 1234.5")
    return f"{whole.replace(group, '') or '0'}.{part or '0'}"


def _shown(text: str) -> str:
    """The value in quotation marks, short enough for one line."""
    return f'"{text if len(text) <= 60 else text[:57] + "..."}"'
