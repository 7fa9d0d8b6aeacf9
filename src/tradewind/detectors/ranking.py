"""How a finding is ranked: certainty times size.

    size   s = max(t CO2e, 10,000 x ODP t)      one ODP tonne is about a tonne of CFC-11 or CFC-12, whose
                                                Protocol GWPs are 4,750 and 10,900
    weight w = 0.2 + 0.8 x min(1, log10(1 + s) / 5)
    score    = certainty x w                    an unknown mass counts as a middling one, w = 0.5

A range without a middle figure counts with the mean of its ends. The tiers are fixed cuts of the score;
people see the tier, never the score alone.
"""

from __future__ import annotations

import math
from typing import Final

from tradewind.findings import Tier
from tradewind.quantities import Interval

#: t CO2e that weigh as much as one ODP tonne.
ODP_TONNE_IN_T_CO2E: Final = 10_000
#: Powers of ten of t CO2e from nothing to the full weight: 100,000 t is some 48 t of HFC-410A.
_DECADES: Final = 5
_FLOOR: Final = 0.2
_UNKNOWN: Final = 0.5
_LOOK_FIRST: Final = 0.45
_LOOK_IF_TIME: Final = 0.22


def score(certainty: float, co2e_t: Interval | None, odp_t: Interval | None) -> float:
    """The score of a finding, 0 to 1, six decimals.

    >>> score(0.9, Interval.exactly(99.0), None)
    0.468
    """
    sizes = [_middle(co2e_t), None if odp_t is None else _middle(odp_t) or 0.0]
    known = [
        size * factor
        for size, factor in zip(sizes, (1, ODP_TONNE_IN_T_CO2E), strict=True)
        if size is not None
    ]
    weight = (
        _UNKNOWN if not known else _FLOOR + (1 - _FLOOR) * min(1.0, math.log10(1 + max(known)) / _DECADES)
    )
    return round(max(0.0, min(1.0, certainty)) * weight, 6)


def tier(scored: float) -> Tier:
    """What people see instead of the score.

    >>> tier(0.7), tier(0.3), tier(0.1)
    ('look first', 'look if time', 'note')
    """
    if scored >= _LOOK_FIRST:
        return "look first"
    return "look if time" if scored >= _LOOK_IF_TIME else "note"


def _middle(quantity: Interval | None) -> float | None:
    if quantity is None:
        return None
    return quantity.mid if quantity.mid is not None else (quantity.low + quantity.high) / 2
