"""What the question of two accounts may be asked with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameters:
    """`product_factor` multiplies the scale that totals of a size have, for one product of that size: assumed
    until two-sided product pairs allow its fit; the gap is shown at `other_factors` too. `widest_band`: a pair
    whose 90 % band of ratios spans more is too small to judge. `most_freight` is the most that freight and
    insurance add to a value: no more can be missing of an import than the exporter says it sent, and that.
    `past_years` is how many earlier years are a pair's own past.
    """

    product_factor: float = 1.5
    other_factors: tuple[float, ...] = (1.0, 2.5)
    widest_band: float = 10.0
    most_freight: float = 0.25
    past_years: int = 10
