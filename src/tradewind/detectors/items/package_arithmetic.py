"""Do the packages and masses of an item add up to what it is said to be?

Count times size against the net mass; net above gross; a tare no cylinder has; the net mass of a refrigerant
cylinder over goods said to be something else; more in a cylinder than it can hold (21 cylinders "of refrigerant"
that weighed 1.1 t each held a liquid like water); one item packed unlike the others of its declaration.
Methods 1, 3, 4 and 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.lawful import BROKER_ERROR, PART_OF_IT, TYPING_ERROR
from tradewind.detectors.line_packing import is_size, packed, tenths_of_kg
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, sign_rows

_PACKING_LIST: Final = "compare the packing list with the declaration"
_WEIGH: Final = "weigh one package"

#: Slips of mass are common on honest papers, so most of these are weak alone.
SIGNS: Final = {
    "count_times_size": Sign(
        Evidence(0.1, 0.042, MOVED), "The words count %(a)s kg in all, the declaration %(b)s kg net.",
        (PART_OF_IT, TYPING_ERROR), _PACKING_LIST,
    ),
    "net_above_gross": Sign(
        Evidence(0.03, 0.023, MOVED), "The net mass, %(a)s kg, is above the gross mass, %(b)s kg.",
        (TYPING_ERROR,), _PACKING_LIST,
    ),
    "tare_unlike_cylinder": Sign(
        Evidence(0.1, 0.045, MOVED), "Each cylinder of %(a)s kg net would itself weigh %(b)s kg.",
        ("pallets and crates counted in the gross mass", TYPING_ERROR), _WEIGH, "weigh",
    ),
    # Net mass divided by packages met one of these five sizes to 6 g by chance on 1 of 1,100 invented lines of random
    # masses, and on 1 of 300 of an invented month.
    "refrigerant_size": Sign(
        Evidence(0.03, 0.0028, MOVED),
        "%(a)s packages of %(b)s kg each: the size of a refrigerant cylinder, under the code %(c)s (HS %(d)s).",
        ("goods in packages of 24 or 30 pounds, usual in trade with the United States",), _WEIGH, "weigh",
    ),
    "too_heavy_for_cylinder": Sign(
        Evidence(0.2, 0.049, MOVED),
        "%(a)s cylinders of %(b)s kg net each: more than the largest of their kind, %(c)s kg.",
        ("tanks or bundles counted as cylinders", TYPING_ERROR), _WEIGH, "weigh",
    ),
    "heavier_than_its_like": Sign(
        Evidence(0.08, 0.018, MOVED),
        "Goods of the code %(a)s weigh %(b)s kg gross to a kilogram net; at the median of %(c)s other items %(d)s kg.",
        ("another packing: racks, crates, display boxes", TYPING_ERROR), _WEIGH, "weigh",
    ),
    "unlike_its_neighbours": Sign(
        Evidence(0.08, 0.02),
        "Packages of %(a)s kg each; those of the other items of the same gas on this declaration hold %(b)s kg.",
        ("the last, partly filled packages of a lot", BROKER_ERROR), _PACKING_LIST,
    ),
}  # fmt: skip
#: Sizes in which hardly anything but refrigerant is packed: 30 lb and 24 lb cylinders and their trade roundings.
#: 10 kg, 25 lb and 50 lb are also sacks, so they count only where the words speak of cylinders.
_TELLING_KG: Final = (13.6, 13.608, 11.3, 10.9, 10.886)
_BESIDE_CYLINDERS_KG: Final = (*_TELLING_KG, 10.0, 11.34, 9.5, 6.8, 22.7, 22.68)


@dataclass(frozen=True, slots=True)
class Parameters:
    """`same_share`: two masses closer than this share are the same. `fewest`: packages from which a size tells.

    `disposable_kg`: a DOT-39 cylinder holds at most 25 l (55 lb of water). `cylinder_kg`: a ton tank, 926 l, holds
    at most 1,000 kg. Tares: a steel cylinder weighs a tenth of its gas at least, a single-trip one with its box
    less than 0.6 of it or 4 kg, any other less than three times. `fewest_like` other items of a code make a median
    of gross to net; `times_usual` and `hidden_kg`: how far above it an item weighs, and by how much at least; from
    `another_unit` times its net mass on, the net mass was typed in tonnes.
    """

    same_share: float = 0.05
    fewest: int = 10
    disposable_kg: float = 25.0
    cylinder_kg: float = 1050.0
    lightest_tare: float = 0.1
    heaviest_tare: float = 3.0
    heaviest_disposable_tare: float = 0.6
    fewest_like: int = 12
    times_usual: float = 1.6
    hidden_kg: float = 300.0
    another_unit: float = 200.0


def see(lines: ibis.Table, warehouse: Any, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    held = packed(lines.filter(lines.net_mass_g > 0))
    gas = held.filter(held.in_frame & held.code_kind.isin(("gas", "mixture")).fill_null(False)
                      | (held.text_controlled & ~held.text_equipment & (held.text_role == "named")))  # fmt: skip
    return ibis.union(
        _count_times_size(gas, parameters), _net_above_gross(gas), _tare(gas, parameters),
        _refrigerant_size(held, parameters), _heavier(held, parameters),
        _too_heavy(gas, parameters), _unlike_neighbours(gas, parameters),
    )  # fmt: skip


def _count_times_size(gas: ibis.Table, parameters: Parameters) -> ibis.Table:
    said = gas.filter(gas.text_total_g.notnull() & (gas.text_total_g > 0))

    def apart(mass: Any) -> Any:
        return (said.text_total_g - mass).abs() > parameters.same_share * mass

    # "In tanks of 900 kg" states one package, not all of them.
    rows = said.filter(
        apart(said.net_mass_g) & apart(said.gross_mass_g).fill_null(True) & apart(said.each_g).fill_null(True)
    )
    return sign_rows(
        rows, "count_times_size", a=tenths_of_kg(rows.text_total_g), b=tenths_of_kg(rows.net_mass_g)
    )


def _net_above_gross(gas: ibis.Table) -> ibis.Table:
    rows = gas.filter((gas.net_mass_g > gas.gross_mass_g) & (gas.gross_mass_g > 0))
    return sign_rows(
        rows, "net_above_gross", a=tenths_of_kg(rows.net_mass_g), b=tenths_of_kg(rows.gross_mass_g)
    )


def _tare(gas: ibis.Table, parameters: Parameters) -> ibis.Table:
    # Small gross masses are those of samples; one cylinder on a pallet weighs what its pallet does.
    said = gas.filter(gas.is_cylinder & (gas.n >= 2) & (gas.each_g >= 2000) & gas.tare_g.notnull())
    most = ibis.ifelse(
        said.is_disposable, ibis.greatest(parameters.heaviest_disposable_tare * said.each_g, 4000.0),
        parameters.heaviest_tare * said.each_g,
    )  # fmt: skip
    rows = said.filter((said.tare_g < parameters.lightest_tare * said.each_g) | (said.tare_g > most))
    return sign_rows(rows, "tare_unlike_cylinder", a=tenths_of_kg(rows.each_g), b=tenths_of_kg(rows.tare_g))


def _refrigerant_size(held: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Goods that are no gas by their words and code, in packages of a refrigerant's size."""
    no_gas = held.code_kind.isin(("other", "carrier")) | (held.code_control == "none").fill_null(False)
    other = held.filter(no_gas & ~held.text_controlled.fill_null(False) & (held.n >= parameters.fewest))
    each = ibis.coalesce(other.each_g, other.text_package_g.cast("float64"))
    rows = other.filter(
        is_size(each, _TELLING_KG) | (other.is_cylinder & is_size(each, _BESIDE_CYLINDERS_KG))
    )
    return sign_rows(
        rows, "refrigerant_size", a=rows.n, b=tenths_of_kg(rows.each_g), c=rows.hs_code,
        d=rows.hs_edition.fill_null("?"),
    )  # fmt: skip


def _too_heavy(gas: ibis.Table, parameters: Parameters) -> ibis.Table:
    most = ibis.ifelse(gas.is_disposable, parameters.disposable_kg, parameters.cylinder_kg) * 1000
    said = gas.mutate(most_g=most)
    rows = said.filter(said.is_cylinder & (said.each_g > said.most_g))
    return sign_rows(
        rows, "too_heavy_for_cylinder", a=rows.n, b=tenths_of_kg(rows.each_g), c=tenths_of_kg(rows.most_g)
    )


def _heavier(held: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Goods that are no gas, with far more beside their net mass than other items of their code: hidden among them."""
    said = held.filter(held.code_kind.isin(("other", "carrier")) & (held.gross_mass_g >= held.net_mass_g))
    shares = said.mutate(share=said.gross_mass_g / said.net_mass_g)
    likes = shares.group_by(["hs_edition", "hs_code"]).aggregate(
        usual=shares.share.median(), items=shares.count()
    )
    beside = shares.join(
        likes.filter(likes["items"] > parameters.fewest_like).rename(
            like_code="hs_code", like_edition="hs_edition"
        ),
        [("hs_code", "like_code"), ("hs_edition", "like_edition")],
    )
    rows = beside.filter(
        (beside.share > parameters.times_usual * beside.usual)
        & (beside.share < parameters.another_unit)
        & (beside.gross_mass_g - beside.usual * beside.net_mass_g > parameters.hidden_kg * 1000)
    )

    def written(share: Any) -> Any:
        return share.cast("decimal(18,2)").cast("string")

    return sign_rows(
        rows, "heavier_than_its_like", a=rows.hs_code, b=written(rows.share), c=rows["items"] - 1,
        d=written(rows.usual),
    )  # fmt: skip


def _unlike_neighbours(gas: ibis.Table, parameters: Parameters) -> ibis.Table:
    """One item of a declaration packed unlike at least three others of its gas, all alike."""
    said = gas.filter(gas.declaration_id.notnull() & gas.gas.notnull() & gas.each_g.notnull())
    key = [said.source, said.declaration_id, said.gas]
    middle = said.group_by(key).aggregate(middle_g=said.each_g.median(), items=said.count())
    beside = said.join(middle.filter(middle.items >= 4), ["source", "declaration_id", "gas"])
    share = (beside.each_g / beside.middle_g - 1).abs()
    whole = ibis.window(group_by=[beside.source, beside.declaration_id, beside.gas])
    alike = (share <= parameters.same_share / 2).cast("int64").sum().over(whole)
    told = beside.mutate(share=share, alike=alike)
    rows = told.filter((told.share > 2 * parameters.same_share) & (told.alike >= 3)
                       & ~is_size(told.each_g, _BESIDE_CYLINDERS_KG))  # fmt: skip
    return sign_rows(
        rows, "unlike_its_neighbours", a=tenths_of_kg(rows.each_g), b=tenths_of_kg(rows.middle_g)
    )


DETECTOR: Final = LineDetector(
    name="package_arithmetic", version="1.0",
    question="Do the packages and masses of an item add up to what it is said to be?",
    needs=(("declarations",),), family="packages and mass", methods=("1", "3", "4", "9"), signs=SIGNS,
    Parameters=Parameters, see=see,
)  # fmt: skip
