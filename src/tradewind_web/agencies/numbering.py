"""Numbers of an agency's registers, given one at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tradewind_web.agencies.models import Agency


def hold(agency_id: UUID) -> Agency:
    """The agency's row, held until the commit: who numbers, allots or draws up for it takes a turn."""
    return Agency.objects.select_for_update().get(pk=agency_id)


def next_place(agency_id: UUID, rows: QuerySet[Any], field: str, start: str) -> int:
    """Which place the next of these rows has whose number begins with `start`; the agency's row is held."""
    hold(agency_id)
    return rows.filter(**{f"{field}__startswith": start}).count() + 1
