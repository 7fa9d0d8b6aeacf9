"""All calls of a file asked one after the other, and what came of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tradewind.reserving.calls import Call
from tradewind.reserving.office import Answer, NoAnswer, Office, Shut


@dataclass(slots=True)
class Asked:
    """What came of the calls: answers, those that wait and why, and why the office answers this program nothing."""

    answers: list[tuple[Call, Answer]] = field(default_factory=list)
    waiting: list[tuple[Call, str]] = field(default_factory=list)
    shut: str = ""

    @property
    def refused(self) -> int:
        """How many were answered and are not held."""
        return sum(1 for _, answer in self.answers if not answer.is_good)


def ask(office: Office, calls: Sequence[Call], *, told: Callable[[int], None]) -> Asked:
    """Ask each call of the office; `told` hears the place of the one that is asked next. Nothing is lost on the way.

    An office that answers this program nothing is asked no more: what is left waits.
    """
    asked = Asked()
    for place, call in enumerate(calls):
        told(place)
        try:
            asked.answers.append((call, office.reserve(call)))
        except NoAnswer as error:
            asked.waiting.append((call, str(error)))
        except Shut as error:
            asked.shut = str(error)
            asked.waiting += [(left, str(error)) for left in calls[place:]]
            break
    return asked
