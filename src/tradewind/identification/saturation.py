"""Saturation pressures: what a gas shows on a gauge while liquid is left in the cylinder.

Between tabulated temperatures (5 K apart) ln p runs straight against 1/T; leaving every second point out, that
is wrong by less than 0.5 % (tests/library/test_identification_pressures.py), so about an eighth of it here.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from tradewind.reference.rows import Row, read

#: The temperatures of the table, in C.
TEMPERATURES: Final = tuple(float(t) for t in range(-10, 51, 5))
LOWEST_C: Final = TEMPERATURES[0]
HIGHEST_C: Final = TEMPERATURES[-1]
_ZERO_C: Final = 273.15
#: A gap in a row is bridged only where its neighbours stand no farther apart.
_WIDEST_GAP_K: Final = 10.0
#: How far the calculated pressure may be from a real one, as a share of it. Equations of state agree with independent
#: correlations to 0.8 % (checked_pct); the shares for mixture models are assumed.
_MODEL_ERROR: Final = {
    "equation of state": 0.01, "steam tables": 0.01, "mixture model, fitted pairs": 0.01,
    "mixture model, estimated pairs": 0.05,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saturation:
    """What a gas shows at a temperature, in bar absolute: `bubble` nearly full of liquid, `dew` at the last drop.

    `slope` is the rise in bar a kelvin, `error` how far the calculation may be off, in bar.
    """

    bubble: float
    dew: float
    slope: float
    error: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The saturation pressures of one gas over the table's temperatures; None where there is no figure."""

    designation: str
    bubble: tuple[float | None, ...]
    dew: tuple[float | None, ...]
    method: str

    def at(self, celsius: float) -> Saturation | None:
        """What it shows at a temperature; None outside the table, above its critical point or across a gap."""
        bubble, dew = between(self.bubble, celsius), between(self.dew, celsius)
        if bubble is None or dew is None:
            return None
        above, below = between(self.bubble, celsius + 0.5), between(self.bubble, celsius - 0.5)
        if above is not None and below is not None:
            slope = above - below
        elif below is not None:
            slope = 2 * (bubble - below)
        else:
            slope = 2 * ((above or bubble) - bubble)
        return Saturation(bubble, min(dew, bubble), slope, _MODEL_ERROR[self.method] * bubble)


def between(pressures: Sequence[float | None], celsius: float) -> float | None:
    """ln p straight against 1/T between the nearest figures of a row; None where they are missing or too far."""
    known = [(t, p) for t, p in zip(TEMPERATURES, pressures, strict=True) if p is not None]
    index = bisect_left(known, (celsius,))
    if index < len(known) and known[index][0] == celsius:
        return known[index][1]
    if not 0 < index < len(known):
        return None
    (colder, low), (warmer, high) = known[index - 1], known[index]
    if warmer - colder > _WIDEST_GAP_K:
        return None
    x0, x1, x = (1 / (t + _ZERO_C) for t in (colder, warmer, celsius))
    return math.exp(math.log(low) + (math.log(high) - math.log(low)) * (x - x0) / (x1 - x0))


@cache
def curves() -> Mapping[str, Curve]:
    """Every curve, by designation."""
    return MappingProxyType({row["designation"]: _curve(row) for row in read("saturation_pressures")})


def _curve(row: Row) -> Curve:
    bubble = _series(row["bubble_bar_abs"])
    return Curve(
        row["designation"], bubble, _series(row["dew_bar_abs"]) if row["dew_bar_abs"] else bubble, row["method"],
    )  # fmt: skip


def _series(cell: str) -> tuple[float | None, ...]:
    return tuple(float(part) if part else None for part in cell.split("|"))
