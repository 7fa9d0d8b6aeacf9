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
from tradewind.recognition.language import language_of
from tradewind.recognition.lexicon import data_rows
from tradewind.recognition.narratives.dates import months
from tradewind.recognition.narratives.phrases import LOCALES
from tradewind.recognition.narratives.relative import weekdays
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
_NAME: Final = rf"(?P<name>{_CAPITAL}(?:\s(?:{_SMALL}\s)?{_CAPITAL}){{0,3}}(?:\sмост)?)"
#: Behind a word for a port, a crossing, an office, a store.
_STRONG: Final = re.compile(rf"(?<!\w){_any('office')}\s+[«\"„“‘]?{_NAME}")
_FIRST: Final = r"(?:^|[.!?]\s)(?:A|In|En|W|Na|На|В|У|À|Em|Im|At|La|În|Ad)"
_WEAK: Final = re.compile(
    rf"(?<!\w){_any('at')}\s{_NAME}|{_FIRST}\s(?P<name2>{_CAPITAL}(?:\s(?:de\s|di\s|la\s)?{_CAPITAL}){{0,3}})"
)
_BEFORE_OFFICE: Final = re.compile(rf"{_NAME}(?:'s)?\s{_any('behind')}(?!\w)")
#: "Manila, 7 May 2014: ...", "LONG BEACH, Calif. (Sept. 24, 2024) - ...".
_DATELINE: Final = re.compile(
    rf"^(?:[^.:\n]{{2,40}},\s)?{_NAME}\s?(?=(?:[:–—]|\s?-|, \d{{1,2}}\D{{2,20}}[:–—-])\s)"
    rf"|^(?P<name2>{_CAPITAL}(?:\s(?:{_SMALL}\s)?{_CAPITAL}){{0,3}})(?:,\s[^\d:\n(]{{2,24}}?)?"
    r"(?=\s?\(|,\s(?:le |el |den |am |il |dnia )?(?:\d|[A-Z][a-z]+ \d)[^:\n]{2,25}?(?:[:–—-]|\.\s))"
)
_AND: Final = re.compile(
    rf"(?:\s(?:and|e|y|et|und|i|en|и|si|și)|,)\s(?:(?:a container|in|at|en)\s(?:in\s)?)?{_NAME}"
)
_EAST: Final = re.compile(
    r"(?:所属|隶属|隸屬|下属|由|在|从|，|,|。|^|\d日|[昨今]日|近日)?(?P<office>[\u4e00-\u9fff]{2,5}?)(?:海关|海關|港口|口岸|机场|機場|保税|邊檢|边检)"
    r"|在(?P<at>[\u4e00-\u9fff]{2,4}?)(?:港|市|县|口岸|查[获獲]|[检檢]查|截[获獲]|海|一家|某|[开開]|的)"
)
_EAST_JOINED: Final = re.compile(r"^(?:.*(?:所属|隶属|隸屬|下属|[昨今近]日|通报)|[由在从日月年])")
_TURKISH: Final = re.compile(
    rf"{_NAME}(?:['’](?:n?de|n?da|te|ta|den|dan|ten|tan|ye|ya|e|a)(?!\w)|(?=\s(?:Gümrük|Sınır|Liman|Havaliman|Serbest)))"
)
_TURKISH_OFFICE: Final = re.compile(
    r"\s(?:Limanı|Gümrük|Sınır|Hudut|Kapısı|Havalimanı|Serbest|Müdürlüğü|İlçesi).*$"
)
_ARABIC: Final = re.compile(
    r"(?:جمارك|كمارك|ميناء|منفذ|مطار|معبر|مرفأ|مدينة|محافظة)\s"
    r"((?:(?:أم|ابو|أبو|رأس|راس|بور|جبل|خور|دار|بني|باب|تل|عين|الدار|بنت|بندر)\s)?[\u0621-\u064a]+)"
)
_ARABIC_SMALL: Final = frozenset(("في", "من", "على", "عن", "إلى", "الى", "أمس"))
#: "am Frankfurter Flughafen".
_GERMAN: Final = re.compile(
    r"(?<!\w)(?P<name>[A-ZÄÖÜ][a-zäöüß]{2,20})er\s(?:Flughafen|Hafen|Zoll|Seehafen|Bahnhof)"
)
#: The case endings of Hungarian say "at", "near" and "on" behind a name.
_HUNGARIAN: Final = re.compile(rf"(?P<name>{_CAPITAL}?)(?:nál|nél|ban|ben|on|en|ön|ra|re)(?!\w)")
#: "in Melbourne and Perth", "w Warszawie i w Łodzi".
_ALSO: Final = re.compile(r"\s(?:and|e|y|et|und|i|en|и|та|й|si|și|ve|dan|και)\s(?:\w{1,3}\s)?")
_EAST_NOT: Final = re.compile(
    r"中国|全国|总署|當地|当地|某|我国|该|一个|一批|出口|进口|進口|出境|入境|货物|查验|现场|集装"
)
_SENTENCE: Final = re.compile(r"[^.!?。\n]*(?:\.(?=\d)[^.!?。\n]*)*(?:[.!?。\n]+|$)")
#: Capitalised words that name no place, and those that an office is called after without being there.
_NOT: Final = frozenset(map(fold_word, _words("not")))
_PEOPLES: Final = frozenset(_words("people"))
_GAS_LIKE: Final = re.compile(r"(?:R|HFC|HCFC|CFC|HFO|HFKW|FCKW|ХФУ|ГХФУ|ГФУ|LPG|GPL|UN)(?:[-\s]?\d\w*)?$")


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
    cut = {name[: max(5, len(name) - 2)] for name in country_names() if len(name) >= 5 and " " not in name}
    return frozenset((*cut, *map(fold_word, _words("stem"))))


def places_in(text: str, taken: list[Span], events: list[Span]) -> list[PlaceSaid]:
    """The places a text names as where it happened.

    `taken` is what already says something else (a gas); `events` are dates, containers and masses: a town merely "in"
    which something was is believed where its sentence speaks of one, or where no port or crossing is named at all.
    """
    found: dict[str, PlaceSaid] = {}
    for name, start, strong in _named(text, language_of(text)):
        if " " in name and fold_word(name.split()[0]) in weekdays():  # "Penktadienį Medininkų poste"
            start, name = start + len(name.split()[0]) + 1, name.split(maxsplit=1)[1]
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
        joined = bool(told) and bool(_ALSO.fullmatch(text[told[-1].at.end : place.at.start]))
        if joined or place.strong or (beside and not stronger) or (not has_strong and not told):
            told.append(place)
    return told


def _named(text: str, language: str | None) -> Iterator[tuple[str, int, bool]]:
    for pattern, strong in ((_STRONG, True), (_BEFORE_OFFICE, True), (_DATELINE, False), (_WEAK, False)):
        for match in pattern.finditer(text):
            group = "name" if match["name"] else "name2"
            if pattern is _BEFORE_OFFICE and _is_people(match[group]):
                continue
            yield match[group], match.start(group), strong
            more = _AND.match(text, match.end(group))
            if more and pattern is not _BEFORE_OFFICE:
                yield more["name"], more.start("name"), strong
    if language == "tr":
        for match in _TURKISH.finditer(text):
            yield _TURKISH_OFFICE.sub("", match["name"]), match.start("name"), True
    if language == "hu":
        for match in _HUNGARIAN.finditer(text):
            yield match["name"], match.start("name"), True
    for match in _GERMAN.finditer(text):
        yield match["name"], match.start("name"), True
    for match in _ARABIC.finditer(text):
        if match[1] not in _ARABIC_SMALL:
            yield match[1], match.start(1), True
    for match in _EAST.finditer(text):
        group = "office" if match["office"] else "at"
        joined = _EAST_JOINED.match(match[group])
        start = match.start(group) + (joined.end() if joined else 0)
        name = text[start : match.end(group)]
        if len(name) > 1 and not _EAST_NOT.search(name):
            yield name, start, True


def _is_people(name: str) -> bool:
    """Whether an office is called after a country and not a town: "Thai customs", "Dutch customs"."""
    word = fold_word(name)
    return word in _PEOPLES or any(country.startswith(word) for country in country_names())


def _may_be(name: str) -> bool:
    words = [fold_word(re.split("['’]", word)[0]) for word in name.split()]
    whole = " ".join(words)
    if whole in country_names() or words[0] in _NOT or words[-1] in _NOT or _GAS_LIKE.match(name):
        return False
    if (
        any(word in months() or word in weekdays() for word in words)
        or len(name) < 2
        or (name.isupper() and len(name) < 5)
    ):
        return False
    return not (len(words) == 1 and len(words[0]) > 4 and _begins_like_a_country(words[0]))


def _begins_like_a_country(word: str) -> bool:
    return any(word[:length] in _country_stems() for length in range(4, len(word) + 1))
