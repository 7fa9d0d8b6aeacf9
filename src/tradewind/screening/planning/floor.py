"""The random floor of a plan: a Poisson sample by declared gross mass in strata, drawn before anything is ranked.

Each line is drawn by itself, with a probability proportional to its declared gross mass within its stratum: Poisson
sampling (Särndal, Swensson and Wretman, Model Assisted Survey Sampling, 1992, section 3.5). Its size varies around
what is expected, and nothing that is known of a line but its stratum and its mass enters.

The number a line is drawn by is a hash of the seed, the declaration and the item (a permanent random number, Ohlsson
1995), so that the order of a file, and lines that come or go beside it, change no line's number.

The daily list (`screening.picking`) keeps its own draw of a fixed number of lines out of those in frame: a day has
places for so many lines and no more, and of a warehouse larger than memory only their count is known before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.errors import RequestError
from tradewind.screening.planning.strata import EQUIPMENT, GAS, OTHER, STRATA
from tradewind.screening.seeing import Numbers

#: Part of the budget that is drawn at random, unless the office says otherwise.
SHARE: Final = 0.15
#: Below this the floor would be there in name only: assumed.
LEAST_SHARE: Final = 0.01
#: How the floor is divided over the strata: assumed. Most of the mass that can be illegal is gas; the rest keeps a
#: chance that is never zero, or nobody will ever know what hides there.
ALLOCATION: Final[Mapping[str, float]] = MappingProxyType({GAS: 0.7, EQUIPMENT: 0.2, OTHER: 0.1})
#: A line counts with at least this part of the median mass of its stratum: assumed. It bounds the weight of a find on
#: a line that declares next to nothing.
LEAST_OF_MEDIAN: Final = 0.05
#: Bits of a hash that become a number: a double holds 53 of them exactly.
_BITS: Final = 53


@dataclass(frozen=True, slots=True)
class Floor:
    """One entry a line of what was drawn from: `probability` (0 only for lines that were not eligible) and whether it
    was `selected`. `expected` is the expected number of lines by stratum; their sum is the size of the floor."""

    probability: Numbers
    selected: Numbers
    expected: Mapping[str, float]
    seed: int


def draw_floor(
    lines: pa.Table,
    stratum: pa.Array,
    eligible: Numbers,
    size: float,
    seed: int,
    allocation: Mapping[str, float] = ALLOCATION,
) -> Floor:
    """The floor of `size` expected lines among the eligible ones.

    `lines` have declaration_id, item, row_ref, gross_mass_g and net_mass_g; `stratum` is of each. Where a stratum has
    fewer lines than its part, all of them are drawn and the others get the rest.
    """
    of = np.array(STRATA)[pc.index_in(stratum, value_set=pa.array(STRATA)).to_numpy(zero_copy_only=False)]
    probability = np.zeros(len(of))
    counts = {name: int(np.count_nonzero((of == name) & eligible)) for name in STRATA}
    expected = divided(size, counts, allocation)
    mass = _declared_g(lines)
    for name in STRATA:
        at = np.flatnonzero((of == name) & eligible)
        probability[at] = proportional(_sizes(mass[at]), expected[name])
    return Floor(probability, permanent_numbers(lines, seed) < probability, expected, seed)


def divided(size: float, counts: Mapping[str, int], allocation: Mapping[str, float]) -> dict[str, float]:
    """The expected lines of each stratum: its part of the size, at most all its lines; what one cannot take goes to
    the others by their parts.

    >>> divided(10, {"gas": 100, "near": 1, "other": 100}, {"gas": 0.5, "near": 0.25, "other": 0.25})
    {'gas': 6.0, 'near': 1.0, 'other': 3.0}
    """
    given: dict[str, float] = {}
    open_to = {name for name in counts if counts[name]}
    left = float(size)
    while open_to:
        parts = sum(allocation[name] for name in open_to)
        share = {name: left * allocation[name] / parts for name in open_to}
        full = {name for name in open_to if share[name] >= counts[name]}
        if not full:
            given |= share
            break
        given |= {name: float(counts[name]) for name in full}
        left -= sum(counts[name] for name in full)
        open_to -= full
    return {name: given.get(name, 0.0) for name in counts}


def proportional(sizes: Numbers, expected: float) -> Numbers:
    """Probabilities proportional to positive sizes, none above 1, whose sum is the expected number.

    Lines that would have more than 1 get 1, and the rest is divided among the others again, until none has.

    >>> proportional(np.array([1.0, 2.0, 7.0]), 2.0).round(3).tolist()
    [0.333, 0.667, 1.0]
    """
    if expected >= len(sizes):
        return np.ones(len(sizes))
    below = np.ones(len(sizes), bool)
    while True:
        left = expected - np.count_nonzero(~below)
        share = left * sizes / sizes[below].sum()
        # Exactly 1 stays below: beside a mass that drowns all others, those would be left with nothing.
        over = below & (share > 1.0)
        if not over.any():
            return np.where(below, share, 1.0)
        below &= ~over


def permanent_numbers(lines: pa.Table, seed: int) -> Numbers:
    """A number in [0, 1) of each line, by the SHA-256 of seed, declaration and item; a line without a number of its
    declaration goes by its `row_ref`."""
    keys = pc.binary_join_element_wise(
        pa.scalar(str(seed)),
        pc.coalesce(lines["declaration_id"].cast(pa.string()), lines["row_ref"].cast(pa.string())),
        pc.fill_null(lines["item"].cast(pa.string()), ""),
        "\x1f",
    )
    # The library's hash is stable between versions and machines, which an engine's own quick hash is not.
    digests = (hashlib.sha256(key.encode()).digest() for key in keys.to_pylist())
    found = np.fromiter((int.from_bytes(d[:8]) >> (64 - _BITS) for d in digests), np.uint64, len(lines))
    numbers: Numbers = found / 2.0**_BITS
    return numbers


def _declared_g(lines: pa.Table) -> Numbers:
    """Gross mass, else net mass; NaN where neither is declared, or what is declared is less than nothing."""
    stated = [lines[name].cast(pa.float64(), safe=False) for name in ("gross_mass_g", "net_mass_g")]
    known = [pc.if_else(pc.greater_equal(s, 0), s, pa.scalar(None, pa.float64())) for s in stated]
    mass: Numbers = pc.fill_null(pc.coalesce(*known), np.nan).to_numpy()
    return mass


def _sizes(mass: Numbers) -> Numbers:
    """What the lines of one stratum count with: their mass, the median where it is missing, and never next to none."""
    known = mass[~np.isnan(mass)]
    median = float(np.median(known)) if len(known) else 0.0
    if median <= 0.0:
        positive = known[known > 0]
        median = float(np.median(positive)) if len(positive) else 1.0
    sizes: Numbers = np.maximum(np.where(np.isnan(mass), median, mass), LEAST_OF_MEDIAN * median)
    return sizes


def check_share(share: float) -> None:
    """Raise RequestError where a floor of this share of the budget would be none."""
    if not LEAST_SHARE <= share <= 1:
        raise RequestError(
            f"the random floor takes a share of the budget from {LEAST_SHARE} to 1, not {share:g}: it cannot be "
            "planned away, because nobody can tell without it how much passes unseen"
        )
