"""How many containers and how much gas a text says were seized, told apart from all other figures in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from tradewind.recognition.amounts import UNITS_KG
from tradewind.recognition.cues import cues_in
from tradewind.recognition.folding import Folded, fold_word
from tradewind.recognition.narratives.numerals import FIGURES, number, value_of
from tradewind.recognition.narratives.phrases import (
    SENTENCE_END,
    number_words,
    one_of,
    pattern,
    source,
    stands_before,
)
from tradewind.recognition.narratives.said import CountSaid, MassSaid, Span

#: Forms of the units that adverts, which the other list is for, do not use.
_LONG_FORMS: Final = (
    "tonnellate tonnellata quintali chilogrammi chili chilo kilogramów kilogramy tony kilogrami kilogramma tonelada"
    " toneladas tonnes quilos quilogramas tonelades tonner tun килограма тона тонни кілограмів кілограм κιλά τόνοι"
    " τόνους τόνων طنا طنًا أطنان اطنان كيلوغراما كيلوجرام"
    " κιλών κιλό κιλα κιλων τόνου τόννοι τόννων тонны тоннами килограмма килограммами килограма"
    " килограми кілограма кілограми тон тони kilogramów kilogramach tonami tonie kilograme kg-ot kg-os tonnát"
    " tonna tonny tonu tuny kilogrami"
    " kilograma"
    " kilogramov kilogramu tonlarca tonluk kilogramů tona tone tonom toneladas tonaža chilogrammo libbre libras"
    " كيلوغرامات كيلوغرام كيلوجراما كلغ كيلو"
)
_UNIT_WORDS: Final = (*UNITS_KG, *fold_word(_LONG_FORMS).split())
_TONNES: Final = tuple(map(fold_word, ("ton", "tun", "тон", "τόν", "طن", "أطن", "اطن")))
_JOINED: Final = 0x2E80
_NOT_AFTER: Final = r"(?![^\W\d_])"
#: "2018 г.": the year, and no gram.
_YEAR_MARK: Final = re.compile(fold_word(r"(?:19|20)\d\d\s?(?:г\.?|гр\.?|g\.?|t|т|м\.?)"))
#: How far two figures of one mass may lie apart: rounded sums in a text.
_SAME: Final = 0.05
#: What one cylinder of a technician holds at most, where the words leave it open.
_ONE_CYLINDER: Final = 15_000
#: How far behind its containers the mass of each stands.
_BETWEEN: Final = 80
#: How near before a mass "each" stands: "each weighs 13.6 kg".
_EACH_NEAR: Final = 12
_BEFORE: Final = 24
_AFTER: Final = 120
#: The largest container that is counted by the cylinder: a drum of a tonne. More is the mass of all.
_MOST_IN_ONE: Final = 1_100_000


@dataclass(frozen=True, slots=True)
class _Counted:
    count: int
    start: int
    end: int


@cache
def _unit() -> str:
    units = sorted(dict.fromkeys(_UNIT_WORDS), key=len, reverse=True)
    # Scripts without spaces join the next word to the unit; elsewhere a letter after it makes another word.
    return "|".join(re.escape(u) if ord(u[0]) > _JOINED else re.escape(u) + _NOT_AFTER for u in units)


@cache
def _between() -> str:
    """Up to three words between a number and what it counts, none a unit, and none that is counted itself.

    "60 refrigerant cylinders", "six non-refillable cylinders".
    """
    numbers = one_of(word for word in number_words() if len(word) > 1 and ord(word[0]) < _JOINED)
    other = rf"(?:(?:{_unit()})|{source('not_counted')}|(?:{numbers})(?![\w-]))"
    return rf"(?:[ -]?(?!\d|{other})[^\W\d_][\w'’/-]*(?:-\d[\w-]*)?){{0,3}}?"


@cache
def _counts() -> re.Pattern[str]:
    each = rf"(?:[ -]?(?:{FIGURES})[ -]?(?:{_unit()}))?"
    return re.compile(
        rf"(?P<n>{number()})(?:\s(?!{source('cylinders')})[^\W\d_]+(?=[ -]\d))?"
        rf"(?P<each>{each}){_between()}\s?(?:{source('cylinders')})(?P<after>[^.;]{{0,40}})"
    )


@cache
def _masses() -> re.Pattern[str]:
    return re.compile(rf"(?P<n>{number()})\s?-?\s?(?P<unit>{_unit()})")


@cache
def _multiplied() -> re.Pattern[str]:
    """ "1150 x 13.6 kg" and "13.6 kg x 1150": the count stands without a word."""
    mass = rf"(?<![\d.,])(?:{FIGURES})\s?(?:{_unit()})"
    return re.compile(
        rf"(?<![\w.,/])(?P<n>\d{{1,6}})\s?[x×*х]\s?{mass}|{mass}\s?[x×*х]\s?(?P<m>\d{{1,6}})(?![\d.,a-z])"
    )


def amounts_in(shape: Folded) -> tuple[list[MassSaid], list[CountSaid]]:
    """The masses and the numbers of containers a text says were seized, each in its order.

    Of masses no CO2, no other goods and no mass of one container; of containers no empty ones and none of goods.
    """
    counted = list(_counted(shape.text))
    return _masses_in(shape, counted), _counts_in(shape, counted)


def _counts_in(shape: Folded, counted: list[_Counted]) -> list[CountSaid]:
    text = shape.text
    ordered = sorted(counted, key=lambda c: c.start)
    return [CountSaid(c.count, Span(*shape.span(c.start, c.end)), _hedge(text, c.start)) for c in ordered]


def _counted(text: str) -> Iterator[_Counted]:
    for times in _multiplied().finditer(text):
        group = "n" if times["n"] else "m"
        yield _Counted(int(times[group]), times.start(group), times.end(group))
    position = 0
    while (worded := _counts().search(text, position)) is not None:
        match = worded
        position = max(match.end("n"), match.start() + 1)
        inner = text[match.end("n") : match.start("after")]
        value = value_of(match["n"])
        if value is None or value != int(value) or value < 1 or pattern("empty").search(inner):
            continue
        if not match["each"] and re.search(r"[.;:()]", inner):
            continue
        if _is_year_or_code(match["n"], text, match.start()):
            continue
        position = match.start("after")
        yield _Counted(int(value), match.start("n"), match.start("after"))


def _masses_in(shape: Folded, counted: list[_Counted]) -> list[MassSaid]:
    text = shape.text
    stated: list[MassSaid] = []
    computed: list[MassSaid] = []
    for match in _masses().finditer(text):
        if _YEAR_MARK.fullmatch(match.group()):
            continue
        grams = _grams(match)
        if grams is None or grams <= 0 or pattern("co2").match(text, _skip(text, match.end())):
            continue
        at, hedge = Span(*shape.span(*match.span())), _hedge(text, match.start())
        times = _times(text, match, counted)
        if times == 0 or _is_other_goods(text, match.end()) or _happened_elsewhere(text, match.start()):
            continue
        if times is not None:
            computed.append(MassSaid(grams * times, at, hedge, computed=True))
        else:
            stated.append(MassSaid(grams, at, hedge))
    # Of a mass told in pounds and in kilograms the kilograms are kept.
    sums = _without_doubles(sorted(stated, key=lambda m: m.grams % 10 != 0))
    kept = [c for c in computed if not any(abs(c.grams - s.grams) <= _SAME * s.grams for s in sums)]
    return sorted([*sums, *kept], key=lambda m: m.at.start)


def _times(text: str, mass: re.Match[str], counted: list[_Counted]) -> int | None:
    """How many containers hold this mass each; 0 where it is one container's and nobody says how many."""
    start, end = mass.span()
    each = _grams(mass) or 0
    for one in counted:
        if one.start <= start < one.end:  # "ten 24-pound canisters"
            return one.count
        between = text[one.end : start]
        if start < one.end or each > _MOST_IN_ONE or len(between) > _BETWEEN:
            continue
        if _each_of().fullmatch(between):
            return one.count  # "1,504 cylinders of 13.6 kg"
        if each <= _ONE_CYLINDER and _maybe_each_of().fullmatch(between):
            return one.count  # "40 bottles (10.9 kg)", but "40 bottles (436 kg)" is the mass of all
    before = re.search(r"(?<![\w.,/])(\d{1,6})\s?[x×*х]\s?$", text[max(0, start - _BEFORE) : start])
    if before:
        return int(before.group(1))
    after = re.match(r"\s?[x×*х]\s?(\d{1,6})(?![\d.,a-z])", text[end : end + _AFTER])
    if after:
        return int(after.group(1))
    if (
        re.match(rf"[ -]?{_between()}\s?(?:{source('cylinders')})", text[end : end + _AFTER])
        and "-" in text[start : end + 1]
    ):
        return 0
    if not pattern("each").match(text, _skip(text, end)) and not _each_before(text, start):
        return None
    within = [
        one
        for one in counted
        if one.end <= start and not SENTENCE_END.search(re.sub(r"(?<=\d)\.(?=\d)", "", text[one.end : start]))
    ]
    return within[-1].count if within and each <= _MOST_IN_ONE else 0


def _each_before(text: str, start: int) -> bool:
    """Whether "each" is said before a mass, and not behind the mass before it: "10.9 kg each, 218 kg in all"."""
    first = max(0, start - _BEFORE)
    return any(
        start - found.end() <= _EACH_NEAR and not re.search(r"[,.;(]", text[found.end() : start])
        for found in pattern("each").finditer(text, first, start)
    )


#: A gas told between the containers and the mass of each.
_OF_GAS: Final = (
    r"(?:,?\s?(?:of|de|di|da|d'|von|van|with|con|com|mit|met|z|ze|с|со|з|із|cu|gas\w*|gaz\w*|plin\w*|rashladn\w*|freon\w*"
    r"|фреон\w*|хладагент\w*|холодоагент\w*|refrig\w*|hfc|hcfc|czynnik\w*|гас\w*|газ\w*)){0,3}"
    r"(?:\s?(?:r|hfc|hcfc|cfc)?[ -]?\d{2,4}[a-z]{0,3}(?:\([ez]\))?(?:\s(?:and|e|y|et|und|i|и|та|si)\s)?){0,3}"
)
_ALSO_ABOUT: Final = r"\s?(?:about|circa|some|etwa|около|ca\.?|unos|environ)?\s?"
_WEIGHING: Final = (
    r"(?:weighing|containing|holding|pesant|contenant|contenenti|contendo|con un peso de|mit einem gewicht von"
    r"|весом|массой|вагою|масою|с тегло|o wadze|z zawartoscia)"
)


@cache
def _each_of() -> re.Pattern[str]:
    """What joins containers to the mass of each."""
    joined = (
        r"of|de|di|d'|a|à|ad|zu je|zu|je|mit je|met elk|van elk|van|per|po|по|пo|a|á|x|×|w/|each|each of|od|од|da"
        r"|каждый по|весом по"
        r"|массой по|вагою по|по|por|cada un[oa] de|de cada|ciascun[ao] da|con cu cate|cu cate|de cate"
        r"|de cate un|chacune? de|herbiri"
        r"|,?\s?each|每[瓶罐只箱]?|masing-masing(?: seberat)?|@|op|darabonkent"
        r"|,?\s?(?:each|every one|chacune?|cada un[oa]|jeweils|je)"
    )
    return re.compile(fold_word(rf"{_OF_GAS}\s?(?:{joined})?\s?{_WEIGHING}?\s?(?:{joined}){_ALSO_ABOUT}"))


@cache
def _maybe_each_of() -> re.Pattern[str]:
    """What joins containers to a mass that is of each where one container can hold it, and of all otherwise."""
    return re.compile(
        fold_word(rf"{_OF_GAS}\s?(?:\(|,|with|con|com|mit|met|z|с|з|cu|{_WEIGHING})?{_ALSO_ABOUT}")
    )


def _grams(mass: re.Match[str]) -> int | None:
    value = value_of(mass["n"])
    unit = mass["unit"]
    kilos = UNITS_KG.get(unit)
    if kilos is None:
        kilos = 1000.0 if unit.startswith(_TONNES) else 100.0 if unit.startswith("quint") else 1.0
    return None if value is None or value > 1e9 else round(value * kilos * 1000)


def _hedge(text: str, start: int) -> str:
    before = text[max(0, start - _BEFORE) : start].rstrip()
    for kind in ("more", "about"):
        for found in pattern("hedge", kind).finditer(before):
            if len(before) - found.end() <= 1:
                return kind
    return ""


def _is_year_or_code(written: str, text: str, start: int) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", written)) and bool(
        re.search(r"(?:in|of|since|en|im|jahr|год[ау]?|w|u|v|de)\s$", text[max(0, start - 8) : start])
    )


_OF: Final = re.compile(fold_word(r"\s(?:of|de|di|von|d'|van|da)\s(?:the\s|la\s)?"))


def _is_other_goods(text: str, end: int) -> bool:
    """Whether the mass is "of" something that is no gas: 100 kg of tobacco."""
    joined = _OF.match(text, end)
    if joined is None:
        return False
    after = re.split(r"[.;,]", text[joined.end() : joined.end() + 40])[0]
    named = re.search(
        r"\d{2,3}|gas|gaz|refr|freon|hfc|hcfc|cfc|ods|halon|hfkw|fckw|frigo|kaltemittel|koudemiddel|czynnik",
        after,
    )
    if named or "gas" in cues_in(after) or re.match(r"(?:mas|mer|peso|weight|merc|stof|substan)", after):
        return False
    return bool(after.strip()) and not re.match(r"(?:chin|turk|turq|ukra|turc)", after)


def _happened_elsewhere(text: str, start: int) -> bool:
    """Whether the figure is of gas destroyed or traced, and not of gas seized."""
    return stands_before(text, start, "not_seized", reach=_BEFORE, near=1)


def _without_doubles(stated: list[MassSaid]) -> list[MassSaid]:
    """One of two figures that say the same in other units or rounded; the exact one is kept."""
    kept: list[MassSaid] = []
    for one in stated:
        like = next((k for k in kept if abs(k.grams - one.grams) <= _SAME * max(k.grams, one.grams)), None)
        if like is None:
            kept.append(one)
        elif like.hedge and not one.hedge:
            kept[kept.index(like)] = one
    return kept


def _skip(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == " " else at
