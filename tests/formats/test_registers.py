"""Seizure registers, the Secretariat's baselines and Article 7 workbook, and GFI's gaps."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from reading_files import read

from shared_data import shared
from tradewind.errors import FileRefused
from tradewind.formats.article7_substances import substance_of
from tradewind.formats.reading import Instructions
from tradewind.reference import all_blends, all_substances
from tradewind.reference.cases import aggregates_path, cases_path, routes_path
from tradewind.reference.rows import read as rows_of

CASE: dict[str, Any] = {
    "id": "X-2024-01", "date": "2024-05", "date_precision": "month", "kind": "seizure", "country": "IN",
    "place": "invented port", "agency": "Customs", "substances": [{"designation": "R-22", "kg": 13.6, "cylinders": 1}],
    "total_kg": 13.6, "kg_basis": "published", "total_cylinders": 1, "origin": ["CN"], "dispatch": [], "transit": [],
    "destination": ["IN"], "modus_operandi": ["misdeclaration"], "detection": [], "outcome": "seized",
    "value": {"amount": 12.5, "currency": "EUR"}, "co2e_t": 24.6, "source_url": "https://example.org",
}  # fmt: skip


def register(folder: Path, *changes: dict[str, Any]) -> Path:
    """An invented register as JSON lines."""
    path = folder / "register"
    path.write_text("".join(json.dumps({**CASE, **change}) + "\n" for change in changes), "utf-8")
    return path


def test_the_register_of_public_cases_reads_whole() -> None:
    made = read(cases_path())
    rows = made.rows["seizures"]
    assert (made.reader.name, made.refused) == ("seizure-register", [])
    assert len({row["case_id"] for row in rows}) == 183
    assert len({row["case_id"] for row in rows if row["seized_from"] is None}) == 52
    first = rows[0]
    assert (first["case_id"], first["country"], first["substance"]) == ("BG-2019-01", "BGR", "R-22")
    assert (first["mass_g"], first["cylinders"], first["dispatch"]) == (13_342_000, 981, ["TUR"])


def test_unknown_masses_and_partial_dates_stay_so() -> None:
    rows = read(cases_path()).rows["seizures"]
    unknown = [row for row in rows if row["substance_text"] == "refrigerant (not disclosed)"]
    assert unknown and all(row["substance"] is None for row in unknown)
    months = [row for row in rows if row["date_text"] == "2020-01"]
    assert months and all(
        (r["seized_from"], r["seized_to"]) == (date(2020, 1, 1), date(2020, 1, 31)) for r in months
    )
    assert all(row["mass_g"] is None or row["mass_g"] > 0 for row in rows)


def test_a_case_of_two_substances_is_two_lines_of_one_total() -> None:
    rows = [row for row in read(cases_path()).rows["seizures"] if row["case_id"] == "BG-2019-03"]
    assert [(row["line"], row["substance"], row["mass_g"]) for row in rows] == [
        (1, "R-134a", None),
        (2, "R-404A", None),
    ]
    assert {row["total_mass_g"] for row in rows} == {1_123_200}


@pytest.mark.parametrize("path", [aggregates_path, routes_path])
def test_official_totals_are_never_added_to_cases(path: Any) -> None:
    with pytest.raises(FileRefused, match="would count twice"):
        read(path())


def test_the_same_register_as_csv_reads_alike(tmp_path: Path) -> None:
    lines = read(register(tmp_path, {})).rows["seizures"]
    path = tmp_path / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(CASE)
        writer.writerow(
            ";".join(value) if isinstance(value, list) and value and isinstance(value[0], str)
            else json.dumps(value) if isinstance(value, list | dict) and value
            else "" if isinstance(value, list) else value
            for value in CASE.values()
        )  # fmt: skip
    assert [{**r, "source_row": 1} for r in read(path).rows["seizures"]] == lines


def test_an_office_s_own_register_carries_its_own_name(tmp_path: Path) -> None:
    (row,) = read(register(tmp_path, {}), Instructions(sender="Customs of X")).rows["seizures"]
    assert (row["source"], row["value_minor"], row["claimed_co2e_t"]) == ("Customs of X", 1250, 24.6)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"date": "15-05-1029"}, "date"),
        ({"date": "03/04/2024"}, "date"),
        ({"total_kg": -5}, "total_kg"),
        ({"total_kg": "some"}, "total_kg"),
        ({"total_cylinders": 1.5}, "total_cylinders"),
        ({"id": None}, "id"),
        ({"id": "X-2024-01"}, "id"),
    ],
)
def test_a_wrong_case_is_refused_whole_with_a_mend(
    tmp_path: Path, change: dict[str, Any], column: str
) -> None:
    made = read(register(tmp_path, {}, {"id": "X-2", **change}))
    assert [(r.row, r.column, bool(r.reason), bool(r.mend)) for r in made.refused] == [
        (2, column, True, True)
    ]
    assert {row["case_id"] for row in made.rows["seizures"]} == {"X-2024-01"}


def test_a_line_that_is_no_json_names_its_number(tmp_path: Path) -> None:
    path = register(tmp_path, {}, {"id": "X-2"})
    path.write_text(path.read_text("utf-8") + '{"id": \n', "utf-8")
    with pytest.raises(FileRefused, match="line 3 is not JSON"):
        read(path)


def test_the_real_baselines_read_with_the_files_beside_them() -> None:
    made = read(shared("ozone_secretariat/baselines.json"))
    rows = made.rows["reported_baselines"]
    assert (len(rows), made.refused) == (6987, [])
    andorra = next(r for r in rows if r["party"] == "AND" and r["baseline_kind"] == "A5Cons")
    assert (andorra["annex_group"], andorra["baseline"], andorra["unit"]) == ("C-I", 1.0, "ODP t")
    assert {r["annex_group"] for r in rows} == {
        "A-I", "A-II", "B-I", "B-II", "B-III", "C-I", "E", "F"
    }  # fmt: skip
    assert {r["unit"] for r in rows if r["annex_group"] == "F"} == {"t CO2e"}
    hcfc = {r["baseline_kind"]: r["unit"] for r in rows if r["annex_group"] == "C-I"}
    assert (hcfc["A5Cons"], hcfc["A5ConsGWP"]) == ("ODP t", "t CO2e")
    keys = [(r["party"], r["annex_group"], r["measure"], r["baseline_kind"]) for r in rows]
    assert len(set(keys)) == len(keys)


def test_baselines_alone_say_which_files_must_lie_beside(tmp_path: Path) -> None:
    shutil.copy(shared("ozone_secretariat/baselines.json"), tmp_path / "b.json")
    with pytest.raises(FileRefused, match=r"parties\.json is not there"):
        read(tmp_path / "b.json")


def test_the_real_article_7_workbook_reads_every_form() -> None:
    made = read(shared("ozone_secretariat/art7_submissions.xlsx"))
    rows = made.rows["reported_consumption"]
    assert (made.reader.name, made.refused) == ("article-7", [])
    forms = [row["form"] for row in rows]
    assert {name: forms.count(name) for name in sorted(set(forms))} == {
        "destruction": 6, "exports": 15, "imports": 9, "non_party_exports": 5, "non_party_imports": 5, "production": 4,
    }  # fmt: skip
    cfc11 = next(r for r in rows if r["form"] == "imports" and r["substance"] == "R-11")
    assert (cfc11["new_g"], cfc11["recovered_g"], cfc11["annex_group"]) == (720_433_000, 85_161_000, "A-I")
    assert (cfc11["source_sheet"], cfc11["source_row"], cfc11["period_start"]) == (
        "ImportNew",
        2,
        date(2009, 1, 1),
    )
    assert cfc11["published_on"] == date(2010, 9, 13)


def test_a_blank_cell_of_article_7_is_never_zero() -> None:
    rows = read(shared("ozone_secretariat/art7_submissions.xlsx")).rows["reported_consumption"]
    figures = [row[name] for row in rows for name in row if name.endswith("_g")]
    assert None in figures and 0 not in figures


def article7(folder: Path, total: float, mark: object = "2009") -> Path:
    """An invented workbook whose total may differ from its split by country."""
    path = folder / "book"
    with xlsxwriter.Workbook(str(path)) as book:
        sheets = [("Import", [], [total]), ("ImportNew", ["OrgCntryID"], [1.5]), ("Produce", [], [])]
        for name, partner, masses in sheets:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["CntryID", "PeriodID", "SubstID", *partner, "ImpNew"])
            if masses:
                sheet.write_row(1, 0, ["IN", mark, 135, *(["CN"] if partner else []), *masses])
    return path


def test_totals_and_their_split_by_country_never_count_twice(tmp_path: Path) -> None:
    made = read(article7(tmp_path, 1.5))
    (row,) = made.rows["reported_consumption"]
    assert (row["party"], row["partner"], row["substance"], row["new_g"]) == ("IND", "CHN", "R-22", 1_500_000)
    assert made.notices == []
    assert any("differs from the sum by country" in n for n in read(article7(tmp_path, 2.0)).notices)


def test_a_row_of_article_7_without_a_year_is_refused_with_its_sheet(tmp_path: Path) -> None:
    made = read(article7(tmp_path, 1.5, "soon"))
    assert {(r.sheet, r.row, r.column) for r in made.refused} == {
        ("Import", 2, "PeriodID"), ("ImportNew", 2, "PeriodID")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("number", "designation"),
    [
        ("100", "R-11"), ("104", "R-12"), ("107", "Halon-2402"), ("135", "R-22"), ("130", "R-141b"),
        ("193", "HBFC-22B1"), ("194", "Methyl bromide"), ("195", "Bromochloromethane"), ("1341", "R-134a"),
        ("4310", "R-43-10mee"), ("4041", "R-404A"), ("5071", "R-507A"), ("5020", "R-502"), ("99", None),
        ("122", "HCFC-123 (all isomers)"), ("123", "R-123"), ("4002", "R-400"), ("4009", None), ("9030", None),
    ],
)  # fmt: skip
def test_the_secretariat_s_numbers_name_substances(number: str, designation: str | None) -> None:
    assert substance_of(number) == designation


def test_every_number_of_the_secretariat_leads_to_a_substance_we_know() -> None:
    known = {entry.designation for entry in (*all_substances(), *all_blends())}
    rows = rows_of("secretariat_numbers")
    assert len(rows) > 240
    assert {row["designation"] for row in rows} <= known


def test_the_real_gaps_of_gfi_read_from_their_archive() -> None:
    made = read(shared("gfi_dots/DOTS_trdmisin_15_16.csv.zip"))
    rows = made.rows["published_gaps"]
    assert (made.reader.name, len(rows), made.refused) == ("gfi-dots", 92_100, [])
    assert (rows[0]["importer"], rows[0]["exporter"], rows[0]["year"]) == ("USA", "GBR", 2015)
    assert rows[0]["value_import_usd_cents"] == 5_453_325_423_208
    assert rows[0]["gap_import_usd"] == pytest.approx(12_572_929_752.4407)
    assert not any(row["importer"].startswith("imf:") or row["exporter"].startswith("imf:") for row in rows)


def test_xml_of_another_kind_is_told_what_xml_is_read(tmp_path: Path) -> None:
    (tmp_path / "d.xml").write_text('<?xml version="1.0"?><catalogue/>')
    with pytest.raises(
        FileRefused, match=r"of no kind we know .*the element catalogue.*we read ASYCUDA World"
    ):
        read(tmp_path / "d.xml")


def test_an_unknown_table_is_pointed_to_a_mapping(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    with pytest.raises(FileRefused, match="mapping"):
        read(tmp_path / "t.csv")
