"""The analyst's day, twice: the list goes out, the outcome sheet comes back by `load`, the next list differs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tradewind.languages import LANGUAGES
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main

HEADER = "declaration_id,item,lodged_on,regime,hs_edition,hs_code,description,net_mass_g,importer_id,origin,dispatch\n"


def day(folder: Path, name: str, *ids: str) -> Path:
    """Refrigerant under the code of toys, of one trader on one route, and shoes."""
    rows = [
        f"{i},1,2026-03-0{n},import,2022,950300,R-22 refrigerant gas 100 x 13.6 kg,1360000,T1,CHN,CHN\n"
        for n, i in enumerate(ids, 1)
    ]
    path = folder / name
    path.write_text(
        HEADER + "".join(rows) + f"S{name[0]},1,2026-03-01,import,2022,640399,shoes,5000,T9,ITA,ITA\n",
        "utf-8",
    )
    return path


class Desk:
    """A warehouse, and the verbs over it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.store = folder / "warehouse"

    def run(self, *words: str | Path) -> Any:
        status = main([*map(str, words), "--json", "--warehouse", str(self.store)])
        told = self._capsys.readouterr()
        assert status == 0, told.err
        return json.loads(told.out)

    def listed(self, on: str, *words: str | Path) -> dict[str, Any]:
        return {e["declaration_id"]: e for e in self.run("screen", "--on", on, *words)["list"]}


def fill(path: Path, outcomes: dict[str, dict[str, Any]]) -> None:
    """Type outcomes into the second sheet, as a person does."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    place = {cell.value: cell.column for cell in sheet[4]}
    for row in range(5, sheet.max_row + 1):
        for name, value in outcomes.get(sheet.cell(row, place["declaration_id"]).value, {}).items():
            sheet.cell(row, place[name]).value = value
    book.save(path)


def compliant(day_: date, **more: Any) -> dict[str, Any]:
    return {
        "inspected_on": day_,
        "result_on": day_,
        "depth": "papers",
        "result": "compliant",
        "hours": 0.5,
        **more,
    }


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_an_outcome_sheet_comes_back_by_load_in_every_language(desk: Desk, language: str) -> None:
    desk.run("load", day(desk.folder, "1.csv", "A1", "A2"))
    sheet = desk.folder / "list.xlsx"
    desk.run("screen", "--on", "2026-03-03", "--out", sheet, "--language", language)
    fill(
        sheet,
        {
            "A1": compliant(date(2026, 3, 3))
            | {"result": "illegal", "found_substance": "R-22", "found_kg": 1360.5}
        },
    )
    report = desk.run("load", sheet)
    assert (report["refused_total"], list(report["batches"][0]["tables"])) == (0, ["inspections"])
    with Warehouse.open(desk.store) as warehouse:
        rows = {r["declaration_id"]: r for r in warehouse.current("inspections").to_pyarrow().to_pylist()}
    found = rows["A1"]
    assert (found["result"], found["substance_found"], found["mass_found_g"]) == (
        "illegal",
        "R-22",
        1_360_500,
    )
    assert (found["chosen_by"], found["depth"], found["hours"]) == ("both", "papers", 0.5)
    assert (found["chosen_probability"], found["floor_probability"]) == (1.0, 1.0)
    assert (rows["A2"]["result"], rows["A2"]["inspected_on"]) == (None, None)


def test_the_next_list_leaves_out_what_was_inspected_and_tells_how_it_ended(desk: Desk) -> None:
    desk.run("load", day(desk.folder, "1.csv", "A1", "A2"))
    before = desk.listed("2026-03-04")
    assert set(before) == {"A1", "A2"}
    assert before["A2"]["record"] == ["None like this was inspected here yet."]
    sheet = desk.folder / "list.xlsx"
    desk.run("screen", "--on", "2026-03-04", "--out", sheet)
    fill(sheet, {"A1": compliant(date(2026, 3, 4)) | {"result": "illegal"}})
    desk.run("load", sheet)
    after = desk.listed("2026-03-05")
    assert set(after) == {"A2"}
    assert any("1 like this: 1 confirmed" in told for told in after["A2"]["record"])


def test_two_stops_without_result_and_an_explanation_change_the_next_list(desk: Desk) -> None:
    desk.run("load", day(desk.folder, "1.csv", "A1", "A2"))
    next_day = day(desk.folder, "2.csv", "B1")
    sheet = desk.folder / "list.xlsx"
    desk.run("screen", "--on", "2026-03-04", "--out", sheet)
    before = probability(desk, next_day)
    ruling = {"explanation": "tariff ruling 17", "explanation_until": date(2026, 12, 31)}
    fill(sheet, {"A1": compliant(date(2026, 3, 4)), "A2": compliant(date(2026, 3, 4), **ruling)})
    desk.run("load", sheet)
    entry = desk.listed("2026-03-05", next_day)["B1"]
    assert any("tariff ruling 17" in told and "31 December 2026" in told for told in entry["explanations"])
    assert probability(desk, next_day) < before / 2


def probability(desk: Desk, path: Path) -> float:
    out = desk.folder / "rows.jsonl"
    desk.run("screen", path, "--on", "2026-03-05", "--out", out)
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    return float(rows[0]["probability"])
