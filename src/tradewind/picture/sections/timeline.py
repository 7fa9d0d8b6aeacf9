"""Cases by year; those without a date stand apart, those dated only by year are honest about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tradewind.picture.cases import Case
from tradewind.picture.caveats import ALLEGATION, PARTIAL, REGISTER_SOURCE, SAMPLE
from tradewind.picture.model import STANDINGS, Bar, Bars, Column, Section, Table
from tradewind.picture.setting import Setting


def timeline_section(cases: Sequence[Case], setting: Setting, key: str) -> Section:
    """One bar a year by what the cases prove, then the cases of several years, then those without a date."""
    say = setting.say
    by_year = {year: [c for c in cases if c.year == year] for year in _years(cases)}
    several = [c for c in cases if c.first is not None and c.year is None]
    undated = [c for c in cases if c.first is None]
    groups = [(str(year), of, False) for year, of in by_year.items()]
    groups += [(say("over several years"), several, True)] if several else []
    groups += [(say("date unknown"), undated, True)] if undated else []
    bars = tuple(Bar(label, _parts(of), apart) for label, of, apart in groups)
    columns = (
        Column("year", say("Year")), Column("cases", say("Cases on file"), "count"),
        *(Column(s, say(s), "count") for s in STANDINGS),
        Column("exact", say("With a day or month"), "count"), Column("kg", say("Known mass, kg"), "number"),
        Column("unknown", say("Cases without a mass"), "count"),
    )  # fmt: skip
    rows = tuple(
        {"year": label, "cases": len(of), **{s: int(v) for s, v in _parts(of)},
         "exact": sum(_is_exact(c) for c in of),
         "kg": sum(c.mass_kg or 0 for c in of) if any(c.mass_kg is not None for c in of) else None,
         "unknown": sum(c.mass_kg is None for c in of)}
        for label, of, _ in groups if of
    )  # fmt: skip
    figure = Bars(
        say("Cases by year"), say("Number of cases on file by year, and apart those without a date."), bars,
        tuple((s, say(s)) for s in STANDINGS), say("cases"),
    )  # fmt: skip
    return Section(
        key=f"{key}-timeline", title=say("Time line"),
        lead=(say("More cases in a year may mean more trade, more controls, or more reports found.")
              + " " + say("%(n)s of %(all)s cases have no published date.")
              % {"n": len(undated), "all": len(cases)},),
        figures=(figure,) if bars else (), tables=(Table(f"{key}-by-year", say("Cases by year"), columns, rows),),
        sources=(say(REGISTER_SOURCE),), caveats=tuple(map(say, (SAMPLE, PARTIAL, ALLEGATION))),
    )  # fmt: skip


def _years(cases: Sequence[Case]) -> range:
    known = [c.year for c in cases if c.year is not None]
    return range(min(known), max(known) + 1) if known else range(0)


def _parts(cases: Sequence[Case]) -> tuple[tuple[str, float], ...]:
    counts = Counter(c.standing for c in cases)
    return tuple((s, float(counts[s])) for s in STANDINGS)


def _is_exact(case: Case) -> bool:
    """Whether the date is known to the month or better."""
    return case.first is not None and case.last is not None and (case.last - case.first).days < 31
