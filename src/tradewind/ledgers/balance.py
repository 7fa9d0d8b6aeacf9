"""The arithmetic of balances: what there was, less what is accounted for, within a tolerance.

Every function takes whole grams or Ibis columns of them alike, so a detector and a page cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two accounts of one mass may lie apart: by a share of it, or by `least_g` where that is more."""

    share: float
    least_g: int

    def bears(self, gap_g: int, of_g: int) -> bool:
        """Whether a gap lies within it.

        >>> Tolerance(0.02, 15_000).bears(14_000, 100_000), Tolerance(0.02, 15_000).bears(16_000, 100_000)
        (True, False)
        """
        return not beyond(gap_g, of_g, self.share, self.least_g)


#: Two weighings and the heel of gas left in returned cylinders; in grams somewhat more than one cylinder.
WEIGHED: Final = Tolerance(0.02, 15_000)
#: The same where no loss is written down (`zone_stock.loss_g` not reported): leaks stand in no column.
UNRECORDED_SHARE: Final = 0.05


def gap(there: Any, *accounted: Any) -> Any:
    """What there was, less all that is accounted for: above zero is missing, below zero is too much.

    >>> gap(5_000, 3_200, 1_200)
    600
    """
    for part in accounted:
        there = there - part
    return there


def beyond(gap_g: Any, of_g: Any, share: Any, least_g: Any) -> Any:
    """Whether a gap, either way, is more than both the share of the mass and `least_g`."""
    return _outside(gap_g, of_g * share) & _outside(gap_g, least_g)


def exceeds(back_g: Any, out_g: Any, share: Any, least_g: Any) -> Any:
    """Whether more came back than went out, by more than the share of what went out and `least_g` together."""
    return gap(back_g, out_g) > out_g * share + least_g


def alike(one_g: Any, other_g: Any, share: Any) -> Any:
    """Whether a mass is another within a share of it."""
    off = gap(one_g, other_g)
    return (off <= other_g * share) & (-off <= other_g * share)


def _outside(gap_g: Any, bound: Any) -> Any:
    """Ibis columns know no `abs()` of Python's."""
    return (gap_g > bound) | (-gap_g > bound)
