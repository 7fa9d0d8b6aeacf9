"""How much of a quota a mass of gas is: by kg, ODP or CO2e of the treaty, blends by their controlled parts.

An amount is a function of the whole mass, rounded once; parts of a mass draw differences of it, so that partial
shipments sum to exactly what the whole would have drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from tradewind.errors import UnknownName
from tradewind.reference import components_of, substance
from tradewind_web.licensing.words import Unit


@lru_cache(maxsize=4096)
def keys_of(designation: str) -> tuple[str, ...]:
    """The quotas a gas could draw on: its own designation, its parts', the groups of its controlled parts.

    >>> keys_of("R-410A")
    ('R-410A', 'R-32', 'R-125', 'F')
    """
    try:
        parts = components_of(designation)
        groups = dict.fromkeys(
            g for d, _share in parts for g in substance(d).groups if substance(d).controlled
        )
    except UnknownName:
        return (designation,)
    return tuple(
        dict.fromkeys([designation, *(d for d, _share in parts if substance(d).controlled), *groups])
    )


@lru_cache(maxsize=4096)
def factor(designation: str, key: str, unit: str) -> Decimal:
    """Units of the quota `key` for a unit of mass of the gas."""
    total = Decimal(0)
    for part, share in components_of(designation):
        entry = substance(part)
        if key not in (designation, part) and not (entry.controlled and key in entry.groups):
            continue
        if unit == Unit.MASS:
            total += Decimal(str(share))
        elif unit == Unit.ODP:
            total += Decimal(str(share)) * Decimal(str(entry.odp or 0))
        else:
            total += Decimal(str(share)) * Decimal(str(entry.gwp_protocol or 0))
    if key == designation and unit == Unit.MASS:
        return Decimal(1)
    return total


def amount_mg(designation: str, key: str, unit: str, mass_g: int) -> int:
    """Whole milligrams of the quota's unit.

    >>> amount_mg("R-410A", "F", Unit.CO2E, 1000)
    2087500000
    """
    return int((factor(designation, key, unit) * mass_g * 1000).quantize(Decimal(1), ROUND_HALF_EVEN))


def groups_in(designations: Iterable[str]) -> list[str]:
    """The annex groups of the controlled parts of these gases, in the order met."""
    found: dict[str, None] = {}
    for name in designations:
        try:
            found.update(dict.fromkeys(substance(name).groups))
        except UnknownName:
            continue
    return list(found)
