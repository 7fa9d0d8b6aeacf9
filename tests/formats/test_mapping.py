"""The mapping file: what it says, what it refuses, how it is kept, and what it reads."""

import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import Outcome

from tradewind.errors import FileRefused, RequestError
from tradewind.formats.grid import Grid, GridReader
from tradewind.formats.mapped import READER, fits, kept_for
from tradewind.formats.mapping import (
    FileMapping,
    keep_day_first,
    kept_day_first,
    mapping_for,
    mapping_of,
    read_mapping,
    save_mapping,
)
from tradewind.formats.mapping_draft import draft
from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions
from tradewind.formats.registry import recognise_format

LICENCES = {"table": "licences", "columns": {"licence_id": "No", "licensed_mass": "Qty", "substance": "Gas"}}


def put(folder: Path, text: str, name: str = "sent.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def read(path: Path, mapping: dict[str, Any], **said: Any) -> Outcome:
    return Outcome(READER.read(open_file(path), Instructions(mapping=mapping, **said)))


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(heading=texts, word=texts, sheet=texts, constant=texts)
def test_a_mapping_written_is_the_mapping_read(heading: str, word: str, sheet: str, constant: str) -> None:
    mapping = FileMapping(
        "declarations", {"declaration_id": heading, "net_mass": "kg"}, sheet, (3, 4), {"mass": "t"}, True,
        "buddhist", ",", {"importer": constant}, {"regime": {word: "import"}},
    )  # fmt: skip
    again = mapping_of(tomllib.loads(mapping.to_toml({"columns.net_mass": "unsure\nvery"}, "Head\nof it")))
    assert again == mapping
    assert again.identity == mapping.identity


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"tabel": "x"}, "no key 'tabel'"),
        ({"table": 3}, "must say its table"),
        ({"table": "cats"}, "cats"),
        ({"columns": {}}, "names no columns"),
        ({"columns": {"weight": "Qty"}}, "no field 'weight'; it has licence_id"),
        ({"columns": {"licence_id": ["a"]}}, "columns.licence_id"),
        ({"columns": "x"}, "must be a section"),
        ({"units": {"mass": "ton"}}, "short ton"),
        ({"dates": {"order": "middle-first"}}, "day-first"),
        ({"dates": {"calendar": "maya"}}, "buddhist"),
        ({"decimal": ";"}, "must be one of"),
        ({"header_row": 0}, "number of a row"),
        ({"header_row": [1, 2, 3]}, "number of a row"),
    ],
)
def test_a_mapping_that_cannot_be_meant_says_which_line(change: dict[str, Any], says: str) -> None:
    with pytest.raises(RequestError, match=says.replace("(", r"\(")):
        mapping_of(LICENCES | change)


def test_a_file_that_is_no_mapping_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"bad\.toml is not a mapping file"):
        read_mapping(put(tmp_path, "table = ", "bad.toml"))


def test_a_canonical_column_may_be_named_instead_of_the_field() -> None:
    assert mapping_of({"table": "licences", "columns": {"licensed_mass_g": "Qty"}}).columns == {
        "licensed_mass": "Qty"
    }


def test_mappings_are_kept_per_sender_and_found_by_the_file(tmp_path: Path) -> None:
    mapping = mapping_of(LICENCES)
    path = save_mapping(tmp_path, "Zoll/..\\Büro: 1", mapping)
    assert path.parent.parent == tmp_path / "mappings"
    assert mapping_for(tmp_path, "Zoll/..\\Büro: 1", mapping.signature) == mapping
    assert mapping_for(tmp_path, "zoll buro 1", mapping.signature) is None
    fitting = open_file(put(tmp_path, "Title\n\nGas;No;Qty;More\nR22;1;2;3\n"))
    other = open_file(put(tmp_path, "a;b\n1;2\n", "other.csv"))
    assert kept_for(tmp_path, "Zoll/..\\Büro: 1", fitting) == mapping
    assert kept_for(tmp_path, "Zoll/..\\Büro: 1", other) is None
    assert not fits(mapping, other)


def test_the_order_of_dates_is_kept_per_sender(tmp_path: Path) -> None:
    assert kept_day_first(tmp_path, "customs") is None
    keep_day_first(tmp_path, "customs", False)
    save_mapping(tmp_path, "customs", mapping_of(LICENCES))
    assert kept_day_first(tmp_path, "customs") is False
    assert kept_day_first(tmp_path, "other") is None


def test_units_words_and_constants_of_the_mapping_are_applied(tmp_path: Path) -> None:
    path = put(tmp_path, "No,Qty,Gas,Way\n1,2.5,R22,IMP-X\n2,30 lb,R22,EXP-X\n3,4,R22,\n")
    mapping = LICENCES | {
        "columns": LICENCES["columns"] | {"direction": "Way"}, "units": {"mass": "t"},
        "values": {"direction": {"IMP-X": "import", "exp-x": "export"}}, "constants": {"hs_edition": "2022"},
    }  # fmt: skip
    found = read(path, mapping)
    assert [(r["licensed_mass_g"], r["direction"], r["hs_edition"]) for r in found.rows] == [
        (2_500_000, "import", "2022"), (13_608, "export", "2022"), (4_000_000, None, "2022"),
    ]  # fmt: skip


def test_units_may_stand_in_a_column_of_their_own(tmp_path: Path) -> None:
    path = put(tmp_path, "No,Qty,Gas,U\n1,2.5,R22,TNE\n2,30,R22,lbs\n3,40,R22,cylinders\n4,5,R22,quintal\n")
    found = read(path, LICENCES | {"columns": LICENCES["columns"] | {"mass_unit": "U"}})
    assert [r["licensed_mass_g"] for r in found.rows] == [2_500_000, 13_608, None]
    assert [r.row for r in found.refused] == [5]


def test_na_is_namibia_among_country_codes_and_unknown_elsewhere(tmp_path: Path) -> None:
    mapping = {"table": "licences", "columns": {"licence_id": "No", "partner": "From"}}
    codes = read(put(tmp_path, "No,From\n1,NA\n2,CN\n3,IN\n"), mapping)
    names = read(put(tmp_path, "No,From\n1,NA\n2,China\n3,India\n"), mapping)
    assert [r["partner"] for r in codes.rows] == ["NAM", "CHN", "IND"]
    assert [r["partner"] for r in names.rows] == [None, "CHN", "IND"]


def test_kilograms_in_a_column_of_tonnes_are_noticed(tmp_path: Path) -> None:
    path = put(tmp_path, "No,Qty,Gas\n1,13600,R22\n2,2,R22\n3,200000,R22\n")
    found = read(path, LICENCES | {"units": {"mass": "t"}})
    assert [r.reason for r in found.refused] == ['"200000" is 200,000 t, more than any single row can have']
    assert "row 2: check whether the figures are kilograms" in found.notices[0]


def test_a_decimal_mark_nobody_can_tell_is_asked_once(tmp_path: Path) -> None:
    path = put(tmp_path, "No;Qty;Gas\n1;1.234;R22\n2;5.678;R22\n")
    asked = read(path, LICENCES)
    assert (asked.rows, [r.row for r in asked.refused]) == ([], [None])
    assert "decimal" in asked.refused[0].mend
    assert [r["licensed_mass_g"] for r in read(path, LICENCES | {"decimal": ","}).rows] == [
        1_234_000,
        5_678_000,
    ]


def test_entries_without_a_number_are_numbered_by_their_row(tmp_path: Path) -> None:
    path = put(tmp_path, "Gas;Qty\nR22;1\nR12;2\n")
    mapping = {
        "table": "seizures",
        "columns": {"substance": "Gas", "mass": "Qty"},
        "constants": {"case_id": "old-{row}"},
    }
    assert [r["case_id"] for r in read(path, mapping).rows] == ["old-2", "old-3"]


def test_every_month_of_a_workbook_is_read_and_merged_masses_count_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for month in ("Jan", "Feb"):
        sheet = book.create_sheet(month)
        sheet.append([f"Licences {month}"])
        sheet.append(["No", "Gas", "Qty"])
        sheet.append([f"{month}-1", "R22", 100])
        sheet.append([f"{month}-2", "R12", None])
        sheet.merge_cells("C3:C4")
    book.save(tmp_path / "year.xlsx")
    found = read(tmp_path / "year.xlsx", LICENCES)
    assert [(r["licence_id"], r["licensed_mass_g"], r["source_sheet"]) for r in found.rows] == [
        ("Jan-1", 100_000, "Jan"), ("Jan-2", None, "Jan"), ("Feb-1", 100_000, "Feb"), ("Feb-2", None, "Feb"),
    ]  # fmt: skip


def test_a_file_without_a_mapped_column_is_refused_with_the_nearest_heading(tmp_path: Path) -> None:
    path = put(tmp_path, "No;Qty.kg;Gas\n1;2;R22\n")
    with pytest.raises(
        FileRefused, match=r'no column "Qty", which the mapping names \(is it "Qty.kg" now\?\)'
    ):
        read(path, LICENCES)


def test_a_file_that_resembles_no_table_gets_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no row of it reads like the headings"):
        draft(open_file(put(tmp_path, "1;2\n3;4\n")))


def test_a_mapping_chooses_its_reader_and_a_template_keeps_its_own(tmp_path: Path) -> None:
    path = put(tmp_path, "No;Qty;Gas\n1;2;R22\n")
    assert recognise_format(open_file(path), Instructions(mapping=LICENCES)).name == "mapped"


def test_trade_statistics_of_a_country_can_be_mapped(tmp_path: Path) -> None:
    path = put(tmp_path, "Month;HS;Country;kg;USD\n2024-03;290371;China;12.5;100\n2024-03;290371;Inda;1;1\n")
    mapping = {"table": "trade_flows", "constants": {"flow": "import"}, "columns": {
        "period": "Month", "hs_code": "HS", "partner": "Country", "net_mass": "kg", "value_usd": "USD"}}  # fmt: skip
    found = read(path, mapping, party="KEN")
    (row,) = found.rows
    assert (row["reporter"], row["partner"], row["net_mass_g"]) == ("KEN", "CHN", 12_500)
    assert (row["value_usd_cents"], str(row["period_end"])) == (10_000, "2024-03-31")
    assert "India" in found.refused[0].reason


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(texts, min_size=3, max_size=3), min_size=1, max_size=8))
def test_whatever_stands_in_the_cells_every_row_is_read_or_refused(rows: list[list[str]]) -> None:
    mapping = mapping_of(LICENCES)
    reader = GridReader(mapping.office, mapping.habits(), {}, "mapping")
    grid = Grid(
        ("No", "Qty", "Gas"), ("licence_id", "licensed_mass", "substance"), rows, range(2, len(rows) + 2)
    )
    found = Outcome(reader.read(grid))
    seen = [r["source_row"] for r in found.rows] + [r.row for r in found.refused]
    assert sorted(seen) == list(range(2, len(rows) + 2)) if not reader.has_asked else [None]
