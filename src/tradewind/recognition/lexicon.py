"""One automaton of everything that can begin a mention: numbers' prefixes, names, CAS and UN numbers.

A text is run through it once. Most texts hit nothing and cost nothing more.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

import ahocorasick

from tradewind.recognition.codes import codes
from tradewind.recognition.folding import fold_word
from tradewind.recognition.halocarbons import ANCHORS
from tradewind.reference.names import NameRow, all_names
from tradewind.reference.rows import read

_NAME_KINDS: Final = frozenset({"substance", "chemical", "formula", "cas", "trade"})
_FLUORINATED: Final = frozenset({"HFO", "HCFO", "HFC", "PFC", "halon"})
#: Names that are one word and a number are read as such, in every spacing.
_NUMBERED: Final = re.compile(r"[^\W\d]+[ -]?(\d[\w-]*)(?:$| .*)")

PrefixClass = Literal["number", "family", "slang", "brand", "generic", "halon"]
#: What stands between a prefix and its number: "R22", "R-22", "R 22", "R.22", "R - 22", "хладон № 22".
_SEPARATORS: Final = (
    "",
    "  ",
    "-",
    " ",
    ".",
    "_",
    "- ",
    " -",
    " - ",
    "--",
    ". ",
    ":",
    ": ",
    "(",
    " (",
    "/",
    "#",
    "'",
    '"',
)
_UN_PREFIXES: Final = (
    "un",
    "onu",
    "oнu",
    "оон",
    "uno",
    "un no",
    "un no.",
    "un number",
    "un nr",
    "un nr.",
    "un#",
    "n° onu",
)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Something a number follows, e.g. "r-" or "хладон "; `length` is without the number's first digit."""

    kind: PrefixClass
    length: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name that is a mention as it stands."""

    designation: str
    kind: str
    length: int
    certainty: float
    alternatives: tuple[str, ...] = ()


class _Chemical:
    """Marks a piece of a systematic chemical name; the whole text is then read by its parts."""


CHEMICAL: Final = _Chemical()
Hit = Prefix | Name | _Chemical


def data_rows(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file of this room's data."""
    text = (resources.files("tradewind.recognition") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@cache
def automaton() -> ahocorasick.Automaton:
    """The automaton over folded text; a hit's value is a Prefix, a Name or CHEMICAL."""
    built = ahocorasick.Automaton()
    for word in ANCHORS:
        built.add_word(word, CHEMICAL)
    for row in data_rows("prefixes.csv"):
        word, kind = fold_word(row["prefix"]), row["class"]
        separators = _SEPARATORS if kind != "number" else _SEPARATORS[:11]
        for separator in separators:
            lead = word + separator
            for digit in "0123456789":
                built.add_word(lead + digit, Prefix(kind, len(lead)))  # type: ignore[arg-type]
    for key, name in names().items():
        built.add_word(key, name)
    built.make_automaton()
    return built


@cache
def names() -> dict[str, Name]:
    """Folded name -> what it stands for: trivial and trade names, formulae, CAS and UN numbers."""
    found: dict[str, Name] = {}
    for row in all_names():
        _add_reference_name(found, row)
    for extra in data_rows("names.csv"):
        key = fold_word(extra["name"])
        found[key] = Name(extra["designation"], extra["kind"], len(key), 0.97)
    for prefix in data_rows("prefixes.csv"):
        if prefix["class"] == "halon":
            key = fold_word(prefix["prefix"])
            found[key] = Name("Halon", "family", len(key), 0.9)
    return found | _un_numbers()


def _add_reference_name(found: dict[str, Name], row: NameRow) -> None:
    trade = row.kind == "trade"
    meant = tuple(d for d in row.designations if "all isomers" not in d and (trade or d not in _everyday()))
    key = fold_word(row.name)
    numbered = _NUMBERED.fullmatch(key)
    if (
        not meant
        or len(key) < (4 if key.isascii() else 3)
        or row.kind not in _NAME_KINDS
        or (numbered and numbered.group(1) in codes())
    ):
        return
    if not trade:
        found.setdefault(key, Name(meant[0], row.kind, len(key), 0.97, meant[1:]))
        return
    for written in (key, key.replace("-", ""), key.replace("-", " ")):
        # Short trade names are also ordinary words and other makers' types: they need a gas beside them.
        short = len(key) <= 8
        certainty = 0.95 if not short else 0.55 if "-" in written and key[-1].isdigit() else 0.45
        kind = "abbreviation" if short else "trade"
        found.setdefault(written, Name(meant[0], kind, len(written), certainty, meant[1:]))


@cache
def _everyday() -> frozenset[str]:
    # Propane, ammonia and carbon dioxide are far more often not refrigerants: only their numbers count.
    return frozenset(row["designation"] for row in read("uncontrolled") if row["family"] not in _FLUORINATED)


def _un_numbers() -> dict[str, Name]:
    carriers: dict[str, set[str]] = {}
    for row in all_names():
        if row.kind == "un":
            carriers.setdefault(row.name.removeprefix("UN "), set()).update(row.designations)
    found: dict[str, Name] = {}
    for number, designations in carriers.items():
        # A number shared by many (1078, 3161, 3163: n.o.s.) names none of them.
        single = {d for d in designations if "all isomers" not in d}
        if len(single) != 1 or single & _everyday():
            continue
        for prefix in _UN_PREFIXES:
            for separator in ("", " ", "-", ": ", ":"):
                key = fold_word(prefix) + separator + number
                found[key] = Name(next(iter(single)), "un", len(key), 0.93)
    return found
