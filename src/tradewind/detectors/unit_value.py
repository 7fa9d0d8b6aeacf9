"""Unit values far outside the world's spread for the code, edition and year, too dear or too cheap.

A flow is judged by its USD/kg against the other flows of its code, edition, year and direction that are loaded
(`tradewind.fits.unit_values`): it is listed where it lies both `deviations` robust standard deviations and a
factor of `least_factor` from their middle. Where sources differ the nearer of their figures must do so. With
fewer than `least_others` others, or below `least_kg`, it is not judged, and counted as such.

How certain: 0.3 at the threshold, rising with the distance to 0.45; halved where the publisher estimated the
mass, halved where a factor of 1,000 would make the price ordinary, less three tenths where the code covers
several substances. Our judgement, not a measured rate: a unit value alone is weak evidence, and only a very
large flow is worth looking at first.

Undervaluation and quota prices: methods 22 and 2 of `reference/data/methods.csv`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from tradewind.detectors import unit_value_texts as texts
from tradewind.detectors.asking import Holdings
from tradewind.detectors.composing import about_flow_of_year, composed, facts_of_flow
from tradewind.detectors.sentences import Said, number
from tradewind.detectors.sentences import explain as put
from tradewind.detectors.valuing import factors_of_code, mass_of_grams, valued
from tradewind.findings import Finding, strongest_first
from tradewind.fits.flows import FLOW, relevant_flows, with_refs, yearly
from tradewind.fits.unit_values import GROUP, against_others, spread
from tradewind.quantities import Interval
from tradewind.reference.hs import CodeFacts, code_facts
from tradewind.reference.parties import place_name

name: Final = "unit_value"
version: Final = "1.0"
question: Final = "Which reported flows have a price per kilogram far from that of all others?"
needs: Final = (("trade_flows",),)

_AT_THRESHOLD: Final = 0.3
_AT_MOST: Final = 0.45
_HALVED: Final = 0.5
_SEVERAL: Final = 0.7
_UNIT: Final = math.log(1000)
#: A unit error is likely where the mended price lies within two robust standard deviations of the middle.
_ORDINARY: Final = 2.0


@dataclass(frozen=True, slots=True)
class Parameters:
    """`deviations` are robust standard deviations of ln(USD/kg); `least_factor` is a ratio of prices."""

    deviations: float = 4.0
    least_factor: float = 3.0
    least_others: int = 20
    least_kg: float = 100.0


def run(warehouse: Holdings, parameters: Parameters) -> list[Finding]:
    """One finding a reported flow (reporter, partner, flow, code, year) with an unusual unit value."""
    flows = warehouse.current("trade_flows")
    lines = unit_lines(flows, parameters)
    spreads = ibis.memtable(spread(lines.filter(lines.voted)).to_pyarrow())
    found = with_refs(detect(lines, spreads, parameters), flows).to_pyarrow().to_pylist()
    return strongest_first([_finding(row, parameters) for row in found])


def withheld(warehouse: Holdings, parameters: Parameters) -> dict[str, int]:
    """Flows of relevant codes that could not be judged, by reason."""
    flows = warehouse.current("trade_flows")
    lines = unit_lines(flows, parameters)
    spreads = ibis.memtable(spread(lines.filter(lines.voted)).to_pyarrow())
    every = relevant_flows(flows).select(*FLOW).distinct().count().to_pyarrow().as_py()
    compared = against_others(lines.left_join(spreads, list(GROUP)))
    light = compared.high_g < _grams(parameters)
    few = ~light & (compared.others.fill_null(0) < parameters.least_others)
    counted = (
        compared.agg(priced=compared.count(), light=light.sum(), few=few.sum()).to_pyarrow().to_pylist()[0]
    )
    counts = {
        "flows without a mass or without a value": every - counted["priced"],
        f"flows below {number(parameters.least_kg)} kg, too small for a unit value": counted["light"],
        f"flows with fewer than {parameters.least_others} others of their code, edition, year and "
        "direction": counted["few"],
    }
    return {why: count for why, count in counts.items() if count}


def explain(finding: Finding, language: str = "en") -> str:
    """The finding as a paragraph."""
    return put(finding, texts.TEMPLATES, language)


def unit_lines(flows: ibis.Table, parameters: Parameters) -> ibis.Table:
    """One line a flow and year of relevant codes with a mass and a value: ln(USD/kg) as low and high over its
    sources, their mean as `log_value`, and whether it votes on the spread of its group."""
    rows = relevant_flows(flows)
    rows = rows.filter((rows.net_mass_g > 0) & (rows.value_usd_cents > 0))
    by_source = yearly(rows)
    priced = by_source.mutate(log_price=(by_source.value_usd_cents * 10 / by_source.net_mass_g).ln())
    lines = priced.group_by(list(FLOW)).agg(
        low=priced.log_price.min(),
        high=priced.log_price.max(),
        low_g=priced.net_mass_g.min(),
        high_g=priced.net_mass_g.max(),
        value=priced.value_usd_cents.max(),
        estimated=priced.estimated.any(),
        historical=priced.historical.all(),
    )
    votes = ~lines.estimated & (lines.low_g >= _grams(parameters))
    return lines.mutate(log_value=(lines.low + lines.high) / 2, voted=votes)


def detect(lines: ibis.Table, spreads: ibis.Table, parameters: Parameters) -> ibis.Table:
    """The lines outside the spread of the others, as one expression over `unit_lines` and the fitted `spread`.

    `distance` is in robust standard deviations, positive where dear.
    """
    judged = _judged(lines, spreads, parameters)
    away: ir.FloatingValue = ibis.cases(
        (judged.low > judged.middle, judged.low - judged.middle),
        (judged.high < judged.middle, judged.high - judged.middle),
        else_=0.0,
    )
    judged = judged.mutate(away=away, distance=away / judged.scale)
    return judged.filter(
        ~judged.historical
        & (judged.distance.abs() >= parameters.deviations)
        & (judged.away.abs() >= math.log(parameters.least_factor))
    )


def _judged(lines: ibis.Table, spreads: ibis.Table, parameters: Parameters) -> ibis.Table:
    heavy = lines.filter(lines.high_g >= _grams(parameters))
    compared = against_others(heavy.join(spreads, list(GROUP)))
    return compared.filter(compared.others >= parameters.least_others)


def _grams(parameters: Parameters) -> int:
    return int(parameters.least_kg * 1000)


def _finding(row: Mapping[str, Any], parameters: Parameters) -> Finding:
    code, edition = row["hs_code"], row["hs_edition"]
    facts = code_facts(code, edition)
    dear, unit_error = row["away"] > 0, _is_unit_error(row)
    worth = valued(_mass(row, unit_error), factors_of_code(code, edition))
    certainty = _certainty(row, facts, unit_error, parameters)
    kind = f"{'dear' if dear else 'cheap'}_{row['flow']}"
    said = [Said(kind, certainty, _values(row, facts), tuple(sorted(row["refs"]))), _how_much(row)]
    return composed(
        (name, version), about_flow_of_year(row, facts.words), worth, certainty, said, texts.TEMPLATES,
        lawful=texts.lawful(
            dear=dear, estimated=row["estimated"], unit_error=unit_error, several=_covers_several(facts)
        ),
        check=texts.CHECK, facts=_facts(row, unit_error),
    )  # fmt: skip


def _is_unit_error(row: Mapping[str, Any]) -> bool:
    mended = abs(row["away"]) - _UNIT
    return bool(abs(mended) <= _ORDINARY * row["scale"])


def _mass(row: Mapping[str, Any], unit_error: bool) -> Interval | None:
    """As reported; down to a thousandth where a mass too large by 1,000 would explain a price that is too low."""
    if unit_error and row["away"] < 0:
        return Interval(row["low_g"] / 1e6, None, row["high_g"] / 1000)
    return mass_of_grams(row["low_g"], row["high_g"])


def _certainty(row: Mapping[str, Any], facts: CodeFacts, unit_error: bool, parameters: Parameters) -> float:
    certainty: float = min(_AT_MOST, _AT_THRESHOLD * abs(row["distance"]) / parameters.deviations)
    for holds, factor in (
        (row["estimated"], _HALVED), (unit_error, _HALVED), (_covers_several(facts), _SEVERAL),
    ):  # fmt: skip
        certainty *= factor if holds else 1.0
    return certainty


def _covers_several(facts: CodeFacts) -> bool:
    return facts.may_be_uncontrolled or len(facts.substances) != 1


def _values(row: Mapping[str, Any], facts: CodeFacts) -> dict[str, str]:
    return {
        "reporter": place_name(row["reporter"]),
        "partner": place_name(row["partner"]),
        "words": facts.words,
        "code": row["hs_code"],
        "edition": row["hs_edition"],
        "year": str(row["year"]),
        "price": _price(row["log_value"]),
        "times": _figures(math.exp(abs(row["away"]))),
        "others": number(row["others"]),
        "middle": _price(row["middle"]),
        "first": _price(row["first"]),
        "third": _price(row["third"]),
    }


def _how_much(row: Mapping[str, Any]) -> Said:
    value = row["value"] / 100
    return Said(
        "mass_and_value",
        0.0,
        {
            "mass": number(row["high_g"] / 1000),
            "value": number(value),
            "would_be": _figures(value / math.exp(row["middle"])),
        },
    )


def _facts(row: Mapping[str, Any], unit_error: bool) -> dict[str, Any]:
    return facts_of_flow(row) | {
        "usd_per_kg": math.exp(row["log_value"]),
        "middle_usd_per_kg": math.exp(row["middle"]),
        "quartiles_usd_per_kg": [math.exp(row["first"]), math.exp(row["third"])],
        "robust_deviations": row["distance"],
        "others": row["others"],
        "reporters": row["reporters"],
        "unit_error_likely": unit_error,
    }


def _price(logarithm: float) -> str:
    return _figures(math.exp(logarithm))


def _figures(value: float) -> str:
    """Three significant figures, in plain decimals.

    >>> _figures(0.00012345), _figures(12345.0)
    ('0.000123', '12,300')
    """
    rounded = float(f"{value:.3g}")
    return number(rounded) if rounded >= 1 else f"{rounded:.12f}".rstrip("0")
