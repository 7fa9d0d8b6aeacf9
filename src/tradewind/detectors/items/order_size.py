"""Is a line of gas far larger than its importer ever ordered, or a large first one of an unknown importer?

An importer has an order of its own: what a workshop or a dealer can store and pay. A line of several times the largest
before it, or a large load of an importer without a line before, is where a front company and a borrowed name show
first; so does growth, a tender and a first order. Methods 2, 15, 17, 18 and 26.

Only what is held can be known: without months of lines before, this says nothing (`least_days`). Orders grow
and seasons turn, so that a line far larger than all before is weaker than a first and full load; the larger, the fuller
they count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import folded, no_more_than_gross, of_gas
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, kilograms, sign_rows

_GROWS: Final = "a growing trade, a tender or a stock for the season"
_BULK: Final = "a change from cylinders to tanks"
_FIRST: Final = "a company that begins its trade, or bought from a dealer before"
_ASK: Final = "ask who the load is for, and see the order and the store"

SIGNS: Final = {
    "larger_than_ever": Sign(
        Evidence(0.15, 0.065, MOVED),
        "%(a)s brings %(b)s kg of gas, %(d)s times the largest of its %(c)s lines before.",
        (_GROWS, _BULK), _ASK, "call",
    ),
    "first_and_large": Sign(
        Evidence(0.15, 0.035, MOVED),
        "%(a)s brings %(b)s kg of %(c)s; no line of gas of it is known of the %(d)s days before.",
        (_FIRST, _GROWS), _ASK, "call",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """`times` the largest of at least `least_lines` before; `full_kg` is what a first line counts in full at, and it
    is named from a third of it on; `least_days` of lines must lie before."""

    times: float = 3.0
    least_lines: int = 2
    least_kg: float = 500.0
    full_kg: float = 9000.0
    least_days: int = 45


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    gas = of_gas(lines)
    # What comes back was not ordered.
    gas = gas.filter((gas.regime == "import") & gas.buyer.notnull())
    gas = gas.mutate(
        came_g=no_more_than_gross(gas), named=ibis.coalesce(gas.importer, gas.importer_id), name=folded(gas.importer),
        held_since=gas.lodged_on.min().over(),
    )  # fmt: skip
    # A name that stood on lines before is known, whether or not these had its number.
    by_name = gas.lodged_on.min().over(group_by="name")
    gas = gas.mutate(named_since=ibis.ifelse(gas.name.isnull(), gas.lodged_on, by_name))
    # Lines of one declaration are one order: only what lies on earlier days is before it.
    days = gas.group_by(["buyer", "lodged_on"]).agg(day_g=gas.came_g.max(), day_lines=gas.count())
    order = ibis.window(group_by="buyer", order_by="lodged_on", preceding=(None, 1))
    past = days.mutate(largest_g=days.day_g.max().over(order), before=days.day_lines.sum().over(order))
    known = gas.join(past.select("buyer", "lodged_on", "largest_g", "before"), ["buyer", "lodged_on"])
    since = known.lodged_on.delta(known.held_since, unit="day")
    known = known.mutate(since=since, ratio=known.came_g / known.largest_g.nullif(0)).filter(
        known.came_g >= parameters.least_kg * 1000
    )
    larger = known.filter((known.before >= parameters.least_lines) & (known.ratio >= parameters.times))
    first = known.filter(
        known.before.isnull()
        & (known.named_since == known.lodged_on)
        & (known.since >= parameters.least_days)
        & (known.came_g * 3 >= parameters.full_kg * 1000)
    )
    return ibis.union(
        sign_rows(
            larger, "larger_than_ever", a=larger.named, b=kilograms(larger.came_g), c=larger.before,
            d=larger.ratio.round(0).cast("int64"), strength=ibis.least(1.0, 0.4 + 0.1 * larger.ratio),
        ),
        sign_rows(
            first, "first_and_large", a=first.named, b=kilograms(first.came_g), c=first.goods, d=first.since,
            strength=ibis.least(1.0, first.came_g / (parameters.full_kg * 1000.0)),
        ),
    )  # fmt: skip


DETECTOR: Final = LineDetector(
    name="order_size", version="1.0",
    question="Is a line of gas far larger than its importer ever ordered, or a large first one of an unknown importer?",
    needs=(("declarations",),), family="actor", methods=("2", "15", "17", "18", "26"), signs=SIGNS,
    Parameters=Parameters, see=see, speaking_only=True,
)  # fmt: skip
