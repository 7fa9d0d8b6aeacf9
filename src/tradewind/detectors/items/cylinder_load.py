"""Is this a load of cylinders that weigh as single-trip ones, or as many as fill a container?

Seized loads are 20-foot containers of 1,000 to 1,200 single-trip cylinders, or parts of one (OLAF, national cases); a
workshop or dealer orders tens of refillable ones. Where nothing is said of the cylinder, its tare tells: a single-trip
one for 8 to 16 kg weighs some 3 kg with its box, a refillable one 6 to 9 kg. Where the words say more,
`disposable_cylinders` speaks. Methods 2, 3 and 14.

Weights, assumed: single-trip cylinders are lawful in most places, 0.2 against 0.03, and full loads of cylinders are how
large dealers buy, 0.3 against 0.08; half of that where the importer ordered half as much before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.line_goods import trader
from tradewind.detectors.line_packing import packed, tenths_of_kg
from tradewind.detectors.signs import Evidence, LineDetector, Sign, kilograms, sign_rows

_LAWFUL: Final = "single-trip cylinders that are lawful here or were exempted"
_DEALER: Final = "a dealer that buys by the container"
_TARE: Final = "pallets left out of the gross mass, or a mass by rule of thumb"

SIGNS: Final = {
    "weighs_as_single_trip": Sign(
        Evidence(0.2, 0.027),
        "%(a)s packages of %(c)s kg net would weigh %(b)s kg empty, as single-trip cylinders do; the words do not say "
        "so.",
        (_LAWFUL, _TARE), "ask for a photograph or the data sheet of one cylinder",
    ),
    "fills_a_container": Sign(
        Evidence(0.3, 0.072), "%(a)s cylinders of %(c)s kg in one line, %(b)s kg in all: a good part of a container.",
        (_DEALER, _LAWFUL), "ask who the load is for, and see the order and the store", "call",
    ),
}  # fmt: skip
_OUTER_KINDS: Final = (
    "CY",
    "GB",
    "CT",
    "BX",
    "PK",
    "CS",
    "CYLINDER",
    "CYLINDERS",
    "GAS BOTTLE",
    "CARTON",
    "CARTONS",
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Tares and sizes in grams; `fewest` packages from which a tare tells; `load` cylinders fill a good part of a
    container, where each holds less than `heaviest_g`."""

    fewest: int = 20
    lightest_tare_g: int = 2_000
    heaviest_tare_g: int = 5_500
    load: int = 200
    heaviest_g: int = 100_000


def see(lines: ibis.Table, warehouse: Any, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    held = packed(lines)
    held = held.filter(
        held.in_frame & (held.regime == "import") & held.code_kind.isin(("gas", "mixture"))
        & ~held.text_equipment.fill_null(False) & ~held.text_empty.fill_null(False)
        & (held.package_kind.upper().isin(_OUTER_KINDS).fill_null(False) | held.is_cylinder)
    )  # fmt: skip
    light = held.filter(
        (held.n >= parameters.fewest) & held.each_g.between(8_000, 16_000) & ~held.is_disposable
        & (held.text_container.fill_null("") != "refillable cylinder")
        & held.tare_g.between(parameters.lightest_tare_g, parameters.heaviest_tare_g)
    )  # fmt: skip
    who = trader(held.importer_id, held.importer)
    order = ibis.window(
        group_by=["who"], order_by=["lodged_on", "declaration_id", "row_ref"], preceding=(None, 1)
    )
    orders = held.mutate(who=who).filter(lambda t: (t.n > 0) & (t.each_g < parameters.heaviest_g))
    orders = orders.mutate(
        before=ibis.ifelse(orders.who.isnull(), ibis.null("int64"), orders.n.max().over(order))
    )
    full = orders.filter(orders.n >= parameters.load)
    usual = (full.before * 2 >= full.n).fill_null(False)
    return ibis.union(
        sign_rows(
            light, "weighs_as_single_trip", a=light.n, b=tenths_of_kg(light.tare_g), c=tenths_of_kg(light.each_g)
        ),
        sign_rows(
            full, "fills_a_container", a=full.n, b=kilograms(full.net_mass_g), c=tenths_of_kg(full.each_g),
            strength=ibis.ifelse(usual, 0.5, 1.0),
        ),
    )  # fmt: skip


DETECTOR: Final = LineDetector(
    name="cylinder_load", version="1.0",
    question="Is this a load of cylinders that weigh as single-trip ones, or as many as fill a container?",
    needs=(("declarations",),), family="packages and mass", methods=("2", "3", "14"), signs=SIGNS,
    Parameters=Parameters, see=see, speaking_only=True,
)  # fmt: skip
