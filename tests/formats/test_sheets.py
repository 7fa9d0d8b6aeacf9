"""Workbooks as people make them: titles above the header, merged cells, codes kept as numbers."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tradewind.errors import FileRefused
from tradewind.formats.opening import open_file
from tradewind.formats.sheets import as_text, find_header, workbook


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.bin"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Licences")
        sheet.merge_range("A1:C1", "Register of licences, invented for this test")
        sheet.write_row("A3", ["Licence_No", "Substance\n(name)", "Net mass (kg)"])
        sheet.merge_range("A4:A5", "L-1")
        sheet.write_row("B4", ["R-22", 290371])
        sheet.write_row("B5", ["R-134a"])
        sheet.write_datetime("C5", date(2024, 5, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        book.add_worksheet("lists").hide()
    return path


def test_merged_cells_are_filled_and_known_as_filled(register: Path) -> None:
    sheet, lists = workbook(open_file(register))
    assert (sheet.name, lists.hidden) == ("Licences", True)
    assert [row[0] for row in sheet.rows[3:]] == ["L-1", "L-1"]
    assert (4, 0) in sheet.filled and (3, 0) not in sheet.filled


def test_a_header_is_found_below_merged_titles(register: Path) -> None:
    sheet = workbook(open_file(register))[0]
    assert find_header(sheet.rows, ["licence no", "SUBSTANCE name", "net mass kg"]) == 2
    assert find_header(sheet.rows, ["register of licences, invented for this test", "other"]) is None


def test_cells_read_as_a_person_sees_them(register: Path) -> None:
    sheet = workbook(open_file(register))[0]
    assert as_text(sheet.rows[3][2]) == "290371"
    assert as_text(sheet.rows[4][2]) == "2024-05-01"
    assert as_text(sheet.rows[1][0]) == ""


def test_a_broken_workbook_gets_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    with pytest.raises(FileRefused, match="the workbook cannot be read"):
        workbook(open_file(tmp_path / "old.xls"))
