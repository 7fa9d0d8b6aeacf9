"""A country's own tariff decides the edition, narrows the code, and shows what it still hides."""

import json
from datetime import date

import pyarrow as pa
import pytest
from warehouse_rows import origin, put

from tradewind.errors import FileRefused
from tradewind.reference.tariffs import hidden_codes, hidden_lines, lines, read_csv, resolve
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main

TARIFF = """national_code;description;valid_from;valid_to;hs_edition;substances
29033911;HFC-134a;2017-01-01;;2017;R-134a
29033912;HFC-125 and HFC-143a;2017-01-01;;2017;R-125|R-143a
29033990;Other;2017-01-01;;2017;
29034100;CFC-11;2008-01-01;2016-12-31;2007;R-11
29037100;HCFC-22;2017-01-01;;2017;R-22
29037900;Other;2017-01-01;;2017;other
"""
DAY = date(2019, 5, 1)


@pytest.fixture
def tariff(tmp_path):
    path = tmp_path / "tariff.csv"
    path.write_text(TARIFF, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def no_warehouse(monkeypatch, tmp_path):
    monkeypatch.setenv("TRADEWIND_WAREHOUSE", f"duckdb://{tmp_path}/none/")


def test_the_line_in_force_gives_edition_and_substance(tariff, capsys):
    words = ["hs", "2903.39.11", "--party", "KEN", "--on", "2019-05-01", "--tariff", str(tariff), "--json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["edition"], found["edition_inferred"]) == ("2017", True)
    assert (found["substances"], found["controlled"], found["groups"]) == (["R-134a"], True, ["F"])
    assert found["co2e_per_kg"] == {"low": 1430, "mid": 1430, "high": 1430}


def test_a_late_adopter_keeps_its_own_edition(tariff):
    own = read_csv(tariff, "KEN")
    found = resolve("290341", country="KEN", on=date(2014, 1, 1), tariff=own)
    assert (found.edition, found.inferred) == ("2007", True)
    assert resolve("290341", country="KEN", on=date(2023, 1, 1), tariff=own).edition == "2017"
    assert resolve("290341", country="UGA", on=date(2014, 1, 1), tariff=own).edition is None


def test_lines_that_hide_a_controlled_substance_are_listed_with_advice(tariff):
    found = {h.line.national_code: h for h in hidden_lines(read_csv(tariff, "KEN"), "KEN", DAY)}
    assert set(found) == {"29033912", "29033990", "29037900"}
    other = found["29033990"]
    assert "R-32" in other.substances and "R-134a" not in other.substances
    assert "HS 2022" in other.advice


def test_a_line_marked_as_hiding_nothing_is_believed():
    rows = [{"party": "KEN", "national_code": "29033990", "hides_controlled": False, "hs_edition": "2017"}]
    assert hidden_lines(lines(rows), "KEN", DAY) == []


def test_hidden_on_the_command_line(tariff, capsys):
    words = ["hs", "--party", "KEN", "--hidden", "--on", "2019-05-01", "--tariff", str(tariff), "--json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert [line["national_code"] for line in found["lines"]] == ["29033912", "29033990", "29037900"]


def test_without_a_tariff_the_subheadings_are_shown_and_said_to_be_no_national_lines(capsys):
    assert main(["hs", "--party", "KEN", "--hidden", "--on", "2019-05-01"]) == 0
    text = capsys.readouterr().out
    assert "No tariff of KEN is loaded" in text and "2903.39" in text
    assert [f.code for f in hidden_codes("2017")] == ["290319", "290339", "290377", "290379"]


@pytest.mark.parametrize(
    "text",
    ["", "a,b\n1,2\n", "national_code;description;hs_edition;valid_from\n29037100;x;2017;31.12.2017\n"],
)
def test_a_file_that_is_no_tariff_is_refused(tmp_path, text):
    path = tmp_path / "wrong.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused):
        read_csv(path, "KEN")


def test_a_tariff_in_another_encoding_is_refused_with_a_mend(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes("national_code,description\n29037100,Übrige\n".encode("latin-1"))
    with pytest.raises(FileRefused, match="UTF-8"):
        read_csv(path, "KEN")


def test_lines_and_limits_that_were_loaded_are_used(tmp_path, monkeypatch, capsys):
    with Warehouse.writing(tmp_path / "held") as writer:
        put(
            writer, origin("tariff.xlsx"),
            national_tariffs=pa.table({
                "party": ["KEN"], "national_code": ["29033911"], "description": ["HFC-134a"],
                "valid_from": [date(2017, 1, 1)], "hs_edition": ["2017"], "substances": [["R-134a"]],
                "basis": ["Kenya tariff 2017"], "source_row": [2],
            }),
            own_limits=pa.table({
                "party": ["KEN"], "annex_group": ["C-I"], "measure": ["consumption"], "year": [2026],
                "limit": [1.5], "unit": ["ODP t"], "rule": ["HCFC regulations"], "source_row": [2],
            }),
            reported_baselines=pa.table({
                "party": ["KEN"], "annex_group": ["F-I"], "measure": ["consumption"], "baseline": [1000.0],
                "unit": ["t CO2e"], "baseline_kind": ["reported by the Party"], "source_row": [2],
            }),
        )  # fmt: skip
        writer.publish()
    monkeypatch.setenv("TRADEWIND_WAREHOUSE", f"duckdb://{tmp_path}/held/")
    assert main(["hs", "29033911", "--party", "KE", "--on", "2019-01-01", "--json"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["substances"], line["edition"], line["source"]) == (["R-134a"], "2017", "Kenya tariff 2017")
    assert main(["limit", "--party", "KEN", "--group", "C-I", "--year", "2026", "--json"]) == 0
    own = json.loads(capsys.readouterr().out)
    assert (own["limit"], own["governs"], own["own_rule"]) == (1.5, "own", "HCFC regulations")
    assert main(["limit", "--party", "KEN", "--group", "F", "--year", "2029", "--json"]) == 0
    entered = json.loads(capsys.readouterr().out)
    assert (entered["limit"], entered["baseline_basis"]) == (900, "entered")
