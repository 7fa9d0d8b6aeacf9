"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradewind_web.jobs.queue import Tell, job
from tradewind_web.seizures.actions.looking import LOOK_AGAIN, look_again_everywhere
from tradewind_web.seizures.actions.picturing import LOOK
from tradewind_web.seizures.actions.recording import SEND
from tradewind_web.seizures.actions.stamping import STAMP, STAMP_ALL
from tradewind_web.seizures.picturing import read_picture
from tradewind_web.seizures.sending import send
from tradewind_web.seizures.stamping import stamp_daily, stamp_seizure


@job(SEND)
def send_seizures(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Bring an agency's seizures into the warehouse."""
    return send(arguments["agency"], tell)


@job(LOOK_AGAIN)
def look_at_marks(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Note for every custody what in it asks for a look: once, after an older version wrote it."""
    return f"custodies: {look_again_everywhere(tell)}"


@job(LOOK)
def look_at_picture(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Read what a photograph among the evidence says of itself, and make a small picture of it."""
    return read_picture(arguments["file"])


@job(STAMP)
def stamp(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Ask for a time stamp on a seizure's custody and evidence."""
    return stamp_seizure(arguments["seizure"])


@job(STAMP_ALL)
def stamp_all(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Ask for the time stamps that an agency's seizures lack."""
    return stamp_daily(arguments["agency"])
