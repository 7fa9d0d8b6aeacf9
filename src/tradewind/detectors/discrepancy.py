"""Published figures that disagree: a case's t CO2e recomputed from its substances and its mass.

GWPs are those of the Protocol, and a blend counts with its controlled components only. Where a case names
several gases without the mass of each, the recomputed figure is the range over them. A claim inside the range,
widened by the tolerance, is consistent and not listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tradewind.derivations.naming import Gas, gas_named
from tradewind.detectors.asking import Holdings
from tradewind.detectors.composing import About, composed
from tradewind.detectors.sentences import Said, number
from tradewind.detectors.sentences import explain as put
from tradewind.detectors.valuing import Valued
from tradewind.findings import Finding, strongest_first
from tradewind.quantities import Interval
from tradewind.reference import substance, treaty_gwp

name: Final = "discrepancy"
version: Final = "1.0"
question: Final = "Which published figures of a case disagree with its substances and its mass?"
needs: Final = (("seizures",),)

#: The highest GWP of the Protocol, HFC-23 (Annex F): the bound for a gas that was not disclosed.
_HIGHEST_GWP: Final = 14_800.0
_REPORTS: Final = ("ar4", "ar5", "ar6")

TEMPLATES: Final = {
    "claim_disagrees": "The case is published with %(claimed)s t CO2e; %(mass)s kg of %(gases)s are "
    "%(recomputed)s t CO2e. The claim would mean a GWP of %(implied)s.",
    "claim_above_minimum": "The case is published with %(claimed)s t CO2e and at least %(mass)s kg of "
    "%(gases)s, which are at least %(recomputed)s t CO2e.",
}
_CHECK: Final = "ask the publisher which mass, which gases and which GWPs the figure rests on"
_LAWFUL: Final = {
    "minimum": "the published mass is a minimum; the figure may rest on the whole mass",
    "part": "the figure and the mass may speak of different parts of the case",
    "other_gas": "the gases may have been named before they were identified in a laboratory",
    "net": "the published mass may be gross, with the cylinders, and the figure rest on the net mass",
    "report": "the figure may rest on the GWPs of another assessment report",
    "pounds": "pounds may have been taken for kilograms, or the reverse",
    "thousand": "kilograms may have been taken for tonnes, or the reverse",
    "rounded": "either figure may have been rounded or mistyped by the press",
}


@dataclass(frozen=True, slots=True)
class Parameters:
    """`tolerance` is the share by which rounding of mass and figure may move a consistent claim."""

    tolerance: float = 0.05


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One line of the discrepancy register: kg, t CO2e, and `implied_gwp` in kg CO2e a kg."""

    case: str
    country: str | None
    period_start: date | None
    period_end: date | None
    gases: tuple[str, ...]
    mass_kg: float
    mass_basis: str | None
    claimed_t: float
    recomputed_t: Interval
    implied_gwp: float
    explanations: tuple[str, ...]
    source_address: str | None
    rows: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """The line as JSON has it."""
        return {
            "case": self.case,
            "country": self.country,
            "gases": list(self.gases),
            "mass_kg": self.mass_kg,
            "mass_basis": self.mass_basis,
            "claimed_co2e_t": self.claimed_t,
            "recomputed_co2e_t": self.recomputed_t.as_dict(),
            "implied_gwp": round(self.implied_gwp, 1),
            "would_explain": list(self.explanations),
            "source_address": self.source_address,
            "rows": list(self.rows),
        }


def discrepancies(warehouse: Holdings, parameters: Parameters | None = None) -> list[Discrepancy]:
    """Cases whose published t CO2e disagrees with their substances and mass, the widest gap first.

    A case without a mass, or without a published figure, cannot be compared and is not listed.
    """
    chosen = parameters or Parameters()
    seizures = warehouse.current("seizures").filter(ibis._.claimed_co2e_t.notnull())
    written = seizures.select("substance", "substance_text").distinct().to_pyarrow().to_pylist()
    gases = {(w["substance"], w["substance_text"]): _gas(w) for w in written}
    if not gases:
        return []
    rows = _disagreeing(seizures, _factors(gases), chosen.tolerance).to_pyarrow().to_pylist()
    found = [_discrepancy(row, gases, chosen.tolerance) for row in rows]
    return sorted(found, key=lambda d: (-_gap(d), d.case))


def run(warehouse: Holdings, parameters: Parameters) -> list[Finding]:
    """One finding a case of the discrepancy register."""
    return strongest_first([_finding(d) for d in discrepancies(warehouse, parameters)])


def withheld(warehouse: Holdings, parameters: Parameters) -> dict[str, int]:
    """Cases with a published figure that could not be recomputed for want of a mass."""
    del parameters
    claimed = warehouse.current("seizures").filter(ibis._.claimed_co2e_t.notnull())
    cases = claimed.group_by("source", "case_id").agg(total=_total_mass())
    count = int(cases.filter(cases.total.isnull()).count().to_pyarrow().as_py())
    return {"cases with a published t CO2e but no mass": count} if count else {}


def explain(finding: Finding, language: str = "en") -> str:
    """The finding as a paragraph."""
    return put(finding, TEMPLATES, language)


def _gas(written: Mapping[str, str | None]) -> Gas | None:
    return gas_named(written["substance"]) or gas_named(written["substance_text"])


def _factors(gases: Mapping[tuple[str | None, str | None], Gas | None]) -> ibis.Table:
    """GWP range of every way a gas is written; any gas at all where the case does not say."""
    rows = []
    for (designation, text), gas in gases.items():
        gwps = [treaty_gwp(d) for d in gas.designations] if gas else [0.0, _HIGHEST_GWP]
        rows.append(
            {
                "written": f"{designation or ''}|{text or ''}",
                "gwp_low": min(gwps),
                "gwp_high": max(gwps),
            }
        )
    return ibis.memtable(pa.Table.from_pylist(rows))


def _total_mass() -> ir.Value:
    """Grams of a whole case: as published for the case, else the sum where every line has a mass."""
    every_line = ibis._.mass_g.count() == ibis._.count()
    return ibis.coalesce(
        ibis._.total_mass_g.max(), ibis.cases((every_line, ibis._.mass_g.sum()), else_=ibis.null("int64"))
    )


def _disagreeing(seizures: ibis.Table, factors: ibis.Table, tolerance: float) -> ibis.Table:
    """One row a case whose claim lies outside the recomputed range widened by the tolerance."""
    lines = seizures.mutate(
        written=seizures.substance.fill_null("") + "|" + seizures.substance_text.fill_null("")
    )
    lines = lines.join(factors, "written")
    unknown = lines.mass_g.isnull()
    cases = lines.group_by("source", "case_id").agg(
        claimed=lines.claimed_co2e_t.max(),
        total_g=_total_mass(),
        lines_g=lines.mass_g.sum().fill_null(0),
        known_low=(lines.mass_g * lines.gwp_low).sum().fill_null(0),
        known_high=(lines.mass_g * lines.gwp_high).sum().fill_null(0),
        rest_low=ibis.coalesce(lines.gwp_low.min(where=unknown), lines.gwp_low.min()),
        rest_high=ibis.coalesce(lines.gwp_high.max(where=unknown), lines.gwp_high.max()),
        country=lines.country.max(),
        period_start=lines.seized_from.min(),
        period_end=lines.seized_to.max(),
        mass_basis=lines.mass_basis.max(),
        source_address=lines.source_address.max(),
        written=lines.written.collect(distinct=True),
        rows=lines.row_ref.collect(distinct=True),
    )
    rest = ibis.greatest(cases.total_g - cases.lines_g, 0)
    cases = cases.filter(cases.total_g > 0).mutate(
        low_t=(cases.known_low + rest * cases.rest_low) / 1e6,
        high_t=(cases.known_high + rest * cases.rest_high) / 1e6,
    )
    return cases.filter(
        (cases.claimed < cases.low_t * (1 - tolerance)) | (cases.claimed > cases.high_t * (1 + tolerance))
    )


def _discrepancy(
    row: Mapping[str, Any], gases: Mapping[tuple[str | None, str | None], Gas | None], tolerance: float
) -> Discrepancy:
    by_written = {f"{d or ''}|{t or ''}": gas for (d, t), gas in gases.items()}
    named = [by_written[w] for w in sorted(row["written"])]
    keys = tuple(sorted({gas.key if gas else "a gas not disclosed" for gas in named}))
    recomputed = Interval(
        row["low_t"], row["low_t"] if row["low_t"] == row["high_t"] else None, row["high_t"]
    )
    members = [d for gas in named if gas for d in gas.designations]
    mass_kg = row["total_g"] / 1000
    return Discrepancy(
        case=row["case_id"],
        country=row["country"],
        period_start=row["period_start"],
        period_end=row["period_end"],
        gases=keys,
        mass_kg=mass_kg,
        mass_basis=row["mass_basis"],
        claimed_t=row["claimed"],
        recomputed_t=recomputed,
        implied_gwp=row["claimed"] * 1000 / mass_kg,
        explanations=tuple(_explanations(row, recomputed, members, tolerance)),
        source_address=row["source_address"],
        rows=tuple(sorted(row["rows"])),
    )


def _explanations(
    row: Mapping[str, Any], recomputed: Interval, members: list[str], tolerance: float
) -> Iterable[str]:
    """What would explain the gap, what fits the figures first."""
    claimed = row["claimed"]
    at_least = row["mass_basis"] == "published_minimum" and claimed > recomputed.high
    if at_least:
        yield _LAWFUL["minimum"]
    if _fits_another_report(claimed, row["total_g"] / 1000, members, tolerance):
        yield _LAWFUL["report"]
    for factors, code in (((1.1, 1.8), "net"), ((2.1, 2.3), "pounds"), ((900, 1100), "thousand")):
        over, under = recomputed.high / claimed if claimed else 0, claimed / max(recomputed.low, 1e-9)
        fits_over = recomputed.low / claimed <= factors[1] and over >= factors[0] if claimed else False
        fits_under = code != "net" and factors[0] <= under <= factors[1]
        if fits_over or fits_under:
            yield _LAWFUL[code]
    yield from (_LAWFUL["part"], _LAWFUL["other_gas"], _LAWFUL["rounded"])


def _fits_another_report(claimed: float, mass_kg: float, members: list[str], tolerance: float) -> bool:
    for report in _REPORTS:
        gwps = [getattr(substance(d), f"gwp_{report}") for d in members]
        known = [g for g in gwps if g is not None]
        if not known or len(known) != len(gwps):
            continue
        low, high = min(known) * mass_kg / 1000, max(known) * mass_kg / 1000
        if low * (1 - tolerance) <= claimed <= high * (1 + tolerance):
            return True
    return False


def _gap(found: Discrepancy) -> float:
    """t CO2e between the claim and the nearer end of the range."""
    low, high = found.recomputed_t.low, found.recomputed_t.high
    return max(low - found.claimed_t, found.claimed_t - high, 0.0)


def _finding(found: Discrepancy) -> Finding:
    gap = Interval.exactly(_gap(found))
    unsettled = _LAWFUL["minimum"] in found.explanations
    certainty = 0.3 if unsettled else 0.6
    mass = Interval.exactly(found.mass_kg)
    about = About(
        "case", found.case, ", ".join(found.gases), found.period_start, found.period_end, found.country
    )
    return composed(
        (name, version), about, Valued(mass, found.recomputed_t, None), certainty, [_said(found, certainty)],
        TEMPLATES, lawful=found.explanations, check=_CHECK, facts=found.as_dict(),
        ranked_by=Valued(mass, gap, None),
    )  # fmt: skip


def _said(found: Discrepancy, certainty: float) -> Said:
    recomputed, at_least = found.recomputed_t, _LAWFUL["minimum"] in found.explanations
    ends = (recomputed.low,) if recomputed.mid is not None or at_least else (recomputed.low, recomputed.high)
    values = {
        "claimed": number(found.claimed_t),
        "mass": number(found.mass_kg),
        "gases": ", ".join(found.gases),
        "recomputed": "–".join(number(round(end, 1)) for end in ends),
        "implied": number(round(found.implied_gwp, 0)),
    }
    return Said("claim_above_minimum" if at_least else "claim_disagrees", certainty, values, found.rows)
