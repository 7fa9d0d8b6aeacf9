"""`tradewind estimate`: the fixed form, and silence that is never told as zero."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tradewind_cli.main import main

PERIOD = ("--from", "2026-01-01", "--to", "2026-03-31")
KEYS = {
    "frame_lines", "frame_mass_kg", "floor_inspected", "finds", "leakage_kg", "rate", "detection_sensitivity",
    "assumptions", "not_covered",
}  # fmt: skip
KINDS = {
    "G": ("290345", "R-134a refrigerant in cylinders", 40), "E": ("841510", "Air conditioners, split", 20),
    "O": ("610910", "Cotton shirts", 30),
}  # fmt: skip


def lines() -> list[dict[str, Any]]:
    """90 lines of 1,000 kg gross; one more of the year before."""
    made = [
        {"declaration_id": f"{letter}{n:02}", "item": 1, "lodged_on": "2026-02-10", "hs_edition": "2022",
         "hs_code": code, "description": text, "net_mass_kg": 900, "gross_mass_kg": 1000,
         "importer_id": f"T{letter}{n}"}
        for letter, (code, text, count) in KINDS.items()
        for n in range(count)
    ]  # fmt: skip
    return [*made, made[0] | {"declaration_id": "OLD", "lodged_on": "2025-02-10"}]


def looked_at(declaration: str, how: str = "floor", result: str = "compliant", **more: Any) -> dict[str, Any]:
    return {
        "inspection_id": f"I-{declaration}-{how}", "declaration_id": declaration, "item": 1, "chosen_by": how,
        "floor_probability": 0.25, "depth": "opened", "inspected_on": "2026-02-11", "result_on": "2026-02-12",
        "result": result,
    } | more  # fmt: skip


def warehouse(folder: Path, inspections: Sequence[Mapping[str, Any]]) -> str:
    url = f"duckdb://{folder / 'house'}/"
    for name, rows in (("declarations", lines()), ("inspections", inspections)):
        if rows:
            path = folder / f"{name}.csv"
            with path.open("w", newline="", encoding="utf-8") as stream:
                writer = csv.DictWriter(stream, list(dict.fromkeys(k for row in rows for k in row)))
                writer.writeheader()
                writer.writerows(rows)
            assert main(["load", str(path), "--sender", "customs", "--warehouse", url, "--quiet"]) == 0
    return url


def asked(url: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["estimate", *PERIOD, "--json", "--warehouse", url]) == 0
    made: dict[str, Any] = json.loads(capsys.readouterr().out)
    return made


def told(url: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["estimate", *PERIOD, "--warehouse", url]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_the_answer_has_the_fixed_form_and_counts_only_what_chance_drew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = warehouse(tmp_path, [
        *(looked_at(f"G{n:02}") for n in range(9)),
        looked_at("G09", result="illegal", mass_found_kg=500),
        looked_at("G10", "both", "illegal", mass_found_kg=900),
        looked_at("G11", "risk", "illegal", mass_found_kg=900, floor_probability=0.25),
        looked_at("G12", "tip", floor_probability=None),
        *(looked_at(f"E{n:02}") for n in range(4)),
    ])  # fmt: skip
    made = asked(url, capsys)
    assert (made["from"], made["to"]) == PERIOD[1::2]
    assert made["all"].keys() > KEYS
    assert [s["stratum"] for s in made["strata"]] == ["gas", "equipment and near goods", "all other"]
    assert all(s.keys() > KEYS for s in made["strata"])
    gas, near, other = made["strata"]
    assert (gas["frame_lines"], gas["frame_mass_kg"], gas["floor_inspected"], gas["finds"]) == (
        40,
        40_000,
        10,
        1,
    )
    # 27 lines were never looked at; a twentieth of the drawn mass is illegal, and 0.6 of what is there is found
    assert gas["leakage_kg"]["mid"] == pytest.approx((27_000 / 20 + 500) / 0.6 - 500)
    assert gas["rate"]["mid"] == pytest.approx(gas["leakage_kg"]["mid"] / 40_000)
    assert near["leakage_kg"]["low"] == near["leakage_kg"]["mid"] == 0 < near["leakage_kg"]["high"]
    assert other["leakage_kg"] == {"low": 0, "mid": 0, "high": 30_000}
    assert made["all"]["frame_lines"] == 90
    assert gas["detection_sensitivity"]["basis"] == "assumed for depth opened"
    assert made["drawn_and_on_the_risk_list"] == 1
    assert any("all other" in what for what in made["not_covered"])


def test_without_a_random_line_the_upper_bound_is_everything_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = warehouse(tmp_path, [looked_at("G11", "risk", "illegal", mass_found_kg=900)])
    made = asked(url, capsys)
    assert made["all"]["leakage_kg"] == {"low": 0, "mid": 0, "high": 89_000}
    assert made["halving_floor"] is None
    assert "Silence is not zero" in told(url, capsys)


def test_nothing_found_and_few_found_are_told_for_what_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    none = warehouse(tmp_path, [looked_at(f"G{n:02}") for n in range(10)])
    text = told(none, capsys)
    assert "Nothing illegal was found on 10 lines drawn at random. That is not zero" in text
    few = [looked_at(f"G{n:02}", result="illegal", mass_found_kg=900) for n in range(4)]
    (tmp_path / "few").mkdir()
    text = told(warehouse(tmp_path / "few", [*few, *(looked_at(f"G{n:02}") for n in range(4, 12))]), capsys)
    assert "within a factor of several" in text
    assert "would halve the interval" in text
    assert "offices like this one together" in text


def test_an_offices_planted_loads_and_second_looks_take_the_place_of_the_range(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = [
        looked_at(f"X{n}", "planted", "illegal" if n < 8 else "compliant", floor_probability=None)
        for n in range(10)
    ]
    again = [looked_at(f"G{n:02}", "second look", "illegal", floor_probability=None) for n in range(6)]
    first = [
        looked_at(f"G{n:02}", result="illegal" if n < 3 else "undecided", mass_found_kg=900) for n in range(5)
    ]
    made = asked(
        warehouse(tmp_path, [*planted, *again, *first, *(looked_at(f"G{n:02}") for n in range(5, 30))]),
        capsys,
    )
    assert made["strata"][0]["detection_sensitivity"]["basis"] == "8 of 10 planted loads found"
    assert made["recapture"]["loads"]["mid"] is None
    assert (made["recapture"]["first"], made["recapture"]["second"], made["recapture"]["both"]) == (3, 4, 3)
    assert made["strata"][0]["open_results"] == 2
    assert made["strata"][0]["leakage_kg"]["high"] > made["strata"][0]["without_open_results_kg"]["high"]


def test_a_period_that_cannot_be_asked_about_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = warehouse(tmp_path, [])
    for period, said in (
        (("--from", "2026-03-01", "--to", "2026-02-01"), "before it begins"),
        (("--from", "2024-01-01", "--to", "2024-02-01"), "no line in the warehouse"),
        (("--from", "yesterday", "--to", "2024-02-01"), "takes a day"),
    ):
        capsys.readouterr()
        assert main(["estimate", *period, "--warehouse", url]) == 2
        assert said in capsys.readouterr().err
    assert main(["estimate", *PERIOD, "--warehouse", f"duckdb://{tmp_path / 'none'}/"]) == 2
    assert "load some first" in capsys.readouterr().err
