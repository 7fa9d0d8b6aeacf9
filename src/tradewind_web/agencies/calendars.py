"""Deadlines by an agency's own calendar: pure functions of its weekend, its holidays and how the law counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Literal

from tradewind_web.agencies.models import Agency

Counting = Literal["calendar days", "working days"]


def is_working_day(day: date, *, weekend: Collection[int], holidays: Collection[date]) -> bool:
    """Whether the agency works on this day (Monday is 0)."""
    return day.weekday() not in weekend and day not in holidays


def due(
    start: date, days: int, counting: Counting, *, weekend: Collection[int], holidays: Collection[date]
) -> date:
    """The last day of a period of `days` that begins the day after `start`.

    Working days skip weekend and holidays. A period in calendar days that ends on a day without work ends on the
    next working day, the common rule of procedure; a law that differs says so in its SOP step.
    """
    if len(set(weekend)) >= 7:
        raise ValueError("a week without working days has no deadlines")
    day = start
    if counting == "working days":
        left = days
        while left > 0:
            day += timedelta(days=1)
            left -= is_working_day(day, weekend=weekend, holidays=holidays)
        return day
    day += timedelta(days=days)
    while not is_working_day(day, weekend=weekend, holidays=holidays):
        day += timedelta(days=1)
    return day


def due_for(agency: Agency, start: date, days: int, counting: Counting) -> date:
    """`due` with the agency's own weekend and holidays."""
    holidays = set(agency.holidays.values_list("on", flat=True))
    return due(start, days, counting, weekend=agency.weekend, holidays=holidays)
