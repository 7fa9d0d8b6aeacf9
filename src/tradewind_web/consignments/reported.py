"""What countries report to import, for goods that are sent to where nobody ever imported them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from uuid import UUID

from tradewind.errors import TradewindError
from tradewind.reference import find
from tradewind.warehouse import Warehouse
from tradewind_web.agencies.models import Agency
from tradewind_web.consignments.models import LegReport
from tradewind_web.sources.queries import warehouse_for_agency


def never_imports_for(agency: Agency, ids: Iterable[UUID]) -> Callable[[str, str], bool]:
    """Whether a country the consignments go to reports imports, and none under any code of a gas.

    A country without statistics in our copy is never said to import nothing: silence is no zero.
    """
    rows = LegReport.objects.filter(owner=agency, consignment__in=list(ids), taken_back_at__isnull=True)
    places = sorted(set(rows.exclude(country_to="").values_list("country_to", flat=True)))
    with warehouse_for_agency(agency) as warehouse:
        imported = _imported(warehouse, places)

    def never(place: str, gas: str) -> bool:
        codes = _codes(gas)
        return bool(codes) and place in imported and not codes & imported[place]

    return never


def _imported(warehouse: Warehouse, places: list[str]) -> dict[str, set[str]]:
    """Country -> codes it reported imports of, in any edition."""
    if not places or "trade_flows" not in warehouse.tables():
        return {}
    flows = warehouse.current("trade_flows")
    told = flows.filter(flows.reporter.isin(places) & (flows.flow == "import"))
    found: dict[str, set[str]] = {}
    for row in told.select("reporter", "hs_code").distinct().to_pyarrow().to_pylist():
        found.setdefault(row["reporter"], set()).add(row["hs_code"])
    return found


@cache
def _codes(gas: str) -> frozenset[str]:
    """Every code under which the gas stood in any edition; a gas of one basket code in a year counts by that too."""
    try:
        return frozenset(code for codes in find(gas).hs.values() for code in codes)
    except TradewindError:
        return frozenset()
