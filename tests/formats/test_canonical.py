"""Tables under this product's own names need no mapping; parcels are known by their elements."""

import json
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from reading_files import read

from customs_files import written
from tradewind.errors import FileRefused
from tradewind.formats.canonical_fields import canonical_office
from tradewind.formats.reading import Instructions
from tradewind.tables import TABLES

SHEET = (
    "declaration_id,item,selected_by,inclusion_probability,floor_probability,inspected_on,result_on,depth,result,"
    "found_substance,found_kg,hours\n"
    "D1,1,risk,0.8,0.05,2026-03-01,2026-03-04,weighed,illegal,R-22,136.5,2.5\n"
    "D2,3,floor,0.05,0.05,2026-03-01,,papers,compliant,,,0.5\n"
)


def test_an_outcome_sheet_comes_back_as_inspections(tmp_path: Path) -> None:
    made = read(written(tmp_path, SHEET, "sheet.csv"))
    first, second = made.rows["inspections"]
    known = {
        "inspection_id": "D1/1/2026-03-01", "declaration_id": "D1", "item": 1, "chosen_by": "risk",
        "chosen_probability": 0.8, "floor_probability": 0.05, "inspected_on": date(2026, 3, 1),
        "result_on": date(2026, 3, 4), "depth": "weighed", "result": "illegal", "substance_found": "R-22",
        "mass_found_g": 136_500, "hours": 2.5,
    }  # fmt: skip
    assert {name: first[name] for name in known} == known
    assert (second["mass_found_g"], second["substance_found"], second["result"]) == (None, None, "compliant")


def test_the_same_sheet_as_a_workbook_below_titles(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Outcomes")
        sheet.write_row(0, 0, ["Outcomes of March"])
        for number, line in enumerate(SHEET.splitlines(), 3):
            sheet.write_row(number, 0, line.split(","))
    rows = read(path).rows["inspections"]
    assert [(r["inspection_id"], r["mass_found_g"]) for r in rows] == [
        ("D1/1/2026-03-01", 136_500), ("D2/3/2026-03-01", None),
    ]  # fmt: skip


def test_declarations_under_canonical_names_are_read_in_grams_and_kilograms(tmp_path: Path) -> None:
    text = (
        "declaration_id,item,lodged_on,regime,hs_code,description,net_mass_g,gross_mass_kg,value_minor,currency,origin\n"
        "D1,1,2026-02-27,import,29037100,R-22,136000,176.5,90000,USD,CHN\n"
        "D1,2,2026-02-27,import,290371,R-22,x,1,1,USD,CHN\n"
        "D1,3,2026-02-27,import,290371,R-22,1,1,1,USD,Atlantis\n"
    )
    made = read(written(tmp_path, text, "d.csv"))
    row = made.rows["declarations"][0]
    assert (row["hs_code"], row["national_code"], row["net_mass_g"], row["gross_mass_g"]) == (
        "290371", "29037100", 136_000, 176_500,
    )  # fmt: skip
    assert [(r.row, r.column) for r in made.refused] == [(3, "net_mass_g"), (4, "origin")]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_has_a_field_for_each_of_its_columns(name: str) -> None:
    fields = {f.name for f in canonical_office(name).fields}
    assert set(TABLES[name].names) <= fields


def test_a_quota_is_given_in_a_gas_or_in_a_group_of_the_annexes(tmp_path: Path) -> None:
    """Two groups of one holder and year are two rows; with the group lost they would be one key."""
    said = ("F", "Annex C group I", "HFC", "R-22", "nonsense")
    rows = "".join(f"MAR,2026,T{n},Froid,{group},,1000\n" for n, group in enumerate(said))
    made = read(
        written(
            tmp_path,
            f"party,year,holder_id,holder,substance,quota_mass_g,quota_co2e_kg\n{rows}",
            "quotas.csv",
        )
    )
    assert [r["substance"] for r in made.rows["quotas"]] == ["F", "C-I", "F", "R-22"]
    assert [(r.row, r.column) for r in made.refused] == [(6, "substance")]


def test_columns_of_other_names_are_told(tmp_path: Path) -> None:
    made = read(
        written(
            tmp_path, "trader_id,name,country,registered_on,shoe_size\nT1,Cold,KEN,2026-01-05,44\n", "t.csv"
        )
    )
    assert made.rows["traders"][0]["registered_on"] == date(2026, 1, 5)
    assert "shoe_size" in made.notices[-1]


def test_a_table_with_few_of_our_names_is_nobodys(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="mapping"):
        read(written(tmp_path, "declaration_id,betrag,waehrung,zoll,land\n1,2,3,4,5\n", "x.csv"))


PARCELS = (
    "Consignments of the week\n"
    "LRN,Transport document,Goods item number,Exporter name,Importer name,Commodity code,Description of goods,"
    "Gross mass,Intrinsic value,Currency,IOSS number\n"
    "P1,RB123456789CN,1,Cool Shop,Jane,382478,can of R134a,0.85,25.50,EUR,IM123\n"
    "P1,RB123456789CN,2,Cool Shop,Jane,841490,hose,0.15,5.50,EUR,\n"
    "P2,RB1,1,Cool Shop,Joe,38,hose,0.15,5.50,EUR,\n"
)


def test_parcels_are_declarations_of_low_value(tmp_path: Path) -> None:
    made = read(written(tmp_path, PARCELS, "parcels.csv"))
    first, second = made.rows["declarations"]
    assert made.reader.name == "parcels"
    assert (first["declaration_id"], first["item"], second["item"], first["ucr"]) == (
        "P1",
        1,
        2,
        "RB123456789CN",
    )
    assert (first["gross_mass_g"], first["value_minor"], first["currency"], first["status"]) == (
        850,
        2550,
        "EUR",
        "low value",
    )
    assert (first["regime"], first["exporter"], first["importer"]) == ("import", "Cool Shop", "Jane")
    assert json.loads(first["unread"]) == {"IOSS number": "IM123"}
    assert (made.refused[0].row, made.refused[0].column) == (5, "Commodity code")


def test_postal_items_are_known_by_the_names_posts_use(tmp_path: Path) -> None:
    text = (
        "S10 identifier;Sender name;Addressee name;Content piece number;"
        "Content piece description;Content piece HS code;"
        "Content piece net weight;Content piece value;Currency code;Content piece origin country\n"
        "RB123456789CN;Shop;Jane;1;Refrigerant;290345;0.34;12;USD;CN\n"
    )
    row = read(written(tmp_path, text, "itmatt.csv")).rows["declarations"][0]
    assert (row["declaration_id"], row["net_mass_g"], row["origin"], row["hs_code"]) == (
        "RB123456789CN",
        340,
        "CHN",
        "290345",
    )


def test_a_mapping_reads_declarations_below_titles(tmp_path: Path) -> None:
    path = tmp_path / "national.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Declaraciones")
        sheet.write_row(0, 0, ["Aduana Nacional"])
        sheet.write_row(2, 0, ["Enero 2026"])
        sheet.write_row(4, 0, ["Numero DUA", "Serie", "Fecha", "Partida", "Mercancia", "Peso neto"])
        sheet.write_row(5, 0, ["118-1", 1, "2026-01-05", "2903.45.00", "R-134a", 136])
        sheet.write_row(6, 0, ["118-1", 2, "2026-01-05", "2903.71.00", "R-22", "1.360,5"])
    mapping = {
        "table": "declarations",
        "columns": {"declaration_id": "Numero DUA", "item": "Serie", "lodged_on": "Fecha", "hs_code": "Partida",
                    "description": "Mercancia", "net_mass": "Peso neto"},
    }  # fmt: skip
    rows = read(path, Instructions(mapping=mapping)).rows["declarations"]
    assert [(r["declaration_id"], r["item"], r["national_code"], r["net_mass_g"]) for r in rows] == [
        ("118-1", 1, "29034500", 136_000), ("118-1", 2, "29037100", 1_360_500),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("years", "read_rows", "refused"),
    [(("2024", "2567", "2024"), 2, [3]), (("2567", "2567", "2024"), 0, [None])],
)
def test_a_column_is_in_another_calendar_only_where_most_of_its_dates_are(
    tmp_path: Path, years: tuple[str, ...], read_rows: int, refused: list[int | None]
) -> None:
    head = "declaration_id,item,lodged_on,regime,hs_code,description,net_mass_g\n"
    lines = [f"D{n},1,{year}-02-2{n},import,290371,R-22,136000\n" for n, year in enumerate(years)]
    made = read(written(tmp_path, head + "".join(lines), "d.csv"))
    assert len(made.rows.get("declarations", [])) == read_rows
    assert [r.row for r in made.refused] == refused
