"""Reading a photograph among the evidence: what a job does."""

from __future__ import annotations

from tradewind_web.audit.recording import PlatformFor
from tradewind_web.seizures.actions.evidence import is_as_it_came
from tradewind_web.seizures.actions.picturing import note_read, waiting_picture
from tradewind_web.seizures.picture_looking import Told, look


def read_picture(file_id: str) -> str:
    """Read it once; a file that is not the one that came is not opened."""
    picture = waiting_picture(file_id)
    if picture is None:
        return "read already"
    file = picture.file
    told, preview = look(file.path) if is_as_it_came(file) else (Told("gone"), b"")
    note_read(acting=PlatformFor(str(file.agency_id)), picture=picture, told=told, preview=preview)
    return told.trouble or "read"
