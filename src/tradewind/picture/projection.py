"""Equal Earth (Savric, Patterson and Jenny 2018): areas are true, so no country looks larger than it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from tradewind.errors import UnknownName
from tradewind.reference.parties import centre

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M: Final = math.sqrt(3) / 2
#: Longitude in the middle of the map. With 11 E the map's edge runs through the Bering Strait, so that it
#: cuts no country but the Russian Federation's tip in other boundary sets.
CENTRE: Final = 11.0
#: Longitude of the map's left edge.
EDGE: Final = CENTRE - 180


def equal_earth(lon: float, lat: float) -> tuple[float, float]:
    """x and y in radii of the globe, y to the north. Longitudes count from EDGE, eastward.

    >>> equal_earth(CENTRE, 0)
    (0.0, 0.0)
    """
    turn = math.radians(lon - CENTRE)
    theta = math.asin(_M * math.sin(math.radians(lat)))
    square = theta * theta
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    height = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return turn * math.cos(theta) / (_M * slope), height


def spot(code: str) -> tuple[float, float] | None:
    """Longitude and latitude from which a place's lines start; None for an area, the world, or a code that
    names no place we know."""
    try:
        found = centre(code)
    except UnknownName:
        return None
    return (found[1], found[0]) if found else None


@dataclass(frozen=True, slots=True)
class Frame:
    """A window of the globe on paper: `width` units wide, from 56 S to 84 N."""

    width: float
    top: float = 84.0
    bottom: float = -56.5

    @property
    def scale(self) -> float:
        """Units of paper for a radius of the globe."""
        return self.width / (2 * equal_earth(CENTRE + 180, 0)[0])

    @property
    def height(self) -> float:
        """Units of paper from top to bottom."""
        return (equal_earth(CENTRE, self.top)[1] - equal_earth(CENTRE, self.bottom)[1]) * self.scale

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """The point of paper; y grows downward. Longitudes beyond the edges come back on the other side."""
        within = lon if EDGE <= lon <= EDGE + 360 else (lon - EDGE) % 360 + EDGE
        x, y = equal_earth(within, lat)
        return self.width / 2 + x * self.scale, (equal_earth(CENTRE, self.top)[1] - y) * self.scale
