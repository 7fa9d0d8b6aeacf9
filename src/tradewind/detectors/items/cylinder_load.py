"""Is this a load of cylinders that weigh as single-trip ones, or as many as fill a container?

Seized loads are 20-foot containers of 1,000 to 1,200 single-trip cylinders, or parts of one (OLAF, national cases); a
workshop or dealer orders tens of refillable ones. Where nothing is said of the cylinder, its tare tells: a single-trip
one for 8 to 16 kg weighs some 3 kg with its box, a refillable one 6 to 9 kg. Where the words say more,
`disposable_cylinders` speaks. A carton counts as a cylinder unless the words say what else is in it: cans, drums,
tanks and extinguishers are none. Methods 2, 3 and 14.

Single-trip cylinders are lawful in most places, and full loads are how large dealers buy, so that both signs are weak
alone; a load is half as strong where the importer's largest order of an earlier day was at least half of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.line_goods import trader
from tradewind.detectors.line_packing import packed, tenths_of_kg
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, kilograms, sign_rows

_LAWFUL: Final = "single-trip cylinders that are lawful here or were exempted"
_DEALER: Final = "a dealer that buys by the container"
_TARE: Final = "pallets left out of the gross mass, or a mass by rule of thumb"

SIGNS: Final = {
    "weighs_as_single_trip": Sign(
        Evidence(0.2, 0.027, MOVED),
        "%(a)s packages of %(c)s kg net would weigh %(b)s kg empty, as single-trip cylinders do; the words do not say "
        "so.",
        (_LAWFUL, _TARE), "ask for a photograph or the data sheet of one cylinder",
    ),
    "fills_a_container": Sign(
        Evidence(0.3, 0.072, MOVED),
        "%(a)s cylinders of %(c)s kg in one line, %(b)s kg in all: a good part of a container.",
        (_DEALER, _LAWFUL), "ask who the load is for, and see the order and the store", "call",
    ),
}  # fmt: skip
#: Codes of UN/ECE Recommendation 21 for the boxes in which single-trip cylinders come.
_CARTONS: Final = ("CT", "BX", "PK", "CS", "CARTON", "CARTONS")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Tares and net masses of one cylinder in grams; `fewest` packages from which a tare tells; `load` cylinders fill a
    good part of a container, where each holds at least `lightest_g` and less than `heaviest_g`. All assumed."""

    fewest: int = 20
    lightest_tare_g: int = 2_000
    heaviest_tare_g: int = 5_500
    load: int = 200
    lightest_g: int = 4_000
    heaviest_g: int = 100_000


def see(lines: ibis.Table, warehouse: Any, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    held = packed(lines)
    boxed = held.package_kind.upper().isin(_CARTONS).fill_null(False) & held.text_container.isnull()
    held = held.filter(
        held.in_frame & (held.regime == "import") & held.code_kind.isin(("gas", "mixture"))
        & ~held.text_equipment.fill_null(False) & ~held.text_empty.fill_null(False)
        & (boxed | held.is_cylinder)
    )  # fmt: skip
    light = held.filter(
        (held.n >= parameters.fewest) & held.each_g.between(8_000, 16_000) & ~held.is_disposable
        & (held.text_container.fill_null("") != "refillable cylinder")
        & held.tare_g.between(parameters.lightest_tare_g, parameters.heaviest_tare_g)
    )  # fmt: skip
    loads = held.mutate(who=trader(held.importer_id, held.importer)).filter(
        lambda t: (t.n > 0) & (t.each_g >= parameters.lightest_g) & (t.each_g < parameters.heaviest_g)
    )
    # Lines of one day are one order: only what lies on earlier days is before it.
    dated = loads.filter(loads.who.notnull() & loads.lodged_on.notnull())
    days = dated.group_by(["who", "lodged_on"]).agg(day_n=dated.n.max())
    earlier = ibis.window(group_by="who", order_by="lodged_on", preceding=(None, 1))
    past = days.select("who", "lodged_on", before=days.day_n.max().over(earlier))
    full = loads.filter(loads.n >= parameters.load).left_join(past, ["who", "lodged_on"])
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
