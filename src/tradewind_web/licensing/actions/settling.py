"""What becomes of a mass that is held: confirmed, adjusted, cancelled. The same again changes nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.recording import record
from tradewind_web.jobs.queue import announce
from tradewind_web.licensing.actions.quota_moves import follow_clearing
from tradewind_web.licensing.claims import MOST_G
from tradewind_web.licensing.customs_events import MassAdjusted, MassCleared
from tradewind_web.licensing.customs_events import ReservationCancelled as Cancelled
from tradewind_web.licensing.customs_policy import may_clear
from tradewind_web.licensing.customs_queries import rule_of
from tradewind_web.licensing.models import Licence, LicenceLine, Reservation
from tradewind_web.licensing.refusals import Refusal
from tradewind_web.licensing.statements import draws_on_quota, locked, take
from tradewind_web.licensing.turns import turn
from tradewind_web.licensing.verifying import kilos
from tradewind_web.licensing.words import Held


def confirm(
    *, acting: Acting, reservation: Reservation, mass_g: int | None = None, on: date | None = None
) -> Reservation:
    """The goods are released: what was held, or what the scales said, is used. The same again changes nothing.

    Raises:
        NotAllowed: the person's roles clear nothing.
        Refusal: it is settled otherwise, has lapsed, or the scales said more than is left.
    """
    _may_settle(acting, reservation)
    mass = reservation.mass_g if mass_g is None else _mass(mass_g)
    with turn(), transaction.atomic():
        now = timezone.now()
        held = _held(reservation, now)
        if held is None:
            return _the_same(reservation, Held.CONFIRMED, cleared_g=mass)
        move(held, reserved=-held.mass_g, cleared=mass)
        settle(held, Held.CONFIRMED, now, cleared_g=mass, cleared_on=on or timezone.localdate())
        if draws_on_quota(held.line):
            line = LicenceLine.objects.select_related("licence").get(pk=held.line_id)
            follow_clearing(
                line, before_g=line.cleared_g - mass, after_g=line.cleared_g, rule=rule_of(line.licence.party),
                by=acting.user_id, reservation=held,
            )  # fmt: skip
        _tell(acting, held, MassCleared(
            **facts(held), declaration=held.declaration, item=held.item, held=kilos(held.mass_g), kg=kilos(mass)
        ))  # fmt: skip
    return held


def adjust(*, acting: Acting, reservation: Reservation, mass_g: int) -> Reservation:
    """Hold another mass, as the scales have it. The same again changes nothing.

    Raises:
        NotAllowed: the person's roles clear nothing.
        Refusal: it is settled, has lapsed, or more is asked than is left.
    """
    _may_settle(acting, reservation)
    mass = _mass(mass_g)
    with turn(), transaction.atomic():
        held = _held(reservation, timezone.now())
        if held is None:
            return _the_same(reservation, None)
        if held.mass_g == mass:
            return held
        before = held.mass_g
        move(held, reserved=mass - before)
        Reservation.objects.filter(pk=held.pk).update(mass_g=mass)
        held.mass_g = mass
        record(acting, MassAdjusted(
            **facts(held), declaration=held.declaration, before=kilos(before), kg=kilos(mass)
        ))  # fmt: skip
    return held


def cancel(*, acting: Acting, reservation: Reservation, reason: str = "") -> Reservation:
    """Nothing moves on it: what was held is free again. The same again changes nothing.

    Raises:
        NotAllowed: the person's roles clear nothing.
        Refusal: it was confirmed or has lapsed.
    """
    _may_settle(acting, reservation)
    with turn(), transaction.atomic():
        now = timezone.now()
        held = _held(reservation, now)
        if held is None:
            return _the_same(reservation, Held.CANCELLED)
        move(held, reserved=-held.mass_g)
        settle(held, Held.CANCELLED, now, reason=reason.strip())
        record(acting, Cancelled(
            **facts(held), declaration=held.declaration, kg=kilos(held.mass_g), reason=reason.strip()
        ))  # fmt: skip
    return held


def move(held: Reservation, *, reserved: int, cleared: int = 0) -> None:
    """Change the running totals of its line, which is then the line as it stands.

    Raises:
        Refusal: more is asked than is left.
    """
    moved = take(held.line, reserved, cleared)
    if moved is None:
        line = LicenceLine.objects.select_related("licence").get(pk=held.line_id)
        given = held.mass_g + reserved + cleared
        raise over(line, given, left=line.free_g + held.mass_g)
    held.line = moved


def _held(reservation: Reservation, now: datetime) -> Reservation | None:
    """The reservation, locked, while it is held; None once it is settled.

    Raises:
        Refusal: its time is over, whether or not the clock's job came by.
    """
    found = locked(reservation)
    if found.state != Held.HELD:
        return None
    if found.lapses_at is not None and found.lapses_at <= now:
        raise Refusal("lapsed", day=_moment(found.lapses_at))
    return found


def _the_same(reservation: Reservation, state: Held | None, **told: Any) -> Reservation:
    """A settled reservation, where it was settled in just this way.

    Raises:
        Refusal: it was settled in another.
    """
    found = Reservation.objects.select_related("line__licence").get(pk=reservation.pk)
    if found.state == state and all(getattr(found, name) == value for name, value in told.items()):
        return found
    if found.state == Held.LAPSED:
        raise Refusal("lapsed", day=_moment(found.settled_at))
    raise Refusal("settled", state=Held(found.state).label)


def settle(held: Reservation, state: Held, now: datetime, **told: Any) -> None:
    """Write what became of it."""
    held.state, held.settled_at = state, now
    for name, value in told.items():
        setattr(held, name, value)
    held.save(update_fields=["state", "settled_at", *told])


def _tell(acting: Acting, held: Reservation, event: AuditEvent) -> None:
    announce("licensing.cleared", {"reservation": str(held.pk)}, agency_id=acting.agency.pk)
    record(acting, event)


def facts(held: Reservation) -> dict[str, Any]:
    """What every event of a reservation says of where it stands."""
    return {
        "subject_kind": Licence.kind, "subject_id": str(held.line.licence_id), "reservation": str(held.pk),
    }  # fmt: skip


def _may_settle(acting: Acting, reservation: Reservation) -> None:
    may_clear(acting)
    if reservation.asked_by_id != acting.agency.pk:
        raise Refusal("unknown_reservation", number=reservation.line.licence.number)


def _mass(mass_g: int) -> int:
    if not 0 < mass_g <= MOST_G:
        raise Refusal("no_mass")
    return mass_g


def over(line: LicenceLine, given: int, *, left: int) -> Refusal:
    return Refusal(
        "mass_over_balance", given=kilos(given), substance=line.substance, left=kilos(max(left, 0)),
        number=line.licence.number,
    )  # fmt: skip


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else "–"
