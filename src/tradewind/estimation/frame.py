"""The frame as columns: every line that the random floor could have drawn, and what is known of those it drew."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tradewind.errors import RequestError
from tradewind.screening.planning.floor import LEAST_OF_MEDIAN

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Places = np.ndarray[Any, np.dtype[np.int64]]
#: Where a whole stratum declares no mass at all, a line counts with a gram.
_LEAST_KG = 0.001
Claims = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Frame:
    """One entry a line, in any order.

    `stratum` indexes `names`; `mass_kg` is the declared mass, never null; `drawn` the floor drew it, with
    `probability` (0..1]; `chosen` the risk list or another reason had it looked at, so that it did not pass unseen.
    Of drawn lines: `found_kg` is the illegal mass found, NaN while there is no result; `depth` indexes `depths`.
    Each array of `clusters` (declaration, trader, lot) numbers what a line belongs to; the first of them says which
    lines are opened together. RequestError where the columns contradict each other.
    """

    names: tuple[str, ...]
    stratum: Places
    mass_kg: Numbers
    drawn: Claims
    probability: Numbers
    chosen: Claims
    found_kg: Numbers
    clusters: tuple[Places, ...]
    depth: Places
    depths: tuple[str, ...] = field(default=("",))

    def __post_init__(self) -> None:
        counts = {len(a) for a in (self.stratum, self.mass_kg, self.drawn, self.probability, self.chosen,
                                   self.found_kg, self.depth, *self.clusters)}  # fmt: skip
        if len(counts) != 1 or not self.clusters:
            raise RequestError(
                "the columns of a frame have one entry a line, and at least one says what belongs together"
            )
        if np.any(~(self.mass_kg >= 0)):
            raise RequestError("every line of a frame has a declared mass of 0 or more")
        of_drawn = self.probability[self.drawn]
        if np.any(~((of_drawn > 0) & (of_drawn <= 1))):
            raise RequestError("every line that the floor drew has its probability, above 0 and at most 1")
        if np.any(self.found_kg[self.drawn] < 0):
            raise RequestError("a mass found is 0 or more")

    def sizes_kg(self) -> Numbers:
        """What each line counts with: its mass, and at least a part of the median of its stratum, as in the drawing of
        a plan's floor; a find on a line that declares next to nothing would otherwise be an endless share of it."""
        made = self.mass_kg.astype(np.float64, copy=True)
        for stratum in range(len(self.names)):
            here = self.stratum == stratum
            if here.any():
                made[here] = np.maximum(made[here], LEAST_OF_MEDIAN * np.median(made[here]))
        made[made <= 0] = _LEAST_KG
        return made

    @property
    def unseen(self) -> Claims:
        """Lines that nothing but chance could have had looked at."""
        return ~self.chosen

    @property
    def sample(self) -> Claims:
        """Lines that only chance had looked at, with a result."""
        return self.unseen & self.drawn & ~np.isnan(self.found_kg)

    @property
    def open(self) -> Claims:
        """Lines that only chance had looked at, without a result: undecided, or not looked at yet."""
        return self.unseen & self.drawn & np.isnan(self.found_kg)

    def settled_as(self, share: float) -> Frame:
        """The frame with every open line found illegal by this share of its declared mass."""
        return replace(self, found_kg=np.where(self.open, share * self.mass_kg, self.found_kg))
