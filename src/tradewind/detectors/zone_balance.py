"""In which free zones does the stock of a gas not close: in = out + stock + loss?

Each row of `zone_stock` that states opening stock, what came in, what went out and closing stock is added up: what is
missing went somewhere without being written down, what is too much came in so, or was made there. Where one holder
misses of one gas what it has too much of another, the gas was renamed rather than moved. An opening stock must be
the closing stock before it. Method 12 of the catalogue (relabelling in free zones).

Weights, assumed: counts by cylinder seldom differ by more than `tolerance_share` (two weighings and the heel of gas
left in returned cylinders), so a gap beyond it is 0.2 against 0.03; more out than in has fewer honest readings, 0.25
against 0.02; two gaps that cancel, 0.3 against 0.01.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import folded
from tradewind.detectors.signs import Evidence, Sign, kilograms
from tradewind.detectors.subjects import SubjectDetector, sign_on
from tradewind.ledgers.balance import UNRECORDED_SHARE, WEIGHED, alike, beyond, gap

_LOSS: Final = "leaks, heels of gas in returned cylinders or samples that were not written down"
_LATE: Final = "a movement at the edge of the period, booked in the next one"
_GROSS: Final = "mass with the cylinders on one side of the account"
_BLEND: Final = "gases that were blended or filled there under a permit"
_NAMES: Final = "one gas under two names in the zone's books"
_RECOUNT: Final = "a correction after a stocktaking"
_BOOKS: Final = (
    "ask the zone operator for the entries of the period by consignment and for the last stocktaking"
)

SIGNS: Final = {
    "missing": Sign(
        Evidence(0.2, 0.03),
        "In %(a)s %(b)s kg of %(c)s are missing: opening stock and what came in, less what went out, was lost and is "
        "left. That is %(d)s %% of what there was.",
        (_LOSS, _LATE, _GROSS, _BLEND), _BOOKS,
    ),
    "more_than_came": Sign(
        Evidence(0.25, 0.02),
        "In %(a)s %(b)s kg of %(c)s more went out or are left than there was and came in. That is %(d)s %% of what "
        "there was.",
        (_LATE, _GROSS, _BLEND), _BOOKS,
    ),
    "turned_into_another": Sign(
        Evidence(0.3, 0.01),
        "In %(a)s the holder misses %(b)s kg of %(c)s and has about as much too much of %(d)s.",
        (_NAMES, _BLEND), _BOOKS,
    ),
    "opening_differs": Sign(
        Evidence(0.15, 0.03),
        "In %(a)s the period begins with %(b)s kg of %(c)s; the one before ended with %(d)s kg.",
        (_RECOUNT, _LATE), _BOOKS,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """`tolerance_share` of opening stock and what came in, `unrecorded_share` where no loss is stated;
    `least_kg` of a gap, somewhat more than one
    cylinder; `same_share` by which two gaps that cancel may differ."""

    tolerance_share: float = WEIGHED.share
    unrecorded_share: float = UNRECORDED_SHARE
    least_kg: float = WEIGHED.least_g / 1000
    same_share: float = 0.1


def see(warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    stock = _stock(warehouse.current("zone_stock"))
    gaps = _gaps(stock, parameters)
    missing, surplus = gaps.filter(gaps.gap_g > 0), gaps.filter(gaps.gap_g < 0)
    turned = _turned(missing, surplus, parameters)
    opened = _opened(stock, parameters)
    return ibis.union(
        _gap(missing, "missing"), _gap(surplus, "more_than_came"),
        sign_on(turned, "turned_into_another", a=turned.zone, b=kilograms(turned.gap_g), c=turned.substance,
                d=turned.other),
        sign_on(opened, "opening_differs", a=opened.zone, b=kilograms(opened.opening_g), c=opened.substance,
                d=kilograms(opened.before_g)),
    )  # fmt: skip


def _stock(stock: ibis.Table) -> ibis.Table:
    """Counts of a named zone and gas, not loaded as the past, with their subject."""
    stock = stock.mutate(
        substance=ibis.coalesce(stock.substance, stock.substance_text, stock.hs_code),
        who=ibis.coalesce(folded(stock.holder_id), folded(stock.holder), ibis.literal("")),
    )
    stock = stock.filter(
        stock.zone.notnull() & stock.substance.notnull() & stock.period_end.notnull()
        & ~stock.historical.fill_null(False)
    )  # fmt: skip
    empty = ibis.null("string")
    return stock.mutate(
        subject_id=stock.zone + ":" + stock.who + ":" + stock.substance + ":" + stock.period_end.cast("string"),
        party=empty, partner=empty, rows=ibis.array([stock.row_ref]),
    )  # fmt: skip


def _gaps(stock: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Counts that do not close; `gap_g` above zero is missing."""
    there = stock.opening_g + stock.in_g
    missing = gap(there, stock.out_g, stock.closing_g, stock.loss_g.fill_null(0))
    share = ibis.ifelse(stock.loss_g.isnull(), parameters.unrecorded_share, parameters.tolerance_share)
    gaps = stock.mutate(gap_g=missing, there_g=there, mass_low_g=missing.abs(), mass_high_g=missing.abs())
    return gaps.filter(beyond(missing, there, share, parameters.least_kg * 1000))


def _gap(rows: ibis.Table, sign: str) -> ibis.Table:
    share = rows.gap_g.abs() / ibis.greatest(rows.there_g, 1)
    return sign_on(
        rows, sign, a=rows.zone, b=kilograms(rows.gap_g.abs()), c=rows.substance,
        d=(ibis.least(share, 9.99) * 100).round(0).cast("int64"), strength=ibis.least(1.0, 0.6 + share),
    )  # fmt: skip


def _turned(missing: ibis.Table, surplus: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Missing counts beside a surplus of another gas of about the same mass; of several the nearest."""
    held = surplus.select(
        "zone",
        "who",
        "period_end",
        other=surplus.substance,
        surplus_g=-surplus.gap_g,
        surplus_rows=surplus["rows"],
    )
    pairs = missing.join(held, ["zone", "who", "period_end"])
    off = (pairs.gap_g - pairs.surplus_g).abs()
    pairs = pairs.mutate(off=off).filter(alike(pairs.surplus_g, pairs.gap_g, parameters.same_share))
    nearest = pairs.mutate(nth=ibis.row_number().over(group_by="subject_id", order_by=["off", "other"]))
    nearest = nearest.filter(nearest.nth == 0)
    return nearest.mutate(rows=nearest["rows"].concat(nearest.surplus_rows))


def _opened(stock: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Periods that follow on another without a day between, and begin with another stock than it ended with."""
    before: dict[str, Any] = {
        "group_by": ["source", "zone", "who", "substance"],
        "order_by": ["period_end", "row_ref"],
    }
    follow = stock.mutate(
        before_g=stock.closing_g.lag().over(**before), ended=stock.period_end.lag().over(**before),
        former=stock.row_ref.lag().over(**before),
    )  # fmt: skip
    off = gap(follow.opening_g, follow.before_g)
    differ = follow.filter(
        (follow.period_start == follow.ended + ibis.interval(days=1))
        & beyond(off, follow.before_g, parameters.tolerance_share, parameters.least_kg * 1000)
    )
    off = (differ.opening_g - differ.before_g).abs()
    return differ.mutate(mass_low_g=off, mass_high_g=off, rows=ibis.array([differ.row_ref, differ.former]))


DETECTOR: Final = SubjectDetector(
    name="zone_balance", version="1.0", question="In which free zones does the stock of a gas not close?",
    needs=(("zone_stock",),), family="route and regime", methods=("12",), subject_kind="zone stock", signs=SIGNS,
    Parameters=Parameters, see=see,
)  # fmt: skip
