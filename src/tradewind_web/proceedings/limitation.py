"""On which day the law's time runs out: a period from a start, begun anew by interruptions, stopped by suspensions.

Pure functions. A period counted in months or years ends on the day of the same number, and on the last day of a month
that has none (so Regulation (EEC, Euratom) 1182/71, art. 3, and most codes). The day of the start is not
counted unless the law says that it is.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

_DAY: Final = timedelta(days=1)
#: No period of a law ends later; a mistyped one must not run past the end of the calendar.
_MOST_YEARS: Final = 200


@dataclass(frozen=True, slots=True)
class Period:
    """Years, months and days, as the law states them."""

    years: int = 0
    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        parts = (self.years, self.months, self.days)
        if min(parts) < 0 or not any(parts) or self.years + self.months / 12 + self.days / 365 > _MOST_YEARS:
            raise ValueError(f"no period of a law: {parts}")

    def after(self, day: date, *, counts_first_day: bool = False) -> date:
        """The last day of a period that starts on this one.

        >>> Period(years=3).after(date(2020, 2, 29)), Period(months=1).after(date(2026, 1, 31))
        (datetime.date(2023, 2, 28), datetime.date(2026, 2, 28))
        """
        month = day.year * 12 + day.month - 1 + self.years * 12 + self.months
        year, place = divmod(month, 12)
        end = date(year, place + 1, min(day.day, monthrange(year, place + 1)[1])) + timedelta(days=self.days)
        return end - _DAY if counts_first_day else end


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days on which time stands still, both included; `end` None is not over yet."""

    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the reckoning: what happened on which day, and the last day as it stood after it (None: open)."""

    what: Literal["start", "interruption", "too_late", "before", "suspension", "longest"]
    on: date
    last_day: date | None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The last day, or None while time stands still; `stages` show how it was reckoned."""

    last_day: date | None
    stages: tuple[Stage, ...]


def clock(
    period: Period, start: date, *, interruptions: Iterable[date] = (), suspensions: Iterable[Suspension] = (),
    longest: Period | None = None, counts_first_day: bool = False,
) -> Clock:  # fmt: skip
    """The last day on which the law still lets it be done.

    An interruption begins the period anew, if its day comes before the last one has passed; `longest` is counted from
    the first start whatever interrupts, and is itself lengthened by suspensions.
    """
    spans = _merged(suspensions)

    def end(of: Period, since: date) -> date | None:
        return _end(of, since, spans, counts_first_day)

    cap = end(longest, start) if longest else None
    stages = [Stage("start", start, period.after(start, counts_first_day=counts_first_day))]
    current = start
    for day in sorted(set(interruptions)):
        last = _earlier(end(period, current), cap, has_cap=longest is not None)
        if day < start:
            stages.append(Stage("before", day, last))
        elif last is not None and day > last:
            stages.append(Stage("too_late", day, last))
        else:
            current = day
            stages.append(Stage("interruption", day, period.after(day, counts_first_day=counts_first_day)))
    last = end(period, current)
    for span in spans:
        if (last is None or span.start <= last) and (span.end is None or span.end > current):
            stages.append(Stage("suspension", span.start, last, span.end))
    if longest and _earlier(last, cap, has_cap=True) != last:
        last = cap
        stages.append(Stage("longest", start, cap))
    return Clock(last, tuple(stages))


def _end(of: Period, since: date, spans: list[Suspension], counts_first_day: bool) -> date | None:
    """The last day of a period from a day on, with the days added on which time stood still."""
    end = of.after(since, counts_first_day=counts_first_day)
    first = since if counts_first_day else since + _DAY
    for span in spans:
        begins = max(span.start, first)
        if span.end is not None and span.end < begins:
            continue
        if begins > end:
            break
        if span.end is None:
            return None
        end += span.end - begins + _DAY
    return end


def _merged(suspensions: Iterable[Suspension]) -> list[Suspension]:
    """Spans that neither touch nor overlap, in their order: a day stands still once, however many reasons it has."""
    found: list[Suspension] = []
    for span in sorted(suspensions, key=lambda s: (s.start, s.end or date.max)):
        if span.end is not None and span.end < span.start:
            raise ValueError("a suspension ends before it begins")
        before = found[-1] if found else None
        if before is None or (before.end is not None and span.start > before.end + _DAY):
            found.append(span)
        elif before.end is not None and (span.end is None or span.end > before.end):
            found[-1] = Suspension(before.start, span.end)
    return found


def _earlier(one: date | None, other: date | None, *, has_cap: bool) -> date | None:
    if not has_cap:
        return one
    return min((d for d in (one, other) if d is not None), default=None)
