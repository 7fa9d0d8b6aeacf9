"""What is assumed about the invented Party: how much of what passes, and how often a rule is broken.

Assumed, not estimated: nobody knows the true rates. They are round figures that a small office would believe.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

#: Declarations in frame by what they are of; the shares add up to one.
LAWFUL: Final[Mapping[str, float]] = MappingProxyType({
    "gas": 0.35, "hfo": 0.06, "hydrocarbon": 0.10, "recovered": 0.03, "equipment": 0.20, "part": 0.14,
    "transit": 0.05, "free zone": 0.03, "returned": 0.02, "re-export": 0.02,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """Shares of one.

    `month`: its first day. `home`: the place that stands for the Party, by default an island nobody lives on, so
    that no country's trade is meant. `frame_share`: declarations of gas, of what holds it or looks like it.
    `lawful`: what these are of. `breach_share`: of each kind of breach, per declaration in frame, and
    `least_of_each` whatever the size. `disturbance_share`: lawful declarations in frame with an honest fault;
    `typing_errors`: lines with a letter wrong. `earlier_share`: lawful imports of gas that are of the two months
    before, which an office holds too. `message_share`, `most_messages`: declarations that come as ASYCUDA XML.
    """

    month: date = date(2026, 3, 1)
    home: str = "BVT"
    frame_share: float = 0.08
    lawful: Mapping[str, float] = field(default_factory=lambda: LAWFUL)
    breach_share: float = 0.003
    least_of_each: int = 1
    disturbance_share: float = 0.06
    typing_errors: float = 0.01
    earlier_share: float = 0.25
    message_share: float = 0.02
    most_messages: int = 400
