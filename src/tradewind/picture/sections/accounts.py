"""Two accounts of one flow: both sides over the years, the gap in words, and what would make it honest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from tradewind.detectors.mirror import Measured
from tradewind.detectors.mirror.findings import band
from tradewind.detectors.mirror.pairing import Measure
from tradewind.findings import Finding
from tradewind.picture import comparisons
from tradewind.picture.caveats import GAP, SILENCE
from tradewind.picture.comparisons import Pair, Row, amount
from tradewind.picture.drawing.scales import ticks
from tradewind.picture.material import Material
from tradewind.picture.model import Accounts, AccountYear, Column, Part, Section, Table
from tradewind.picture.sections.honest import points
from tradewind.picture.sections.onesided import onesided_table
from tradewind.picture.setting import Setting

#: Pairs with figures of their own; the others stand in the table.
MOST_PAIRS: Final = 12
_MEASURES: Final[tuple[Measure, ...]] = ("mass", "value")
#: Figures below this many of a unit are drawn in it, others in a thousand or a million of it.
_TONNES_FROM: Final = 10_000.0
_MILLIONS_FROM: Final = 1_000_000.0


def accounts_section(material: Material, setting: Setting, key: str) -> Section:
    """Every pair with a gap outside its band, strongest first; in words where nothing can be compared."""
    say = setting.say
    own = setting.party if key == "own" else None
    measures = comparisons.measures(material.compared)
    held = {m.measure: comparisons.rows_of(m, own) for m in measures}
    found = [f for f in material.findings if f.detector == "mirror" and f.status == "current"]
    found = [f for f in found if own is None or own in (f.party, f.partner)]
    pairs = _pairs_of(found)
    tables = [t for t in (_ranked(found, setting, key), onesided_table(material.findings, setting, key)) if t]
    parts = [
        _part(f"{key}-pair{n}", of, measures, held, setting)
        for n, of in enumerate(list(pairs.values())[:MOST_PAIRS], 1)
    ]
    return Section(
        key=f"{key}-accounts", title=say("Two accounts of one flow"), parts=tuple(parts), tables=tuple(tables),
        lead=tuple(_lead(held, len(found), len(pairs), setting)),
        sources=(say("Trade statistics of both sides, from the files listed under sources."),)
        if any(held.values()) else (),
        caveats=tuple(map(say, (GAP, SILENCE))),
    )  # fmt: skip


def _pairs_of(found: Sequence[Finding]) -> dict[Pair, list[Finding]]:
    """Pairs in the order of their strongest finding, each with its findings."""
    pairs: dict[Pair, list[Finding]] = {}
    for finding in sorted(found, key=lambda f: (-f.score, f.id)):
        pair = (finding.facts["commodity"], finding.partner or "", finding.party or "")
        pairs.setdefault(pair, []).append(finding)
    return pairs


def _lead(held: Mapping[Measure, Sequence[Row]], found: int, pairs: int, setting: Setting) -> list[str]:
    say = setting.say
    both = {(*comparisons.pair_of(row), row["year"]) for rows in held.values() for row in rows}
    if not both:
        return [say("No flow has two accounts that can be compared: in the loaded files one side alone reports it,"
                    " or a year is loaded only in part. So no gap can be stated. That is not a clean bill; load the"
                    " partners' trade statistics of the same year to compare.")]  # fmt: skip
    if not found:
        return [say("Two accounts of one flow and year are loaded %(n)s times. None leaves a gap outside its band,"
                    " or they are too small to judge. That is not a"
                    " clean bill.") % {"n": setting.number(len(both))}]  # fmt: skip
    lead = [say("What one side says it sent stands beside what the other says it got. Half of all two-sided pairs above"
                " 1 million USD, honest or not, lie outside −13 % to +48 %; so each pair is held against the band in"
                " which nine in ten pairs of its size lie. What lies outside is a question, never called illegal."),
            say("Two accounts of one flow and year are loaded %(n)s times; %(found)s of them leave a gap outside"
                " the band.")
            % {"n": setting.number(len(both)), "found": setting.number(found)}]  # fmt: skip
    if pairs > MOST_PAIRS:
        lead.append(say("The %(n)s strongest pairs have figures; all %(all)s stand in the table.")
                    % {"n": MOST_PAIRS, "all": setting.number(pairs)})  # fmt: skip
    return lead


def _part(
    key: str, found: Sequence[Finding], measures: Sequence[Measured], held: Mapping[Measure, Sequence[Row]],
    setting: Setting,
) -> Part:  # fmt: skip
    """One pair: a figure, words and a table a measure, and what would have to be true."""
    say, first = setting.say, found[0]
    pair = (first.facts["commodity"], first.partner or "", first.party or "")
    year = first.period_start.year if first.period_start else 0
    lead: list[str] = []
    figures, tables = [], []
    honest: list[str] = []
    for measured in measures:
        rows = sorted(
            (r for r in held[measured.measure] if comparisons.pair_of(r) == pair), key=lambda r: r["year"]
        )
        judged = next((r for r in rows if r["year"] == year), None)
        if not rows:
            continue
        figures.append(_figure(rows, judged, measured.measure, setting))
        tables.append(_table(f"{key}-{measured.measure}", rows, measured, setting))
        if judged:
            lead.append(setting.together(_told(judged, measured.measure, setting)))
            if comparisons.has_gap(judged) and not honest:
                honest = points(judged, rows, first, measured, setting)
    others = sorted({f.period_start.year for f in found[1:] if f.period_start})
    if others:
        lead.append(
            say("These years leave a gap outside the band too: %(years)s.")
            % {"years": ", ".join(map(str, others))}
        )
    title = say("%(goods)s, %(from)s %(arrow)s %(to)s") % {
        "goods": comparisons.goods(pair[0]), "from": setting.place(pair[1]), "to": setting.place(pair[2]),
        "arrow": setting.arrow,
    }  # fmt: skip
    return Part(key, title, tuple(lead), tuple(figures), say("What would have to be true for it to be honest"),
                tuple(honest), tuple(tables))  # fmt: skip


def _told(row: Row, measure: Measure, setting: Setting) -> list[str]:
    """Both accounts of the judged year, the band, and the gap at least, middling and at most."""
    say = setting.say
    low, high = band(row)
    words = {
        "year": str(row["year"]),
        "exporter": setting.place(row["exporter"]), "importer": setting.place(row["importer"]),
        "sent": amount(row["exported"], measure, setting), "got": amount(row["imported"], measure, setting),
        "from": amount(low, measure, setting), "to": amount(high, measure, setting),
        "side": comparisons.side(row, setting), "low": amount(row["gap_low"], measure, setting),
        "mid": amount(row["gap_mid"] or 0.0, measure, setting),
        "high": amount(row["gap_high"] or 0.0, measure, setting),
    }  # fmt: skip
    both = say("%(exporter)s says it sent %(sent)s in %(year)s, %(importer)s says it got %(got)s.") % words
    if not row["judgeable"]:
        return [
            both,
            say("By this measure the pair is too small to judge: the band spans more than a factor of ten."),
        ]
    if not comparisons.has_gap(row):
        return [both, say("In nine cases of ten such an export goes with an import of %(from)s to %(to)s: by this"
                          " measure nothing need be missing.") % words]  # fmt: skip
    told = [both, say("In nine cases of ten such an export goes with an import of %(from)s to %(to)s. If this is one"
                      " of them, there would be missing in the account of %(side)s: at least %(low)s, in the middle"
                      " %(mid)s, at most %(high)s.") % words]  # fmt: skip
    if row["by_change"]:
        told.append(
            say("The band is that of the pair's own past; number of years: %(n)s.") % {"n": row["years_past"]}
        )
    else:
        told.append(say("Of all pairs that lie as far out by this measure, up to %(share)s may be chance.")
                    % {"share": setting.percent(math.ceil(100 * row["false_share"]) / 100)})  # fmt: skip
    return told


def _figure(rows: Sequence[Row], judged: Row | None, measure: Measure, setting: Setting) -> Accounts:
    say = setting.say
    bands = [band(r) if r["judgeable"] else None for r in rows]
    gap = None
    if judged and comparisons.has_gap(judged):
        least = judged["imported"] if judged["missing"] == "import" else judged["exported"]
        gap = (judged["year"], least, least + judged["gap_low"])
    greatest = max(
        max(r["exported"], r["imported"], b[1] if b else 0.0) for r, b in zip(rows, bands, strict=True)
    )
    by, unit = _unit(greatest, measure, setting)
    years = tuple(
        AccountYear(r["year"], r["exported"] / by, r["imported"] / by, (b[0] / by, b[1] / by) if b else None,
                    _label(r, b, measure, setting))
        for r, b in zip(rows, bands, strict=True)
    )  # fmt: skip
    words = (
        say("what %(exporter)s says it sent") % {"exporter": setting.place(rows[0]["exporter"])},
        say("what %(importer)s says it got") % {"importer": setting.place(rows[0]["importer"])},
        say("where the import lies in nine cases of ten, given the export") if any(bands) else "",
        say("missing at least in %(year)s: %(low)s")
        % {"year": judged["year"], "low": amount(judged["gap_low"], measure, setting)} if judged and gap else "",
    )  # fmt: skip
    title = say("Both accounts by net mass") if measure == "mass" else say("Both accounts by value")
    description = say("Two lines over the years on a hatched band; the table below gives each figure.")
    return Accounts(
        title, description, years, (gap[0], gap[1] / by, gap[2] / by) if gap else None,
        tuple((t, setting.number(t)) for t in ticks(greatest / by)), unit, words,
    )  # fmt: skip


def _label(row: Row, expected: tuple[float, float] | None, measure: Measure, setting: Setting) -> str:
    say = setting.say
    words = {"year": row["year"], "sent": amount(row["exported"], measure, setting),
             "got": amount(row["imported"], measure, setting)}  # fmt: skip
    if expected is None:
        return say("%(year)s: sent %(sent)s, got %(got)s, too small to judge") % words
    low, high = (amount(end, measure, setting) for end in expected)
    return say("%(year)s: sent %(sent)s, got %(got)s, expected %(from)s to %(to)s") % (
        words | {"from": low, "to": high}
    )


def _unit(greatest: float, measure: Measure, setting: Setting) -> tuple[float, str]:
    """By what figures are divided, and the unit that is left."""
    say = setting.say
    if measure == "mass":
        return (1000.0, say("tonnes")) if greatest >= _TONNES_FROM else (1.0, say("kg"))
    return (1e6, say("million USD")) if greatest >= _MILLIONS_FROM else (1.0, say("USD"))


def _table(key: str, rows: Sequence[Row], measured: Measured, setting: Setting) -> Table:
    """All numbers of one pair, a column a year."""
    say = setting.say
    told = {row["year"]: comparisons.figures(row, measured, setting) for row in rows}
    lines: list[Mapping[str, Any]] = [
        {"figure": label} | {f"y{year}": figures[name] for year, figures in told.items()}
        for name, label in comparisons.labels(measured, setting)
    ]
    lies = {f"y{row['year']}": comparisons.lies(row, setting) for row in rows}
    columns = (Column("figure", say("Figure")), *(Column(f"y{year}", str(year), "number") for year in told))
    title = say("All numbers by net mass") if measured.measure == "mass" else say("All numbers by value")
    return Table(key, title, columns, (*lines, {"figure": say("How it lies")} | lies), absent=say("none stated"),
                 under=comparisons.formula(measured, setting))  # fmt: skip


def _ranked(found: Sequence[Finding], setting: Setting, key: str) -> Table | None:
    """Every gap, the strongest first: flows rank, Parties do not."""
    say = setting.say
    if not found:
        return None
    ends = {
        "low": say("Gap at least, %(unit)s"), "mid": say("Gap, middle, %(unit)s"), "high": say("Gap at most, %(unit)s"),
    }  # fmt: skip
    columns = (
        Column("rank", say("Rank"), "count"), Column("goods", say("Substance or code")),
        Column("exporter", say("Exporter")), Column("importer", say("Importer")), Column("year", say("Year"), "year"),
        *(Column(f"{measure}_{end}", words % {"unit": comparisons.unit_of(measure, setting)}, "number")
          for measure in _MEASURES for end, words in ends.items()),
        Column("co2e_low", say("t CO2e (Protocol) at least"), "number"),
    )  # fmt: skip
    ranked = sorted(found, key=lambda f: (-f.score, f.id))
    rows = tuple(
        {"rank": n, "goods": f.substance, "exporter": setting.place(f.partner), "importer": setting.place(f.party),
         "year": f.period_start.year if f.period_start else None, "co2e_low": f.co2e_t.low if f.co2e_t else None,
         **_ends("mass", f.facts.get("mass")), **_ends("value", f.facts.get("value"))}
        for n, f in enumerate(ranked, 1)
    )  # fmt: skip
    return Table(
        f"{key}-gaps",
        say("Flows that leave a gap outside the band"),
        columns,
        rows,
        absent=say("none stated"),
    )


def _ends(measure: Measure, of: Mapping[str, Any] | None) -> dict[str, float | None]:
    gap = of["gap"] if of else (None, None, None)
    return {f"{measure}_{end}": value for end, value in zip(("low", "mid", "high"), gap, strict=True)}
