"""How much passes unseen: known answers, worked by hand, and what must hold whatever is found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from floors_drawn import SEEN, frame
from hypothesis import given
from hypothesis import strategies as st

from examples import examples
from tradewind.errors import RequestError
from tradewind.estimation import leakage, share_interval
from tradewind.estimation.outlook import halving_floor, over_sensitivity, pooled
from tradewind.estimation.recapture import loads
from tradewind.estimation.sensitivity import RANGES, Basis, Sensitivity, counted
from tradewind.estimation.share import shares


def test_bounds_of_a_share_are_those_of_clopper_and_pearson() -> None:
    # without finds 1 - 0.025 ** (1 / n); the others from the tables of 1934
    assert share_interval(0, 20)[1] == pytest.approx(1 - 0.025 ** (1 / 20))
    assert share_interval(2, 10) == pytest.approx((0.0252, 0.5561), abs=5e-5)
    assert share_interval(10, 10) == pytest.approx((0.6915, 1.0), abs=5e-5)


def test_three_lines_by_hand() -> None:
    """100 kg lawful and 300 kg illegal are drawn with one in two; 600 kg are not.

    Each stands for mass x (1 - 1/2) / (1/2) = its own mass among the undrawn: share 300 / 400, so 450 of 600 kg passed.
    Effective size 400^2 / (100 x 200 + 300 x 600) = 0.8.
    """
    made = leakage(frame([100, 300, 600], [0, 1], {1: 300}), SEEN)
    assert made.all.leakage_kg.mid == pytest.approx(450)
    assert made.all.rate.mid == pytest.approx(0.45)
    assert made.shares[0].effective == pytest.approx(0.8)
    assert (made.all.lines, made.all.inspected, made.all.finds, made.all.mass_kg) == (3, 2, 1, 1000)
    assert made.all.leakage_kg.high == pytest.approx(600, rel=0.01)


def test_a_line_that_was_sure_to_be_drawn_stands_for_no_other() -> None:
    made = leakage(frame([1000, 10, 10, 10], [0, 1], {0: 1000}, p=[1.0, 0.5, 0.5, 0.5]), SEEN)
    assert made.all.leakage_kg.mid == 0
    assert made.all.finds == 1


def test_without_a_drawn_line_all_that_nobody_looked_at_may_have_got_through() -> None:
    made = leakage(frame([100, 200, 300], chosen=[2]), SEEN)
    assert made.all.leakage_kg.as_dict() == {"low": 0, "mid": 0, "high": 300}


def test_what_the_risk_list_chose_did_not_get_through() -> None:
    masses = [100.0] * 40
    chosen = list(range(20, 40))
    with_list = leakage(frame(masses, range(10), {0: 100}, chosen=chosen), SEEN)
    alone = leakage(frame(masses[:20], range(10), {0: 100}), SEEN)
    assert with_list.all.leakage_kg == alone.all.leakage_kg
    assert with_list.all.rate.high == pytest.approx(alone.all.rate.high / 2)


def test_a_floor_without_finds_is_told_by_its_upper_bound() -> None:
    made = leakage(frame([100.0] * 60, range(30)), SEEN)
    assert made.all.leakage_kg.mid == 0
    # drawn one in two: each of 30 lines has the variance of half an undrawn line more than its own, n = 30 / 2
    assert made.all.leakage_kg.high == pytest.approx(3000 * share_interval(0, 15)[1])


def test_found_mass_above_the_declared_raises_the_bound_above_the_declared_mass() -> None:
    masses = [100.0] * 20
    as_declared = leakage(frame(masses, range(10), dict.fromkeys(range(10), 100)), SEEN)
    threefold = leakage(frame(masses, range(10), dict.fromkeys(range(10), 300)), SEEN)
    assert as_declared.all.leakage_kg.high == pytest.approx(1000)
    assert threefold.all.leakage_kg.mid == pytest.approx(3000)
    assert threefold.all.rate.high > 1


def test_lines_opened_together_count_as_fewer() -> None:
    masses, finds = [100.0] * 60, dict.fromkeys(range(4), 100.0)
    apart = leakage(frame(masses, range(30), finds), SEEN)
    together = leakage(frame(masses, range(30), finds, cluster=[n // 4 for n in range(60)]), SEEN)
    assert together.all.leakage_kg.mid == pytest.approx(apart.all.leakage_kg.mid)
    assert together.shares[0].design_effect > 2
    assert together.all.leakage_kg.high > 1.3 * apart.all.leakage_kg.high


def test_an_open_result_is_lawful_at_the_low_end_and_illegal_at_the_high_end() -> None:
    masses = [100.0] * 40
    made = leakage(frame(masses, range(20), {0: 100, 1: 100, 2: None}), SEEN)
    lawful = leakage(frame(masses, range(20), {0: 100, 1: 100, 2: 0}), SEEN)
    illegal = leakage(frame(masses, range(20), {0: 100, 1: 100, 2: 100}), SEEN)
    assert made.all.open == 1
    assert made.all.leakage_kg.low == pytest.approx(lawful.all.leakage_kg.low)
    assert made.all.leakage_kg.high == pytest.approx(illegal.all.leakage_kg.high)
    assert lawful.all.leakage_kg.mid < made.all.leakage_kg.mid < illegal.all.leakage_kg.mid


def test_inspections_that_find_half_of_what_is_there_miss_the_other_half_also_where_they_looked() -> None:
    columns = frame([100.0] * 40, range(20), {0: 100, 1: 100})
    half = leakage(columns, {"": Sensitivity(0.5, 0.5, 0.5, (Basis("stated"),))})
    # 200 kg of 2,000 kg undrawn would be found, 400 kg are there; of the drawn 200 kg were stopped and 200 kg missed
    assert leakage(columns, SEEN).all.leakage_kg.mid == pytest.approx(200)
    assert half.all.leakage_kg.mid == pytest.approx(600)
    assert dict(over_sensitivity(half, columns))[0.5].mid == pytest.approx(600)


def test_where_most_was_looked_at_there_may_be_nothing_left() -> None:
    most = leakage(frame([100.0] * 40, range(36), {0: 100, 1: 100}, p=0.9), SEEN)
    assert most.all.leakage_kg.low == 0 < most.all.leakage_kg.mid
    few = leakage(frame([100.0] * 400, range(40), {0: 100, 1: 100}, p=0.1), SEEN)
    assert few.all.leakage_kg.low > 0


def test_strata_add_up_in_the_middle_and_within_their_ends() -> None:
    columns = frame(
        [100.0] * 40 + [10.0] * 40, [*range(20), *range(40, 60)], {0: 100, 1: 100, 40: 10}, stratum=[0] * 40 + [1] * 40,
        names=("gas", "near"),
    )  # fmt: skip
    made = leakage(columns, SEEN)
    parts = [s.leakage_kg for s in made.strata]
    whole = made.all.leakage_kg
    assert whole.mid == pytest.approx(sum(p.mid for p in parts))
    assert sum(p.low for p in parts) <= whole.low < whole.high < sum(p.high for p in parts)
    assert whole.high >= max(p.high for p in parts)


def test_a_stratum_without_finds_keeps_its_own_upper_bound_and_adds_nothing_to_the_low_end() -> None:
    gas = [100.0] * 40
    two = leakage(
        frame(gas + [10.0] * 40, [*range(20), *range(40, 50)], {0: 100, 1: 100}, stratum=[0] * 40 + [1] * 40,
              names=("gas", "other")),
        SEEN,
    )  # fmt: skip
    one = leakage(frame(gas, range(20), {0: 100, 1: 100}), SEEN)
    assert two.strata[1].leakage_kg.mid == 0 < two.strata[1].leakage_kg.high
    assert two.all.leakage_kg.low <= one.all.leakage_kg.mid
    assert two.all.leakage_kg.high >= one.all.leakage_kg.high


def test_the_floor_that_halves_the_interval_is_computed_and_halves_it() -> None:
    small = leakage(frame([100.0] * 2000, range(30), {0: 100, 1: 100}, p=0.015), SEEN)
    needed = halving_floor(small)
    assert needed is not None and 60 < needed < 240
    finds = dict.fromkeys(range(round(2 * needed / 30)), 100.0)
    larger = leakage(frame([100.0] * 2000, range(needed), finds, p=needed / 2000), SEEN)
    width = [m.all.rate.high - m.all.rate.low for m in (small, larger)]
    assert width[1] == pytest.approx(width[0] / 2, rel=0.1)


def test_a_small_office_knows_little_alone_and_more_with_its_neighbours() -> None:
    """60 consignments and 4 inspections, nothing found: more than half of the mass may be illegal."""
    made = leakage(frame([100.0] * 60, range(4), p=4 / 60), SEEN)
    rates = {offices: rate.high for offices, rate in pooled(made)}
    assert rates[1] > 0.5
    assert rates[20] < 0.06
    assert list(rates.values()) == sorted(rates.values(), reverse=True)


def test_an_offices_own_known_loads_take_the_place_of_the_range() -> None:
    own = counted(18, 20, "planted loads")
    assert own.low == pytest.approx(0.683, abs=1e-3) and own.high == pytest.approx(0.988, abs=1e-3)
    uneven = counted(18, 20, "loads that a second look found", unevenness=1.0)
    assert uneven.low == pytest.approx(own.low / 2)
    assert all(low < mid < high <= 1 for low, mid, high in RANGES.values())


def test_recapture_names_a_range_and_no_best_figure() -> None:
    # Chapman: 11 x 9 / 5 - 1 = 18.8; Chao, two looks: 14 seen + 10 x 9 / (4 x 5) = 18.5
    made = loads(10, 8, 4)
    assert (made.low, made.mid, made.high) == (18.5, None, pytest.approx(37.6))
    with pytest.raises(RequestError, match="cannot both"):
        loads(2, 3, 3)


def test_columns_that_contradict_each_other_are_refused() -> None:
    right = frame([1, 2], [0])
    with pytest.raises(RequestError, match="probability"):
        replace(right, probability=np.zeros(2))
    with pytest.raises(RequestError, match="one entry a line"):
        replace(right, mass_kg=np.ones(3))


@examples(25)
@given(
    masses=st.lists(st.floats(1, 1e6), min_size=4, max_size=30),
    seed=st.integers(0, 10**6),
)
def test_ends_are_in_order_rows_in_any_order_and_more_finds_raise_the_upper_bound(
    masses: list[float], seed: int
) -> None:
    random = np.random.default_rng(seed)
    count = len(masses)
    stratum = random.integers(0, 2, count)
    drawn = np.flatnonzero(random.random(count) < 0.6)
    found = {int(n): masses[n] for n in drawn if random.random() < 0.3}
    columns = frame(
        masses, drawn.tolist(), dict(found), p=0.6, stratum=stratum.tolist(), names=("gas", "near")
    )
    made = leakage(columns, SEEN)
    for part in (*made.strata, made.all):
        assert 0 <= part.leakage_kg.low <= part.leakage_kg.mid <= part.leakage_kg.high
    order = random.permutation(count)
    moved = replace(
        columns, clusters=tuple(k[order] for k in columns.clusters),
        **{name: getattr(columns, name)[order] for name in
           ("stratum", "mass_kg", "drawn", "probability", "chosen", "found_kg", "depth")},
    )  # fmt: skip
    assert leakage(moved, SEEN) == made
    assert leakage(moved) == leakage(columns)
    lawful = [int(n) for n in drawn if int(n) not in found]
    if lawful:
        raised = frame(masses, drawn.tolist(), {**found, lawful[0]: masses[lawful[0]]}).found_kg
        more = leakage(replace(columns, found_kg=raised), SEEN)
        assert more.all.leakage_kg.mid >= made.all.leakage_kg.mid
        place = int(stratum[lawful[0]])
        assert more.strata[place].leakage_kg.high >= made.strata[place].leakage_kg.high * (1 - 1e-9)


@examples(25)
@given(events=st.floats(0, 50).map(lambda x: round(x, 3)), trials=st.floats(0.1, 60), more=st.floats(0, 10))
def test_more_finds_of_as_many_trials_never_lower_a_bound(events: float, trials: float, more: float) -> None:
    events = min(events, trials)
    low, high = share_interval(events, trials)
    assert 0 <= low <= events / trials <= high + 1e-12 <= 1 + 1e-12
    after = share_interval(min(events + more, trials), trials)
    assert after[0] >= low - 1e-12 and after[1] >= high - 1e-12


def test_masses_as_heavy_tailed_as_ours_keep_the_promise_where_the_usual_interval_breaks_it() -> None:
    """120 small worlds with 10 expected finds: the whole bench is `python -m bench leakage`."""
    inside = straight = 0
    for n in range(120):
        random = np.random.default_rng(n)
        mass = np.exp(random.normal(0, 2, 2000))
        p = np.clip(200 * mass / mass.sum(), 0.02, 1)
        drawn = random.random(2000) < p
        illegal = np.where(random.random(2000) < 0.05, mass, 0)
        columns = frame(mass.tolist(), np.flatnonzero(drawn), p=p.tolist())
        columns = replace(columns, found_kg=np.where(drawn, illegal, np.nan))
        truth = illegal[~drawn].sum()
        at = leakage(columns, SEEN).all.leakage_kg
        inside += at.low <= truth <= at.high
        y, q = illegal[drawn], p[drawn]
        error = np.sqrt(((1 - q) / q**2 * y**2).sum())
        straight += abs(((1 - q) / q * y).sum() - truth) <= 1.96 * error
    assert inside / 120 >= 0.93
    assert straight < inside


def test_every_share_of_the_frame_is_of_its_own_stratum() -> None:
    both = frame([100.0] * 8, [0, 1, 4, 5], {0: 100}, stratum=[0] * 4 + [1] * 4, names=("gas", "near"))
    gas, near = shares(both, [1.0, 1.0])
    assert (gas.share, near.share) == (0.5, 0.0)
