"""The ozone officer's morning, walked as docs/tutorials/ozone-officer.md tells it, on the invented register."""

import json
from pathlib import Path

import pytest

from tradewind_cli.main import main

REGISTER = Path(__file__).resolve().parents[2] / "examples" / "register"


def test_every_planted_discrepancy_is_found_and_nothing_else_is_looked_at_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"duckdb://{tmp_path / 'warehouse'}/"
    for name in ("licences", "quotas", "clearances"):
        mapping = str(REGISTER / f"{name}.toml")
        words = ["load", str(REGISTER / f"{name}.xlsx"), "--mapping", mapping, "--sender", name]
        assert main([*words, "--quiet", "--warehouse", url]) == 0
    capsys.readouterr()
    assert main(["find", "--detector", "reconcile", "--format", "json", "--warehouse", url]) == 0
    findings = json.loads(capsys.readouterr().out)
    planted = json.loads((REGISTER / "truth.json").read_text("utf-8"))["planted"]
    found = {(reason["code"], f["subject"]["id"]) for f in findings for reason in f["reasons"]}
    missing = [
        (p["kind"], p["subject"])
        for p in planted
        if not any(code == p["kind"] and p["subject"].lower() in subject.lower() for code, subject in found)
    ]
    assert missing == []
    known = {p["subject"].lower() for p in planted}
    strangers = [f["subject"]["id"] for f in findings if f["subject"]["id"].lower() not in known]
    assert strangers == []
    assert all(f["lawful_explanations"] and f["cheapest_check"] for f in findings)
