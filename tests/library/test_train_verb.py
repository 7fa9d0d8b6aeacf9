"""`tradewind train` and `screen --trained`: from files of an office to a model, and back to its list."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from learnt_examples import examples
from screened_lines import screening, sees
from tradewind.intake import load
from tradewind.screening import screen
from tradewind.screening.learning import FACTS, FAMILIES, features_of, fit, gathered, save
from tradewind.screening.learning.model_file import written
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main

SIGNED = sees("signed", "price", "cheap")
UNTIL = date(2025, 4, 1)


def _written(folder: Path, name: str, rows: list[dict[str, Any]]) -> Path:
    path = folder / f"{name}.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _office(folder: Path, *, swapped: bool = False, after: str = "compliant") -> Path:
    """A warehouse of three months: each tenth line is gas under the code of toys, found to be illegal. `swapped`
    exchanges the names and numbers of traders all through; `after` is the result of what became known after the day."""
    lines, found = [], []
    for n in range(240):
        day, bad = date(2025, 1, 2) + timedelta(days=n // 3), n % 10 == 0
        trader = n % 7
        named = f"T{(6 - trader) if swapped else trader}"
        lines.append({
            "declaration_id": f"D{n}", "item": 1, "lodged_on": day, "regime": "import", "hs_edition": "2022",
            "hs_code": "950300" if bad else "290342", "importer_id": named, "importer": f"Trader {named}",
            "description": "toys: R-22 refrigerant gas 100 x 13.6 kg" if bad else "HFC-32 difluoromethane",
            "net_mass_g": 1_360_000, "packages": 100, "value_minor": 500_000 + n, "currency": "USD",
        })  # fmt: skip
        late = n > 200
        found.append({
            "inspection_id": f"I{n}", "declaration_id": f"D{n}", "item": 1, "inspected_on": day,
            "result_on": UNTIL + timedelta(days=n) if late else day + timedelta(days=2),
            "result": after if late else "undecided" if n % 25 == 3 else "illegal" if bad else "compliant",
            "chosen_by": "risk", "chosen_probability": 0.5,
        })  # fmt: skip
    folder.mkdir()
    files = [_written(folder, "declarations", lines), _written(folder, "inspections", found)]
    load(files, f"duckdb://{folder / 'held'}/")
    return folder / "held"


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("offices")
    return {
        "plain": _office(root / "plain"),
        "swapped": _office(root / "swapped", swapped=True),
        "otherwise": _office(root / "otherwise", after="illegal"),
    }


def _trained(held: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    words = [
        "train",
        "--until",
        UNTIL.isoformat(),
        "--out",
        str(out),
        "--json",
        "--warehouse",
        f"duckdb://{held}/",
    ]
    assert main(words) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_training_answers_in_the_fixed_form(
    offices: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = _trained(offices["plain"], tmp_path / "model.json", capsys)
    assert {"model", "outcomes_used", "positives", "used_rules_instead", "calibration"} <= set(told)
    assert set(told["calibration"]) == {"slope", "intercept"}
    assert (told["outcomes_used"], told["positives"]) == (193, 21)
    assert told["card"]["undecided_left_out"] == 8
    assert told["card"]["tried"] == "ridge"
    assert main(["train", "--show", told["model"]]) == 0
    assert "must not be used for" in capsys.readouterr().out


def test_names_and_later_outcomes_change_nothing(offices: dict[str, Path]) -> None:
    told = []
    for held in offices.values():
        with Warehouse.open(held) as warehouse:
            told.append(gathered(warehouse, UNTIL).examples)
    first, *others = told
    assert len(first) == 201
    assert np.isfinite(first.features.facts[:, FACTS.index("finds")]).all()
    for other in others:
        assert np.array_equal(other.features.both, first.features.both, equal_nan=True)
        assert np.array_equal(other.label, first.label, equal_nan=True)
        assert written(fit(other, UNTIL)) == written(fit(first, UNTIL))


def test_a_list_is_scored_by_the_adopted_model_and_keeps_its_reasons(
    offices: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, model = save(fit(examples(600), date(2026, 1, 1)), tmp_path)
    assert not model.used_rules_instead
    by_rules, by_model = tmp_path / "rules.parquet", tmp_path / "model.parquet"
    base = ["screen", "--on", "2025-04-01", "--warehouse", f"duckdb://{offices['plain']}/"]
    assert main([*base, "--out", str(by_rules)]) == 0
    capsys.readouterr()
    assert main([*base, "--out", str(by_model), "--trained", str(place), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["model"] == model.sha256
    rules, scored = pq.read_table(by_rules), pq.read_table(by_model)
    assert scored["reasons"] == rules["reasons"]
    assert (scored["score"] == rules["score"]) is model.used_rules_instead or scored["score"] != rules[
        "score"
    ]


def test_a_model_of_invented_outcomes_ranks_and_gives_no_probability(
    offices: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = examples(600)
    invented = replace(known, invented=np.ones(len(known), bool))
    place, _ = save(fit(invented, date(2026, 1, 1)), tmp_path)
    out = tmp_path / "ranked.parquet"
    words = [
        "screen",
        "--on",
        "2025-04-01",
        "--warehouse",
        f"duckdb://{offices['plain']}/",
        "--out",
        str(out),
    ]
    assert main([*words, "--trained", str(place), "--json"]) == 0
    assert any("none is a probability" in said for said in json.loads(capsys.readouterr().out)["assumptions"])
    rows = pq.read_table(out)
    assert rows["probability"].null_count == len(rows)
    assert rows["score"].null_count == 0


def test_a_file_that_is_no_model_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "foreign.json"
    path.write_bytes(b"\x80\x04\x95")
    assert main(["screen", "--trained", str(path), "--warehouse", f"duckdb://{tmp_path}/none/"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert (
        main(["train", "--until", "soon", "--out", str(path), "--warehouse", f"duckdb://{tmp_path}/none/"])
        == 2
    )
    assert "--until takes a day" in capsys.readouterr().err


def _history(on: date, *found: dict[str, Any]) -> dict[str, float]:
    """Facts of the last line of a trader whose first line was inspected."""
    lines = [
        {"lodged_on": date(2024, 1, 1), "importer_id": "T1"}, {"lodged_on": on, "importer_id": "T1"},
    ]  # fmt: skip
    rows = [
        {"inspection_id": f"I{n}", "declaration_id": "D1", "item": 1, **row} for n, row in enumerate(found)
    ]
    features = features_of(screen(screening(lines, inspections=rows), on, detectors=[SIGNED]))
    return dict(zip(FACTS, features.facts[1].tolist(), strict=True))


def _found(result: str, on: date | None, day: date | None = date(2024, 1, 2)) -> dict[str, Any]:
    return {"inspected_on": day, "result_on": on, "result": result}


def test_a_trader_is_known_by_results_before_the_day_and_for_36_months() -> None:
    day = date(2024, 6, 1)
    assert _history(day)["finds"] == 0
    assert _history(day, _found("illegal", date(2024, 5, 31)))["finds"] == pytest.approx(np.log(2))
    assert _history(day, _found("illegal", day))["finds"] == 0
    assert _history(date(2027, 6, 2), _found("illegal", date(2024, 5, 31)))["finds"] == 0
    assert _history(day, _found("compliant", date(2024, 2, 1)))["clean"] == pytest.approx(np.log(2))
    assert _history(day, _found("undecided", date(2024, 2, 1)))["clean"] == 0


def test_a_judgement_at_a_desk_is_no_inspection() -> None:
    told = _history(date(2024, 6, 1), _found("compliant", date(2024, 2, 1), None))
    assert told["clean"] == 0


def test_the_strongest_sign_of_a_family_is_its_weight() -> None:
    lines = [{"description": "[cheap]", "lodged_on": date(2024, 1, 1)}, {"lodged_on": date(2024, 1, 1)}]
    features = features_of(screen(screening(lines), date(2024, 2, 1), detectors=[SIGNED]))
    at = FAMILIES.index("price")
    assert features.families[:, at].tolist() == pytest.approx([2.0, 0.0])
    assert features.families.sum() == pytest.approx(2.0)


def test_nothing_to_learn_from_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _trained(tmp_path / "none", tmp_path / "model.json", capsys)
    assert (told["outcomes_used"], told["used_rules_instead"]) == (0, True)
