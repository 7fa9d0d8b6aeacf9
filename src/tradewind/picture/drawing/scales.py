"""Classes and ticks that figures share."""

from __future__ import annotations

import math
from typing import Final

#: Upper bound of each class of mass in kg, and its radius on the map; the last has no bound.
MASS_CLASSES: Final = (
    (100.0, 2.6), (1_000.0, 4.2), (10_000.0, 6.6), (100_000.0, 10.0), (1_000_000.0, 15.0), (math.inf, 22.0),
)  # fmt: skip
#: Width of an arc on the map, by the same classes.
ARC_WIDTHS: Final = (1.0, 1.3, 1.8, 2.5, 3.4, 4.6)


def mass_class(kg: float) -> int:
    """Index into MASS_CLASSES.

    >>> mass_class(99), mass_class(100), mass_class(5_000_000)
    (0, 1, 5)
    """
    return next(i for i, (bound, _) in enumerate(MASS_CLASSES) if kg < bound)


def ticks(greatest: float, wanted: int = 4) -> list[float]:
    """Round numbers from zero to at least `greatest`.

    >>> ticks(23)
    [0.0, 10.0, 20.0, 30.0]
    """
    if greatest <= 0:
        return [0.0, 1.0]
    raw = greatest / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next((m * power for m in (1, 2, 5, 10) if m * power >= raw), 10 * power)
    step = max(step, 1.0) if greatest >= 1 else step
    return [i * step for i in range(math.ceil(greatest / step) + 1)]


def shade(count: int, greatest: int) -> int:
    """Class 1 to 5 of a count in a heat table, by square root so that small counts stay visible.

    >>> shade(1, 40), shade(40, 40)
    (1, 5)
    """
    return max(1, min(5, math.ceil(5 * math.sqrt(count / greatest))))
