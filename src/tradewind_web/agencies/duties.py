"""Open duties that a person can hand over: apps further down say what they are.

register(Duty("findings.assigned", _("findings assigned"), count=..., move=...))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency

if TYPE_CHECKING:
    from tradewind_web.accounts.models import User


@dataclass(frozen=True, slots=True)
class Duty:
    """A kind of open duty. `move` runs in the caller's transaction and gives how many it moved."""

    name: str
    label: str | Promise
    count: Callable[[Agency, User], int]
    move: Callable[[Acting, User, User], int]


DUTIES: dict[str, Duty] = {}


def register(duty: Duty) -> None:
    """Let this kind of duty be handed over; call it from the app's `ready`."""
    DUTIES[duty.name] = duty


def open_duties(agency: Agency, person: User) -> list[tuple[Duty, int]]:
    """How many of each kind the person has in the agency."""
    return [(duty, duty.count(agency, person)) for duty in DUTIES.values()]
