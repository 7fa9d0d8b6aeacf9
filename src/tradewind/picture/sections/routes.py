"""Routes that cases name: from where the goods came to where they were detected, and on to where they went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tradewind.picture.cases import Case
from tradewind.picture.caveats import ARCS, REGISTER_SOURCE, SAMPLE
from tradewind.picture.model import Arc, Bar, Bars, Column, Section, Table
from tradewind.picture.setting import Setting

_MOST_BARS = 15


@dataclass(slots=True)
class _Leg:
    cases: list[Case] = field(default_factory=list)

    @property
    def known_kg(self) -> float | None:
        masses = [c.mass_kg for c in self.cases if c.mass_kg is not None]
        return sum(masses) if masses else None


def arcs(cases: Sequence[Case], setting: Setting) -> tuple[Arc, ...]:
    """Lines for the map: each leg that cases name, once, with the known mass of its cases."""
    say = setting.say
    drawn = []
    for (start, end), leg in sorted(_legs(cases).items()):
        mass = say("no mass published") if leg.known_kg is None else setting.mass(leg.known_kg)
        label = f"{setting.place(start)} {setting.arrow} {setting.place(end)}: {len(leg.cases)} {say('cases')}, {mass}"
        drawn.append(Arc(start, end, label, "route", leg.known_kg, len(leg.cases)))
    return tuple(drawn)


def routes_section(cases: Sequence[Case], setting: Setting, key: str) -> Section:
    """Legs ranked by how many cases name them, and the table with every case."""
    say = setting.say
    legs = sorted(_legs(cases).items(), key=lambda item: (-len(item[1].cases), item[0]))
    bars = tuple(
        Bar(f"{setting.place(a)} {setting.arrow} {setting.place(b)}", (("route", float(len(leg.cases))),))
        for (a, b), leg in legs[:_MOST_BARS]
    )
    figure = Bars(
        say("Legs that most cases name"), say("Number of cases on file that name each leg."), bars,
        (("route", say("cases")),), say("cases"), upright=False,
    )  # fmt: skip
    columns = (
        Column("start", say("From")), Column("end", say("To")), Column("cases", say("Cases on file"), "count"),
        Column("kg", say("Known mass, kg"), "number"), Column("unknown", say("Cases without a mass"), "count"),
        Column("ids", say("Cases")),
    )  # fmt: skip
    rows = tuple(
        {"start": setting.place(a), "end": setting.place(b), "cases": len(leg.cases), "kg": leg.known_kg,
         "unknown": sum(c.mass_kg is None for c in leg.cases), "ids": " ".join(c.id for c in leg.cases)}
        for (a, b), leg in legs
    )  # fmt: skip
    silent = sum(not c.starts for c in cases)
    return Section(
        key=f"{key}-routes", title=say("Routes"),
        lead=(say("%(n)s of %(all)s cases do not say where the goods came from.") % {"n": silent, "all": len(cases)},),
        figures=(figure,) if bars else (), tables=(Table(f"{key}-legs", say("Legs named in cases"), columns, rows),),
        sources=(say(REGISTER_SOURCE),), caveats=tuple(map(say, (SAMPLE, ARCS))),
    )  # fmt: skip


def _legs(cases: Sequence[Case]) -> dict[tuple[str, str], _Leg]:
    """Pairs of countries in the order the case names them: start, transit where one, detection, destination."""
    legs: dict[tuple[str, str], _Leg] = {}
    for case in cases:
        middle = case.transit if len(case.transit) == 1 and case.transit[0] != case.country else ()
        stages = [case.starts, middle, (case.country,) if case.country else (), case.destination]
        stops = [s for s in stages if s]
        pairs = {(a, b) for x, y in pairwise(stops) for a in x for b in y if a != b}
        for pair in pairs:
            legs.setdefault(pair, _Leg()).cases.append(case)
    return legs
