"""What to look at first: findings by tier, with reasons, lawful explanations and the cheapest check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tradewind.findings import Finding
from tradewind.picture.caveats import BASKET, GAP
from tradewind.picture.material import Material
from tradewind.picture.model import Column, Section, Table
from tradewind.picture.setting import Setting, span
from tradewind.quantities import Interval

#: Tiers in the order people work through them.
TIERS = ("look first", "look if time", "note")


def findings_section(findings: Sequence[Finding], material: Material, setting: Setting, key: str) -> Section:
    """Ranked findings as cards and as a table. Questions that could not be asked are listed, never as zero."""
    say = setting.say
    current = [f for f in findings if f.status == "current"]
    ranked = sorted(current, key=lambda f: (TIERS.index(f.tier), -f.score, f.id))
    lead = [
        say("Ranked by what is most worth an hour of work, not by guilt. Each names what would settle it.")
    ]
    if not ranked:
        lead = [say("No question asked of these data gave a finding. That is not a clean bill: see what could not"
                    " be asked, and what is not known, below.")]  # fmt: skip
    tables = [findings_table(ranked, setting, key)] if ranked else []
    if material.not_asked:
        tables.append(_not_asked(material.not_asked, setting, key))
    if material.not_judged:
        tables.append(_not_judged(material.not_judged, setting, key))
    return Section(
        key=f"{key}-findings", title=say("What to look at first"), lead=tuple(lead), findings=tuple(ranked),
        tables=tuple(tables), sources=(say("Detectors of Tradewind over the files listed under sources."),),
        caveats=tuple(map(say, (GAP, BASKET))),
    )  # fmt: skip


def findings_table(findings: Sequence[Finding], setting: Setting, key: str) -> Table:
    """All findings, one row each."""
    say = setting.say
    columns = (
        Column("rank", say("Rank"), "count"), Column("tier", say("Tier")), Column("party", say("Party")),
        Column("partner", say("Partner")), Column("substance", say("Substance or code")),
        Column("period", say("Period")), Column("subject", say("Subject")),
        Column("kg_low", say("Mass at least, kg"), "number"), Column("kg_high", say("Mass at most, kg"), "number"),
        Column("co2e_low", say("t CO2e (Protocol) at least"), "number"),
        Column("co2e_high", say("t CO2e (Protocol) at most"), "number"),
        Column("reasons", say("Reasons")), Column("lawful", say("Lawful explanations still open")),
        Column("check", say("Cheapest check")), Column("detector", say("Detector")),
    )  # fmt: skip
    return Table(f"{key}-ranked", say("Findings"), columns,
                 tuple(_row(i, f, setting) for i, f in enumerate(findings, 1)))  # fmt: skip


def period(finding: Finding) -> str | None:
    """The years or days a finding is about."""
    if finding.period_start is None or finding.period_end is None:
        return None
    return span(finding.period_start, finding.period_end)


def interval(value: Interval | None, setting: Setting) -> str:
    """A figure as one number where it is known, else as its range; "not reported" where there is none."""
    if value is None:
        return setting.say("not reported")
    if value.low == value.high:
        return setting.number(value.low)
    return setting.say("%(low)s to %(high)s") % {
        "low": setting.number(value.low), "high": setting.number(value.high),
    }  # fmt: skip


def figures(finding: Finding, setting: Setting) -> list[tuple[str, str]]:
    """Mass, and CO2e and ODP where the Protocol gives the substance a figure; in words and as a range."""
    say = setting.say
    told = [(say("mass, kg:"), interval(finding.mass_kg, setting))]
    for words, value in ((say("t CO2e (Protocol):"), finding.co2e_t), (say("ODP t:"), finding.odp_t)):
        if value is not None and value.high > 0:
            told.append((words, interval(value, setting)))
    return told


def about(finding: Finding, setting: Setting) -> list[str]:
    """Party, partner, substance, period and subject of a finding."""
    named = [setting.place(code) for code in (finding.party, finding.partner) if code]
    return [*named, *(text for text in (finding.substance, period(finding), finding.subject_id) if text)]


def _row(rank: int, finding: Finding, setting: Setting) -> Mapping[str, Any]:
    mass, co2e = finding.mass_kg, finding.co2e_t
    return {
        "rank": rank, "tier": setting.say(finding.tier),
        "party": setting.place(finding.party) if finding.party else None,
        "partner": setting.place(finding.partner) if finding.partner else None,
        "substance": finding.substance, "period": period(finding), "subject": finding.subject_id,
        "kg_low": mass.low if mass else None, "kg_high": mass.high if mass else None,
        "co2e_low": co2e.low if co2e else None, "co2e_high": co2e.high if co2e else None,
        "reasons": " ".join(r.text for r in finding.reasons),
        "lawful": "; ".join(finding.lawful_explanations), "check": finding.cheapest_check,
        "detector": f"{finding.detector} {finding.version}",
    }  # fmt: skip


def _not_asked(not_asked: Mapping[str, str], setting: Setting, key: str) -> Table:
    say = setting.say
    columns = (Column("detector", say("Question")), Column("because", say("Could not be asked, because")))
    rows = tuple({"detector": name, "because": because} for name, because in sorted(not_asked.items()))
    return Table(f"{key}-not-asked", say("Questions that could not be asked"), columns, rows)


def _not_judged(counts: Mapping[str, Mapping[str, int]], setting: Setting, key: str) -> Table:
    say = setting.say
    columns = (Column("detector", say("Question")), Column("reason", say("Could not be judged")),
               Column("count", say("How many"), "count"))  # fmt: skip
    rows = tuple(
        {"detector": name, "reason": reason, "count": count}
        for name, of in sorted(counts.items())
        for reason, count in sorted(of.items())
    )
    return Table(f"{key}-not-judged", say("Rows that could not be judged"), columns, rows)
