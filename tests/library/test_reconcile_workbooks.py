"""Two workbooks as offices keep them, through the command: title rows, merged cells, misspelt importers."""

import importlib.util
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tradewind_cli.main import main

REGISTER = Path(__file__).resolve().parents[2] / "examples" / "register"

LICENCE_MAPPING = """
table = "licences"
header_row = 4
[columns]
licence_id = "Permit"
holder = "Firm"
substance = "Gas"
licensed_mass = "Kilos"
valid_from = "From"
valid_to = "To"
[units]
licensed_mass = "kg"
[constants]
direction = "import"
"""
EXTRACT_MAPPING = """
table = "declarations"
header_row = 3
[columns]
declaration_id = "SAD"
item = "No"
lodged_on = "Cleared"
importer = "Consignee name"
description = "Goods"
hs_code = "Code"
net_mass = "Net"
licence_id = "Permit ref."
[units]
net_mass = "kg"
[constants]
hs_edition = "2022"
regime = "import"
"""


def book(path: Path, title: str, above: int, headings: list[str], rows: list[list[Any]], merge: str) -> None:
    """A sheet with a merged title, `above` rows over the headings, and a merged column of cells."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    page["A1"] = title
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headings))
    for _ in range(above - 1):
        page.append([None])
    for at, heading in enumerate(headings, 1):
        page.cell(row=above + 1, column=at, value=heading)
    for n, row in enumerate(rows, above + 2):
        for at, value in enumerate(row, 1):
            page.cell(row=n, column=at, value=value)
    page.merge_cells(merge)
    workbook.save(path)


def ask(warehouse: str, capsys: pytest.CaptureFixture[str], *more: str) -> Any:
    capsys.readouterr()
    assert main(["find", "--warehouse", warehouse, "--json", *more]) == 0
    return json.loads(capsys.readouterr().out)


def test_two_workbooks_with_titles_merged_cells_and_misspelt_importers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    # "Polar Cool" stands once over two merged rows, as registers by holder are kept.
    book(
        tmp_path / "register.xlsx", "Permits 2025", 3, ["Permit", "Firm", "Gas", "Kilos", "From", "To"],
        [
            ["P/25/01", "Polar Cool Trading Ltd", "HFC-134a", 5000, first, last],
            ["P/25/02", None, "R 410A", 2000, first, last],
            ["P/25/03", "Réfrigération du Nord SARL", "HCFC-22", 1000, first, last],
        ],
        "B5:B6",
    )  # fmt: skip
    book(
        tmp_path / "extract.xlsx", "Customs extract", 2,
        ["SAD", "No", "Cleared", "Consignee name", "Goods", "Code", "Net", "Permit ref."],
        [
            ["S1", 1, date(2025, 2, 1), "POLAR COOOL TRADING", "R134a gas", "2903.45", 4000, "p 25 1"],
            ["S1", 2, date(2025, 2, 1), "POLAR COOOL TRADING", "R410A gas", "3827.63", 1500, None],
            ["S2", 1, date(2025, 3, 1), "Refrigeration du Nrod", "HCFC-22", "2903.71", 1900, "P/25/03"],
            ["S3", 1, date(2025, 4, 1), "Nobody's Imports", "HFC-134a", "2903.45", 680, None],
        ],
        "A4:A5",
    )  # fmt: skip
    (tmp_path / "register.toml").write_text(LICENCE_MAPPING, encoding="utf-8")
    (tmp_path / "extract.toml").write_text(EXTRACT_MAPPING, encoding="utf-8")
    warehouse = f"duckdb://{tmp_path / 'warehouse'}/"
    for name in ("register", "extract"):
        said = ["--mapping", str(tmp_path / f"{name}.toml"), "--sender", name, "--warehouse", warehouse]
        assert main(["load", str(tmp_path / f"{name}.xlsx"), *said]) == 0
    found = {f["subject"]["id"]: f for f in ask(warehouse, capsys, "--detector", "reconcile")}
    assert {k: f["facts"]["kind"] for k, f in found.items()} == {
        "P/25/03": "more_than_licensed",
        "S3/1": "cleared_without_licence",
    }
    assert found["P/25/03"]["mass_kg"] == {"low": 900, "mid": 900, "high": 900}
    rows = found["S3/1"]["reasons"][0]["rows"]
    assert len(rows) == 1
    assert rows[0].split(":")[1] == "declarations"


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A warehouse of the invented register, loaded as the README says."""
    warehouse = f"duckdb://{tmp_path_factory.mktemp('invented')}/"
    for name, sender in (("licences", "own register"), ("quotas", "own register"), ("clearances", "customs")):
        said = ["--mapping", str(REGISTER / f"{name}.toml"), "--sender", sender, "--warehouse", warehouse]
        assert main(["load", str(REGISTER / f"{name}.xlsx"), *said, "--quiet"]) == 0
    return warehouse


def test_the_invented_register_gives_what_is_planted_and_nothing_else(
    invented: str, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = json.loads((REGISTER / "truth.json").read_text(encoding="utf-8"))["planted"]
    found = ask(invented, capsys, "--detector", "reconcile")
    got = {(kind, f["subject"]["id"]) for f in found for kind in f["facts"]["kinds"]}
    assert got == {(p["kind"], p["subject"]) for p in planted}
    assert {p["kind"] for p in planted} == {
        "cleared_without_licence", "cleared_by_another_holder", "more_than_licensed", "another_substance_or_code",
        "after_expiry", "licensed_never_used", "cleared_under_code_that_hides_gas", "over_quota",
    }  # fmt: skip


def test_the_match_and_its_certainty_are_shown(invented: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(invented, capsys, "--detector", "reconcile")
    late = next(f for f in found if f["subject"]["id"] == "25ZE00357/1")
    assert (late["facts"]["match"], late["facts"]["match_certainty"]) == ("number", 1)
    assert any(r["code"] == "match" and "certainty" in r["text"] for r in late["reasons"])


def test_findings_come_before_the_quota_table(invented: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["find", "--detector", "reconcile", "--warehouse", invented]) == 0
    text = capsys.readouterr().out
    assert 0 < text.index("Moonbeam Imports") < text.index("Quotas")
    assert "allocated kg" in text


def test_the_quota_table_alone_is_json_or_csv(invented: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ask(invented, capsys, "--quota-table", "--year", "2025")
    harbour = next(
        line for line in lines if line["importer"] == "Harbour Gas Works" and line["substance"] == "R-22"
    )
    assert (harbour["allocated_kg"], harbour["licensed_kg"], harbour["left_kg"]["mid"]) == (3400, 4000, -544)
    assert main(["find", "--quota-table", "--format", "csv", "--warehouse", invented]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("importer,substance,words,year,unit,allocated_kg")
    assert len(rows) == len(lines)


def test_everything_of_the_example_says_it_is_invented() -> None:
    for path in REGISTER.glob("*.xlsx"):
        page = openpyxl.load_workbook(path).worksheets[0]
        assert page.title.startswith("INVENTED")
        assert str(page["A1"].value).startswith("INVENTED EXAMPLE")
    assert "INVENTED" in json.loads((REGISTER / "truth.json").read_text(encoding="utf-8"))["note"]


def test_the_example_is_what_its_script_writes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make", REGISTER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        if path.suffix == ".xlsx":
            made, kept = (
                [[c.value for c in row] for row in openpyxl.load_workbook(p).worksheets[0].iter_rows()]
                for p in (path, REGISTER / path.name)
            )
            assert made == kept
        else:
            assert path.read_text(encoding="utf-8") == (REGISTER / path.name).read_text(encoding="utf-8")
