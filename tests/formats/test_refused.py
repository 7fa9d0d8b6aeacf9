"""Refused rows come back in the columns they came in; corrected, they load again and add only themselves."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office_files import Outcome, filled, read

from tradewind.errors import RequestError
from tradewind.formats.mapped import READER as MAPPED
from tradewind.formats.mapping import FileMapping
from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions, Refused
from tradewind.formats.refused_workbook import write_refused
from tradewind.languages import LANGUAGES, translator

#: How a sender of decimal commas, days first and two words for the regimes writes.
MAPPING = FileMapping(
    table="declarations",
    columns={"declaration_id": "Déclaration", "lodged_on": "Date", "regime": "Régime", "importer": "Importateur",
             "hs_code": "Code", "net_mass": "Poids (kg)"},
    header_rows=(3,), day_first=True, decimal=",", words={"regime": {"MAC": "import"}},
)  # fmt: skip
REGISTER = """Registre;;;;;;
;;;;;;
Déclaration;Date;Régime;Importateur;Code;Poids (kg);Remarque
A1;03/04/2024;MAC;Froid;2903.71;1.250,5;a
A1;04/04/2024;MAC;=2+3;2903.71;1,5 quintal;b
A2;31/02/2024;???;Froid;29;12,5;c
"""


def mapped(path: Path, **said: Any) -> Outcome:
    return Outcome(MAPPED.read(open_file(path), Instructions(mapping=MAPPING.as_dict(), **said)))


def correct(path: Path, **cells: Any) -> None:
    """Type into cells of the first sheet, as a person does."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(path)


def notes(path: Path) -> dict[str, str]:
    """Notes of coloured cells of the first sheet."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return {c.coordinate: c.comment.text for row in sheet.iter_rows(min_row=2) for c in row
            if c.comment and c.fill.fgColor.rgb == "FFFFC7CE"}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_refused_rows_of_a_template_come_back_marked_and_load_when_corrected(
    tmp_path: Path, language: str
) -> None:
    rows = [{"licence_id": "L1", "holder": "Cool", "partner": "Chinaa", "licensed_mass": -3, "valid_from": 2024},
            {"licence_id": "L2", "holder": "=1+1", "issued_on": date(2024, 3, 4)},
            {"holder": "+nameless", "licensed_mass": 1234.5}]  # fmt: skip
    first = read(filled(tmp_path, "licence", rows, language))
    out = tmp_path / "refused.xlsx"
    assert write_refused(out, "licence", first.refused, language) == 2
    marked = notes(out)
    assert set(marked) == {"I3", "J3", "B4"}
    assert translator("formats", language)("This cell must be filled.") in marked["B4"] or language == "en"
    correct(out, I3="CHN", J3=3, B4="L3")
    second = read(out)
    assert second.refused == []
    assert [(r["licence_id"], r["holder"], r["partner"], r["licensed_mass_g"]) for r in second.rows] == [
        ("L1", "Cool", "CHN", 3000), ("L3", "+nameless", None, 1_234_500),
    ]  # fmt: skip
    assert second.rows[0]["valid_from"] == date(2024, 1, 1)
    assert [r["licence_id"] for r in first.rows] == ["L2"]


def test_refused_rows_of_a_mapped_file_come_back_under_their_own_headings(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, "utf-8")
    first = mapped(path)
    assert [(r["declaration_id"], r["item"]) for r in first.rows] == [("A1", 1)]
    assert first.rows[0]["net_mass_g"] == 1_250_500
    out = tmp_path / "refused.xlsx"
    assert write_refused(out, MAPPING.as_dict(), first.refused) == 2
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert [c.value for c in sheet[1]] == [
        "Déclaration", "Date", "Régime", "Importateur", "Code", "Poids (kg)", "Remarque", "tradewind:item",
    ]  # fmt: skip
    assert set(notes(out)) == {"F2", "B3", "C3", "E3"}
    correct(out, F2="1,5", B3="29/02/2024", C3="MAC", E3=None)
    second = mapped(out)
    assert second.refused == []
    assert [(r["declaration_id"], r["item"], r["net_mass_g"], r["lodged_on"]) for r in second.rows] == [
        ("A1", 2, 1500, date(2024, 4, 4)), ("A2", 1, 12_500, date(2024, 2, 29)),
    ]  # fmt: skip
    assert second.rows[0]["importer"] == "=2+3"


def test_nothing_a_sender_wrote_runs_as_a_formula(tmp_path: Path) -> None:
    evil = "=cmd|' /C calc'!A0"
    refused = [Refused(7, "Licence number *", None, "empty", "fill it", "Licences",
                       {"Licence number *": None, "Holder": evil, "Remarks": "@SUM(1)", "Own": "+1"})]  # fmt: skip
    out = tmp_path / "refused.xlsx"
    write_refused(out, "licence", refused)
    cells = [c for row in openpyxl.load_workbook(out).worksheets[0].iter_rows() for c in row]
    assert {c.value for c in cells if c.data_type == "s"} >= {evil, "@SUM(1)", "+1"}
    assert [c for c in cells if c.data_type == "f"] == []


def test_corrected_rows_that_are_still_wrong_are_refused_again(tmp_path: Path) -> None:
    first = read(filled(tmp_path, "licence", [{"licence_id": "L1", "partner": "Chinaa"}]))
    out, again = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    write_refused(out, "licence", first.refused)
    correct(out, I3="Indiaa")
    second = read(out)
    assert write_refused(again, "licence", second.refused) == 1
    assert "Indiaa" in notes(again)["I3"]


def test_a_question_about_a_whole_file_is_no_row_to_correct(tmp_path: Path) -> None:
    rows = [{"licence_id": "L1", "issued_on": "03/04/2024"}]
    found = read(filled(tmp_path, "licence", rows))
    out = tmp_path / "refused.xlsx"
    assert write_refused(out, "licence", found.refused) == 0
    assert not out.exists()


def test_numbers_keep_their_value_whatever_decimal_mark_the_sender_has(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ([], [], list(MAPPING.columns.values()), ["A1", date(2024, 4, 3), "ZZ", "F", 290371, 1.234],
                ["A2", date(2024, 4, 3), "ZZ", "F", 290371, 1250.5]):  # fmt: skip
        sheet.append(row)
    sheet["A1"] = "Registre"
    book.save(tmp_path / "register.xlsx")
    out = tmp_path / "refused.xlsx"
    write_refused(out, MAPPING, mapped(tmp_path / "register.xlsx").refused)
    correct(out, C2="MAC", C3="MAC")
    assert [(r["net_mass_g"], r["lodged_on"]) for r in mapped(out).rows] == [
        (1234, date(2024, 4, 3)), (1_250_500, date(2024, 4, 3)),
    ]  # fmt: skip


def test_dates_of_a_sender_with_a_buddhist_calendar_come_back_unchanged(tmp_path: Path) -> None:
    rows = [
        {"licence_id": "L1", "issued_on": date(2024, 1, 2), "valid_to": "2567-12-30", "partner": "Chinaa"}
    ]
    first = read(filled(tmp_path, "licence", rows), calendar="buddhist")
    out = tmp_path / "refused.xlsx"
    write_refused(out, "licence", first.refused, said=Instructions(calendar="buddhist"))
    correct(out, I3="THA")
    (row,) = read(out, calendar="buddhist").rows
    assert (row["issued_on"], row["valid_to"]) == (date(2024, 1, 2), date(2024, 12, 30))


def test_a_workbook_of_refused_rows_needs_a_language_and_a_template_that_exist(tmp_path: Path) -> None:
    refused = [Refused(7, "a", "b", "c", "d", None, {"a": "b"})]
    for source, language in (("licence", "tlh"), ("license", "en"), (MAPPING, "tlh"), (MAPPING, "en")):
        with pytest.raises(RequestError):
            write_refused(tmp_path / "out.xlsx", source, refused, language)
