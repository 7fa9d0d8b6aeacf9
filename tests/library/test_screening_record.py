"""What an office has learnt changes what it is told next, and only that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from screened_lines import screening, sees
from tradewind.screening import Screened, rows, screen
from tradewind.screening.daily_list import daily_list
from tradewind.screening.record import LESS, Like

DAY = date(2026, 6, 1)
DETECTORS = (
    sees("words", "description and code", "alpha", "beta"),
    sees("mass", "packages and mass", "gamma"),
)


def inspected(
    declaration: str, result: str | None, day: date = date(2026, 3, 1), **more: Any
) -> dict[str, Any]:
    return {"inspection_id": f"{declaration}/{day}", "declaration_id": declaration, "item": 1, "inspected_on": day,
            "result_on": day, "result": result, **more}  # fmt: skip


def screened(
    lines: Sequence[Mapping[str, Any]], inspections: Sequence[Mapping[str, Any]], on: date = DAY
) -> Screened:
    return screen(screening(lines, inspections=inspections), on, detectors=DETECTORS)


def of_trader(declaration: str, description: str = "[alpha]", **more: Any) -> dict[str, Any]:
    plain = {"importer_id": "T1", "origin": "CHN", "dispatch": "CHN", "destination": "KEN"}
    return {"declaration_id": declaration, "description": description, **plain, **more}


def test_like_findings_are_counted_by_how_they_ended() -> None:
    results = ["illegal"] * 5 + ["compliant"] * 21 + ["undecided"] * 8
    lines = [of_trader(f"P{n}", importer_id=f"O{n}") for n in range(len(results))]
    made = screened(
        [*lines, of_trader("N")], [inspected(f"P{n}", result) for n, result in enumerate(results)]
    )
    assert made.record.like["words"] == Like(confirmed=5, explained=21, open=8)
    (entry,) = daily_list(made)
    assert entry.declaration_id == "N"
    assert entry.record == ("34 like this: 5 confirmed, 21 explained, 8 open.",)


def test_a_percentage_appears_only_from_fifty_outcomes_on() -> None:
    def told(outcomes: int) -> str:
        lines = [of_trader(f"P{n}", importer_id=f"O{n}") for n in range(outcomes)]
        found = [inspected(f"P{n}", "illegal" if n < 10 else "compliant") for n in range(outcomes)]
        (entry,) = daily_list(screened([*lines, of_trader("N")], found))
        return entry.record[0]

    assert "%" not in told(49)
    assert told(50).endswith("20 % of the 50 settled were confirmed (11 to 33 %).")


def test_a_breach_on_paper_is_neither_confirmed_nor_explained() -> None:
    made = screened([of_trader("P"), of_trader("N")], [inspected("P", "paper_breach")])
    assert made.record.like["words"] == Like(on_paper=1)
    (entry,) = daily_list(made)
    assert "1 on paper only" in entry.record[0]


def test_an_outcome_counts_for_the_detectors_that_had_a_sign_there() -> None:
    made = screened([of_trader("P", "[alpha] [gamma]"), of_trader("Q", "")], [
        inspected("P", "illegal"), inspected("Q", "compliant"),
    ])  # fmt: skip
    assert made.record.like == {"words": Like(confirmed=1), "mass": Like(confirmed=1)}


def test_what_became_known_after_the_day_of_the_list_does_not_count_for_it() -> None:
    late = inspected("P", "illegal", DAY - timedelta(days=1), result_on=DAY + timedelta(days=1))
    later = inspected("Q", "illegal", DAY + timedelta(days=1))
    made = screened([of_trader("P"), of_trader("Q")], [late, later])
    assert made.record.like["words"] == Like(open=1)
    assert [e.declaration_id for e in daily_list(made)] == ["Q"]


def test_a_sheet_that_was_not_filled_in_is_no_inspection() -> None:
    blank = {"inspection_id": "P/1", "declaration_id": "P", "item": 1, "chosen_by": "risk"}
    made = screened([of_trader("P")], [blank])
    assert (made.record.like, [e.declaration_id for e in daily_list(made)]) == ({}, ["P"])


def test_the_last_inspection_of_a_line_is_the_one_that_counts() -> None:
    made = screened([of_trader("P")], [
        inspected("P", "undecided", date(2026, 3, 1)), inspected("P", "illegal", date(2026, 3, 5)),
    ])  # fmt: skip
    assert made.record.like["words"] == Like(confirmed=1)


def test_an_explanation_is_shown_on_the_next_finding_with_its_end() -> None:
    kept = inspected(
        "P", "compliant", explanation="ruling 17 of the tariff office", explanation_until=date(2026, 12, 31)
    )
    other = of_trader("O", importer_id="T2")
    made = screened([of_trader("P"), of_trader("N"), other], [kept])
    told = {e.declaration_id: e.explanations for e in daily_list(made)}
    assert told["N"] == (
        "The trader documented on 1 March 2026: ruling 17 of the tariff office. It stands until 31 December 2026.",
    )
    assert told["O"] == ()


def test_an_explanation_that_has_ended_says_so() -> None:
    kept = inspected("P", "compliant", explanation="a ruling", explanation_until=date(2026, 5, 31))
    made = screened([of_trader("P"), of_trader("N")], [kept])
    assert "It stood until 31 May 2026." in daily_list(made)[0].explanations[0]
    assert rows.table(made)["explanations"].to_pylist()[1] == list(daily_list(made)[0].explanations)


STOPS = [inspected("P", "compliant"), inspected("Q", "compliant", date(2026, 4, 1))]
STOPPED = [of_trader("P"), of_trader("Q")]


def weight(line: Mapping[str, Any], inspections: Sequence[Mapping[str, Any]] = STOPS) -> float:
    lines = [*STOPPED, of_trader("R"), line]
    return float(screened(lines, inspections).scores.weight[3])


def test_after_two_stops_without_result_a_reason_weighs_less_for_that_trader() -> None:
    assert weight(of_trader("N")) == pytest.approx(2.0 * LESS)
    assert weight(of_trader("N", importer_id="T2")) == pytest.approx(2.0)


def test_one_stop_changes_nothing() -> None:
    assert weight(of_trader("N"), STOPS[:1]) == pytest.approx(2.0)


def test_two_stops_for_another_reason_change_nothing() -> None:
    assert weight(of_trader("N", "[beta]")) == pytest.approx(2.0)


@pytest.mark.parametrize(
    "new",
    [
        {"description": "[alpha] [gamma]"},
        {"hs_code": "290345"},
        {"origin": "IND"},
        {"dispatch": "ARE"},
    ],
    ids=["a new sign", "another substance", "another origin", "another route"],
)
def test_something_new_gives_the_reason_its_weight_back(new: Mapping[str, Any]) -> None:
    assert weight(of_trader("N", **new)) > 1.99


def test_a_confirmed_case_after_the_stops_gives_the_reason_its_weight_back() -> None:
    assert weight(of_trader("N"), [*STOPS, inspected("R", "illegal", date(2026, 5, 1))]) == pytest.approx(2.0)


def test_an_undecided_stop_is_no_stop_without_result() -> None:
    assert weight(of_trader("N"), [STOPS[0], inspected("Q", "undecided")]) == pytest.approx(2.0)
