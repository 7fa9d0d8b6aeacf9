"""Where it happened: capitalised names behind a word that says "at", countries and months left out.

There is no list of the world's crossings and harbours in here: what is found is a name as written, for a person to
confirm. Names of countries in all languages come from the Unicode CLDR.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from babel import Locale

from tradewind.recognition.folding import fold_word
from tradewind.recognition.lexicon import data_rows
from tradewind.recognition.narratives.dates import months
from tradewind.recognition.narratives.phrases import LOCALES
from tradewind.recognition.narratives.said import PlaceSaid, Span


def _words(kind: str) -> tuple[str, ...]:
    rows = [row["words"] for row in data_rows("place_words.csv") if row["kind"] == kind]
    return tuple(word for words in rows for word in words.split(";"))


def _any(kind: str) -> str:
    return "(?:" + "|".join(_words(kind)) + ")"


_LOCALES: Final = (*LOCALES, "fa", "zh", "ja", "ko")
#: A name: capitalised words, joined by small ones ("Alhama de Murcia", "Vicovu de Sus").
_CAPITAL: Final = r"(?<!\w)[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-ЯЁІЇЄҐ][\w'’\-]{0,40}"
_SMALL: Final = r"(?:de|del|della|di|do|da|dos|la|le|el|al|sur|am|an der|upon|cu|pe|el-)"
_NAME: Final = rf"(?P<name>{_CAPITAL}(?:\s(?:{_SMALL}\s)?{_CAPITAL}){{0,3}})"
#: Behind a word for a port, a crossing, an office, a store.
_STRONG: Final = re.compile(rf"(?<!\w){_any('office')}\s+{_NAME}")
_FIRST: Final = r"(?:^|[.!?]\s)(?:A|In|En|W|Na|На|В|У|À|Em|Im|At|La|În|Ad)"
_WEAK: Final = re.compile(
    rf"(?<!\w){_any('at')}\s{_NAME}|{_FIRST}\s(?P<name2>{_CAPITAL}(?:\s(?:de\s|di\s|la\s)?{_CAPITAL}){{0,3}})"
)
_BEFORE_OFFICE: Final = re.compile(rf"{_NAME}(?:'s)?\s{_any('behind')}(?!\w)")
_DATELINE: Final = re.compile(
    rf"^(?:[^.:\n]{{2,40}},\s)?{_NAME}\s?(?=(?:[:–—]|\s-|, \d{{1,2}}\D{{2,20}}[:–—-])\s)"
)
_AND: Final = re.compile(
    rf"(?:\s(?:and|e|y|et|und|i|en|и|si|și)|,)\s(?:(?:a container|in|at|en)\s(?:in\s)?)?{_NAME}"
)
_EAST: Final = re.compile(
    r"([\u4e00-\u9fff]{2,5}?)(?:海关|港口|口岸|机场|保税)|在([\u4e00-\u9fff]{2,4}?)(?:港|市|县|查获|海)"
)
_TURKISH: Final = re.compile(rf"{_NAME}['’](?:n?de|n?da|te|ta)(?!\w)")
_ARABIC: Final = re.compile(r"(?:جمارك|ميناء|منفذ|مطار|معبر|مرفأ)\s([\u0621-\u064a]+)")
_EAST_NOT: Final = re.compile(r"中国|全国|总署|当地|某")
_SENTENCE: Final = re.compile(r"[^.!?。\n]*(?:\.(?=\d)[^.!?。\n]*)*(?:[.!?。\n]+|$)")
#: Capitalised words that name no place, and those that an office is called after without being there.
_NOT: Final = frozenset(map(fold_word, _words("not")))
_PEOPLES: Final = frozenset(_words("people"))
_GAS_LIKE: Final = re.compile(r"(?:R|HFC|HCFC|CFC|HFO|HFKW|FCKW|ХФУ|ГХФУ|ГФУ|LPG|GPL|UN)[-\s]?\d*\w*$")


@cache
def country_names() -> dict[str, str]:
    """Folded name of a country in any language -> its two letters."""
    found: dict[str, str] = {}
    for name in _LOCALES:
        for code, word in Locale.parse(name).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(fold_word(word), code)
    for row in data_rows("place_words.csv"):
        if row["kind"].startswith("country "):
            for word in row["words"].split(";"):
                found.setdefault(word, row["kind"][-2:])
    return found


@cache
def _country_stems() -> frozenset[str]:
    """The first letters of names of countries, which their case endings and adjectives keep."""
    return frozenset(
        name[: max(4, len(name) - 2)] for name in country_names() if len(name) >= 5 and " " not in name
    )


def places_in(text: str, taken: list[Span], events: list[Span]) -> list[PlaceSaid]:
    """The places a text names as where it happened.

    `taken` is what already says something else (a gas); `events` are dates, containers and masses: a town merely "in"
    which something was is believed where its sentence speaks of one, or where no port or crossing is named at all.
    """
    found: dict[str, PlaceSaid] = {}
    for name, start, strong in _named(text):
        end = start + len(name)
        if any(start < t.end and t.start < end for t in taken) or not _may_be(name):
            continue
        key = fold_word(name)
        if key not in found or (strong and not found[key].strong):
            found[key] = PlaceSaid(name, Span(start, end), strong)
    kept = sorted(found.values(), key=lambda p: p.at.start)
    has_strong = any(p.strong for p in kept)
    sentences = [m.span() for m in _SENTENCE.finditer(text)]
    told: list[PlaceSaid] = []
    for place in kept:
        first, last = next((s for s in sentences if s[0] <= place.at.start < s[1]), (0, len(text)))
        beside = any(first <= e.start < last for e in events)
        stronger = any(p.strong and first <= p.at.start < last for p in kept)
        if place.strong or (beside and not stronger) or (not has_strong and not told):
            told.append(place)
    return told


def _named(text: str) -> Iterator[tuple[str, int, bool]]:
    for pattern, strong in ((_STRONG, True), (_BEFORE_OFFICE, True), (_DATELINE, True), (_WEAK, False)):
        for match in pattern.finditer(text):
            group = "name" if match["name"] else "name2"
            if pattern is _BEFORE_OFFICE and _is_people(match[group]):
                continue
            yield match[group], match.start(group), strong
            more = _AND.match(text, match.end(group))
            if more and pattern is not _BEFORE_OFFICE:
                yield more["name"], more.start("name"), strong
    for match in _TURKISH.finditer(text):
        yield match["name"], match.start("name"), True
    for match in _ARABIC.finditer(text):
        yield match[1], match.start(1), True
    for match in _EAST.finditer(text):
        place = 1 if match[1] else 2
        if not _EAST_NOT.search(match[place]):
            yield match[place], match.start(place), True


def _is_people(name: str) -> bool:
    """Whether an office is called after a country and not a town: "Thai customs", "Dutch customs"."""
    word = fold_word(name)
    return word in _PEOPLES or any(country.startswith(word) for country in country_names())


def _may_be(name: str) -> bool:
    words = [fold_word(word) for word in name.split()]
    whole = " ".join(words)
    if whole in country_names() or words[0] in _NOT or words[-1] in _NOT or _GAS_LIKE.match(name):
        return False
    if any(word in months() for word in words) or len(name) < 2 or (name.isupper() and len(name) < 5):
        return False
    return not (len(words) == 1 and len(words[0]) > 4 and _begins_like_a_country(words[0]))


def _begins_like_a_country(word: str) -> bool:
    return any(word[:length] in _country_stems() for length in range(4, len(word) + 1))
