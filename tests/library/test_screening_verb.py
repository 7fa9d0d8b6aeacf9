"""`tradewind screen`: files in, one row an item out, nothing stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from customs_files import response, wco, wco_item, written
from tradewind.detectors.items import text_against_code
from tradewind.intake import read
from tradewind.screening.one import OneByOne
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main

LINES = (
    "declaration_id,item,lodged_on,regime,hs_edition,hs_code,description,net_mass_g,importer_id\n"
    "D1,1,2026-02-27,import,2022,950300,toys: R-22 refrigerant gas 100 x 13.6 kg,1360000,T1\n"
    "D1,2,2026-02-27,import,2022,290342,HFC-32,136000,T1\n"
    "D2,1,2026-02-28,import,2022,640399,leather shoes,136000,T2\n"
)


class Office:
    """A folder with files and a warehouse."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.store = folder / "warehouse"

    def run(self, verb: str, *words: str | Path) -> tuple[int, str, str]:
        status = main([verb, *map(str, words), "--warehouse", str(self.store)])
        told = self._capsys.readouterr()
        return status, told.out, told.err

    def rows(self, *words: str | Path, on: str = "2026-03-01") -> list[dict[str, Any]]:
        out = self.folder / "out.jsonl"
        assert self.run("screen", *words, "--on", on, "--format", "jsonl", "--out", out)[0] in (0, 1)
        return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def test_one_row_an_item_and_nothing_is_stored(office: Office) -> None:
    rows = office.rows(written(office.folder, LINES, "day.csv"))
    assert [(r["declaration_id"], r["item"]) for r in rows] == [("D1", 1), ("D1", 2), ("D2", 1)]
    assert rows[0]["score"] > rows[1]["score"] > rows[2]["score"]
    assert "gas_under_no_gas_code" in {r["code"] for r in rows[0]["reasons"]}
    assert (rows[0]["substances"], rows[2]["reasons"]) == (["R-22"], [])
    assert not office.store.exists()


def test_rows_are_named_as_in_a_warehouse(office: Office) -> None:
    path = written(office.folder, LINES, "day.csv")
    from_file = office.rows(path)
    office.run("load", path)
    assert [r["row_ref"] for r in office.rows()] == [r["row_ref"] for r in from_file]
    assert [r["findings"] for r in office.rows()] == [r["findings"] for r in from_file]


def test_the_declarations_of_the_warehouse_are_screened_when_no_file_is_named(office: Office) -> None:
    assert office.run("screen")[0] == 2
    office.run("load", written(office.folder, LINES, "day.csv"))
    status, said, _ = office.run("screen", "--json", "--on", "2026-03-01")
    assert status == 0
    assert json.loads(said)["list"][0]["declaration_id"] == "D1"
    assert json.loads(said)["screened"] == 3


def test_a_file_screened_beside_the_same_lines_loaded_is_screened_once(office: Office) -> None:
    path = written(office.folder, LINES, "day.csv")
    office.run("load", path)
    assert len(office.rows(path)) == 3


def test_parquet_has_the_same_rows(office: Office) -> None:
    path = written(office.folder, LINES, "day.csv")
    out = office.folder / "out.parquet"
    assert office.run("screen", path, "--on", "2026-03-01", "--out", out)[0] == 0
    table = pq.read_table(out)
    assert [r["score"] for r in table.to_pylist()] == [r["score"] for r in office.rows(path)]


def test_findings_are_written_beside_the_rows(office: Office) -> None:
    path, out = written(office.folder, LINES, "day.csv"), office.folder / "findings.jsonl"
    rows = office.rows(path, "--findings", out)
    found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {f["id"] for f in found} == {f["id"] for r in rows for f in r["findings"]}
    assert found[0]["subject"] == {"kind": "declaration item", "id": "D1/1"}


def test_refused_rows_give_status_1_and_one_line(office: Office) -> None:
    path = written(office.folder, LINES + "D3,1,2026-02-27,import,2022,290342,x,heavy,T1\n", "day.csv")
    status, _, said = office.run("screen", path, "--out", office.folder / "a.jsonl")
    assert (status, said.count("\n")) == (1, 1)
    assert "row 5" in said


def test_a_file_that_is_no_table_is_one_clear_line(office: Office) -> None:
    status, _, said = office.run("screen", written(office.folder, "<html><table></table></html>", "x.html"))
    assert (status, said.count("\n")) == (2, 1)


def test_an_unreadable_file_does_not_stop_the_others(office: Office) -> None:
    bad = written(office.folder, "nothing of ours here", "x.txt")
    out = office.folder / "a.jsonl"
    status, _, said = office.run("screen", bad, written(office.folder, LINES, "day.csv"), "--out", out)
    assert (status, len(out.read_text("utf-8").splitlines())) == (1, 3)
    assert "x.txt" in said


def test_what_is_no_model_of_ours_is_said_in_one_line(office: Office) -> None:
    model = written(office.folder, "weights", "model.bin")
    status, _, said = office.run("screen", written(office.folder, LINES, "day.csv"), "--trained", model)
    assert (status, said.count("\n")) == (2, 1)
    assert f"{model} is no model of Tradewind's" in said


def test_messages_in_the_same_files_decide_what_counts(office: Office) -> None:
    first = written(office.folder, wco("L1", wco_item(1), own="26A"), "1.xml")
    second = written(office.folder, wco("L2", wco_item(1), own="26B"), "2.xml")
    rejected = written(office.folder, response("10", "L2", "26B"), "3.xml")
    held = read([first, second, rejected]).tables["declarations"]["declaration_id"].to_pylist()
    office.run("load", first, second, rejected)
    with Warehouse.open(office.store) as warehouse:
        stored = warehouse.current("declarations").to_pyarrow()["declaration_id"].to_pylist()
    assert sorted(held) == sorted(stored)


def test_a_row_given_twice_counts_once_as_it_would_when_loaded(office: Office) -> None:
    again = LINES + "D2,1,2026-02-28,import,2022,640399,rubber shoes,136000,T2\n"
    table = read([written(office.folder, again, "day.csv")]).tables["declarations"]
    assert sorted(table["description"].to_pylist())[1] == "rubber shoes"
    assert len(table) == 3


def test_rows_and_findings_can_be_written_together(office: Office) -> None:
    path = written(office.folder, LINES, "day.csv")
    apart, together, found = (office.folder / name for name in ("a.parquet", "b.parquet", "found.jsonl"))
    assert office.run("screen", path, "--on", "2026-03-01", "--out", apart)[0] == 0
    assert office.run("screen", path, "--on", "2026-03-01", "--out", together, "--findings", found)[0] == 0
    assert pq.read_table(together).equals(pq.read_table(apart))
    told = [json.loads(line)["id"] for line in found.read_text("utf-8").splitlines()]
    assert told == [f["id"] for row in pq.read_table(apart)["findings"].to_pylist() for f in row]


def test_licences_of_the_warehouse_are_asked_beside_a_file(office: Office) -> None:
    text = (
        "licence_id,holder_id,direction,substance,licensed_mass_kg,valid_from,valid_to\n"
        "L1,T1,import,R-32,500,2026-01-01,2026-12-31\n"
    )
    office.run("load", written(office.folder, text, "licences.csv"))
    _, said, _ = office.run("screen", written(office.folder, LINES, "day.csv"), "--json")
    assert not [why for why in json.loads(said)["not_asked"].values() if "licence" in why]


def test_the_list_for_people_is_a_table_in_the_terminal(office: Office) -> None:
    status, said, _ = office.run("screen", written(office.folder, LINES, "day.csv"), "--on", "2026-03-01")
    assert status == 0
    assert "look first" in said
    assert "0.2" not in said.split("assumed")[0]


def test_one_item_alone_is_judged_as_in_a_set(office: Office) -> None:
    line = {"declaration_id": "D1", "item": 1, "hs_edition": "2022", "hs_code": "950300", "net_mass_g": 1_360_000,
            "description": "toys: R-22 refrigerant gas 100 x 13.6 kg"}  # fmt: skip
    ask = OneByOne(detectors=(text_against_code.DETECTOR,))
    row = office.rows(written(office.folder, LINES, "day.csv"))[0]
    codes = [r["code"] for r in row["reasons"] if r["detector"] == "text_against_code"]
    assert [r["code"] for r in ask(line)["reasons"]] == codes
    assert ask({**line, "description": "plastic toys"})["reasons"] == []
    assert ask(line)["tier"] == "look first"


def test_a_detector_that_compares_lines_says_that_it_cannot_be_asked_of_one() -> None:
    ask = OneByOne()
    assert "round_trip" in ask.not_asked
    assert "text_against_code" not in ask.not_asked
