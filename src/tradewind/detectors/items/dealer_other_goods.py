"""Does a dealer in gas bring goods of another trade, in packages of a cylinder's weight?

Gas under the words and the code of other goods has no sign on the line itself: coffee in cartons of 12 kg. Who brings
it has: an importer most of whose other lines are gas. A line outside the frame, of at least `least_packages` packages
of 6 to 75 kg gross, of an importer with at least `least_gas` lines of gas itself, these no less than half of all its
lines that came in. Lines loaded as the past count for what a trader deals in. Methods 1 and 4.

Only lines that are held count. Wholesalers of refrigeration bring tools, pipes and office chairs too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.line_goods import INWARD, of_gas, trader
from tradewind.detectors.line_packing import tenths_of_kg
from tradewind.detectors.signs import Evidence, LineDetector, Sign, sign_rows

SIGNS: Final = {
    "goods_of_another_trade": Sign(
        Evidence(0.12, 0.01),
        "%(a)s deals in gas (%(b)s of its %(c)s lines held) and brings other goods here, in packages of %(d)s kg.",
        ("a wholesaler that sells other goods too", "goods for its own use, such as shelves or office chairs"),
        "ask for the packing list and who buys the goods; open one package", "open",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """As in the module's words; masses of one package, gross (net where no gross is declared), in grams. All
    assumed."""

    least_gas: int = 2
    least_share: float = 0.5
    least_packages: int = 40
    lightest_g: int = 6_000
    heaviest_g: int = 75_000


def see(lines: ibis.Table, warehouse: Any, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    own = of_gas(lines)
    gas = (
        own.filter(own.regime.isin(INWARD) & own.buyer.notnull())
        .group_by("buyer")
        .agg(gas_lines=lambda t: t.count())
    )
    inward = lines.filter(lines.regime.isin(INWARD))
    inward = inward.mutate(who=trader(inward.importer_id, inward.importer))
    whole = inward.filter(inward.who.notnull()).group_by("who").agg(all_lines=lambda t: t.count())
    dealers = gas.join(whole, gas.buyer == whole.who).filter(
        lambda t: (
            (t.gas_lines >= parameters.least_gas) & (t.gas_lines >= parameters.least_share * t.all_lines)
        )
    )
    mass = ibis.coalesce(inward.gross_mass_g.nullif(0), inward.net_mass_g)
    other = inward.filter(~inward.in_frame & (inward.packages >= parameters.least_packages)).mutate(
        each_g=mass / inward.packages
    )
    other = other.filter(other.each_g.between(parameters.lightest_g, parameters.heaviest_g))
    found = other.join(dealers.select("buyer", "gas_lines", "all_lines"), other.who == dealers.buyer)
    return sign_rows(
        found, "goods_of_another_trade", a=ibis.coalesce(found.importer, found.importer_id), b=found.gas_lines,
        c=found.all_lines, d=tenths_of_kg(found.each_g),
    )  # fmt: skip


DETECTOR: Final = LineDetector(
    name="dealer_other_goods", version="1.0",
    question="Does a dealer in gas bring goods of another trade, in packages of a cylinder's weight?",
    needs=(("declarations",),), family="actor", methods=("1", "4"), signs=SIGNS, Parameters=Parameters, see=see,
)  # fmt: skip
