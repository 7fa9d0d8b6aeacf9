"""Licences of an invented office in each situation an officer meets: for the demonstration alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.licensing.actions import allotting, applying, deciding, standing
from tradewind_web.licensing.actions.allotting import Allotment
from tradewind_web.licensing.demonstrating_customs import (
    OFFICE,
    Licences,
    customs_beside,
    one_at,
    spend_a_day,
)
from tradewind_web.licensing.models import Licence
from tradewind_web.licensing.values import LicenceValues, LineValues
from tradewind_web.traders.actions import keeping, linking
from tradewind_web.traders.models import Kind, Link, Trader
from tradewind_web.traders.values import TraderValues

_KG: Final = 1_000_000
_HOLDERS: Final = ("Northern Cooling", "Harbour Refrigeration", "Island Foams", "Harbour Trading")


@transaction.atomic
def license_some(acting: Acting) -> None:
    """Quotas of this year and licences: in force, waiting, over quota, asked for more, refused, suspended, ending."""
    if Licence.objects.filter(owner=acting.agency).exists():
        return
    cooling, harbour, foams, trading = (
        _holder(acting, name, f"{acting.agency.party}-{4001 + n}") for n, name in enumerate(_HOLDERS)
    )
    linking.link(
        acting=acting, one_id=harbour.pk, other_id=trading.pk, kind=Link.Kind.SAME,
        why="Demonstration: one director, one address",
    )  # fmt: skip
    _quotas(acting, cooling, harbour, foams)
    today = timezone.localdate()
    year = date(today.year, 1, 1), date(today.year, 12, 31)
    _granted(acting, cooling, "CHN", year, LineValues("R-134a", 6_000_000, sector="servicing", hs_edition="2022",
                                                      hs_code="290345"))  # fmt: skip
    _granted(acting, harbour, "IND", (year[0], today + timedelta(days=12)), LineValues("R-410A", 2_500_000))
    _granted(
        acting, foams, "DEU", year,
        LineValues("R-22", 800_000, nature="reclaimed", source="Reclaim plant of the other country"),
    )  # fmt: skip
    doubtful = _granted(acting, harbour, "ARE", year, LineValues("R-404A", 400_000))
    standing.suspend(
        acting=acting, licence_id=doubtful.pk,
        reason="Demonstration: the other ozone unit does not know the exporter's licence",
    )  # fmt: skip
    _applied(acting, cooling, "CHN", year, LineValues("R-22", 1_200_000, sector="servicing"), days=21)
    _applied(acting, trading, "CHN", year, LineValues("R-134a", 9_000_000), days=9)
    _applied(
        acting, harbour, "THA", year,
        LineValues("R-410A", 1_800_000, what="equipment", units=1500, charge_g=1200), days=3,
    )  # fmt: skip
    more = _applied(acting, foams, "ITA", year, LineValues("R-141b", 300_000, sector="foam"), days=15)
    deciding.ask_more(
        acting=acting, licence_id=more.pk, reasons="Demonstration: bring the invoice of the supplier"
    )
    old = _applied(acting, foams, "CHN", year, LineValues("R-11", 200_000), days=30)
    deciding.refuse(
        acting=acting, licence_id=old.pk, reasons="Demonstration: phased out, no exempted use is named"
    )
    _day_of_customs(acting, harbour, year, doubtful)


def _day_of_customs(acting: Acting, holder: Trader, year: tuple[date, date], suspended: Licence) -> None:
    """Licences for a day at the customs desk, and that day; nothing where nobody works at customs."""
    customs, supervisor = customs_beside(acting.agency), one_at(acting.agency, Role.SUPERVISOR)
    if customs is None or supervisor is None:
        return
    gas = LineValues("R-134a", 60_000, hs_edition="2022", hs_code="290345")
    good = _granted(acting, holder, "CHN", year, gas, offices=(OFFICE,))
    revoked = _granted(acting, holder, "CHN", year, replace(gas, allowed_g=20_000))
    standing.revoke(
        acting=acting, licence_id=revoked.pk, reason="Demonstration: the holder lent it to another importer"
    )
    unnumbered = _holder(acting, "Peak Cooling", "")
    beyond = "Demonstration: from the reserve"
    nameless = _granted(
        acting, unnumbered, "CHN", year, replace(gas, allowed_g=10_000), by=supervisor, beyond=beyond
    )
    spend_a_day(customs, supervisor, Licences(good, suspended, revoked, nameless))


def _holder(acting: Acting, name: str, number: str) -> Trader:
    values = TraderValues(
        f"{name} of {acting.agency.party}", national_number=number, country=acting.agency.party,
        kinds=(Kind.IMPORTER,), holds_quota=True, notes="Demonstration: invented",
    )  # fmt: skip
    return keeping.add(acting=acting, values=values)


def _quotas(acting: Acting, cooling: Trader, harbour: Trader, foams: Trader) -> None:
    year = timezone.localdate().year
    for holder, group, unit, amount in (
        (cooling, "F", "co2e_kg", 14_000_000), (harbour, "F", "co2e_kg", 12_000_000), (foams, "F", "co2e_kg", 900_000),
        (cooling, "C-I", "odp_kg", 60), (foams, "C-I", "odp_kg", 45),
    ):  # fmt: skip
        allotment = Allotment(group, year, unit, amount * _KG, holder.pk)
        allotting.allot(acting=acting, allotment=allotment, reason="Demonstration: decision of the year")
    for pool, amount in (("reserve", 1_500_000), ("new_entrants", 800_000)):
        allotment = Allotment("F", year, "co2e_kg", amount * _KG, pool=pool)
        allotting.allot(acting=acting, allotment=allotment, reason="Demonstration: decision of the year")


def _applied(
    acting: Acting,
    holder: Trader,
    partner: str,
    days_valid: tuple[date, date],
    *lines: LineValues,
    days: int = 40,
    offices: tuple[str, ...] = (),
) -> Licence:
    on = timezone.localdate() - timedelta(days=days)
    values = LicenceValues("import", partner, *days_valid, lines, offices=offices, applied_on=on)
    made = applying.enter(acting=acting, holder_id=holder.pk, values=values)
    return applying.take_in(acting=acting, licence_id=made.pk)


def _granted(
    acting: Acting, holder: Trader, partner: str, days_valid: tuple[date, date], *lines: LineValues,
    offices: tuple[str, ...] = (), by: Acting | None = None, beyond: str = "",
) -> Licence:  # fmt: skip
    made = _applied(acting, holder, partner, days_valid, *lines, offices=offices)
    return deciding.grant(
        acting=by or acting, licence_id=made.pk, reasons="Demonstration: in order", beyond_quota=beyond
    )
