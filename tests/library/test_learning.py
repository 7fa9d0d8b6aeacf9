"""From outcomes to probabilities: what a model may learn, when it takes the place of the rules, and what it refuses."""

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

from examples import examples as tries
from learnt_examples import examples, permuted
from tradewind.errors import RequestError
from tradewind.screening.learning import (
    FACTS,
    FAMILIES,
    FEATURES,
    Features,
    Trained,
    adopted,
    fit,
    in_words,
    save,
)
from tradewind.screening.learning.calibration import figures, slope_and_intercept
from tradewind.screening.learning.evidence import Rules, fit_prior
from tradewind.screening.learning.examples import none
from tradewind.screening.learning.gain import gain_of
from tradewind.screening.learning.model_file import written
from tradewind.screening.learning.ridge import fit_ridge
from tradewind.screening.learning.trees import Trees, fit_trees
from tradewind.screening.learning.weighting import clipped, fair
from tradewind.screening.scoring import Parameters

UNTIL = date(2026, 1, 1)


@pytest.fixture(scope="module")
def ridge() -> Trained:
    return fit(examples(600), UNTIL)


@pytest.fixture(scope="module")
def trees() -> Trained:
    """Few trees: what is tested does not need more."""
    known = examples(400, prevalence=0.4)
    scorer = fit_trees(known, fit_ridge(known, 0.1), 8)
    return replace(fit(known, UNTIL), scorer=scorer)


def test_how_much_is_fitted_follows_from_how_much_was_found() -> None:
    tried = {n: fit(examples(n), UNTIL).card["tried"] for n in (0, 40, 200)}
    assert tried == {0: "prior", 40: "prior", 200: "ridge"}
    assert fit(none(), UNTIL).used_rules_instead


def test_a_model_that_beats_the_rules_on_the_latest_quarter_replaces_them(ridge: Trained) -> None:
    card = ridge.card
    assert (card["kind"], card["used_rules_instead"]) == ("ridge", False)
    assert card["gain"]["low"] > 0
    assert 0.6 < card["calibration"]["slope"] < 1.6
    later = examples(3000, seed=9)
    told = figures(ridge.predict(later.features), later.label)
    assert told.log_score < told.log_score_base_rate
    assert told.brier < told.brier_base_rate


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_outcomes_dealt_out_anew_leave_the_rules_in_place(seed: int) -> None:
    assert fit(permuted(examples(600), seed), UNTIL).used_rules_instead


def test_where_nothing_beats_the_rules_lines_are_scored_as_by_the_rules() -> None:
    model, lines = fit(permuted(examples(600)), UNTIL), examples(50, seed=3).features
    assert model.predict(lines) == pytest.approx(1 / (1 + np.exp(-Rules(Parameters()).log_odds(lines))))


def test_what_became_known_on_the_day_or_later_changes_nothing() -> None:
    known, until = examples(250), date(2025, 11, 1)
    later = known.result_on >= np.datetime64(until)
    assert later.any()
    changed = replace(known, label=np.where(later, 1 - known.label, known.label),
                      weight=np.where(later, 50.0, known.weight))  # fmt: skip
    assert written(fit(changed, until)) == written(fit(known, until))
    assert written(fit(known.take(~later), until)) == written(fit(known, until))


def test_undecided_results_are_neither_clean_nor_illegal() -> None:
    known = examples(250)
    undecided = np.arange(len(known)) % 5 == 0
    censored = fit(replace(known, label=np.where(undecided, np.nan, known.label)), UNTIL)
    without = fit(known.take(~undecided), UNTIL)
    assert censored.card["undecided_left_out"] == undecided.sum()
    assert censored.predict(known.features) == pytest.approx(without.predict(known.features))


def test_the_order_of_the_files_changes_nothing() -> None:
    known = examples(200)
    shuffled = known.take(np.random.default_rng(5).permutation(len(known)))
    assert fit(shuffled, UNTIL).predict(known.features) == pytest.approx(
        fit(known, UNTIL).predict(known.features)
    )


def test_weights_are_clipped_and_few_pass_for_few() -> None:
    assert clipped(np.array([1.0, 1000.0]), 20.0).tolist() == pytest.approx([1 / 10.5, 20 / 10.5])
    assert fair(np.ones(7)).sum() == pytest.approx(7)
    assert fair(np.array([1.0, 1.0, 1e9]), 20.0).sum() == pytest.approx(22**2 / 402)
    assert clipped(np.array([0.0, 1.0])).min() > 0.01


def test_no_outcome_leaves_what_was_assumed_and_few_move_it_little() -> None:
    assumed = Parameters()
    assert fit_prior(none(), assumed).parameters.prior == pytest.approx(assumed.prior, rel=1e-3)
    plain = examples(10)
    quiet = Features(np.zeros_like(plain.features.families), plain.features.facts)
    clean = fit_prior(replace(plain, features=quiet, label=np.zeros(10)), assumed).parameters
    # The mode of ln odds x solves 10 p(x) = (logit .01 - x) / 1: x = -4.6875, p = .00913.
    assert clean.prior == pytest.approx(0.00913, abs=2e-5)
    assert clean.further_family == pytest.approx(assumed.further_family, abs=1e-4)
    many = examples(2000)
    quiet = Features(np.zeros_like(many.features.families), many.features.facts)
    assert fit_prior(replace(many, features=quiet), assumed).parameters.prior == pytest.approx(
        many.label.mean(), abs=0.01
    )


@tries(30)
@given(st.integers(0, 49), st.integers(0, 5), st.floats(0.01, 3.4))
def test_a_stronger_sign_never_lowers_the_probability(
    ridge: Trained, trees: Trained, line: int, family: int, more: float
) -> None:
    lines = examples(50, seed=8).features
    raised = lines.families.copy()
    raised[line, family] += more
    for model in (ridge, trees, replace(ridge, scorer=Rules(Parameters()))):
        before, after = model.predict(lines)[line], model.predict(Features(raised, lines.facts))[line]
        assert after >= before - 1e-12


def test_a_ridge_never_learns_that_a_sign_speaks_for_innocence() -> None:
    known = examples(300)
    against = known.features.families.copy()
    against[:, 4] = 2 * (1 - known.label)
    model = fit_ridge(replace(known, features=Features(against, known.features.facts)), 1.0)
    assert min(model.families) >= 0
    assert model.families[4] == 0


def test_nothing_a_model_looks_at_names_a_person_a_nation_or_a_route() -> None:
    said = " ".join(FEATURES).replace("route and regime", "")
    for word in ("importer", "name", "country", "origin", "dispatch", "destination", "trader_id", "address"):
        assert word not in said


def test_parts_add_up_to_the_score_and_are_said_in_words(ridge: Trained, trees: Trained) -> None:
    lines = examples(20, seed=4).features
    for model in (ridge, trees):
        parts = sum(np.broadcast_to(v, 20) for v in model.scorer.parts(lines).values())
        rest = model.scorer.log_odds(lines) - parts
        assert rest == pytest.approx(rest[0], abs=1e-6)
        said = model.reasons(lines)
        assert len(said) == 20
        assert all(s.startswith(("raised by ", "lowered by ")) for line in said for s in line)


def test_few_finds_in_the_quarter_tell_of_no_gain() -> None:
    label = np.r_[np.ones(4), np.zeros(96)]
    told = gain_of(label * 0.9 + 0.05, np.full(100, 0.04), label, np.ones(100), np.arange(100), np.ones(100))
    assert (told.low, told.replaces) == (None, False)


def test_a_straight_forecast_has_slope_one() -> None:
    random = np.random.default_rng(1)
    probability = random.uniform(0.02, 0.98, 20_000)
    label = (random.random(20_000) < probability).astype(float)
    slope, intercept = slope_and_intercept(probability, label) or (0.0, 9.0)
    assert (slope, intercept) == (pytest.approx(1, abs=0.05), pytest.approx(0, abs=0.05))
    assert slope_and_intercept(probability, np.zeros(20_000)) is None
    assert figures(probability, label, None, (probability > 0.5).astype(int)).reliability[0]["stratum"] == 0


def test_a_model_is_one_file_named_by_what_is_in_it(tmp_path: Path, ridge: Trained, trees: Trained) -> None:
    for model in (ridge, trees, fit(none(), UNTIL)):
        place, named = save(model, tmp_path)
        assert place.name == f"{named.sha256}.json"
        again = adopted(place)
        assert again.sha256 == named.sha256
        lines = examples(40, seed=6).features
        assert again.predict(lines).tolist() == model.predict(lines).tolist()
        assert in_words(again.card) == in_words(model.card)


def test_trees_that_part_known_from_unknown_facts_come_back(tmp_path: Path, trees: Trained) -> None:
    known = examples(400, prevalence=0.4)
    facts = known.features.facts.copy()
    facts[:, FACTS.index("package")] = np.where(known.label > 0, np.nan, 1.0)
    told = replace(known, features=Features(known.features.families, facts))
    scorer = fit_trees(told, fit_ridge(told, 0.1), 5)
    assert isinstance(scorer, Trees)
    place, model = save(replace(trees, scorer=scorer), tmp_path)
    assert adopted(place).predict(told.features).tolist() == model.predict(told.features).tolist()


def _changed(model: Trained, **changes: Any) -> bytes:
    return json.dumps({**json.loads(written(model)), **changes}).encode()


def test_a_foreign_or_hostile_file_is_refused_in_one_sentence(
    tmp_path: Path, ridge: Trained, trees: Trained
) -> None:
    held = json.loads(written(trees))["scorer"]
    text = held["lightgbm"]
    ridge_said = json.loads(written(ridge))["scorer"]
    hostile = [
        b"", b"\x80\x04\x95cos\nsystem\n", b"[" * 100_000, b'{"format": "other"}', b"null", "{}é".encode("latin-1"),
        _changed(ridge, version=2), _changed(ridge, kind="pickle"), _changed(ridge, card={}), _changed(ridge, scorer=3),
        _changed(ridge, scorer={**ridge_said, "families": [-1.0] * 6}),
        _changed(ridge, scorer={**ridge_said, "intercept": True}),
        _changed(ridge, bend={"slope": -1.0, "intercept": 0.0}),
        _changed(ridge, card={**ridge.card, "gain": {}}),
        _changed(ridge, card={**ridge.card, "must_not_be_used_for": ["\x1b[2J"]}),
        written(ridge).replace(b'"intercept": ', b'"intercept": NaN, "x": ', 1),
        *(_changed(trees, scorer={**held, "lightgbm": t}) for t in (
            "tree\n", text.replace("num_leaves=8", "num_leaves=9", 1), text.replace("_idx=19", "_idx=99"),
            text.replace("left_child=", "left_child=7 ", 1), text.replace("split_feature=", "split_feature=400 ", 1),
            text.replace("num_cat=0", "num_cat=5", 1), text.replace("tree_sizes=", "tree_sizes=99999999 ", 1),
            text.replace("leaf_value=", "leaf_value=nan ", 1),
        )),
    ]  # fmt: skip
    for number, content in enumerate(hostile):
        path = tmp_path / f"{number}.json"
        path.write_bytes(content)
        with pytest.raises(RequestError) as told:
            adopted(path).predict(examples(3).features)
        assert "\n" not in str(told.value)
        assert len(str(told.value)) < 400
    with pytest.raises(RequestError, match="there is no model"):
        adopted(tmp_path / "absent.json")


def test_what_was_learnt_from_invented_outcomes_alone_says_so() -> None:
    known = examples(150)
    invented = fit(replace(known, invented=np.ones(150, bool)), UNTIL)
    assert invented.is_invented
    assert any("never shown as a probability" in s for s in in_words(invented.card))
    partly = replace(known, invented=np.arange(150) > 0)
    assert not fit(partly, UNTIL).is_invented


def test_examples_must_fit_together() -> None:
    with pytest.raises(RequestError, match="differ in length"):
        replace(examples(5), label=np.zeros(4))
    with pytest.raises(RequestError, match=f"need {len(FAMILIES)} columns"):
        Features(np.zeros((3, 2)), np.zeros((3, 2)))
