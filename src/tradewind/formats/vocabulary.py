"""The words offices use: headings of their columns, words of choices, of packages, of totals.

`data/headings.csv` and `data/words.csv` add to the texts of the templates what registers in the six languages
of the United Nations, and in some more, were seen to say.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from tradewind.formats.fields import words_of
from tradewind.formats.sheets import Cell, header_key
from tradewind.formats.template_text import HEADERS, header_in
from tradewind.languages import LANGUAGES, translator


def _read(name: str) -> list[dict[str, str]]:
    text = (resources.files("tradewind.formats") / "data" / f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def plain_key(heading: Cell) -> str:
    """A heading reduced further than by `header_key`: Latin letters without accents, as people mistype them.

    >>> plain_key("N° de la Société")
    'n de la societe'
    """
    words = unicodedata.normalize("NFKD", header_key(heading))
    bare = "".join(c for c in words if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFKC", bare)


@cache
def headings() -> Mapping[str, frozenset[str]]:
    """Heading, reduced by `plain_key`, -> names of the fields it can stand for."""
    found: dict[str, set[str]] = {}
    for row in _read("headings"):
        for word in row["words"].split("|"):
            found.setdefault(plain_key(word), set()).add(row["field"])
    for field in HEADERS:
        for language in LANGUAGES:
            found.setdefault(plain_key(header_in(field, language)), set()).add(field.rpartition(".")[2])
    return MappingProxyType({word: frozenset(fields) for word, fields in found.items() if word})


@cache
def choice_index(choices: str) -> Mapping[str, str]:
    """Word of a set of choices in any language, reduced by `header_key`, -> our code of it."""
    found: dict[str, str] = {}
    for code, word in words_of(choices):
        for spelling in (code, word, *(translator("formats", language)(word) for language in LANGUAGES)):
            found.setdefault(header_key(spelling), code)
    for row in _read("words"):
        if row["set"] == choices:
            for spelling in row["words"].split("|"):
                found.setdefault(header_key(spelling), row["code"])
    return MappingProxyType(found)


@cache
def _words(of: str) -> Mapping[str, str]:
    return MappingProxyType(
        {w.casefold(): r["code"] for r in _read("words") if r["set"] == of for w in r["words"].split("|")}
    )


def is_yes(text: str) -> bool:
    """Whether a cell says yes.

    >>> is_yes("Да"), is_yes("no")
    (True, False)
    """
    return _words("yesno").get(text.strip().casefold()) == "yes"


def is_no(text: str) -> bool:
    """Whether a cell says no."""
    return _words("yesno").get(text.strip().casefold()) == "no"


def package_kind(words: str) -> str | None:
    """The kind of package a word names, in any number and language; None where it names none.

    >>> package_kind("bouteilles"), package_kind("kg")
    ('cylinder', None)
    """
    return _words("package").get(" ".join(words.strip(" .").casefold().split()))


def is_total(text: str) -> bool:
    """Whether a cell begins a row of totals rather than an entry.

    >>> is_total("Итого:"), is_total("Total Gaz SARL")
    (True, False)
    """
    return text.strip(" :.").casefold() in _TOTALS or header_key(text) in _TOTALS


_TOTALS: Final = frozenset(_words("total"))
