"""What a person can set about the reconciliation, with the reasons for the defaults."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameters:
    """Masses in kg, shares of one.

    `tolerance_share`, `tolerance_kg`: a licence is exceeded above the greater of the two; half a per cent is
    what filling by mass leaves open, one kilogram what rounding a declaration does.
    `same_trader`: from this likeness on two names are one trader; `perhaps_same`: below it they are two. In
    between the finding is kept with half its certainty. One letter wrong in a name of eight letters is 0.88.
    `near_days`: how far outside its validity a licence may lie to be matched without its number.
    `least_certainty`: findings less certain are not listed.
    """

    tolerance_share: float = 0.005
    tolerance_kg: float = 1.0
    same_trader: float = 0.86
    perhaps_same: float = 0.70
    near_days: int = 120
    least_certainty: float = 0.1
