"""How many cylinders to test, and which: exact for a lot of known size, with a test that misses some.

The arithmetic holds only for cylinders drawn at random over all positions. A load with the true gas in front and the
wrong one behind passes any number of tests of its front, so positions are drawn, from a seed that is kept.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Any, Final

from tradewind.errors import RequestError

_MOST: Final = 200_000
#: Positions listed one by one; a larger sample is listed up to here and can be drawn on from its seed.
_LISTED: Final = 2_000
#: Up to here in whole numbers; beyond by logarithms, right to nine digits.
_EXACT: Final = 2_000
_ROUNDING: Final = 1e-9
#: Less than this is no chance.
_NEVER: Final = 1e-13


@dataclass(frozen=True, slots=True)
class Layout:
    """How a load stands: rows from the door inwards, columns across, layers upwards. Position 1 is front, left, low."""

    rows: int
    columns: int
    layers: int

    @property
    def places(self) -> int:
        """How many cylinders stand in it."""
        return self.rows * self.columns * self.layers

    def where(self, position: int) -> tuple[int, int, int]:
        """(row, column, layer) of a position, each from 1."""
        behind, layer = divmod(position - 1, self.layers)
        row, column = divmod(behind, self.columns)
        return row + 1, column + 1, layer + 1


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """`sample` cylinders of `cylinders`; the lot is refused when more than `accept` are found wrong.

    `detection` is the chance to refuse a lot with `wrong` wrong ones, at least `confidence`. `in_front` is the chance
    where only the first row is tested and the wrong ones stand behind it.
    """

    cylinders: int
    wrong: int
    confidence: float
    sensitivity: float
    accept: int
    sample: int
    detection: float
    seed: str
    positions: tuple[int, ...]
    layout: Layout | None
    in_front: float | None

    def as_dict(self) -> dict[str, Any]:
        """JSON; positions with row, column and layer where the layout is known."""
        places: list[Any] = list(self.positions)
        if self.layout is not None:
            names = ("row", "column", "layer")
            places = [
                {"position": p} | dict(zip(names, self.layout.where(p), strict=True)) for p in self.positions
            ]
        return {
            "cylinders": self.cylinders, "wrong": self.wrong, "confidence": self.confidence,
            "sensitivity": self.sensitivity, "accept": self.accept, "sample": self.sample,
            "detection": round(self.detection, 6), "seed": self.seed, "positions": places,
            "detection_front_row_only": self.in_front,
        }  # fmt: skip


def sampling_plan(
    cylinders: int, wrong: int | float, confidence: float = 0.95, *, sensitivity: float = 1.0, accept: int = 0,
    seed: str = "1", layout: Layout | None = None,
) -> SamplingPlan:  # fmt: skip
    """The smallest random sample that refuses a lot with at least `wrong` wrong cylinders, with `confidence`.

    `wrong` is a count, or below 1 a share of the lot. `sensitivity` is the chance that the field test shows a wrong
    cylinder to be wrong. Raises RequestError where no sample can do it.

    >>> sampling_plan(100, 5).sample, sampling_plan(1150, 0.05).sample
    (45, 57)
    """
    if not 1 <= cylinders <= _MOST:
        raise RequestError(f"a lot has 1 to {_MOST:,} cylinders, not {cylinders}")
    count = math.ceil(wrong * cylinders - 1e-9) if 0 < wrong < 1 else wrong
    if not 1 <= count <= cylinders or count != int(count):
        raise RequestError(f"the wrong ones are 1 to {cylinders} cylinders, or a share below 1, not {wrong}")
    if not 0 < confidence < 1:
        raise RequestError(f"a confidence is above 0 and below 1, as 0.95, not {confidence:g}")
    if not 0 < sensitivity <= 1:
        raise RequestError(f"a sensitivity is above 0 and at most 1, as 0.9, not {sensitivity:g}")
    if not 0 <= accept < cylinders:
        raise RequestError(f"an acceptance number is 0 to {cylinders - 1}, not {accept}")
    if layout is not None and layout.places != cylinders:
        raise RequestError(
            f"{layout.rows} rows of {layout.columns} in {layout.layers} layers hold {layout.places} cylinders,"
            f" not {cylinders}"
        )
    wrong = int(count)
    most = detection(cylinders, wrong, cylinders, accept, sensitivity)
    if most < confidence - _ROUNDING:
        raise RequestError(
            f"even a test of all {cylinders} finds more than {accept} of {wrong} wrong ones only with {most:.1%}:"
            " ask for less confidence, a surer test or a smaller acceptance number"
        )
    few, many = 0, cylinders  # few never suffices, many does: the chance rises with the sample
    while many - few > 1:
        middle = (few + many) // 2
        if detection(cylinders, wrong, middle, accept, sensitivity) >= confidence - _ROUNDING:
            many = middle
        else:
            few = middle
    hides = layout is not None and wrong <= cylinders - layout.columns * layout.layers
    return SamplingPlan(
        cylinders, wrong, confidence, sensitivity, accept, many,
        detection(cylinders, wrong, many, accept, sensitivity), seed, drawn(cylinders, many, seed), layout,
        0.0 if hides else None,
    )  # fmt: skip


def detection(cylinders: int, wrong: int, sample: int, accept: int = 0, sensitivity: float = 1.0) -> float:
    """The chance that a random sample shows more than `accept` wrong ones: hypergeometric, then binomial."""
    passed, passes = 0.0, 1.0  # `passes`: a lot of whose sample so many are wrong
    least = max(0, sample - (cylinders - wrong))
    for drawn_wrong in range(min(wrong, sample) + 1):
        if drawn_wrong > accept:  # this one more is shown, and it is the first that is too many
            passes -= sensitivity * _binomial(drawn_wrong - 1, accept, sensitivity)
        if passes < _NEVER:
            break
        if drawn_wrong >= least:
            passed += _hypergeometric(cylinders, wrong, sample, drawn_wrong) * passes
    return max(0.0, 1.0 - passed)


def drawn(cylinders: int, sample: int, seed: str) -> tuple[int, ...]:
    """The positions of a seed, in order: those whose SHA-256 of "seed:position" is smallest, so that anyone can check.

    >>> drawn(100, 3, "seal 4711")
    (46, 63, 66)
    """
    order = sorted(range(1, cylinders + 1), key=lambda p: hashlib.sha256(f"{seed}:{p}".encode()).digest())
    return tuple(sorted(order[: min(sample, _LISTED)]))


def parse_layout(text: str) -> Layout:
    """ "10x8x5": rows, columns, layers. RequestError for another form."""
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) != 3 or not all(part.strip().isdigit() and int(part) > 0 for part in parts):
        raise RequestError(f'a layout is written "10x8x5" (rows, columns, layers), not {text!r}')
    rows, columns, layers = (int(part) for part in parts)
    return Layout(rows, columns, layers)


def _binomial(tests: int, shown: int, sensitivity: float) -> float:
    """The chance that of so many tests of wrong ones exactly so many show it."""
    if sensitivity == 1:
        return float(tests == shown)
    missed = tests - shown
    return math.exp(
        _log_choose(tests, shown) + shown * math.log(sensitivity) + missed * math.log1p(-sensitivity)
    )


def _hypergeometric(cylinders: int, wrong: int, sample: int, drawn_wrong: int) -> float:
    true, drawn_true = cylinders - wrong, sample - drawn_wrong
    if cylinders <= _EXACT:
        ways = math.comb(wrong, drawn_wrong) * math.comb(true, drawn_true)
        return ways / math.comb(cylinders, sample)
    return math.exp(
        _log_choose(wrong, drawn_wrong) + _log_choose(true, drawn_true) - _log_choose(cylinders, sample)
    )


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
