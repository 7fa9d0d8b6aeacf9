"""What is known of the goods of a proceeding: net mass and tonnes of CO2 equivalent, from the seizure as it stands."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

from tradewind.errors import UnknownName
from tradewind.reference import rows, substance
from tradewind_web.proceedings.ranges import Figures
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.words import Basis

_PER_KG: Final = frozenset({"EUR/kg", "USD/kg", "GBP/kg"})


def co2e_of(designation: str, mass_g: int) -> int | None:
    """Grams of CO2 equivalent of a net mass by the treaty's own figures; None where it gives none.

    >>> co2e_of("R-134a", 1000)
    1430000
    """
    try:
        gwp = substance(designation).gwp_protocol
    except UnknownName:
        return None
    return None if gwp is None else int((Decimal(str(gwp)) * mass_g).quantize(Decimal(1), ROUND_HALF_EVEN))


def of_seizure(seizure: Seizure | None) -> Figures:
    """Net mass and CO2e, each only where every line of the seizure has it: a part is not told as the whole."""
    if seizure is None:
        return Figures()
    items = list(seizure.items.all())
    masses = [i.mass_g for i in items if i.mass_g is not None and i.basis == Basis.NET]
    if not items or len(masses) != len(items):
        return Figures()
    warming = [co2e_of(i.substance, i.mass_g or 0) for i in items]
    known = [w for w in warming if w is not None]
    return Figures(sum(masses), sum(known) if len(known) == len(warming) else None)


def prices_of(seizure: Seizure | None) -> list[dict[str, Any]]:
    """Published prices a kilogram, those of the seizure's gases first: to read from, never to be filled in."""
    gases = {i.substance.replace("-", "") for i in seizure.items.all()} if seizure is not None else set()
    found = [dict(row) for row in rows.read("prices") if row["unit"] in _PER_KG]
    return sorted(found, key=lambda row: not any(gas in row["item"] for gas in gases))
