"""Holding a mass on a licence, and what becomes of it: confirmed, adjusted, cancelled or lapsed.

The database decides: one UPDATE takes the mass only where it is free, so nothing is read first and believed later. The
same key is the same reservation however often and by how many at once it is asked for.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.formats import date_format

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.recording import PlatformFor, record
from tradewind_web.jobs.queue import announce
from tradewind_web.jobs.scheduling import repeat
from tradewind_web.licensing.actions.quota_moves import follow_clearing
from tradewind_web.licensing.claims import MOST_G, Claim
from tradewind_web.licensing.customs_events import MassAdjusted, MassCleared, MassReserved
from tradewind_web.licensing.customs_events import ReservationCancelled as Cancelled
from tradewind_web.licensing.customs_events import ReservationLapsed as Lapsed
from tradewind_web.licensing.customs_policy import may_clear
from tradewind_web.licensing.customs_queries import Known, read_anew, remembered, rule_of
from tradewind_web.licensing.models import Licence, LicenceLine, Reservation
from tradewind_web.licensing.refusals import Refusal
from tradewind_web.licensing.turns import turn
from tradewind_web.licensing.verifying import kilos, verify
from tradewind_web.licensing.words import Came, Held, State

LONGEST_KEY = 100


def reserve(*, acting: Acting, claim: Claim, source: Came = Came.API) -> Reservation:
    """The mass held for this declaration item; asked again with the same key, the same reservation as it stands now.

    Raises:
        NotAllowed: the person's roles hold nothing on licences.
        Refusal: the licence is not good for it, or too little is left; the first reason there is.
    """
    may_clear(acting)
    if not 0 < len(claim.key) <= LONGEST_KEY:
        raise Refusal("no_key")
    try:
        return _from_memory(acting, claim, source) or _asked_anew(acting, claim, source)
    except (Refusal, IntegrityError) as trouble:
        # Asked before, or by two at once: what stands under the key is the answer, whatever stands against it now.
        earlier = _earlier(acting, claim)
        if earlier is not None:
            return earlier
        if isinstance(trouble, Refusal):
            raise
        raise Refusal("already_reserved", declaration=claim.declaration, item=claim.item) from trouble


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
        _move(held, reserved=-held.mass_g, cleared=mass)
        _settle(held, Held.CONFIRMED, now, cleared_g=mass, cleared_on=on or timezone.localdate())
        line = LicenceLine.objects.select_related("licence").get(pk=held.line_id)
        follow_clearing(
            line, before_g=line.cleared_g - mass, after_g=line.cleared_g, rule=rule_of(line.licence.party),
            by=acting.user_id, reservation=held,
        )  # fmt: skip
        _tell(acting, held, MassCleared(
            **_facts(held), declaration=held.declaration, item=held.item, held=kilos(held.mass_g), kg=kilos(mass)
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
        _move(held, reserved=mass - before)
        Reservation.objects.filter(pk=held.pk).update(mass_g=mass)
        held.mass_g = mass
        record(acting, MassAdjusted(
            **_facts(held), declaration=held.declaration, before=kilos(before), kg=kilos(mass)
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
        _move(held, reserved=-held.mass_g)
        _settle(held, Held.CANCELLED, now, reason=reason.strip())
        record(acting, Cancelled(
            **_facts(held), declaration=held.declaration, kg=kilos(held.mass_g), reason=reason.strip()
        ))  # fmt: skip
    return held


def lapse_due(*, on: LicenceLine | None = None, now: datetime | None = None, most: int = 500) -> int:
    """Let what nobody confirmed in time go free, each in a transaction of its own; how many."""
    now = now or timezone.now()
    due = Reservation.objects.filter(state=Held.HELD, lapses_at__lte=now)
    if on is not None:
        due = due.filter(line=on)
    count = 0
    for one in due.select_related("line").order_by("lapses_at")[:most]:
        with turn(), transaction.atomic():
            held = Reservation.objects.select_for_update(of=("self",)).select_related("line").get(pk=one.pk)
            if held.state != Held.HELD:
                continue
            _move(held, reserved=-held.mass_g)
            _settle(held, Held.LAPSED, now)
            record(PlatformFor(str(held.asked_by_id)), Lapsed(
                **_facts(held), declaration=held.declaration, kg=kilos(held.mass_g)
            ))  # fmt: skip
            count += 1
    return count


def _from_memory(acting: Acting, claim: Claim, source: Came) -> Reservation | None:
    """Held on a licence that was read within a second; None where it is to be read anew."""
    known = remembered(acting, claim.number)
    if known is None:
        return None
    try:
        line = verify(claim, known.licence, known.lines, known.rule)
    except Refusal:
        return None
    with turn(), transaction.atomic():
        return _hold(acting, claim, known, line, source)


def _asked_anew(acting: Acting, claim: Claim, source: Came) -> Reservation:
    """Held on the licence as it stands.

    Raises:
        Refusal: it is not good for it, or too little is left.
    """
    known = read_anew(acting, claim.number)
    line = verify(claim, known.licence, known.lines, known.rule)
    while True:
        with turn(), transaction.atomic():
            held = _hold(acting, claim, known, line, source)
        if held is not None:
            return held
        if not lapse_due(on=line):
            raise _why_not(claim, line)


def _hold(acting: Acting, claim: Claim, known: Known, line: LicenceLine, source: Came) -> Reservation | None:
    """The reservation; None where too little is free or the licence is not what it was."""
    if not _take(line.pk, claim.mass_g, standing=known.licence):
        return None
    _must_be_new(claim, line)
    now = timezone.now()
    held = Reservation.objects.create(
        line=line, key=claim.key, request_digest=claim.digest, declaration=claim.declaration, item=claim.item,
        office=claim.office, regime=claim.regime[:20], trader_number=claim.trader_number, mass_g=claim.mass_g,
        co2e_kg=claim.co2e_kg, document_codes=list(claim.document_codes), source=source, held_at=now,
        lapses_at=now + timedelta(hours=known.rule.reservation_hours), asked_by=acting.agency, made_by=acting.user,
    )  # fmt: skip
    # What the answer shows is what the row says now, not what was read before.
    held.line = LicenceLine.objects.get(pk=line.pk)
    held.line.licence = known.licence
    record(acting, MassReserved(
        **_facts(held), declaration=held.declaration, item=held.item, substance=line.substance,
        kg=kilos(held.mass_g), source=source,
    ))  # fmt: skip
    return held


def _must_be_new(claim: Claim, line: LicenceLine) -> None:
    """An item is held or written off once; asked while the line is locked."""
    states = set(
        Reservation.objects.filter(
            line=line, declaration=claim.declaration, item=claim.item, state__in=(Held.HELD, Held.CONFIRMED)
        )
        .exclude(key=claim.key)
        .values_list("state", flat=True)
    )
    if Held.CONFIRMED in states:
        raise Refusal("already_written_off", declaration=claim.declaration, item=claim.item)
    if states:
        raise Refusal("already_reserved", declaration=claim.declaration, item=claim.item)


def _take(line_id: int, reserved: int, cleared: int = 0, *, standing: Licence | None = None) -> bool:
    """Change the running totals where enough is free. No join: a row that waited for a lock is then judged anew."""
    rows = LicenceLine.objects.filter(pk=line_id)
    if standing is not None:
        same = Licence.objects.filter(
            pk=OuterRef("licence_id"),
            state=State.GRANTED,
            version=standing.version,
            audience=standing.audience_id,
        )
        rows = rows.filter(Exists(same))
    if reserved + cleared > 0:
        rows = rows.filter(
            allowed_g__gte=F("reserved_g")
            + F("cleared_g")
            - F("tolerance_g")
            - F("overdrawn_g")
            + reserved
            + cleared
        )
    over = F("reserved_g") + F("cleared_g") + (reserved + cleared) - F("allowed_g") - F("tolerance_g")
    return bool(
        rows.update(
            reserved_g=F("reserved_g") + reserved, cleared_g=F("cleared_g") + cleared,
            # What becomes free first pays back what was cleared beyond the licence.
            overdrawn_g=Greatest(Value(0), Least(F("overdrawn_g"), over)),
        )
    )  # fmt: skip


def _move(held: Reservation, *, reserved: int, cleared: int = 0) -> None:
    if not _take(held.line_id, reserved, cleared):
        line = LicenceLine.objects.select_related("licence").get(pk=held.line_id)
        given = held.mass_g + reserved + cleared
        raise _over(line, given, left=line.free_g + held.mass_g)


def _held(reservation: Reservation, now: datetime) -> Reservation | None:
    """The reservation, locked, while it is held; None once it is settled.

    Raises:
        Refusal: its time is over, whether or not the clock's job came by.
    """
    found: Reservation = (
        Reservation.objects.select_for_update(of=("self",)).select_related("line").get(pk=reservation.pk)
    )
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
    found = Reservation.objects.select_related("line").get(pk=reservation.pk)
    if found.state == state and all(getattr(found, name) == value for name, value in told.items()):
        return found
    if found.state == Held.LAPSED:
        raise Refusal("lapsed", day=_moment(found.settled_at))
    raise Refusal("settled", state=Held(found.state).label)


def _settle(held: Reservation, state: Held, now: datetime, **told: Any) -> None:
    held.state, held.settled_at = state, now
    for name, value in told.items():
        setattr(held, name, value)
    held.save(update_fields=["state", "settled_at", *told])


def _tell(acting: Acting, held: Reservation, event: AuditEvent) -> None:
    announce("licensing.cleared", {"reservation": str(held.pk)}, agency_id=acting.agency.pk)
    record(acting, event)


def _facts(held: Reservation) -> dict[str, Any]:
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


def _earlier(acting: Acting, claim: Claim) -> Reservation | None:
    """The reservation made under this key.

    Raises:
        Refusal: something else was asked under it (`key_used`).
    """
    found = (
        Reservation.objects.filter(asked_by=acting.agency, key=claim.key)
        .select_related("line__licence")
        .first()
    )
    if found is not None and found.request_digest != claim.digest:
        raise Refusal("key_used", key=claim.key)
    return found


def _why_not(claim: Claim, line: LicenceLine) -> Refusal:
    now = LicenceLine.objects.select_related("licence").get(pk=line.pk)
    if now.licence.state in (State.SUSPENDED, State.REVOKED):
        return Refusal(now.licence.state, number=now.licence.number)
    return _over(now, claim.mass_g, left=now.free_g)


def _over(line: LicenceLine, given: int, *, left: int) -> Refusal:
    return Refusal(
        "mass_over_balance", given=kilos(given), substance=line.substance, left=kilos(max(left, 0)),
        number=line.licence.number,
    )  # fmt: skip


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else "–"


def run_the_clock() -> None:
    """Have lapsed reservations looked for every ten minutes, whatever this version finds; run on start."""
    repeat("licensing.lapse", every_minutes=10)
