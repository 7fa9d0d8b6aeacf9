"""The main job on real input: load what others reported, draw the picture. Skips where the files are absent."""

import json
from pathlib import Path

import pytest

from shared_data import shared
from tradewind_cli.main import main


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Every real file beside the project that a reader exists for, loaded once."""
    folder = tmp_path_factory.mktemp("job")
    url = f"duckdb://{folder / 'warehouse'}/"
    names = ("comtrade", "seizures", "gfi_dots", "ozone_secretariat", "atmosphere")
    paths = [str(shared(name)) for name in names]
    assert main(["load", *paths, "--quiet", "--warehouse", url]) in (0, 1)
    return url


def test_the_picture_of_real_files_is_drawn_in_every_form(warehouse: str, tmp_path: Path) -> None:
    assert main(["picture", "--out", str(tmp_path), "--quiet", "--warehouse", warehouse]) == 0
    for name in ("picture.html", "picture.pdf", "picture.xlsx", "picture.json"):
        assert (tmp_path / name).stat().st_size > 10_000, name
    json.loads((tmp_path / "picture.json").read_text("utf-8"))


def test_india_2018_names_the_halons_and_stays_silent_where_trade_was_allowed(
    warehouse: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["find", "--detector", "phase_out", "--format", "json", "--warehouse", warehouse]) == 0
    findings = json.loads(capsys.readouterr().out)
    halons = [f for f in findings if f["party"] == "IND" and "290376" in f["subject"]["id"]]
    assert [f["mass_kg"] for f in halons] == [{"low": 107550.0, "mid": 107550.0, "high": 107550.0}]
    assert "halons (1211, 1301 or 2402)" in json.dumps(halons, ensure_ascii=False)
    assert not [f for f in findings if "290371" in f["subject"]["id"]]
    assert "forbidden" not in json.dumps(findings).lower()


def test_rotterdam_stands_in_the_discrepancy_register(
    warehouse: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["find", "--detector", "discrepancy", "--format", "json", "--warehouse", warehouse]) == 0
    assert "NL-2020-01" in {f["subject"]["id"] for f in json.loads(capsys.readouterr().out)}


def test_loading_the_same_files_again_changes_nothing(
    warehouse: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(shared("comtrade/india_exports_hs6_2018_world_comtrade.csv"))
    assert main(["load", path, "--json", "--warehouse", warehouse]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [b["already_loaded"] for b in report["batches"]] == [True]
