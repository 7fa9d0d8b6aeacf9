"""Properties of judged pairs: ordered gaps, never more than was reported, silence where accounts are equal."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mirror_worlds import expected, judge, pair

Row = dict[str, Any]
amounts = st.floats(1e3, 1e9)
years = st.integers(2018, 2023)
#: The expression is compiled once: an example is one query.
several = settings(max_examples=8, deadline=None)


@st.composite
def worlds(draw: st.DrawFn) -> list[Row]:
    """Pairs of accounts of any size and ratio, over some years, each pair and year once."""
    keys = draw(st.lists(st.tuples(st.sampled_from("ABCDE"), years), min_size=1, max_size=25, unique=True))
    return [pair(draw(amounts), draw(amounts), year, exporter=name * 3) for name, year in keys]


@given(worlds(), st.floats(-0.5, 0.5), st.floats(0.001, 0.6), st.sampled_from([0.0, 0.25]))
@several
def test_gaps_are_ordered_and_never_more_than_the_other_side_reports(
    world: list[Row], centre: float, scale: float, freight: float
) -> None:
    for row in judge(world, expected(world, centre, scale), most_freight=freight):
        low, mid, high = (row[f"gap_{end}"] for end in ("low", "mid", "high"))
        assert 0 <= low <= mid <= high
        if row["missing"] == "import":
            assert row["imported"] + high <= row["exported"] * (1 + freight) * (1 + 1e-9) or high == 0
        else:
            assert row["exported"] + high <= row["imported"] * (1 + 1e-9) or high == 0


@given(worlds(), st.floats(0.49, 3))
@several
def test_too_small_is_never_scored(world: list[Row], scale: float) -> None:
    """A band of a factor of ten is a scale of ln 10 over twice the 95 % point of Student-t: 0.489."""
    for row in judge(world, expected(world, scale=scale)):
        assert (row["judgeable"], row["gap_low"], row["false_share"]) == (False, 0.0, None)


@given(st.lists(amounts, min_size=1, max_size=10), st.floats(-0.3, 0.3), st.floats(0.02, 0.4))
@several
def test_equal_accounts_never_miss_more_of_an_import_than_freight(
    figures: list[float], centre: float, scale: float
) -> None:
    world = [pair(f, f, exporter=f"A{n:02}") for n, f in enumerate(figures)]
    for row in judge(world, expected(world, centre, scale)):
        assert row["gap_high"] <= 0.25 * row["exported"] * (1 + 1e-9)
        assert row["missing"] == "import" or row["gap_high"] == 0
        if abs(centre) <= stats.t(3).ppf(0.95) * scale:
            assert row["gap_low"] == 0
    for row in judge(world, expected(world, centre, scale), most_freight=0.0):
        assert row["gap_high"] == 0


@given(st.integers(0, 10**6), st.floats(0.05, 0.3))
@settings(max_examples=4, deadline=None)
def test_honest_pairs_lack_something_no_more_often_than_the_band_says(seed: int, scale: float) -> None:
    """One honest pair in ten lies outside its 90 % band. Of 400 pairs more than 70 is a matter of one in 10^5."""
    chance = np.random.default_rng(seed)
    sent = np.exp(chance.normal(14, 2, 400))
    got = sent * np.exp(scale * chance.standard_t(3, 400))
    world = [pair(g, s, exporter=f"P{n:03}") for n, (g, s) in enumerate(zip(got, sent, strict=True))]
    made = judge(world, expected(world, scale=scale))
    assert sum(row["gap_low"] > 0 for row in made) <= 70
    # Less noise than others have, and next to nothing stands out: beyond 4.7 scales lies one pair in fifty.
    calm = judge(world, expected(world, scale=2 * scale))
    assert sum(row["gap_low"] > 0 for row in calm) <= 20


@given(st.integers(0, 10**6))
@settings(max_examples=4, deadline=None)
def test_shares_of_chance_are_those_of_benjamini_and_hochberg(seed: int) -> None:
    chance = np.random.default_rng(seed)
    ratios = np.exp(chance.normal(0, 0.4, 50))
    world = [pair(1e6 * r, 1e6, exporter=f"P{n:03}") for n, r in enumerate(ratios)]
    world += [pair(1e6, 1e6, exporter="ZZZ") | {"importer": "TOO"}]
    by_pair = expected(world).to_pylist()
    for row in by_pair:
        if row["exporter"] == "ZZZ":
            row["log_scatter"] = 0.5
    made = judge(world, expected(world).from_pylist(by_pair, schema=expected(world).schema))
    scored = [row for row in made if row["judgeable"]]
    assert len(scored) == 50 and made[-1]["false_share"] is None
    student = [2 * stats.t(3).sf(abs(math.log(row["imported"] / row["exported"])) / 0.1) for row in scored]
    assert [row["chance"] for row in scored] == pytest.approx(student, abs=1e-9)
    adjusted = stats.false_discovery_control(student)
    assert [row["false_share"] for row in scored] == pytest.approx(adjusted.tolist(), abs=1e-9)


@given(worlds())
@several
def test_the_order_of_rows_changes_nothing(world: list[Row]) -> None:
    there, back = judge(world), judge(world[::-1])[::-1]
    keys = ("gap_low", "gap_mid", "gap_high", "false_share")
    for one, other in zip(there, back, strict=True):
        assert [one[k] for k in keys] == pytest.approx([other[k] for k in keys], rel=1e-12)
