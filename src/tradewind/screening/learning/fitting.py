"""From outcomes to a model, or to the honest answer that the rules still do better.

    below 20 illegal ones   the prior and the shrinkage of further families
    20 to 300               ridge logistic on the scores of the families
    above 300               LightGBM on top of that, beside raw history

What is fitted is tried on the latest quarter, as an office would use it: the outcomes of each third of the quarter are
predicted from those known before that third. Only where that beats the rules is it fitted again on all outcomes and
takes their place. Penalty, number of trees and calibration come from
predictions of outcomes by models that were fitted on earlier ones alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any, Final

import numpy as np
from scipy.special import expit

from tradewind.screening.learning.calibration import Bend, Figures, bend_of, figures, level_of
from tradewind.screening.learning.card import card_of
from tradewind.screening.learning.evidence import Rules, fit_prior
from tradewind.screening.learning.examples import FACTS, Examples, joined
from tradewind.screening.learning.gain import Gain, gain_of
from tradewind.screening.learning.ridge import PENALTIES, Ridge, fit_ridge
from tradewind.screening.learning.trained import Scorer, Trained
from tradewind.screening.learning.trees import SIZES, Trees, fit_trees
from tradewind.screening.learning.weighting import clipped
from tradewind.screening.scoring import Parameters
from tradewind.screening.seeing import Numbers

#: Illegal outcomes from which a ridge, and above which trees are fitted: stated by the project.
RIDGE_FROM: Final = 20
TREES_ABOVE: Final = 300
QUARTER: Final = timedelta(days=92)
_THIRDS: Final = 3
#: Where the outcomes are cut, by the day the line was lodged, into an earlier part and a later one.
_CUTS: Final = (0.4, 0.55, 0.7, 0.85, 1.0)
_LEAST: Final = 5
_USUAL_PENALTY: Final = 10.0
#: Bound of the weights with which the level of the probabilities is set: wider than that of the fit, because an average
#: over all lines is what it is about. Assumed.
_LEVEL_CLIP: Final = 200.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """Something that scores, and how its log-odds are bent. `level` is the bend that fits all lines, `bend` the one
    that fits them as they are weighted in the fit."""

    scorer: Scorer
    bend: Bend
    level: Bend


def fit(
    examples: Examples,
    until: date,
    *,
    parameters: Parameters | None = None,
    about: Mapping[str, Any] | None = None,
) -> Trained:
    """What outcomes known before the day teach. Later ones, and undecided ones, change nothing. `parameters` are the
    rules it has to beat; `about` goes into the card. The same examples give the same model, to the byte."""
    rules = Rules(parameters or Parameters())
    day = np.datetime64(until)
    decided = ~np.isnan(examples.label) & (examples.result_on < day) & (examples.lodged_on < day)
    known = _in_order(examples.take(decided))
    kind = _kind(known.positives)
    gain, straight = _tried_on(known, until, kind, rules)
    final = _fitted(known, kind, rules) if gain.replaces else None
    undecided = int((np.isnan(examples.label) & (examples.result_on < day)).sum())
    used = final or Fitted(rules, Bend(), Bend())
    card = card_of(
        known, until, kind, used.scorer, used.level, gain, straight, undecided, final is None, about or {}
    )
    return Trained(used.scorer, used.level, card)


def _kind(positives: int) -> str:
    if positives < RIDGE_FROM:
        return "prior"
    return "ridge" if positives <= TREES_ABOVE else "trees"


def _tried_on(known: Examples, until: date, kind: str, rules: Rules) -> tuple[Gain, Figures | None]:
    """The gain over the rules on the latest quarter, and how straight the model's probabilities were there."""
    days = [np.datetime64(until - QUARTER + n * QUARTER / _THIRDS) for n in range(_THIRDS + 1)]
    tried: list[tuple[Examples, Numbers, Numbers, Numbers]] = []
    for start, end in pairwise(days):
        earlier = known.take(known.result_on < start)
        later = known.take((known.lodged_on >= start) & (known.lodged_on < end))
        model = _fitted(earlier, kind, rules)
        if model is not None and len(later):
            bend = Bend() if kind == "prior" else _bend(rules, earlier)
            odds, beside = model.scorer.log_odds(later.features), bend(rules.log_odds(later.features))
            tried.append((later, expit(model.bend(odds)), expit(beside), expit(model.level(odds))))
    if not tried:
        latest = known.take(known.lodged_on >= days[0])
        return Gain(len(latest), latest.positives), None
    latest = joined([later for later, *_ in tried])
    ours, theirs, shown = (np.concatenate([one[n] for one in tried]) for n in (1, 2, 3))
    weight = clipped(latest.weight)
    gain = gain_of(ours, theirs, latest.label, weight, latest.cluster, latest.mass_kg)
    stratum = latest.features.facts[:, FACTS.index("stratum")]
    return gain, figures(shown, latest.label, np.clip(latest.weight, 1.0, _LEVEL_CLIP), stratum)


def _bend(rules: Rules, earlier: Examples) -> Bend:
    """The rules as earlier outcomes bend them, to a flat line if need be: to see that signs tell nothing is no gain."""
    odds = rules.log_odds(earlier.features)
    return bend_of(odds, earlier.label, clipped(earlier.weight), is_held=False)


def _fitted(examples: Examples, kind: str, rules: Rules) -> Fitted | None:
    """None where one side has fewer than five outcomes to learn more than the prior from."""
    if kind == "prior":
        return Fitted(fit_prior(examples, rules.parameters), Bend(), Bend()) if len(examples) else None
    if not _can(examples):
        return None
    folds = list(_folds(examples))
    towards = partial(fit_ridge, parameters=rules.parameters)
    penalty = _penalty(folds, towards)
    ridge = towards(examples, penalty)
    if kind == "ridge":
        return _bent(ridge, [(towards(e, penalty), later) for e, later in folds])
    tried = [(fit_trees(e, towards(e, penalty), SIZES[-1]), later) for e, later in folds]
    size = _size(tried)
    return _bent(fit_trees(examples, ridge, size), tried, size)


def _bent(
    scorer: Ridge | Trees, tried: list[tuple[Ridge | Trees, Examples]], size: int | None = None
) -> Fitted:
    """The scorer with the bends that later outcomes asked of the same fitted on earlier ones."""
    if not tried:
        return Fitted(scorer, Bend(), Bend())
    odds = np.concatenate([_odds(one, later, size) for one, later in tried])
    label = np.concatenate([later.label for _, later in tried])
    weight = np.concatenate([later.weight for _, later in tried])
    bend = bend_of(odds, label, clipped(weight))
    return Fitted(scorer, bend, level_of(bend, odds, label, np.clip(weight, 1.0, _LEVEL_CLIP)))


def _odds(scorer: Ridge | Trees, later: Examples, size: int | None) -> Numbers:
    if isinstance(scorer, Trees) and size is not None:
        return scorer.after(later.features, size)
    return scorer.log_odds(later.features)


def _penalty(folds: list[tuple[Examples, Examples]], towards: Callable[[Examples, float], Ridge]) -> float:
    """The penalty whose predictions of later outcomes score best."""
    if not folds:
        return _USUAL_PENALTY
    return min(PENALTIES, key=lambda p: sum(_loss(towards(e, p).log_odds(t.features), t) for e, t in folds))


def _size(tried: list[tuple[Ridge | Trees, Examples]]) -> int:
    """The number of trees whose predictions of later outcomes score best; none where none helps."""
    return min(SIZES, key=lambda size: sum(_loss(_odds(one, later, size), later) for one, later in tried))


def _loss(odds: Numbers, examples: Examples) -> float:
    loss = np.logaddexp(0.0, odds) - examples.label * odds
    return float((clipped(examples.weight) * loss).sum())


def _folds(examples: Examples) -> Iterator[tuple[Examples, Examples]]:
    """(earlier, later): outcomes known before a day, and lines lodged from that day to the next cut."""
    days = np.sort(examples.lodged_on)
    cuts = [days[min(int(share * len(days)), len(days) - 1)] for share in _CUTS]
    cuts[-1] += np.timedelta64(1, "D")
    for start, end in pairwise(cuts):
        earlier = examples.take(examples.result_on < start)
        later = examples.take((examples.lodged_on >= start) & (examples.lodged_on < end))
        if _can(earlier) and len(later):
            yield earlier, later


def _can(examples: Examples) -> bool:
    return min(examples.positives, len(examples) - examples.positives) >= _LEAST


def _in_order(examples: Examples) -> Examples:
    """By day, so that no order of files changes a sum of doubles."""
    keys = (
        *examples.features.both.T,
        examples.mass_kg,
        examples.label,
        examples.result_on,
        examples.lodged_on,
    )
    return examples.take(np.lexsort(keys))
