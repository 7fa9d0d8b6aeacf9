"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tradewind_web.jobs.queue import Tell, job
from tradewind_web.proceedings.actions.archiving import MAKE
from tradewind_web.proceedings.ends import look_at_ends
from tradewind_web.proceedings.making import make


@job(MAKE)
def make_archive(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Write an archive for a court."""
    return make(arguments["archive"], tell)


@job("proceedings.look_at_ends", after="sources.looked_for_due")
def look(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Go on with the end of cases, proceedings and custody whose last day is past."""
    return look_at_ends(arguments["agency"], tell, today=date.fromisoformat(arguments["today"]))
