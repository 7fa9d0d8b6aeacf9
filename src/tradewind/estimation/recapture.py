"""Loads that neither of two looks found, from those that both did: a lower bound with the range that unevenness leaves.

Chapman (1951) holds where every load has the same chance at each look and the looks know nothing of each other. Where
loads differ, both looks find the easy ones, and the count is too low; Chao (1987, Biometrics 43) bounds it from below.
If the chances have the coefficient of variation c at both looks, the number is 1 + c^2 times as great.
"""

from __future__ import annotations

from tradewind.errors import RequestError
from tradewind.estimation.sensitivity import UNEVENNESS
from tradewind.quantities import Interval


def loads(first: int, second: int, both: int, unevenness: float = UNEVENNESS) -> Interval:
    """How many loads there were: `first` and `second` found by each look, `both` by both.

    The middle is None: nobody may name a best figure while the unevenness is not known. RequestError where both found
    more than one of them did.

    >>> loads(10, 8, 4)
    Interval(low=18.5, mid=None, high=37.6)
    """
    if not 0 <= both <= min(first, second):
        raise RequestError("two looks cannot both have found more loads than one of them did")
    chapman = (first + 1) * (second + 1) / (both + 1) - 1
    once = first + second - 2 * both
    chao = first + second - both + once * (once - 1) / (4 * (both + 1))
    low = max(min(chapman, chao), float(first + second - both))
    return Interval(low, None, max(chapman, chao) * (1 + unevenness**2))
