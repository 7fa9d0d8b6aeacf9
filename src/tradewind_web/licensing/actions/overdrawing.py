"""Having the findings follow when what was typed in changes what a licence has left."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from tradewind_web.agencies.acting import Acting
from tradewind_web.jobs.queue import enqueue
from tradewind_web.licensing.actions.writing_off import Passed, write_off
from tradewind_web.licensing.models import Licence, Reservation
from tradewind_web.licensing.turns import turn

OVERDRAFTS: Final = "licensing.overdrafts"


def write_off_and_follow(*, acting: Acting, passed: Passed) -> Reservation | None:
    """As `write_off`; whether the licence is overdrawn now, or no more, is told as a finding right after.

    Raises:
        NotAllowed, Refused: as `write_off` has them.
    """
    with turn(), transaction.atomic():
        done = write_off(acting=acting, passed=passed)
        follow_overdraft(passed.line.licence)
    return done


def follow_overdraft(licence: Licence) -> None:
    """Have it told, in the caller's transaction, whether the licence is overdrawn."""
    owner = licence.owner_id
    enqueue(OVERDRAFTS, {"owner": str(owner)}, agency_id=owner, once=f"{OVERDRAFTS}:{owner}")
