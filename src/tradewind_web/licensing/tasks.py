"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradewind_web.jobs.queue import Tell, job
from tradewind_web.licensing import register_jobs
from tradewind_web.licensing.actions.reserving import lapse_due
from tradewind_web.licensing.actions.taking_over import ENTER, READ
from tradewind_web.licensing.actions.yearly import CUSTOMS
from tradewind_web.licensing.daily import write_off_daily
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
    return write_off_daily(arguments["agency"], tell)


@job("licensing.lapse")
def lapse(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Let reservations go free that nobody confirmed in time."""
    return f"{lapse_due()} lapsed"
