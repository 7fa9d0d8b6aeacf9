"""A month is planned: the floor by chance, the rest by risk; outcomes come back with how each line was chosen."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from learnt_examples import examples
from tradewind.screening.learning import fit, save
from tradewind.screening.planning.telling import COLUMNS
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main

HEADER = (
    "declaration_id,item,lodged_on,office,regime,hs_edition,hs_code,description,net_mass_g,gross_mass_g,"
    "importer_id\n"
)


def lines(month: int = 3, shoes: int = 40) -> list[str]:
    """Refrigerant under the code of toys, gas in order, machines, and shoes."""
    day = f"2026-{month:02d}"
    toys = [f"T{month}-{n},1,{day}-0{n},HAM,import,2022,950300,R-22 refrigerant gas 100 x 13.6 kg,1360000,1700000,I1"
            for n in (1, 2, 3)]  # fmt: skip
    gas = [f"G{month}-{n},1,{day}-10,HAM,import,2022,290342,HFC-32,{n}00000,{n}20000,I2" for n in range(1, 9)]
    machines = [f"M{month}-{n},1,{day}-11,BRE,import,2022,841510,air conditioners R-32,900000,950000,I3"
                for n in range(6)]  # fmt: skip
    other = [f"S{month}-{n},1,{day}-12,BRE,import,2022,640399,shoes,500000,,I4" for n in range(shoes)]
    return [*toys, *gas, *machines, *other]


class Office:
    """A warehouse, and the verbs over it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.store, self.out = folder / "warehouse", folder / "plan.csv"

    def load(self, name: str, rows: Sequence[str]) -> None:
        path = self.folder / name
        path.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
        assert self.run("load", path)[0] == 0

    def run(self, *words: str | Path) -> tuple[int, str, str]:
        status = main([*map(str, words), "--warehouse", str(self.store)])
        told = self._capsys.readouterr()
        return status, told.out, told.err

    def plan(
        self, *words: str, on: str = "2026-03-31", seed: int = 5
    ) -> tuple[dict[str, Any], list[dict[str, str]]]:
        status, out, err = self.run(
            "plan-inspections", "--on", on, "--seed", str(seed), "--out", self.out, "--json", *words
        )
        assert status == 0, err
        with self.out.open(encoding="utf-8", newline="") as file:
            return json.loads(out), list(csv.DictReader(file))


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    made = Office(tmp_path, capsys)
    made.load("march.csv", lines())
    return made


def floats(rows: list[dict[str, str]], name: str) -> Any:
    return np.array([float(row[name]) for row in rows])


def claims(rows: list[dict[str, str]], name: str) -> Any:
    assert {row[name] for row in rows} <= {"true", "false"}
    return np.array([row[name] == "true" for row in rows])


def test_a_plan_has_a_row_for_every_open_line_with_the_probability_it_had(office: Office) -> None:
    told, rows = office.plan("--budget-lines", "12", "--floor", "0.25")
    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == told["lines"] == 57
    assert {row["stratum"] for row in rows} == {"gas", "equipment and near goods", "all other"}
    chance, inclusion = floats(rows, "floor_probability"), floats(rows, "inclusion_probability")
    assert chance.min() > 0
    assert chance.sum() == pytest.approx(0.25 * 12)
    risk, floor = claims(rows, "risk_selected"), claims(rows, "floor_selected")
    assert (risk | floor).sum() == told["chosen"]["in_all"] == 12
    np.testing.assert_array_equal(inclusion, np.where(risk, 1.0, chance))
    worth = floats(rows, "expected_kg")
    assert worth[risk].min() >= worth[~risk & ~floor].max()
    assert all(row["reason"] for row in rows)
    assert {row["declaration_id"][0] for row in rows[:3]} == {"T"}
    assert "R-22" in rows[0]["reason"]
    assert told["strata"]["all other"]["lines"] == 40
    assert "all other" in told["assumptions"][-1]


def test_only_lines_lodged_in_the_month_up_to_the_day_are_planned_and_later_ones_change_nothing(
    office: Office,
) -> None:
    _, before = office.plan("--budget-lines", "8", on="2026-03-11")
    assert {r["declaration_id"][0] for r in before} == {"T", "G", "M"}
    office.load("april.csv", lines(4))
    _, after = office.plan("--budget-lines", "8", on="2026-03-11")
    assert after == before
    told, rows = office.plan("--budget-lines", "8", on="2026-05-31")
    assert (rows, told["chosen"]["in_all"]) == ([], 0)
    assert "nothing to plan" in told["notes"][0]


def test_the_sheet_comes_back_by_load_with_how_each_line_was_chosen(office: Office) -> None:
    sheet = office.folder / "plan.xlsx"
    told, rows = office.plan("--budget-lines", "12", "--floor", "0.3", "--sheet", str(sheet))
    planned = {r["declaration_id"]: r for r in rows if "true" in (r["risk_selected"], r["floor_selected"])}
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[1]
    place = {cell.value: cell.column for cell in page[4]}
    for row in range(5, 5 + len(planned)):
        for name, value in (("inspected_on", date(2026, 4, 2)), ("result", "compliant"), ("depth", "opened")):
            page.cell(row, place[name]).value = value
    assert any(
        "proportional to its declared gross mass" in str(c.value) for r in book["How it is made"] for c in r
    )
    book.save(sheet)
    assert office.run("load", sheet)[0] == 0
    with Warehouse.open(office.store) as warehouse:
        found = {r["declaration_id"]: r for r in warehouse.current("inspections").to_pyarrow().to_pylist()}
    assert set(found) == set(planned)
    assert len(found) == told["chosen"]["in_all"]
    for name, row in planned.items():
        by = {("true", "true"): "both", ("true", "false"): "risk", ("false", "true"): "floor"}
        assert found[name]["chosen_by"] == by[row["risk_selected"], row["floor_selected"]]
        assert found[name]["chosen_probability"] == pytest.approx(
            float(row["inclusion_probability"]), abs=1e-8
        )
        assert found[name]["floor_probability"] == pytest.approx(float(row["floor_probability"]), abs=1e-8)


def test_an_adopted_model_moves_the_list_and_never_the_floor(office: Office) -> None:
    place, model = save(fit(examples(240), date(2025, 12, 31)), office.folder / "adopted.json")
    assert not model.used_rules_instead
    plain, by_rules = office.plan("--budget-lines", "12")
    told, by_model = office.plan("--budget-lines", "12", "--trained", str(place))
    assert (plain["model"], told["model"]) == (None, model.sha256)
    assert model.sha256[:12] in " ".join(told["assumptions"])
    floors = [
        {r["declaration_id"]: (r["floor_probability"], r["floor_selected"]) for r in rows}
        for rows in (by_rules, by_model)
    ]
    assert floors[0] == floors[1]
    assert floats(by_rules, "expected_kg").tolist() != floats(by_model, "expected_kg").tolist()


def test_a_small_office_is_told_that_its_plan_does_not_optimise(office: Office) -> None:
    told, _ = office.plan("--budget-lines", "4")
    assert told["optimised"] is False
    assert "does not pretend to optimise" in told["notes"][0]
    # 0.15 x 4 lines a month are 7 a year: without a find (1 - 0.05^(1/7.2)) = 34 %; five offices together 8 %.
    assert "up to 34%" in told["notes"][1]
    assert "8%" in told["notes"][2]
    status, out, _ = office.run(
        "plan-inspections", "--on", "2026-03-31", "--seed", "1", "--out", office.out, "--budget-lines", "4"
    )
    assert (status, "does not pretend to optimise" in " ".join(out.split())) == (0, True)


def test_no_cell_of_a_plan_runs_as_a_formula(office: Office) -> None:
    office.load("june.csv", ["=1+1,1,2026-06-01,HAM,import,2022,290342,=HYPERLINK(1),100000,120000,I9"])
    _, rows = office.plan("--budget-lines", "1", on="2026-06-30")
    assert [r["declaration_id"] for r in rows] == ["'=1+1"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--budget-lines", "4", "--floor", "0"], "cannot be planned away"),
        (["--budget-lines", "4", "--floor", "half"], "takes a figure"),
        (["--budget-lines", "0"], "one or more"),
        (["--budget-lines", "4", "--budget-hours", "4"], "give one of the two"),
        ([], "give one of the two"),
        (["--budget-hours", "-1"], "above zero"),
        (["--budget-lines", "4", "--office", "HAM=3"], "part of a budget of hours"),
        (["--budget-hours", "4", "--office", "HAM"], "takes a name and hours"),
        (["--budget-lines", "4", "--on", "2026-13-01"], "takes a day"),
        (["--budget-lines", "4", "--seed", "x"], "takes a whole number"),
        (["--budget-lines", "4", "--trained", "no-such-model"], "there is no model"),
    ],
)
def test_a_wrong_request_is_one_clear_sentence(office: Office, words: list[str], said: str) -> None:
    status, out, err = office.run(
        "plan-inspections", "--on", "2026-03-31", "--seed", "1", "--out", office.out, *words
    )
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert not office.out.exists()
