"""Masses, ODP tonnes and tonnes of CO2 equivalent, and intervals of them.

A mass is integer grams from intake to detector, so that sums do not depend on their order; people and JSON
see kilograms. Estimates are doubles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Literal

GRAMS_PER_KG = 1_000
KG_PER_TONNE = 1_000
GRAMS_PER_TONNE = GRAMS_PER_KG * KG_PER_TONNE
#: Shares of a blend by mass are whole parts of this.
MILLION = 1_000_000
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


def shared_out(mass_g: int, shares: Mapping[str, int]) -> dict[str, int]:
    """Whole grams of each part of a mass, by name; they always add up to it: the largest remainders are rounded up.

    `shares` are parts of a million, or of whatever they add up to.

    >>> shared_out(1001, {"R-32": 500_000, "R-125": 500_000})
    {'R-125': 501, 'R-32': 500}
    """
    whole = sum(shares.values())
    exact = {name: divmod(mass_g * share, whole) for name, share in sorted(shares.items())}
    rest = mass_g - sum(grams for grams, _ in exact.values())
    upwards = sorted(exact, key=lambda name: (-exact[name][1], name))[:rest]
    return {name: grams + (name in upwards) for name, (grams, _) in exact.items()}


def rounded(value: float) -> float:
    """A figure for JSON: six decimals, or six digits where it is below one.

    >>> rounded(0.1 + 0.2), rounded(0.000748123456789), rounded(1234567.8912345678)
    (0.3, 0.000748123, 1234567.891235)
    """
    return round(value, 6) if abs(value) >= 1 else float(f"{value:.6g}")


def rounded_within(values: Any) -> Any:
    """The same mappings and sequences with every figure in them rounded.

    >>> rounded_within({"kg": [0.1 + 0.2, None], "of": "R-22"})
    {'kg': [0.3, None], 'of': 'R-22'}
    """
    match values:
        case float():
            return rounded(values)
        case Mapping():
            return {key: rounded_within(value) for key, value in values.items()}
        case list() | tuple():
            return [rounded_within(value) for value in values]
        case _:
            return values


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
        return {
            "low": rounded(self.low),
            "mid": None if self.mid is None else rounded(self.mid),
            "high": rounded(self.high),
        }
