"""Is what only passes, or lies in a free zone, still on its way when it should be there or gone?

A line of gas in transit whose movement was not discharged when its time was over, or only after it; a line into a free
zone whose holder misses some of that gas when the stock is counted. `transit` and `zone_balance` ask the same of
movements and zones; here the line carries the sign, so that it can stand on a list. Methods 8 and 12.

What is not discharged is judged as of the newest event of the source, or of the last day its messages tell. Most
transits end in time, but messages get lost and offices are closed: an open one weighs far more than a late one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import by_owner, folded, of_gas
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, kilograms, sign_rows

_STORED: Final = ("free zone", "warehouse")
_LOST: Final = "the message of discharge was lost or is not read yet"
_CLOSED: Final = "the office of destination was closed, or the vehicle broke down"
_BOOKED: Final = "leaks, heels or samples that were not written down, or a movement booked in the next period"
_ASK: Final = "ask the office of destination whether the goods arrived, by the number of the movement"
_BOOKS: Final = "ask the zone operator for the entries of the period and the last stocktaking"

SIGNS: Final = {
    "not_discharged": Sign(
        Evidence(0.5, 0.053, MOVED),
        "The transit %(a)s of %(b)s kg was to end by %(c)s; nobody has written it off, %(d)s days later.",
        (_LOST, _CLOSED), _ASK, "call",
    ),
    "discharged_late": Sign(
        Evidence(0.2, 0.089, MOVED), "The transit %(a)s of %(b)s kg was to end by %(c)s and ended %(d)s days later.",
        (_CLOSED, _LOST), _ASK, "call",
    ),
    "missing_in_zone": Sign(
        Evidence(0.3, 0.043, MOVED),
        "Of the %(b)s that this line brought into %(a)s its holder misses %(c)s kg, %(d)s %% of what there was.",
        (_BOOKED,), _BOOKS, "call",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """`grace_days` after the limit within which nothing is said; `tolerance_share` and `least_kg` of a stock."""

    grace_days: int = 2
    tolerance_share: float = 0.02
    least_kg: float = 20.0


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    gas = of_gas(lines)
    held = warehouse.tables()
    signs = []
    if "movements" in held:
        signs.append(
            _transits(gas.filter(gas.regime == "transit"), warehouse.current("movements"), parameters)
        )
    if "zone_stock" in held:
        signs.append(
            _zones(gas.filter(gas.regime.isin(_STORED)), warehouse.current("zone_stock"), parameters)
        )
    return ibis.union(*signs) if len(signs) > 1 else signs[0]


def _transits(gas: ibis.Table, legs: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Lines whose movement was not written off in its time. A message of discharge may name the movement alone, and
    may stand in another source than the departure: one that any source tells is believed."""
    newest = legs.group_by("source").agg(event=legs.event_on.max(), told=legs.published_on.max())
    newest = newest.select("source", known=ibis.coalesce(ibis.greatest(newest.event, newest.told), newest.event,
                                                         newest.told))  # fmt: skip
    legs = legs.filter(legs.regime.isnull() | (legs.regime == "transit"))
    legs = legs.mutate(number=ibis.coalesce(legs.movement_id, legs.declaration_id)).join(newest, "source")
    moved = legs.filter(legs.number.notnull()).group_by("number").agg(
        declaration=legs.declaration_id.max(), limit_on=legs.limit_on.max(), known=legs.known.min(),
        refs=legs.row_ref.collect().sort(), cancelled=(legs.leg == "cancelled").any().fill_null(False),
        ended=ibis.coalesce(legs.discharged_on.max(), legs.event_on.max(where=legs.leg == "discharge")),
    )  # fmt: skip
    moved = moved.filter(moved.limit_on.notnull() & ~moved.cancelled)
    moved = moved.mutate(declaration=ibis.coalesce(moved.declaration, moved.number))
    seen = gas.join(moved, gas.declaration_id == moved.declaration)
    until = ibis.coalesce(seen.ended, seen.known)
    late = seen.mutate(days=until.delta(seen.limit_on, unit="day"), is_open=seen.ended.isnull())
    late = late.filter(late.days > parameters.grace_days)
    # A declaration may go by several movements: the one that is open, and longest, speaks.
    worst = [late.is_open.desc(), late.days.desc(), late.number]
    late = late.mutate(nth=ibis.row_number().over(group_by="row_ref", order_by=worst))
    late = late.filter(late.nth == 0)
    return ibis.union(
        *(
            sign_rows(rows, sign, a=rows.number, b=kilograms(rows.mass_g), c=rows.limit_on, d=rows.days, rows=rows.refs)
            for sign, rows in (
                ("not_discharged", late.filter(late.is_open)), ("discharged_late", late.filter(~late.is_open)),
            )
        )
    )  # fmt: skip


def _zones(gas: ibis.Table, stock: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Lines of a holder and gas whose stock of that period does not close; of several stocks the one that misses
    most. What is not stated of a stock is not nothing, but for losses, which few registers have."""
    there = stock.opening_g + stock.in_g
    counted = stock.mutate(
        there_g=there, missing_g=there - stock.out_g - stock.loss_g.fill_null(0) - stock.closing_g,
        kind=folded(ibis.coalesce(stock.substance, stock.hs_code)), stock_ref=stock.row_ref,
    )  # fmt: skip
    short = counted.filter(
        (counted.missing_g >= parameters.least_kg * 1000)
        & (counted.missing_g > parameters.tolerance_share * counted.there_g)
    )
    short = by_owner(short, short.holder_id, short.holder).select(
        "owner", "zone", "kind", "missing_g", "there_g", "period_start", "period_end", "stock_ref"
    )
    pairs = gas.join(short, [gas.receiver == short.owner, folded(gas.goods) == short.kind])
    pairs = pairs.filter(pairs.lodged_on.between(pairs.period_start, pairs.period_end))
    most = [pairs.missing_g.desc(), pairs.stock_ref]
    found = pairs.mutate(
        nth=ibis.row_number().over(group_by="row_ref", order_by=most),
        share=pairs.missing_g / pairs.there_g.nullif(0),
    )
    found = found.filter(found.nth == 0)
    return sign_rows(
        found, "missing_in_zone", a=found.zone, b=found.goods, c=kilograms(found.missing_g),
        d=(found.share * 100).round(0).cast("int64"), strength=ibis.least(1.0, 0.4 + 3.0 * found.share),
        rows=ibis.array([found.stock_ref]),
    )  # fmt: skip


DETECTOR: Final = LineDetector(
    name="journey_open", version="1.0",
    question="Is what only passes, or lies in a free zone, still on its way when it should be there or gone?",
    needs=(("declarations",), ("movements", "zone_stock")), family="route and regime", methods=("8", "12"), signs=SIGNS,
    Parameters=Parameters, see=see, speaking_only=True,
)  # fmt: skip
