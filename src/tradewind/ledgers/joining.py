"""How sure it is that two papers without a common reference speak of one consignment.

Each field that both papers fill in makes it likelier or less likely, by how often the field agrees on papers of one
consignment against papers of two (assumed, at most 1,000 to 1 each); the odds of chance are one among the consignments
that share any field with it, and none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tradewind.ledgers.balance import alike

#: Field -> how many times likelier where it agrees, and where it differs.
LIKELIHOODS: Final = {
    "previous": (1000.0, 1.0),  # one paper cites the other by number
    "bill": (500.0, 0.3),
    "invoice": (200.0, 0.5),
    "container": (100.0, 0.5),  # a container is used again after some months
    "licence": (3.0, 0.8),  # one licence covers many loads
    "mass": (5.0, 0.2),
    "days": (2.0, 0.05),
    "route": (3.0, 0.5),
}
#: From which certainty on papers are joined before a person looks, and from which they are proposed.
SURE: Final = 0.95
LIKELY: Final = 0.5
#: Days within which the legs of one load follow each other.
_DAYS: Final = 120
_SHARE: Final = 0.03


@dataclass(frozen=True, slots=True)
class Traits:
    """What two papers are compared by; blanks and None compare with nothing."""

    paper: str
    substance: str
    previous: str = ""
    bill: str = ""
    invoice: str = ""
    container: str = ""
    licence: str = ""
    mass_g: int | None = None
    day: date | None = None
    country_from: str = ""
    country_to: str = ""
    is_departure: bool = False


def compared(one: Traits, other: Traits) -> list[tuple[str, float]]:
    """Each field that both fill in, with how much likelier it makes one consignment."""
    found: dict[str, bool] = {}
    if one.previous or other.previous:
        cites = one.previous in (other.paper, other.previous) if one.previous else False
        found["previous"] = cites or (other.previous == one.paper)
    for name in ("bill", "invoice", "container", "licence"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine and theirs:
            found[name] = mine == theirs
    if one.mass_g and other.mass_g:
        found["mass"] = alike(one.mass_g, other.mass_g, _SHARE)
    if one.day and other.day:
        found["days"] = abs((one.day - other.day).days) <= _DAYS
    if one.country_to and other.country_to:
        found["route"] = bool(
            {one.country_to, one.country_from} & {other.country_to, other.country_from} - {""}
        )
    return [(name, LIKELIHOODS[name][0 if agrees else 1]) for name, agrees in found.items()]


def certainty(fields: Sequence[tuple[str, float]], among: int) -> float:
    """How sure, 0..1, where `among` consignments share a field with the paper.

    >>> round(certainty([("container", 100.0), ("mass", 5.0), ("days", 2.0)], 1), 3)
    0.998
    >>> round(certainty([("licence", 3.0), ("mass", 5.0), ("days", 2.0)], 4), 3)
    0.857
    """
    odds = 1 / (among + 1)
    for _name, times in fields:
        odds *= times
    return odds / (1 + odds)
