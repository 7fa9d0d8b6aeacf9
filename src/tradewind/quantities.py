"""Masses, ODP tonnes and tonnes of CO2 equivalent, and intervals of them.

A mass is integer grams from intake to detector, so that sums do not depend on their order; people and JSON
see kilograms. Estimates are doubles.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

GRAMS_PER_KG = 1_000
KG_PER_TONNE = 1_000
#: International avoirdupois pound (1959 agreement): exactly 0.45359237 kg.
KG_PER_POUND = Decimal("0.45359237")

Basis = Literal["net", "gross", "licensed", "actual"]


def grams(kg: Decimal | float | int | str) -> int:
    """Whole grams of a mass in kilograms, half to even.

    >>> grams("13.608")
    13608
    """
    return int((Decimal(str(kg)) * GRAMS_PER_KG).quantize(Decimal(1), ROUND_HALF_EVEN))


def kilograms(mass_g: int) -> float:
    """Kilograms of a mass in grams, for people and JSON.

    >>> kilograms(13608)
    13.608
    """
    return mass_g / GRAMS_PER_KG


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure as low, mid and high. `mid` is None where no best figure may be named (a basket code)."""

    low: float
    mid: float | None
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high or (self.mid is not None and not self.low <= self.mid <= self.high):
            raise ValueError(f"not an interval: {self.low}, {self.mid}, {self.high}")

    @classmethod
    def exactly(cls, value: float) -> Interval:
        """The interval of a figure that is known."""
        return cls(value, value, value)

    def times(self, factor: Interval | float) -> Interval:
        """This interval times a non-negative factor; mid survives only where both mids are known."""
        other = factor if isinstance(factor, Interval) else Interval.exactly(factor)
        mid = None if self.mid is None or other.mid is None else self.mid * other.mid
        return Interval(self.low * other.low, mid, self.high * other.high)

    def as_dict(self) -> dict[str, float | None]:
        """Keys `low`, `mid`, `high`, as the command's JSON has them."""
        return {"low": self.low, "mid": self.mid, "high": self.high}
