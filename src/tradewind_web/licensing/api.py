"""The customs link for programs: what is left on a licence, and holding, confirming, adjusting, cancelling a mass.

Fields follow the customs check of the European Union (CSW-CERTEX and the F-gas portal), so that an administration can
map its own onto them; where a code of that check says the same, the field names it.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Router, Schema
from pydantic import Field

from tradewind.quantities import grams, kilograms
from tradewind_web.findings.api import reader
from tradewind_web.licensing.actions import settling
from tradewind_web.licensing.actions.refusing import reserve_or_keep
from tradewind_web.licensing.claims import Claim
from tradewind_web.licensing.customs_queries import licence_for, reservation_for, rule_of
from tradewind_web.licensing.models import Licence, LicenceLine, Reservation
from tradewind_web.licensing.words import Leads

router = Router(tags=["licences"])

#: The null character is text to JSON and none to PostgreSQL.
Text = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
Kilograms = Annotated[float, Field(gt=0, le=9e9, allow_inf_nan=False)]


class Problem(Schema):
    """Why not: a code for the program, a sentence for the person before it, and where the rule comes from."""

    code: str
    detail: str
    source: str


class Denied(Schema):
    """Who asks may not ask this, and what to do."""

    detail: str


class LineOut(Schema):
    """One gas of a licence. `left_kg` leaves the tolerance out, `free_kg` is what a reservation may still take."""

    position: int
    substance: str
    nature: str
    purpose: str
    what: str
    hs_edition: str | None
    hs_code: str | None
    allowed_kg: float
    tolerance_kg: float
    reserved_kg: float
    cleared_kg: float
    overdrawn_kg: float = Field(description="Cleared beyond the licence and found out afterwards")
    left_kg: float
    free_kg: float


class LicenceOut(Schema):
    """A licence as customs see it. `standing` is null for what the licensing agency took back."""

    number: str
    standing: str | None = Field(description="valid, not_yet, expired, used_up, suspended or revoked")
    direction: str
    holder: str
    holder_number: str | None
    partner: str | None = Field(description="ISO 3166 alpha-3 of the country of export or destination")
    offices: list[str] = Field(description="Customs offices it is good at; empty is all")
    valid_from: date
    valid_until: date
    leads: Literal["ours", "customs"] = Field(description="Whose ledger counts where two differ")
    lines: list[LineOut]


class ReservationIn(Schema):
    """A declaration item and the mass to hold. What is left out is not compared with the licence."""

    declaration: Annotated[
        str,
        Field(
            min_length=1,
            max_length=100,
            pattern=r"^[^\x00]*$",
            description="Declaration reference: the MRN, or the office's own number",
        ),
    ]
    item: int = Field(1, ge=1, le=99_999, description="Goods item number")
    net_mass_kg: Kilograms = Field(
        description="Net mass of the gas; of gas inside equipment what Y163 states"
    )
    trader_number: Text = Field(
        description="Number of who imports or exports (EORI in the Union); it must equal the licence's"
    )
    regime: Text = Field(
        description="Procedure code (4000), type of declaration (IM4), or import, export, transit, warehouse, "
        "free zone, re-export, returned"
    )
    substance: Text = Field("", description="Any name or number of the gas; without it the code decides")
    hs_code: Text = Field("", description="Six to twelve digits")
    hs_edition: Literal["", "2007", "2012", "2017", "2022"] = Field("", description="Edition of the code")
    co2e_t: Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)] | None = Field(
        None, description="Tonnes of CO2 equivalent, as Y121 states them"
    )
    nature: Literal["", "new", "recovered", "recycled", "reclaimed"] = ""
    purpose: Literal[
        "", "ordinary", "feedstock", "process_agent", "qps", "laboratory", "critical", "other_exempt"
    ] = Field("", description="What Y125, Y951, Y972 and their like state")
    what: Literal["", "bulk", "equipment", "polyol"] = ""
    office: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = Field(
        "", description="Customs office of the declaration"
    )
    partner: Text = Field("", description="Country of export or destination, ISO 3166 alpha-2 or alpha-3")
    document_codes: list[Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")]] = Field(
        [],
        max_length=50,
        description="Codes of documents declared (Y123, Y121, L100, E013 ...), kept as they came",
    )
    accepted_on: date | None = Field(None, description="Day of acceptance; today without it")


class MassIn(Schema):
    """Another mass to hold."""

    net_mass_kg: Kilograms


class ReleaseIn(Schema):
    """The goods are released; without a mass what was held is used."""

    net_mass_kg: Kilograms | None = Field(None, description="As weighed")
    released_on: date | None = Field(
        None, description="Today without it; its year is the year it is reported in"
    )


class CancelIn(Schema):
    """Nothing moves on it."""

    reason: Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")] = ""


class ReservationOut(Schema):
    """A reservation as it stands now."""

    id: uuid.UUID
    licence: str
    position: int = Field(description="Line of the licence it is held on")
    substance: str
    key: str
    declaration: str
    item: int
    state: Literal["held", "confirmed", "cancelled", "lapsed"]
    net_mass_kg: float
    cleared_kg: float | None
    held_at: datetime
    lapses_at: datetime | None
    settled_at: datetime | None
    left_kg: float = Field(description="Left on the line now, tolerance not counted")


_ANSWERS: Final[dict[Any, Any]] = {401: Denied, 403: Denied, 404: Problem}
_WRITES: Final[dict[Any, Any]] = {200: ReservationOut, **_ANSWERS, 409: Problem}
_NUMBER: Final = "/{path:number}/reservations"


@router.get(
    _NUMBER + "/{uuid:reservation_id}", response={200: ReservationOut, **_ANSWERS}, url_name="reservation",
    summary="One reservation",
)  # fmt: skip
def one(request: HttpRequest, number: str, reservation_id: uuid.UUID) -> dict[str, Any]:
    """A reservation that the acting agency made, or on a licence that it issued."""
    return _out(reservation_for(reader(request), number, reservation_id))


@router.post(
    _NUMBER + "/{uuid:reservation_id}/confirm", response=_WRITES, url_name="confirm_reservation",
    summary="Confirm at release",
)  # fmt: skip
def confirm(request: HttpRequest, number: str, reservation_id: uuid.UUID, said: ReleaseIn) -> dict[str, Any]:
    """The goods are released. Sent twice it is confirmed once."""
    acting = reader(request)
    mass = None if said.net_mass_kg is None else grams(said.net_mass_kg)
    held = reservation_for(acting, number, reservation_id)
    return _out(settling.confirm(acting=acting, reservation=held, mass_g=mass, on=said.released_on))


@router.post(
    _NUMBER + "/{uuid:reservation_id}/adjust", response=_WRITES, url_name="adjust_reservation",
    summary="Adjust to the weighed mass",
)  # fmt: skip
def adjust(request: HttpRequest, number: str, reservation_id: uuid.UUID, said: MassIn) -> dict[str, Any]:
    """Hold another mass, where so much is left."""
    acting = reader(request)
    held = reservation_for(acting, number, reservation_id)
    return _out(settling.adjust(acting=acting, reservation=held, mass_g=grams(said.net_mass_kg)))


@router.post(
    _NUMBER + "/{uuid:reservation_id}/cancel", response=_WRITES, url_name="cancel_reservation", summary="Cancel",
)  # fmt: skip
def cancel(request: HttpRequest, number: str, reservation_id: uuid.UUID, said: CancelIn) -> dict[str, Any]:
    """Nothing moves on it: what was held is free again."""
    acting = reader(request)
    held = reservation_for(acting, number, reservation_id)
    return _out(settling.cancel(acting=acting, reservation=held, reason=said.reason))


@router.post(_NUMBER, response=_WRITES, url_name="reserve", summary="Verify and reserve")
def reserve(
    request: HttpRequest,
    number: str,
    said: ReservationIn,
    key: Annotated[
        str,
        Header(
            "",
            alias="Idempotency-Key",
            description="Chosen by the caller for this request, at most 100 characters: sent again with the same "
            "request, it answers the same reservation; with another request it is refused (`key_used`)",
        ),
    ] = "",
) -> dict[str, Any]:
    """Verify a licence for a declaration item and hold the mass, in one step that cannot overdraw.

    The customs check of the Union maps onto it: declaration reference and item; trader identity (EORI, equal to the
    portal's); registration of the licence (Y123) in the address; tonnes CO2e (Y121); net mass in equipment (Y163);
    quota and derogation codes (Y120, Y125, Y951, Y972, Y986, Y152, Y154, Y162, Y168) and ODS codes (Y790-Y793,
    Y797-Y799, L100, E013) in `document_codes`. Verification alone is a reservation that is cancelled.
    A reservation that is not confirmed lapses after the time the Party set.
    """
    acting = reader(request)
    claim = Claim(
        number=number, key=key.strip(), declaration=said.declaration.strip(), item=said.item,
        mass_g=grams(said.net_mass_kg), on=said.accepted_on or timezone.localdate(), regime=said.regime,
        trader_number=said.trader_number, office=said.office.strip(), partner=said.partner,
        substance=said.substance, hs_edition=said.hs_edition, hs_code=said.hs_code, nature=said.nature,
        purpose=said.purpose, what=said.what,
        co2e_kg=None if said.co2e_t is None else round(said.co2e_t * 1000),
        document_codes=tuple(said.document_codes),
    )  # fmt: skip
    return _out(reserve_or_keep(acting=acting, claim=claim))


@router.get(
    "/{path:number}", response={200: LicenceOut, **_ANSWERS}, url_name="licence", summary="One licence"
)
def licence(request: HttpRequest, number: str) -> dict[str, Any]:
    """State, lines and balances of a licence, by number or short code, for customs of its Party and who issued it."""
    return _licence(licence_for(reader(request), number))


def _licence(found: Licence) -> dict[str, Any]:
    lines = list(found.lines.all())
    standing = found.standing(timezone.localdate(), left_g=sum(max(line.free_g, 0) for line in lines))
    return {
        "number": found.number, "standing": standing, "direction": found.direction, "holder": found.holder_name,
        "holder_number": found.holder_number or None, "partner": found.partner or None,
        "offices": [str(o) for o in found.offices], "valid_from": found.valid_from,
        "valid_until": found.valid_until, "leads": Leads(rule_of(found.party).leads),
        "lines": [_line(line) for line in lines],
    }  # fmt: skip


def _line(line: LicenceLine) -> dict[str, Any]:
    masses = ("allowed", "tolerance", "reserved", "cleared", "overdrawn", "left", "free")
    return {
        "position": line.position, "substance": line.substance, "nature": line.nature, "purpose": line.purpose,
        "what": line.what, "hs_edition": line.hs_edition or None, "hs_code": line.hs_code or None,
    } | {f"{name}_kg": kilograms(getattr(line, f"{name}_g")) for name in masses}  # fmt: skip


def _out(held: Reservation) -> dict[str, Any]:
    line = held.line
    return {
        "id": held.pk, "licence": line.licence.number, "position": line.position, "substance": line.substance,
        "key": held.key, "declaration": held.declaration, "item": held.item, "state": held.state,
        "net_mass_kg": kilograms(held.mass_g),
        "cleared_kg": None if held.cleared_g is None else kilograms(held.cleared_g),
        "held_at": held.held_at, "lapses_at": held.lapses_at, "settled_at": held.settled_at,
        "left_kg": kilograms(line.left_g),
    }  # fmt: skip
