"""Closing ledgers in parts: worked out outside of any transaction, kept within a short one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.consignments.actions.closing import AT_ONCE, keep
from tradewind_web.consignments.models import Consignment
from tradewind_web.consignments.reported import never_imports_for
from tradewind_web.consignments.working import WORLD, work_out
from tradewind_web.jobs.queue import Tell


def close_of(agency_id: UUID, ids: Sequence[UUID], tell: Tell) -> int:
    """Close the ledgers of these consignments of the agency; how many alarms are new."""
    new = 0
    never = never_imports_for(Agency.objects.get(pk=agency_id), ids)
    world = replace(WORLD, never_imports=never)
    for start in range(0, len(ids), AT_ONCE):
        tell(start / max(len(ids), 1), f"{start} of {len(ids)} ledgers")
        part = ids[start : start + AT_ONCE]
        at = timezone.now()  # taken before reading: what is told from here on is closed by its own job
        worked = work_out(part, timezone.localdate(), world)
        new += keep(acting=PlatformFor(str(agency_id)), agency_id=agency_id, worked=worked, at=at)
    return new


def all_of(agency_id: UUID) -> list[UUID]:
    """The consignments of an agency that hold reports."""
    rows = Consignment.objects.filter(owner=agency_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))
