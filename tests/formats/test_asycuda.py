"""ASYCUDA World declarations: one row an item, and a clear answer where there is none."""

import json
from datetime import date
from pathlib import Path

import pytest
from reading_files import read

from customs_files import sad, sad_item, written
from shared_data import shared
from tradewind.errors import FileRefused


def test_each_item_is_a_row(tmp_path: Path) -> None:
    made = read(written(tmp_path, sad(sad_item() + sad_item("84151010", "40"))))
    first, second = made.rows["declarations"]
    known = {
        "declaration_id": "KNG-2026-C-88", "item": 1, "lodged_on": date(2026, 3, 1), "office": "KNG",
        "regime": "import", "procedure": "4000", "hs_code": "290371", "national_code": "2903710000",
        "net_mass_g": 136_000,
        "gross_mass_g": 176_000, "packages": 10, "value_minor": 90_050, "currency": "USD", "origin": "CHN",
        "licence_id": "L-7", "importer_id": "TIN9", "importer": "COLD LTD", "exporter": "GAS PLANT",
        "exporter_address": "1 ROAD, NINGBO", "description": "FREON R22 13.6 KG / Chlorodifluoromethane",
        "status": "registered", "message": "declaration",
    }  # fmt: skip
    assert {name: first[name] for name in known} == known
    assert (second["item"], second["hs_code"], second["net_mass_g"]) == (2, "841510", 40_000)
    assert json.loads(first["unread"])["Property/Nbers/Total_number_of_items"] == "3"


def test_an_envelope_around_several_is_opened(tmp_path: Path) -> None:
    one = sad(sad_item()).partition("?>")[2]
    two = one.replace("<Number>88</Number>", "<Number>89</Number>")
    made = read(written(tmp_path, f"<batch xmlns:a='x'>{one}{two}</batch>"))
    assert [r["declaration_id"] for r in made.rows["declarations"]] == ["KNG-2026-C-88", "KNG-2026-C-89"]


def test_a_declaration_without_its_items_says_so() -> None:
    made = read(shared("formats/asycuda/jamaica_CBJ250.xml"))
    refused = made.refused[0]
    assert (refused.column, "declarations" in made.rows) == ("Item", False)
    assert "JMKAJ-2025-C-8879 announces 8 items, but no Item element" in refused.reason
    row = made.rows["customs_messages"][0]
    assert (row["declaration_id"], row["kind"]) == ("JMKAJ-2025-C-8879", "declaration without items")
    assert json.loads(row["unread"])["Traders/Exporter/Exporter_name"] == "DANSK RODE KORS"


def test_an_empty_form_says_so() -> None:
    with pytest.raises(FileRefused, match="an empty ASYCUDA World form"):
        read(shared("formats/asycuda/jamaica_blank_template.xml"))


def test_a_mass_below_zero_refuses_its_item(tmp_path: Path) -> None:
    made = read(written(tmp_path, sad(sad_item(net="-5") + sad_item())))
    assert ([r["item"] for r in made.rows["declarations"]], made.refused[0].row) == ([2], 1)
    assert made.refused[0].column == "Valuation_item/Weight_itm/Net_weight_itm"


def test_a_day_that_can_be_two_days_is_asked_about(tmp_path: Path) -> None:
    text = sad(sad_item(), "<Number>88</Number><Date>01/02/2026</Date>")
    made = read(written(tmp_path, text))
    assert made.rows == {} and "--day-first" in made.refused[0].mend


def test_a_cargo_manifest_is_said_to_be_one(tmp_path: Path) -> None:
    text = (
        "<Awmds><General_segment><Voyage_number>V1</Voyage_number></General_segment>" + "<Bol_segment/>" * 2
    )
    text += "</Awmds>"
    made = read(written(tmp_path, text))
    assert made.rows["customs_messages"][0]["kind"] == "cargo manifest"
    assert "no declaration" in made.notices[0]
