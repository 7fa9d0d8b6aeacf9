"""Does an item cost far less, or far more, than the same gas on other items?

Declared value a kilogram against the other items of the same gas, currency, year and direction: their median and
quartiles, the judged item left out. Cheap, far or less far: undervalued, or not what it says. Dear: R-22 sold as
R-134a where R-22 may no longer be sold. Fewer than `Parameters.fewest` others are no measure. Methods 2, 22 and 26.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, sign_rows

#: Of prices spread as a normal distribution is, 1 in 4,000 is far cheaper and at most 1 in 15 cheaper; lawful prices
#: have longer tails: transfer prices, old contracts, large orders.
SIGNS: Final = {
    "far_cheaper": Sign(
        Evidence(0.15, 0.046, MOVED),
        "A kilogram of %(a)s costs %(b)s of what it costs at the median of %(c)s other items of %(d)s.",
        ("a transfer price between related firms", "recovered gas, off-grade gas or an old contract",
         "a value or mass mistyped, or in another unit"),
        "compare the invoice, the payment and the contract with the declared value",
    ),
    "cheaper": Sign(
        Evidence(0.2, 0.13, MOVED),
        "A kilogram of %(a)s costs %(b)s of what it costs at the median of %(c)s other items of %(d)s.",
        ("a large order, a transfer price between related firms, or an old contract",
         "recovered gas or off-grade gas"),
        "compare the invoice, the payment and the contract with the declared value",
    ),
    "far_dearer": Sign(
        Evidence(0.05, 0.015, MOVED),
        "A kilogram of %(a)s costs %(b)s times what it costs at the median of %(c)s other items of %(d)s.",
        ("small packages, a high grade, or the cylinder in the price", "a value or mass mistyped, or in another unit"),
        "compare the invoice, the payment and the contract with the declared value",
    ),
}  # fmt: skip
#: From quartiles to the standard deviation of a normal distribution.
_QUARTILES_TO_SIGMA: Final = 1.349
_GROUP: Final = ("goods", "currency", "year", "outward")


@dataclass(frozen=True, slots=True)
class Parameters:
    """`fewest` others; `scales`: how many robust scales away; `times`: and how many times cheaper or dearer at
    least; `least_scale`: no scale, in logarithms, is taken for smaller; `least_kg`: below it prices are a sample's;
    `cheaper_scales` and `cheaper_share` of the median: from where an item that is not far off is cheaper."""

    fewest: int = 12
    scales: float = 3.5
    times: float = 2.0
    least_scale: float = 0.1
    least_kg: float = 20.0
    cheaper_scales: float = 1.5
    cheaper_share: float = 0.75


def see(lines: ibis.Table, warehouse: Any, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    judged = _against_others(_priced(lines, parameters))
    scale = ibis.greatest((judged.upper - judged.lower) / _QUARTILES_TO_SIGMA, parameters.least_scale)
    off = judged.price - judged.middle
    enough = judged.mutate(off=off, scale=scale).filter(judged.others >= parameters.fewest)
    is_far = (enough.off.abs() > parameters.scales * enough.scale) & (
        enough.off.abs() >= ibis.literal(parameters.times).ln()
    )
    is_cheaper = (enough.off < -parameters.cheaper_scales * enough.scale) & (
        enough.off <= ibis.literal(parameters.cheaper_share).ln()
    )
    found = enough.mutate(
        times=enough.off.exp().cast("decimal(18,2)").cast("string"), is_far=is_far, is_cheaper=is_cheaper
    )
    sides = (
        ("far_cheaper", found.filter(found.is_far & (found.off < 0))),
        ("cheaper", found.filter(found.is_cheaper & ~found.is_far)),
        ("far_dearer", found.filter(found.is_far & (found.off > 0))),
    )
    return ibis.union(
        *(
            sign_rows(rows, sign, a=rows.goods, b=rows.times, c=rows.others, d=rows.year)
            for sign, rows in sides
        )
    )


def _priced(lines: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Lines of one gas with the logarithm of their price a kilogram, ranked within their group."""
    gas = lines.filter(
        ibis.coalesce(lines.gas, lines.hs_code).notnull() & lines.code_kind.isin(("gas", "mixture"))
        & ~lines.text_equipment.fill_null(False)
        & (lines.net_mass_g >= parameters.least_kg * 1000) & (lines.value_minor > 0) & lines.currency.notnull()
        & lines.lodged_on.notnull()
    )  # fmt: skip
    priced = gas.mutate(
        goods=ibis.coalesce(gas.gas, gas.hs_code),
        year=gas.lodged_on.year(),
        outward=gas.regime.isin(("export", "re-export")).fill_null(False),
        price=(gas.value_minor / gas.net_mass_g).ln(),
    )
    group = [priced[name] for name in _GROUP]
    ranked = ibis.window(group_by=group, order_by=[priced.price, priced.row_ref])
    return priced.mutate(
        rank=ibis.row_number().over(ranked) + 1, others=priced.count().over(ibis.window(group_by=group)) - 1
    )


def _against_others(priced: ibis.Table) -> ibis.Table:
    """`lower`, `middle` and `upper`: quartiles of the others of the group, exactly, without the line itself.

    The k-th of the others is the k-th of all where the line ranks above it, else the one after.
    """
    places = {"lower": 0.25, "middle": 0.5, "upper": 0.75}
    numbered = priced.mutate(
        **{f"{name}_at": (priced.others * q).ceil().cast("int64") for name, q in places.items()}
    )
    kept = {}
    for name in places:
        at = numbered[f"{name}_at"]
        kept[f"{name}_k"] = numbered.price.max(where=numbered["rank"] == at)
        kept[f"{name}_next"] = numbered.price.max(where=numbered["rank"] == at + 1)
    groups = numbered.group_by([numbered[name] for name in _GROUP]).aggregate(**kept)
    beside = numbered.join(groups, list(_GROUP))
    return beside.mutate(
        **{
            name: ibis.ifelse(
                beside["rank"] > beside[f"{name}_at"], beside[f"{name}_k"], beside[f"{name}_next"]
            )
            for name in places
        }
    )


DETECTOR: Final = LineDetector(
    name="item_price", version="1.0",
    question="Does an item cost far less, or far more, than the same gas on other items?",
    needs=(("declarations",),), family="price", methods=("2", "22", "26"), signs=SIGNS, Parameters=Parameters, see=see,
    speaking_only=True,
)  # fmt: skip
