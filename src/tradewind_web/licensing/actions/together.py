"""Writing the reservations that wait at one moment in one transaction, each with an event of its own.

A commit, a turn at the place to write and every question to the database cost as much as a reservation. The first
thread that comes writes for all that wait in its process; nobody is told anything before the commit. Where one of them
cannot be written, none is, and each then tries alone.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, IntegrityError, connection, transaction

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record_each
from tradewind_web.licensing.customs_events import MassReserved
from tradewind_web.licensing.models import Licence, Reservation
from tradewind_web.licensing.statements import add, states_of_items, take
from tradewind_web.licensing.turns import turn
from tradewind_web.licensing.words import Held

HELD: Final = "held"
NOT_FREE: Final = "not_free"


@dataclass(slots=True, eq=False)
class Wanted:
    """A reservation to be written on its line, where the licence still is as it was read."""

    acting: Acting
    held: Reservation
    standing: Licence
    event: MassReserved
    #: HELD, NOT_FREE, or the code of a refusal; said after the commit.
    outcome: str = ""


_leading: Final = threading.Lock()
_waiting: Final[deque[Wanted]] = deque()


def hold(wanted: Wanted) -> str:
    """What became of it: `HELD`, then its line is as it stands now; `NOT_FREE`; or the code of a refusal."""
    if connection.in_atomic_block:
        # Who began this transaction may yet take it back: nobody else's write belongs into it.
        _write([wanted])
        return wanted.outcome
    _waiting.append(wanted)
    with _leading:
        if not wanted.outcome:
            _lead(wanted)
    return wanted.outcome


class _Not(Exception):
    """It cannot be held; says the outcome."""


def _lead(wanted: Wanted) -> None:
    together = [_waiting.popleft() for _ in range(len(_waiting))]
    if wanted not in together:
        # Somebody led it, and not all of theirs could be written.
        _waiting.extend(together)
        together = [wanted]
    if len(together) > 1:
        # A deadlock, too, is nobody's answer: what stands against one alone is found when it is alone.
        with contextlib.suppress(DatabaseError):
            _write(together)
    if not wanted.outcome:
        _write([wanted])


def _write(together: Sequence[Wanted]) -> None:
    """All of them, or an outcome for one alone."""
    try:
        with turn(), transaction.atomic():
            _hold(together)
        outcome = HELD
    except _Not as why:
        outcome = str(why)
    except IntegrityError:
        # By two at once: under the same key, or the same item under two.
        outcome = "already_reserved"
    if outcome == HELD or len(together) == 1:
        for wanted in together:
            wanted.outcome = outcome


def _hold(together: Sequence[Wanted]) -> None:
    """Lines first, in one order, and the chains of the audit last, as every other write takes them.

    Raises:
        _Not: one of them cannot be held.
        IntegrityError: one of them is written already.
    """
    by_line: dict[tuple[int, int, int], list[Wanted]] = {}
    for wanted in together:
        as_read = (wanted.held.line_id, wanted.standing.version, wanted.standing.audience_id)
        by_line.setdefault(as_read, []).append(wanted)
    for _as_read, here in sorted(by_line.items()):
        moved = take(here[0].held.line, sum(w.held.mass_g for w in here), standing=here[0].standing)
        if moved is None:
            raise _Not(NOT_FREE)
        moved.licence = here[0].standing
        for wanted in here:
            wanted.held.line = moved
    rows = [wanted.held for wanted in together]
    # Asked while the lines are locked: an item is held or written off once.
    states = states_of_items(rows)
    if states:
        raise _Not("already_written_off" if Held.CONFIRMED in states else "already_reserved")
    add(rows)
    record_each([(wanted.acting, wanted.event) for wanted in together])
