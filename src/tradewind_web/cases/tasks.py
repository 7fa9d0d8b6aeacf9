"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from tradewind_web.cases.actions.holding import remind_of
from tradewind_web.jobs.queue import Tell, job


@job("cases.remind")
def remind(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Note what is to be warned of, and let holds lapse whose time ran out."""
    return f"reminders: {remind_of(agency_id=UUID(arguments['agency']), today=timezone.localdate())}"
