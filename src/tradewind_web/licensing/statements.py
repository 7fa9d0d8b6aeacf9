"""The statements every reservation waits for, written out: building them anew takes ten times as long as running them.

Nothing here decides or checks who asks; `actions/` does, inside the transaction that audits. Both databases run them.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import connection

from tradewind_web.licensing.models import Licence, LicenceLine, Reservation
from tradewind_web.licensing.words import CountsAt, Held, State

_PK: Final = Reservation._meta.pk
_TOTALS: Final = ("allowed_g", "tolerance_g", "reserved_g", "cleared_g", "overdrawn_g")


def take(
    line: LicenceLine, reserved: int, cleared: int = 0, *, standing: Licence | None = None
) -> LicenceLine | None:
    """The line with its running totals moved and read in one step; None where too little is free, or where the licence
    is not what it was when `standing` was read.

    No join: a row that waited for a lock is then judged anew.
    """
    change = reserved + cleared
    least, greatest = ("MIN", "MAX") if connection.vendor == "sqlite" else ("LEAST", "GREATEST")
    # What becomes free first pays back what was cleared beyond the licence.
    statement = (
        "UPDATE licensing_licenceline SET reserved_g = reserved_g + %s, cleared_g = cleared_g + %s, overdrawn_g = "
        f"{greatest}(0, {least}(overdrawn_g, reserved_g + cleared_g + %s - allowed_g - tolerance_g)) WHERE id = %s"
    )
    given: list[int | str] = [reserved, cleared, change, line.pk]
    if standing is not None:
        statement += (
            " AND EXISTS (SELECT 1 FROM licensing_licence WHERE licensing_licence.id ="
            " licensing_licenceline.licence_id AND state = %s AND version = %s AND audience_id = %s)"
        )
        given += [State.GRANTED.value, standing.version, standing.audience_id]
    if change > 0:
        statement += " AND allowed_g >= reserved_g + cleared_g - tolerance_g - overdrawn_g + %s"
        given.append(change)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} RETURNING {', '.join(_TOTALS)}", given)
        rows = cursor.fetchall()
    if not rows:
        return None
    moved = copy.copy(line)  # the one given may be remembered, and read by others meanwhile
    for name, value in zip(_TOTALS, rows[0], strict=True):
        setattr(moved, name, value)
    return moved


def states_of_items(wanted: Sequence[Reservation]) -> set[str]:
    """How the items of these reservations stand on their lines under other keys: held, confirmed, both or neither."""
    one = "(declaration = %s AND item = %s AND line_id = %s AND key <> %s)"
    given = [value for r in wanted for value in (r.declaration, r.item, r.line_id, r.key)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT state FROM licensing_reservation WHERE state IN (%s, %s)"
            f" AND ({' OR '.join([one] * len(wanted))})",
            [Held.HELD.value, Held.CONFIRMED.value, *given],
        )
        return {state for (state,) in cursor.fetchall()}


def add(wanted: Sequence[Reservation]) -> None:
    """Write new reservations.

    Raises:
        IntegrityError: one of these keys, or an open reservation of one of these items, stands already.
    """
    fields = Reservation._meta.concrete_fields
    columns = ", ".join(f.column or f.attname for f in fields)
    one = f"({', '.join(['%s'] * len(fields))})"
    values = [f.get_db_prep_save(getattr(r, f.attname), connection) for r in wanted for f in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO licensing_reservation ({columns}) VALUES {', '.join([one] * len(wanted))}", values
        )
    for held in wanted:
        held._state.adding, held._state.db = False, connection.alias


def reservation_of(number: str, reservation_id: UUID, *, agency_id: UUID) -> Reservation | None:
    """A reservation on this licence that the agency made, or whose licence it issued, with its line."""
    rows = Reservation.objects.raw(
        "SELECT r.* FROM licensing_reservation r JOIN licensing_licenceline l ON l.id = r.line_id"
        " JOIN licensing_licence c ON c.id = l.licence_id"
        " WHERE r.id = %s AND c.number = %s AND (r.asked_by_id = %s OR c.owner_id = %s)",
        [_key(reservation_id), number, _key(agency_id), _key(agency_id)],
    )
    found: Reservation | None = next(iter(rows), None)
    if found is not None:
        found.line = LicenceLine.objects.raw(
            "SELECT * FROM licensing_licenceline WHERE id = %s", [found.line_id]
        )[0]
        # Of the licence only this is asked; anything else would be read when it is.
        found.line.licence = Licence.from_db(
            connection.alias, ["id", "number"], [found.line.licence_id, number]
        )
    return found


def locked(held: Reservation) -> Reservation:
    """The reservation as it stands, held until the commit, with the line it came with."""
    for_update = " FOR UPDATE" if connection.features.has_select_for_update else ""
    found: Reservation = Reservation.objects.raw(
        f"SELECT * FROM licensing_reservation WHERE id = %s{for_update}", [_key(held.pk)]
    )[0]
    found.line = held.line
    return found


def draws_on_quota(line: LicenceLine) -> bool:
    """Whether a quota follows what is cleared of the line: it drew on one already, or draws when it is cleared."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM licensing_draw WHERE line_id = %s) OR EXISTS (SELECT 1 FROM"
            " licensing_licensingrule u JOIN licensing_licence c ON c.party = u.party"
            " WHERE c.id = %s AND u.counts_at = %s)",
            [line.pk, _key(line.licence_id), CountsAt.CLEARING.value],
        )
        return bool(cursor.fetchone()[0])


def _key(value: UUID) -> str | UUID:
    """As the database keeps it."""
    kept: str | UUID = _PK.get_db_prep_value(value, connection)
    return kept
