"""Baselines: as the Ozone Secretariat held them, as a Party enters them, or computed from what it enters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from tradewind.errors import RequestError
from tradewind.reference.rows import read, sources

Measure = Literal["consumption", "production"]
ODP_T: Final = "ODP t"
CO2E_T: Final = "t CO2e"
#: Years averaged and share of the HCFC baseline added, by schedule (Article 2J(1)-(2), Article 5(8 qua)).
HFC_FORMULA: Final[Mapping[str, tuple[tuple[int, ...], float]]] = {
    "non-A5": ((2011, 2012, 2013), 0.15),
    "non-A5 special schedule": ((2011, 2012, 2013), 0.25),
    "A5 group 1": ((2020, 2021, 2022), 0.65),
    "A5 group 2": ((2024, 2025, 2026), 0.65),
}
AS_OF: Final = "baselines as the Ozone Secretariat held them in April 2021"


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline, or None with the reason. `basis` is `Ozone Secretariat`, `entered`, `computed here` or None."""

    value: float | None
    unit: str
    basis: str | None
    reason: str
    source: str = ""
    confidence: str = ""


def unit_of(group: str) -> str:
    """`t CO2e` for HFCs, `ODP t` for every other group: the unit a limit is set in."""
    return CO2E_T if group == "F" else ODP_T


def shipped(party: str, group: str, measure: str, status: str, unit: str | None = None) -> Baseline:
    """The figure of our copy for a Party (ISO3) that counts as `A5` or `non-A5`; value None where it has none."""
    row = _rows().get((party, group, measure, status, unit or unit_of(group)))
    if row is None:
        return Baseline(None, unit or unit_of(group), None, f"it is not in our copy ({AS_OF})")
    work = sources(row["source"])[0].citation
    return Baseline(float(row["baseline"]), row["unit"], "Ozone Secretariat", AS_OF, work, row["confidence"])


def entered(value: float, group: str, by: str = "entered by hand") -> Baseline:
    """A figure a Party enters itself, in the unit of the group's limit. RequestError below zero."""
    if not 0 <= value < float("inf"):
        raise RequestError(f"a baseline is a figure of zero or more, not {value}")
    return Baseline(value, unit_of(group), "entered", by)


def from_rows(
    rows: Iterable[Mapping[str, Any]], party: str, group: str, measure: str, status: str
) -> Baseline | None:
    """The figure of `reported_baselines` rows for a Party, its own before a copy of the Secretariat's.

    `baseline_kind` beginning A5 or NA5 counts for that status only, one beginning BDN never. `annex_group`
    must be spelled as here (A-I ... F). None where no row fits.
    """
    kinds = {"A5": "NA5", "non-A5": "A5"}
    best: Mapping[str, Any] | None = None
    for row in rows:
        kind = str(row.get("baseline_kind") or "")
        if (row["party"], row["annex_group"], row["measure"]) != (party, group, measure):
            continue
        if row.get("baseline") is None or row.get("unit") != unit_of(group):
            continue
        if kind.startswith(("BDN", kinds[status])):
            continue
        if best is None or not kind.startswith(("A5", "NA5")):
            best = row
    if best is None:
        return None
    return entered(float(best["baseline"]), group, f"loaded from {best.get('source') or 'a file'}")


def formula(schedule: str) -> str:
    """How the HFC baseline of a schedule is computed, as a sentence."""
    years, share = HFC_FORMULA[schedule]
    return f"mean of HFCs in {years[0]}-{years[-1]} plus {share:.0%} of the HCFC baseline, all in t CO2e".replace(
        "%", " %"
    )


def hfc_baseline(
    party: str, schedule: str, measure: str, hfc_t_co2e: Mapping[int, float], hcfc_t_co2e: float | None = None
) -> Baseline:
    """The HFC baseline from yearly HFC figures (t CO2e) of a Party, marked "computed here".

    The HCFC part is `hcfc_t_co2e`, else our copy's HCFC baseline in t CO2e. RequestError names years that
    are missing or too many, or a missing HCFC part.
    """
    years, share = HFC_FORMULA[schedule]
    missing = [y for y in years if y not in hfc_t_co2e]
    strange = sorted(set(hfc_t_co2e) - set(years))
    if missing or strange:
        wanted = ", ".join(map(str, years))
        raise RequestError(
            f"the baseline of {schedule} averages {wanted}; missing {missing}, not wanted {strange}"
        )
    if any(not 0 <= v < float("inf") for v in hfc_t_co2e.values()):
        raise RequestError("yearly HFC figures are t CO2e of zero or more")
    part, origin = hcfc_t_co2e, "entered"
    if part is None:
        held = shipped(party, "C-I", measure, "A5" if schedule.startswith("A5") else "non-A5", CO2E_T)
        part, origin = held.value, "our copy"
    if part is None:
        raise RequestError(f"the HCFC baseline of {party} in t CO2e is not in our copy; give it as well")
    mean = sum(hfc_t_co2e[y] for y in years) / len(years)
    value = mean + share * part
    how = f"computed here: {formula(schedule)}; {mean:,.0f} + {share:g} x {part:,.0f} (HCFC part: {origin})"
    return Baseline(value, CO2E_T, "computed here", how, "", "computed")


@cache
def _rows() -> dict[tuple[str, str, str, str, str], dict[str, str]]:
    return {(r["party"], r["group"], r["measure"], r["status"], r["unit"]): r for r in read("baselines")}
