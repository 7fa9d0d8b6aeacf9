"""Promises of `tradewind load` on an office's own tables: mappings, senders, and rows given back to correct."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from comtrade_lines import download, flow

from tradewind.intake import explain
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main

MAPPING = """
table = "licences"
[columns]
licence_id = "Licence no"
holder = "Importer"
substance = "Gas"
licensed_mass = "Net weight kg"
valid_from = "Valid from"
[constants]
direction = "import"
"""
HEADER = "Licence no;Importer;Gas;Net weight kg;Valid from"


class Office:
    """A folder with a licence register, a mapping and a warehouse."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.store = folder / "warehouse"
        self.mapping = folder / "mapping.toml"
        self.mapping.write_text(MAPPING, "utf-8")

    def register(self, name: str, *rows: str) -> Path:
        """A register with these rows."""
        path = self.folder / name
        path.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
        return path

    def load(self, *words: str | Path) -> tuple[int, Any]:
        """Status and JSON of a load; where nothing could be read, the line on stderr."""
        status = main(["load", *map(str, words), "--json", "--warehouse", str(self.store)])
        told = self._capsys.readouterr()
        return status, json.loads(told.out) if told.out else told.err

    def licences(self) -> dict[str, dict[str, Any]]:
        """Current licences by number."""
        with Warehouse.open(self.store) as warehouse:
            rows = warehouse.current("licences").to_pyarrow().to_pylist()
        return {row["licence_id"]: row for row in rows}


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """An office that has loaded nothing yet."""
    return Office(tmp_path, capsys)


def test_a_table_no_layout_fits_is_read_through_its_mapping(office: Office) -> None:
    path = office.register("a.csv", "L-1;Acme;R-22;1 200,5;13/04/2024")
    status, said = office.load(path)
    assert (status, "load --explain" in said) == (2, True)
    status, report = office.load(path, "--mapping", office.mapping, "--sender", "NOU")
    assert (status, report["batches"][0]["format"]) == (0, "mapped")
    row = office.licences()["L-1"]
    assert (row["licensed_mass_g"], row["substance"], row["source"]) == (1_200_500, "R-22", "NOU")


def test_a_mapping_is_kept_for_its_sender_and_no_other(office: Office) -> None:
    office.load(
        office.register("a.csv", "L-1;Acme;R-22;1;13/04/2024"), "--mapping", office.mapping, "--sender", "NOU"
    )
    second = office.register("b.csv", "L-2;Acme;R-22;2;14/04/2024")
    assert office.load(second, "--sender", "Customs")[0] == 2
    status, report = office.load(second, "--sender", "NOU")
    assert (status, report["generation"]) == (0, 2)
    assert set(office.licences()) == {"L-1", "L-2"}
    assert office.load(second, "--sender", "NOU")[1]["batches"][0]["already_loaded"] is True


def test_the_order_of_dates_is_asked_once_for_a_sender(office: Office) -> None:
    said = ("--mapping", office.mapping, "--sender", "NOU")
    first = office.register("a.csv", "L-1;Acme;R-22;1;03/04/2024")
    status, question = office.load(first, *said)
    assert status == 2
    assert "Valid from" in question
    assert "03/04/2024" in question
    assert office.load(first, *said, "--day-first")[0] == 0
    assert office.load(office.register("b.csv", "L-2;Acme;R-22;2;05/06/2024"), "--sender", "NOU")[0] == 0
    found = {name: row["valid_from"].isoformat() for name, row in office.licences().items()}
    assert found == {"L-1": "2024-04-03", "L-2": "2024-06-05"}
    again = office.load(first, "--sender", "NOU")[1]
    assert (again["generation"], again["batches"][0]["already_loaded"]) == (2, True)


def test_refused_rows_come_back_as_a_workbook_and_corrected_load_again(office: Office) -> None:
    path = office.register("a.csv", "L-1;Acme;R-22;1;13/04/2024", "L-2;Acme;R-22;many;14/04/2024")
    out = office.folder / "correct.xlsx"
    status, report = office.load(path, "--mapping", office.mapping, "--sender", "NOU", "--refused-out", out)
    assert (status, report["corrections"]) == (1, [{"source": str(path), "path": str(out), "rows": 1}])
    book = openpyxl.load_workbook(out)
    sheet = book.active
    headers = [cell.value for cell in sheet[1]]
    cell = sheet.cell(2, headers.index("Net weight kg") + 1)
    assert (sheet.cell(2, 1).value, cell.value) == ("L-2", "many")
    assert "is not a mass" in cell.comment.text
    cell.value = 7
    book.save(out)
    assert office.load(out, "--sender", "NOU")[0] == 0
    assert {name: row["licensed_mass_g"] for name, row in office.licences().items()} == {
        "L-1": 1000,
        "L-2": 7000,
    }


def test_rows_of_a_foreign_layout_are_mended_where_they_came_from(office: Office) -> None:
    path = download(office.folder, "flows.csv", flow("290371", 5), flow("290376", -7))
    out = office.folder / "deep" / "correct.xlsx"
    status, report = office.load(path, "--refused-out", out)
    assert (status, report["corrections"]) == (1, [{"source": str(path), "path": None, "rows": 1}])
    assert not out.exists()


def test_refused_rows_of_two_files_are_two_workbooks(office: Office) -> None:
    paths = [
        office.register(f"{n}.csv", f"L-{n};Acme;R-22;many;14/04/2024", f"M-{n};A;R-22;1;1/1/24")
        for n in "12"
    ]
    out = office.folder / "deep" / "correct.xlsx"
    status, report = office.load(*paths, "--mapping", office.mapping, "--refused-out", out)
    assert (status, [Path(c["path"]).name for c in report["corrections"]]) == (
        1,
        ["correct.xlsx", "correct-2.xlsx"],
    )


def test_an_unknown_language_is_said_before_anything_is_loaded(office: Office) -> None:
    path = office.register("a.csv", "L-1;Acme;R-22;many;13/04/2024")
    words = ("--mapping", office.mapping, "--refused-out", office.folder / "c.xlsx", "--language", "tlh")
    assert office.load(path, *words)[0] == 2
    assert Warehouse.open(office.store).generation == 0


def test_explain_drafts_a_mapping_that_loads(office: Office) -> None:
    path, out = office.folder / "licences 2024.csv", office.folder / "draft.toml"
    path.write_text(
        "Licence number;Holder;Substance;Licensed mass (kg);Valid from;Valid to\n"
        "L-1;Acme;R-22;1;13/04/2024;31/12/2024\nL-2;Acme;R-134a;2;14/04/2024;31/12/2024\n"
    )
    status, told = office.load("--explain", path, "--mapping-out", out)
    assert (status, told["format"], told["mapping"]["table"]) == (0, None, "licences")
    assert out.read_text("utf-8") == told["toml"]
    assert Warehouse.open(office.store).generation == 0
    assert office.load(path, "--mapping", out)[0] == 0
    assert office.licences()["L-2"]["substance"] == "R-134a"


def test_explain_names_a_layout_that_needs_no_mapping(office: Office) -> None:
    status, told = office.load("--explain", download(office.folder, "flows.csv", flow("290371", 5)))
    assert (status, told["format"], told["mapping"]) == (0, "comtrade-bulk", None)


def test_historical_rows_are_marked(office: Office) -> None:
    path = office.register("a.csv", "L-1;Acme;R-22;1;13/04/2014")
    office.load(path, "--mapping", office.mapping, "--historical", "--party", "Kenya")
    assert office.licences()["L-1"]["historical"] is True
    with Warehouse.open(office.store) as warehouse:
        assert warehouse.batches()[0].party == "KEN"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("table = ", "mapping"),
        ('table = "gossip"', "gossip"),
        ('table = "licences"\n[columns]\n', "names no columns"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_one_clear_line(office: Office, text: str, said: str) -> None:
    office.mapping.write_text(text)
    status, line = office.load(office.register("a.csv", "L-1;A;R-22;1;1/1/24"), "--mapping", office.mapping)
    assert (status, line.count("\n")) == (2, 1)
    assert said in line


def test_an_unknown_party_and_two_orders_of_dates_are_refused(office: Office) -> None:
    path = office.register("a.csv", "L-1;Acme;R-22;1;13/04/2024")
    status, line = office.load(path, "--party", "Atlantis")
    assert (status, "Atlantis" in line) == (2, True)
    with pytest.raises(SystemExit) as stopped:
        office.load(path, "--day-first", "--month-first")
    assert stopped.value.code == 2


def test_a_template_is_filled_loaded_refused_corrected_and_loaded(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, out = office.folder / "template.xlsx", office.folder / "correct.xlsx"
    assert main(["template", "licence", "--language", "es", "--out", str(empty)]) == 0
    capsys.readouterr()
    book = openpyxl.load_workbook(empty)
    sheet = book.active
    fields = [str(cell.value).rsplit(":", 1)[-1] for cell in sheet[1]]
    for row, (number, mass) in enumerate((("L-1", 1.5), ("L-2", "mucho")), 4):
        entry = {"licence_id": number, "holder": "Acme", "substance": "R-22", "licensed_mass": mass}
        for field, value in entry.items():
            sheet.cell(row, fields.index(field) + 1).value = value
    book.save(empty)
    status, report = office.load(empty, "--party", "MEX", "--refused-out", out, "--language", "es")
    assert (status, report["batches"][0]["format"], report["batches"][0]["rows"]) == (1, "template", 1)
    assert report["corrections"] == [{"source": str(empty), "path": str(out), "rows": 1}]
    book = openpyxl.load_workbook(out)
    sheet = book.active
    [row] = [r for r in sheet.iter_rows() if any(cell.value == "L-2" for cell in r)]
    [wrong] = [cell for cell in row if cell.value == "mucho"]
    assert wrong.comment is not None
    wrong.value = 2
    book.save(out)
    assert office.load(out, "--party", "MEX")[0] == 0
    assert {name: row["licensed_mass_g"] for name, row in office.licences().items()} == {
        "L-1": 1500,
        "L-2": 2000,
    }


def test_a_draft_names_every_column_of_the_file_with_its_first_values(office: Office) -> None:
    path = office.folder / "strange.csv"
    path.write_text("Permit no,Gas,Importer,Net kg,Colour\nL-1,R-134a,Acme,10,red\nL-2,R-134a,Brill,20,red\n")
    made = explain(path).draft
    assert made is not None
    assert list(made.headings) == ["Permit no", "Gas", "Importer", "Net kg", "Colour"]
    assert (made.headings["Importer"], made.headings["Colour"]) == (("Acme", "Brill"), ("red",))
