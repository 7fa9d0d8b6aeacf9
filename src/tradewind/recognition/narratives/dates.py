"""Dates in running text, in any form and as partial as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final

from babel import Locale

from tradewind.recognition.folding import Folded, fold_word
from tradewind.recognition.lexicon import data_rows
from tradewind.recognition.narratives.phrases import LOCALES, stands_before
from tradewind.recognition.narratives.relative import relative_dates_in
from tradewind.recognition.narratives.said import DateSaid, NotRead, Span

#: Nothing seized under the Protocol is older than the Protocol.
EARLIEST: Final = 1987
#: Arabic names its months by country, and further languages name theirs in letters.
_LOCALES: Final = (*LOCALES, "ar_SY", "ar_MA", "ar_DZ", "fa", "he", "hi", "bn", "th")
#: How near before a date the word stands that does, with a small word between them.
_NEAR: Final = 11
#: How far before a date the words are looked for that say it is no day of the seizure.
_BEFORE: Final = 28
#: "between July and October 2022": how near the date is whose year counts for both.
_BESIDE: Final = 8
#: A month's name that is an everyday word of its language, believed only beside a day or a year.
_EVERYDAY: Final = frozenset(
    {"may", "march", "mars", "mart", "mai", "mar", "dec", "set", "mei", "juli", "sept"}
)
_IN: Final = r"(?:in|en|im|em|w|we|v|u|b|la|late|early|mid-?|since|during|fin|pada|fi|of|de|nel|a|στον?|τον)"
_NUMERIC: Final = re.compile(r"(?<![\d./-])(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?![\d/]|[.-]\d)")
_MONTH_YEAR: Final = re.compile(r"(?<![\d./,-])(0?[1-9]|1[0-2])[./]((?:19|20)\d\d)(?![\d./-])")
_EAST: Final = re.compile(
    r"(?:(\d{4})\s?[年년])\s?(?:(\d{1,2})\s?[月월]\s?(?:(\d{1,2})\s?[日号號일])?)?|(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]"
)
_YEAR: Final = re.compile(
    r"(?<![\d.,/-])(?:19[89]\d|20[0-4]\d)(?![\d.,]\d|[/-]\d|\s?(?:kg|kilo|cylind|bottl|ton|%|euro|usd|dollar))(?!\d)"
)
_BUDDHIST: Final = 543


@cache
def months() -> dict[str, int]:
    """Folded name or abbreviation of a month in any of the languages -> its number."""
    found: dict[str, int] = {}
    for name in _LOCALES:
        named = Locale.parse(name).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, word in named[form][width].items():
                    key = fold_word(str(word)).rstrip(".").strip()
                    if len(key) > 2 and not key[0].isdigit() and not key[-1].isdigit():
                        found.setdefault(key, int(number))
    # "w marcu": the case behind a preposition, which the CLDR does not give.
    for row in data_rows("month_cases.csv"):
        for number, word in enumerate(row["words"].split(";"), 1):
            found.setdefault(fold_word(word), number)
    return found


@cache
def _worded() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    of = r"(?:\s?(?:de|del|di|of|d')\s?|\s)"
    nth = r"(?:st|nd|rd|th|er|º|°|a|\.|-?го|-?ro|-?ти|\.º)?"
    return re.compile(
        rf"(?<![\w])(?:(?P<first>\d{{1,2}}){nth}\s?(?:-|,|/|and|und|y|et|e|i|и|en|to|bis)\s?)?"
        rf"(?:(?P<day>\d{{1,2}}){nth}{of})?(?:(?P<in>{_IN})\s)?(?P<month>{names})(?![^\W\d_])\.?"
        rf"(?:\s(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.,]?\d)(?!\s?(?:cyl|kg|ton|bott)))?"
        rf"(?:,?{of}?(?:the\s)?(?P<year>(?:19|20|25)\d\d)(?!\d))?"
    )


def dates_in(shape: Folded, published_on: date | None = None) -> tuple[list[DateSaid], list[NotRead]]:
    """The dates of a text in their order, without those of laws, quotas and later acts, and those that cannot be.

    With the day of publication a missing year is that of the last such day before it, and "yesterday" is a date; days
    told that way count only where the text gives no day of its own.
    """
    found: list[DateSaid] = []
    refused: list[NotRead] = []
    taken: list[tuple[int, int]] = []
    for start, end, parts in _written(shape.text):
        if any(start < e and s < end for s, e in taken):
            continue
        taken.append((start, end))
        at = Span(*shape.span(start, end))
        year, month, day = parts
        if year is not None and (wrong := _wrong(year, month, day)):
            refused.append(NotRead(shape.text[start:end], *wrong, at))
        elif _is_unordered(shape.text[start:end]):
            refused.append(
                NotRead(shape.text[start:end], "the day or the month may come first", "type the date in", at)
            )
        elif not _of_something_else(shape.text, start):
            found.append(DateSaid(year, month, day, at))
    said = [_not_after(d, published_on) for d in _with_years(sorted(found, key=lambda d: d.at.start))]
    if not any(d.day for d in said):
        days, unknown = relative_dates_in(shape, published_on)
        refused += unknown
        said = sorted([*said, *days], key=lambda d: d.at.start)
    return _once(said), refused


def _not_after(said: DateSaid, published_on: date | None) -> DateSaid:
    """A date without a year, with that of the last such day or month up to the day of publication."""
    if published_on is None or said.year is not None or said.month is None:
        return said
    later = (said.month, said.day or 1) > (published_on.month, published_on.day)
    return replace(said, year=published_on.year - later, inherited=True)


def _once(said: list[DateSaid]) -> list[DateSaid]:
    """Each day told from the text's own day once; it makes its month and its year superfluous."""
    days = {(d.year, d.month) for d in said if d.relative}
    kept: list[DateSaid] = []
    for one in said:
        if one.relative and any(str(one) == str(k) for k in kept):
            continue
        if one.day or not any(y == one.year and one.month in (None, m) for y, m in days):
            kept.append(one)
    return kept


def _written(text: str) -> Iterator[tuple[int, int, tuple[int | None, int | None, int | None]]]:
    for match in _NUMERIC.finditer(text):
        parts = _numbered(match[1], match[3], match[4], match[2])
        if parts:
            yield *match.span(), parts
    for match in _EAST.finditer(text):
        y, m, d, m2, d2 = (int(g) if g else None for g in match.groups())
        yield *match.span(), (y, m or m2, d or d2)
    for match in _worded().finditer(text):
        yield from _from_words(match)
    for match in _MONTH_YEAR.finditer(text):
        yield *match.span(), (int(match.group(2)), int(match.group(1)), None)
    for match in _YEAR.finditer(text):
        yield *match.span(), (int(match.group()), None, None)


def _from_words(
    match: re.Match[str],
) -> Iterator[tuple[int, int, tuple[int | None, int | None, int | None]]]:
    month = months()[match["month"]]
    day = match["day"] or match["after"]
    year = int(match["year"]) if match["year"] else None
    if year and year > 2500:
        year -= _BUDDHIST
    if not day and not year and not _is_month(match):
        return
    start = match.start("day") if match["day"] else match.start("month")
    if match["first"] and match["day"] and int(match["first"]) < int(match["day"]):
        yield match.start("first"), match.end("first"), (year, month, int(match["first"]))
    if day and not 1 <= int(day) <= 31:
        return
    yield start, match.end(), (year, month, int(day) if day else None)


def _is_month(match: re.Match[str]) -> bool:
    """Whether the name of a month alone is meant as one: "in June", "July: 1,100 cylinders", "May and June"."""
    after = match.string[match.end() : match.end() + 12]
    beside = re.match(r"\s?:|\s(?:and|und|et|y|e|i|и)\s([^\W\d_]+)", after)
    if beside:
        return beside.group(1) is None or beside.group(1) in months()
    return bool(match["in"]) and len(match["month"]) > 3 and match["month"] not in _EVERYDAY


def _numbered(one: str, two: str, three: str, mark: str) -> tuple[int, int | None, int | None] | None:
    """A date in figures, the day first where both could be the month."""
    if len(one) == 4 and len(three) <= 2:
        return int(one), int(two), int(three)
    if len(one) > 2 or len(three) == 3 or (len(three) == 2 and mark == "-"):
        return None
    year = int(three) if len(three) == 4 else 2000 + int(three)
    first, second = int(one), int(two)
    if second > 12:
        first, second = second, first
    return year, second, first


def _is_unordered(written: str) -> bool:
    """Whether a date in figures could be of two days: 03/04/2024."""
    parts = written.split("/")
    return (
        len(parts) == 3
        and len(parts[0]) < 4
        and int(parts[0]) <= 12
        and int(parts[1]) <= 12
        and parts[0] != parts[1]
    )


def _wrong(year: int, month: int | None, day: int | None) -> tuple[str, str] | None:
    """Why such a date cannot be meant, and what to do; None where it can."""
    if not EARLIEST <= year <= date.today().year + 1:  # noqa: DTZ011  a bound, not a moment
        return f"the year {year} cannot be meant", "look at the source and type the date in"
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return "there is no such day", "look at the source and type the date in"
    return None


def _of_something_else(text: str, start: int) -> bool:
    return stands_before(text, start, "not_when", reach=_BEFORE, near=_NEAR)


def _with_years(found: list[DateSaid]) -> list[DateSaid]:
    """A date without a year takes that of the date before it in the same text."""
    said: list[DateSaid] = []
    year = None
    for place, one in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        if one.year is None and after and after.year and after.at.start - one.at.end < _BESIDE:
            one = DateSaid(after.year, one.month, one.day, one.at, inherited=True)
        if one.year is None and year is not None:
            one = DateSaid(year, one.month, one.day, one.at, inherited=True)
        year = one.year or year
        said.append(one)
    days = {(d.year, d.month) for d in said if d.day}
    # "in April 2013 ... on 3 April 2013" and "2013 ... April 2013": the less exact one adds nothing.
    months = {d.year for d in said if d.month}
    return [
        d
        for d in said
        if d.day or (d.month and (d.year, d.month) not in days) or (not d.month and d.year not in months)
    ]
