"""Distances, land borders and hubs: what makes two accounts of one flow differ lawfully."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from tradewind.errors import UnknownName
from tradewind.reference.parties import centre
from tradewind.reference.rows import read

#: Mean radius of the Earth, km (IUGG).
_EARTH_KM: Final = 6371.0088


@dataclass(frozen=True, slots=True)
class Hub:
    """A place through which much trade passes on. `scatter` multiplies the prior scale of its mirror ratios."""

    code: str
    what: str
    scatter: float
    source: str
    confidence: str


def distance_km(one: str, other: str) -> float | None:
    """Great-circle distance between the places' main cities; None where one has no centre or is not known.

    >>> round(distance_km("FRA", "GBR"), -2)
    300.0
    """
    try:
        ends = centre(one), centre(other)
    except UnknownName:
        return None
    if ends[0] is None or ends[1] is None:
        return None
    (lat1, lon1), (lat2, lon2) = ([math.radians(v) for v in end] for end in (ends[0], ends[1]))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def share_border(one: str, other: str) -> bool:
    """Whether the two places have a common land border.

    >>> share_border("KEN", "UGA"), share_border("KEN", "IND")
    (True, False)
    """
    return frozenset((one, other)) in _borders()


@cache
def hubs() -> Mapping[str, Hub]:
    """Hubs and free ports by ISO3, each with its source."""
    return {
        row["code"]: Hub(row["code"], row["what"], float(row["scatter"]), row["source"], row["confidence"])
        for row in read("hubs")
    }


@cache
def _borders() -> frozenset[frozenset[str]]:
    return frozenset(frozenset((row["first"], row["second"])) for row in read("land_borders"))
