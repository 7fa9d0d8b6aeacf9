"""Reported trade in codes that can hold a controlled substance, by partner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tradewind.picture.cases import Case
from tradewind.picture.caveats import BASKET, GAP, NO_CASE, SILENCE
from tradewind.picture.model import Arc, Column, Section, Table
from tradewind.picture.setting import Setting
from tradewind.reference.hs import code_facts
from tradewind.reference.parties import WORLD

Row = Mapping[str, Any]
_MOST_ARCS = 60


def arcs(flows: Sequence[Row], setting: Setting) -> tuple[Arc, ...]:
    """The heaviest flows between two named countries; trade with "the world" has no line to draw."""
    sums: dict[tuple[str, str], list[Row]] = {}
    for row in flows:
        if row["partner"] and row["reporter"] and row["partner"] != WORLD:
            ends = (row["reporter"], row["partner"])
            sums.setdefault(ends if "export" in (row["flow"] or "") else ends[::-1], []).append(row)
    drawn = []
    for (start, end), rows in sums.items():
        weighed = [r["net_mass_g"] for r in rows if r["net_mass_g"] is not None]
        kg = max(weighed) / 1000 if len(weighed) == 1 else sum(weighed) / 1000 if weighed else None
        words = setting.say("no mass published") if kg is None else setting.mass(kg)
        label = f"{setting.place(start)} {setting.arrow} {setting.place(end)}: {words}"
        drawn.append(Arc(start, end, label, "trade", kg, len(rows)))
    drawn.sort(key=lambda a: (-(a.mass_kg or 0), a.start, a.end))
    return tuple(drawn[:_MOST_ARCS])


def flows_section(flows: Sequence[Row], setting: Setting, key: str) -> Section:
    """Every reported flow as loaded, both sides beside each other, never added."""
    say = setting.say
    columns = (
        Column("reporter", say("Reported by")), Column("flow", say("Flow")), Column("partner", say("Partner")),
        Column("year", say("Year"), "year"), Column("code", say("HS code and edition"), "key"),
        Column("covers", say("What the code covers")), Column("kg", say("Net mass, kg"), "number"),
        Column("usd", say("Value, USD"), "number"), Column("source", say("Source")),
    )  # fmt: skip
    rows = tuple(
        {
            "reporter": setting.place(r["reporter"]), "flow": say(r["flow"] or "not reported"),
            "partner": setting.place(r["partner"]), "year": r["year"],
            "code": f"{r['hs_code']} (HS {r['hs_edition'] or say('edition not known')})",
            "covers": _covers(r), "kg": None if r["net_mass_g"] is None else r["net_mass_g"] / 1000,
            "usd": None if r["value_usd_cents"] is None else r["value_usd_cents"] / 100, "source": r["source"],
        }
        for r in sorted(flows, key=lambda r: -(r["net_mass_g"] or -1))
    )  # fmt: skip
    lead = say(
        "Each row is what one side reported. The two sides of one flow stand apart and are never added."
    )
    if not rows:
        lead = say("No trade statistics in codes that can hold a controlled substance are loaded.")
    return Section(
        key=f"{key}-flows", title=say("Reported trade"), lead=(lead,),
        tables=(Table(f"{key}-reported", say("Reported trade by code"), columns, rows),) if rows else (),
        sources=tuple(sorted({f"{r['source']}." for r in flows if r["source"]})),
        caveats=tuple(map(say, (BASKET, GAP, SILENCE))), open_tables=len(rows) <= 25,
    )  # fmt: skip


def partners_section(flows: Sequence[Row], cases: Sequence[Case], setting: Setting) -> Section:
    """The own Party's partners: who trades with it on paper, and with whom cases connect it."""
    say, own = setting.say, setting.party or ""
    partners: dict[str, dict[str, Any]] = {}
    for row in flows:
        other = row["partner"] if row["reporter"] == own else row["reporter"]
        if not other:
            continue
        side = say("own figures") if row["reporter"] == own else say("partner's figures")
        entry = partners.setdefault(other, {"kg": None, "sides": set(), "years": set(), "cases": []})
        entry["sides"].add(side)
        entry["years"].add(row["year"])
    for case in cases:
        named = {case.country, *case.origin, *case.dispatch, *case.transit, *case.destination} - {own, None}
        for other in named:
            entry = partners.setdefault(other or "", {"sides": set(), "years": set(), "cases": []})
            entry["cases"].append(case)
    columns = (
        Column("partner", say("Partner")), Column("cases", say("Cases that name both"), "count"),
        Column("kg", say("Known mass of these cases, kg"), "number"),
        Column("trade", say("Reported trade loaded from")), Column("years", say("Years")),
        Column("ids", say("Cases")),
    )  # fmt: skip
    rows = tuple(
        {"partner": setting.place(other), "cases": len(e["cases"]) or None,
         "kg": sum(masses) if (masses := [c.mass_kg for c in e["cases"] if c.mass_kg is not None]) else None,
         "trade": ", ".join(sorted(e["sides"])) or None,
         "years": ", ".join(map(str, sorted(y for y in e["years"] if y))) or None,
         "ids": " ".join(c.id for c in e["cases"]) or None}
        for other, e in sorted(partners.items(), key=lambda item: (-len(item[1]["cases"]), item[0]))
    )  # fmt: skip
    return Section(
        key="own-partners", title=say("Partners"),
        lead=(say("Countries that trade with this Party in the loaded files, or that a case names with it."),),
        tables=(Table("own-partner-list", say("Partners"), columns, rows, absent=say("none on file")),) if rows else (),
        caveats=tuple(map(say, (NO_CASE, SILENCE))), open_tables=True,
    )  # fmt: skip


def _covers(row: Row) -> str | None:
    """What the code covers in its own words; None where the edition is not known."""
    if not row["hs_edition"]:
        return None
    return code_facts(row["hs_code"], row["hs_edition"]).words
