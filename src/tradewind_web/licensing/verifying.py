"""Whether a licence is good for a declaration item: the first thing that stands against it is the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from django.utils.formats import date_format, number_format

from tradewind.errors import AmbiguousName, UnknownName
from tradewind.formats.message_values import country
from tradewind.reference import find, substance, treaty_gwp
from tradewind.reference.parties import place_name
from tradewind_web.licensing.claims import MOST_G, Claim, direction_of
from tradewind_web.licensing.models import Licence, LicenceLine, LicensingRule
from tradewind_web.licensing.refusals import Refusal
from tradewind_web.licensing.words import Direction, Leads, Nature, Purpose, State, What
from tradewind_web.phrasing import listed

#: Customs state tonnes of CO2e, often whole ones: so much is rounding (kg), and one per cent is another table of GWPs.
ROUNDING_KG: Final = 500
_APART: Final = re.compile(r"[\W_]+")


def kilos(mass_g: int) -> str:
    """Kilograms for a sentence, in the reader's figures."""
    return number_format(mass_g / 1000, decimal_pos=None if mass_g % 1000 else 0, force_grouping=True)


def same_number(one: str, other: str) -> bool:
    """Whether two trader numbers are the same; points, spaces, dashes and case do not count."""
    return _APART.sub("", one).casefold() == _APART.sub("", other).casefold()


@lru_cache(maxsize=4096)
def gas_of(text: str) -> str | None:
    """The designation of the gas meant; None where no or no single one is."""
    try:
        return find(text).designation
    except (UnknownName, AmbiguousName):
        return None


def verify(claim: Claim, licence: Licence, lines: Sequence[LicenceLine], rule: LicensingRule) -> LicenceLine:
    """The line the item is to be held on. What is left on it is not asked here: the database answers that.

    Raises:
        Refusal: the licence is not good for it; the first reason there is.
    """
    if not 0 < claim.mass_g <= MOST_G:
        raise Refusal("no_mass")
    if rule.leads == Leads.CUSTOMS:
        raise Refusal("customs_leads")
    _must_stand(claim, licence)
    _must_fit(claim, licence)
    return _line(claim, licence, lines)


def _must_stand(claim: Claim, licence: Licence) -> None:
    if licence.state == State.SUSPENDED:
        raise Refusal("suspended", number=licence.number)
    if licence.state == State.REVOKED:
        raise Refusal("revoked", number=licence.number)
    if claim.on < licence.valid_from:
        raise Refusal(
            "not_valid_yet", number=licence.number, day=date_format(licence.valid_from, "DATE_FORMAT")
        )
    if claim.on > licence.valid_until:
        raise Refusal("expired", number=licence.number, day=date_format(licence.valid_until, "DATE_FORMAT"))


def _must_fit(claim: Claim, licence: Licence) -> None:
    if claim.trader_number:
        if not _APART.sub("", licence.holder_number):
            raise Refusal("holder_without_number", number=licence.number)
        if not same_number(claim.trader_number, licence.holder_number):
            raise Refusal("wrong_holder", number=licence.number, given=claim.trader_number)
    if claim.regime:
        needed = direction_of(claim.regime)
        if needed is None:
            raise Refusal("unknown_regime", given=claim.regime)
        if needed != licence.direction:
            is_for = Direction(licence.direction).label
            raise Refusal("wrong_direction", number=licence.number, direction=is_for, given=claim.regime)
    if licence.offices and claim.office:
        good_at = {str(o).casefold() for o in licence.offices}
        if claim.office.casefold() not in good_at:
            raise Refusal(
                "wrong_office", number=licence.number, given=claim.office, offices=listed(licence.offices)
            )
    if licence.partner and claim.partner and country(claim.partner) != licence.partner:
        raise Refusal(
            "wrong_partner", number=licence.number, partner=place_name(licence.partner),
            given=place_name(country(claim.partner)),
        )  # fmt: skip


def _line(claim: Claim, licence: Licence, lines: Sequence[LicenceLine]) -> LicenceLine:
    """The first line that matches in all that was said; else what the nearest one does not match in."""
    gas = ""
    if claim.substance:
        gas = gas_of(claim.substance) or ""
        if not gas:
            raise Refusal("unknown_substance", given=claim.substance)
        lines = [line for line in lines if line.substance == gas]
    if not lines:
        named = listed(dict.fromkeys(line.substance for line in licence.lines.all()))
        raise Refusal("substance_not_on_licence", number=licence.number, given=gas or "–", substances=named)
    near = lines[0]
    lines = [line for line in lines if _code_matches(claim, line)] or _no(
        Refusal("hs_mismatch", given=claim.hs_code, expected=near.hs_code, substance=near.substance)
    )
    for said, words, name in (
        (claim.nature, Nature, "nature"), (claim.purpose, Purpose, "purpose"), (claim.what, What, "what"),
    ):  # fmt: skip
        if said:
            near = lines[0]
            lines = [line for line in lines if getattr(line, name) == said] or _no(
                Refusal(
                    "purpose_mismatch", substance=near.substance, given=words(said).label,
                    expected=words(getattr(near, name)).label,
                )
            )  # fmt: skip
    _co2e_must_fit(claim, lines[0])
    # Of several lines for the same goods the one with most left is asked first.
    return max(lines, key=lambda line: line.free_g)


def _no(refusal: Refusal) -> list[LicenceLine]:
    raise refusal


def _digits(code: str) -> str:
    return "".join(c for c in code if c.isdigit())


def _codes(line: LicenceLine, edition: str) -> set[str]:
    """Codes the line's goods may stand under in this edition; none where the licence leaves it open."""
    own = _digits(line.hs_code)
    if not own:
        return set()
    if not edition or not line.hs_edition or edition == line.hs_edition:
        return {own}
    return set(substance(line.substance).hs.get(edition, ())) or {own}


def _code_matches(claim: Claim, line: LicenceLine) -> bool:
    given = _digits(claim.hs_code)
    codes = _codes(line, claim.hs_edition)
    # A national line of eight or ten digits stands under the six of the licence, and the reverse.
    return not given or not codes or any(given.startswith(c) or c.startswith(given) for c in codes)


def _co2e_must_fit(claim: Claim, line: LicenceLine) -> None:
    if claim.co2e_kg is None:
        return
    expected = round(claim.mass_g * treaty_gwp(line.substance) / 1000)
    if abs(claim.co2e_kg - expected) > max(ROUNDING_KG, expected // 100):
        raise Refusal(
            "co2e_mismatch", given=number_format(claim.co2e_kg / 1000), mass=kilos(claim.mass_g),
            substance=line.substance, expected=number_format(round(expected / 1000, 3)),
        )  # fmt: skip
