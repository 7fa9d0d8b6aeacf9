"""Days of other calendars as Gregorian dates: Buddhist, Solar Hijri, Ethiopian, and Excel's day numbers.

Months and years convert to the span of days they cover; arithmetic on Julian day numbers.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal

Calendar = Literal["gregorian", "buddhist", "solar-hijri", "ethiopian"]

#: The Thai year is the Gregorian year plus 543; since 1941 both begin on 1 January.
BUDDHIST_OFFSET: Final = 543
#: Julian day number of day 0001-01-01 of the proleptic Gregorian calendar, less 1.
_JDN_OF_ORDINAL_0: Final = 1721425
#: Julian day number of 1 Meskerem 1, Ethiopian (29 August 8, Julian).
_JDN_ETHIOPIAN_EPOCH: Final = 1724221
# Years at which the Solar Hijri leap cycle breaks: K. Borkowski, "The Persian calendar for 3000 years",
# Earth, Moon and Planets 74 (1996), as used by the jalaali programs.
_BREAKS: Final = (-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324,
                  2394, 2456, 3178)  # fmt: skip
#: Day 1 of Excel is 1 January 1900, and Excel counts a 29 February 1900 that never was.
_EXCEL_DAY_0: Final = date(1899, 12, 30)


class NoSuchDay(ValueError):
    """A day, month or year the calendar does not have."""


def span(
    calendar: Calendar, year: int, month: int | None = None, day: int | None = None
) -> tuple[date, date]:
    """First and last Gregorian day of a year, month or day of `calendar`; NoSuchDay if it has none such.

    >>> span("buddhist", 2567)
    (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
    """
    try:
        first = _first_day(calendar, year, month or 1, day or 1)
        if day is not None:
            return first, first
        if month is not None:
            months = 13 if calendar == "ethiopian" else 12
            after = (year, month + 1) if month < months else (year + 1, 1)
            return first, _first_day(calendar, *after, 1) - timedelta(days=1)
        return first, _first_day(calendar, year + 1, 1, 1) - timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise NoSuchDay(f"the {calendar} calendar has no such day") from error


def excel_day(serial: float) -> date:
    """The date of an Excel day number (1900 system).

    >>> excel_day(45292)
    datetime.date(2024, 1, 1)
    """
    if not 61 <= serial < 2_958_466:
        raise NoSuchDay(f"{serial} is no day number of a spreadsheet after February 1900")
    return _EXCEL_DAY_0 + timedelta(days=int(serial))


def _first_day(calendar: Calendar, year: int, month: int, day: int) -> date:
    if calendar == "buddhist":
        return date(year - BUDDHIST_OFFSET, month, day)
    if calendar == "solar-hijri":
        return _from_solar_hijri(year, month, day)
    if calendar == "ethiopian":
        return _from_ethiopian(year, month, day)
    return date(year, month, day)


def _from_ethiopian(year: int, month: int, day: int) -> date:
    """Twelve months of 30 days and one of 5, or 6 where the year divided by 4 leaves 3."""
    last = 30 if month <= 12 else 6 if year % 4 == 3 else 5
    if not (1 <= month <= 13 and 1 <= day <= last):
        raise NoSuchDay("no such Ethiopian day")
    days = 365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1
    return date.fromordinal(_JDN_ETHIOPIAN_EPOCH + days - _JDN_OF_ORDINAL_0)


def _from_solar_hijri(year: int, month: int, day: int) -> date:
    """Six months of 31 days, five of 30, the last of 29, or 30 in a leap year."""
    leap, march = _solar_hijri_year(year)
    last = 31 if month <= 6 else 30 if month <= 11 or leap else 29
    if not (1 <= month <= 12 and 1 <= day <= last):
        raise NoSuchDay("no such Solar Hijri day")
    days = (month - 1) * 31 - max(0, month - 7) + day - 1
    return date(year + 621, 3, march) + timedelta(days=days)


def _solar_hijri_year(year: int) -> tuple[bool, int]:
    """Whether a Solar Hijri year is leap, and the day of March on which it begins."""
    if not 1 <= year < _BREAKS[-1]:
        raise NoSuchDay("no such Solar Hijri year")
    leaps, previous, jump = -14, _BREAKS[0], 0
    for at in _BREAKS[1:]:
        jump = at - previous
        if year < at:
            break
        leaps += jump // 33 * 8 + jump % 33 // 4
        previous = at
    n = year - previous
    leaps += n // 33 * 8 + (n % 33 + 3) // 4
    if jump % 33 == 4 and jump - n == 4:
        leaps += 1
    gregorian = year + 621
    gregorian_leaps = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    if jump - n < 6:
        n = n - jump + (jump + 4) // 33 * 33
    leap = ((n + 1) % 33 - 1) % 4
    return leap == 0, 20 + leaps - gregorian_leaps
