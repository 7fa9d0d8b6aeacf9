"""The discrepancy register, official totals and the quota table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tradewind.detectors.discrepancy import Discrepancy
from tradewind.detectors.reconcile import QuotaLine
from tradewind.picture.caveats import NOT_ADDED
from tradewind.picture.model import Column, Section, Table
from tradewind.picture.sections.findings import interval
from tradewind.picture.setting import Setting
from tradewind.quantities import Interval
from tradewind.reference.cases import aggregates_path


def discrepancies_section(found: Sequence[Discrepancy], setting: Setting) -> Section:
    """Published figures beside recomputed ones; neither is preferred."""
    say = setting.say
    columns = (
        Column("case", say("Case"), "key"), Column("country", say("Detected in")), Column("gases", say("Gases")),
        Column("kg", say("Mass, kg"), "number"), Column("claimed", say("Published, t CO2e"), "number"),
        Column("recomputed", say("Recomputed, t CO2e"), "range"),
        Column("gwp", say("GWP the claim would mean"), "number"),
        Column("why", say("What would explain it")), Column("source", say("Source"), "link"),
    )  # fmt: skip
    rows = tuple(
        {
            "case": d.case, "country": setting.place(d.country), "gases": ", ".join(d.gases), "kg": d.mass_kg,
            "claimed": d.claimed_t, "recomputed": interval(d.recomputed_t, setting), "gwp": round(d.implied_gwp),
            "why": "; ".join(d.explanations), "source": d.source_address,
        }
        for d in found
    )  # fmt: skip
    lead = say(
        "Figures published with a case, recomputed from its substances and mass with the Protocol's GWPs."
    )
    if not rows:
        lead = say("No case with a published CO2e figure disagrees with its recomputed one.")
    return Section(
        key="discrepancies", title=say("Figures that disagree"), lead=(lead,),
        tables=(Table("discrepancy-register", say("Discrepancy register"), columns, rows),) if rows else (),
        caveats=(say("A disagreement is a question to the publisher; either figure may be the wrong one."),),
        sources=(say("Each case names its source; GWPs of the Protocol from the reference data."),),
        open_tables=True,
    )  # fmt: skip


def totals_section(setting: Setting) -> Section:
    """Totals of operations as published."""
    say = setting.say
    with aggregates_path().open(encoding="utf-8") as stream:
        totals = [json.loads(line) for line in stream]
    columns = (
        Column("name", say("Operation or source")), Column("period", say("Period")), Column("scope", say("Scope")),
        Column("figures", say("Figures as published")), Column("note", say("Note")),
        Column("source", say("Source"), "link"),
    )  # fmt: skip
    rows = tuple(
        {
            "name": t["name"], "period": t["period"], "scope": t["scope"],
            "figures": "; ".join(_figure(k, v, setting) for k, v in t["values"].items() if k != "note"),
            "note": t["values"].get("note"), "source": t["source_url"],
        }
        for t in totals
    )  # fmt: skip
    return Section(
        key="totals", title=say("Official totals, apart from the cases"), lead=(say(NOT_ADDED),),
        tables=(Table("official-totals", say("Official totals"), columns, rows),),
        caveats=(say("Each operation counts in its own way: other substances, periods and members."),),
        sources=(say("Each row names its source."),), open_tables=True,
    )  # fmt: skip


def quotas_section(lines: Sequence[QuotaLine], setting: Setting) -> Section:
    """Allocated, licensed, cleared and left, in kg and in the unit of the limit."""
    say = setting.say
    columns = (
        Column("importer", say("Importer")), Column("substance", say("Substance")),
        Column("year", say("Year"), "year"),
        Column("allocated_kg", say("Allocated, kg"), "number"), Column("licensed_kg", say("Licensed, kg"), "number"),
        Column("cleared_kg", say("Cleared, kg"), "range"), Column("left_kg", say("Left, kg"), "range"),
        Column("unit", say("Unit of the limit")), Column("allocated", say("Allocated"), "number"),
        Column("licensed", say("Licensed"), "range"), Column("cleared", say("Cleared"), "range"),
        Column("left", say("Left"), "range"),
        Column("without_mass", say("Clearances without a mass"), "count"),
    )  # fmt: skip
    return Section(
        key="quotas", title=say("Quotas and licences"),
        lead=(say("Allocated, licensed, cleared and left, per importer and substance. A figure below zero was"
                  " exceeded; a range stands where a code may or may not be the substance."),),
        tables=(Table("quota-table", say("Quota table"), columns, tuple(_quota(line, setting) for line in lines),
                      absent=say("none on file")),),
        caveats=(say("Cleared masses are those of the loaded declarations; what was not loaded is not in them."),),
        sources=(say("Licence register, quotas and declarations loaded by the office."),), open_tables=True,
    )  # fmt: skip


def _quota(line: QuotaLine, setting: Setting) -> Mapping[str, Any]:
    plain = {name: getattr(line, name) for name in line.__slots__}
    return {k: interval(v, setting) if isinstance(v, Interval) else v for k, v in plain.items()}


def _figure(key: str, value: Any, setting: Setting) -> str:
    """A published figure with its unit from the key: `kg`, `substances_t` ..."""
    if isinstance(value, float) and value <= 1 and "share" in key:
        return f"{key.replace('_', ' ')} {value:.0%}"
    number = setting.number(value) if isinstance(value, int | float) else str(value)
    words = key.replace("_", " ").removesuffix(" min")
    least = setting.say("at least") + " " if key.endswith("_min") else ""
    for suffix, unit in (("co2e t", "t CO2e"), (" t", "t"), (" eur", "EUR")):
        if words.endswith(suffix):
            rest = words.removesuffix(suffix).strip()
            return f"{rest} {least}{number} {unit}".strip()
    return f"{least}{number} kg" if words == "kg" else f"{words} {least}{number}"
