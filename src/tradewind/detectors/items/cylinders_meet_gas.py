"""Do empty cylinders and bulk gas meet at one actor?

Gas that arrives in tanks and cylinders that arrive empty are filled after clearance, past every count of cylinders
and every ban on those that cannot be refilled. Lines of empty cylinders (headings 7311 and 7613) and lines of bulk
gas (a tank by words, else `least_package_kg` a package or `least_bulk_kg` without packages) of one importer,
consignee or address within `days` carry the sign on both. Method 13 of the catalogue (354 empties beside ISO tanks).

Every lawful filler does this, so that it hardly weighs anything; cylinders called disposable or not refillable, which
many Parties forbid, count in full, others for a tenth: every filler of refillable ones has both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import INWARD, folded, of_gas, trader
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, kilograms, sign_rows

_FILLER: Final = "a filling station that is registered and keeps count of what it fills"
_OTHER_USE: Final = "cylinders for another gas or use, such as helium, propane or fire fighting"
_CHECK: Final = (
    "ask whether the trader is registered to fill cylinders, and for its count of cylinders filled and sold"
)

SIGNS: Final = {
    "cylinders_near_gas": Sign(
        Evidence(0.1, 0.09, MOVED),
        "%(a)s empty cylinders come to where %(b)s kg of %(c)s in bulk came %(d)s days apart.",
        (_FILLER, _OTHER_USE), _CHECK,
    ),
    "gas_near_cylinders": Sign(
        Evidence(0.1, 0.09, MOVED),
        "%(b)s kg of %(c)s in bulk come to where %(a)s empty cylinders came %(d)s days apart.",
        (_FILLER, _OTHER_USE), _CHECK,
    ),
}  # fmt: skip
_DISPOSABLE: Final = (
    r"disposable|non[- ]?refill|not refillable|one[- ]?way|jetable|non rechargeable|desechable|no recargable|"
    r"одноразов|不可重复|一次性|غير قابلة لإعادة"
)
_TANK: Final = r"iso.?tank|tank|bulk|vrac|granel|наливом|цистерн|散装|罐|صهريج"


@dataclass(frozen=True, slots=True)
class Parameters:
    """As in the module's words; fewer than `least_cylinders` on a line are samples or spares."""

    days: int = 90
    least_cylinders: int = 50
    least_package_kg: float = 400.0
    least_bulk_kg: float = 5000.0
    strength_of_refillable: float = 0.1


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    empty, bulk = _cylinders(lines, parameters), _bulk(of_gas(lines), parameters)
    pairs = (
        _actors(empty)
        .join(_names(bulk, "buyer", "receiver", "buyer_at", "receiver_at").rename(gas_ref="row_ref"), "actor")
        .select("row_ref", "gas_ref")
    )
    pairs = pairs.distinct().join(
        empty.select("row_ref", "units", "disposable", on=empty.lodged_on), "row_ref"
    )
    pairs = pairs.join(bulk.select("mass_g", "goods", gas_ref=bulk.row_ref, came=bulk.lodged_on), "gas_ref")
    pairs = pairs.mutate(days=pairs.on.delta(pairs.came, unit="day").abs())
    pairs = pairs.filter(pairs.days <= parameters.days)
    return ibis.union(
        _sign(lines, pairs, "row_ref", "gas_ref", "cylinders_near_gas", parameters),
        _sign(lines, pairs, "gas_ref", "row_ref", "gas_near_cylinders", parameters),
    )


def _cylinders(lines: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Lines of empty cylinders; how many by supplementary quantity in pieces, else packages or the words."""
    rows = lines.filter(
        (lines.code_kind == "cylinder") & lines.regime.isin(INWARD) & lines.lodged_on.notnull()
    )
    words = rows.description.fill_null("").lower()
    counted = rows.mutate(
        units=ibis.greatest(rows.quantity.cast("int64"), rows.packages, rows.text_count),
        disposable=words.re_search(_DISPOSABLE),
    )
    return counted.filter(counted.units >= parameters.least_cylinders)


def _bulk(gas: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Lines of gas in tanks."""
    words = ibis.coalesce(gas.text_container, ibis.literal("")) + " " + gas.description.fill_null("")
    package_g = gas.mass_g / gas.packages.nullif(0)
    tank = words.lower().re_search(_TANK) & (gas.mass_g >= parameters.least_package_kg * 1000)
    heavy = (package_g >= parameters.least_package_kg * 1000).fill_null(
        gas.mass_g >= parameters.least_bulk_kg * 1000
    )
    small = (gas.text_package_g < parameters.least_package_kg * 1000).fill_null(False)
    return gas.filter(gas.regime.isin(INWARD) & (tank | heavy) & ~small)


def _actors(rows: ibis.Table) -> ibis.Table:
    """Every name under which a line's actor can be known: importer, consignee, their addresses."""
    named = rows.mutate(
        buyer=trader(rows.importer_id, rows.importer), receiver=trader(rows.consignee_id, rows.consignee),
        buyer_at=folded(rows.importer_address), receiver_at=folded(rows.consignee_address),
    )  # fmt: skip
    return _names(named, "buyer", "receiver", "buyer_at", "receiver_at")


def _names(rows: ibis.Table, *keys: str) -> ibis.Table:
    """One row a line and name; an address is told from a name by its prefix."""
    at = {key: "at " + rows[key] if key.endswith("_at") else rows[key] for key in keys}
    every = ibis.union(*(rows.select("row_ref", actor=name) for name in at.values()))
    return every.filter(every.actor.notnull())


def _sign(
    lines: ibis.Table, pairs: ibis.Table, here: str, there: str, sign: str, parameters: Parameters
) -> ibis.Table:
    """The nearest meeting of each line."""
    nearest = pairs.mutate(nth=ibis.row_number().over(group_by=here, order_by=["days", there]))
    nearest = nearest.filter(nearest.nth == 0).mutate(line=pairs[here], other=pairs[there])
    met = lines.select("row_ref").join(nearest.drop("row_ref", "gas_ref"), [("row_ref", "line")])
    strength = ibis.ifelse(met.disposable, 1.0, parameters.strength_of_refillable)
    return sign_rows(met, sign, a=met.units, b=kilograms(met.mass_g), c=met.goods, d=met.days, strength=strength,
                     rows=ibis.array([met.other]))  # fmt: skip


DETECTOR: Final = LineDetector(
    name="cylinders_meet_gas", version="1.0", question="Do empty cylinders and bulk gas meet at one actor?",
    needs=(("declarations",),), family="actor", methods=("13", "14"), signs=SIGNS, Parameters=Parameters, see=see,
    speaking_only=True,
)  # fmt: skip
