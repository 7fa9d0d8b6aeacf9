"""What the law lets a penalty be, the gain avoided, and an outcome per kilogram: integer minor units throughout.

Pure functions. A least amount is rounded up and a most amount down, so that no rounding steps out of the law.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final, Literal

from tradewind.quantities import GRAMS_PER_KG, GRAMS_PER_TONNE

Measure = Literal["act", "kg", "tonne_co2e", "value"]
Figure = Literal["net_g", "co2e_g", "value_minor"]

#: What an amount of the provision is multiplied by, and how many of the figure make one of it.
_PER: Final[dict[str, tuple[Figure, int]]] = {
    "kg": ("net_g", GRAMS_PER_KG), "tonne_co2e": ("co2e_g", GRAMS_PER_TONNE), "value": ("value_minor", 100),
}  # fmt: skip
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Rule:
    """Minor units for an act, a kilogram or a tonne of CO2e; per cent of the market value. None: the law names none.

    `repeat_percent` is what a repetition makes of both: 160 turns five times the value into eight.
    """

    measure: Measure
    minimum: int | None
    maximum: int | None
    repeat_percent: int = HUNDRED


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of the matter; None is not known, and never zero."""

    net_g: int | None = None
    co2e_g: int | None = None
    value_minor: int | None = None
    acts: int = 1


@dataclass(frozen=True, slots=True)
class Range:
    """Least and most in minor units; `missing` names the figure without which it cannot be said."""

    minimum: int | None
    maximum: int | None
    missing: Figure | None = None

    def holds(self, amount: int) -> bool:
        """Whether an amount lies in it; nothing does while a figure is missing."""
        if self.missing is not None:
            return False
        return (self.minimum is None or amount >= self.minimum) and (
            self.maximum is None or amount <= self.maximum
        )


def legal_range(rule: Rule, figures: Figures, *, is_repeat: bool = False) -> Range:
    """What the provision gives for these figures.

    >>> legal_range(Rule("kg", 500, 5000), Figures(net_g=12_345))
    Range(minimum=6173, maximum=61725, missing=None)
    """
    percent = rule.repeat_percent if is_repeat else HUNDRED
    many, of = figures.acts, 1
    if rule.measure != "act":
        name, of = _PER[rule.measure]
        known: int | None = getattr(figures, name)
        if known is None:
            return Range(None, None, name)
        many = known
    least = None if rule.minimum is None else _up(rule.minimum * many * percent, of * HUNDRED)
    most = None if rule.maximum is None else rule.maximum * many * percent // (of * HUNDRED)
    return Range(least, most)


def gain(net_g: int, low_minor: int, high_minor: int) -> tuple[int, int]:
    """The gain avoided, from the least to the most: a mass times the gap of two prices a kilogram.

    >>> gain(10_000_000, 1_650, 2_000)
    (16500000, 20000000)
    """
    return net_g * low_minor // GRAMS_PER_KG, _up(net_g * high_minor, GRAMS_PER_KG)


def per_unit(amount_minor: int, amount_of: int | None, units: int) -> Decimal | None:
    """Minor units for one unit of `amount_of`, to a hundredth; None where it is not known.

    >>> per_unit(4_156_600, 20_000_000, 1_000)  # USD 41,566 for 20 t
    Decimal('207.83')
    """
    if not amount_of:
        return None
    return (Decimal(amount_minor) * units / amount_of).quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def _up(number: int, by: int) -> int:
    return -(-number // by)
