"""More lines than memory holds get the answer they would have in memory; nothing stays on disk."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from learnt_examples import examples
from tradewind.screening import Screening, large, large_files, scoring, screen, spilled
from tradewind.screening.learning import FEATURES, Examples, Trained, features_of, fit, save
from tradewind.screening.learning.calibration import Bend
from tradewind.screening.learning.ridge import fit_ridge
from tradewind.screening.learning.trees import fit_trees
from tradewind.warehouse import Warehouse
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


@pytest.mark.parametrize(
    "twice",
    [pytest.param(False, id="once", marks=pytest.mark.long), pytest.param(True, id="with repeated rows")],
)
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


def traded(folder: Path, count: int = LINES) -> tuple[Path, Path]:
    """Two years of lines and what inspections found: names written in two ways or missing, days missing, prices in
    several currencies, of goods with many lines, with just enough for a price band, and with too few."""
    lines = ["declaration_id,item,lodged_on,regime,hs_edition,hs_code,description,packages,net_mass_g,gross_mass_g,"
             "value_minor,currency,importer_id,importer,consignee,origin,dispatch,destination"]  # fmt: skip
    found = ["inspection_id,declaration_id,item,chosen_by,inspected_on,result_on,result"]
    random = np.random.default_rng(4)
    for n in range(count):
        words, code = GOODS[n * 7 % len(GOODS)]
        day = date(2024, 4, 1) + timedelta(days=int(random.integers(0, 740)))
        packages, grams = n % 40 + 5, int(random.integers(1, 2_000_000))
        currency = "CHF" if n in (3, 17, 40) else ("USD", "EUR", "KES")[n % 3] if n % 29 else ""
        who = int(random.integers(0, 14))
        named = (
            (f"{' t' if n % 2 else 'T'}{who}", f"Trader {who}", "") if who < 9 else ("", f"Firm {who}", "")
        )
        named = ("", "", "Somebody" if who == 13 else "") if who > 11 else named
        value = "" if n % 23 == 0 else str(int(random.integers(1, 9_000_000)))
        lines.append(
            f"D{n // 2},{n % 2 + 1},{'' if n % 37 == 5 else day},import,2022,{code},{words},{packages},{grams},"
            f"{grams + 90_000},{value},{currency},{','.join(named)},CHN,ARE,KEN"
        )
        if n % 3 == 0 and day < date(2026, 4, 1):
            result = ("compliant", "illegal", "undecided", "paper_breach")[n % 4]
            found.append(f"I{n},D{n // 2},{n % 2 + 1},risk,{day},{day + timedelta(days=9)},{result}")
    paths = folder / "years.csv", folder / "inspections.csv"
    for path, rows in zip(paths, (lines, found), strict=True):
        path.write_text("\n".join(rows) + "\n", "utf-8")
    return paths


def model_of_every_fact(held: Path) -> Trained:
    """Trees that part the lines of this warehouse by whatever tells them from each other."""
    with Warehouse.open(held) as warehouse:
        features = features_of(screen(Screening({}, warehouse), date(2026, 4, 20)))
    count = len(features)
    label = (np.random.default_rng(9).random(count) < 0.4).astype(float)
    days = np.full(count, np.datetime64("2026-01-01"))
    known = Examples(
        features, label, np.ones(count), days, days, np.arange(count), np.ones(count), np.zeros(count, bool)
    )
    return Trained(
        fit_trees(known, fit_ridge(known, 1.0), 120), Bend(), fit(examples(600), date(2026, 1, 1)).card
    )


def test_a_model_scores_a_large_warehouse_as_it_does_in_memory(
    in_parts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in traded(in_parts):
        assert main(["load", str(path), "--warehouse", str(in_parts / "warehouse")]) == 0
    model = model_of_every_fact(in_parts / "warehouse")
    split = re.findall(r"^split_feature=(.*)$", model.scorer.as_dict()["lightgbm"], re.MULTILINE)
    looked_at = {FEATURES[int(n)] for tree in split for n in tree.split()}
    assert {
        "unit_value",
        "finds",
        "clean",
        "months_since_find",
        "volume",
        "months_known",
        "month",
    } <= looked_at
    place, model = save(model, in_parts / "model.json")
    capsys.readouterr()
    by_parts = [*answers(in_parts, "--trained", str(place)), json.loads(capsys.readouterr().out)]
    assert not [left for left in (in_parts / "scratch").rglob("*") if left.is_file()]
    monkeypatch.setattr(large_files, "LARGE_LINES", 10**9)
    in_memory = [*answers(in_parts, "--trained", str(place)), json.loads(capsys.readouterr().out)]
    assert by_parts == in_memory
    assert any(entry["model_says"] for entry in by_parts[2]["list"])
    assert by_parts[2]["model"] == model.sha256


@pytest.mark.parametrize("learnt", ["rules instead", pytest.param("invented", marks=pytest.mark.long)])
def test_a_large_file_is_told_which_model_did_not_score_or_only_ranks(
    in_parts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], learnt: str
) -> None:
    known = examples(600)
    if learnt == "invented":
        model = fit(replace(known, invented=np.ones(len(known), bool)), date(2026, 1, 1))
    else:
        model = fit(known.take(np.arange(0)), date(2026, 1, 1))
    place, _ = save(model, in_parts / "model.json")
    path, _ = traded(in_parts, 150)
    monkeypatch.setattr(scoring, "STEADY_KG", 3_000.0)
    by_parts = [*answers(in_parts, str(path), "--trained", str(place)), json.loads(capsys.readouterr().out)]
    monkeypatch.setattr(large_files, "LARGE_BYTES", 10**9)
    in_memory = [*answers(in_parts, str(path), "--trained", str(place)), json.loads(capsys.readouterr().out)]
    assert by_parts == in_memory
    assert {row["probability"] is None for row in by_parts[0]} == {learnt == "invented"}
    if learnt != "invented":
        begun = {round(row["probability"], 4) for row in by_parts[0] if row["weight_of_evidence"] == 0}
        assert {0.01, 0.005} <= begun, "some traders are in steady trade and some are not"
    assert by_parts[2]["model"]


def test_parts_without_any_sign_are_written_beside_the_others(in_parts: Path) -> None:
    head = "declaration_id,item,lodged_on,regime,hs_edition,hs_code,description,net_mass_kg"
    rows = [f"D{n},1,2026-01-02,import,2022,490199,books,136" for n in range(300)]
    rows[250] = "D250,1,2026-01-02,import,2022,950300,toys: R-22 refrigerant gas 100 x 13.6 kg,1360"
    path, out = in_parts / "books.csv", in_parts / "rows.parquet"
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    words = ["screen", str(path), "--on", "2026-04-20", "--out", str(out)]
    assert main([*words, "--warehouse", str(in_parts / "warehouse")]) == 0
    assert [n > 0 for n in pq.read_table(out)["weight_of_evidence"].to_pylist()] == [
        n == 250 for n in range(300)
    ]
