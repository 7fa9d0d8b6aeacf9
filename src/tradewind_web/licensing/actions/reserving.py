"""Holding a mass on a licence, and letting it go free again when nobody confirmed it in time.

The database decides: one UPDATE takes the mass only where it is free, so nothing is read first and believed later. The
same key is the same reservation however often and by how many at once it is asked for.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import PlatformFor, record
from tradewind_web.jobs.scheduling import repeat
from tradewind_web.licensing.actions.settling import facts, move, over, settle
from tradewind_web.licensing.actions.together import HELD, NOT_FREE, Wanted, hold
from tradewind_web.licensing.claims import Claim
from tradewind_web.licensing.customs_events import MassReserved
from tradewind_web.licensing.customs_events import ReservationLapsed as Lapsed
from tradewind_web.licensing.customs_policy import may_clear
from tradewind_web.licensing.customs_queries import Known, read_anew, remembered
from tradewind_web.licensing.models import LicenceLine, Reservation
from tradewind_web.licensing.refusals import Refusal
from tradewind_web.licensing.statements import locked
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
    except Refusal:
        # Asked before, or by two at once: what stands under the key is the answer, whatever stands against it now.
        earlier = _earlier(acting, claim)
        if earlier is None:
            raise
        return earlier


def lapse_due(*, on: LicenceLine | None = None, now: datetime | None = None, most: int = 500) -> int:
    """Let what nobody confirmed in time go free, each in a transaction of its own; how many."""
    now = now or timezone.now()
    due = Reservation.objects.filter(state=Held.HELD, lapses_at__lte=now)
    if on is not None:
        due = due.filter(line=on)
    count = 0
    for one in due.select_related("line").order_by("lapses_at")[:most]:
        with turn(), transaction.atomic():
            held = locked(one)
            if held.state != Held.HELD:
                continue
            move(held, reserved=-held.mass_g)
            settle(held, Held.LAPSED, now)
            record(PlatformFor(str(held.asked_by_id)), Lapsed(
                **facts(held), declaration=held.declaration, kg=kilos(held.mass_g)
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
    return _hold(acting, claim, known, line, source)


def _asked_anew(acting: Acting, claim: Claim, source: Came) -> Reservation:
    """Held on the licence as it stands.

    Raises:
        Refusal: it is not good for it, or too little is left.
    """
    known = read_anew(acting, claim.number)
    line = verify(claim, known.licence, known.lines, known.rule)
    while True:
        held = _hold(acting, claim, known, line, source)
        if held is not None:
            return held
        if not lapse_due(on=line):
            raise _why_not(claim, line)


def _hold(acting: Acting, claim: Claim, known: Known, line: LicenceLine, source: Came) -> Reservation | None:
    """The reservation; None where too little is free or the licence is not what it was.

    Raises:
        Refusal: the item stands already.
    """
    now = timezone.now()
    held = Reservation(
        line=line, key=claim.key, request_digest=claim.digest, declaration=claim.declaration, item=claim.item,
        office=claim.office, regime=claim.regime[:20], trader_number=claim.trader_number, mass_g=claim.mass_g,
        co2e_kg=claim.co2e_kg, document_codes=list(claim.document_codes), source=source, held_at=now,
        lapses_at=now + timedelta(hours=known.rule.reservation_hours), asked_by=acting.agency, made_by=acting.user,
    )  # fmt: skip
    event = MassReserved(
        **facts(held), declaration=held.declaration, item=held.item, substance=line.substance,
        kg=kilos(held.mass_g), source=source,
    )  # fmt: skip
    outcome = hold(Wanted(acting, held, known.licence, event))
    if outcome in (HELD, NOT_FREE):
        return held if outcome == HELD else None
    raise Refusal(outcome, declaration=claim.declaration, item=claim.item)


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
    return over(now, claim.mass_g, left=now.free_g)


def run_the_clock() -> None:
    """Have lapsed reservations looked for every ten minutes, whatever this version finds; run on start."""
    repeat("licensing.lapse", every_minutes=10)
