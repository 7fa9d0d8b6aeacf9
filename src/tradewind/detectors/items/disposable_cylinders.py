"""Does an item come in cylinders that cannot be refilled, where these may not be sold?

Most seizures in the European Union were of non-refillable cylinders, which it forbids (Regulation (EU) 2024/573,
Annex IV, before it Regulation (EC) 842/2006); so do the countries in `Parameters.forbidden_in`. Elsewhere they are
lawful and usual: there they have no sign, and neither have goods that only pass through or leave. Empty ones are of
use only to those who fill them. Cylinders said to be refillable that weigh as single-trip ones, all or in part, have a
sign wherever they go. Methods 3, 13 and 14.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.line_packing import is_size, packed, tenths_of_kg
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, sign_rows

_ELSEWHERE: Final = "goods for a place where such cylinders are lawful"
_LOOK: Final = "ask for a photograph or the data sheet of one cylinder"

#: Most cases of the European Anti-Fraud Office are of such cylinders.
SIGNS: Final = {
    "said_disposable": Sign(
        Evidence(0.3, 0.01), "The words speak of %(a)s in non-refillable cylinders, which %(b)s forbids.",
        ("laboratory or essential use under an exemption", _ELSEWHERE), _LOOK,
    ),
    "size_of_disposable": Sign(
        Evidence(0.25, 0.03),
        "%(a)s packages of %(c)s kg net each: the size of a non-refillable cylinder, which %(b)s forbids.",
        ("refillable cylinders filled to the same mass", _ELSEWHERE), _LOOK,
    ),
    "refillable_too_light": Sign(
        Evidence(0.25, 0.019, MOVED),
        "%(a)s cylinders said to be refillable, of %(c)s kg net each, would weigh %(b)s kg empty, as single-trip "
        "ones do.",
        ("the tare of the cylinders left out of the gross mass in part", "cylinders of aluminium or composite"),
        "weigh one cylinder", "weigh",
    ),
    "empty_disposable": Sign(
        Evidence(0.1, 0.076, MOVED),
        "The words speak of empty non-refillable cylinders; new ones serve only who fills them.",
        ("a filling plant licensed for a market where they are lawful", "used cylinders on their way to scrap"),
        "ask the ozone unit whether the consignee fills cylinders", "call",
    ),
}  # fmt: skip
_EU: Final = (
    "AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN", "IRL", "ITA", "LVA",
    "LTU", "LUX", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "ESP", "SWE",
)  # fmt: skip
_USUAL_KG: Final = (13.6, 13.608, 11.3, 11.34, 10.9, 10.886, 10.0, 9.5, 6.8)
#: Below this the gross mass is wrong: a single-trip cylinder weighs 2 kg at least.
_LIGHTEST_TARE_G: Final = 2_000
_INWARD: Final = ("import", "returned", "free zone", "warehouse")


@dataclass(frozen=True, slots=True)
class Parameters:
    """`forbidden_in`: ISO3 of destinations that forbid them: the European Union, those that apply its rule, and
    Canada and Australia (from memory; set your own). `fewest`: packages from which a size tells.
    `lightest_refillable_kg`: a refillable steel cylinder for 8 to 16 kg, with valve and collar, weighs 6 to 9 kg,
    a single-trip one with its box some 3 kg (from memory)."""

    forbidden_in: tuple[str, ...] = (*_EU, "GBR", "NOR", "ISL", "LIE", "CHE", "CAN", "AUS")
    fewest: int = 2
    lightest_refillable_kg: float = 5.5


def see(lines: ibis.Table, warehouse: Any, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    held = packed(lines)
    inward = held.filter(
        held.in_frame & held.destination.isin(parameters.forbidden_in)
        & ibis.coalesce(held.regime, "import").isin(_INWARD)
    )  # fmt: skip
    gas = inward.filter(
        ~inward.text_empty.fill_null(False) & ~inward.text_equipment.fill_null(False) & (inward.code_kind != "cylinder")
    )  # fmt: skip
    said = gas.filter(gas.is_disposable)
    sized = gas.filter(
        ~gas.is_disposable & (gas.n >= parameters.fewest) & is_size(gas.each_g, _USUAL_KG)
        & gas.code_kind.isin(("gas", "mixture")) & (gas.text_container.fill_null("") != "refillable cylinder")
    )  # fmt: skip
    empty = held.filter(
        held.is_disposable & (held.text_empty | (held.code_kind == "cylinder").fill_null(False))
    )
    what = ibis.coalesce(said.gas, said.code_words, said.hs_code)
    return ibis.union(
        sign_rows(said, "said_disposable", a=what, b=said.destination),
        sign_rows(sized, "size_of_disposable", a=sized.n, b=sized.destination, c=tenths_of_kg(sized.each_g)),
        _too_light(held, parameters),
        sign_rows(empty, "empty_disposable"),
    )  # fmt: skip


def _too_light(held: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Cylinders said to be refillable, wherever they go, that weigh like single-trip ones, or some of which do."""
    rows = held.filter(
        held.in_frame & (held.text_container == "refillable cylinder") & (held.n >= parameters.fewest)
        & held.each_g.between(8_000, 16_000)
        & held.tare_g.between(_LIGHTEST_TARE_G, parameters.lightest_refillable_kg * 1000)
    )  # fmt: skip
    return sign_rows(
        rows, "refillable_too_light", a=rows.n, b=tenths_of_kg(rows.tare_g), c=tenths_of_kg(rows.each_g)
    )


DETECTOR: Final = LineDetector(
    name="disposable_cylinders", version="1.0",
    question="Does an item come in cylinders that cannot be refilled, where these may not be sold?",
    needs=(("declarations",),), family="packages and mass", methods=("3", "13", "14"), signs=SIGNS,
    Parameters=Parameters, see=see,
    speaking_only=True,
)  # fmt: skip
