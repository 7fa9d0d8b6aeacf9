"""From judged pairs to findings: one a pair and year, value and mass as reasons of their own."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa

from tradewind.detectors.asking import Holdings
from tradewind.detectors.composing import About, composed
from tradewind.detectors.mirror import texts
from tradewind.detectors.mirror.comparing import Comparison, Measured
from tradewind.detectors.mirror.pairing import KEY, refs_of, rows_of
from tradewind.detectors.sentences import Said, number
from tradewind.detectors.valuing import Valued, factors_of_code, valued
from tradewind.findings import Finding
from tradewind.fits.mirror_bands import HALF_BAND
from tradewind.quantities import Interval
from tradewind.reference.geography import hubs
from tradewind.reference.hs import code_facts
from tradewind.reference.parties import place_name

#: An import that is missing is what smuggling looks like; an export that is missing is more often an origin.
_CERTAINTY: Final = {"import": 0.6, "export": 0.3}
_BOTH_MEASURES: Final = 1.25
_AT_A_HUB: Final = 0.6
#: A gap in value alone says nothing of kilograms.
_VALUE_ALONE: Final = 0.5
#: A chance smaller than this is not known: tails of real ratios are measured to one in some thousands.
_LEAST_CHANCE: Final = 1e-6
#: Half of all pairs lie within this many scales (Student-t with three degrees of freedom).
_HALF_OF_ALL: Final = 0.7649


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair of which something must be missing: its accounts, the rows they rest on, and its judged measures."""

    account: Mapping[str, Any]
    refs: tuple[str, ...]
    judged: Sequence[tuple[Measured, Mapping[str, Any]]]

    @property
    def code(self) -> tuple[str, str]:
        """The importer's code and edition: the goods as they came in."""
        return self.account["imported_code"], self.account["imported_edition"]


def findings(warehouse: Holdings, compared: Comparison, name: str, version: str) -> list[Finding]:
    """One finding a pair and year of which something must be missing by either measure; none loaded as past."""
    by_key: dict[tuple[Any, ...], list[tuple[Measured, Mapping[str, Any]]]] = {}
    for measured in compared.measures:
        for row in measured.missing():
            by_key.setdefault(tuple(row[k] for k in KEY), []).append((measured, row))
    wanted = [a for a in _accounts(compared, by_key) if not a["historical"]]
    rows = rows_of(warehouse, wanted)
    return [
        _finding(
            _Pair(account, refs_of(account, rows), by_key[tuple(account[k] for k in KEY)]), name, version
        )
        for account in wanted
    ]


def _accounts(compared: Comparison, keys: Collection[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The accounts of these pairs."""
    if not keys:
        return []
    wanted = pa.table({k: [key[n] for key in keys] for n, k in enumerate(KEY)})
    found: list[dict[str, Any]] = compared.accounts.join(wanted, list(KEY), join_type="left semi").to_pylist()
    return found


def _finding(pair: _Pair, name: str, version: str) -> Finding:
    exporter, importer, year = (pair.account[k] for k in ("exporter", "importer", "year"))
    by_mass = next((row for measured, row in pair.judged if measured.measure == "mass"), None)
    mass = Interval(by_mass["gap_low"], by_mass["gap_mid"], by_mass["gap_high"]) if by_mass else None
    worth = valued(mass, factors_of_code(*pair.code))
    missing = (by_mass or pair.judged[0][1])["missing"]
    at_hub = [place for place in (exporter, importer) if place in hubs()]
    certainty = _CERTAINTY[missing] * (_AT_A_HUB if at_hub else 1) * _agreement(pair)
    said = _once(s for measured, row in pair.judged for s in _said(pair, measured, row, certainty))
    said += [Said("hub", 0.0, {"place": place_name(place)}) for place in at_hub]
    about = About(
        "pair of accounts", f"{exporter}>{importer}:{pair.account['commodity']}:{year}",
        code_facts(*pair.code).words, date(year, 1, 1), date(year, 12, 31), importer, exporter,
    )  # fmt: skip
    return composed(
        (name, version), about, worth, certainty, said, texts.TEMPLATES,
        lawful=(texts.HUB, *texts.LAWFUL) if at_hub else texts.LAWFUL, check=texts.CHECK,
        facts=_facts(pair, missing) | {"hubs": {h: hubs()[h].what for h in at_hub}},
        # Flows rank by the low end: what must be missing even if all else is honest.
        ranked_by=Valued(mass, _low(worth.co2e_t), _low(worth.odp_t)),
    )  # fmt: skip


def _agreement(pair: _Pair) -> float:
    """More where both measures lack on the same side, less for value alone."""
    if all(measured.measure == "value" for measured, _ in pair.judged):
        return _VALUE_ALONE
    sides = [row["missing"] for _, row in pair.judged]
    return _BOTH_MEASURES if len(sides) > 1 and len(set(sides)) == 1 else 1.0


def _said(pair: _Pair, measured: Measured, row: Mapping[str, Any], certainty: float) -> Iterator[Said]:
    unit = "USD" if measured.measure == "value" else "kg"
    missing = "import_below_export" if row["missing"] == "import" else "export_below_import"
    low, high = band(row)
    values = {
        "exporter": place_name(row["exporter"]), "importer": place_name(row["importer"]),
        "words": code_facts(*pair.code).words, "year": str(row["year"]),
        "exported": _amount(row["exported"], unit), "imported": _amount(row["imported"], unit),
        "from": _amount(low, unit), "to": _amount(high, unit),
        "low": _amount(row["gap_low"], unit), "high": _amount(row["gap_high"], unit),
    }  # fmt: skip
    yield Said(missing, certainty, values, pair.refs)
    yield _score_said(measured, row)
    if row["timing"] > 0:
        yield Said("neighbouring_year", 0.0, {"timing": _amount(row["timing"], unit)})
    if measured.other_factors:
        yield Said("factor_assumed", 0.0, {"factor": number(measured.factor)})
    for other in measured.other_factors:
        at = {"other": number(other), "low": _amount(row[f"low_at_{other:g}"], unit)}
        yield Said("factor_assumed", 0.0, at, sentence="factor_other")
    if measured.measure == "mass" and measured.basis != "product pairs":
        yield Said("mass_as_value", 0.0)
    if measured.basis == "shipped":
        yield Said("calibration_shipped", 0.0)
    elif measured.basis == "totals" and row["basis_year"] != row["year"]:
        yield Said("calibration_of_year", 0.0, {"year": str(row["year"]), "basis": str(row["basis_year"])})


def _score_said(measured: Measured, row: Mapping[str, Any]) -> Said:
    """Which of the two scores speaks, and how far out the pair lies by it."""
    if row["by_change"]:
        years = {"years": str(row["years_past"])}
        return Said("changed_against_past", 0.0, years, sentence=f"changed_by_{measured.measure}")
    values = {
        "times": number(round(abs(row["away"]) / _HALF_OF_ALL, 1)),
        "chance": number(math.floor(1 / max(row["chance"], _LEAST_CHANCE))),
        "share": number(math.ceil(100 * row["false_share"])),
    }
    return Said("unusual_among_pairs", 0.0, values, sentence=f"unusual_by_{measured.measure}")


def _once(said: Iterable[Said]) -> list[Said]:
    """What value and net mass say alike is said once."""
    return list({(s.template, tuple(sorted(s.values.items()))): s for s in said}.values())


def _facts(pair: _Pair, missing: str) -> dict[str, Any]:
    account = pair.account
    codes = ("imported_code", "imported_edition", "exported_code", "exported_edition", "commodity")
    facts: dict[str, Any] = {"missing": missing} | {name: account[name] for name in codes}
    for measured, row in pair.judged:
        facts[measured.measure] = {
            "imported": row["imported"], "exported": row["exported"], "band": band(row),
            "gap": [row["gap_low"], row["gap_mid"], row["gap_high"]],
            "low_at_factor": {f"{f:g}": row[f"low_at_{f:g}"] for f in measured.other_factors},
            "factor": measured.factor, "factor_fitted": measured.factor_fitted, "calibrated_on": measured.basis,
            "totals_of": row["basis_year"], "false_share": row["false_share"], "by_change": row["by_change"],
        }  # fmt: skip
    return facts


def band(row: Mapping[str, Any]) -> tuple[float, float]:
    """The import that goes with this export in nine cases of ten: from, to; in the measure's unit."""
    middle, scale = row["centre"], row["scale"]
    if row["by_change"]:
        middle, scale = middle + row["change_middle"], row["change_scale"]
    away = HALF_BAND * scale
    return float(row["exported"] * math.exp(middle - away)), float(row["exported"] * math.exp(middle + away))


def _amount(value: float, unit: str) -> str:
    return f"{number(round(value))} {unit}"


def _low(quantity: Interval | None) -> Interval | None:
    return None if quantity is None else Interval.exactly(quantity.low)
