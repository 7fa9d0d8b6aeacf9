"""Quotas against clearances: sums by holder, gas and year, as intervals in the unit of each quota.

A quota in t CO2e or ODP t is compared in its own unit. Clearances that only may be the quota's gas (a basket
code) enter the high figure, never the low; a quota counts as exceeded only by the low one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tradewind.derivations.naming import Gas
from tradewind.detectors.reconcile.checks import OVER_QUOTA
from tradewind.detectors.reconcile.parameters import Parameters
from tradewind.detectors.reconcile.preparing import Prepared
from tradewind.detectors.valuing import factors_of

_FACTORS: Final = pa.schema(
    [
        ("goods", pa.string()), ("co2e_low", pa.float64()), ("co2e_high", pa.float64()),
        ("odp_low", pa.float64()), ("odp_high", pa.float64()),
    ]
)  # fmt: skip


def cleared(prepared: Prepared) -> ibis.Table:
    """Imports cleared by holder, goods and year: mass as whole grams low and high, CO2e and ODP in kg.

    A clearance counts for the holder of the licence it cites, else for the likeliest holder, else for its
    trader as written.
    """
    found = prepared.found.filter(prepared.found.direction == "import")
    near = prepared.nearest.select("trader", near_holder="holder")
    rows = found.left_join(near, "trader").drop("trader_right")
    rows = rows.mutate(
        holder=ibis.coalesce(rows.holder, rows.near_holder, rows.trader), year=rows.lodged_on.year()
    )
    rows = rows.join(_factors(prepared.gases), "goods")
    return rows.group_by("holder", "goods", "year").agg(
        low_g=rows.mass_low_g.sum(),
        high_g=rows.mass_high_g.sum(),
        co2e_low=_kilograms(rows.mass_low_g * rows.co2e_low),
        co2e_high=_kilograms(rows.mass_high_g * rows.co2e_high),
        odp_low=_kilograms(rows.mass_low_g * rows.odp_low * 1000) / 1000,
        odp_high=_kilograms(rows.mass_high_g * rows.odp_high * 1000) / 1000,
        no_mass=rows.item_key.count(where=rows.mass_low_g.isnull()),
        items=rows.item_key.count(),
        refs=rows.ref.collect(),
    )


def over_quota(prepared: Prepared, parameters: Parameters) -> ibis.Table:
    """One row a quota that clearances exceed in its own unit, with `over` the certainty."""
    rows = cleared(prepared).join(prepared.quota_agreements.rename(quota_goods="licensed"), "goods")
    sure = rows.agreement == 1
    sums = rows.group_by("holder", "quota_goods", "year").agg(
        low_g=rows.low_g.sum(where=sure),
        high_g=rows.high_g.sum(),
        co2e_low=rows.co2e_low.sum(where=sure),
        co2e_high=rows.co2e_high.sum(),
        odp_low=rows.odp_low.sum(where=sure),
        odp_high=rows.odp_high.sum(),
        items=rows["items"].sum(),
        refs=rows.refs.collect().flatten(),
    )
    keys = ["holder", "quota_goods", "year"]
    judged = sums.join(prepared.quotas, keys)
    allowed = 1 + parameters.tolerance_share
    exceeded = (
        (judged.low_g > judged.quota_g * allowed + parameters.tolerance_kg * 1000).fill_null(False)
        | (judged.co2e_low > judged.quota_co2e_kg * allowed).fill_null(False)
        | (judged.odp_low > judged.quota_odp_kg * allowed).fill_null(False)
    )
    return judged.filter(exceeded).mutate(over=ibis.literal(OVER_QUOTA))


def _kilograms(grams: ir.Value) -> ir.Value:
    """Sums of whole grams, so that they do not depend on the order of rows."""
    return grams.round().cast("int64").sum() / 1000


def _factors(gases: Mapping[str, Gas]) -> ibis.Table:
    rows = [_factor(gas) for gas in _controlled(gases.values())]
    return ibis.memtable(pa.Table.from_pylist(rows, schema=_FACTORS))


def _controlled(gases: Iterable[Gas]) -> Iterable[Gas]:
    return (gas for gas in gases if gas.controlled)


def _factor(gas: Gas) -> dict[str, Any]:
    factors = factors_of(gas.designations, or_nothing=gas.may_be_uncontrolled)
    return {
        "goods": gas.key,
        "co2e_low": factors.co2e_per_kg.low,
        "co2e_high": factors.co2e_per_kg.high,
        "odp_low": factors.odp_per_kg.low,
        "odp_high": factors.odp_per_kg.high,
    }
