"""Where the ledger of customs leads: what its files say of each licence is copied, beside what we count ourselves.

What customs says is its extract of licence uses (`licence_uses`); what we count is what was written off here and what
the declarations say. Nothing is written off from it: the page of differences shows both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from tradewind.warehouse import Warehouse
from tradewind_web.agencies.models import Agency
from tradewind_web.agencies.roles import Kind
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.jobs.queue import Tell
from tradewind_web.licensing.actions.comparing import Copied, keep_figures
from tradewind_web.licensing.customs_queries import issued_for_agency, rule_of
from tradewind_web.licensing.daily import declared_on, item_of, line_of
from tradewind_web.licensing.models import Licence, Reservation
from tradewind_web.licensing.verifying import gas_of
from tradewind_web.licensing.words import Held, Leads
from tradewind_web.sources.queries import batches_of_agency, warehouse_for_agency

_READ: Final = ("licence_id", "substance", "used_on", "used_mass_g", "remaining_mass_g", "row_ref")

#: Number of the licence and the gas.
Place = tuple[str, str]
Row = Mapping[str, Any]


def copy_ledger(agency_id: str, tell: Tell) -> str:
    """Copy what the files of this customs administration say; a sentence of what there is."""
    agency = Agency.objects.get(pk=agency_id)
    if agency.kind != Kind.CUSTOMS or not agency.party or rule_of(agency.party).leads != Leads.CUSTOMS:
        return "nothing: this office's ledger leads"
    licences = {str(licence.number): licence for licence in issued_for_agency(agency)}
    with warehouse_for_agency(agency) as warehouse:
        tables = warehouse.tables()
        tell(0.1, "copying the ledger of customs")
        uses = _uses(warehouse, list(licences)) if "licence_uses" in tables else []
        declared = declared_on(warehouse, list(licences)) if "declarations" in tables else []
    loaded = {b.library_id: b.loaded_at for b in batches_of_agency(agency)}
    ours = _ours(licences, declared)
    copied = list(_copied(licences, uses, ours, loaded))
    return f"{keep_figures(actor=PlatformFor(str(agency.pk)), customs=agency, copied=copied)} figures"


def _uses(warehouse: Warehouse, numbers: list[str]) -> list[Row]:
    rows = warehouse.current("licence_uses")
    found: list[Row] = rows.filter(rows.licence_id.isin(numbers)).select(*_READ).to_pyarrow().to_pylist()
    return found


def _ours(licences: Mapping[str, Licence], declared: list[Row]) -> Mapping[Place, int]:
    """What was declared, and what was written off here of which no declaration tells."""
    sums: dict[Place, int] = defaultdict(int)
    told: set[tuple[int, str, int]] = set()
    for row in declared:
        line = line_of(licences[row["licence_id"]], row)
        if line is not None and row["net_mass_g"]:
            sums[row["licence_id"], line.substance] += row["net_mass_g"]
            told.add((line.pk, *item_of(row)))
    cleared = Reservation.objects.filter(line__licence__in=list(licences.values()), state=Held.CONFIRMED)
    columns = ("line_id", "declaration", "item", "line__licence__number", "line__substance", "cleared_g")
    for line_id, declaration, item, number, gas, mass in cleared.values_list(*columns):
        if (line_id, declaration, item) not in told:
            sums[str(number), gas] += mass or 0
    return sums


def _copied(
    licences: Mapping[str, Licence],
    uses: list[Row],
    ours: Mapping[Place, int],
    loaded: Mapping[str, datetime],
) -> Iterator[Copied]:
    """One a licence and gas on which anything is told by either side."""
    by_place: dict[Place, list[Row]] = defaultdict(list)
    for row in uses:
        gas = _gas(licences[row["licence_id"]], row)
        if gas:
            by_place[row["licence_id"], gas].append(row)
    newest = max(loaded.values(), default=None)
    for number, gas in sorted(by_place.keys() | ours.keys()):
        rows = by_place.get((number, gas), [])
        moments = [loaded[name] for row in rows if (name := row["row_ref"].split(":", 1)[0]) in loaded]
        as_of = max(moments, default=newest)
        if as_of is None:
            continue
        last = max(rows, key=lambda row: row["used_on"] or date.min, default=None)
        masses = [row["used_mass_g"] for row in rows if row["used_mass_g"] is not None]
        yield Copied(
            licence=licences[number], substance=gas, ours_g=ours.get((number, gas), 0),
            theirs_g=sum(masses) if masses else None, left_g=last["remaining_mass_g"] if last else None,
            used_on=last["used_on"] if last else None, as_of=as_of,
        )  # fmt: skip


def _gas(licence: Licence, row: Row) -> str | None:
    """The gas of a use; that of the licence where it is for one alone."""
    named = list(dict.fromkeys(line.substance for line in licence.lines.all()))
    gas = gas_of(row["substance"]) if row["substance"] else None
    return gas if gas in named else named[0] if len(named) == 1 and not row["substance"] else None
