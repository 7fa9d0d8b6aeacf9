"""Whom inspections burden: among lines found or estimated lawful, the share and the hours inspected by group.

A line that was found compliant counts as lawful; one that was not inspected, or is undecided, counts with the
probability that it is, 1 - p. What was found illegal, or wrong on paper, is no lawful line. The ratio of two groups'
shares has the interval of Katz, Baptista, Azen and Pike (Biometrics 34, 1978) on its logarithm, with half a line added
where a group had none inspected (Walter, 1975); hit rates are compared by Newcombe's interval of a difference
(Statistics in Medicine 17, 1998, method 10). Within a dimension the confidence is shared among all its pairs of groups
(Bonferroni), or many small countries would sound an alarm by chance.

Lines of one trader are taken as independent, which they are not quite: read an alarm as a question.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np
import pyarrow as pa
from scipy.stats import chi2, norm

from tradewind.languages import Speaker
from tradewind.screening.planning import texts
from tradewind.screening.planning.outcomes import Outcomes
from tradewind.screening.seeing import Numbers

#: A ratio of lawful lines' shares from which on a burden is uneven; its lower bound must be above it.
ALARM_RATIO: Final = 1.5
CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Group:
    """One group of one dimension. `lawful_lines` and `lawful_inspected` count probabilities where nothing was found
    out; `share` is the second over the first. `hours` are those on lawful lines. `hit_rate` is illegal / settled, with
    its interval after Wilson; `expected` is what the probabilities said for the settled ones, and `calibration` found
    / expected, with the exact interval of a Poisson count (Garwood, 1936): above 1 the group was underestimated. None
    where there is nothing to divide by."""

    dimension: str
    group: str
    lines: int
    lawful_lines: float
    inspected: int
    lawful_inspected: float
    share: float | None
    hours: float
    illegal: int
    on_paper: int
    undecided: int
    hit_rate: tuple[float, float, float] | None
    expected: float
    calibration: tuple[float, float, float] | None

    @property
    def settled(self) -> int:
        """Inspected with an outcome."""
        return self.inspected - self.undecided

    def as_dict(self) -> dict[str, Any]:
        """Keys as the attributes, the hit rate and the calibration as low, mid, high."""
        told = asdict(self)
        for name in ("hit_rate", "calibration"):
            if told[name] is not None:
                told[name] = dict(zip(("low", "mid", "high"), told[name], strict=True))
        return told


@dataclass(frozen=True, slots=True)
class Alarm:
    """Lawful lines of `group` are inspected `ratio` times as often as those of `beside`, at least `low` times, and it
    is not that more is found there."""

    dimension: str
    group: str
    beside: str
    ratio: float
    low: float
    high: float
    text: str

    def as_dict(self) -> dict[str, Any]:
        """Keys as the attributes."""
        return asdict(self)


def burden(dimension: str, groups: pa.Array, outcomes: Outcomes, probability: Numbers) -> list[Group]:
    """The groups of a dimension, by number of lines; `groups` and `probability` (of illegal) have one entry a line."""
    encoded = groups.dictionary_encode()
    at, names = encoded.indices.to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist()
    undecided = outcomes.inspected & ~(outcomes.illegal | outcomes.on_paper | outcomes.lawful)
    open_ = undecided | ~outcomes.inspected
    lawful = np.where(open_, 1.0 - probability, outcomes.lawful.astype(np.float64))
    settled = outcomes.inspected & ~undecided

    def sums(values: Numbers) -> list[float]:
        found: list[float] = np.bincount(at, values.astype(np.float64), len(names)).tolist()
        return found

    columns = zip(
        names, sums(np.ones(len(at))), sums(lawful), sums(outcomes.inspected), sums(lawful * outcomes.inspected),
        sums(outcomes.hours * lawful), sums(outcomes.illegal), sums(outcomes.on_paper), sums(undecided),
        sums(probability * settled), strict=True,
    )  # fmt: skip
    made = [_group(dimension, *row) for row in columns]
    return sorted(made, key=lambda g: (-g.lines, g.group))


def alarms(groups: Sequence[Group], language: str = "en") -> list[Alarm]:
    """Pairs of groups of one dimension whose lawful lines are inspected unevenly while as much is found in both; their
    text is in the language."""
    speaker = Speaker("screening", language)
    pairs = list(combinations([g for g in groups if g.lawful_lines > 0], 2))
    found = []
    for one, other in pairs:
        more, less = (one, other) if _share(one) >= _share(other) else (other, one)
        ratio, low, high = ratio_of(
            more.lawful_inspected, more.lawful_lines, less.lawful_inspected, less.lawful_lines,
            1 - (1 - CONFIDENCE) / len(pairs),
        )  # fmt: skip
        if low > ALARM_RATIO and not hit_rates_differ(more, less):
            found.append(Alarm(more.dimension, more.group, less.group, round(ratio, 3), round(low, 3),
                               round(high, 3), _said(more, less, ratio, low, speaker)))  # fmt: skip
    return sorted(found, key=lambda a: (-a.low, a.group, a.beside))


def ratio_of(
    one: float, of_one: float, other: float, of_other: float, confidence: float = CONFIDENCE
) -> tuple[float, float, float]:
    """(ratio, low, high) of the share one / of_one over other / of_other.

    >>> [round(x, 2) for x in ratio_of(40, 100, 20, 200)]
    [4.0, 2.47, 6.46]
    """
    if one <= 0 or other <= 0:
        one, of_one, other, of_other = (x + 0.5 for x in (one, of_one, other, of_other))
    ratio = (one / of_one) / (other / of_other)
    spread = math.sqrt(max(1 / one - 1 / of_one + 1 / other - 1 / of_other, 0.0))
    z = float(norm.ppf((1 + confidence) / 2))
    return ratio, ratio * math.exp(-z * spread), ratio * math.exp(z * spread)


def wilson(found: float, of: float, confidence: float = CONFIDENCE) -> tuple[float, float, float]:
    """(low, share, high) of a share, after Wilson.

    >>> [round(x, 3) for x in wilson(10, 50)]
    [0.112, 0.2, 0.33]
    """
    z = float(norm.ppf((1 + confidence) / 2))
    share = found / of
    centre = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(centre - half, 0.0), share, min(centre + half, 1.0)


def found_over_expected(found: int, expected: float) -> tuple[float, float, float]:
    """(low, ratio, high) at 95 % of a count over what was expected.

    >>> [round(x, 2) for x in found_over_expected(3, 1.5)]
    [0.41, 2.0, 5.84]
    """
    tail = (1 - CONFIDENCE) / 2
    low = float(chi2.ppf(tail, 2 * found)) / 2 if found else 0.0
    high = float(chi2.ppf(1 - tail, 2 * found + 2)) / 2
    return low / expected, found / expected, high / expected


def hit_rates_differ(one: Group, other: Group) -> bool:
    """Whether as much as 95 % of what could be leaves out that both find equally often. Without an outcome in one of
    the two nobody can tell, and they do not count as different."""
    if not one.settled or not other.settled:
        return False
    low, share, high = wilson(one.illegal, one.settled)
    low_other, share_other, high_other = wilson(other.illegal, other.settled)
    difference = share - share_other
    below = math.hypot(share - low, high_other - share_other)
    above = math.hypot(high - share, share_other - low_other)
    return difference - below > 0 or difference + above < 0


def _group(
    dimension: str, name: str, lines: float, lawful: float, inspected: float, lawful_inspected: float,
    hours: float, illegal: float, on_paper: float, undecided: float, expected: float,
) -> Group:  # fmt: skip
    settled = inspected - undecided
    return Group(
        dimension, name, int(lines), round(lawful, 3), int(inspected), round(lawful_inspected, 3),
        round(lawful_inspected / lawful, 6) if lawful > 0 else None, round(hours, 3), int(illegal), int(on_paper),
        int(undecided), _rounded(wilson(illegal, settled)) if settled else None, round(expected, 4),
        _rounded(found_over_expected(int(illegal), expected)) if expected > 0 else None,
    )  # fmt: skip


def _rounded(interval: tuple[float, float, float]) -> tuple[float, float, float]:
    low, middle, high = (round(x, 4) for x in interval)
    return low, middle, high


def _share(group: Group) -> float:
    return group.lawful_inspected / group.lawful_lines


def _said(more: Group, less: Group, ratio: float, low: float, speaker: Speaker) -> str:
    # Names of offices are others' words: between quotes, and nothing in them acts on a terminal.
    told = {
        "dimension": speaker.say(more.dimension), "more": repr(texts.group_in_words(speaker, more.group)),
        "less": repr(texts.group_in_words(speaker, less.group)), "ratio": speaker.figure(f"{ratio:.1f}"),
        "low": speaker.figure(f"{low:.1f}"),
    }  # fmt: skip
    if more.hit_rate is None or less.hit_rate is None:
        return speaker.say(texts.UNEVEN_UNKNOWN, **told)
    one, other = (f"{100 * rate[1]:.0f}" for rate in (more.hit_rate, less.hit_rate))
    return speaker.say(texts.UNEVEN, **told, one=one, other=other)
