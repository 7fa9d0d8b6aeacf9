"""A plan fills its budget by what is expected to be found, and nothing but the stated facts of a line moves it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest

from screened_lines import screening, sees
from tradewind.errors import RequestError
from tradewind.screening import screen
from tradewind.screening.planning.budget import Budget
from tradewind.screening.planning.plan import Plan, plan
from tradewind.screening.planning.telling import reasons
from tradewind.screening.screened import Screened

ON = date(2026, 3, 31)
PAPERS = sees("papers", "price", "paper", weight=1.0)
OPENS = sees("opens", "actor", "open", weight=3.0, depth="open")
LINES: list[dict[str, Any]] = [
    {"declaration_id": f"D{n:02d}", "lodged_on": ON - timedelta(n % 5), "office": "HAM" if n % 2 else "BRE",
     "net_mass_g": (n + 1) * 100_000, "gross_mass_g": (n + 1) * 120_000,
     "description": ("", "[paper]", "[open]")[n % 3]}
    for n in range(30)
]  # fmt: skip


@cache
def march() -> Screened:
    return screen(screening(LINES), ON, detectors=[PAPERS, OPENS])


def planned(budget: Budget, seed: int = 1, **more: Any) -> Plan:
    return plan(march(), budget, seed=seed, **more)


def ids(made: Plan, which: Any) -> list[str]:
    found: list[str] = made.lines["declaration_id"].filter(which).to_pylist()
    return found


def test_the_risk_list_goes_by_probability_times_kilograms() -> None:
    made = planned(Budget(lines=10))
    prior = 0.01 / 0.99
    odds = np.array([prior * np.e ** (0, 1, 3)[n % 3] for n in range(30)])
    expected = odds / (1 + odds) * np.arange(1, 31) * 100
    np.testing.assert_allclose(made.expected_kg, expected)
    best = [f"D{n:02d}" for n in np.argsort(-expected)]
    risk = ids(made, made.risk)
    assert set(risk) == set(best[: len(risk)])
    assert made.chosen.sum() == 10
    others = plan(march(), Budget(lines=10), seed=1, probability=np.arange(30)[::-1] / 30)
    assert others.floor.selected.tolist() == made.floor.selected.tolist(), "no score moves the floor"
    assert ids(others, others.risk) != risk


def test_hours_are_filled_by_what_an_hour_is_expected_to_find() -> None:
    made = planned(Budget(hours=8.0), share=0.05)
    worth = made.expected_kg / made.hours
    assert made.hours[made.chosen].sum() <= 8.0
    only_risk = made.risk & ~made.floor.selected
    left = 8.0 - made.hours[made.chosen].sum()
    passed_over = ~made.chosen & (worth > worth[only_risk].min())
    assert (made.hours[passed_over] > left).all(), (
        "a better line is left out only where its check does not fit"
    )


def test_a_named_office_is_not_given_more_hours_than_it_has() -> None:
    made = planned(Budget(hours=12.0, offices={"HAM": 2.0}), share=0.05)
    office = np.array(made.lines["office"].to_pylist())
    at_ham = (office == "HAM") & made.risk & ~made.floor.selected
    assert 0 < made.hours[at_ham].sum() <= 2.0
    assert made.hours[made.risk & (office == "BRE")].sum() > 2.0


def test_a_floor_longer_than_the_budget_is_not_cut() -> None:
    longest = max(
        (planned(Budget(lines=3), seed, share=1.0) for seed in range(40)), key=lambda p: p.chosen.sum()
    )
    assert longest.chosen.sum() > 3
    assert not longest.risk.any()


def test_the_draw_and_the_list_do_not_hang_on_the_order_of_lines_and_ties_go_by_declaration() -> None:
    equal = [{**line, "net_mass_g": 100_000, "description": ""} for line in LINES]
    one = plan(screen(screening(equal), ON, detectors=[PAPERS]), Budget(lines=8), seed=3)
    other = plan(screen(screening(equal[::-1]), ON, detectors=[PAPERS]), Budget(lines=8), seed=3)
    for made in (one, other):
        risk = ids(made, made.risk)
        assert risk == sorted(line["declaration_id"] for line in LINES)[: len(risk)]
    assert ids(one, one.floor.selected) == ids(other, other.floor.selected)
    np.testing.assert_array_equal(one.floor.probability, other.floor.probability)


def test_lines_inspected_before_are_not_planned_again_and_uninspected_sheets_are_no_inspection() -> None:
    outcomes = [
        {"inspection_id": "1", "declaration_id": "D03", "item": 1, "inspected_on": ON, "result": "compliant"},
        {"inspection_id": "2", "declaration_id": "D04", "item": 1, "chosen_by": "risk"},
    ]  # fmt: skip
    made = plan(
        screen(screening(LINES, inspections=outcomes), ON, detectors=[PAPERS]), Budget(lines=5), seed=1
    )
    assert {"D03", "D04"} & set(made.lines["declaration_id"].to_pylist()) == {"D04"}


def test_every_line_is_told_why_it_was_chosen_or_not() -> None:
    made = planned(Budget(lines=10), share=0.3)
    texts = np.array(reasons(made).to_pylist())
    assert all(texts)
    assert all("It says" in text or "No sign" in text for text in texts[made.risk])
    assert all("rawn at random" in text for text in texts[made.floor.selected])
    assert all(text.startswith("Not chosen") for text in texts[~made.chosen])


@pytest.mark.parametrize("budget", [{}, {"lines": 1, "hours": 1}, {"lines": 0}, {"hours": float("nan")}])
def test_a_budget_that_is_none_is_refused(budget: dict[str, Any]) -> None:
    with pytest.raises(RequestError):
        Budget(**budget)
