"""Dates as people write them, kept as partial as they are: a day, a month, a quarter, a year, a range."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from babel.dates import get_month_names

from tradewind.formats.calendars import Calendar, NoSuchDay, excel_day, span
from tradewind.formats.numerals import Unreadable, is_blank, plain_digits

#: Nothing we read is older; the Protocol is of 1987, the oldest figures in reports are of 1931 (CFC sales).
EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2100
_MONTH_LOCALES: Final = (
    "en",
    "fr",
    "es",
    "ru",
    "ar",
    "ar_SY",
    "ar_DZ",
    "ar_MA",
    "zh",
    "pt",
    "de",
    "it",
    "tr",
)
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_QUARTER: Final = re.compile(
    r"(?:(?P<y1>\d{4})\s*[-/ ]?\s*[qt](?P<q1>[1-4])|[qt]\s*(?P<q2>[1-4])\s*[-/ ,]?\s*(?P<y2>\d{4})"
    r"|(?P<q3>[1-4])\s*[qt]\s*[-/ ]?\s*(?P<y3>\d{4})"
    r"|(?P<q4>[1-4]|iv|i{1,3})(?:st|nd|rd|th|er|e|eme|ème|й|-й)?\.?\s*"
    r"(?:quarter|qtr|trimestre|trim|кв|квартал|quartal)\.?\s*(?:of|de|du)?\s*(?P<y4>\d{4})"
    r"|(?P<y5>\d{4})年第?(?P<q5>[1-4一二三四])季度?)"
)
_HALF: Final = re.compile(
    r"(?:(?P<y1>\d{4})\s*[-/ ]?\s*[hs](?P<h1>[12])|[hs](?P<h2>[12])\s*[-/ ]?\s*(?P<y2>\d{4}))"
)
_ERA: Final = {
    "buddhist": re.compile(r"\b(?:b\.?e\.?|พ\.?ศ\.?)(?=\W|$)|พ\.?ศ\.?", re.IGNORECASE),
    "ethiopian": re.compile(r"\b(?:e\.?c\.?|eth\.?)(?=\W|$)|ዓ\.?ም\.?", re.IGNORECASE),
    "solar-hijri": re.compile(r"\b(?:s\.?h\.?|a\.?p\.?)(?=\W|$)|ه\.?\s?ش\.?", re.IGNORECASE),
}
_CHINESE_DIGITS: Final = {"一": "1", "二": "2", "三": "3", "四": "4"}


class DateUnreadable(Unreadable):
    """A date that is none, or none that can be meant."""


class DateOrderUnknown(Unreadable):
    """03/04/2024: the sender has to say once whether the day or the month comes first."""


class CalendarUnknown(Unreadable):
    """A year that fits another `calendar`: the sender's, where most dates are like it; else a slip of its row."""

    def __init__(self, written: str, year: int, calendar: Calendar) -> None:
        self.calendar = calendar
        ours = dict.fromkeys(str(day.year) for day in span(calendar, year))
        super().__init__(
            f'the year of "{written}" fits the {calendar} calendar',
            f"correct the year, or write the date in the Gregorian calendar ({calendar} {year} is {'-'.join(ours)})",
        )


@dataclass(frozen=True, slots=True)
class PartialDate:
    """The first and the last day a date can mean, and the text it came from."""

    first: date
    last: date
    text: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise DateUnreadable(
                f'the period "{self.text}" ends before it starts', "write the earlier date first"
            )

    def is_after(self, day: date) -> bool:
        """Whether the whole of it lies in the future of `day`."""
        return self.first > day


def parse_date(
    text: str | date | None, day_first: bool | None = None, calendar: Calendar | None = None
) -> PartialDate | None:
    """The days a date can mean, or None where the cell is blank.

    Reads days, months, quarters, half-years, years, ranges and day numbers of a spreadsheet, in the six
    languages of the United Nations and some more. Raises DateOrderUnknown, CalendarUnknown or DateUnreadable.

    >>> parse_date("Q3 2016").first
    datetime.date(2016, 7, 1)
    """
    if isinstance(text, date):
        day = date(text.year, text.month, text.day)
        return PartialDate(day, day, day.isoformat())
    if text is None or is_blank(text):
        return None
    written = text.strip()
    bare = unicodedata.normalize("NFKC", plain_digits(written)).casefold()
    era = _era_of(bare) or calendar
    for pattern in _ERA.values():
        bare = pattern.sub(" ", bare)
    bare = " ".join(bare.strip(" .,").split())
    first, last = _range(bare, day_first, era, written)
    return PartialDate(first, last, written)


def day_first_of(values: Iterable[str | None]) -> bool | None:
    """Whether a column writes the day first, from the dates with a part above 12; None where none tells.

    Raises DateUnreadable where the column holds both orders.

    >>> day_first_of(["03/04/2024", "25/12/2024"])
    True
    """
    seen: set[bool] = set()
    for value in values:
        found = re.match(
            r"(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{2,4}(?:\D|$)", plain_digits((value or "").strip())
        )
        if found and (int(found[1]) > 12) != (int(found[2]) > 12):
            seen.add(int(found[1]) > 12)
    if len(seen) > 1:
        raise DateUnreadable(
            "some dates have the day first and others the month", "write dates as 2024-12-31"
        )
    return seen.pop() if seen else None


def is_of_another_calendar(fitting: int, dates: int) -> bool:
    """Whether a column is in another calendar, by how many of its dates fit one: by most of them.

    >>> is_of_another_calendar(1, 2), is_of_another_calendar(2, 3)
    (False, True)
    """
    return 2 * fitting > dates


def _era_of(bare: str) -> Calendar | None:
    for calendar, pattern in _ERA.items():
        if pattern.search(bare):
            return calendar  # type: ignore[return-value]
    return None


def _range(bare: str, day_first: bool | None, calendar: Calendar | None, written: str) -> tuple[date, date]:
    for pattern in (r"(.*\d)\s*(?:–|—| to | au | - | до | al | bis |至|~|\.\.)\s*(\d.*|\w+ \d{4})",
                    r"(\d{4}-\d\d(?:-\d\d)?)/(\d{4}-\d\d(?:-\d\d)?)", r"(\d{4})-(\d{4})"):  # fmt: skip
        parts = re.fullmatch(pattern, bare)
        if parts:
            first, _ = _single(parts[1].strip(), day_first, calendar, written)
            _, last = _single(parts[2].strip(), day_first, calendar, written)
            return first, last
    return _single(bare, day_first, calendar, written)


def _single(bare: str, day_first: bool | None, calendar: Calendar | None, written: str) -> tuple[date, date]:
    months = _quarter_or_half(bare)
    if months:
        year, start, end = months
        return _span(year, start, None, calendar, written)[0], _span(year, end, None, calendar, written)[1]
    if re.fullmatch(r"\d{5}(\.\d+)?", bare):
        try:
            day = excel_day(float(bare))
        except NoSuchDay as error:
            raise _unreadable(written) from error
        if day.year > LATEST_YEAR:
            raise _unreadable(written)
        return day, day
    year, month, day_of_month = _numeric(bare, day_first, written) or _named(bare) or _fail(written)
    return _span(year, month, day_of_month, calendar, written)


def _quarter_or_half(bare: str) -> tuple[int, int, int] | None:
    found = _QUARTER.fullmatch(bare)
    if found:
        groups = {k[0]: v for k, v in found.groupdict().items() if v is not None}
        quarter = groups["q"]
        number = _ROMAN.get(quarter) or int(_CHINESE_DIGITS.get(quarter, quarter))
        return int(groups["y"]), 3 * number - 2, 3 * number
    found = _HALF.fullmatch(bare)
    if found:
        groups = {k[0]: v for k, v in found.groupdict().items() if v is not None}
        return int(groups["y"]), 6 * int(groups["h"]) - 5, 6 * int(groups["h"])
    return None


def _numeric(bare: str, day_first: bool | None, written: str) -> tuple[int, int | None, int | None] | None:
    """Year, month and day of a date in digits; None where it is not one."""
    bare = re.sub(r"(?<=\d)[ t]\d{1,2}:\d\d(:\d\d(\.\d+)?)?\s*(z|[ap]m|[+-]\d\d:?\d\d)?$", "", bare)
    bare = re.sub(
        r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?", lambda m: "-".join(filter(None, m.groups())), bare
    )
    if re.fullmatch(r"\d{4}", bare):
        return int(bare), None, None
    if re.fullmatch(r"\d{6}|\d{8}", bare):
        return int(bare[:4]), int(bare[4:6]), int(bare[6:]) if len(bare) == 8 else None
    found = re.fullmatch(r"(\d{1,4})\s*[-/.]\s*(\d{1,4})(?:\s*[-/.]\s*(\d{1,4}))?", bare)
    if not found:
        return None
    first, second, third = found.groups()
    if third is None:
        if len(first) == 4 and len(second) <= 2:
            return int(first), int(second), None
        return (int(second), int(first), None) if len(second) == 4 and len(first) <= 2 else None
    if len(first) == 4:
        return int(first), int(second), int(third)
    if len(third) not in (2, 4) or len(first) > 2 or len(second) > 2:
        return None
    return _ordered(first, second, third, day_first, written)


def _ordered(
    first: str, second: str, third: str, day_first: bool | None, written: str
) -> tuple[int, int, int]:
    a, b = int(first), int(second)
    if len(third) == 4 and (a > 12) != (b > 12):
        day_first = a > 12
    elif len(third) == 4 and a == b:
        day_first = True
    if day_first is None:
        raise DateOrderUnknown(
            f'"{written}" can be read with the day or with the month first',
            "say once which comes first in your dates",
        )
    year = int(third) if len(third) == 4 else _full_year(int(third))
    return (year, b, a) if day_first else (year, a, b)


def _named(bare: str) -> tuple[int, int | None, int | None] | None:
    """Year, month and day of a date with the month in letters."""
    words = [w for w in re.split(r"[\s,./\-]+", re.sub(r"(?<=\d)(st|nd|rd|th|er|º|ª)\b", "", bare)) if w]
    words = [w for w in words if w not in {"de", "of", "del", "du", "г", "года", "year"}]
    months = [_months().get(w) for w in words]
    if sum(m is not None for m in months) != 1:
        return _named_in_two_words(words)
    month = next(m for m in months if m is not None)
    numbers = [w for w, m in zip(words, months, strict=True) if m is None]
    return _day_and_year(numbers, month)


def _named_in_two_words(words: list[str]) -> tuple[int, int | None, int | None] | None:
    for at in range(len(words) - 1):
        month = _months().get(f"{words[at]} {words[at + 1]}")
        if month:
            return _day_and_year(words[:at] + words[at + 2 :], month)
    return None


def _day_and_year(numbers: list[str], month: int) -> tuple[int, int | None, int | None] | None:
    if not all(re.fullmatch(r"\d{1,4}", n) for n in numbers):
        return None
    if len(numbers) == 1 and len(numbers[0]) == 4:
        return int(numbers[0]), month, None
    if len(numbers) == 2:
        day, year = sorted(numbers, key=len) if len(numbers[0]) != len(numbers[1]) else numbers
        return (int(year) if len(year) == 4 else _full_year(int(year))), month, int(day)
    return None


@cache
def _months() -> dict[str, int]:
    """Month names and their short forms, without those that mean different months in two languages."""
    meanings: dict[str, set[int]] = {}
    for locale in _MONTH_LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    meanings.setdefault(unicodedata.normalize("NFKC", name).casefold().strip("."), set()).add(
                        number
                    )
    meanings.setdefault("sept", set()).add(9)
    return {
        name: numbers.pop() for name, numbers in meanings.items() if len(numbers) == 1 and not name.isdigit()
    }


def _full_year(two_digits: int) -> int:
    """POSIX: 69 to 99 are of the 20th century."""
    return two_digits + (1900 if two_digits >= 69 else 2000)


def _span(
    year: int, month: int | None, day: int | None, calendar: Calendar | None, written: str
) -> tuple[date, date]:
    try:
        first, last = span(calendar or "gregorian", year, month, day)
    except NoSuchDay as error:
        if calendar is None:
            _ask_for_calendar(year, written)
        raise DateUnreadable(
            f'there is no such day as "{written}"', "correct the date, or write the month only"
        ) from error
    if EARLIEST_YEAR <= first.year <= LATEST_YEAR:
        return first, last
    if calendar is None:
        _ask_for_calendar(year, written)
    raise DateUnreadable(f'the year of "{written}" cannot be meant', "correct the year to four digits")


def _ask_for_calendar(year: int, written: str) -> None:
    """A year of the Buddhist or the Solar Hijri calendar near our own time may be meant."""
    if 2493 <= year <= 2643:
        raise CalendarUnknown(written, year, "buddhist")
    if 1329 <= year <= 1479:
        raise CalendarUnknown(written, year, "solar-hijri")


def _unreadable(written: str) -> DateUnreadable:
    shown = written if len(written) <= 60 else written[:57] + "..."
    return DateUnreadable(f'"{shown}" is not a date', "write it as 2024-12-31, 2024-12 or 2024")


def _fail(written: str) -> tuple[int, int | None, int | None]:
    raise _unreadable(written)


def end_of_month(first: date) -> date:
    """The last day of the month that begins on `first`.

    >>> end_of_month(date(2018, 2, 1))
    datetime.date(2018, 2, 28)
    """
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
