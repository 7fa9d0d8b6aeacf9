"""What customs may look up: licences of their own Party that reach them, and reservations their agency made."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.licensing.customs_policy import can_look_up
from tradewind_web.licensing.models import Licence, LicenceLine, LicensingRule, Reservation
from tradewind_web.licensing.refusals import Refusal
from tradewind_web.licensing.statements import reservation_of
from tradewind_web.licensing.words import ISSUED, Came, Held, State
from tradewind_web.sharing.reach import reach_of_agency

_SECONDS: Final = 1.0
_MOST: Final = 1000
_remembered: Final[dict[tuple[uuid.UUID, int, str], tuple[float, Known]]] = {}


def rule_of(party: str) -> LicensingRule:
    """What the Party's law says of licences; the defaults where nobody entered it."""
    return LicensingRule.objects.filter(party=party).first() or LicensingRule(party=party)


def issued_for(acting: Acting) -> QuerySet[Licence]:
    """The licences with a number that reach the agency, of its own Party, with their lines: a colleague's licences of
    another Party are read on other pages, and customs hold nothing on them."""
    reached = Licence.objects.visible_to(acting).filter(party=acting.agency.party, state__in=ISSUED)
    return reached.select_related("owner").prefetch_related("lines")


def licence_for(acting: Acting, number: str) -> Licence:
    """The licence of this number or short code.

    Raises:
        Refusal: none that reaches the agency (`unknown_licence`): nobody can tell whether it exists elsewhere.
    """
    typed = _typed(number)
    found = (
        issued_for(acting).filter(number=typed).first()
        or issued_for(acting).filter(code=typed.upper()).first()
    )
    if found is None or not can_look_up(acting, found):
        raise Refusal("unknown_licence", number=typed[:60])
    return found


def _typed(number: str) -> str:
    """As it was typed, without what PostgreSQL cannot be asked for."""
    return number.strip().replace("\x00", "\ufffd")


@dataclass(frozen=True, slots=True)
class Known:
    """A licence with its lines and the Party's rule, as they were read a moment ago."""

    licence: Licence
    lines: tuple[LicenceLine, ...]
    rule: LicensingRule


def read_anew(acting: Acting, number: str) -> Known:
    """The licence as it stands now, remembered for `remembered`.

    Raises:
        Refusal: none that reaches the agency (`unknown_licence`).
    """
    licence = licence_for(acting, number)
    known = Known(licence, tuple(licence.lines.all()), rule_of(licence.party))
    if len(_remembered) >= _MOST:
        _remembered.clear()
    _remembered[acting.agency.pk, acting.user_id, number] = time.monotonic() + _SECONDS, known
    return known


def remembered(acting: Acting, number: str) -> Known | None:
    """The licence as this process read it for this person within a second. Only a yes may rest on it, and only where
    the database then finds its state, version and audience unchanged."""
    until, known = _remembered.get((acting.agency.pk, acting.user_id, number), (0.0, None))
    return known if time.monotonic() < until else None


def reservations_by(acting: Acting) -> QuerySet[Reservation]:
    """The reservations the agency made, and those on licences it issued."""
    mine = Reservation.objects.filter(asked_by=acting.agency)
    return (mine | Reservation.objects.filter(line__licence__owner=acting.agency)).select_related(
        "line__licence"
    )


def reservation_for(acting: Acting, number: str, reservation_id: uuid.UUID) -> Reservation:
    """A reservation on this licence.

    Raises:
        Refusal: none that the agency made, or on a licence it issued (`unknown_reservation`).
    """
    typed = _typed(number)
    found = reservation_of(typed, reservation_id, agency_id=acting.agency.pk)
    if found is None:
        raise Refusal("unknown_reservation", number=typed[:60])
    return found


def written_by(acting: Acting) -> QuerySet[Reservation]:
    """What the agency held and wrote off on licences of its Party."""
    return reservations_by(acting).filter(line__licence__party=acting.agency.party)


def standing_there(line: LicenceLine, declaration: str, item: int) -> Reservation | None:
    """What is held or written off on this line for the item already."""
    rows = Reservation.objects.filter(line=line, declaration=declaration, item=item)
    return rows.filter(state__in=(Held.HELD, Held.CONFIRMED)).first()


def issued_for_agency(agency: Agency) -> QuerySet[Licence]:
    """The same as `issued_for`, for work done in the agency's name by nobody."""
    reached = Licence.objects.filter(reach_of_agency(agency).q(), party=agency.party, state__in=ISSUED)
    return reached.prefetch_related("lines")


def written_off(agency: Agency, source: Came | None = None) -> QuerySet[Reservation]:
    """What stands as cleared in the name of the agency, of one source or any."""
    rows = Reservation.objects.filter(asked_by=agency, state=Held.CONFIRMED).select_related("line__licence")
    return rows if source is None else rows.filter(source=source)


def live_on(acting: Acting, day: date) -> QuerySet[Licence]:
    """The licences good on this day, by number."""
    return (
        issued_for(acting)
        .filter(state=State.GRANTED, valid_from__lte=day, valid_until__gte=day)
        .order_by("number")
    )
