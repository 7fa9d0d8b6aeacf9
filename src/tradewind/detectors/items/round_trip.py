"""Does gas that was exported come back, never arrive, or enter in parts by a third country?

- An import of a gas from where the same gas was sent within `days`, of the same mass within `same_share`: a carousel
  that earns an export's refund, or frees quota, twice. The same from anywhere in the same container. The stronger
  where one trader stands on both lines.
- An export whose own movement is loaded and tells of no border, arrival or discharge `arrival_days` later.
- Parts of one load, by one container or lorry within `load_days`, for several importers, of gas dispatched from a
  country that is not its origin: bought together, broken in bulk. The same from one seller by one broker.

Methods 9 and 16 of the catalogue. The same container with the same mass weighs most. Cylinders and containers come in
standard sizes, so equal masses are no rarity; a movement without an end is most often a lost message; groupage loads
are everyday trade, while one seller, one broker and several importers within days are rarer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import OUTWARD, folded, in_days, of_gas
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, kilograms, sign_rows
from tradewind.ledgers.balance import alike
from tradewind.ledgers.clocks import DAYS, is_past

_STANDARD: Final = "loads of the same standard size that have nothing to do with each other"
_REPAIRED: Final = "goods that were refused, or returned under another regime, and declared as an import"
_LOST: Final = "the message of exit or arrival was lost or goes to another office"
_GROUPAGE: Final = "a groupage load: one forwarder for customers that do not know each other"
_SALE: Final = "a distributor in that country that sells to all of them"
_NUMBERS: Final = "compare the numbers of cylinders and containers on the two packing lists"
_INVOICES: Final = "compare the sellers and the payments on the invoices of the load"

SIGNS: Final = {
    "comes_back": Sign(
        Evidence(0.1, 0.02, MOVED),
        "%(a)s kg of %(b)s come from where %(c)s had taken about as much %(d)s days before.",
        (_STANDARD, _REPAIRED), _NUMBERS,
    ),
    "container_comes_back": Sign(
        Evidence(0.2, 0.01),
        "%(a)s kg of %(b)s come in the container in which %(c)s had taken about as much out %(d)s days before.",
        (_REPAIRED, "a tank or container that one company owns and fills alike each time"), _NUMBERS,
    ),
    "export_without_end": Sign(
        Evidence(0.2, 0.03),
        "%(a)s kg of %(b)s were declared for export on %(c)s; their movement tells of no border, arrival or discharge "
        "until %(d)s.",
        (_LOST,), "ask the ozone unit or customs of the destination whether the goods arrived", "call",
    ),
    "load_in_parts": Sign(
        Evidence(0.1, 0.02),
        "%(a)s kg of %(b)s came on one load (%(c)s) for %(d)s importers, from a country that is not its origin.",
        (_GROUPAGE, _SALE), _INVOICES,
    ),
    "seller_in_parts": Sign(
        Evidence(0.1, 0.01, MOVED),
        "%(a)s kg of %(b)s came within days from one seller (%(c)s) by one broker for %(d)s importers, from a country "
        "that is not its origin.",
        (_GROUPAGE, _SALE), _INVOICES,
    ),
}  # fmt: skip
#: Mode 3 of UN/ECE Recommendation 19; a vessel carries the goods of many.
_ROAD: Final = ("3", "30", "road")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Days and shares as in the module's words; masses below `least_kg` raise nothing."""

    days: int = 180
    same_share: float = 0.03
    arrival_days: int = DAYS["arrival"]
    load_days: int = 3
    least_importers: int = 3
    least_kg: float = 200.0
    strength_of_strangers: float = 0.5


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    gas = of_gas(lines)
    gas = gas.filter(gas.mass_g >= parameters.least_kg * 1000)
    out = gas.filter(gas.regime.isin(OUTWARD))
    inward = gas.filter(gas.regime == "import")
    sent = out.select(
        place=out.destination, box=folded(out.container), sent=out.goods, code=out.hs_code, day=out.lodged_on,
        out_g=out.mass_g, ref=out.row_ref, number=out.declaration_id, sender=out.seller,
    )  # fmt: skip
    back = inward.mutate(place=inward.dispatch, box=folded(inward.container))
    return ibis.union(
        _comes_back(back, sent, "place", "comes_back", parameters),
        _comes_back(back, sent, "box", "container_comes_back", parameters),
        _without_end(out, warehouse.current("movements"), parameters),
        *_in_parts(inward, parameters),
    )


def _comes_back(
    back: ibis.Table, sent: ibis.Table, key: str, sign: str, parameters: Parameters
) -> ibis.Table:
    """Imports of what an export took to the same place, or in the same container, before."""
    others = sent.filter(sent[key].notnull()).drop(*({"place", "box"} - {key}))
    ours = back.filter(back[key].notnull())
    # One gas, or one code where the words name none on either line; a pair found both ways is dropped below.
    pairs = ibis.union(
        ours.join(others, [key, ours.goods == others.sent]).drop("sent", "code"),
        ours.join(others, [key, ours.hs_code == others.code]).drop("sent", "code"),
    )
    off = (pairs.mass_g - pairs.out_g).abs()
    pairs = pairs.mutate(off=off, days=pairs.lodged_on.delta(pairs.day, unit="day")).filter(
        (pairs.lodged_on > pairs.day) & in_days(pairs.lodged_on, pairs.day, parameters.days)
        & alike(pairs.mass_g, pairs.out_g, parameters.same_share)
    )  # fmt: skip
    # One export explains one import, and the other way round: the nearest in mass, then in days.
    pairs = pairs.mutate(nth=ibis.row_number().over(group_by="row_ref", order_by=["off", "days", "ref"]))
    best = pairs.filter(pairs.nth == 0)
    best = best.mutate(once=ibis.row_number().over(group_by="ref", order_by=["off", "days", "row_ref"]))
    best = best.filter(best.once == 0)
    strength = ibis.ifelse(
        (best.buyer == best.sender).fill_null(False), 1.0, parameters.strength_of_strangers
    )
    return sign_rows(best, sign, a=kilograms(best.mass_g), b=best.goods, c=best.number, d=best.days,
                     strength=strength, rows=ibis.array([best.ref]))  # fmt: skip


def _without_end(out: ibis.Table, legs: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Exports whose movement is loaded without an end, on the last day any movement tells of."""
    ends = legs.leg.isin(("border", "arrival", "unloading", "discharge"))
    ended = ends | legs.arrived_on.notnull() | legs.discharged_on.notnull() | (legs.leg == "cancelled")
    told = legs.filter(legs.declaration_id.notnull()).group_by("source", "declaration_id").agg(
        ended=ended.fill_null(False).any(), refs=legs.row_ref.collect().sort()
    )  # fmt: skip
    last = legs.group_by("source").agg(on=legs.event_on.max())
    open_ = out.join(told, ["source", "declaration_id"]).join(last, "source")
    open_ = open_.filter(~open_.ended & is_past(open_.on, open_.lodged_on, parameters.arrival_days))
    return sign_rows(open_, "export_without_end", a=kilograms(open_.mass_g), b=open_.goods, c=open_.lodged_on,
                     d=open_.on, rows=open_.refs)  # fmt: skip


def _in_parts(inward: ibis.Table, parameters: Parameters) -> list[ibis.Table]:
    """Parts for several importers of one load, and of one seller by one broker, from a third country."""
    third = inward.filter(
        inward.origin.notnull() & inward.dispatch.notnull() & (inward.origin != inward.dispatch)
        & inward.buyer.notnull()
    )  # fmt: skip
    by_road = third.transport_mode.isin(_ROAD).fill_null(False)
    lorry = ibis.ifelse(by_road, folded(third.transport), ibis.null("string"))
    loads = third.mutate(load=ibis.coalesce(folded(third.container), lorry))
    sellers = third.mutate(load=third.seller + " " + third.broker)
    found, sold = _together(loads, parameters), _together(sellers, parameters)
    return [
        sign_rows(found, "load_in_parts", a=kilograms(found.load_g), b=found.goods, c=found.load, d=found.importers,
                  rows=found.refs),
        sign_rows(sold, "seller_in_parts", a=kilograms(sold.load_g), b=sold.goods, c=sold.exporter, d=sold.importers,
                  rows=sold.refs),
    ]  # fmt: skip


def _together(parts: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Parts with the sum, the importers and the rows of all parts of their load, code and days."""
    parts = parts.filter(parts.load.notnull() & parts.hs_code.notnull())
    keys = ["load", "hs_code", "dispatch"]
    other = parts.select(*keys, day=parts.lodged_on, of=parts.buyer, g=parts.mass_g, ref=parts.row_ref)
    near = parts.select(*keys, "row_ref", "lodged_on").join(other, keys)
    near = near.filter(near.lodged_on.delta(near.day, unit="day").abs() <= parameters.load_days)
    loads = near.group_by("row_ref").agg(
        importers=near.of.nunique(), load_g=near.g.sum(), refs=near.ref.collect().sort()
    )
    return parts.join(loads.filter(loads.importers >= parameters.least_importers), "row_ref")


DETECTOR: Final = LineDetector(
    name="round_trip", version="1.0",
    question="Does gas that was exported come back, never arrive, or enter in parts by a third country?",
    needs=(("declarations",),), family="route and regime", methods=("9", "16"), signs=SIGNS, Parameters=Parameters,
    see=see, speaking_only=True,
)  # fmt: skip
