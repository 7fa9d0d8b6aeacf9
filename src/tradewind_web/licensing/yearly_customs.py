"""Reading what the declarations of a year say, for a job: pages show what it kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pyarrow as pa

from tradewind.derivations.goods_lines import READ, derive
from tradewind.errors import UnknownName
from tradewind.reference import components_of
from tradewind.reporting import split
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.jobs.queue import Tell
from tradewind_web.licensing.actions.yearly import keep_customs
from tradewind_web.licensing.yearly import is_controlled
from tradewind_web.sources.queries import warehouse_for_agency

#: Regime of a declaration -> the form it counts in, and where the partner stands. Transit counts in none.
_FORMS: Final = {
    "import": ("imports", "dispatch"), "export": ("exports", "destination"), "re-export": ("exports", "destination"),
}  # fmt: skip


def read_customs_year(agency_id: str, year: int, tell: Tell) -> str:
    """Count the declarations of the year by form, component and partner; what is not clear is counted apart."""
    agency = Agency.objects.get(pk=agency_id)
    tell(0.1, "reading declarations")
    with warehouse_for_agency(agency) as warehouse:
        rows = _declared(warehouse, year) if "declarations" in warehouse.tables() else []
    sums, left_out = _summed(rows)
    keep_customs(
        acting=PlatformFor(str(agency.pk)), agency=agency, year=year, left_out=left_out, items=len(rows),
        rows=[(*place, grams) for place, grams in sorted(sums.items())],
    )  # fmt: skip
    return f"{len(rows)} items"


def _declared(warehouse: Any, year: int) -> list[dict[str, Any]]:
    """The year's items with the gas each speaks of."""
    items = warehouse.current("declarations")
    kept = [
        c
        for c in dict.fromkeys((*READ, "regime", "dispatch", "destination", "net_mass_g"))
        if c in items.columns
    ]
    asked = items.filter(
        items.regime.isin(list(_FORMS)) & items.lodged_on.between(date(year, 1, 1), date(year, 12, 31))
    )
    found: pa.Table = asked.select(*kept).to_pyarrow()
    facts = derive(found).select(["gas", "code_kind", "text_equipment", "in_frame"]).to_pylist()
    return [{**row, **fact} for row, fact in zip(found.to_pylist(), facts, strict=True) if fact["in_frame"]]


def _summed(rows: list[dict[str, Any]]) -> tuple[dict[tuple[str, str, str], int], Mapping[str, int]]:
    sums: dict[tuple[str, str, str], int] = {}
    left_out: Counter[str] = Counter()
    for row in rows:
        if row["code_kind"] == "equipment" or row["text_equipment"]:
            left_out["equipment"] += 1
        elif not _is_one_gas(row["gas"]):
            left_out["no_gas"] += 1
        elif row["net_mass_g"] is None:
            left_out["no_mass"] += 1
        else:
            form, where = _FORMS[row["regime"]]
            for component, grams in split(row["gas"], row["net_mass_g"]):
                if is_controlled(component):
                    place = form, component, row[where] or ""
                    sums[place] = sums.get(place, 0) + grams
    return sums, left_out


def _is_one_gas(name: str | None) -> bool:
    try:
        return bool(name) and bool(components_of(name or ""))
    except UnknownName:
        return False
