"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradewind_web.jobs.queue import Tell, job
from tradewind_web.proceedings.actions.archiving import MAKE
from tradewind_web.proceedings.making import make


@job(MAKE)
def make_archive(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Write an archive for a court."""
    return make(arguments["archive"], tell)
