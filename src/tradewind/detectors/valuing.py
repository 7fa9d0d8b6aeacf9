"""Masses in the units of the treaty: t CO2e by Protocol GWPs and ODP tonnes, ranges where the gas is not one.

Treaty arithmetic counts controlled substances only: what the Protocol gives no GWP or ODP counts 0, so an HFO
in a blend, or in a basket code, takes the range down to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tradewind.derivations.naming import gas_named
from tradewind.errors import TradewindError
from tradewind.quantities import KG_PER_TONNE, Interval
from tradewind.reference import treaty_gwp, treaty_odp
from tradewind.reference.hs import code_facts


@dataclass(frozen=True, slots=True)
class Factors:
    """kg CO2e and ODP kg of one kilogram."""

    co2e_per_kg: Interval
    odp_per_kg: Interval


@dataclass(frozen=True, slots=True)
class Valued:
    """A mass with its worth in treaty units; None where the mass is not known."""

    mass_kg: Interval | None
    co2e_t: Interval | None
    odp_t: Interval | None


def factors_of(designations: Sequence[str], *, or_nothing: bool = False) -> Factors:
    """Factors of a gas, or the range over several it could be; no middle figure for several.

    `or_nothing` takes the range down to zero, for a basket that can also hold what is not controlled.
    """
    nothing = [0.0] if or_nothing else []
    gwps = [*nothing, *(treaty_gwp(d) for d in designations)]
    odps = [*nothing, *(treaty_odp(d) for d in designations)]
    return Factors(_range(gwps), _range(odps))


def factors_named(words: str | None) -> Factors | None:
    """Factors of the gas that the words name, or the range over all that they can mean; None where that is unknown."""
    gas = gas_named(words)
    try:
        return factors_of(gas.designations, or_nothing=gas.may_be_uncontrolled) if gas else None
    except TradewindError:
        return None


def factors_of_code(code: str, edition: str) -> Factors:
    """Factors of whatever an HS subheading can hold, down to zero when that may be uncontrolled."""
    facts = code_facts(code, edition)
    return Factors(facts.co2e_per_kg, facts.odp_per_kg)


def valued(mass_kg: Interval | None, factors: Factors | None) -> Valued:
    """A mass in treaty units; nothing where the mass or the factors are unknown."""
    if mass_kg is None or factors is None:
        return Valued(mass_kg, None, None)
    return Valued(
        mass_kg,
        mass_kg.times(factors.co2e_per_kg).times(1 / KG_PER_TONNE),
        mass_kg.times(factors.odp_per_kg).times(1 / KG_PER_TONNE),
    )


def mass_of_grams(low_g: int | None, high_g: int | None) -> Interval | None:
    """Kilograms of a mass known between two figures in grams; exact where both are the same."""
    if low_g is None or high_g is None:
        return None
    low, high = low_g / 1000, high_g / 1000
    return Interval(low, low if low_g == high_g else None, high)


def _range(values: Sequence[float]) -> Interval:
    low, high = min(values), max(values)
    return Interval(low, low if low == high else None, high)
