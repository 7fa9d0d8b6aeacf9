"""More lines than memory holds get the answer they would have in memory; nothing stays on disk."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tradewind.screening import large, large_files, spilled
from tradewind_cli.main import main

GOODS = (
    ("toys: R-22 refrigerant gas 100 x 13.6 kg", "950300"), ("HFC-32", "290342"), ("leather shoes", "640399"),
    ("R-134a 20 x 13.6 kg disposable cylinders", "290345"), ("steel bolts", "731815"), ("gas", "290371"),
    ("empty disposable cylinders", "731100"), ("R-404A 40 x 10.9 kg", "382761"), ("books", "490199"),
)  # fmt: skip
LINES = 700


def declarations(folder: Path, *, twice: bool = False) -> Path:
    head = "declaration_id,item,lodged_on,regime,hs_edition,hs_code,description,packages,net_mass_kg,gross_mass_kg," \
           "importer_id,importer,origin,dispatch,destination,container"  # fmt: skip
    rows = []
    for n in range(LINES):
        words, code = GOODS[n * 7 % len(GOODS)]
        count = n % 40 + 5
        rows.append(
            f"D{n // 3},{n % 3 + 1},2026-0{n // 200 + 1}-{n % 27 + 1:02d},import,2022,{code},{words},{count},"
            f"{count * 13.6:.1f},{count * (17 if n % 31 else 60)},T{n % 11},Trader {n % 11},CHN,ARE,KEN,BOX{n % 60}"
        )
    path = folder / "day.csv"
    path.write_text("\n".join([head, *rows, *(rows[:5] if twice else [])]) + "\n", "utf-8")
    return path


def answers(folder: Path, *words: str) -> list[list[Any]]:
    """Rows and findings of one screening."""
    out, found = folder / "rows.jsonl", folder / "findings.jsonl"
    status = main(["screen", *words, "--on", "2026-04-20", "--out", str(out), "--findings", str(found), "--json",
                   "--warehouse", str(folder / "warehouse")])  # fmt: skip
    assert status == 0
    return [[json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in (out, found)]


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Every set is large, and parts are small; what is on disk meanwhile goes into a folder."""
    monkeypatch.setattr(large_files, "LARGE_BYTES", 0)
    monkeypatch.setattr(large_files, "LARGE_LINES", 0)
    monkeypatch.setattr(large, "_AT_A_TIME", 128)
    monkeypatch.setattr(spilled, "_PART", 100)
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    return tmp_path


@pytest.mark.parametrize("twice", [False, True], ids=["once", "with repeated rows"])
def test_a_large_file_has_the_answer_it_has_in_memory(
    in_parts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], twice: bool
) -> None:
    path = declarations(in_parts, twice=twice)
    by_parts = [*answers(in_parts, str(path)), json.loads(capsys.readouterr().out)]
    assert not [left for left in (in_parts / "scratch").rglob("*") if left.is_file()]
    monkeypatch.setattr(large_files, "LARGE_BYTES", 10**9)
    in_memory = [*answers(in_parts, str(path)), json.loads(capsys.readouterr().out)]
    assert by_parts == in_memory
    assert len(by_parts[0]) == by_parts[2]["screened"] == LINES
    assert len(by_parts[1]) > 50


def test_a_large_warehouse_has_the_answer_it_has_in_memory_with_what_was_inspected(
    in_parts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = in_parts / "outcomes.csv"
    found = [
        f"D{n},{n % 3 + 1},risk,2026-04-{n % 9 + 1:02d},2026-04-10,{('compliant', 'illegal', '')[n % 3]}"
        for n in range(30)
    ]
    heads = "declaration_id,item,selected_by,inspected_on,result_on,result"
    sheet.write_text("\n".join([heads, *found]) + "\n", "utf-8")
    for path in (declarations(in_parts), sheet):
        assert main(["load", str(path), "--warehouse", str(in_parts / "warehouse")]) == 0
    capsys.readouterr()
    by_parts = [*answers(in_parts), json.loads(capsys.readouterr().out)]
    monkeypatch.setattr(large_files, "LARGE_LINES", 10**9)
    in_memory = [*answers(in_parts), json.loads(capsys.readouterr().out)]
    assert by_parts == in_memory
    assert "confirmed" in json.dumps(by_parts[2]["list"])
