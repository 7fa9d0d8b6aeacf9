"""Reconciling what passed while the link was down with what customs declared, by hand or by the daily file."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import Actor, record
from tradewind_web.errors import Refused
from tradewind_web.licensing.actions.overdrawing import follow_overdraft
from tradewind_web.licensing.actions.writing_off import Passed, write_off_for
from tradewind_web.licensing.customs_events import FallbackReconciled, FallbackRefused
from tradewind_web.licensing.customs_policy import may_clear
from tradewind_web.licensing.fallbacks import own_fallback, waiting_of
from tradewind_web.licensing.models import Licence, Reservation
from tradewind_web.licensing.models_customs import FallbackCheck
from tradewind_web.licensing.turns import turn
from tradewind_web.licensing.verifying import kilos
from tradewind_web.licensing.words import Came, Checked, Held


def reconcile(*, acting: Acting, reservation_id: uuid.UUID, reason: str = "") -> Reservation:
    """Customs' own records say the same: it waits no longer. Said twice it changes nothing.

    Raises:
        NotAllowed: the person's roles clear nothing.
        Http404: no row that the agency let pass without the link.
        Refused: it was taken back.
    """
    may_clear(acting)
    with turn(), transaction.atomic():
        row = _standing(acting, reservation_id)
        _reconcile(acting, row, by=acting.user_id, reason=reason.strip())
    return row


def refuse(*, acting: Acting, reservation_id: uuid.UUID, reason: str) -> Reservation:
    """Nothing passed on this licence after all: the write-off is taken back, and both stay in the history.

    Raises:
        NotAllowed, Http404: as for `reconcile`.
        Refused: no reason, or it was taken back already.
    """
    may_clear(acting)
    if not reason.strip():
        raise Refused(_("say why: the write-off is taken back, and somebody will ask"))
    with turn(), transaction.atomic():
        row = _standing(acting, reservation_id)
        mass_g = row.cleared_g or 0
        write_off_for(acting, acting.agency, Passed(
            line=row.line, declaration=row.declaration, item=row.item, mass_g=0,
            on=row.cleared_on or timezone.localdate(), source=Came(row.source), reason=reason.strip(),
        ), made_by=acting)  # fmt: skip
        FallbackCheck.objects.create(
            reservation=row, outcome=Checked.REFUSED, mass_g=mass_g, reason=reason.strip(), by=acting.user
        )
        follow_overdraft(row.line.licence)
        record(acting, FallbackRefused(
            subject_kind=Licence.kind, subject_id=str(row.line.licence_id), reservation=str(row.pk),
            declaration=row.declaration, item=row.item, kg=kilos(mass_g), reason=reason.strip(),
        ))  # fmt: skip
    return row


def reconcile_declared(actor: Actor, agency: Agency, said: Collection[tuple[str | None, str, int]]) -> int:
    """Reconcile what waits and is in the daily file, where `said` names licence, declaration and item; how many.

    The file has corrected the masses before: what stands is what was declared.
    """
    done = 0
    for row in list(waiting_of(agency)):
        if (row.line.licence.number, row.declaration, row.item) not in said:
            continue
        with turn(), transaction.atomic():
            _reconcile(actor, row, by=None, reason="")
        done += 1
    return done


def _standing(acting: Acting, reservation_id: uuid.UUID) -> Reservation:
    row = own_fallback(acting, reservation_id)
    if row is None:
        raise Http404
    if row.state != Held.CONFIRMED:
        raise Refused(
            _("declaration %(declaration)s was taken back already") % {"declaration": row.declaration}
        )
    return row


def _reconcile(actor: Actor, row: Reservation, *, by: int | None, reason: str) -> None:
    mass_g = row.cleared_g or 0
    _check, made = FallbackCheck.objects.get_or_create(
        reservation=row, outcome=Checked.RECONCILED, mass_g=mass_g, defaults={"by_id": by, "reason": reason}
    )
    if made:
        record(actor, FallbackReconciled(
            subject_kind=Licence.kind, subject_id=str(row.line.licence_id), reservation=str(row.pk),
            declaration=row.declaration, item=row.item, kg=kilos(mass_g), reason=reason,
        ))  # fmt: skip
