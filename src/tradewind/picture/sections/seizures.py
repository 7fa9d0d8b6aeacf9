"""Cases on the map and in the register, and what was seized."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tradewind.picture.cases import Case
from tradewind.picture.caveats import ALLEGATION, ARCS, NO_CASE, REGISTER_SOURCE, SAMPLE
from tradewind.picture.model import (
    STANDINGS,
    Arc,
    Bar,
    Bars,
    Column,
    Mark,
    Section,
    Table,
    WorldMap,
)  # fmt: skip
from tradewind.picture.projection import EDGE, spot
from tradewind.picture.setting import Setting

#: Western Europe to the Bosporus; drawn larger where a fifth of the cases lie in it.
_EUROPE = (-11.0, 34.5, 42.0, 61.0)
_EUROPE_SHARE = 0.2
_MOST_SUBSTANCES = 12


def map_section(cases: Sequence[Case], arcs: Sequence[Arc], setting: Setting, key: str) -> Section:
    """The map of cases and flows, and the same as a table by country."""
    say = setting.say
    marks = _marks(cases, setting)
    in_europe = sum(m.cases for m in marks if _within(m.place))
    description = say("%(n)s cases in %(m)s countries; the table below gives each country.") % {
        "n": sum(m.cases for m in marks), "m": len(marks),
    }  # fmt: skip
    is_europe = bool(cases) and in_europe >= _EUROPE_SHARE * len(cases)
    inset, inset_title = (_EUROPE, say("Europe, enlarged")) if is_europe else (None, "")
    if key == "own" and setting.party and not _within(setting.party):
        inset, inset_title = _region(setting.party), say("The region of the Party, enlarged")
    figure = WorldMap(
        say("Where cases were detected, and the routes and trade between countries"), description, tuple(marks),
        tuple(arcs), own=setting.party, inset=inset, inset_title=inset_title,
    )  # fmt: skip
    columns = (
        Column("place", say("Detected in")), Column("cases", say("Cases on file"), "count"),
        Column("known_kg", say("Known mass, kg"), "number"),
        Column("unknown", say("Cases without a mass"), "count"),
    )  # fmt: skip
    rows = tuple(
        {"place": m.name, "cases": m.cases, "known_kg": m.known_kg if m.unknown_mass < m.cases else None,
         "unknown": m.unknown_mass}
        for m in sorted(marks, key=lambda m: (-m.cases, m.name))
    )  # fmt: skip
    return Section(
        key=f"{key}-map", title=say("Where, and between whom"),
        lead=(say("Circles stand in the country where a case was detected, sized by the mass that was published."
                  " A diamond marks cases for which no mass was published."),),
        figures=(figure,), tables=(Table(f"{key}-places", say("Cases by country of detection"), columns, rows),),
        sources=(say(REGISTER_SOURCE),), caveats=tuple(map(say, (SAMPLE, ARCS, NO_CASE))),
    )  # fmt: skip


def substances_section(cases: Sequence[Case], setting: Setting, key: str) -> Section:
    """Which substances the cases name, as published; a case of several counts once for each."""
    say = setting.say
    counts: dict[str, Counter[str]] = {}
    masses: Counter[str] = Counter()
    for case in cases:
        for name in case.substances or (say("not reported"),):
            counts.setdefault(name, Counter())[case.standing] += 1
        if len(case.substances) == 1 and case.mass_g is not None:
            masses[case.substances[0]] += case.mass_g
    order = sorted(counts, key=lambda n: (-counts[n].total(), n))
    bars = tuple(
        Bar(name, tuple((s, float(counts[name][s])) for s in STANDINGS)) for name in order[:_MOST_SUBSTANCES]
    )
    figure = Bars(
        say("Cases that name a substance"), say("Cases by substance and by what their outcome proves."), bars,
        tuple((s, say(s)) for s in STANDINGS), say("cases"), upright=False,
    )  # fmt: skip
    columns = (
        Column("substance", say("Substance as published")), Column("cases", say("Cases on file"), "count"),
        *(Column(s, say(s), "count") for s in STANDINGS),
        Column("kg", say("Known mass of cases with this substance alone, kg"), "number"),
    )  # fmt: skip
    rows = tuple(
        {"substance": n, "cases": counts[n].total(), "kg": masses[n] / 1000 if n in masses else None}
        | {s: counts[n][s] for s in STANDINGS}
        for n in order
    )
    return Section(
        key=f"{key}-substances", title=say("What was seized"),
        lead=(say("A case that names several substances counts once for each. Words of the publication stand"
                  " where it named no single substance."),),
        figures=(figure,) if bars else (),
        tables=(Table(f"{key}-by-substance", say("Cases by substance"), columns, rows),),
        sources=(say(REGISTER_SOURCE),), caveats=tuple(map(say, (SAMPLE, ALLEGATION))),
    )  # fmt: skip


def register_section(cases: Sequence[Case], setting: Setting, key: str) -> Section:
    """Every case with its date, what it proves and its source."""
    say = setting.say
    lead = say("Newest first; cases without a date last.") if cases else say("No cases are loaded.")
    return Section(
        key=f"{key}-cases", title=say("The cases"), lead=(lead,),
        tables=(case_table(cases, setting, key),) if cases else (), sources=(say(REGISTER_SOURCE),),
        caveats=tuple(map(say, (ALLEGATION, SAMPLE))), open_tables=len(cases) <= 12,
    )  # fmt: skip


def case_table(cases: Sequence[Case], setting: Setting, key: str) -> Table:
    """The register as a table."""
    say = setting.say
    columns = (
        Column("case", say("Case"), "key"), Column("date", say("Date"), "key"),
        Column("standing", say("What it proves, and outcome")), Column("country", say("Detected in")),
        Column("substances", say("Substances as published")), Column("mass_kg", say("Mass, kg"), "number"),
        Column("cylinders", say("Cylinders"), "count"), Column("source", say("Source"), "link"),
        Column("place", say("Place")), Column("way", say("Way")), Column("methods", say("Method")),
    )  # fmt: skip
    rows = tuple(
        {
            "case": c.id, "date": setting.when(c), "country": setting.place(c.country), "place": c.place,
            "standing": setting.outcome(c), "substances": ", ".join(c.substances) or None,
            "mass_kg": c.mass_kg, "cylinders": c.cylinders, "way": setting.way(c),
            "methods": ", ".join(say(setting.words("method", m)) for m in c.methods) or None,
            "source": c.source_address or c.source_type,
        }
        for c in cases
    )  # fmt: skip
    return Table(f"{key}-register", say("Register of cases"), columns, rows)


def _marks(cases: Sequence[Case], setting: Setting) -> list[Mark]:
    by_place: dict[str, list[Case]] = {}
    for case in cases:
        if case.country:
            by_place.setdefault(case.country, []).append(case)
    return [
        Mark(place, setting.place(place), len(of), sum(c.mass_kg or 0 for c in of),
             sum(c.mass_kg is None for c in of))
        for place, of in by_place.items()
    ]  # fmt: skip


def _region(iso3: str) -> tuple[float, float, float, float] | None:
    """A window around a Party that does not reach over the edge of the map."""
    at = spot(iso3)
    if at is None:
        return None
    lon = at[0] if at[0] >= EDGE else at[0] + 360
    west = min(max(lon - 28, EDGE), EDGE + 360 - 56)
    south = min(max(at[1] - 16, -50.0), 46.0)
    return west, south, west + 56, south + 32


def _within(iso3: str) -> bool:
    at = spot(iso3)
    if at is None:
        return False
    lon, lat = at
    west, south, east, north = _EUROPE
    return west <= lon <= east and south <= lat <= north
