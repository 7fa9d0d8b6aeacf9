"""The quota table: allocated, licensed, cleared and left, by importer and substance, in kg and treaty units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tradewind.derivations.naming import Gas
from tradewind.detectors.asking import Holdings
from tradewind.detectors.reconcile.balances import cleared
from tradewind.detectors.reconcile.goods import fits
from tradewind.detectors.reconcile.parameters import Parameters
from tradewind.detectors.reconcile.preparing import Prepared, prepare
from tradewind.detectors.valuing import factors_of
from tradewind.quantities import Interval

CO2E: Final = "t CO2e"
ODP: Final = "ODP t"
_Key = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """One importer, substance (or annex group, as the quota is given, with `words` for it) and year.

    `unit` is that of the limit: ODP t for ozone-depleting substances, t CO2e for HFCs. `allocated` and `left`
    are None without a quota, their kg None for a quota given in another unit, `licensed` None where no licence
    gives a mass. `cleared` is an interval: low
    what surely is the substance, high what may be. Left is allocated less cleared, below zero when exceeded.
    """

    importer: str
    substance: str
    words: str
    year: int | None
    unit: str
    allocated_kg: float | None
    licensed_kg: float | None
    cleared_kg: Interval
    left_kg: Interval | None
    allocated: float | None
    licensed: Interval | None
    cleared: Interval
    left: Interval | None
    clearances: int
    without_mass: int

    def as_dict(self) -> dict[str, Any]:
        """The line as JSON has it."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return {k: v.as_dict() if isinstance(v, Interval) else v for k, v in plain.items()}


def quota_table(
    warehouse: Holdings, year: int | None = None, parameters: Parameters | None = None
) -> list[QuotaLine]:
    """Every quota with what was licensed and cleared against it, then gases with licences or clearances only.

    Sorted by importer, year and substance. `year` keeps one calendar year.
    """
    prepared = prepare(warehouse, parameters or Parameters())
    licensed = _licensed(prepared)
    brought = _cleared(prepared)
    lines = []
    covered: set[_Key] = set()
    for row in prepared.quotas.to_pyarrow().to_pylist():
        gas = prepared.gases[row["quota_goods"]]
        agree = {f["goods"]: f["agreement"] for f in fits(prepared.gases.values(), [gas])}
        keys = [(row["holder"], goods, row["year"]) for goods in agree]
        covered.update(keys)
        lines.append(_line(row["holder"], gas, row["year"], row, agree, licensed, brought, prepared))
    for holder, goods, of_year in sorted({*licensed, *brought} - covered, key=str):
        gas = prepared.gases[goods]
        lines.append(_line(holder, gas, of_year, {}, {goods: 1.0}, licensed, brought, prepared))
    kept = [line for line in lines if year is None or line.year == year]
    return sorted(kept, key=lambda line: (line.importer.casefold(), line.year or 0, line.substance))


def _line(
    holder: str, gas: Gas, year: int | None, quota: Mapping[str, Any], agree: Mapping[str, float],
    licensed: Mapping[_Key, int | None], brought: Mapping[_Key, Mapping[str, Any]], prepared: Prepared,
) -> QuotaLine:  # fmt: skip
    unit = CO2E if set(gas.groups) <= {"F"} else ODP
    permits = [(goods, licensed[holder, goods, year]) for goods in agree if (holder, goods, year) in licensed]
    weighed = [(goods, grams) for goods, grams in permits if grams is not None]
    is_known = bool(weighed) or not permits
    sums = [(agree[g], brought[holder, g, year]) for g in agree if (holder, g, year) in brought]
    mass = Interval(*_ends(((s["low_g"] if a == 1 else 0, s["high_g"]) for a, s in sums), 1000))
    column = "co2e" if unit == CO2E else "odp"
    amount = Interval(
        *_ends(((s[f"{column}_low"] if a == 1 else 0, s[f"{column}_high"]) for a, s in sums), 1000)
    )
    grams, kilograms = quota.get("quota_g"), quota.get(f"quota_{column}_kg")
    allocated = _allocated(gas, unit, grams, kilograms)
    return QuotaLine(
        importer=prepared.traders.label_of.get(holder, holder),
        substance=gas.key,
        words=gas.words,
        year=year,
        unit=unit,
        allocated_kg=None if grams is None else grams / 1000,
        licensed_kg=sum(g for _, g in weighed) / 1000 if is_known else None,
        cleared_kg=mass,
        left_kg=None if grams is None else _less(grams / 1000, mass),
        allocated=allocated,
        licensed=_in_unit(((prepared.gases[g], m) for g, m in weighed), unit) if is_known else None,
        cleared=amount,
        left=None if allocated is None else _less(allocated, amount),
        clearances=sum(s["items"] for _, s in sums),
        without_mass=sum(s["no_mass"] for _, s in sums),
    )


def _licensed(prepared: Prepared) -> dict[_Key, int | None]:
    """Grams licensed for import by holder, gas and year, None where no licence gives its mass; revoked licences
    are not counted."""
    lines = prepared.lines.filter((prepared.lines.direction == "import") & ~prepared.lines.revoked)
    sums: dict[_Key, int | None] = {}
    for row in lines.select("holder", "licensed", "year", "licensed_g").to_pyarrow().to_pylist():
        if row["licensed"] in prepared.gases:
            key = (row["holder"], row["licensed"], row["year"])
            known = [grams for grams in (sums.get(key), row["licensed_g"]) if grams is not None]
            sums[key] = sum(known) if known else None
    return sums


def _cleared(prepared: Prepared) -> dict[_Key, Mapping[str, Any]]:
    rows = cleared(prepared).to_pyarrow().to_pylist()
    zero = {"low_g": 0, "high_g": 0, "co2e_low": 0.0, "co2e_high": 0.0, "odp_low": 0.0, "odp_high": 0.0}
    return {
        (row["holder"], row["goods"], row["year"]): {
            k: zero.get(k) if v is None else v for k, v in row.items()
        }
        for row in rows
    }


def _allocated(gas: Gas, unit: str, grams: int | None, kilograms: float | None) -> float | None:
    """The quota in the unit of the limit: as given, else from its mass where it is for one gas."""
    if kilograms is not None:
        return round(kilograms / 1000, 6)
    if grams is None or not gas.is_one:
        return None
    return _in_unit([(gas, grams)], unit).mid


def _in_unit(masses: Iterable[tuple[Gas, int]], unit: str) -> Interval:
    """Grams of gases in t CO2e or ODP t."""
    ends = []
    for gas, grams in masses:
        factors = factors_of(gas.designations, or_nothing=gas.may_be_uncontrolled)
        factor = factors.co2e_per_kg if unit == CO2E else factors.odp_per_kg
        ends.append((grams * factor.low / 1000, grams * factor.high / 1000))
    return Interval(*_ends(ends, 1000))


def _ends(pairs: Iterable[tuple[float, float]], divisor: float) -> tuple[float, float | None, float]:
    """Low, mid and high of a sum; mid only where both ends agree."""
    listed = list(pairs)
    low = round(sum(p[0] for p in listed) / divisor, 6)
    high = round(sum(p[1] for p in listed) / divisor, 6)
    return low, low if low == high else None, high


def _less(allocated: float, used: Interval) -> Interval:
    low, high = round(allocated - used.high, 6), round(allocated - used.low, 6)
    return Interval(low, low if low == high else None, high)
