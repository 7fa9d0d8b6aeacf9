"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from tradewind_web.consignments.closing import all_of, close_of
from tradewind_web.consignments.learning import forget, learn_from
from tradewind_web.consignments.licences import follow_papers, follow_reservation
from tradewind_web.consignments.telling import deliver_ledgers
from tradewind_web.jobs.queue import Tell, job
from tradewind_web.jobs.scheduling import repeat

#: Clocks run by the day.
DAILY: Final = 24 * 60


@job("consignments.learn", after="sources.batch_loaded")
def learn(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Learn legs from newly loaded batches, close the ledgers they touch and deliver what those say."""
    agency = UUID(arguments["agency"])
    learnt = learn_from(arguments["agency"], arguments["batches"], tell)
    if not learnt:
        return "no legs"
    touched = sorted({*learnt, *follow_papers(agency, learnt)})
    repeat("consignments.close", every_minutes=DAILY, agency_id=agency, arguments={"agency": str(agency)},
           first_at=timezone.now() + timedelta(minutes=DAILY))  # fmt: skip
    return f"consignments: {len(touched)}; {_close(agency, touched, tell)}"


@job("consignments.licence_use", after="licensing.cleared")
def licence_use(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Put what was cleared under a licence beside what others tell of the same goods, and close those ledgers."""
    changed = follow_reservation(arguments["reservation"])
    told = [_close(agency, sorted(touched), tell) for agency, touched in changed.items()]
    return "; ".join(told) or "no consignment of it"


@job("consignments.close")
def close_ledgers(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Close the ledgers of the consignments named, or of all of the agency, and deliver what they say."""
    agency = UUID(arguments["agency"])
    named = [UUID(pk) for pk in arguments.get("consignments") or ()] or all_of(agency)
    return _close(agency, named, tell)


@job("consignments.forget", after="sources.persons_forgotten")
def forget_persons(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Erase who is named in the legs of a forgotten batch."""
    return f"legs: {forget(arguments['batch'])}"


def _close(agency: UUID, named: list[UUID], tell: Tell) -> str:
    new = close_of(agency, named, lambda share, what: tell(0.5 + 0.4 * share, what))
    tell(0.9, "delivering")
    brought = deliver_ledgers(agency)
    found = f"findings: {brought.new} new, {brought.withdrawn} withdrawn"
    return f"ledgers closed: {len(named)}; alarms: {new} new; {found}"
