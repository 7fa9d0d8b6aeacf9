"""The deadlines of a case: for each step that is to be done, the day by which, and the day of the warning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tradewind.procedures.running import State
from tradewind.procedures.sop import CASE, SOP, STEP, Deadline

IsWorking = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Due:
    """A step is to be done by the end of `on`; `warn_on` is when people are reminded."""

    step: str
    since: date
    on: date
    warn_on: date
    deadline: Deadline

    def late_days(self, today: date) -> int:
        """Days past the end; 0 while there is time."""
        return max(0, (today - self.on).days)


def weekdays(day: date) -> bool:
    """Monday to Friday: the working days of an office that has said nothing else."""
    return day.weekday() < 5


def due(sop: SOP, state: State, is_working: IsWorking = weekdays) -> list[Due]:
    """What is due, the first first. A clock that starts with a step that is not done yet does not run."""
    found = []
    for one in state.open:
        deadline = sop.by_id[one.step].deadline
        since = None if deadline is None else _since(state, deadline, one.since)
        if deadline is not None and since is not None:
            on = after(since, deadline, is_working)
            found.append(Due(one.step, since, on, on - timedelta(days=deadline.warn), deadline))
    return sorted(found, key=lambda each: (each.on, each.step))


def after(since: date, deadline: Deadline, is_working: IsWorking = weekdays) -> date:
    """The last day of a deadline that began on a day, which does not count itself.

    >>> after(date(2026, 3, 6), Deadline(2, "working")).isoformat()
    '2026-03-10'
    """
    on, left = since, deadline.days
    if deadline.counted == "calendar":
        on = since + timedelta(days=deadline.days)
        while deadline.rolls and not is_working(on) and (on - since).days < deadline.days + 30:
            on += timedelta(days=1)
        return on
    for _day in range(deadline.days * 10 + 30):  # however many feasts; never without end
        if left == 0:
            break
        on += timedelta(days=1)
        left -= is_working(on)
    return on


def _since(state: State, deadline: Deadline, begun: date) -> date | None:
    if deadline.since == CASE:
        return state.opened
    if deadline.since == STEP:
        return begun
    return next(
        (one.on for one in reversed(state.done) if one.step == deadline.since and not one.passed), None
    )
