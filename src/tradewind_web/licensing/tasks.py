"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tradewind_web.jobs.queue import Tell, job
from tradewind_web.licensing import register_jobs
from tradewind_web.licensing.actions.deciding import CHANGED
from tradewind_web.licensing.actions.hooking import ATTEMPTS, SEND, note_messages
from tradewind_web.licensing.actions.hooking import tell as tell_hook
from tradewind_web.licensing.actions.overdrawing import OVERDRAFTS
from tradewind_web.licensing.actions.reserving import lapse_due
from tradewind_web.licensing.actions.taking_over import ENTER, READ
from tradewind_web.licensing.actions.yearly import CUSTOMS
from tradewind_web.licensing.customs_copy import copy_ledger
from tradewind_web.licensing.daily import write_off_daily
from tradewind_web.licensing.overdrafts import (
    agencies_with_overdrafts,
    deliver_overdrafts,
    licensing_agencies_of,
    owner_of,
)
from tradewind_web.licensing.yearly_customs import read_customs_year


@job(CUSTOMS)
def read_customs(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Read what the declarations of a year say, beside the yearly figures."""
    return read_customs_year(arguments["agency"], arguments["year"], tell)


@job(READ)
def read_register(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Read a register kept elsewhere for what does not add up."""
    return register_jobs.read_register(arguments["register"], tell)


@job(ENTER)
def enter_register(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Enter a register that a person wants taken over."""
    return register_jobs.enter_register(arguments["register"], arguments["asked_by"], tell)


@job("licensing.daily", after="sources.batch_loaded")
def daily(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Write off what the declarations of the agency that loaded them say was cleared on licences."""
    done = write_off_daily(arguments["agency"], tell)
    brought = _overdrafts(licensing_agencies_of(arguments["agency"]))
    return f"{done}; {brought}"


@job("licensing.lapse")
def lapse(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Let reservations go free that nobody confirmed in time; have findings follow what became of balances."""
    lapsed = lapse_due()
    return f"{lapsed} lapsed; {_overdrafts(agencies_with_overdrafts())}"


@job(OVERDRAFTS)
def overdrafts(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Tell of the licences of an agency that are overdrawn, and take back what is told of those that no longer are."""
    return _overdrafts([UUID(arguments["owner"])])


@job("licensing.overdrafts_after_change", after=CHANGED)
def overdrafts_after_change(arguments: Mapping[str, Any], tell: Tell) -> str:
    """The same after a licence was amended or otherwise changed."""
    return _overdrafts(owner_of(arguments["licence"]))


@job("licensing.copy_ledger", after="sources.batch_loaded")
def copy_customs(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Where the ledger of customs leads, copy what it says beside what is counted here."""
    return copy_ledger(arguments["agency"], tell)


@job("licensing.hooks", after=CHANGED)
def note_hooks(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Note whom to tell that a licence stopped or started to count."""
    return f"{note_messages(licence_id=arguments['licence'])} to tell"


@job(SEND, attempts=ATTEMPTS)
def send_hook(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Tell one address; what fails is tried again, each time after a longer wait."""
    return tell_hook(message_id=arguments["message"])


def _overdrafts(owners: list[UUID]) -> str:
    brought = [deliver_overdrafts(owner) for owner in owners]
    new, revised, gone = (sum(getattr(b, n) for b in brought) for n in ("new", "revised", "withdrawn"))
    return f"overdrafts: {new} new, {revised} revised, {gone} withdrawn"
