"""Is what only passes, or lies in a free zone, still on its way when it should be there or gone?

A line of gas in transit whose movement was not discharged when its time was over, or only after it; a line into a free
zone whose holder misses some of that gas when the stock is counted. `transit` and `zone_balance` ask the same of
movements and zones; here the line carries the sign, so that it can stand on a list. Methods 8 and 12.

What is not discharged is judged as of the newest event of the source, or of the last day its messages tell. Weights,
assumed: most transits end in time; messages get lost and offices are closed, so that a late one is 0.2 against 0.06
and an open one 0.5 against 0.03; a stock that does not close is 0.3 against 0.05.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import folded, of_gas, trader
from tradewind.detectors.signs import Evidence, LineDetector, Sign, kilograms, sign_rows

_LOST: Final = "the message of discharge was lost or is not read yet"
_CLOSED: Final = "the office of destination was closed, or the vehicle broke down"
_BOOKED: Final = "leaks, heels or samples that were not written down, or a movement booked in the next period"
_ASK: Final = "ask the office of destination whether the goods arrived, by the number of the movement"
_BOOKS: Final = "ask the zone operator for the entries of the period and the last stocktaking"

SIGNS: Final = {
    "not_discharged": Sign(
        Evidence(0.5, 0.03),
        "The transit %(a)s of %(b)s kg was to end by %(c)s; nobody has written it off, %(d)s days later.",
        (_LOST, _CLOSED), _ASK, "call",
    ),
    "discharged_late": Sign(
        Evidence(0.2, 0.06), "The transit %(a)s of %(b)s kg was to end by %(c)s and ended %(d)s days later.",
        (_CLOSED, _LOST), _ASK, "call",
    ),
    "missing_in_zone": Sign(
        Evidence(0.3, 0.05),
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
            _zones(gas.filter(gas.regime == "free zone"), warehouse.current("zone_stock"), parameters)
        )
    return ibis.union(*signs) if len(signs) > 1 else signs[0]


def _transits(gas: ibis.Table, legs: ibis.Table, parameters: Parameters) -> ibis.Table:
    legs = legs.filter(legs.declaration_id.notnull())
    newest = legs.group_by("source").agg(known=legs.event_on.max())
    moved = legs.group_by(["source", "declaration_id"]).agg(
        limit_on=legs.limit_on.max(), movement=legs.movement_id.min(), refs=legs.row_ref.collect().sort(),
        ended=ibis.coalesce(legs.discharged_on.max(), legs.event_on.max(where=legs.leg == "discharge")),
    )  # fmt: skip
    moved = moved.join(newest, "source").drop("source")
    seen = gas.join(moved.filter(moved.limit_on.notnull()), "declaration_id")
    until = ibis.coalesce(seen.ended, seen.known)
    late = seen.mutate(days=until.delta(seen.limit_on, unit="day")).filter(
        lambda t: t.days > parameters.grace_days
    )
    values = {
        "a": late.movement,
        "b": kilograms(late.mass_g),
        "c": late.limit_on,
        "d": late.days,
        "rows": late.refs,
    }
    open_now = sign_rows(late, "not_discharged", **values).semi_join(
        late.filter(late.ended.isnull()), "row_ref"
    )
    ended = sign_rows(late, "discharged_late", **values).semi_join(
        late.filter(late.ended.notnull()), "row_ref"
    )
    return ibis.union(open_now, ended)


def _zones(gas: ibis.Table, stock: ibis.Table, parameters: Parameters) -> ibis.Table:
    counted = stock.mutate(
        who=trader(stock.holder_id, stock.holder), there_g=stock.opening_g + stock.in_g, stock_ref=stock.row_ref,
        missing_g=stock.opening_g + stock.in_g - stock.out_g - stock.loss_g.fill_null(0) - stock.closing_g,
    )  # fmt: skip
    short = counted.filter(
        (counted.missing_g >= parameters.least_kg * 1000)
        & (counted.missing_g > parameters.tolerance_share * counted.there_g)
    ).select("zone", "who", "substance", "missing_g", "there_g", "period_start", "period_end", "stock_ref")
    pairs = gas.join(short, (gas.receiver == short.who) & (folded(gas.goods) == folded(short.substance)))
    pairs = pairs.filter(pairs.lodged_on.between(pairs.period_start, pairs.period_end))
    share = pairs.missing_g / pairs.there_g.nullif(0)
    once = pairs.mutate(nth=ibis.row_number().over(group_by="row_ref", order_by="stock_ref"), share=share)
    found = once.filter(once.nth == 0)
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
