"""The daily file of customs: what was cleared on our licences is written off afterwards, item by item.

A declaration that was amended corrects its write-off, one that was cancelled takes it back; the same file again changes
nothing. At level 1 the file writes off; at level 2 it only corrects what was entered by hand while the link was down,
because what the link held is known already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from django.utils import timezone

from tradewind.warehouse import Warehouse
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.jobs.queue import Tell
from tradewind_web.licensing.actions.falling_back import reconcile_declared
from tradewind_web.licensing.actions.writing_off import Passed, write_off_for
from tradewind_web.licensing.claims import direction_of
from tradewind_web.licensing.customs_queries import issued_for_agency, rule_of, written_off
from tradewind_web.licensing.models import Licence, LicenceLine, LicensingRule, Reservation
from tradewind_web.licensing.verifying import gas_of
from tradewind_web.licensing.words import Came, Held, Leads, LinkLevel
from tradewind_web.sources.queries import warehouse_for_agency

_READ: Final = (
    "declaration_id", "item", "licence_id", "lodged_on", "office", "regime", "substance", "hs_code", "net_mass_g",
)  # fmt: skip

Row = Mapping[str, Any]


def write_off_daily(agency_id: str, tell: Tell) -> str:
    """Bring the ledger to what the declarations that reach the agency say now; a sentence of what changed."""
    agency = Agency.objects.get(pk=agency_id)
    rule = rule_of(agency.party)
    if not agency.party or rule.leads == Leads.CUSTOMS or rule.level == LinkLevel.PAPER:
        return "nothing: the daily file does not write off here"
    licences = {str(licence.number): licence for licence in issued_for_agency(agency)}
    with warehouse_for_agency(agency) as warehouse:
        if not licences or "declarations" not in warehouse.tables():
            return "nothing to match"
        tell(0.1, "matching declarations with licences")
        rows = declared_on(warehouse, list(licences))
        known = _ever_declared(warehouse, [w.declaration for w in written_off(agency)])
    counts = _follow(agency, rule, licences, rows)
    said = {(row["licence_id"], *item_of(row)) for row in rows}
    counts += _take_back(agency, said, known)
    counts["reconciled"] += reconcile_declared(PlatformFor(agency_id), agency, said)
    return (
        ", ".join(f"{count} {what}" for what, count in sorted(counts.items()) if count) or "nothing changed"
    )


def declared_on(warehouse: Warehouse, numbers: list[str]) -> list[Row]:
    """The declaration items that count and name one of these licences."""
    items = warehouse.current("declarations")
    asked = items.filter(items.licence_id.isin(numbers) & items.declaration_id.notnull())
    found: list[Row] = asked.select(*_READ).order_by("declaration_id", "item").to_pyarrow().to_pylist()
    return found


def _ever_declared(warehouse: Warehouse, declarations: list[str]) -> set[str]:
    """Those of which the warehouse still knows something: what was retired takes nothing back."""
    if not declarations:
        return set()
    items = warehouse.history("declarations")
    asked = items.filter(items.declaration_id.isin(sorted(set(declarations)))).select("declaration_id")
    return set(asked.distinct().to_pyarrow()["declaration_id"].to_pylist())


def _follow(
    agency: Agency, rule: LicensingRule, licences: Mapping[str, Licence], rows: list[Row]
) -> Counter[str]:
    counts: Counter[str] = Counter()
    actor = PlatformFor(str(agency.pk))
    by_hand = {(w.line_id, w.declaration, w.item) for w in written_off(agency, Came.FALLBACK)}
    standing = _standing(licences.values())
    for row in rows:
        line = line_of(licences[row["licence_id"]], row)
        if line is None or not row["net_mass_g"]:
            counts["not matched"] += 1
            continue
        declaration, item = item_of(row)
        place, mass = (line.pk, declaration, item), row["net_mass_g"]
        if rule.level != LinkLevel.DAILY and place not in by_hand:
            continue
        if standing.get(place) == mass:  # the file before said so already
            continue
        done = write_off_for(actor, agency, Passed(
            line=line, declaration=declaration, item=item, mass_g=mass, on=row["lodged_on"] or timezone.localdate(),
            source=Came.DAILY_FILE, office=(row["office"] or "")[:40],
        ))  # fmt: skip
        standing[place] = mass
        if done is not None:
            counts["overdrawn" if done.beyond_g else "written off"] += 1
    return counts


def _standing(licences: Iterable[Licence]) -> dict[tuple[int, str, int], int | None]:
    """Line, declaration and item -> what stands as cleared, whoever wrote it off."""
    rows = Reservation.objects.filter(line__licence__in=list(licences), state=Held.CONFIRMED)
    return {row[:3]: row[3] for row in rows.values_list("line_id", "declaration", "item", "cleared_g")}


def _take_back(agency: Agency, said: Collection[tuple[str, str, int]], known: set[str]) -> Counter[str]:
    """What the file wrote off and no declaration that counts says any more."""
    counts: Counter[str] = Counter()
    for row in list(written_off(agency, Came.DAILY_FILE)):
        place = (row.line.licence.number, row.declaration, row.item)
        if place in said or row.declaration not in known:
            continue
        write_off_for(PlatformFor(str(agency.pk)), agency, Passed(
            line=row.line, declaration=row.declaration, item=row.item, mass_g=0,
            on=row.cleared_on or timezone.localdate(), source=Came.DAILY_FILE,
        ))  # fmt: skip
        counts["taken back"] += 1
    return counts


def item_of(row: Row) -> tuple[str, int]:
    """The declaration and the item in it, as they are written off."""
    return row["declaration_id"][:100], row["item"] or 1


def line_of(licence: Licence, row: Row) -> LicenceLine | None:
    """The line the item was cleared on; None where it cannot be told, or the regime is none of the licence's."""
    needed = direction_of(row["regime"] or "")
    if needed is not None and needed != licence.direction:
        return None
    lines = list(licence.lines.all())
    gas = gas_of(row["substance"]) if row["substance"] else None
    if gas:
        lines = [line for line in lines if line.substance == gas]
    elif len(lines) > 1 and row["hs_code"]:
        lines = [line for line in lines if line.hs_code and row["hs_code"].startswith(line.hs_code[:6])]
    return lines[0] if len(lines) == 1 else None
