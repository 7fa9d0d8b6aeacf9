"""From signs to one probability and one priority a line.

    prior        of the stratum: 1 line in 100 in frame, 1 in 2,000 out of frame; assumed. Half the odds for gas in
                 tanks, which go between few makers, blenders and fillers (of 183 publicly reported cases one was in ISO
                 tanks, IN-2013-01 of the register), and half for an importer in steady trade (`steady`); both assumed,
                 in view of invented worlds, one of them by the same hand and two by others
    family       its strongest sign counts, because its signs repeat each other
    weight       the strongest family whole, each further one times 0.6; assumed. Signs of different families on one
                 line are still signs of one trader and one consignment: adding them whole claimed .99 in a trial where
                 the truth was .20
    probability  the odds of the prior times e to the weight
    priority     probability x t CO2e that would be illegal / hours of the cheapest check: t CO2e an hour finds

A reason counts once on a line, whichever detectors give it. A line without signs keeps its prior: silence is not
innocence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

import numpy as np
import pyarrow as pa

from tradewind.detectors.line_findings import DEPTHS, Depth
from tradewind.findings import Tier
from tradewind.screening.seeing import Numbers, Seen
from tradewind.screening.steady import STEADY_KG
from tradewind.screening.worth import in_bulk

#: Hours of a check by its depth, travel and writing up included: assumed, until an office's own outcomes tell.
HOURS: Final[Mapping[Depth, float]] = MappingProxyType(
    {"papers": 0.25, "call": 0.5, "weigh": 1.0, "open": 4.0}
)
TIERS: Final[tuple[Tier, ...]] = ("look first", "look if time", "note")


@dataclass(frozen=True, slots=True)
class Parameters:
    """All of them assumed; each is printed with the list. `look_first` and `look_if_time` are cuts of the priority
    in t CO2e an hour: 25 t is about a disposable cylinder and a half of HFC-134a."""

    prior: float = 0.01
    prior_out_of_frame: float = 0.0005
    odds_in_bulk: float = 0.5
    odds_in_steady_trade: float = 0.5
    further_family: float = 0.6
    look_first: float = 25.0
    look_if_time: float = 2.5
    hours: Mapping[Depth, float] = field(default_factory=lambda: HOURS)


@dataclass(frozen=True, slots=True)
class Scores:
    """One entry a line. `weight` is the weight of evidence of all its signs; `signs` how many reasons it has;
    `cheapest` the place among the signs of the one with the cheapest check, -1 without signs."""

    weight: Numbers
    probability: Numbers
    hours: Numbers
    priority: Numbers
    tier: Numbers
    signs: Numbers
    cheapest: Numbers


def merged(seen: Seen) -> Seen:
    """Each reason once a line, the strongest of its kind, strongest first on each line."""
    codes = {code: n for n, code in enumerate(sorted({k.code for k in seen.kinds}))}
    code = np.array([codes[k.code] for k in seen.kinds] or [0])[seen.kind]
    order = np.lexsort((seen.kind, -seen.weight, seen.line))
    _, first = np.unique(seen.line[order] * max(len(codes), 1) + code[order], return_index=True)
    return seen.take(order[np.sort(first)])


def weights(seen: Seen, lines: int, further: float) -> Numbers:
    """The weight of evidence on each line: the strongest of each family, families with a shrinkage."""
    families = {name: n for n, name in enumerate(sorted({k.detector.family for k in seen.kinds}))}
    family = np.array([families[k.detector.family] for k in seen.kinds] or [0])[seen.kind]
    order = np.lexsort((-seen.weight, seen.line))
    _, first = np.unique(seen.line[order] * max(len(families), 1) + family[order], return_index=True)
    strongest = order[np.sort(first)]
    line, weight = seen.line[strongest], seen.weight[strongest]
    is_first = np.r_[True, line[1:] != line[:-1]] if len(line) else np.zeros(0, bool)
    return np.bincount(line, weights=weight * np.where(is_first, 1.0, further), minlength=lines)


def prior_odds(in_frame: Numbers, is_bulk: Numbers, is_steady: Numbers, parameters: Parameters) -> Numbers:
    """The odds of each line before any sign is seen.

    >>> yes, no = np.array([True]), np.array([False])
    >>> [round(1 / prior_odds(yes, bulk, steady, Parameters()).item()) for bulk in (no, yes) for steady in (no, yes)]
    [99, 198, 198, 396]
    """
    inside, outside = (p / (1 - p) for p in (parameters.prior, parameters.prior_out_of_frame))
    bulk = np.where(is_bulk, parameters.odds_in_bulk, 1.0)
    steady = np.where(is_steady, parameters.odds_in_steady_trade, 1.0)
    return np.where(in_frame, inside * bulk * steady, outside)


def score(
    seen: Seen, scored: pa.Table, brought_kg: Numbers, co2e_t: Numbers, parameters: Parameters
) -> Scores:
    """Scores of all lines, given with their derived columns and what the trader of each brought in within the year
    before; `seen` must be merged."""
    lines = len(scored)
    weight = weights(seen, lines, parameters.further_family)
    in_frame = scored["in_frame"].to_numpy(zero_copy_only=False)
    prior = prior_odds(in_frame, in_bulk(scored), brought_kg >= STEADY_KG, parameters)
    odds = prior * np.exp(weight)
    probability = odds / (1 + odds)
    signs = np.bincount(seen.line, minlength=lines)
    cheapest, hours = _checks(seen, lines, parameters.hours)
    unordered = Scores(weight, probability, hours, probability, signs, signs, cheapest)
    return with_probability(unordered, probability, co2e_t, parameters)


def with_probability(scores: Scores, probability: Numbers, co2e_t: Numbers, parameters: Parameters) -> Scores:
    """The same scores with these probabilities, and the priority and tier that follow from them."""
    priority, signs = probability * co2e_t / scores.hours, scores.signs
    tier = np.select(
        [(signs > 0) & (priority >= parameters.look_first), (signs > 0) & (priority >= parameters.look_if_time)],
        [0, 1], 2,
    )  # fmt: skip
    return replace(scores, probability=probability, priority=priority, tier=tier)


def _checks(seen: Seen, lines: int, hours_of: Mapping[Depth, float]) -> tuple[Numbers, Numbers]:
    """The sign with the cheapest check on each line, the strongest of equals; and the hours it takes."""
    depth = np.array([DEPTHS.index(k.sign.depth) for k in seen.kinds] or [0])[seen.kind]
    cheapest = np.full(lines, -1)
    hours = np.full(lines, hours_of["papers"])
    counting = seen.weight > 0
    order = np.lexsort((-seen.weight, depth, ~counting, seen.line))
    line, first = np.unique(seen.line[order], return_index=True)
    cheapest[line] = order[first]
    hours[line] = np.array([hours_of[d] for d in DEPTHS])[depth[order[first]]]
    return cheapest, hours
