"""What passed while the link was down: what still waits to be compared with customs' own files, and what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.licensing.customs_queries import written_by
from tradewind_web.licensing.models import Reservation
from tradewind_web.licensing.models_customs import FallbackCheck
from tradewind_web.licensing.words import Came, Checked, Held

Rows = QuerySet[Reservation]


def _reconciled() -> Exists:
    """Somebody looked at just this mass: a corrected one waits again."""
    checks = FallbackCheck.objects.filter(reservation=OuterRef("pk"), mass_g=OuterRef("cleared_g"))
    return Exists(checks.filter(outcome=Checked.RECONCILED))


def _refused() -> Exists:
    return Exists(FallbackCheck.objects.filter(reservation=OuterRef("pk"), outcome=Checked.REFUSED))


#: View -> the rows of it.
VIEWS: Final[Mapping[str, Callable[[Rows], Rows]]] = {
    "waiting": lambda rows: rows.filter(~_reconciled(), state=Held.CONFIRMED),
    "reconciled": lambda rows: rows.filter(_reconciled(), state=Held.CONFIRMED),
    "refused": lambda rows: rows.filter(_refused(), state=Held.CANCELLED),
}


def fallbacks_for(acting: Acting, view: str) -> Rows:
    """What the agency let pass without the link, or others on licences it granted; `waiting` for an unknown view."""
    rows = written_by(acting).filter(source=Came.FALLBACK).prefetch_related("checks__by")
    return VIEWS.get(view, VIEWS["waiting"])(rows)


def counts_of(acting: Acting) -> dict[str, int]:
    """How many rows each view has."""
    return {view: fallbacks_for(acting, view).prefetch_related(None).count() for view in VIEWS}


def waiting_of(agency: Agency) -> Rows:
    """What the agency let pass without the link and nobody compared yet."""
    rows = Reservation.objects.filter(asked_by=agency, source=Came.FALLBACK).select_related("line__licence")
    return VIEWS["waiting"](rows)


def own_fallback(acting: Acting, reservation_id: uuid.UUID) -> Reservation | None:
    """A row that the agency itself let pass without the link, locked; None where there is no such row."""
    rows = Reservation.objects.select_for_update(of=("self",)).select_related("line__licence__owner")
    return rows.filter(pk=reservation_id, asked_by=acting.agency, source=Came.FALLBACK).first()
