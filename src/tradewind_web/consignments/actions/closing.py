"""Keeping how ledgers stand, as a job worked it out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tradewind.ledgers.alarms import Alarm as Ringing
from tradewind_web.audit.recording import Actor
from tradewind_web.audit.recording import record as audit
from tradewind_web.consignments.events import LedgersClosed
from tradewind_web.consignments.models import Alarm, Closing, Consignment, LegReport, Lying
from tradewind_web.consignments.working import (
    CAME,
    WENT,
    Worked,
    days_of,
    gaps_as_json,
    nodes_as_json,
    substances_text,
)

#: Consignments a transaction closes: each is some rows, and at most 500 are written at once (ARCHITECTURE.md).
AT_ONCE: Final = 20
_MOST_ALARMS: Final = 12
_LONGEST: Final = 1000


@transaction.atomic
def keep(*, acting: Actor, agency_id: UUID, worked: Mapping[UUID, Worked], at: datetime) -> int:
    """The ledgers as they stand; how many alarms are new. One whose reports changed meanwhile is closed again later.

    An alarm that no longer holds stays, with the newest report as what explained it.
    """
    held = {
        c.pk: c
        for c in Consignment.objects.select_for_update(of=("self",)).filter(
            owner=agency_id, pk__in=list(worked)
        )
    }
    Closing.objects.filter(consignment__in=list(held)).delete()
    Lying.objects.filter(consignment__in=list(held)).delete()
    ringing = _ringing(list(held))
    closings, lying, new, gone = [], [], [], []
    for pk, consignment in held.items():
        found = worked[pk]
        closings += [_closing(consignment, c) for c in found.closings]
        lying += [
            Lying(
                consignment=consignment, substance=x.substance, mass_g=x.mass_g, zone=x.zone, kind=x.kind,
                operator=x.operator, paper=x.paper, since=x.since, due=x.due,
            )
            for x in found.lying
        ]  # fmt: skip
        before = ringing.get(pk, {})
        wanted = {_key(a.substance, a.code, dict(a.values)): a for a in found.alarms[: _MOST_ALARMS * 4]}
        new += [_alarm(consignment, a, at) for key, a in wanted.items() if key not in before]
        newest = max(found.reports, key=lambda r: (r.recorded_at, str(r.pk)), default=None)
        gone += [_ended(alarm, newest, at) for key, alarm in before.items() if key not in wanted]
        _stand(consignment, found, at)
    Closing.objects.bulk_create(closings)
    Lying.objects.bulk_create(lying)
    Alarm.objects.bulk_create(new)
    Alarm.objects.bulk_update(gone, ["gone_at", "explained_by"])
    Consignment.objects.bulk_update(list(held.values()), _COLUMNS)
    told = hashlib.sha256(",".join(sorted(map(str, held))).encode()).hexdigest()
    audit(acting, LedgersClosed(
        subject_kind="agency", subject_id=str(agency_id), count=len(held), alarms=len(new), digest=told,
    ))  # fmt: skip
    return len(new)


_COLUMNS: Final = [
    "state", "urgency", "overdue_days", "alarms_text", "open_g", "unexplained_g", "first_day", "last_day",
    "substances_text", "worked_out_at",
]  # fmt: skip


def _stand(consignment: Consignment, found: Worked, at: datetime) -> None:
    consignment.state = found.state
    consignment.urgency, consignment.overdue_days = found.urgency, found.overdue_days
    codes = list(dict.fromkeys(a.code for a in found.alarms))
    consignment.alarms_text = f",{','.join(codes)},"[:_LONGEST] if codes else ""
    consignment.open_g, consignment.unexplained_g = found.open_g, found.unexplained_g
    consignment.first_day, consignment.last_day = days_of(found.reports)
    consignment.substances_text = substances_text(found)
    consignment.worked_out_at = at


def _closing(consignment: Consignment, closing: Any) -> Closing:
    return Closing(
        consignment=consignment, substance=closing.substance, closes=closing.closes, came_g=closing.came_g,
        open_g=closing.open_g, unexplained_g=closing.unexplained_g,
        columns={name: getattr(closing, name) for name in (*CAME, *WENT)}, gaps=gaps_as_json(closing),
        nodes=nodes_as_json(closing), unknown=list(closing.unknown),
    )  # fmt: skip


def _alarm(consignment: Consignment, alarm: Ringing, at: datetime) -> Alarm:
    return Alarm(
        consignment=consignment, substance=alarm.substance, code=alarm.code, values=dict(alarm.values),
        mass_g=alarm.mass_g, day=alarm.day, due=alarm.due, reports=list(alarm.accounts), since=at,
    )  # fmt: skip


def _ended(alarm: Alarm, newest: LegReport | None, at: datetime) -> Alarm:
    alarm.gone_at, alarm.explained_by = at, newest
    return alarm


def _ringing(ids: list[UUID]) -> dict[UUID, dict[Any, Alarm]]:
    found: dict[UUID, dict[Any, Alarm]] = {}
    for alarm in Alarm.objects.filter(consignment__in=ids, gone_at__isnull=True).order_by(F("since")):
        found.setdefault(alarm.consignment_id, {})[_key(alarm.substance, alarm.code, alarm.values)] = alarm
    return found


def _key(substance: str, code: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return substance, code, *sorted(values.items())
