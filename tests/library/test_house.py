"""Promises of the house itself: what is loaded when, and how errors reach a person."""

import subprocess
import sys

import pytest

from tradewind_cli.main import VERBS, main

HEAVY = ("duckdb", "ibis", "pyarrow", "django", "pyspark", "pandas")


@pytest.mark.parametrize("words", [["substance", "R-22"], ["classify", "--composition", "R-32=50,R-125=50"]])
def test_looking_up_a_fact_loads_no_engine(words: list[str]) -> None:
    code = (
        "import sys; from tradewind_cli.main import main\n"
        f"status = main({words!r})\n"
        f"print('HEAVY', [m for m in {HEAVY!r} if m in sys.modules]); sys.exit(status)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.rstrip().endswith("HEAVY []")


def test_an_unknown_verb_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["smuggle"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "no verb 'smuggle'" in said


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([verb, "--help"])
    assert stopped.value.code == 0
    assert "usage: tradewind" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["substance"],
        ["limit", "--party", "IND"],
        ["limit", "--party", "IND", "--group", "F", "--year", "2026", "--of", "sales"],
        ["hs", "290371", "--editon", "2017"],
        ["--smuggle"],
    ],
)
def test_a_wrong_form_is_one_line_that_says_where_the_form_stands(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    said = capsys.readouterr().err
    assert (stopped.value.code, said.count("\n")) == (2, 1)
    assert "--help` shows the form" in said


def test_a_fault_of_our_own_never_passes_for_refused_rows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("nobody foresaw this")

    monkeypatch.delenv("TRADEWIND_DEBUG", raising=False)
    monkeypatch.setattr("tradewind_cli.verbs.recognise.recognise", broken)
    assert main(["recognise", "R-22"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "nobody foresaw this" in said
    monkeypatch.setenv("TRADEWIND_DEBUG", "1")
    with pytest.raises(ValueError, match="nobody foresaw this"):
        main(["recognise", "R-22"])
