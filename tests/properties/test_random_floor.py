"""The random floor: sizes that add up, chances that are never zero, and draws that no order of lines changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import examples
from screened_lines import table
from tradewind.errors import RequestError
from tradewind.screening.planning.floor import ALLOCATION, check_share, divided, draw_floor, proportional
from tradewind.screening.planning.strata import EQUIPMENT, GAS, OTHER, STRATA

LINE = st.fixed_dictionaries(
    {
        "gross_mass_g": st.one_of(st.none(), st.integers(0, 2**62)),
        "net_mass_g": st.one_of(st.none(), st.integers(-5, 10**8)),
        "stratum": st.sampled_from(STRATA),
        "eligible": st.booleans(),
    }
)


def drawn(lines: list[dict[str, Any]], size: float, seed: int = 1) -> Any:
    rows = [{"declaration_id": f"D{n}", "item": n % 3, **line} for n, line in enumerate(lines)]
    held = table("declarations", [{k: r[k] for k in r if k not in ("stratum", "eligible")} for r in rows])
    stratum = pa.array([line["stratum"] for line in lines], pa.string())
    return draw_floor(held, stratum, np.array([line["eligible"] for line in lines], bool), size, seed)


@examples(60)
@given(st.lists(LINE, min_size=1, max_size=40), st.floats(0.05, 60))
def test_every_eligible_line_has_a_chance_and_the_chances_add_up(
    lines: list[dict[str, Any]], size: float
) -> None:
    floor = drawn(lines, size)
    eligible = np.array([line["eligible"] for line in lines])
    assert (floor.probability[eligible] > 0).all()
    assert (floor.probability <= 1).all()
    assert (floor.probability[~eligible] == 0).all()
    assert not floor.selected[~eligible].any()
    assert floor.probability.sum() == pytest.approx(min(size, eligible.sum()))
    for name in STRATA:
        here = eligible & np.array([line["stratum"] == name for line in lines])
        assert floor.probability[here].sum() == pytest.approx(floor.expected[name])


@examples(40)
@given(st.lists(LINE, min_size=2, max_size=30), st.floats(0.1, 20), st.integers(0, 2**31), st.randoms())
def test_no_order_of_the_lines_changes_the_draw(
    lines: list[dict[str, Any]], size: float, seed: int, random: Any
) -> None:
    rows = [{"declaration_id": f"D{n}", "item": n, **line} for n, line in enumerate(lines)]
    order = list(range(len(rows)))
    random.shuffle(order)
    one, other = drawn(rows, size, seed), drawn([rows[n] for n in order], size, seed)
    np.testing.assert_allclose(other.probability, one.probability[order], rtol=1e-12)
    assert other.selected.tolist() == one.selected[order].tolist()


def test_probability_follows_declared_gross_mass_and_the_median_stands_for_none() -> None:
    masses = (1_000, 2_000, 4_000, None, 0)
    lines = [{"gross_mass_g": m, "net_mass_g": None, "stratum": GAS, "eligible": True} for m in masses]
    probability = drawn(lines, 1.0).probability
    # Known masses are 0, 1, 2, 4 kg: their median 1.5 kg stands for the missing one, a twentieth of it for nothing.
    np.testing.assert_allclose(probability, np.array([1.0, 2.0, 4.0, 1.5, 0.075]) / 8.575)


def test_net_mass_stands_for_a_missing_gross_mass() -> None:
    lines = [
        {"gross_mass_g": 3_000, "net_mass_g": 1, "stratum": GAS, "eligible": True},
        {"gross_mass_g": None, "net_mass_g": 1_000, "stratum": GAS, "eligible": True},
    ]
    np.testing.assert_allclose(drawn(lines, 1.0).probability, [0.75, 0.25])


def test_what_a_capped_line_cannot_take_goes_to_the_others() -> None:
    np.testing.assert_allclose(proportional(np.array([1.0, 1.0, 2.0, 96.0]), 2.0), [0.25, 0.25, 0.5, 1.0])
    np.testing.assert_allclose(proportional(np.array([5.0, 1.0]), 7.0), [1.0, 1.0])


def test_the_size_is_divided_seventy_twenty_ten_and_a_small_stratum_gives_its_rest_away() -> None:
    many = dict.fromkeys(STRATA, 1_000)
    assert divided(10, many, ALLOCATION) == pytest.approx({GAS: 7, EQUIPMENT: 2, OTHER: 1})
    few = {GAS: 2, EQUIPMENT: 0, OTHER: 1_000}
    assert divided(10, few, ALLOCATION) == pytest.approx({GAS: 2, EQUIPMENT: 0, OTHER: 8})
    assert divided(10, dict.fromkeys(STRATA, 1), ALLOCATION) == dict.fromkeys(STRATA, 1.0)


def test_over_many_seeds_each_line_is_drawn_as_often_as_its_probability_says() -> None:
    random = np.random.default_rng(7)
    lines = [
        {"gross_mass_g": int(m), "net_mass_g": None, "stratum": STRATA[n % 3], "eligible": True}
        for n, m in enumerate(random.lognormal(8, 1.5, 60))
    ]
    times = 300
    floors = [drawn(lines, 12, seed) for seed in range(times)]
    often = np.sum([f.selected for f in floors], axis=0)
    chance = floors[0].probability
    spread = np.sqrt(times * chance * (1 - chance)) + 1e-9
    assert (np.abs(often - times * chance) < 4.5 * spread + 1).all()
    sizes = np.array([f.selected.sum() for f in floors])
    assert abs(sizes.mean() - 12) < 4 * np.sqrt((chance * (1 - chance)).sum() / times)
    # The estimate by inverse probabilities has no bias: here of the mass itself, half of which counts.
    mass = np.array([line["gross_mass_g"] for line in lines]) * (np.arange(60) % 2)
    estimates = [(mass[f.selected] / f.probability[f.selected]).sum() for f in floors]
    error = np.std(estimates) / np.sqrt(times)
    assert abs(np.mean(estimates) - mass.sum()) < 4 * error


@pytest.mark.parametrize("share", [0, -0.1, 0.001, 1.5, float("nan")])
def test_the_floor_cannot_be_planned_away(share: float) -> None:
    with pytest.raises(RequestError, match="cannot be planned away"):
        check_share(share)
