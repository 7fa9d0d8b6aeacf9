"""Probabilities are bent by a line, and by steps only where these foretell later outcomes better."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from examples import examples as tries
from learnt_examples import examples
from tradewind.errors import RequestError
from tradewind.screening.learning import Examples, Trained, adopted, fit, save
from tradewind.screening.learning.calibration import MOST_KNOTS, Bend, Steps, bend_of, level_of, steps_of
from tradewind.screening.learning.model_file import written
from tradewind.screening.learning.ridge import fit_ridge

UNTIL = date(2026, 1, 1)


def outcomes(count: int, chance: Any, seed: int = 1) -> tuple[Any, Any, Any]:
    """(log-odds, outcomes, weights) in the order of their days; `chance` of log-odds is what is true."""
    random = np.random.default_rng(seed)
    odds = random.normal(-1, 1.5, count)
    return odds, (random.random(count) < chance(odds)).astype(float), np.ones(count)


def stepped(odds: Any) -> Any:
    """What no line bends to: next to nothing below 0, three in five above."""
    return np.where(odds < 0, 0.03, 0.6)


def test_steps_are_those_of_isotonic_regression_and_never_sure() -> None:
    """Worked by hand: the two in the middle are pooled to 1/2; four outcomes bound all by 1/6 and 5/6."""
    made = steps_of(
        np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 1.0, 0.0, 1.0]), np.ones(4), Bend(1.5, 0.5)
    )
    assert made.at == (0.0, 1.0, 2.0, 3.0)
    assert made.to == pytest.approx((-np.log(5), 0.0, 0.0, np.log(5)))
    asked = np.array([-99.0, 0.5, 1.7, 99.0])
    assert made(asked) == pytest.approx([-np.log(5), -np.log(5) / 2, 0.0, np.log(5)])
    assert (made.slope, made.intercept) == (1.5, 0.5)


def test_weights_count_in_a_step() -> None:
    """The two last are pooled to 1/4, which three lawful ones weigh down; 25 / 11 outcomes of equal weight tell as
    much, so nothing is surer than 11 / 47."""
    made = steps_of(np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, 0.0]), np.array([1.0, 1.0, 3.0]), Bend())
    assert expit(made(np.array([0.0, 1.0, 2.0]))) == pytest.approx([11 / 47, 0.25, 0.25])


def test_what_a_line_cannot_bend_to_is_bent_by_steps_and_comes_out_right() -> None:
    made = bend_of(*outcomes(6000, stepped))
    assert isinstance(made, Steps)
    told = expit(made(np.array([-3.0, -1.0, 0.8, 1.5])))
    assert told == pytest.approx([0.03, 0.03, 0.6, 0.6], abs=0.05)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_a_line_is_true_the_line_stays(seed: int) -> None:
    made = bend_of(*outcomes(3000, lambda odds: expit(0.6 * odds - 0.5), seed))
    assert type(made) is Bend
    assert (made.slope, made.intercept) == (pytest.approx(0.6, abs=0.1), pytest.approx(-0.5, abs=0.15))


def test_few_outcomes_few_finds_or_a_rival_never_ask_for_steps() -> None:
    odds, label, weight = outcomes(6000, stepped)
    assert type(bend_of(odds[:1000], label[:1000], weight[:1000])) is Bend
    few = label * (np.cumsum(label) <= 99)
    assert type(bend_of(odds, few, weight)) is Bend
    assert type(bend_of(odds, label, weight, is_held=False)) is Bend


def test_later_outcomes_decide_not_those_the_steps_were_fitted_on() -> None:
    """Chance alone: steps fit their own outcomes better, whatever these are, and foretell none."""
    odds, label, weight = outcomes(1500, lambda odds: np.full(len(odds), 0.3))
    line = bend_of(odds, label, weight)
    steps = steps_of(odds, label, weight, line)

    def lost(bend: Bend) -> float:
        return float((np.logaddexp(0, bend(odds)) - label * bend(odds)).sum())

    assert type(line) is Bend
    assert lost(steps) < lost(line)


def test_a_level_raises_all_steps_alike() -> None:
    odds, label, weight = outcomes(6000, stepped)
    made, heavy = bend_of(odds, label, weight), np.where(label > 0, 1.0, 4.0)
    level = level_of(made, odds, label, heavy)
    assert isinstance(made, Steps) and isinstance(level, Steps)
    raised = np.array(level.to) - np.array(made.to)
    assert raised == pytest.approx(level.intercept - made.intercept)
    assert np.average(expit(level(odds)), weights=heavy) == pytest.approx(
        np.average(label, weights=heavy), abs=0.005
    )


@tries(50)
@given(st.lists(st.floats(-60, 60), min_size=2, max_size=2), st.integers(1, 5))
def test_higher_log_odds_never_lower_a_probability(pair: list[float], seed: int) -> None:
    odds, label, weight = outcomes(300, stepped, seed)
    low, high = steps_of(odds, label, weight, Bend())(np.sort(pair))
    assert low <= high


@pytest.fixture(scope="module")
def model() -> Trained:
    return fit(in_two_kinds(), UNTIL)


def in_two_kinds() -> Examples:
    """Lines that a ridge puts in order, with breaches rare among four fifths and common among the rest."""
    known = examples(3000, prevalence=0.3)
    odds = fit_ridge(known, 1.0).log_odds(known.features)
    chance = np.where(odds > np.quantile(odds, 0.8), 0.3, 0.008)
    return replace(
        known,
        label=(np.random.default_rng(6).random(len(known)) < chance).astype(float),
        mass_kg=np.ones(len(known)),
    )


def test_a_model_with_steps_is_one_file_that_scores_alike(tmp_path: Path, model: Trained) -> None:
    assert isinstance(model.bend, Steps)
    place, named = save(model, tmp_path)
    again, lines = adopted(place), examples(200, seed=6).features
    assert again.bend == model.bend
    assert again.predict(lines).tolist() == model.predict(lines).tolist()
    assert save(again, tmp_path)[1].sha256 == named.sha256


def test_steps_that_were_tampered_with_are_refused_in_one_sentence(tmp_path: Path, model: Trained) -> None:
    said = json.loads(written(model))
    bend = said["bend"]
    many = list(range(MOST_KNOTS + 1))
    hostile = [
        {**bend, "at": bend["at"][::-1]}, {**bend, "to": bend["to"][::-1]}, {**bend, "at": bend["at"][:-1]},
        {**bend, "at": [], "to": []}, {**bend, "at": many, "to": many}, {**bend, "to": ["0"] * len(bend["to"])},
        {**bend, "at": [0, 0], "to": [0, 1]}, {**bend, "at": [0, 1], "to": [0, 1e9]}, {**bend, "at": "01", "to": "01"},
        {n: v for n, v in bend.items() if n != "to"}, {n: v for n, v in bend.items() if n != "slope"},
        {**bend, "code": "x"}, {**bend, "slope": -1.0},
    ]  # fmt: skip
    for number, changed in enumerate(hostile):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps({**said, "bend": changed}), "utf-8")
        with pytest.raises(RequestError) as told:
            adopted(path)
        assert "\n" not in str(told.value)
