"""The world as flows: every pair with two accounts, those too small to judge visible as such and never scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from tradewind.detectors.mirror import Measured
from tradewind.detectors.mirror.pairing import Measure
from tradewind.picture import comparisons
from tradewind.picture.caveats import GAP, PAIR_ARCS, SILENCE
from tradewind.picture.comparisons import STANDINGS, Row
from tradewind.picture.material import Material
from tradewind.picture.model import Arc, Column, Section, Table, WorldMap
from tradewind.picture.setting import Setting

#: Lines on one map, of each standing; more cannot be told apart.
_MOST_ARCS: Final = 60


def pairs_section(material: Material, setting: Setting, key: str) -> Section:
    """A map and a table a measure; the map shows each pair's last year, the table every year."""
    say = setting.say
    own = setting.party if key == "own" else None
    held = [(m, comparisons.rows_of(m, own)) for m in comparisons.measures(material.compared)]
    held = [(m, rows) for m, rows in held if rows]
    lead = [say("No flow has two accounts that can be compared, so there is nothing to draw.")]
    if held:
        lead = [say("Each line is a pair of countries that both report a flow. Whole lines lie outside the band, dashed"
                    " lines inside; dotted lines are too small to judge: their band spans more than a factor of ten, so"
                    " they are shown and never scored."), *(_counts(m, rows, setting) for m, rows in held)]  # fmt: skip
    return Section(
        key=f"{key}-flow-pairs", title=say("Flows with two accounts"), lead=tuple(lead),
        figures=tuple(_map(m.measure, rows, setting) for m, rows in held),
        tables=tuple(_table(m, rows, setting, key) for m, rows in held),
        sources=(say("Trade statistics of both sides, from the files listed under sources."),) if held else (),
        caveats=tuple(map(say, (PAIR_ARCS, GAP, SILENCE))) if held else (),
    )  # fmt: skip


def _counts(measured: Measured, rows: Sequence[Row], setting: Setting) -> str:
    counts = Counter(map(comparisons.standing, rows))
    words = {kind: setting.number(counts[kind]) for kind in STANDINGS}
    if measured.measure == "mass":
        return (
            setting.say(
                "By net mass: %(outside)s outside the band, %(inside)s inside, %(small)s too small to judge."
            )
            % words
        )
    return (
        setting.say(
            "By value: %(outside)s outside the band, %(inside)s inside, %(small)s too small to judge."
        )
        % words
    )


def _map(measure: Measure, rows: Sequence[Row], setting: Setting) -> WorldMap:
    say = setting.say
    arcs = _arcs(measure, rows, setting)
    title = (
        say("Flows with two accounts, by net mass, last year of each")
        if measure == "mass"
        else say("Flows with two accounts, by value, last year of each")
    )
    description = say("%(n)s lines between countries; the table below gives each pair and year.") % {
        "n": len(arcs)
    }
    return WorldMap(title, description, (), arcs, own=setting.party)


def _arcs(measure: Measure, rows: Sequence[Row], setting: Setting) -> tuple[Arc, ...]:
    """One line an exporter and importer: how the flow lies that lies furthest out in its last year."""
    last: dict[comparisons.Pair, Row] = {}
    for row in sorted(rows, key=lambda r: r["year"]):
        last[comparisons.pair_of(row)] = row
    ends: dict[tuple[str, str], list[Row]] = {}
    for row in last.values():
        ends.setdefault((row["exporter"], row["importer"]), []).append(row)
    drawn: dict[str, list[Arc]] = {}
    for (start, end), of in sorted(ends.items()):
        kind = min(map(comparisons.standing, of), key=STANDINGS.index)
        label = setting.say("%(from)s %(arrow)s %(to)s: %(lies)s") % {
            "from": setting.place(start), "to": setting.place(end), "arrow": setting.arrow,
            "lies": comparisons.standing_words(kind, setting),
        }  # fmt: skip
        mass = sum(r["exported"] for r in of) if measure == "mass" else None
        drawn.setdefault(kind, []).append(Arc(start, end, label, kind, mass, len(of)))
    return tuple(arc for kind in STANDINGS for arc in drawn.get(kind, [])[:_MOST_ARCS])


def _table(measured: Measured, rows: Sequence[Row], setting: Setting, key: str) -> Table:
    say = setting.say
    numbers = comparisons.labels(measured, setting)
    text = ("missing", "factor", "against", "calibrated")
    columns = (
        Column("goods", say("Substance or code")), Column("exporter", say("Exporter")),
        Column("importer", say("Importer")), Column("year", say("Year"), "year"), Column("lies", say("How it lies")),
        *(Column(name, label, "text" if name in text else "number") for name, label in numbers),
    )  # fmt: skip
    told = tuple(
        {"goods": comparisons.goods(r["commodity"]), "exporter": setting.place(r["exporter"]),
         "importer": setting.place(r["importer"]), "year": r["year"], "lies": comparisons.lies(r, setting),
         **comparisons.figures(r, measured, setting)}
        for r in rows
    )  # fmt: skip
    title = (
        say("Every pair with two accounts by net mass")
        if measured.measure == "mass"
        else say("Every pair with two accounts by value")
    )
    return Table(f"{key}-pairs-{measured.measure}", title, columns, told, absent=say("none stated"),
                 under=comparisons.formula(measured, setting))  # fmt: skip
