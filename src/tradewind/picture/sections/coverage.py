"""What is not known: three kinds of silence, each with its own words and its own pattern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tradewind.detectors.coverage_texts import NO_ARTICLE_7, NO_PROVEN_CASE, NO_STATISTICS
from tradewind.picture.cases import Case
from tradewind.picture.caveats import NO_CASE, SILENCE
from tradewind.picture.material import Material
from tradewind.picture.model import Bar, Bars, Column, Section, Table
from tradewind.picture.setting import Setting
from tradewind.reference.parties import parties

_ON_FILE = "on file"
_YEARS_SHOWN = 12


def coverage_section(material: Material, setting: Setting) -> Section:
    """By Party: years of trade statistics, years of Article 7 data, and cases; silence in three words."""
    say = setting.say
    cases = Counter(c.country for c in material.cases if c.country)
    statistics, reported = _years(material.statistics), _years(material.reported)
    listed = parties()
    columns = (
        Column("party", say("Party")), Column("statistics", say("Trade statistics, years loaded")),
        Column("article7", say("Article 7 data, years in our copy")), Column("cases", say("Cases on file")),
    )  # fmt: skip
    rows = tuple(
        {
            "party": setting.place(p.iso3), "statistics": statistics.get(p.iso3) or say(NO_STATISTICS),
            "article7": reported.get(p.iso3) or say(NO_ARTICLE_7),
            "cases": str(cases[p.iso3]) if cases[p.iso3] else say(NO_PROVEN_CASE),
        }
        for p in listed
    )  # fmt: skip
    held = [sum(p.iso3 in found for p in listed) for found in (statistics, reported, cases)]
    names = (say("Trade statistics"), say("Article 7 data"), say("Cases detected there"))
    silences = ("no-statistics", "no-article-7", "no-case")
    bars = tuple(
        Bar(name, (("on-file", float(n)), (silence, float(len(listed) - n))), figure=setting.number(n))
        for name, n, silence in zip(names, held, silences, strict=True)
    )
    legend = (("on-file", say(_ON_FILE)), (silences[0], say(NO_STATISTICS)), (silences[1], say(NO_ARTICLE_7)),
              (silences[2], say(NO_PROVEN_CASE)))  # fmt: skip
    figure = Bars(
        say("Of %(n)s Parties, how many are on file") % {"n": len(listed)},
        say("Three bars, one a kind of data; what is missing is missing in three different ways."), bars, legend,
        say("Parties"), upright=False,
    )  # fmt: skip
    return Section(
        key="coverage", title=say("What is not known"),
        lead=(say("Three kinds of silence are not one: a year without trade statistics, Article 7 data that are not"
                  " in our copy, and no proven case on file."),),
        figures=(figure,), tables=(Table("coverage-parties", say("Coverage by Party"), columns, rows),),
        caveats=tuple(map(say, (SILENCE, NO_CASE))),
        sources=(say("Parties: the Ozone Secretariat's list; files: see sources."),),
    )  # fmt: skip


def own_coverage(material: Material, cases: Sequence[Case], setting: Setting) -> Section:
    """The own Party's last years, kind by kind."""
    say, own = setting.say, setting.party or ""
    detected = [c for c in cases if c.country == own]
    years = {y for p, y in material.statistics | material.reported if p == own} | {
        c.year for c in detected if c.year is not None
    }
    last = max(years, default=setting.today.year - 1)
    shown = range(last, last - _YEARS_SHOWN, -1)
    columns = (
        Column("year", say("Year"), "year"), Column("statistics", say("Trade statistics")),
        Column("article7", say("Article 7 data")), Column("cases", say("Cases on file")),
    )  # fmt: skip
    rows = tuple(
        {
            "year": year, "statistics": say(_ON_FILE) if (own, year) in material.statistics else say(NO_STATISTICS),
            "article7": say(_ON_FILE) if (own, year) in material.reported else say(NO_ARTICLE_7),
            "cases": str(n) if (n := sum(c.year == year for c in detected)) else say(NO_PROVEN_CASE),
        }
        for year in shown
    )  # fmt: skip
    undated = sum(c.year is None for c in detected)
    note = say("%(n)s cases detected here have no published year and stand in no row.") % {"n": undated}
    return Section(
        key="own-coverage", title=say("What is not known about this Party"),
        lead=(say("Year by year, what the loaded files hold and in which way they are silent."),),
        tables=(Table("own-years", say("Coverage by year"), columns, rows, note=note if undated else ""),),
        caveats=tuple(map(say, (SILENCE, NO_CASE))), open_tables=True,
    )  # fmt: skip


def _years(pairs: frozenset[tuple[str, int]]) -> dict[str, str]:
    """Party -> its years, runs of years closed up."""
    years: dict[str, list[int]] = {}
    for party, year in sorted(pairs):
        years.setdefault(party, []).append(year)
    return {party: _runs(of) for party, of in years.items()}


def _runs(years: list[int]) -> str:
    """Years as runs.

    >>> _runs([2009, 2015, 2016, 2017])
    '2009, 2015–2017'
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)
