"""The illegal share of a stratum's mass from a few weighted lines: an exact binomial on the effective sample size.

With declared mass m, drawing probability p, found share r = found / declared of the drawn lines, and the share s of
what is there that an inspection finds: a load is found with the probability p s; what was not found got through.

- weight w = m (1 / p - s): what a drawn line stands for among the lines that were not drawn, and for what inspections
  missed on drawn ones. Seen as it is (s = 1), a line drawn for certain stands for nothing. Unseen mass
  M = (mass not drawn + (1 - s) mass drawn) / s; share = sum(w r) / sum(w); what got through = M x share.
- effective sample size n = sum(w)^2 / (sum(w m / p) x design effect): Kish's, with the part of the sum of squares that
  Poisson sampling without replacement leaves (Kish 1965, Survey Sampling, 11.7; Sarndal, Swensson and Wretman 1992,
  Model Assisted Survey Sampling, 3.5). Exact binomial bounds on it: Korn and Graubard 1998, Survey Methodology 24(2).
- design effect = sum over clusters of (sum of residuals)^2 / sum of residuals^2, of the key (declaration, trader, lot)
  with the greatest, over all strata together and at least 1. With k clusters that had a find it is averaged k to 1 with
  the effect that lines of one declaration would have if they were all alike: without finds only that is left.
- size of a find b = sum(v r^2) / sum(v r) over all strata, v the weight squared: a binomial of n/1 trials of size b has
  the mean and the variance of the found shares. Found mass above declared mass makes b exceed 1, and the share with
  it; below 1 it is not let, because the next find may be a whole load.
- where most was looked at, what is left may be nothing: the low end is 0 where the chance that all that was found is
  all there was, the product of p s over the finds, is 2.5 % or more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betaincinv

from tradewind.estimation.frame import Frame, Numbers, Places
from tradewind.quantities import Interval

#: Coverage of every interval of this room.
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class StratumShare:
    """What the drawn lines of one stratum say.

    `unseen_kg` is the declared mass that the estimated illegal `share` is of (M above); `effective` the effective
    sample size, 0 without a drawn line; `size` the size of a find; `all_found` the chance of what was found if that was
    all. However little inspections see, no more than `ceiling_kg` can have got through: every line that nobody stopped,
    as full as the finds. `inspected` and `finds` are lines.
    """

    unseen_kg: float
    ceiling_kg: float
    share: float
    effective: float
    size: float
    all_found: float
    inspected: int
    finds: int
    design_effect: float

    @property
    def events(self) -> float:
        """The finds in effect, at most the effective sample size."""
        return min(self.effective * self.share / self.size, self.effective)

    @property
    def middle_kg(self) -> float:
        """The best figure of what got through."""
        return min(self.unseen_kg * self.share, self.ceiling_kg)

    @property
    def kg(self) -> Interval:
        """What got through."""
        whole = self.unseen_kg * self.size
        low, high = share_interval(self.events, self.effective)
        return Interval(
            self.unless_none_left(min(whole * low, self.middle_kg)), self.middle_kg,
            max(min(whole * high, self.ceiling_kg), self.middle_kg),
        )  # fmt: skip

    def unless_none_left(self, low_kg: float) -> float:
        """A low end, or 0 where what was found can be all there was."""
        return 0.0 if self.all_found >= (1 - LEVEL) / 2 else low_kg

    def with_floor_times(self, factor: float) -> StratumShare:
        """The same stratum had the floor drawn so many times the lines and found the same share."""
        return replace(self, effective=self.effective * factor, all_found=self.all_found**factor)


def share_interval(events: float, trials: float, level: float = LEVEL) -> tuple[float, float]:
    """Clopper and Pearson's (1934) bounds of a share; events and trials need not be whole numbers.

    >>> [round(bound, 4) for bound in share_interval(0, 30)]
    [0.0, 0.1157]
    >>> [round(bound, 4) for bound in share_interval(3, 30)]
    [0.0211, 0.2653]
    >>> share_interval(0, 0)
    (0.0, 1.0)
    """
    tail = (1 - level) / 2
    low = float(betaincinv(events, trials - events + 1, tail)) if events > 0 else 0.0
    high = float(betaincinv(events + 1, trials - events, 1 - tail)) if events < trials else 1.0
    return low, high


def shares(frame: Frame, seen: Sequence[float]) -> tuple[StratumShare, ...]:
    """One entry a name of the frame, from the lines that have a result; `seen` is the share of what is there that
    inspections find in each stratum, above 0."""
    sizes = frame.sizes_kg()
    parts = [_Part.of(frame, sizes, n, found) for n, found in enumerate(seen)]
    finding = sum(p.finding_clusters for p in parts)
    effect = _design_effect(parts) if finding else 1.0
    size = _size_of_a_find(parts)
    return tuple(p.share_of(effect, size, finding) for p in parts)


@dataclass(frozen=True, slots=True)
class _Part:
    """One stratum: of its drawn lines weight, mass by the inverse of the probability, found share, and clusters."""

    unseen_kg: float
    left_kg: float
    all_found: float
    weight: Numbers
    inverse: Numbers
    share: Numbers
    clusters: tuple[Places, ...]
    inspected: int

    @classmethod
    def of(cls, frame: Frame, sizes: Numbers, stratum: int, seen: float) -> _Part:
        here = (frame.stratum == stratum) & frame.unseen
        taken = np.flatnonzero(here & frame.sample)
        order = (frame.probability[taken], sizes[taken], frame.found_kg[taken], frame.clusters[0][taken])
        taken = taken[np.lexsort(order)]  # sums as in any other order of lines
        mass, p, found = sizes[taken], frame.probability[taken], frame.found_kg[taken]
        all_found = _all_found(p[found > 0], frame.clusters[0][taken][found > 0], seen)
        undrawn = float(np.sort(sizes[here & ~frame.drawn]).sum())
        drawn, stopped = float(mass.sum()), float(mass[found > 0].sum())
        return cls(
            (undrawn + (1 - seen) * drawn) / seen, undrawn + (drawn - stopped if seen < 1 else 0.0),
            all_found, mass * (1 / p - seen), mass / p, found / mass,
            tuple(key[taken] for key in frame.clusters), len(taken),
        )  # fmt: skip

    @property
    def weights(self) -> float:
        return float(self.weight.sum())

    @property
    def mean(self) -> float:
        return float((self.weight * self.share).sum() / self.weights) if self.weights else 0.0

    @property
    def scale(self) -> float:
        """What a unit of weight stands for, unseen kg."""
        return self.unseen_kg / self.weights if self.weights else 0.0

    @property
    def finding_clusters(self) -> int:
        return min(len(np.unique(key[self.share > 0])) for key in self.clusters)

    def residuals(self) -> Numbers:
        made: Numbers = self.weight * (self.share - self.mean) * self.scale
        return made

    def alike(self) -> float:
        """The design effect if all lines of a declaration were alike."""
        squares = float((self.weight**2).sum())
        return float((_sums(self.clusters[0], self.weight) ** 2).sum()) / squares if squares else 1.0

    def share_of(self, effect: float, size: float, finding: int) -> StratumShare:
        effect = (finding * effect + max(effect, self.alike())) / (finding + 1)
        squares = float((self.weight * self.inverse).sum()) * effect
        effective = self.weights**2 / squares if squares else 0.0
        return StratumShare(
            self.unseen_kg, self.left_kg * size, self.mean, effective, size, self.all_found, self.inspected,
            int((self.share > 0).sum()), effect,
        )  # fmt: skip


def _design_effect(parts: Sequence[_Part]) -> float:
    keys = range(len(parts[0].clusters))
    alone = sum(float((p.residuals() ** 2).sum()) for p in parts)
    together = [sum(float((_sums(p.clusters[k], p.residuals()) ** 2).sum()) for p in parts) for k in keys]
    return max(1.0, max(together) / alone) if alone else 1.0


def _size_of_a_find(parts: Sequence[_Part]) -> float:
    squared = [p.scale**2 * p.weight * p.inverse * p.share for p in parts]
    first = sum(float(s.sum()) for s in squared)
    second = sum(float((s * p.share).sum()) for s, p in zip(squared, parts, strict=True))
    return max(1.0, second / first) if first else 1.0


def _all_found(p: Numbers, cluster: Places, seen: float) -> float:
    """The chance that loads of these probabilities were all found; those opened together are drawn once."""
    together = _sums(cluster, np.log(p)) / _sums(cluster, np.ones(len(p)))
    return math.exp(float(together.sum()) + len(p) * math.log(seen))


def _sums(key: Places, values: Numbers) -> Numbers:
    """The sum of the values of each cluster."""
    _, place = np.unique(key, return_inverse=True)
    made: Numbers = np.bincount(place, values).astype(np.float64)
    return made
