"""How many cylinders to test: known answers, and the chance that is promised."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, hypergeom

from tradewind.errors import RequestError
from tradewind.identification import Layout, sampling_plan
from tradewind.identification.sampling import detection, drawn, parse_layout
from tradewind_cli.main import main


@pytest.mark.parametrize(
    ("cylinders", "wrong", "confidence", "sample"),
    [
        (100, 5, 0.95, 45),
        (1, 1, 0.95, 1),
        (10, 1, 0.95, 10),
        (100, 1, 0.99, 99),
        (1150, 0.05, 0.95, 57),
        (20, 20, 0.99, 1),
    ],
)
def test_known_answers(cylinders, wrong, confidence, sample):
    assert sampling_plan(cylinders, wrong, confidence).sample == sample


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 400), st.data())
def test_the_sample_is_the_smallest_that_keeps_its_promise(cylinders, data):
    wrong = data.draw(st.integers(1, cylinders))
    accept = data.draw(st.integers(0, min(3, wrong - 1)))
    plan = sampling_plan(cylinders, wrong, 0.9, accept=accept)
    exact = hypergeom.sf(accept, cylinders, wrong, plan.sample)
    assert plan.detection == pytest.approx(exact, abs=1e-9)
    assert exact >= 0.9 - 1e-9
    assert plan.sample == 1 or hypergeom.sf(accept, cylinders, wrong, plan.sample - 1) < 0.9 + 1e-9


def test_a_test_that_misses_some_needs_more_and_finds_as_promised():
    plan = sampling_plan(200, 20, 0.95, sensitivity=0.8, accept=1)
    assert plan.sample > sampling_plan(200, 20, 0.95, accept=1).sample
    dice, refused = random.Random(7), 0
    for _ in range(20_000):
        tested = sum(n < 20 for n in dice.sample(range(200), plan.sample))
        refused += sum(dice.random() < 0.8 for _ in range(tested)) > 1
    assert refused / 20_000 == pytest.approx(plan.detection, abs=0.01)


@pytest.mark.parametrize(
    ("cylinders", "wrong", "accept"), [(300, 60, 4), (2_000, 1_500, 700), (9_000, 5_000, 900)]
)
def test_the_chance_is_exact_however_many_wrong_ones_still_pass(cylinders, wrong, accept):
    plan = sampling_plan(cylinders, wrong, 0.95, sensitivity=0.9, accept=accept)
    tested = range(wrong + 1)
    passes = hypergeom.pmf(tested, cylinders, wrong, plan.sample) @ binom.cdf(accept, tested, 0.9)
    assert plan.detection == pytest.approx(1 - passes, abs=1e-8)


def test_no_sample_is_promised_that_cannot_be():
    with pytest.raises(RequestError, match="even a test of all 10"):
        sampling_plan(10, 1, 0.95, sensitivity=0.9)
    with pytest.raises(RequestError, match="even a test of all 10"):
        sampling_plan(10, 2, 0.95, accept=2)


def test_positions_follow_from_the_seed_alone_and_reach_every_layer():
    plan = sampling_plan(400, 20, layout=Layout(10, 8, 5), seed="seal 4711")
    assert plan.positions == drawn(400, plan.sample, "seal 4711") != drawn(400, plan.sample, "seal 4712")
    places = [plan.layout.where(p) for p in plan.positions]
    assert len(set(places)) == plan.sample
    assert {row for row, _, _ in places} == set(range(1, 11))
    assert {layer for _, _, layer in places} == set(range(1, 6))
    assert plan.layout.where(1) == (1, 1, 1)
    assert plan.layout.where(400) == (10, 8, 5)


def test_every_position_is_drawn_as_often_as_any_other():
    counts = [0] * 20
    for seed in range(4_000):
        for position in drawn(20, 5, str(seed)):
            counts[position - 1] += 1
    assert min(counts) > 880
    assert max(counts) < 1_120


def test_tests_of_the_front_row_find_nothing_behind_it():
    """Double layering: 40 true ones in the front row, 20 wrong ones anywhere behind."""
    plan = sampling_plan(400, 20, layout=Layout(10, 8, 5))
    assert plan.in_front == 0.0
    assert detection(400, 20, plan.sample) >= 0.95


@pytest.mark.parametrize("text", ["", "10x8", "0x8x5", "axbxc", "10x8x-5"])
def test_a_layout_is_three_whole_numbers(text):
    with pytest.raises(RequestError):
        parse_layout(text)


def test_the_verb_says_how_many_and_which_and_keeps_the_seed(capsys):
    words = ["sample", "--cylinders", "100", "--wrong", "5", "--confidence", "0.95"]
    assert main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["sample"] == len(answer["positions"]) == 45
    assert main([*words, "--json", "--seed", answer["seed"]]) == 0
    assert json.loads(capsys.readouterr().out)["positions"] == answer["positions"]
    assert main([*words, "--layout", "5x5x4"]) == 0
    assert "Test 45 of 100" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["--cylinders", "0", "--wrong", "1"],
        ["--cylinders", "ten", "--wrong", "1"],
        ["--cylinders", "10", "--wrong", "11"],
        ["--cylinders", "10", "--wrong", "1", "--confidence", "1"],
        ["--cylinders", "10", "--wrong", "2.5"],
        ["--cylinders", "10", "--wrong", "1", "--layout", "2x2x2"],
        ["--cylinders", "10", "--wrong", "1", "--sensitivity", "2"],
        ["--cylinders", "10", "--wrong", "nan%"],
    ],
)
def test_a_wrong_request_is_one_clear_line_and_status_2(words, capsys):
    assert main(["sample", *words]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "fault of Tradewind" not in said
