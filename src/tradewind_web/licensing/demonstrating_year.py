"""Last year's licences of an invented office and what customs cleared on them: for the demonstration alone.

Each clearance is there for something the yearly pages show: a blend that is split, used gas and feedstock in columns of
their own, equipment apart, two figures that differ with an explanation, two that differ without one, and a stated zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from tradewind.reporting import Cell
from tradewind_web.agencies.acting import Acting
from tradewind_web.licensing.actions import allotting, applying, deciding, yearly
from tradewind_web.licensing.actions.allotting import Allotment
from tradewind_web.licensing.actions.writing_off import Passed, write_off
from tradewind_web.licensing.models import Licence, LicenceLine
from tradewind_web.licensing.values import LicenceValues, LineValues
from tradewind_web.licensing.words import Came
from tradewind_web.traders.models import Trader

_KG: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Licensed:
    """A licence of last year: who held it, with which country, its gases, and what was cleared of each, in grams."""

    holder: str
    direction: str
    partner: str
    lines: tuple[LineValues, ...]
    cleared: tuple[tuple[int, ...], ...]


_LICENCES: Final = (
    _Licensed(
        "4001", "import", "CHN",
        (
            LineValues("R-134a", 5_000_000, sector="servicing", hs_edition="2022", hs_code="290345"),
            LineValues("R-410A", 2_600_000, sector="servicing", hs_edition="2022", hs_code="382763"),
        ),
        ((2_720_000, 1_904_000), (1_130_500, 1_243_550)),
    ),
    _Licensed("4001", "import", "IND", (LineValues("R-22", 900_000, sector="servicing"),), ((612_000,),)),
    _Licensed(
        "4003", "import", "DEU",
        (LineValues("R-22", 500_000, nature="reclaimed", source="Reclaim plant of the other country",
                    sector="servicing"),),
        ((476_000,),),
    ),
    _Licensed("4003", "import", "IND", (LineValues("R-22", 3_000_000, purpose="feedstock"),), ((2_940_000,),)),
    _Licensed(
        "4002", "import", "THA",
        (LineValues("R-410A", 1_800_000, what="equipment", units=1500, charge_g=1200),), ((1_440_000,),),
    ),
    _Licensed(
        "4002", "import", "ARE", (LineValues("R-32", 700_000), LineValues("R-134a", 260_000)),
        ((680_000,), (244_800,)),
    ),
    _Licensed("4001", "export", "HMD", (LineValues("R-134a", 150_000),), ((136_000,),)),
)  # fmt: skip


@transaction.atomic
def clear_a_year(acting: Acting) -> None:
    """Licences of last year with their clearances, a figure that is stated and a difference that is explained."""
    year = timezone.localdate().year - 1
    if Licence.objects.filter(owner=acting.agency, quota_year=year).exists():
        return
    holders = {
        holder.national_number.rpartition("-")[2]: holder
        for holder in Trader.objects.filter(owner=acting.agency, holds_quota=True)
    }
    _quotas(acting, year, (holders[name] for name in ("4001", "4002")))
    for place, licensed in enumerate(_LICENCES):
        made = _granted(acting, holders[licensed.holder], year, licensed)
        _cleared(acting, made, licensed, year, place)
    yearly.state_figure(
        acting=acting, year=year, report="article7", cell=Cell("production", "R-22", "", "produced"), amount=0,
        source="Demonstration: letter of the ministry of industry, nobody produces any",
    )  # fmt: skip
    yearly.explain(
        acting=acting, year=year, key="sectors|imports|R-134a|",
        said="Demonstration: the importer sold it on to a shop; it asked both buyers and waits for their answer",
    )  # fmt: skip


def _quotas(acting: Acting, year: int, holders: Iterable[Trader]) -> None:
    for holder in holders:
        for group, unit, amount in (("F", "co2e_kg", 16_000_000), ("C-I", "odp_kg", 60)):
            allotting.allot(
                acting=acting, allotment=Allotment(group, year, unit, amount * _KG, holder.pk),
                reason="Demonstration: decision of the year",
            )  # fmt: skip


def _granted(acting: Acting, holder: Trader, year: int, licensed: _Licensed) -> Licence:
    values = LicenceValues(
        licensed.direction, licensed.partner, date(year, 1, 1), date(year, 12, 31), licensed.lines,
        applied_on=date(year - 1, 11, 20),
    )  # fmt: skip
    made = applying.enter(acting=acting, holder_id=holder.pk, values=values)
    applying.take_in(acting=acting, licence_id=made.pk)
    return deciding.grant(acting=acting, licence_id=made.pk, reasons="Demonstration: in order")


def _cleared(acting: Acting, licence: Licence, licensed: _Licensed, year: int, place: int) -> None:
    lines = LicenceLine.objects.filter(licence=licence).select_related("licence")
    for line, masses in zip(lines, licensed.cleared, strict=True):
        for nth, mass_g in enumerate(masses, 1):
            write_off(acting=acting, passed=Passed(
                line=line, declaration=f"{acting.agency.party}-{year}-{7001 + place}", item=10 * line.position + nth,
                mass_g=mass_g, on=date(year, 2 + 4 * nth, 3 + place), source=Came.PAPER,
            ))  # fmt: skip
