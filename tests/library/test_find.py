"""`tradewind find`: the forms of CONTRACT, and never zero findings in silence."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from held_tables import Held
from tradewind.detectors import discrepancy, phase_out_texts, registry
from tradewind.detectors.apart import APART
from tradewind.detectors.items import ITEM_DETECTORS
from tradewind.detectors.reconcile import texts as reconcile_texts
from tradewind.detectors.reconcile.checks import ITEM_CHECKS
from tradewind.detectors.tabular import arrow_table, flat
from tradewind.errors import UnknownName
from tradewind.findings import Finding
from tradewind.languages import translator
from tradewind.quantities import Interval
from tradewind.reference.cases import cases_path
from tradewind_cli.main import main

KEYS = {
    "id", "revision", "status", "run", "detector", "version", "subject", "party", "partner", "substance", "period",
    "score", "mass_kg", "co2e_t", "odp_t", "reasons", "lawful_explanations",
}  # fmt: skip


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A warehouse of the register of public cases."""
    warehouse = f"duckdb://{tmp_path_factory.mktemp('cases')}/"
    assert main(["load", str(cases_path()), "--warehouse", warehouse, "--quiet"]) in (0, 1)
    return warehouse


def test_json_has_the_keys_that_are_fixed_strongest_first(
    cases: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["find", "--detector", "discrepancy", "--json", "--warehouse", cases]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found
    assert all(set(f) >= KEYS for f in found)
    assert set(found[0]["subject"]) == {"kind", "id"}
    assert set(found[0]["reasons"][0]) == {"code", "text", "weight", "rows"}
    assert [f["score"] for f in found] == sorted((f["score"] for f in found), reverse=True)


def test_figures_in_json_are_rounded_and_the_revision_is_that_of_the_rounded_answer() -> None:
    def finding(co2e_t: Interval) -> Finding:
        return Finding(
            "d", "1", "case", "1", None, None, None, None, None, 0.5, "note", None, co2e_t, None, (), (), "",
            facts={"usd": [0.1 + 0.2]},
        )  # fmt: skip

    noisy = finding(Interval(0.1 + 0.2, None, 1.1 + 2.2))
    told = noisy.as_dict()
    assert (told["co2e_t"], told["facts"]) == ({"low": 0.3, "mid": None, "high": 3.3}, {"usd": [0.3]})
    exact = finding(Interval(0.3, None, 3.3))
    assert (told["id"], told["revision"]) == (exact.id, exact.revision)


def test_what_could_not_be_asked_is_said_and_json_stays_a_list(
    cases: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["find", "--json", "--warehouse", cases]) == 0
    written = capsys.readouterr()
    assert isinstance(json.loads(written.out), list)
    assert "reconcile could not be asked, because no customs declarations are loaded" in written.err
    assert main(["find", "--warehouse", cases]) == 0
    assert "phase_out could not be asked, because no trade statistics are loaded" in capsys.readouterr().out


def test_nothing_to_ask_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "--json", "--warehouse", f"duckdb://{tmp_path / 'none'}/"]) == 2
    written = capsys.readouterr()
    assert (written.out, written.err.count("\n")) == ("", 1)
    assert "could not be asked, because" in written.err


def test_an_unknown_detector_is_answered_with_those_there_are(
    capsys: pytest.CaptureFixture[str], cases: str
) -> None:
    capsys.readouterr()
    assert main(["find", "--detector", "phaseout", "--warehouse", cases]) == 2
    assert "phase_out" in capsys.readouterr().err
    with pytest.raises(UnknownName):
        registry.ask(Held(), ["nothing"])


@pytest.mark.parametrize("ending", ["json", "csv", "parquet"])
def test_a_file_is_written_in_the_format_of_its_ending(
    ending: str, cases: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"findings.{ending}"
    capsys.readouterr()
    assert main(["find", "--detector", "discrepancy", "--out", str(out), "--warehouse", cases]) == 0
    assert capsys.readouterr().out == ""
    read: Any = {
        "json": lambda: json.loads(out.read_text(encoding="utf-8")),
        "csv": lambda: list(csv.DictReader(out.read_text(encoding="utf-8").splitlines())),
        "parquet": lambda: pq.read_table(out).to_pylist(),
    }[ending]()
    assert len(read) >= 1
    assert all(row["id"] for row in read)


def test_a_limit_keeps_the_strongest(cases: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["find", "--json", "--limit", "1", "--warehouse", cases]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
    assert main(["find", "--limit", "0", "--warehouse", cases]) == 2


def test_a_party_keeps_its_own_findings(cases: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["find", "--json", "--party", "NL", "--warehouse", cases]) == 0
    assert {f["party"] for f in json.loads(capsys.readouterr().out)} <= {"NLD", None}


def test_parquet_needs_a_file_and_two_formats_disagree(cases: str) -> None:
    assert main(["find", "--format", "parquet", "--warehouse", cases]) == 2
    assert main(["find", "--format", "csv", "--json", "--warehouse", cases]) == 2


def test_a_formula_in_a_name_is_defused_in_csv(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'table = "seizures"\n[columns]\ncase_id = "case"\nsubstance = "gas"\nmass = "kg"\nclaimed_co2e_t = "t"\n'
        '[units]\nmass = "kg"\n',
        encoding="utf-8",
    )
    source = tmp_path / "cases.csv"
    source.write_text('case,gas,kg,t\n"=HYPERLINK(""http://x"")",R-134a,1000,9\n', encoding="utf-8")
    warehouse = f"duckdb://{tmp_path / 'w'}/"
    said = ["--mapping", str(mapping), "--sender", "s", "--warehouse", warehouse]
    assert main(["load", str(source), *said]) == 0
    capsys.readouterr()
    assert main(["find", "--detector", "discrepancy", "--format", "csv", "--warehouse", warehouse]) == 0
    (row,) = csv.DictReader(capsys.readouterr().out.splitlines())
    assert not row["subject_id"].startswith("=")
    assert "HYPERLINK" in row["subject_id"]


def test_flat_rows_and_arrow_have_every_finding() -> None:
    rows = [{"case_id": "C", "substance": "R-134a", "total_mass_g": 1_000_000, "claimed_co2e_t": 9.0}]
    answers = registry.ask(Held(seizures=rows))
    assert arrow_table(answers.findings).num_rows == 1
    assert flat(answers.findings[0])["co2e_t_mid"] == pytest.approx(1430)


def test_the_order_of_detectors_is_fixed() -> None:
    items = [d.name for d in ITEM_DETECTORS]
    assert list(registry.DETECTORS) == [
        "reconcile",
        *items,
        "transit",
        "zone_balance",
        "phase_out",
        "mirror",
        "unit_value",
        "corridor",
        "coverage",
        "discrepancy",
        "atmosphere",
    ]
    assert all(d.question.endswith("?") for d in registry.DETECTORS.values())


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_what_is_asked_and_why_it_cannot_be_is_said_in_every_language(language: str) -> None:
    say = translator("detectors", language)
    asked = [*registry.DETECTORS.values(), *APART.values()]
    texts = [*(detector.question for detector in asked), *registry._LACKING.values()]
    assert [text for text in texts if say(text) == text] == []


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_every_sentence_of_a_finding_is_translated_with_the_same_placeholders(language: str) -> None:
    say = translator("detectors", language)
    texts = {
        *reconcile_texts.TEMPLATES.values(), *phase_out_texts.TEMPLATES.values(), *discrepancy.TEMPLATES.values(),
        *reconcile_texts.lawful(ITEM_CHECKS.values()), *reconcile_texts.lawful(["over_quota", "licensed_never_used"]),
        *phase_out_texts.lawful(["A-I", "A-II", "B-II", "C-I", "E", "F"], "export"), phase_out_texts.check("import"),
        phase_out_texts.check("export"), *map(reconcile_texts.check, ITEM_CHECKS.values()),
    }  # fmt: skip
    assert [text for text in texts if say(text) == text] == []
    for text in texts:
        assert set(re.findall(r"%\(\w+\)s", text)) == set(re.findall(r"%\(\w+\)s", say(text)))
