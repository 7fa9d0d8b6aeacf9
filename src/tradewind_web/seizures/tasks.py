"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradewind_web.jobs.queue import Tell, job
from tradewind_web.seizures.actions.recording import SEND
from tradewind_web.seizures.sending import send


@job(SEND)
def send_seizures(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Bring an agency's seizures into the warehouse."""
    return send(arguments["agency"], tell)
