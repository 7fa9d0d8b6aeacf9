"""A workbook that an office fills in comes back whole, whatever language it was filled in."""

import json
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from babel.messages.pofile import read_po
from office_files import filled, read

from tradewind.errors import RequestError
from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions
from tradewind.formats.template import header_of, options, write_template
from tradewind.formats.template_reader import READER, template_of
from tradewind.formats.template_text import KINDS, fields_of, messages
from tradewind.languages import LANGUAGES
from tradewind.tables import table
from tradewind_cli.main import main

OTHERS = [language for language in LANGUAGES if language != "en"]
#: Words that two languages write alike.
SAME_IN = {
    "fr": {"Date", "transit", "document", "routine", "production", "surveillance", "Notes", "scanner", "rail",
           "Inspections", "Substance", "Quotas", "Licences", "export", "import", "Quota (kg)", "Description"},
    "es": {"no", "t CO2e"},
}  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_templates_is_translated(language: str) -> None:
    with (resources.files("tradewind.formats") / "locale" / f"{language}.po").open("rb") as stream:
        said = {str(m.id): str(m.string) for m in read_po(stream, locale=language) if m.id}
    assert [text for text in messages() if not said.get(text)] == []
    codes = {text for text in messages() if not any(c.islower() for c in text)} | {"kg"}
    shared = codes | SAME_IN.get(language, set())
    assert sorted(t for t in set(messages()) if said[t] == t and t not in shared) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_template_is_recognised_and_its_example_is_never_loaded(
    tmp_path: Path, kind: str, language: str
) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, kind, language)
    marks = template_of(open_file(path))
    assert marks is not None
    assert (marks.kind, marks.language) == (kind, language)
    found = read(path)
    assert (found.rows, found.refused, found.notices) == ([], [], [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_headings_of_a_template_differ_from_each_other(kind: str, language: str) -> None:
    headers = [header_of(kind, field, language) for field in fields_of(kind)]
    assert len(set(headers)) == len(headers)


def test_the_sheet_helps_whoever_fills_it(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, "licence", "ar")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "A3"
    assert sheet.row_dimensions[1].hidden
    assert [c.comment is not None for c in sheet[2]] == [False] + [True] * (sheet.max_column - 1)
    lists = {str(v.sqref).split(":")[0]: v.formula1 for v in sheet.data_validations.dataValidation}
    assert {"C3", "F3", "I3"} <= set(lists)
    assert "(كغ)" in str(sheet["J2"].value)
    assert sheet["A3"].value == "مثال"


def test_drop_downs_offer_substances_countries_and_words_of_the_language() -> None:
    by_name = {f.name: f for f in fields_of("declaration")}
    assert "R-22" in options(by_name["substance"], "fr")
    assert "R-410A" in options(by_name["substance"], "fr")
    assert "Allemagne (DEU)" in options(by_name["origin"], "fr")
    assert options(by_name["regime"], "fr")[:2] == ("importation", "exportation")
    assert options(by_name["regime"], "zh")[0] == "进口"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_any_language_give_the_same_row(tmp_path: Path, language: str) -> None:
    by_name = {f.name: f for f in fields_of("seizure")}

    def word(field: str, place: int = 0) -> str:
        return options(by_name[field], language)[place]

    country = next(o for o in options(by_name["country"], language) if "(IND)" in o)
    path = filled(tmp_path, "seizure", [{
        "case_id": "S/1", "kind": word("kind", 1), "country": country, "seized": "Q3 2016",
        "substance": "r410a", "mass": 12.5, "origin": f"{country}; CHN", "transport": word("transport", 5),
        "methods": f"{word('methods', 1)}; {word('methods', 4)}", "detection": word("detection", 3),
        "outcome": word("outcome", 11),
    }], language)  # fmt: skip
    found = read(path)
    assert found.refused == []
    row = {k: v for k, v in found.rows[0].items() if v is not None and k != "source_sheet"}
    assert row == {
        "case_id": "S/1", "line": 1, "kind": "prosecution", "country": "IND", "date_text": "Q3 2016",
        "seized_from": date(2016, 7, 1), "seized_to": date(2016, 9, 30), "substance": "R-410A",
        "substance_text": "r410a", "mass_g": 12500, "origin": ["IND", "CHN"], "transport": "sea_container",
        "methods": ["banned_substance", "hidden_in_load"], "detection": ["scanner"], "outcome": "civil_penalty",
        "source_row": 4,
    }  # fmt: skip


def test_columns_may_be_moved_and_headings_changed(tmp_path: Path) -> None:
    def tamper(sheet: Any) -> None:
        sheet.move_range("B1:B4", cols=30)
        sheet["AF2"] = "Our number"
        sheet["D2"] = None

    path = filled(tmp_path, "licence", [{"licence_id": "L1", "holder": "Cool"}], change=tamper)
    assert [(r["licence_id"], r["holder"]) for r in read(path).rows] == [("L1", "Cool")]


def test_an_entry_typed_over_the_example_is_asked_about_and_not_lost(tmp_path: Path) -> None:
    def overwrite(sheet: Any) -> None:
        sheet["B3"], sheet["D3"], sheet["E3"] = "L-9", "Cool", "77"

    found = read(filled(tmp_path, "licence", [], change=overwrite))
    assert found.rows == []
    assert [(r.row, r.reason) for r in found.refused] == [(3, "the row is still marked as an example")]

    def unmark(sheet: Any) -> None:
        overwrite(sheet)
        sheet["A3"] = None

    assert [r["licence_id"] for r in read(filled(tmp_path, "licence", [], change=unmark)).rows] == ["L-9"]


def test_the_past_stays_as_partial_as_it_is(tmp_path: Path) -> None:
    path = filled(tmp_path, "licence", [
        {"licence_id": "L1", "substance": "some gas", "licensed_mass": "400 cylinders", "issued_on": "2014",
         "valid_from": "Q3 2016", "valid_to": "2016", "note": "from the old book"},
    ])  # fmt: skip
    (row,) = read(path).rows
    assert (row["licensed_mass_g"], row["issued_on"], row["substance"]) == (None, None, None)
    assert (row["valid_from"], row["valid_to"]) == (date(2016, 7, 1), date(2016, 12, 31))
    assert row["substance_text"] == "some gas"
    assert row["note"] == "from the old book; issued_on: 2014; licensed_mass: 400 × cylinder"


def test_cylinders_in_a_column_of_mass_are_counted_where_the_table_counts_them(tmp_path: Path) -> None:
    path = filled(tmp_path, "seizure", [{"case_id": "S1", "mass": "400 bouteilles", "seized": 2014}], "fr")
    (row,) = read(path).rows
    assert (row["mass_g"], row["cylinders"], row["seized_to"]) == (None, 400, date(2014, 12, 31))


def test_items_are_counted_per_declaration_where_nobody_numbered_them(tmp_path: Path) -> None:
    path = filled(tmp_path, "declaration", [{"declaration_id": d} for d in ("A", "A", "B", "A")])
    assert [(r["declaration_id"], r["item"]) for r in read(path).rows] == [
        ("A", 1),
        ("A", 2),
        ("B", 1),
        ("A", 3),
    ]


def test_national_codes_give_six_digits_and_the_whole(tmp_path: Path) -> None:
    rows = [{"declaration_id": "A", "hs_code": c} for c in ("2903.71", "2903 71 00 10", 29037100)]
    found = read(filled(tmp_path, "declaration", rows)).rows
    assert [(r["hs_code"], r["national_code"]) for r in found] == [
        ("290371", None), ("290371", "2903710010"), ("290371", "29037100"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (-3, "below zero"),
        ("-3 kg", "below zero"),
        (2e8, "more than any single row can have"),
        ("=A1*2", "is a formula"),
        ("about ten", "is not a mass"),
        ("5 ton", "short ton"),
    ],
)
def test_masses_that_cannot_be_meant_are_refused_with_a_way_to_mend(
    tmp_path: Path, cell: Any, reason: str
) -> None:
    found = read(
        filled(tmp_path, "licence", [{"licence_id": "L1", "licensed_mass": cell}, {"licence_id": "L2"}])
    )
    (refused,) = found.refused
    assert (refused.row, refused.column) == (4, "Licensed net mass (kg)")
    assert reason in refused.reason
    assert refused.mend
    assert [r["licence_id"] for r in found.rows] == ["L2"]


def test_one_refusal_a_row_names_all_its_faults(tmp_path: Path) -> None:
    path = filled(tmp_path, "licence", [{"direction": "sideways", "partner": "Chinaa", "holder": "Cool"}])
    (refused,) = read(path).refused
    assert refused.column == "Import or export"
    assert "China?" in refused.reason
    assert "Licence number *: the cell is empty" in refused.reason
    assert refused.record["Holder"] == "Cool"


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = filled(tmp_path, "licence", [{"licence_id": "@L1", "holder": "=HYPERLINK(1)", "note": "+1-1"}])
    (row,) = read(path).rows
    assert (row["licence_id"], row["holder"], row["note"]) == ("@L1", "=HYPERLINK(1)", "+1-1")


def test_a_formula_without_a_stored_value_is_not_taken_for_an_unknown_mass(tmp_path: Path) -> None:
    def tamper(sheet: Any) -> None:
        sheet["J4"], sheet["J5"] = "=J3*2", "#DIV/0!"
        sheet["J5"].data_type = "e"

    path = filled(tmp_path, "licence", [{"licence_id": f"L{i}"} for i in range(3)], change=tamper)
    found = read(path)
    assert [r["licence_id"] for r in found.rows] == ["L2"]
    assert ["formula whose value" in found.refused[0].reason, "#DIV/0!" in found.refused[1].reason] == [
        True,
        True,
    ]


def test_the_order_of_day_and_month_is_asked_once_for_the_file(tmp_path: Path) -> None:
    rows = [{"licence_id": f"L{i}", "issued_on": f"03/0{i}/2024"} for i in range(1, 6) if i != 3]
    path = filled(tmp_path, "licence", rows)
    asked = read(path)
    assert asked.rows == []
    assert [(r.row, r.column) for r in asked.refused] == [(None, "Date of issue")]
    assert "--day-first" in asked.refused[0].mend
    assert {r["issued_on"].month for r in read(path, day_first=False).rows} == {3}
    assert {r["issued_on"].day for r in read(path, day_first=True).rows} == {3}


def test_one_telling_date_settles_the_order_for_the_others(tmp_path: Path) -> None:
    rows = [{"licence_id": "L1", "issued_on": "03/04/2024"}, {"licence_id": "L2", "issued_on": "25/04/2024"}]
    assert read(filled(tmp_path, "licence", rows)).rows[0]["issued_on"] == date(2024, 4, 3)


def test_arabic_digits_and_buddhist_years_are_read(tmp_path: Path) -> None:
    path = filled(
        tmp_path, "licence", [{"licence_id": "١٢", "licensed_mass": "١٢٣٤٫٥", "quota_year": "٢٠٢٤"}], "ar"
    )
    (row,) = read(path).rows
    assert (row["licensed_mass_g"], row["quota_year"]) == (1_234_500, 2024)
    thai = filled(tmp_path, "licence", [{"licence_id": "1", "quota_year": 2567, "issued_on": "2567-01-15"}])
    asked = read(thai)
    assert (asked.rows, asked.refused[0].row) == ([], None)
    (row,) = read(thai, calendar="buddhist").rows
    assert (row["quota_year"], row["issued_on"]) == (2024, date(2024, 1, 15))


def test_a_single_odd_year_costs_its_row_and_most_odd_years_ask_for_the_calendar(tmp_path: Path) -> None:
    def licences(*years: str) -> Path:
        return filled(
            tmp_path,
            "licence",
            [{"licence_id": f"L{n}", "issued_on": f"{y}-05-1{n}"} for n, y in enumerate(years)],
        )

    one = read(licences("2024", "2567", "2024"))
    assert [r["licence_id"] for r in one.rows] == ["L0", "L2"]
    (refused,) = one.refused
    assert refused.row is not None and "fits the buddhist calendar" in refused.reason
    assert "buddhist 2567 is 2024" in refused.mend
    half = read(licences("2567", "2024"))
    assert (len(half.rows), [r.row is None for r in half.refused]) == (1, [False])
    most = read(licences("2567", "2567", "2024"))
    assert (most.rows, [r.row for r in most.refused]) == ([], [None])
    assert "--calendar buddhist" in most.refused[0].mend


def test_a_party_enters_its_own_figures(tmp_path: Path) -> None:
    path = filled(tmp_path, "baseline", [{"annex_group": "C-I", "measure": "consommation", "baseline": "1608,2",
                                          "unit": "t PAO"}], "fr")  # fmt: skip
    (row,) = read(path, party="IND").rows
    assert (row["party"], row["annex_group"], row["measure"], row["baseline"], row["unit"]) == (
        "IND", "C-I", "consumption", 1608.2, "ODP t",
    )  # fmt: skip
    tariff = filled(tmp_path, "tariff", [{"national_code": "29037100", "valid_from": 2022, "substances": "R-22",
                                          "hides_controlled": "non"}], "fr")  # fmt: skip
    (row,) = read(tariff, party="IND").rows
    assert (row["valid_from"], row["substances"], row["hides_controlled"]) == (
        date(2022, 1, 1),
        ["R-22"],
        False,
    )


def test_quotas_in_any_of_their_units(tmp_path: Path) -> None:
    rows = [{"substance": "C-I", "year": 2024, "quota_odp_t": 2.5},
            {"substance": "HFCs", "year": 2024, "quota_co2e_t": 10},
            {"substance": "R22", "year": 2024, "quota_mass": 7}, {"substance": "R-22", "year": 2024}]  # fmt: skip
    found = read(filled(tmp_path, "quota", rows))
    assert [(r["substance"], r["quota_odp_kg"], r["quota_co2e_kg"], r["quota_mass_g"]) for r in found.rows] == [
        ("C-I", 2500.0, None, None), ("F", None, 10_000.0, None), ("R-22", None, None, 7000),
    ]  # fmt: skip
    assert [r.row for r in found.refused] == [7]


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_template_gives_fits_its_table(tmp_path: Path, kind: str) -> None:
    def unmark(sheet: Any) -> None:
        for cell in sheet[3]:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("EXAMPLE", "OURS")
        sheet["A3"] = None

    path = filled(tmp_path, kind, [], change=unmark)
    (item,) = [i for i in READER.read(open_file(path), Instructions()) if hasattr(i, "data")]
    assert item.table == KINDS[kind]
    assert item.data.num_rows == 1
    wanted = table(item.table).arrow
    assert {f.name: f.type for f in item.data.schema} == {
        n: wanted.field(n).type for n in item.data.schema.names
    }


def test_the_command_writes_it_and_says_what_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "t.xlsx"
    assert main(["template", "licence", "--language", "fr", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["table"], told["columns"][0]) == ("licences", "licence_id")
    assert read(out).refused == []
    assert main(["template", "license", "--out", str(out)]) == 2
    assert "licence, quota, declaration" in capsys.readouterr().err
    assert main(["template", "licence", "--language", "tlh", "--out", str(out)]) == 2
    assert "en, fr, es, ru, ar, zh" in capsys.readouterr().err


def test_a_template_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RequestError, match="cannot be written"):
        write_template(tmp_path / "file" / "t.xlsx", "licence", "en")
