"""Work of the desk that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tradewind_web.desk.pictures import draw
from tradewind_web.jobs.queue import Tell, job


@job("desk.draw_picture")
def draw_picture(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Draw an agency's picture in one language over the batches that reach it."""
    tell(0.05, "drawing")
    return draw(UUID(arguments["agency"]), arguments.get("language", "en"))
