"""What one side of a trade reports and the other does not, with the mass at stake; and why it is not a gap.

Three kinds of silence are told apart and never added: no trade statistics for the year, Article 7 data that are
not in our copy, no proven case on file. A line is listed where a relevant code is reported by one side and

- no statistics by subheading of the other side are loaded for that year and direction (`no_statistics`);
- the partner is not named, so that there is no other side to look at (`no_statistics_of_anyone` where nobody
  else's are loaded, else `partner_not_named`);
- the other side's statistics are loaded and hold no line for it, in any edition's code for the same goods and
  with the reporter as first or second partner (`one_side_only`).

None of these is evidence. They rank as notes by the mass at stake; a large flow reported by one side only is at
most worth a look if there is time. What both sides report is not this question's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import ibis

from tradewind.detectors import coverage_texts as texts
from tradewind.detectors.asking import Holdings
from tradewind.detectors.composing import about_flow_of_year, composed, facts_of_flow
from tradewind.detectors.sentences import Said, number
from tradewind.detectors.sentences import explain as put
from tradewind.detectors.valuing import factors_of_code, mass_of_grams, valued
from tradewind.errors import UnknownName
from tradewind.findings import Finding, strongest_first
from tradewind.fits.flows import FLOW, FLOWS, of_unknown_edition, relevant_flows, with_refs, yearly
from tradewind.fits.kindred_codes import kindred_codes
from tradewind.reference.hs import code_facts
from tradewind.reference.parties import WORLD, place, place_name

name: Final = "coverage"
version: Final = "1.0"
question: Final = "Which reported trade has no second account to compare it with?"
needs: Final = (("trade_flows",),)

#: Weights of a silence and of a one-sided report: below "look if time" and below "look first" at any mass.
_SILENT: Final = 0.1
_ONE_SIDE: Final = 0.25
#: How a line meets an account of the other side.
_OTHER_SIDE: Final = (
    ("partner", "teller"), ("reporter", "told_of"), ("side", "told_side"), ("year", "told_year"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """`least_kg` leaves out reported masses below it; a line without a mass is always kept."""

    least_kg: float = 0.0


@dataclass(frozen=True, slots=True)
class _Registers:
    """What else is on file by (Party, year), and the day of our copy of the Article 7 data."""

    article_7: Collection[tuple[str, int]]
    has_article_7: bool
    copy: date | None
    cases: Collection[tuple[str, int]]


def run(warehouse: Holdings, parameters: Parameters) -> list[Finding]:
    """One finding a flow (reporter, partner, flow, code, year) that only one side reports."""
    flows = warehouse.current("trade_flows")
    found = with_refs(detect(flows, kindred_codes(), parameters), flows).to_pyarrow().to_pylist()
    registers = _registers(warehouse)
    return strongest_first([_finding(row, registers) for row in found])


def withheld(warehouse: Holdings, parameters: Parameters) -> dict[str, int]:
    """Rows of relevant codes whose edition is not known: their code is read under none."""
    del parameters
    count = int(of_unknown_edition(warehouse.current("trade_flows")).count().to_pyarrow().as_py())
    return {"rows of a relevant code whose HS edition is not known": count} if count else {}


def explain(finding: Finding, language: str = "en") -> str:
    """The finding as a paragraph."""
    return put(finding, texts.TEMPLATES, language)


def detect(flows: ibis.Table, kin: ibis.Table, parameters: Parameters) -> ibis.Table:
    """One row a flow reported by one side, with its `kind` of silence, as one expression.

    `kin` has hs_edition, hs_code and the kin_edition, kin_code under which the same goods may stand.
    """
    by_source = yearly(relevant_flows(flows))
    lines = by_source.group_by(list(FLOW)).agg(
        low_g=by_source.net_mass_g.min(),
        high_g=by_source.net_mass_g.max(),
        value=by_source.value_usd_cents.max(),
        estimated=by_source.estimated.any(),
        historical=by_source.historical.all(),
    )
    lines = lines.filter(
        ~lines.historical & (lines.high_g.isnull() | (lines.high_g >= int(parameters.least_kg * 1000)))
    )
    lines = lines.mutate(side=ibis.ifelse(lines.flow == "import", "export", "import"))
    told = _told(flows)
    alone = lines.anti_join(told, [*_OTHER_SIDE, ("hs_edition", "told_edition"), ("hs_code", "told_code")])
    return _with_kind(alone.anti_join(_answered(alone, told, kin), list(FLOW)), flows)


def _told(flows: ibis.Table) -> ibis.Table:
    """Who tells of whom, as first or second partner, with the code used."""
    rows = flows.filter(flows.flow.isin(FLOWS) & (flows.hs_code.length() == 6))
    columns = {
        "teller": rows.reporter,
        "told_side": rows.flow,
        "told_year": rows.period_start.year().cast("int64"),
        "told_edition": rows.hs_edition,
        "told_code": rows.hs_code,
    }
    second = rows.partner2.notnull() & (rows.partner2 != WORLD)
    return rows.select(**columns, told_of=rows.partner).union(
        rows.filter(second).select(**columns, told_of=rows.partner2)
    )


def _answered(lines: ibis.Table, told: ibis.Table, kin: ibis.Table) -> ibis.Table:
    """FLOW of the lines that the other side tells of under a code of another edition, or of one not known."""
    asked = lines.select(*FLOW, "side").join(kin, ["hs_edition", "hs_code"])
    met = asked.join(told, [*_OTHER_SIDE, ("kin_code", "told_code")])
    met = met.filter(met.told_edition.isnull() | (met.told_edition == met.kin_edition))
    return met.select(*FLOW).distinct()


def _with_kind(alone: ibis.Table, flows: ibis.Table) -> ibis.Table:
    """The lines with the kind of their silence: by who has statistics of the other side for that year at all."""
    rows = flows.filter(flows.flow.isin(FLOWS) & (flows.hs_code.length() == 6))
    loaded = rows.select(
        teller=rows.reporter, side=rows.flow, year=rows.period_start.year().cast("int64")
    ).distinct()
    tellers = loaded.group_by(["side", "year"]).agg(tellers=loaded.count())
    partners = loaded.select("side", "year", partner=loaded.teller, partner_tells=True)
    selves = loaded.select("side", "year", reporter=loaded.teller, self_tells=1)
    lines = alone
    for of, key in ((tellers, ()), (partners, ("partner",)), (selves, ("reporter",))):
        on = ["side", "year", *key]
        lines = lines.left_join(of, on).drop(*(f"{column}_right" for column in on))
    others = lines.tellers.fill_null(0) - lines.self_tells.fill_null(0)
    nobody = lines.partner.isnull() | (lines.partner == WORLD) | lines.partner.startswith("m49:")
    return lines.mutate(
        kind=ibis.cases(
            (nobody & (others == 0), "no_statistics_of_anyone"),
            (nobody, "partner_not_named"),
            (lines.partner_tells.fill_null(False), "one_side_only"),
            else_="no_statistics",
        )
    )


def _registers(warehouse: Holdings) -> _Registers:
    held = warehouse.tables()
    reported = warehouse.current("reported_consumption") if "reported_consumption" in held else None
    pairs = set() if reported is None else _pairs(
        reported.select(party=reported.party, first=reported.period_start, last=reported.period_end)
    )  # fmt: skip
    day = None if reported is None else reported.published_on.max().to_pyarrow().as_py()
    cases: set[tuple[str, int]] = set()
    if "seizures" in held:
        seizures = warehouse.current("seizures")
        cases = _pairs(
            seizures.select(party=seizures.country, first=seizures.seized_from, last=seizures.seized_to)
        )
    return _Registers(pairs, reported is not None, day, cases)


def _pairs(spans: ibis.Table) -> set[tuple[str, int]]:
    """(Party, year) of every year that a span touches."""
    known = spans.filter(spans.party.notnull() & spans["first"].notnull()).distinct()
    return {
        (row["party"], year)
        for row in known.to_pyarrow().to_pylist()
        for year in range(row["first"].year, (row["last"] or row["first"]).year + 1)
    }


def _finding(row: Mapping[str, Any], registers: _Registers) -> Finding:
    code, edition, kind = row["hs_code"], row["hs_edition"], row["kind"]
    words = code_facts(code, edition).words
    worth = valued(mass_of_grams(row["low_g"], row["high_g"]), factors_of_code(code, edition))
    certainty = _ONE_SIDE if kind == "one_side_only" else _SILENT
    said = list(_said(row, words, certainty, registers))
    silences = [texts.SILENCES[s.code] for s in said if s.code in texts.SILENCES]
    return composed(
        (name, version), about_flow_of_year(row, words), worth, certainty, said, texts.TEMPLATES,
        lawful=texts.lawful(kind), check=texts.check(kind),
        facts=facts_of_flow(row) | {"kinds": [kind], "silences": silences},
    )  # fmt: skip


def _said(row: Mapping[str, Any], words: str, certainty: float, registers: _Registers) -> Iterator[Said]:
    year = str(row["year"])
    about = {"partner": place_name(row["partner"]), "year": year}
    told = {"reporter": place_name(row["reporter"]), "words": words, "code": row["hs_code"],
            "edition": row["hs_edition"]}  # fmt: skip
    rows = tuple(sorted(row["refs"]))
    yield Said(f"{row['flow']}_reported", certainty, about | told, rows)
    yield Said(row["kind"], certainty, about, rows)
    yield _at_stake(row)
    if not _is_party(row["partner"]):
        return
    asked = (row["partner"], row["year"])
    if asked not in registers.article_7:
        copy = registers.copy.isoformat() if registers.copy else ""
        dated = "no_article_7" if copy else "no_article_7_undated"
        sentence = dated if registers.has_article_7 else "no_article_7_loaded"
        yield Said("no_article_7", 0.0, about | {"copy": copy}, sentence=sentence)
    if asked not in registers.cases:
        yield Said("no_proven_case", 0.0, about)


def _at_stake(row: Mapping[str, Any]) -> Said:
    low, high, value = row["low_g"], row["high_g"], row["value"]
    values = {} if value is None else {"value": number(value / 100)}
    if high is None:
        return Said("at_stake", 0.0, values, sentence="value_at_stake" if values else "nothing_stated")
    masses = {"mass": number(high / 1000), "low": number(low / 1000), "high": number(high / 1000)}
    if value is None:
        return Said("at_stake", 0.0, masses, sentence="mass_without_value")
    return Said(
        "at_stake", 0.0, masses | values, sentence="masses_at_stake" if low != high else "mass_at_stake"
    )


def _is_party(code: str | None) -> bool:
    try:
        return code is not None and place(code).kind == "party"
    except UnknownName:
        return False
