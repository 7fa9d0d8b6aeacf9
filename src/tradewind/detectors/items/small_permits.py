"""Do many small entries or permits add up to what would have needed a quota?

Where small amounts are free of quota or need a lighter permit, a large one is cut up. Entries of one importer and gas,
entries of several importers at one address, and licences of one holder are added up within `days`: each below the
threshold, none a trifle of it, together above it. The threshold is that of Regulation (EU) No 517/2014, Article 15(2):
100 t CO2e a year; a country with another sets its own. Entries that cite a licence need one more and count for half.
An entry carries the sign from the one on that takes the sum above. Method 7 of the catalogue; ledgers of quotas and
licences are `reconcile`'s.

Small deliveries are how workshops buy; several small licences at once are a little rarer, several importers at one
address rarer still and weigh most. The nearer the entries lie to the threshold, the fuller they count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis
import pyarrow as pa

from tradewind.derivations.naming import gas_named
from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import INWARD, folded, in_days, of_gas, trader
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, sign_rows
from tradewind.errors import TradewindError
from tradewind.reference import treaty_gwp

_DEMAND: Final = "small regular deliveries, as workshops order them"
_ALLOWED: Final = "the importer holds quota, so that the threshold does not matter to it"
_GROUPED: Final = "companies of one building, or one agent's address given for its customers"
_BY_CONSIGNMENT: Final = "the office issues one licence a consignment"
_LOOK: Final = "add up the year's entries in the quota file and ask who the buyer of the parts is"

SIGNS: Final = {
    "entries_add_up": Sign(
        Evidence(0.15, 0.017, MOVED),
        "%(a)s entries of one gas by this importer within %(d)s days, each below %(c)s t CO2e, add up to %(b)s t CO2e.",
        (_DEMAND, _ALLOWED), _LOOK,
    ),
    "address_adds_up": Sign(
        Evidence(0.15, 0.01),
        "Entries of %(a)s importers at one address within %(d)s days, each below %(c)s t CO2e, add up to %(b)s t CO2e.",
        (_GROUPED, _DEMAND), _LOOK,
    ),
    "permits_add_up": Sign(
        Evidence(0.2, 0.02, MOVED),
        "The licence cited is one of %(a)s that its holder got within %(d)s days, each below %(c)s t CO2e, together "
        "%(b)s t CO2e.",
        (_BY_CONSIGNMENT, _ALLOWED), _LOOK,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """`threshold_co2e_t` below which less is asked; each part is at least `least_share` of it; entries that cite a
    licence raise suspicion from `least_licensed` on."""

    threshold_co2e_t: float = 100.0
    least_share: float = 0.4
    least_entries: int = 3
    least_licensed: int = 4
    days: int = 31


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    gas = of_gas(lines)
    gas = gas.filter(gas.regime.isin(INWARD) & (gas.co2e_low == gas.co2e_high))
    entries = gas.mutate(
        t=gas.mass_g * gas.co2e_low / 1e6,
        who=gas.buyer,
        address=gas.buyer_at,
        order=gas.buyer + " " + gas.goods,
    )
    entries = _parts(entries, parameters)
    own = _summed(entries, "order", "row_ref", "lodged_on", parameters)
    own = entries.join(own, "row_ref")
    own = own.filter(
        own.parts >= ibis.ifelse(own.licence_id.isnull(), parameters.least_entries, parameters.least_licensed)
    )
    entries = entries.filter(entries.licence_id.isnull())
    shared = _summed(entries, "address", "row_ref", "lodged_on", parameters)
    shared = entries.join(shared.filter(shared.persons >= parameters.least_entries), "row_ref")
    found = [
        _sign(own, "entries_add_up", own.parts, parameters, ibis.ifelse(own.licence_id.isnull(), 1.0, 0.5)),
        _sign(shared, "address_adds_up", shared.persons, parameters),
    ]
    if "licences" in warehouse.tables():
        permits = _permits(gas, warehouse.current("licences"), parameters)
        found.append(_sign(permits, "permits_add_up", permits.parts, parameters))
    return ibis.union(*found)


def _parts(rows: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Rows of `t` t CO2e below the threshold and no trifle of it."""
    least = parameters.least_share * parameters.threshold_co2e_t
    return rows.filter((rows.t < parameters.threshold_co2e_t) & (rows.t >= least))


def _summed(parts: ibis.Table, key: str, row: str, day: str, parameters: Parameters) -> ibis.Table:
    """For every part the sum of the parts with its key in the days up to it, where that exceeds the threshold."""
    ours = parts.filter(parts[key].notnull()).select(key, here=parts[row], on=parts[day])
    others = parts.select(key, there=parts[row], then=parts[day], part_t=parts.t, person=parts.who)
    pairs = ours.join(others, key)
    pairs = pairs.filter(in_days(pairs.on, pairs.then, parameters.days))
    sums = pairs.group_by("here").agg(
        parts=pairs.count(), persons=pairs.person.nunique(), sum_t=pairs.part_t.sum(), middle_t=pairs.part_t.mean(),
        refs=pairs.there.collect().sort(),
    )  # fmt: skip
    return sums.filter(sums.sum_t > parameters.threshold_co2e_t).rename({row: "here"})


def _permits(gas: ibis.Table, licences: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Lines that cite one of several small licences of a holder."""
    held = licences.join(_factors(licences), "substance")
    held = held.filter(held.issued_on.notnull() & held.licence_id.notnull()).mutate(
        t=held.licensed_mass_g * held.co2e_per_kg / 1e6, who=trader(held.holder_id, held.holder),
        permit_ref=held.row_ref, number=folded(held.licence_id),
    )  # fmt: skip
    parts = _parts(held.select("t", "who", "permit_ref", "number", "issued_on"), parameters)
    sums = _summed(parts, "who", "permit_ref", "issued_on", parameters)
    small = parts.join(sums.filter(sums.parts >= parameters.least_entries), "permit_ref")
    citing = gas.mutate(cited=folded(gas.licence_id))
    return citing.join(small.drop("who", "t", "issued_on"), citing.cited == small.number)


def _sign(rows: ibis.Table, sign: str, count: Any, parameters: Parameters, factor: Any = 1.0) -> ibis.Table:
    return sign_rows(
        rows, sign, a=count, b=rows.sum_t.round(0).cast("int64"), c=ibis.literal(f"{parameters.threshold_co2e_t:g}"),
        d=ibis.literal(parameters.days), strength=factor * rows.middle_t / parameters.threshold_co2e_t, rows=rows.refs,
    )  # fmt: skip


def _factors(licences: ibis.Table) -> ibis.Table:
    """kg CO2e a kg of every substance the licences name, where it is one gas."""
    written = licences.select("substance").distinct().to_pyarrow().column("substance").to_pylist()
    rows = [(name, _gwp(name)) for name in sorted(filter(None, written))]
    known = [(name, gwp) for name, gwp in rows if gwp]
    return ibis.memtable(
        pa.table({"substance": pa.array([n for n, _ in known], pa.string()),
                  "co2e_per_kg": pa.array([g for _, g in known], pa.float64())})
    )  # fmt: skip


def _gwp(name: str) -> float | None:
    gas = gas_named(name)
    if gas is None or not gas.is_one:
        return None
    try:
        return treaty_gwp(gas.designations[0])
    except TradewindError:
        return None


DETECTOR: Final = LineDetector(
    name="small_permits", version="1.0",
    question="Do many small entries or permits add up to what would have needed a quota?",
    needs=(("declarations",),), family="licence and quota", methods=("7",), signs=SIGNS, Parameters=Parameters, see=see,
    speaking_only=True,
)  # fmt: skip
