"""From a warehouse to a Picture: the own Party and its partners first, then the world, then the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from tradewind.detectors.coverage_texts import NO_PROVEN_CASE
from tradewind.findings import Finding
from tradewind.picture import caveats
from tradewind.picture.boundaries import Boundaries
from tradewind.picture.cases import Case
from tradewind.picture.inspecting import Inspected, inspected
from tradewind.picture.material import Material, Row, gather
from tradewind.picture.model import Arc, Chapter, Picture, Section
from tradewind.picture.sections import coverage, flows, routes
from tradewind.picture.sections.accounts import accounts_section
from tradewind.picture.sections.burden import burden_section
from tradewind.picture.sections.calibration import calibration_section
from tradewind.picture.sections.daily import daily_section, listed
from tradewind.picture.sections.findings import findings_section
from tradewind.picture.sections.methods import methods_section
from tradewind.picture.sections.pairs import pairs_section
from tradewind.picture.sections.plan import plan_section
from tradewind.picture.sections.prices import prices_section
from tradewind.picture.sections.registers import discrepancies_section, quotas_section, totals_section
from tradewind.picture.sections.seizures import map_section, register_section, substances_section
from tradewind.picture.sections.sources import hidden_section, sources_section
from tradewind.picture.sections.timeline import timeline_section
from tradewind.picture.sections.unseen import silence_section, unseen_section
from tradewind.picture.setting import Setting
from tradewind.reference.parties import party as party_of
from tradewind.screening.learning import Trained
from tradewind.warehouse import Warehouse

#: Stands where a figure would, when nothing is on file: silence is not zero.
_NOTHING: Final = "—"


def assemble(
    warehouse: Warehouse,
    party: str | None = None,
    *,
    language: str = "en",
    hidden: Mapping[str, str] | None = None,
    today: date | None = None,
    boundaries: Boundaries | None = None,
    trained: Trained | None = None,
) -> Picture:
    """The picture of one generation, as values. `party` is an ISO3, ISO2 or name; `hidden` maps case ids to
    the office's reasons; without `boundaries` there is no map, and its table stands open instead. `trained` is a model
    that the office adopted: it scores the daily list and ranks the plan, which say so.

    Raises UnknownName for a Party that is none, RequestError for a language we do not speak.
    """
    own = party_of(party).iso3 if party else None
    setting = Setting(language, own, today or datetime.now(UTC).date())
    material = gather(warehouse, hidden or {}, language)
    material = replace(material, daily=listed(warehouse, language, setting.today, trained),
                       inspected=inspected(warehouse, setting.today, trained))  # fmt: skip
    source = boundaries.source if boundaries else ""
    return compose(material, setting, hidden or {}, source, with_map=boundaries is not None)


def compose(
    material: Material, setting: Setting, hidden: Mapping[str, str], boundaries: str, *, with_map: bool
) -> Picture:
    """The picture of rows that were already read."""
    say = setting.say
    chapters = [_world(material, setting), _data(material, setting, hidden, boundaries)]
    if material.inspected:
        chapters.insert(1, _inspections(material.inspected, setting))
    if setting.party:
        chapters.insert(0, _own(material, setting))
    name = setting.place(setting.party) if setting.party else ""
    title = (
        say("%(party)s and the world: the picture") % {"party": name}
        if name
        else say("The picture of the world")
    )
    return Picture(
        title=title, language=setting.language, made_on=setting.today, generation=material.generation,
        party=setting.party, party_name=name, chapters=tuple(chapters),
        caveats=tuple(map(say, caveats.GENERAL)), disclaimer=say(caveats.DISCLAIMER), hidden=dict(hidden),
        boundaries_source=boundaries, with_map=with_map,
    )  # fmt: skip


def _own(material: Material, setting: Setting) -> Chapter:
    say, own = setting.say, setting.party or ""
    cases = [c for c in material.cases if c.touches(own)]
    own_flows = [r for r in material.flows if own in (r["reporter"], r["partner"])]
    findings = [f for f in material.findings if own in (f.party, f.partner) or f.party is f.partner is None]
    sections: list[Section] = [findings_section(findings, material, setting, "own")]
    if material.daily:
        sections.insert(0, daily_section(material.daily, setting, "own"))
    if material.quotas:
        sections.append(quotas_section(material.quotas, setting))
    sections += [
        accounts_section(material, setting, "own"),
        map_section(cases, _arcs(cases, own_flows, setting), setting, "own"),
        flows.partners_section(own_flows, cases, setting),
        flows.flows_section(own_flows, setting, "own"),
    ]
    if cases:
        sections += [timeline_section(cases, setting, "own"), register_section(cases, setting, "own")]
    sections.append(coverage.own_coverage(material, cases, setting))
    title = say("%(party)s and its partners") % {"party": setting.place(own)}
    lead = say("What the loaded files and the register of public cases hold about this Party.")
    return Chapter("own", title, lead, _facts(cases, findings, own_flows, setting), tuple(sections))


def _world(material: Material, setting: Setting) -> Chapter:
    say, cases = setting.say, material.cases
    sections = [
        findings_section(material.findings, material, setting, "world"),
        accounts_section(material, setting, "world"),
        map_section(cases, _arcs(cases, material.flows, setting), setting, "world"),
    ]
    if cases:
        sections += [
            routes.routes_section(cases, setting, "world"),
            substances_section(cases, setting, "world"),
            methods_section(cases, setting, "world"),
            timeline_section(cases, setting, "world"),
        ]
    sections += [
        flows.flows_section(material.flows, setting, "world"),
        pairs_section(material, setting, "world"),
        register_section(cases, setting, "world"),
    ]
    if material.quotas and not setting.party:
        sections.insert(1, quotas_section(material.quotas, setting))
    if material.daily and not setting.party:
        sections.insert(0, daily_section(material.daily, setting, "world"))
    lead = say("All cases and all reported trade on file.")
    return Chapter("world", say("The whole world"), lead, _facts(cases, material.findings, material.flows, setting),
                   tuple(sections))  # fmt: skip


def _inspections(of: Inspected, setting: Setting) -> Chapter:
    say, made = setting.say, of.leakage.made.all
    sections = [unseen_section(of.leakage, setting), plan_section(of.planned, setting)]
    facts = [
        (setting.number(made.inspected), say("lines that chance drew and that were inspected")),
        (setting.number(made.finds), say("of them with something illegal")),
        (setting.number(of.planned.told["chosen"]["in_all"]), say("lines to inspect by the plan of the newest month")),
    ]  # fmt: skip
    if of.burden:
        sections.append(burden_section(of.burden, setting))
        facts.append((setting.number(len(of.burden.alarms)), say("alarms of an uneven burden")))
    lead = say("What chance had inspected says how much got through; the plan says what comes next; the burden says"
               " who bears it.")  # fmt: skip
    title = say("Inspections: what they miss and whom they burden")
    return Chapter("inspections", title, lead, tuple(facts), tuple(sections))


def _data(material: Material, setting: Setting, hidden: Mapping[str, str], boundaries: str) -> Chapter:
    say = setting.say
    sections = [
        coverage.coverage_section(material, setting),
        calibration_section(material, setting),
        discrepancies_section(material.discrepancies, setting),
        totals_section(setting),
        prices_section(material.prices, setting),
        sources_section(material.batches, boundaries, setting),
    ]
    if not material.inspected:
        sections.insert(1, silence_section(setting, has_inspections=material.has_inspections))
    if hidden:
        sections.append(hidden_section(hidden, setting))
    lead = say("How far the data reach, where published figures disagree, and where everything comes from.")
    return Chapter("data", say("What this rests on"), lead, (), tuple(sections))


def _arcs(cases: Sequence[Case], rows: Sequence[Row], setting: Setting) -> tuple[Arc, ...]:
    return flows.arcs(rows, setting) + routes.arcs(cases, setting)


def _facts(
    cases: Sequence[Case], findings: Sequence[Finding], rows: Sequence[Row], setting: Setting
) -> tuple[tuple[str, str], ...]:
    """Figures at the head of a chapter, each with what it leaves out in its own words."""
    say = setting.say
    first = sum(f.tier == "look first" and f.status == "current" for f in findings)
    found = (setting.number(len(findings)), say("findings, of which %(n)s to look at first") % {"n": first})
    traded = (setting.number(len(rows)), say("reported flows in codes that can hold a controlled substance"))
    if not rows:
        traded = (
            _NOTHING,
            say("No trade statistics in codes that can hold a controlled substance are loaded."),
        )
    if not cases:
        return found, (_NOTHING, say(NO_PROVEN_CASE)), traded
    weighed = [c.mass_kg for c in cases if c.mass_kg is not None]
    judged = sum(c.standing == "judgment" for c in cases)
    undated = sum(c.first is None for c in cases)
    mass = setting.mass(sum(weighed)) if weighed else _NOTHING
    return (
        found,
        (setting.number(len(cases)), say("public cases on file, %(n)s of them judgments") % {"n": judged}),
        (mass, say("known mass, from %(n)s cases; the others give none") % {"n": len(weighed)}),
        (setting.number(undated), say("cases without a published date")),
        traded,
    )
