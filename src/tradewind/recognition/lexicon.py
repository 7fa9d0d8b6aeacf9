"""One automaton of everything that can begin a mention: numbers' prefixes, names, CAS and UN numbers.

A text is run through it once. Most texts hit nothing and cost nothing more.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

import ahocorasick

from tradewind.recognition.codes import codes
from tradewind.recognition.folding import fold_word
from tradewind.recognition.halocarbons import ANCHORS
from tradewind.reference.rows import read

PrefixClass = Literal["number", "family", "slang", "brand", "generic", "halon"]
#: What stands between a prefix and its number: "R22", "R-22", "R 22", "R.22", "R - 22", "хладон № 22".
_SEPARATORS: Final = (
    "",
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
        separators = _SEPARATORS if kind != "number" else _SEPARATORS[:10]
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
    for row in data_rows("names.csv"):
        key = fold_word(row["name"])
        found[key] = Name(row["designation"], row["kind"], len(key), 0.97)
    for row in data_rows("prefixes.csv"):
        if row["class"] == "halon":
            key = fold_word(row["prefix"])
            found[key] = Name("Halon", "family", len(key), 0.9)
    found |= _numbers_of_registers()
    return found


def _numbers_of_registers() -> dict[str, Name]:
    found: dict[str, Name] = {}
    carriers: dict[str, set[str]] = {}
    known = {code.designation for code in codes().values()}
    for table in ("substances", "blends", "uncontrolled"):
        for row in read(table):
            designation = row["designation"]
            if designation in known or not designation.startswith("R-"):
                if row.get("cas") and "all isomers" not in designation:
                    found.setdefault(row["cas"], Name(designation, "cas", len(row["cas"]), 0.97))
                if row["un_number"]:
                    carriers.setdefault(row["un_number"], set()).add(designation)
    for number, designations in carriers.items():
        # A number shared by many (1078, 3161, 3163: n.o.s.) names none of them.
        single = {d for d in designations if "all isomers" not in d}
        if len(single) != 1 or number in {"1078", "3161", "3163", "1956", "1965"}:
            continue
        for prefix in _UN_PREFIXES:
            for separator in ("", " ", "-", ": ", ":"):
                key = fold_word(prefix) + separator + number
                found[key] = Name(next(iter(single)), "un", len(key), 0.93)
    return found
