"""A curve that only falls, over quantile bins: the scale of mirror ratios over the size of the pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FallingCurve:
    """Heights over the middles of bins, straight between them and level beyond; `bins` is each value's bin."""

    middles: Floats
    heights: Floats
    counts: Floats
    bins: npt.NDArray[np.int64]

    def at(self, values: Floats) -> Floats:
        """The curve's height at each value."""
        heights: Floats = np.interp(values, self.middles, self.heights)
        return heights

    def raised(self, heights: Floats) -> FallingCurve:
        """The same bins with other heights."""
        return FallingCurve(self.middles, heights, self.counts, self.bins)


def binned(values: Floats, most: int) -> FallingCurve:
    """A level curve over quantile bins of the values, at most that many, none of them empty."""
    edges = np.unique(np.quantile(values, np.linspace(0, 1, most + 1)[1:-1]))
    found = np.searchsorted(edges, values, side="right")
    present, bins = np.unique(found, return_inverse=True)
    counts = np.bincount(bins).astype(float)
    middles = np.bincount(bins, values) / counts
    return FallingCurve(middles, np.zeros(len(present)), counts, bins)


def fall(heights: Floats, weights: Floats) -> Floats:
    """The nearest heights, in weighted squares, that never rise from left to right: pool adjacent violators
    (Barlow and others 1972, Statistical Inference under Order Restrictions).

    >>> fall(np.array([3.0, 1.0, 2.0]), np.ones(3)).tolist()
    [3.0, 1.5, 1.5]
    """
    pools: list[tuple[float, float, int]] = []
    for height, weight in zip(heights.tolist(), weights.tolist(), strict=True):
        mean, total, length = height, weight, 1
        while pools and pools[-1][0] < mean:
            before, heavy, long = pools.pop()
            mean = (mean * total + before * heavy) / (total + heavy)
            total, length = total + heavy, length + long
        pools.append((mean, total, length))
    return np.concatenate([np.full(length, mean) for mean, _, length in pools])
