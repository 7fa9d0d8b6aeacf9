"""What one cell of an office's file says, by the kind of its field: each distinct cell of a column once.

A cell that cannot be read raises Unreadable with a reason and a way to mend it; an unknown thing stays
unknown. Words are understood in the six languages of the United Nations and as `data/words.csv` adds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import Any, Final

from tradewind.errors import AmbiguousName, UnknownName
from tradewind.formats.fields import Field, words_of
from tradewind.formats.sheets import Cell, as_text, header_key
from tradewind.formats.stored_values import NoValue
from tradewind.formats.values import (
    SUSPICIOUS_MASS_G,
    Calendar,
    DecimalMark,
    PartialDate,
    Unreadable,
    is_blank,
    parse_date,
    parse_mass_g,
    parse_number,
    plain_digits,
    unit_in_kg,
)
from tradewind.formats.vocabulary import choice_index, is_no, is_yes, package_kind
from tradewind.quantities import grams
from tradewind.recognition import designation_in
from tradewind.reference import find
from tradewind.reference.blends import all_blends, all_substances
from tradewind.reference.parties import place

#: UN/ECE Recommendation 20 codes of units of mass, as customs systems export them.
REC20: Final = {"kgm": "kg", "tne": "t", "grm": "g", "lbr": "lb"}
_FAMILIES: Final = {
    "cfc": "A-I", "cfcs": "A-I", "halon": "A-II", "halons": "A-II", "hcfc": "C-I", "hcfcs": "C-I",
    "hbfc": "C-II", "hbfcs": "C-II", "hfc": "F", "hfcs": "F", "гхфу": "C-I", "гфу": "F", "хфу": "A-I",
}  # fmt: skip
_PACKAGES: Final = re.compile(r"(?P<count>\d[\d.,' ]*)\s*(?:x\s*)?(?P<what>[^\d\s].*)")


@dataclass(frozen=True, slots=True)
class Habits:
    """How the sender writes: `units` by field, `words` by field (the sender's word -> ours);
    `is_mixed` when dates of both orders stand in the file, so that none can be asked for. A mass above
    `largest_mass_g` in one row is refused."""

    day_first: bool | None = None
    calendar: Calendar | None = None
    decimal: DecimalMark | None = None
    is_mixed: bool = False
    largest_mass_g: int = SUSPICIOUS_MASS_G
    units: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Packages:
    """A mass given as a number of packages: how many and of what, the mass unknown."""

    count: int
    kind: str


@dataclass(frozen=True, slots=True)
class Named:
    """A substance cell: the designation, None where not sure of one, and the text as written."""

    designation: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read: its place in the column, what it shows, and the error."""

    index: int
    shown: str | None
    error: Unreadable


class Formula(Unreadable):
    """Text that begins a formula where a value belongs."""


class NoSuchPlace(Unreadable):
    """A country that is none by that name."""


class NoSuchChoice(Unreadable):
    """A word that is not among the choices of the column."""


class NoSuchSubstance(Unreadable):
    """Neither a substance nor a group, where one of them must stand."""


class CodeUnreadable(Unreadable):
    """Not a customs code of six digits or more."""


class BelowZero(Unreadable):
    """A quantity below zero."""


class TooMuch(Unreadable):
    """A mass that no single row can have."""


def read_column(what: Field, cells: Sequence[Cell], habits: Habits) -> tuple[list[Any], list[Fault]]:
    """One value a cell, None where it is empty or at fault, and the faults.

    Values by kind: text, int, Decimal or float, grams or Packages, PartialDate, Named, lists of those.
    """
    parse = _parser(what, habits)
    if what.kind in ("place", "places") and _in_two_letters(cells):
        parse = partial(_namibia_or, parse=parse)
    known: dict[tuple[type, Cell], Any] = {}
    values: list[Any] = []
    faults: list[Fault] = []
    for index, cell in enumerate(cells):
        if cell is None or cell == "":
            values.append(None)
            continue
        key = (cell.__class__, cell)
        if key not in known:
            known[key] = _refuse_unstored(cell) if isinstance(cell, NoValue) else _attempt(parse, cell)
        value = known[key]
        if isinstance(value, Unreadable):
            faults.append(Fault(index, as_text(cell), value))
            value = None
        values.append(value)
    return values, faults


def _in_two_letters(cells: Sequence[Cell]) -> bool:
    """Whether a column of countries is in ISO 3166 alpha-2 codes."""
    texts = {c for c in cells if isinstance(c, str) and c != "NA"}
    return bool(texts) and sum(len(t) == 2 and t.isupper() for t in texts) > 0.8 * len(texts)


def _namibia_or(cell: Cell, parse: Callable[[Cell], Any]) -> Any:
    """Among two-letter codes NA is Namibia; elsewhere it is how people say that they do not know."""
    return parse("NAM" if cell == "NA" else cell)


def _attempt(parse: Callable[[Cell], Any], cell: Cell) -> Any:
    try:
        return parse(cell)
    except Unreadable as error:
        return error


def _refuse_unstored(cell: NoValue) -> Formula:
    if cell.startswith("="):
        return Formula(f'"{cell[:60]}" is a formula whose value was not stored', "type the value itself")
    return Formula(f'the cell shows the error "{cell[:20]}"', "type the value itself")


def _parser(what: Field, habits: Habits) -> Callable[[Cell], Any]:
    words = {header_key(k): v for k, v in habits.words.get(what.name, {}).items()}
    plain: dict[str, Callable[[Cell], Any]] = {
        "id": _text, "text": _text, "mass_unit": _text,
        "texts": lambda cell: _listed(cell, lambda part: part),
        "whole": partial(_whole, habits=habits),
        "number": partial(_number, habits=habits, factor=what.factor),
        "money": partial(_number, habits=habits, factor=1.0),
        "mass": partial(read_mass, unit=habits.units.get(what.name, "kg"), habits=habits),
        "currency": _currency,
        "year": partial(_year, habits=habits),
        "day": partial(_date, habits=habits), "span": partial(_date, habits=habits),
        "substance": lambda cell: named(_text(cell)),
        "substances": lambda cell: _listed(cell, _designation),
        "group": _group_or_substance,
        "place": lambda cell: _place(_text(cell)),
        "places": lambda cell: _listed(cell, _place),
        "yesno": _yes_or_no,
        "code": _code, "national": _code,
    }  # fmt: skip
    if what.kind in ("choice", "choices"):
        one = partial(_choice, what=what, index=choice_index(what.choices or ""))
        plain[what.kind] = one if what.kind == "choice" else lambda cell: _listed(cell, one)
    parse = plain[what.kind]
    return parse if not words else partial(_reworded, words=words, parse=parse)


def _reworded(cell: Cell, words: Mapping[str, str], parse: Callable[[Cell], Any]) -> Any:
    """The sender's own word first; a word that the mapping leaves empty means nothing."""
    key = header_key(cell)
    if key in words:
        return parse(words[key]) if words[key] else None
    return parse(cell)


def _text(cell: Cell) -> str | None:
    return as_text(cell) or None


def _listed(cell: Cell, one: Callable[[Any], Any]) -> list[Any] | None:
    """Parts between semicolons, lines or bars, each read by itself; no part twice."""
    parts = [one(p.strip()) for p in re.split(r"[;|\n；、]|,(?=\s)", as_text(cell)) if p.strip()]
    return list(dict.fromkeys(p for p in parts if p is not None)) or None


def _plain(cell: Cell) -> str | None:
    """The text of a cell that must hold a value; None where it says nothing."""
    text = as_text(cell)
    if text.startswith("="):
        raise Formula(f'"{text[:60]}" is a formula, not a value', "type the value itself")
    if text.startswith("#") and text.rstrip("!?").isascii() and text[1:4].isalpha() and text[1:2].isupper():
        raise Formula(f'the cell shows the error "{text[:20]}"', "type the value itself")
    return None if is_blank(text) else text


def _amount(cell: Cell, habits: Habits) -> Decimal | None:
    if isinstance(cell, bool | date):
        raise Unreadable(f'"{as_text(cell)}" is not a number', "write digits only, such as 1234.5")
    if isinstance(cell, int | float):
        return Decimal(repr(cell))
    text = _plain(cell)
    return None if text is None else parse_number(text, habits.decimal)


def _number(cell: Cell, habits: Habits, factor: float) -> Decimal | None:
    amount = _amount(cell, habits)
    return None if amount is None else amount * Decimal(repr(factor))


def _whole(cell: Cell, habits: Habits) -> int | None:
    amount = _amount(cell, habits)
    if amount is None:
        return None
    if amount < 0:
        raise BelowZero(
            f'"{as_text(cell)}" is below zero', "write the number without a sign, or leave it empty"
        )
    if amount != amount.to_integral_value() or amount > 10**15:
        raise Unreadable(f'"{as_text(cell)}" is not a whole number', "write digits only, such as 12")
    return int(amount)


def read_mass(cell: Any, unit: str, habits: Habits) -> int | Packages | None:
    """Grams of a cell, or of a (cell, unit) pair where the unit has a column of its own."""
    if isinstance(cell, tuple):
        cell, stated = cell
        unit = REC20.get(str(stated).strip().casefold(), str(stated).strip()) if stated else unit
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        kind = package_kind(unit)
        if kind:
            return Packages(int(cell), kind) if cell >= 0 else _refuse_below_zero(cell)
        mass = grams(Decimal(repr(cell)) * unit_in_kg(unit))
        return _within_reason(mass, cell, habits) if mass >= 0 else _refuse_below_zero(cell)
    if isinstance(cell, bool | date):
        raise Unreadable(f'"{as_text(cell)}" is not a mass', "write a number and its unit, such as 13.6 kg")
    text = _plain(cell)
    if text is None:
        return None
    counted = _PACKAGES.fullmatch(plain_digits(text).strip())
    kind = package_kind(counted["what"]) if counted else package_kind(unit)
    if kind:
        count = parse_number(counted["count"] if counted else text, habits.decimal)
        return None if count is None else Packages(int(count), kind)
    mass_g = parse_mass_g(text, unit, habits.decimal)
    return None if mass_g is None else _within_reason(mass_g, cell, habits)


def _refuse_below_zero(cell: Cell) -> int:
    raise BelowZero(
        f"the mass {as_text(cell)} is below zero", "write the mass without a sign, or leave it empty"
    )


def _within_reason(mass_g: int, cell: Cell, habits: Habits) -> int:
    if mass_g > habits.largest_mass_g:
        raise TooMuch(
            f'"{as_text(cell)}" is {mass_g // 10**6:,} t, more than any single row can have',
            "check the unit: is the figure in kilograms where the column is in tonnes?",
        )
    return mass_g


def _currency(cell: Cell) -> str | None:
    text = _plain(cell)
    if text is None:
        return None
    known = {"€": "EUR", "£": "GBP", "US$": "USD", "₽": "RUB", "₹": "INR"}
    code = known.get(text.strip(), text.strip().upper())
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise NoSuchChoice(f'"{text}" is not the code of a currency', "write three letters, such as EUR")
    return code


def _as_date_text(cell: Cell) -> str | date | None:
    """Dates as they are; numbers as a year, a day number or digits."""
    if isinstance(cell, bool):
        raise Unreadable(f'"{as_text(cell)}" is not a date', "write it as 2024-12-31, 2024-12 or 2024")
    return cell if isinstance(cell, date) else _plain(cell)


def _date(cell: Cell, habits: Habits) -> PartialDate | None:
    return parse_date(_as_date_text(cell), habits.day_first, habits.calendar)


def _year(cell: Cell, habits: Habits) -> int | None:
    found = _date(cell, habits)
    if found is None:
        return None
    # A Solar Hijri or Ethiopian year lies in two Gregorian ones; it counts as the one it mostly lies in.
    if (found.last - found.first).days > 366:
        raise Unreadable(f'"{found.text}" is more than one year', "write one row a year, such as 2024")
    return (found.first + (found.last - found.first) / 2).year


@cache
def _designations() -> dict[str, str]:
    return {e.designation.casefold(): e.designation for e in (*all_substances(), *all_blends())}


def named(text: str | None) -> Named | None:
    """The substance a cell names; the designation is None where it is unknown or not one for sure."""
    if text is None or is_blank(text):
        return None
    exact = _designations().get(text.casefold())
    if exact:
        return Named(exact, text)
    sure = designation_in(text)
    if sure is None:
        try:
            sure = find(text).designation
        except (UnknownName, AmbiguousName):
            sure = None
    return Named(sure, text)


def _designation(text: str) -> str:
    found = named(text)
    if found is None or found.designation is None:
        raise NoSuchSubstance(f'"{text}" names no substance for sure', "write a designation such as R-22")
    return found.designation


def _group_or_substance(cell: Cell) -> str | None:
    text = _plain(cell)
    if text is None:
        return None
    key = text.strip().casefold()
    group = re.fullmatch(r"(?:annex\s*)?([a-f])(?:[\s,/-]*(?:group\s*)?(i{1,3}|[123]))?", key)
    if group:
        number = {"1": "I", "2": "II", "3": "III"}.get(group[2] or "", (group[2] or "").upper())
        code = f"{group[1].upper()}-{number}" if number and group[1] not in "ef" else group[1].upper()
        if code in {c for c, _ in words_of("annex_group")}:
            return code
    return _FAMILIES.get(key) or _designation(text)


@cache
def _place_of(text: str) -> str | UnknownName:
    coded = re.search(r"\(([A-Z]{3})\)\s*$", text)
    try:
        return place(coded[1] if coded else text).code
    except UnknownName as error:
        return error


def _place(text: str | None) -> str | None:
    if text is None or is_blank(text):
        return None
    found = _place_of(text)
    if isinstance(found, UnknownName):
        hint = f" (is it {', '.join(found.suggestions)}?)" if found.suggestions else ""
        raise NoSuchPlace(
            f'no country is known as "{text[:60]}"{hint}',
            "choose one from the list or write its three letters",
        )
    return found


def _choice(cell: Cell, what: Field, index: Mapping[str, str]) -> str | None:
    text = _plain(cell)
    if text is None:
        return None
    found = index.get(header_key(text))
    if found:
        return found
    if what.is_open:
        return text
    offered = ", ".join(code for code, _ in words_of(what.choices or ""))
    raise NoSuchChoice(f'"{text[:60]}" is not among the choices of this column', f"write one of: {offered}")


def _yes_or_no(cell: Cell) -> bool | None:
    if isinstance(cell, bool):
        return cell
    text = _plain(cell)
    if text is None:
        return None
    if is_yes(text) or is_no(text):
        return is_yes(text)
    raise NoSuchChoice(f'"{text[:60]}" is neither yes nor no', "write yes or no, or leave it empty")


def _code(cell: Cell) -> str | None:
    text = _plain(cell)
    if text is None:
        return None
    digits = re.sub(r"[\s.\-/'\u00a0]+", "", plain_digits(text))
    if not re.fullmatch(r"\d{6,12}", digits):
        raise CodeUnreadable(
            f'"{text[:60]}" is not a customs code of 6 to 12 digits',
            "write all digits, such as 2903.71 or 29037100, or leave it empty",
        )
    return digits
