"""The figure a form asks for, beside the unrounded one."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_GRAMS: Final = Decimal(1_000_000)


def tonnes(mass_g: int, places: int) -> Decimal:
    """Metric tonnes with so many decimals, half up, as forms are filled in by hand.

    >>> tonnes(1_234_500, 3), tonnes(400, 3)
    (Decimal('1.235'), Decimal('0.000'))
    """
    return (Decimal(mass_g) / _GRAMS).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
