"""How the goods of an item are packed: its packages, the mass of each, the tare of each, what they are."""

from __future__ import annotations

from typing import Any, Final

import ibis

#: Codes of UN/ECE Recommendation 21 for cylinders and gas bottles.
_CYLINDER_KINDS: Final = ("CY", "GB", "CYLINDER", "CYLINDERS", "GAS BOTTLE")
#: Of the same, tanks and bulk: "in tanks of 17,250 kg" are no cylinders, whatever the trade calls them.
TANK_KINDS: Final = ("TK", "TY", "TG", "VG", "VQ", "VL", "TANK", "ISO TANK", "TANK CONTAINER")
_CYLINDERS: Final = ("disposable cylinder", "refillable cylinder", "cylinder")
#: A mass equals a size when it lies this near: declarations round to a tenth of a kilogram a cylinder at most.
_NEAR_G: Final = 6


def packed(lines: ibis.Table) -> ibis.Table:
    """The lines with `n` packages (declared, else counted by the words), `each_g` net and `tare_g` of one,
    `is_cylinder` and `is_disposable`; null or false where not said."""
    counted = lines.mutate(n=ibis.coalesce(lines.packages, lines.text_count))
    # A pallet or a container is no cylinder: a count that the words contradict is not used.
    n = ibis.ifelse(
        (counted.n > 0) & (counted.n == ibis.coalesce(counted.text_count, counted.n)),
        counted.n, ibis.null("int64"),
    )  # fmt: skip
    tank = counted.package_kind.upper().isin(TANK_KINDS).fill_null(False)
    kind = counted.package_kind.upper().isin(_CYLINDER_KINDS).fill_null(False)
    held = counted.mutate(
        n=n,
        is_disposable=(counted.text_container == "disposable cylinder").fill_null(False),
        is_cylinder=(
            counted.text_container.isin(_CYLINDERS).fill_null(False)
            | (kind & counted.text_container.isnull())
        )
        & ~tank,
    )
    return held.mutate(
        each_g=held.net_mass_g / held.n,
        tare_g=ibis.ifelse(
            held.gross_mass_g > held.net_mass_g, held.gross_mass_g - held.net_mass_g, ibis.null("int64")
        )
        / held.n,
    )


def is_size(grams: Any, sizes_kg: tuple[float, ...]) -> Any:
    """Whether a mass in grams is one of these sizes."""
    near = [(grams - round(kg * 1000)).abs() <= _NEAR_G for kg in sizes_kg]
    return ibis.or_(*near).fill_null(False)


def tenths_of_kg(grams: Any) -> Any:
    """Grams as the text of kilograms with one decimal, for a sentence."""
    return (grams / 1000).round(1).cast("decimal(18,1)").cast("string")
