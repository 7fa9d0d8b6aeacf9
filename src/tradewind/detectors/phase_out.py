"""Trade recorded in a period when new consumption was no longer allowed.

Which date counts:

- an import: the phase-out of consumption in the reporting Party;
- an export to a named Party: the phase-out of consumption there;
- an export to the world, or to areas not named: the exporter's phase-out of production and the latest
  phase-out of consumption of any Party, whichever is later, so that an export which any destination could
  still have taken is never listed.

Only a code counts all of whose members were phased out on that day: a basket with an allowed member
(2903.39, 2903.19) stays silent. A row whose HS edition is not known is withheld and counted. Re-imports and
re-exports are part of the imports and exports of UN Comtrade and are not listed again; a row for the world
is left out where the same trade is given by partner, months where the year is given, and a code in an older
edition where the same digits and groups are given in a newer one. Certainty by annex group says how often
such a line is lawful (recovered gas, feedstock, quarantine ...): our judgement, not a measured rate.

Sources: Montreal Protocol, Articles 2A to 2J and 5; Article 1 for production and consumption.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tradewind.detectors import phase_out_texts as texts
from tradewind.detectors.asking import Holdings
from tradewind.detectors.composing import about_flow, composed, facts_of_flow
from tradewind.detectors.sentences import Said, number
from tradewind.detectors.sentences import explain as put
from tradewind.detectors.valuing import factors_of_code, mass_of_grams, valued
from tradewind.errors import UnknownName
from tradewind.findings import Finding, strongest_first
from tradewind.fits.flows import is_whole, of_unknown_edition, without_repeated_world
from tradewind.reference.hs import code_facts, relevant_codes
from tradewind.reference.limits import phase_out_date
from tradewind.reference.parties import WORLD, parties, place, place_name

name: Final = "phase_out"
version: Final = "1.1"
question: Final = "Was trade recorded when new consumption was no longer allowed?"
needs: Final = (("trade_flows",),)

_CERTAINTY: Final = {
    "A-I": 0.6, "A-II": 0.6, "B-I": 0.5, "B-II": 0.3, "B-III": 0.4, "C-I": 0.4, "C-II": 0.5, "C-III": 0.4,
    "E": 0.25, "F": 0.4,
}  # fmt: skip
#: An export whose destination is not named says less than one to a named Party.
_DESTINATION_NOT_NAMED: Final = 0.9
_FLOWS: Final = ("import", "export")
_KEY: Final = ("reporter", "partner", "flow", "period_start", "period_end", "hs_edition", "hs_code")


@dataclass(frozen=True, slots=True)
class Parameters:
    """`least_kg` leaves out reported masses below it; a row without a mass is always kept."""

    least_kg: float = 0.0


def run(warehouse: Holdings, parameters: Parameters) -> list[Finding]:
    """One finding a reported flow (reporter, partner, flow, code, period) after the phase-out."""
    flows = _flows(warehouse)
    codes = _codes()
    consumers = flows.select(consumer=_consumer(flows), year=flows.period_start.year()).distinct()
    dates = _dates(consumers.to_pyarrow().to_pylist(), {c["groups"] for c in codes.values()})
    if not codes or not dates:
        return []
    expression = detect(flows, _table(codes.values()), _table(dates), parameters)
    return strongest_first([_finding(row) for row in expression.to_pyarrow().to_pylist()])


def withheld(warehouse: Holdings, parameters: Parameters) -> dict[str, int]:
    """Rows of relevant codes whose edition is not known: their code is read under none."""
    del parameters
    unknown = of_unknown_edition(warehouse.current("trade_flows"))
    count = int(unknown.filter(_no_past(unknown)).count().to_pyarrow().as_py())
    return {"rows of a relevant code whose HS edition is not known": count} if count else {}


def explain(finding: Finding, language: str = "en") -> str:
    """The finding as a paragraph."""
    return put(finding, texts.TEMPLATES, language)


def detect(flows: ibis.Table, codes: ibis.Table, dates: ibis.Table, parameters: Parameters) -> ibis.Table:
    """One row a flow reported after its phase-out, as one expression over `trade_flows` and two small tables.

    `codes` has hs_edition, hs_code, groups; `dates` has groups, consumer, year, allowed_until_before. The mass
    is low and high where sources differ.
    """
    rows = flows.mutate(consumer=_consumer(flows), year=flows.period_start.year())
    rows = rows.join(codes, ["hs_edition", "hs_code"]).join(dates, ["groups", "consumer", "year"])
    rows = _once(rows.filter(rows.period_start >= rows.first_day))
    keyed = [*_KEY, "groups", "first_day", "source"]
    whole = is_whole(rows)
    by_source = rows.group_by(keyed).agg(
        mass_g=ibis.coalesce(rows.net_mass_g.sum(where=whole), rows.net_mass_g.sum()),
        value=ibis.coalesce(rows.value_usd_cents.sum(where=whole), rows.value_usd_cents.sum()),
        estimated=rows.net_mass_estimated.fill_null(False).any(),
        refs=rows.row_ref.collect(),
    )
    found = by_source.group_by([*_KEY, "groups", "first_day"]).agg(
        low_g=by_source.mass_g.min(),
        high_g=by_source.mass_g.max(),
        value=by_source.value.max(),
        estimated=by_source.estimated.any(),
        refs=by_source.refs.collect().flatten(),
    )
    return found.filter(found.high_g.isnull() | (found.high_g >= int(parameters.least_kg * 1000)))


def _flows(warehouse: Holdings) -> ibis.Table:
    """Imports and exports of whole codes, without world rows that repeat what is given by partner."""
    flows = warehouse.current("trade_flows")
    flows = flows.filter(
        flows.flow.isin(_FLOWS) & flows.hs_edition.notnull() & (flows.hs_code.length() == 6) & _no_past(flows)
    ).join(_table(_codes().values()).select("hs_edition", "hs_code"), ["hs_edition", "hs_code"])
    return without_repeated_world(flows, ("period_start", "period_end"))


def _once(rows: ibis.Table) -> ibis.Table:
    """Without the months of a year that stands whole, and without a code in an older edition that a publisher
    gives for the same trade in a newer one: UN Comtrade converts what a Party reported to every older edition."""
    trade = ["source", "reporter", "partner", "flow", "hs_code"]
    first, last = rows.period_start, rows.period_end
    rows = rows.mutate(
        is_year=(first.month() == 1) & (first.day() == 1) & (last.month() == 12) & (last.day() == 31)
    )
    of_year = ibis.window(group_by=[*trade, "hs_edition", "year"])
    rows = rows.mutate(years=rows.is_year.fill_null(False).cast("int8").max().over(of_year))
    rows = rows.filter(rows.is_year | (rows.years == 0))
    of_period = ibis.window(group_by=[*trade, "groups", "period_start", "period_end"])
    rows = rows.mutate(newest=rows.hs_edition.max().over(of_period))
    return rows.filter(rows.hs_edition == rows.newest)


def _no_past(table: ibis.Table) -> ir.BooleanValue:
    """Rows loaded as the past raise no alarm."""
    return ~table.historical.fill_null(False)


def _consumer(flows: ibis.Table) -> ir.StringValue:
    """Who would consume it, and, for an export to nobody named, who made it: `IND>`."""
    nobody = (flows.partner == WORLD) | flows.partner.startswith("m49:")
    exported = ibis.ifelse(nobody, flows.reporter + ">", flows.partner)
    return ibis.ifelse(flows.flow == "import", flows.reporter, exported)


def _codes() -> dict[tuple[str, str], dict[str, str]]:
    """Codes that hold nothing but controlled substances, with their annex groups joined by a space."""
    found = {}
    for edition, *codes in relevant_codes():
        for code in codes:
            facts = code_facts(code, edition)
            if facts.groups and not facts.may_be_uncontrolled:
                groups = " ".join(sorted(facts.groups))
                found[edition, code] = {"hs_edition": edition, "hs_code": code, "groups": groups}
    return found


def _dates(consumers: Iterable[Mapping[str, Any]], group_sets: Iterable[str]) -> list[dict[str, Any]]:
    """The first day on which new consumption of every group of a code was no longer allowed there."""
    sets = sorted(group_sets)
    rows = []
    for asked in consumers:
        consumer, year = asked["consumer"], asked["year"]
        for groups in sets:
            day = _first_day(groups.split(), consumer, year)
            if day is not None:
                rows.append({"groups": groups, "consumer": consumer, "year": year, "first_day": day})
    return rows


def _first_day(groups: Iterable[str], consumer: str, year: int) -> date | None:
    days = []
    for group in groups:
        if consumer.endswith(">"):
            days += [_of_party(group, consumer[:-1], year), _latest(group, year)]
        else:
            days.append(_of_party(group, consumer, year))
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _of_party(group: str, code: str, year: int) -> date | None:
    """The phase-out for a Party, or for the Party that reports for a territory; None where it is neither."""
    try:
        found = place(code)
    except UnknownName:
        return None
    iso3 = found.code if found.kind == "party" else found.reported_with
    return phase_out_date(group, iso3, year) if iso3 else None


def _latest(group: str, year: int) -> date | None:
    """The latest phase-out of any Party; None where one may still consume."""
    days = [phase_out_date(group, iso3, year) for iso3 in _one_of_each_status(year)]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _one_of_each_status(year: int) -> tuple[str, ...]:
    by_status = {(p.status(year).article5, p.status(year).kigali_group): p.iso3 for p in parties()}
    return tuple(by_status.values())


def _table(rows: Iterable[Mapping[str, Any]]) -> ibis.Table:
    return ibis.memtable(pa.Table.from_pylist([dict(row) for row in rows]))


def _finding(row: Mapping[str, Any]) -> Finding:
    code, edition = row["hs_code"], row["hs_edition"]
    facts = code_facts(code, edition)
    worth = valued(mass_of_grams(row["low_g"], row["high_g"]), factors_of_code(code, edition))
    groups = row["groups"].split()
    named = row["flow"] == "import" or not _is_nobody(row["partner"])
    certainty = min(_CERTAINTY[g] for g in groups) * (1 if named else _DESTINATION_NOT_NAMED)
    said = [_when(row, facts.words, certainty), _how_much(row)]
    start, end = row["period_start"], row["period_end"]
    return composed(
        (name, version), about_flow(row, facts.words, start, end, f"{start}/{end}"), worth, certainty, said,
        texts.TEMPLATES, lawful=texts.lawful(groups, row["flow"]), check=texts.check(row["flow"]),
        facts=_facts(row, groups),
    )  # fmt: skip


def _facts(row: Mapping[str, Any], groups: list[str]) -> dict[str, Any]:
    return facts_of_flow(row) | {
        "groups": groups,
        "no_longer_allowed_from": row["first_day"].isoformat(),
        "decided_by": _decided_by(row),
    }


def _when(row: Mapping[str, Any], words: str, certainty: float) -> Said:
    values = {
        "reporter": place_name(row["reporter"]),
        "partner": place_name(row["partner"]),
        "words": words,
        "code": row["hs_code"],
        "edition": row["hs_edition"],
        "period": _period(row["period_start"], row["period_end"]),
        "date": row["first_day"].isoformat(),
    }
    return Said(_decided_by(row), certainty, values, tuple(sorted(row["refs"])))


def _decided_by(row: Mapping[str, Any]) -> str:
    if row["flow"] == "import":
        return "import_after_phase_out"
    return "export_to_world_after_phase_out" if _is_nobody(row["partner"]) else "export_after_phase_out"


def _is_nobody(partner: str | None) -> bool:
    return partner is None or partner == WORLD or partner.startswith("m49:")


def _how_much(row: Mapping[str, Any]) -> Said:
    if row["high_g"] is None:
        return Said("mass_not_reported", 0.0)
    if row["low_g"] != row["high_g"]:
        return Said(
            "masses_reported",
            0.0,
            {"low": number(row["low_g"] / 1000), "high": number(row["high_g"] / 1000)},
        )
    return Said("mass_reported", 0.0, {"mass": number(row["high_g"] / 1000)})


def _period(start: date, end: date | None) -> str:
    if end is None or start == end:
        return start.isoformat()
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    return f"{start.isoformat()} – {end.isoformat()}"
