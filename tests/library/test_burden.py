"""Whom inspections burden, on tables worked out by hand; and that a name is nothing a line is chosen by."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from customs_files import written
from screened_lines import screening, table
from tradewind.formats.reading import Instructions
from tradewind.intake import read
from tradewind.screening import Screening, screen
from tradewind.screening.planning.budget import Budget
from tradewind.screening.planning.burden import Group, alarms, burden, hit_rates_differ, ratio_of
from tradewind.screening.planning.disguise import NAMING, disguised
from tradewind.screening.planning.groups import groups_of
from tradewind.screening.planning.harm import harm_of
from tradewind.screening.planning.outcomes import Outcomes, outcomes_of
from tradewind.screening.planning.plan import plan
from tradewind.simulation import simulate
from tradewind_cli.main import main

D = date(2026, 3, 31)


def outcomes(results: list[str | None], hours: float = 2.0) -> Outcomes:
    """Of lines inspected with these results; None was not inspected."""
    said = np.array([r or "" for r in results])
    inspected = said != ""
    return Outcomes(
        inspected, said == "illegal", said == "paper_breach", said == "compliant", np.where(inspected, hours, 0.0),
        np.zeros(len(said)), np.zeros(len(said), int), pa.nulls(len(said), pa.string()),
        pa.nulls(len(said), pa.string()),
    )  # fmt: skip


def test_the_burden_of_two_groups_worked_out_by_hand() -> None:
    # A: ten lines; four compliant, one illegal, one undecided, four not inspected. B: six lines, one compliant.
    a = ["compliant"] * 4 + ["illegal", "undecided"] + [None] * 4
    b = ["compliant", "paper_breach", None, None, None, None]
    groups = pa.array(["A"] * len(a) + ["B"] * len(b))
    probability = np.full(len(groups), 0.1)
    one, other = burden("origin", groups, outcomes([*a, *b]), probability)
    assert (one.group, one.lines, one.inspected, one.undecided, one.illegal) == ("A", 10, 6, 1, 1)
    # Lawful: 4 found + 0.9 undecided + 4 x 0.9 not inspected = 8.5, of which 4.9 were inspected.
    assert (one.lawful_lines, one.lawful_inspected) == (8.5, 4.9)
    assert one.share == pytest.approx(4.9 / 8.5, abs=1e-6)
    assert one.hours == pytest.approx(4.9 * 2)
    assert one.hit_rate is not None
    assert one.hit_rate[1] == 0.2
    # 5 settled x 0.1 were expected and 1 found.
    assert one.calibration is not None
    assert (one.expected, one.calibration[1]) == (0.5, 2.0)
    # A fault on paper is no lawful line: 1 found + 4 x 0.9.
    assert (other.lawful_lines, other.lawful_inspected, other.on_paper) == (4.6, 1, 1)
    # None found where 2 x 0.1 were expected: from 0 to 3.69 / 0.2.
    assert other.calibration == pytest.approx((0, 0, 18.44), abs=0.01)


def group(name: str, lawful: float, inspected: float, settled: int, illegal: int) -> Group:
    rate = (0.0, illegal / settled, 1.0) if settled else None
    return Group("origin", name, 0, lawful, settled, inspected, None, 0.0, illegal, 0, 0, rate, 0.0, None)


def test_an_alarm_needs_a_lower_bound_above_one_and_a_half_and_equal_hit_rates() -> None:
    # ln ratio 4 has the spread sqrt(1/100 - 1/1000 + 1/25 - 1/1000) = 0.2191, so 95 % is from 2.60 to 6.15.
    assert ratio_of(100, 1000, 25, 1000) == pytest.approx((4.0, 2.6035, 6.1457), abs=1e-3)
    even = group("A", 1000, 100, 110, 10), group("B", 1000, 25, 28, 3)
    (sounded,) = alarms(even)
    assert (sounded.group, sounded.beside, sounded.ratio) == ("A", "B", 4.0)
    assert sounded.low == pytest.approx(2.604, abs=1e-3)
    assert "4.0 times" in sounded.text
    # With 60 to 30 the ratio is 2 and its lower bound 1.31.
    assert alarms([group("A", 1000, 60, 66, 6), group("B", 1000, 30, 33, 3)]) == []
    # More is found there: 40 of 140 against 1 of 26 is no equal hit rate.
    found_more = group("A", 1000, 100, 140, 40), group("B", 1000, 25, 26, 1)
    assert hit_rates_differ(*found_more)
    assert alarms(found_more) == []


def test_one_pair_of_many_must_be_surer_before_it_sounds() -> None:
    pair = [group("A", 1000, 60, 60, 0), group("B", 1000, 25, 25, 0)]
    assert ratio_of(60, 1000, 25, 1000)[1] == pytest.approx(1.518, abs=1e-3)
    assert len(alarms(pair)) == 1
    assert alarms([*pair, *(group(f"C{n}", 1000, 40, 40, 0) for n in range(20))]) == []


def test_harm_counts_honest_stops_and_those_that_come_again_without_result() -> None:
    # A: honest on days 1 and 2 (two lines), illegal on 3, honest on 4. B: honest twice on one day, which is one stop.
    trader = ["A", "A", "A", "A", "A", "B", "B", None]
    day = np.array([1, 2, 2, 3, 4, 1, 1, 9])
    illegal = np.array([0, 0, 0, 1, 0, 0, 0, 0], bool)
    honest = ~illegal
    hours, days = np.full(8, 0.5), np.arange(8.0)
    found = harm_of(trader, day, illegal, honest, hours, days)
    assert (found.inspected, found.illegal, found.honest, found.honest_per_illegal) == (8, 1, 7, 7.0)
    assert (found.hours, found.days_held) == (3.5, 25.0)
    assert (found.again, found.traders_again) == (1, 1)
    nothing = harm_of([], *(np.zeros(0, t) for t in (int, bool, bool, float, float)))
    assert (nothing.honest_per_illegal, nothing.again) == (None, 0)


def test_the_last_outcome_of_a_line_counts_and_an_empty_sheet_is_none() -> None:
    lines = screening([{"item": 1}, {"item": 1}, {"declaration_id": "D1", "item": 2}, {}]).lines
    rows = table(
        "inspections",
        [
            {"declaration_id": "D1", "item": 1, "inspected_on": date(2026, 3, 1), "result": "illegal"},
            {"declaration_id": "D1", "inspected_on": date(2026, 3, 4), "result_on": date(2026, 3, 9), "hours": 1.5,
             "result": "Compliant", "chosen_by": "floor"},
            {"declaration_id": "D2", "item": 1, "chosen_by": "risk", "chosen_probability": 1.0},
            {"declaration_id": "D4", "item": 1, "inspected_on": D, "result": "undecided", "depth": "opened"},
        ],
    )  # fmt: skip
    found = outcomes_of(lines, rows)
    assert found.inspected.tolist() == [True, False, True, True]
    assert found.lawful.tolist() == [True, False, True, False]
    assert found.illegal.tolist() == [False] * 4
    assert found.hours.tolist() == [1.5, 0.0, 1.5, 4.0]
    assert found.days.tolist() == [5.0, 0.0, 5.0, 0.0]
    assert found.chosen_by.to_pylist() == ["floor", None, "floor", None]


def test_groups_are_by_origin_office_size_and_the_year_after_registration() -> None:
    many = [{"origin": "CHN", "office": "HAM", "importer_id": "T1", "lodged_on": D}] * 50
    few = [{"origin": "TUV", "office": None, "importer_id": "T2", "lodged_on": D}] * 4 + [{"origin": "NRU"}]
    traders = table("traders", [{"trader_id": "T1", "registered_on": date(2025, 6, 1)},
                                {"trader_id": "T2", "registered_on": date(2019, 6, 1)}])  # fmt: skip
    found = {name: of.to_pylist() for name, of in groups_of(screening([*many, *few]).lines, traders).items()}
    assert set(found["origin"][:50]) == {"CHN"}
    assert set(found["origin"][50:]) == {"others, each under 20 lines"}
    assert [found["trader_size"][n][:5] for n in (0, 50)] == ["large", "small"]
    assert all("T1" not in of for of in found.values()), "no group names a trader"
    assert [found["first_year"][n] for n in (0, 50, 54)] == ["first year", "later", "not known"]


def test_no_name_number_or_nationality_is_a_feature(tmp_path: Path) -> None:
    simulate(tmp_path / "month", 3, 250)
    tables = read([tmp_path / "month"], Instructions(sender="invented")).tables
    assert set(NAMING) & set(tables) >= {"declarations", "licences", "traders"}
    plain = screen(Screening(tables), D)
    hidden = screen(Screening({name: disguised(name, rows) for name, rows in tables.items()}), D)
    assert np.count_nonzero(plain.scores.signs) > 10
    assert set(plain.lines["importer"].drop_null().to_pylist()).isdisjoint(
        hidden.lines["importer"].to_pylist()
    )
    np.testing.assert_array_equal(plain.scores.probability, hidden.scores.probability)
    np.testing.assert_array_equal(plain.scores.priority, hidden.scores.priority)


def test_two_traders_of_equal_facts_may_exchange_their_names_and_nothing_changes() -> None:
    lines = [
        {"declaration_id": f"{who}{n}", "importer_id": f"N{who}", "importer": f"{who} Trading", "lodged_on": D,
         "description": "R-22 refrigerant gas 100 x 13.6 kg", "hs_code": "950300", "net_mass_g": 1_360_000 + n}
        for who in "AB" for n in range(4)
    ]  # fmt: skip
    swap = {"NA": "NB", "NB": "NA", "A Trading": "B Trading", "B Trading": "A Trading"}
    exchanged = [{**line, **{k: swap[str(line[k])] for k in ("importer_id", "importer")}} for line in lines]
    made = []
    for rows in (lines, exchanged):
        planned = plan(screen(screening(rows), D), Budget(lines=3), seed=4)
        made.append((planned.expected_kg.tolist(), planned.inclusion.tolist(), planned.chosen.tolist()))
    assert made[0] == made[1]
    assert made[0][0][:4] == made[0][0][4:], "equal facts weigh equally"


def test_the_burden_of_a_period_is_printed_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "".join(
        f"D{n},1,2026-03-{n % 28 + 1:02d},{'HAM' if n % 2 else 'BRE'},import,2022,290342,HFC-32,100000,T{n % 3},"
        f"{'CHN' if n < 60 else 'TUR'}\n"
        for n in range(120)
    )
    outcomes_made = "".join(
        f"I{n},D{n},1,2026-03-30,2026-04-02,floor,{'compliant' if n % 10 else 'illegal'},2\n"
        for n in range(0, 60)
    )
    load = [
        written(tmp_path, "declaration_id,item,lodged_on,office,regime,hs_edition,hs_code,description,net_mass_g,"
                "importer_id,origin\n" + lines, "lines.csv"),
        written(tmp_path, "inspection_id,declaration_id,item,inspected_on,result_on,chosen_by,result,hours\n"
                + outcomes_made, "found.csv"),
    ]  # fmt: skip
    store = ["--warehouse", str(tmp_path / "warehouse")]
    assert main(["load", *map(str, load), *store]) == 0
    capsys.readouterr()
    words = ["burden", "--from", "2026-03-01", "--to", "2026-03-31", *store]
    assert main([*words, "--json", "--names"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["lines"], told["inspected"], told["changed_by_names"]) == (120, 60, 0)
    by_origin = {row["group"]: row for row in told["groups"]["origin"]}
    assert (by_origin["CHN"]["lawful_inspected"], by_origin["TUR"]["lawful_inspected"]) == (54, 0)
    assert [(a["group"], a["beside"]) for a in told["alarms"]] == [("CHN", "TUR")]
    assert told["harm"]["chance"] == told["harm"]["all"]
    assert (told["harm"]["all"]["honest"], told["harm"]["all"]["honest_per_illegal"]) == (54, 9.0)
    assert (told["harm"]["all"]["hours"], told["harm"]["all"]["days_held"]) == (108.0, 162.0)
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "By country of origin" in said
    assert "Lawful lines of origin 'CHN' are inspected" in said
    assert main(["burden", "--from", "2026-03-09", "--to", "2026-03-01", *store]) == 2
    assert main(["burden", "--from", "2020-03-01", "--to", "2020-03-31", *store]) == 2
    assert main(["burden", "--from", "soon", "--to", "2020-03-31", *store]) == 2
    complained = capsys.readouterr().err.splitlines()
    assert len(complained) == 3
