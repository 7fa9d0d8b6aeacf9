"""How much of what is there an inspection finds, by its depth: from planted loads and blind second looks, else a range.

A planted load is one whose content the office knows; a blind second look is a second inspection of the same line,
chosen by lot, by people who do not know the first result. Both are rows of `inspections`, told apart by `chosen_by`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from tradewind.estimation import texts
from tradewind.estimation.frame import Frame
from tradewind.estimation.share import share_interval
from tradewind.languages import Speaker
from tradewind.quantities import rounded

#: From so many known loads on, an office's own count takes the place of the range: assumed.
ENOUGH: Final = 5
#: How unevenly loads are found, as the coefficient of variation of their chances: 0 all alike, 1 as if half of them
#: could never be seen and the other half always. Assumed; a second look shares the blindness of the first.
UNEVENNESS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a figure comes from: a sentence of the room's texts, with its counts where it has some."""

    sentence: str
    found: int = 0
    known: int = 0

    def said(self, speaker: Speaker) -> str:
        """The sentence in a language."""
        return speaker.say(self.sentence, found=self.found, known=self.known)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Share of the illegal mass on a line that an inspection finds; `bases` say where the figures come from."""

    low: float
    mid: float
    high: float
    bases: tuple[Basis, ...]

    @property
    def basis(self) -> str:
        """Where the figures come from, in English."""
        return self.said(Speaker("estimation"))

    def said(self, speaker: Speaker) -> str:
        """Where the figures come from, in a language."""
        return speaker.series(sorted(basis.said(speaker) for basis in self.bases))

    def as_dict(self, language: str = "en") -> dict[str, float | str]:
        """Keys as the attributes, with `basis` in the language."""
        return {
            "low": rounded(self.low), "mid": rounded(self.mid), "high": rounded(self.high),
            "basis": self.said(Speaker("estimation", language)),
        }  # fmt: skip


PERFECT: Final = Sensitivity(1.0, 1.0, 1.0, (Basis(texts.PERFECT),))

#: By depth of the inspection: assumed, all of them. No published count of what inspections of refrigerant miss was
#: found. Papers show what papers can. A fifth of the known methods put the wrong gas under the right label or behind
#: the right rows (methods 2, 3, 10, 15, 26 of the catalogue): those pass a look and a scale.
RANGES: Final[Mapping[str, tuple[float, float, float]]] = {
    "papers": (0.1, 0.3, 0.6),
    "opened": (0.3, 0.6, 0.9),
    "weighed": (0.3, 0.65, 0.9),
    "analysed": (0.6, 0.85, 1.0),
    "": (0.2, 0.6, 1.0),
}
#: Chances by which the table is made that lets people put in their own.
TABLE: Final = (0.3, 0.5, 0.7, 0.9, 1.0)


def assumed(depth: str) -> Sensitivity:
    """The stated range of a depth; of an unknown one that of a depth nobody recorded.

    >>> assumed("opened").as_dict()
    {'low': 0.3, 'mid': 0.6, 'high': 0.9, 'basis': 'assumed for depth opened'}
    """
    known = depth if depth in RANGES else ""
    return Sensitivity(*RANGES[known], (Basis(texts.BY_DEPTH[known]),))


def counted(found: int, known: int, what: str, unevenness: float = 0.0) -> Sensitivity:
    """From so many loads found of so many known ones: Clopper and Pearson's interval, Jeffreys' mean; `what` is the
    sentence of what was counted.

    With `unevenness` the lower end is divided by 1 + its square: loads that the first look misses are those that the
    second misses too.

    >>> counted(8, 10, texts.PLANTED).as_dict()
    {'low': 0.443905, 'mid': 0.772727, 'high': 0.974789, 'basis': '8 of 10 planted loads found'}
    """
    low, high = share_interval(found, known)
    middle = (found + 0.5) / (known + 1)
    low = max(low / (1 + unevenness**2), 0.01)
    return Sensitivity(min(low, middle), middle, max(high, middle), (Basis(what, found, known),))


def mixed(parts: Mapping[Sensitivity, float]) -> Sensitivity:
    """The mean of several by weight; the range of unknown depth where nothing has a weight."""
    weighed = {part: weight for part, weight in parts.items() if weight > 0}
    if not weighed:
        return assumed("")
    total = sum(weighed.values())

    def mean(end: str) -> float:
        return float(sum(getattr(part, end) * weight for part, weight in weighed.items()) / total)

    bases = tuple(dict.fromkeys(basis for part in weighed for basis in part.bases))
    return Sensitivity(mean("low"), mean("mid"), mean("high"), bases)


def of_strata(frame: Frame, by_depth: Mapping[str, Sensitivity]) -> tuple[Sensitivity, ...]:
    """The sensitivity in each stratum, its drawn lines weighed by what they stand for."""
    made = []
    for stratum in range(len(frame.names)):
        taken = np.flatnonzero(frame.sample & (frame.stratum == stratum))
        taken = taken[
            np.lexsort((frame.probability[taken], frame.mass_kg[taken]))
        ]  # sums as in any other order
        stands_for = frame.mass_kg[taken] / frame.probability[taken]
        weights = np.bincount(frame.depth[taken], stands_for, len(frame.depths))
        parts: dict[Sensitivity, float] = {}
        for depth, weight in sorted(zip(frame.depths, weights.tolist(), strict=True)):
            one = by_depth.get(depth) or assumed(depth)
            parts[one] = parts.get(one, 0.0) + weight
        made.append(mixed(parts))
    return tuple(made)
