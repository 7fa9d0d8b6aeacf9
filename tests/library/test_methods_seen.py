"""Every known method of smuggling is accounted for: by detectors that exist, or by a reason why none can see it."""

import json

import pytest

from tradewind.detectors.methods_seen import methods_of, methods_seen
from tradewind.detectors.registry import DETECTORS
from tradewind.reference.methods import methods
from tradewind_cli.main import main


def test_all_27_methods_are_accounted_for_in_their_order() -> None:
    assert [m.id for m in methods_seen()] == [str(n) for n in range(1, 28)] == [m.id for m in methods()]
    for method in methods_seen():
        assert method.covered == bool(method.detectors) == (method.why_not is None)
        assert method.not_in_documents.endswith(".") and method.would_show
        assert method.indicators and method.data_needed


def test_every_detector_named_exists_and_every_method_named_is_in_the_catalogue() -> None:
    assert {name for m in methods_seen() for name in m.detectors} <= set(DETECTORS)
    assert {i for name in DETECTORS for i in methods_of(name)} <= {m.id for m in methods()}


def test_only_detectors_of_silence_and_of_published_figures_look_for_no_method() -> None:
    assert {name for name in DETECTORS if not methods_of(name)} <= {"coverage", "discrepancy"}


def test_the_verb_prints_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["methods", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told) == 27
    assert {"id", "method", "indicators", "data_needed", "detectors", "covered", "why_not"} <= set(told[0])
    assert "reconcile" in next(m for m in told if m["id"] == "6")["detectors"]


def test_the_verb_tells_a_person_what_is_not_seen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["methods"]) == 0
    said = capsys.readouterr().out
    assert "Detectors look for" in said and "27 methods" in said
    assert "Would show it: listings over time" in said
