"""Days told from the day a text was published: "yesterday", "on Tuesday", "three days ago", in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Final

from babel import Locale

from tradewind.recognition.folding import Folded, fold_word
from tradewind.recognition.lexicon import data_rows
from tradewind.recognition.narratives.numerals import number, value_of
from tradewind.recognition.narratives.phrases import LOCALES
from tradewind.recognition.narratives.said import DateSaid, NotRead, Span

#: Names of days that are everyday words elsewhere, believed only behind "on" or beside "last": ay/months of Romanian.
_EVERYDAY: Final = frozenset(
    map(fold_word, ("luni", "minggu", "mar", "dom", "pazar", "середи", "среди", "her"))
)
_BELIEVED_BEHIND: Final = re.compile(fold_word(r"(?:on|hari|pada|de|zi de|la|в|у|w)\s$"))
_SAID_BEFORE: Final = 16
#: Further back than this a text says the date.
_LONGEST_AGO: Final = 60
_LETTER: Final = r"[^\W\d_]"
_LAST_WEEK: Final = re.compile(r"上(?:个|個)?$")
_WEEK: Final = 7


@cache
def weekdays() -> dict[str, int]:
    """Folded name of a day of the week -> 0 for Monday."""
    found: dict[str, int] = {}
    for locale in LOCALES:
        for number_, word in Locale.parse(locale).days["format"]["wide"].items():
            found.setdefault(fold_word(str(word)), int(number_))
    for row in data_rows("weekday_cases.csv"):
        for number_, word in enumerate(row["words"].split(";")):
            found.setdefault(fold_word(word.removeprefix("~")), number_)
    return found


@cache
def _words(kind: str) -> str:
    rows = [row["words"] for row in data_rows("relative_dates.csv") if row["days"] == kind]
    words = [fold_word(word) for line in rows for word in line.split(";")]
    alone = [w for w in words if not w[0] > "\u3000"]
    joined = [w for w in words if w[0] > "\u3000"]
    parts = [rf"(?<!{_LETTER})(?:{'|'.join(sorted(alone, key=len, reverse=True))})(?!{_LETTER})", *joined]
    return "(?:" + "|".join(parts) + ")"


@cache
def _near() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<d{-int(kind)}>{_words(kind)})" for kind in ("-2", "-1", "0"))
    return re.compile(kinds)


@cache
def _ago() -> re.Pattern[str]:
    behind = rf"(?P<n>{number()})\s?(?:{_words('ago')})"
    before = rf"(?:{_words('ago before')})\s(?P<m>{number()})\s(?:{_words('day words')})"
    return re.compile(f"{before}|{behind}")


@cache
def _named() -> re.Pattern[str]:
    names = weekdays()
    alone = "|".join(sorted((re.escape(n) for n in names if not n[0] > "\u3000"), key=len, reverse=True))
    joined = "|".join(sorted((re.escape(n) for n in names if n[0] > "\u3000"), key=len, reverse=True))
    return re.compile(rf"(?<!{_LETTER})(?P<day>{alone})(?!{_LETTER})|(?P<east>{joined})")


def relative_dates_in(shape: Folded, published_on: date | None) -> tuple[list[DateSaid], list[NotRead]]:
    """The days a text tells from its own day; where that is not known, what would need it."""
    found, unknown = [], []
    for start, end, back, weekday in _told(shape.text):
        at = Span(*shape.span(start, end))
        if published_on is None:
            unknown.append(
                NotRead(
                    shape.text[start:end], "it counts from the day the text was published",
                    "say when the text was published", at,
                )
            )  # fmt: skip
            continue
        day = published_on - timedelta(days=back)
        if weekday is not None:
            behind = (published_on.weekday() - weekday) % _WEEK
            if _LAST_WEEK.search(shape.text[max(0, start - 2) : start]):
                behind = published_on.weekday() - weekday + _WEEK
            elif behind == 0 and re.search(
                r"(?:last|past|dernier|pasado|scorso|letzten|vorigen)", _around(shape.text, start, end)
            ):
                behind = _WEEK
            day = published_on - timedelta(days=behind)
        found.append(DateSaid(day.year, day.month, day.day, at, relative=True))
    return found, unknown


def _told(text: str) -> Iterator[tuple[int, int, int, int | None]]:
    """Start, end, days back, and for a day of the week its number."""
    for match in _near().finditer(text):
        kind = match.lastgroup or "d0"
        if kind != "d0":  # "today" is the day of the text far more often than that of the seizure
            yield *match.span(), int(kind[1:]), None
    for match in _ago().finditer(text):
        days = value_of(match["m"] or match["n"])
        if days is not None and 0 < days <= _LONGEST_AGO:
            yield *match.span(), int(days), None
    for match in _named().finditer(text):
        name = match["day"] or match["east"]
        before = text[max(0, match.start() - _SAID_BEFORE) : match.start()]
        if re.search(rf"(?:{_words('not')})\W{{0,2}}$", before):
            continue
        if name in _EVERYDAY and not _BELIEVED_BEHIND.search(before):
            continue
        yield *match.span(), 0, weekdays()[name]


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - _SAID_BEFORE) : end + _SAID_BEFORE]
