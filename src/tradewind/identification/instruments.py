"""How far a field instrument's figure may be from the truth, and which gases an identifier knows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from tradewind.reference.rows import read

GAUGES: Final = ("digital", "analogue")
IDENTIFIERS: Final = ("legacy", "modern")


@dataclass(frozen=True, slots=True)
class Gauge:
    """A pressure gauge and the thermometer beside it; each figure is within this of the truth."""

    pressure_bar: float
    temperature_c: float


@dataclass(frozen=True, slots=True)
class Identifier:
    """A refrigerant identifier: what it knows, and how far a share may be off, near pure and in a mixture."""

    knows: frozenset[str]
    near_pure: float
    in_mixture: float


@cache
def gauge(kind: str) -> Gauge:
    """The tolerances of `digital` or `analogue`."""
    return Gauge(_tolerance(kind, "pressure"), _tolerance(kind, "temperature"))


@cache
def identifier(kind: str) -> Identifier:
    """What a `legacy` or a `modern` unit knows."""
    name = f"{kind} identifier"
    knows = next(row["knows"] for row in read("field_instruments") if row["instrument"] == name)
    return Identifier(
        frozenset(knows.split("|")),
        _tolerance(name, "share near pure"),
        _tolerance(name, "share in a mixture"),
    )


def _tolerance(instrument: str, quantity: str) -> float:
    rows = (
        r for r in read("field_instruments") if (r["instrument"], r["quantity"]) == (instrument, quantity)
    )
    return float(next(rows)["tolerance"])
