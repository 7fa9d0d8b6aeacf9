"""Work that comes back: declared once per kind and agency."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from tradewind_web.jobs.models import Schedule


def repeat(
    kind: str, *, every_minutes: int, agency_id: UUID | None = None, arguments: Mapping[str, Any] | None = None,
    first_at: datetime | None = None,
) -> Schedule:  # fmt: skip
    """The schedule of this kind for the agency (or the platform), made or changed to this rhythm."""
    schedule, _ = Schedule.objects.update_or_create(
        key=f"{kind}:{agency_id or 'platform'}",
        defaults={
            "kind": kind, "agency_id": agency_id, "arguments": dict(arguments or {}),
            "every_minutes": every_minutes, "paused": False,
        },
        create_defaults={
            "kind": kind, "agency_id": agency_id, "arguments": dict(arguments or {}),
            "every_minutes": every_minutes, "next_at": first_at or timezone.now(),
        },
    )  # fmt: skip
    return schedule


def pause(kind: str, *, agency_id: UUID | None = None) -> None:
    """Let the schedule of this kind rest until `repeat` is asked again; nothing where there is none."""
    Schedule.objects.filter(key=f"{kind}:{agency_id or 'platform'}").update(paused=True)
