"""The register of public cases ships whole, with sources and cautions, and says what an outcome proves."""

import json

import pytest

from shared_data import shared
from tradewind.errors import UnknownName
from tradewind.reference.cases import (
    CAUTIONS,
    aggregates_path,
    cases,
    cases_path,
    code,
    routes_path,
    standing,
)
from tradewind.reference.methods import methods, prices, sanctions
from tradewind.reference.packages import colours, cylinders, un_number, un_numbers


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(cases_path, "cases.jsonl"), (aggregates_path, "aggregates.jsonl"), (routes_path, "routes.csv")],
)
def test_the_register_is_shipped_byte_for_byte(ours, theirs):
    assert ours().read_bytes() == shared(f"seizures/{theirs}").read_bytes()


def test_every_case_has_a_source_and_a_grade():
    found = list(cases())
    assert len(found) == 183
    assert all(case["source_type"] and case["confidence"] for case in found)
    assert [case["id"] for case in found if not case["source_url"]] == ["RU-2023-01"]
    totals = [json.loads(line) for line in aggregates_path().read_text(encoding="utf-8").splitlines()]
    assert all(total["source_url"].startswith("http") for total in totals)


def test_every_code_of_the_register_has_words():
    for case in cases():
        assert all(code("method", name).words for name in case["modus_operandi"] or ())
        assert all(code("detection", name).words for name in case["detection"] or ())
        assert code("outcome", case["outcome"]).standing
    with pytest.raises(UnknownName):
        code("method", "telepathy")


def test_an_allegation_is_not_a_conviction():
    assert standing("seized") == standing("under_investigation") == standing(None) == "allegation"
    assert standing("convicted") == "judgment"
    assert standing("civil_penalty") == "administrative decision"
    assert any("not a conviction" in caution for caution in CAUTIONS)


def test_every_route_leads_to_cases():
    known = {case["id"] for case in cases()}
    lines = routes_path().read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) == 70
    assert all(set(line.rsplit(",", 1)[1].split()) <= known for line in lines)


def test_the_methods_have_indicators_data_and_sources():
    found = methods()
    assert [m.id for m in found] == [str(n) for n in range(1, 28)]
    assert all(m.indicators and m.data_needed and m.sources for m in found)
    toys = found[0]
    assert toys.sources[0].address.endswith("chinese-customs-seizes-r22-export-shipment/")
    used = {name for case in cases() for name in case["modus_operandi"] or ()}
    assert {c for m in found for c in m.case_codes} <= used


def test_prices_and_sanctions_are_there():
    assert len(prices()) == 35 and len(sanctions()) == 27


def test_the_usual_cylinder_is_known_with_its_grade():
    usual = next(p for p in cylinders() if p.net_kg == 13.6)
    assert "R-22" in usual.designations and usual.confidence == "computed"
    assert all(p.net_kg > 0 for p in cylinders())


def test_an_entry_not_otherwise_specified_identifies_no_gas():
    assert un_number("UN1018").designations == ("R-22",)
    assert un_number("3163").designations == () and not un_number("3163").named
    assert all(len(u.designations) == 1 for u in un_numbers() if u.named)
    with pytest.raises(UnknownName):
        un_number("9999")


def test_colours_carry_their_grade():
    assert {c.confidence for c in colours()} <= {"two sources", "one source", "memory"}
