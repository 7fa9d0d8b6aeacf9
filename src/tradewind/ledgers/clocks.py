"""Clocks of discharge: from which day, for how long, and how many days late. Days are whole, as offices count.

Limits are of the common rules named beside them; an office may have others, so each is a parameter. A row loaded as
the past starts no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

Kind = Literal["transit", "discharge", "storage", "zone", "arrival", "returned", "temporary"]

#: Days after a stated limit before anything is said: messages of a Friday come on a Monday.
GRACE_DAYS: Final = 2
DAYS: Final[Mapping[Kind, int]] = {
    # Where no limit is stated: a lorry crosses a continent in less.
    "transit": 21,
    # From arrival at the office of destination until the procedure is discharged, assumed.
    "discharge": 30,
    # Temporary storage: Article 149 of Regulation (EU) No 952/2013.
    "storage": 90,
    # A free zone has no limit in law; beyond a year a gas that is in demand asks for a question. Assumed.
    "zone": 365,
    # From an export until its arrival is told by anybody, assumed; sea freight takes up to two months.
    "arrival": 90,
    # Returned goods: three years, Article 203 of Regulation (EU) No 952/2013.
    "returned": 3 * 365 + 1,
    # Temporary admission: 24 months, Article 251(2) of the same regulation.
    "temporary": 2 * 365 + 1,
}


def is_past(on: Any, limit: Any, days: int = GRACE_DAYS) -> Any:
    """Whether `on` lies more than `days` after `limit`: days, or Ibis columns of them.

    >>> is_past(date(2026, 3, 4), date(2026, 3, 1)), is_past(date(2026, 3, 3), date(2026, 3, 1))
    (True, False)
    """
    return on > limit + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Clock:
    """Something that must have happened by `due`; `stopped` is the day it did."""

    kind: Kind
    started: date
    due: date
    stopped: date | None = None

    def overdue_days(self, on: date) -> int:
        """Days late as of `on`, beyond the grace; 0 for what is in time or stopped in time."""
        until = min(self.stopped, on) if self.stopped else on
        return (until - self.due).days if is_past(until, self.due) else 0

    def runs(self, on: date) -> bool:
        """Whether it is still to happen."""
        return self.stopped is None or self.stopped > on


def clock(
    kind: Kind, started: date | None, *, limit: date | None = None, stopped: date | None = None,
    historical: bool = False, days: int | None = None,
) -> Clock | None:  # fmt: skip
    """The clock of something begun on a day: due on the stated limit, else after the usual days; None where none runs.

    >>> clock("storage", date(2026, 1, 1)).due.isoformat()
    '2026-04-01'
    >>> clock("storage", date(2026, 1, 1), historical=True) is None
    True
    """
    if historical or (started is None and limit is None):
        return None
    begun = started or limit
    assert begun is not None, "one of the two was given"
    return Clock(kind, begun, limit or begun + timedelta(days=DAYS[kind] if days is None else days), stopped)
