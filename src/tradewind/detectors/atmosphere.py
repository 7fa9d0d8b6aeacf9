"""Whether the atmosphere holds more of a gas than was reported: the whole world and a year, never a Party.

Emissions by one box (`tradewind.fits.box_model`) stand beside the new production outside feedstock that our copy
of the Article 7 data holds for the same gas and year. A year is listed where even the least emission that any
series allows is above the reported production. That is a question about banks, feedstock and reports of many years
before it is one about crime: 0.25 at most, in proportion to the share of Parties whose reports are in our copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import ibis

from tradewind.detectors import atmosphere_texts as texts
from tradewind.detectors.asking import Holdings
from tradewind.detectors.composing import About, composed
from tradewind.detectors.sentences import Said, number
from tradewind.detectors.sentences import explain as put
from tradewind.detectors.valuing import factors_of, valued
from tradewind.findings import Finding, strongest_first
from tradewind.fits.box_model import emissions, yearly_means
from tradewind.quantities import Interval
from tradewind.reference.parties import parties

name: Final = "atmosphere"
version: Final = "1.0"
question: Final = "Does the atmosphere hold more than was reported?"
needs: Final = (("atmosphere",), ("reported_consumption",))

_CERTAINTY: Final = 0.25
_GRAMS_PER_KT: Final = 1e9
_KG_PER_KT: Final = 1e6


@dataclass(frozen=True, slots=True)
class Parameters:
    """`first_year` leaves out what was emitted before reports could be expected (Article 7 in force: 1989)."""

    first_year: int = 1990


def run(warehouse: Holdings, parameters: Parameters) -> list[Finding]:
    """One finding a gas and year in which the least emission is above what was reported."""
    fitted = ibis.memtable(emissions(yearly_means(warehouse.current("atmosphere"))).to_pyarrow())
    expression = detect(
        fitted, warehouse.current("atmosphere"), warehouse.current("reported_consumption"), parameters
    )
    return strongest_first([_finding(row) for row in expression.to_pyarrow().to_pylist()])


def withheld(warehouse: Holdings, parameters: Parameters) -> dict[str, int]:
    """Gases and years with an emission and without any report of production in our copy."""
    fitted = ibis.memtable(emissions(yearly_means(warehouse.current("atmosphere"))).to_pyarrow())
    asked = fitted.filter(fitted.year >= parameters.first_year).select("substance", "year").distinct()
    told = _reported(warehouse.current("reported_consumption"))
    count = int(asked.anti_join(told, ["substance", "year"]).count().to_pyarrow().as_py())
    return {"gases and years without a report of production in our copy": count} if count else {}


def explain(finding: Finding, language: str = "en") -> str:
    """The finding as a paragraph."""
    return put(finding, texts.TEMPLATES, language)


def detect(
    fitted: ibis.Table, atmosphere: ibis.Table, reported: ibis.Table, parameters: Parameters
) -> ibis.Table:
    """One row a gas and year with more emitted than reported, as one expression.

    `fitted` are the emissions of the box model by series; what others inferred and published stands beside them.
    """
    ranges = fitted.group_by(["substance", "year"]).agg(
        low_kt=ibis.greatest(fitted.low_kt.min(), 0.0),
        mid_kt=ibis.greatest(fitted.mid_kt.mean(), 0.0),
        high_kt=ibis.greatest(fitted.high_kt.max(), 0.0),
        lifetime_years=fitted.lifetime_years.max(),
        networks=fitted.network.collect(distinct=True),
    )
    both = ranges.join(_reported(reported), ["substance", "year"])
    both = both.left_join(_published(atmosphere), ["substance", "year"])
    both = both.drop("substance_right", "year_right")
    return both.filter((both.year >= parameters.first_year) & (both.low_kt > both.reported_kt))


def _reported(reported: ibis.Table) -> ibis.Table:
    """New production outside feedstock by gas and year, in kt, with the Parties it comes from."""
    rows = reported.filter(
        (reported.form == "production") & reported.produced_g.notnull() & reported.substance.notnull()
    )
    rows = rows.mutate(year=rows.period_start.year().cast("int64"))
    made = rows.produced_g - rows.feedstock_g.fill_null(0)
    return rows.group_by(["substance", "year"]).agg(
        reported_kt=ibis.greatest(made.sum() / _GRAMS_PER_KT, 0.0),
        reporters=rows.party.nunique(),
        refs=rows.row_ref.collect(),
    )


def _published(atmosphere: ibis.Table) -> ibis.Table:
    rows = atmosphere.filter(atmosphere.emission_kt.notnull())
    rows = rows.mutate(year=rows.observed_from.year().cast("int64"))
    return rows.group_by(["substance", "year"]).agg(
        published_low=rows.emission_kt.min(),
        published_high=rows.emission_kt.max(),
        publishers=rows.network.collect(distinct=True),
    )


def _finding(row: Mapping[str, Any]) -> Finding:
    gas, year, reported = row["substance"], row["year"], row["reported_kt"]
    low, high = row["low_kt"], row["high_kt"]
    mid = min(max(row["mid_kt"], low), high)
    excess = Interval(*((kt - reported) * _KG_PER_KT for kt in (low, mid, high)))
    worth = valued(excess, factors_of([gas]))
    certainty = _CERTAINTY * min(1.0, row["reporters"] / len(parties()))
    about = About("atmosphere", f"{gas}:{year}", gas, date(year, 1, 1), date(year, 12, 31))
    return composed(
        (name, version), about, worth, certainty, _said(row, certainty), texts.TEMPLATES,
        lawful=texts.LAWFUL, check=texts.CHECK,
        facts={
            "emission_kt": {"low": low, "mid": mid, "high": high},
            "reported_kt": reported,
            "reporters": row["reporters"],
            "networks": sorted(row["networks"]),
            "lifetime_years": row["lifetime_years"],
            "published_kt": [row["published_low"], row["published_high"]],
        },
    )  # fmt: skip


def _said(row: Mapping[str, Any], certainty: float) -> list[Said]:
    gas = {"gas": row["substance"], "year": str(row["year"])}
    box = {
        "low": _kt(row["low_kt"]), "mid": _kt(row["mid_kt"]), "high": _kt(row["high_kt"]),
        "networks": ", ".join(sorted(row["networks"])), "lifetime": number(row["lifetime_years"]),
    }  # fmt: skip
    told = {"parties": number(row["reporters"]), "reported": _kt(row["reported_kt"])}
    said = [
        Said("more_than_reported", certainty, gas | box),
        Said("reported", 0.0, told, tuple(sorted(row["refs"]))),
    ]
    if row["published_low"] is not None:
        ends = dict.fromkeys((_kt(row["published_low"]), _kt(row["published_high"])))
        said.append(
            Said(
                "published",
                0.0,
                {"published": "–".join(ends), "publisher": ", ".join(sorted(row["publishers"]))},
            )
        )
    return said


def _kt(value: float) -> str:
    return number(float(f"{value:.3g}"))
