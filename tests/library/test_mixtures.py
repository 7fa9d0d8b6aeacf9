"""The law of mixtures gives the code, ODP and GWP of a composition, in any order of writing."""

import csv
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared_data import shared
from tradewind.errors import RequestError, UnknownName
from tradewind.reference import all_blends, all_substances
from tradewind.reference.mixtures import classify, parse_composition
from tradewind.reference.substances import with_point
from tradewind_cli.main import main


@pytest.mark.parametrize(
    ("composition", "hs2022", "hs2017"),
    [("R-12=50,R-22=50", "3827.11", "3824.71"), ("HBFC-22B1=50,R-22=50", "3827.12", "3824.73"),
     ("carbon tetrachloride=20,R-30=80", "3827.13", "3824.75"),
     ("1,1,1-trichloroethane=50,R-30=50", "3827.14", "3824.76"),
     ("carbon tetrachloride=50,R-22=50", "3827.13", "3824.74"),
     ("Halon 1211=90,R-22=10", "3827.20", "3824.72"), ("R-22=50,R-152a=50", "3827.31", "3824.74"),
     ("R-22=50,R-290=50", "3827.32", "3824.74"), ("R-124=50,R-600a=50", "3827.39", "3824.74"),
     ("methyl bromide=98,chloropicrin=2", "3827.40", "3824.77"), ("BCM=50,R-30=50", "3827.40", "3824.77"),
     ("R-23=1,R-32=99", "3827.51", "3824.78"), ("R-218=10,R-134a=90", "3827.59", "3824.78"),
     ("R-143a=15,R-125=85", "3827.61", "3824.78"), ("R-143a=14.9,R-125=85.1", "3827.62", "3824.78"),
     ("R-125=55,R-134a=45", "3827.62", "3824.78"), ("R-125=55,R-1234yf=45", "3827.63", "3824.78"),
     ("R-125=40,R-134a=60", "3827.63", "3824.78"), ("R-125=39.9,R-134a=60.1", "3827.64", "3824.78"),
     ("R-134a=30,R-152a=70", "3827.64", "3824.78"), ("R-134a=30,R-1234yf=70", "3827.68", "3824.78"),
     ("R-32=20,R-125=20,R-1234yf=60", "3827.65", "3824.78"), ("R-32=80,R-1234yf=20", "3827.68", "3824.78"),
     ("R-161=50,R-290=50", "3827.69", "3824.78"), ("R-40=50,R-30=50", "3827.90", "3824.79"),
     ("R-13I1=50,R-744=50", "3827.90", "3824.79"), ("R-1234yf=50,R-290=50", "3824.99", "3824.99"),
     ("R-1233zd(E)=50,R-1234ze(E)=50", "3824.99", "3824.99"), ("R-1110=50,R-1120=50", "3824.99", "3824.99"),
     ("R-22=100", "2903.71", "2903.71"), ("R-134a=100", "2903.45", "2903.39"),
     ("methyl bromide=100", "2903.61", "2903.39")],
)  # fmt: skip
def test_the_ordered_tests_of_the_heading(composition: str, hs2022: str, hs2017: str) -> None:
    found = classify(parse_composition(composition))
    assert (with_point(found.hs2022), with_point(found.hs2017)) == (hs2022, hs2017)
    assert found.reason


def test_every_blend_of_the_checked_list_gets_its_code_and_figures() -> None:
    with shared("blends.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) >= 149
    for row in rows:
        found = classify(json.loads(row["composition_json"]))
        outside = row["hs2022"].startswith("not 3827")
        assert with_point(found.hs2022) == ("3824.99" if outside else row["hs2022"]), row["designation"]
        assert with_point(found.hs2017) == (row["hs2017"] or "3824.99"), row["designation"]
        assert (found.gwp_protocol or 0) == pytest.approx(float(row["gwp_protocol"]), abs=1e-3)
        assert (found.odp or 0) == pytest.approx(float(row["odp_protocol"]), abs=1e-5)
        assert row["designation"] in found.matches


def test_every_blend_classifies_as_its_own_entry_says() -> None:
    for blend in all_blends():
        found = classify({designation: share * 100 for designation, share in blend.components})
        assert blend.hs["2022"] == (found.hs2022,)
        assert (blend.odp, blend.gwp_protocol) == (found.odp, found.gwp_protocol)


def test_earlier_editions_know_no_3824_99() -> None:
    found = classify({"R-1234yf": 50, "R-290": 50})
    assert (found.hs2012, found.hs2007) == ("382490", "382490")


def test_contract_keys_stand_in_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", "--composition", "R-32=50,R-125=50", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["hs2022"] == "3827.63" and answer["hs2017"] == "3824.78"
    assert answer["gwp_protocol"] == 2087.5 and answer["odp"] == 0
    assert sorted(answer["controlled_components"]) == ["R-125", "R-32"]
    assert answer["matches"] == ["R-410A"] and answer["reason"]
    assert main(["classify", "--composition", "R-32=50,R-125=50"]) == 0
    assert "3827.63" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("composition", "said"),
    [("R-32=50,R-125=40", "sum to 90 %"), ("R-32=50,R-125=60", "10 are too many"), ("R-32=-5,R-125=105", "-5"),
     ("R-32", "NAME=PER CENT"), ("", "empty"), ("R-32=50,R-32=50", "twice"), ("R-32=0", "sum to 0"),
     ("R-32=50,5,R-125=49,5", "decimal comma")],
)  # fmt: skip
def test_a_wrong_composition_says_what_to_mend(
    composition: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RequestError, match=said):
        classify(parse_composition(composition))
    assert main(["classify", "--composition", composition]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_unknown_component_is_named() -> None:
    with pytest.raises(UnknownName, match="foo"):
        classify({"R-32": 50, "foo": 50})


def test_decimal_commas_and_locants_are_read() -> None:
    assert parse_composition("R-32=50,5;R-125=49,5") == {"R-32": 50.5, "R-125": 49.5}
    assert parse_composition("1,1,1,2-tetrafluoroethane=50, 1,1-difluoroethane = 50 %") == {
        "1,1,1,2-tetrafluoroethane": 50, "1,1-difluoroethane": 50,
    }  # fmt: skip


def test_a_blend_as_a_component_stands_for_its_parts() -> None:
    found = classify({"R-410A": 50, "R-22": 50})
    assert dict(found.components) == {"R-22": 50, "R-32": 25, "R-125": 25}
    assert found.groups == ("C-I", "F")


def test_a_share_at_a_limit_asks_for_an_analysis() -> None:
    notes = classify({"R-125": 54.8, "R-134a": 45.2}).notes
    assert any("analysis" in note and "3827.62" in note for note in notes)
    # 30 % of R-134a is a limit, but this mixture is settled by its R-125 before that is asked.
    assert not any("analysis" in note for note in classify({"R-125": 70, "R-134a": 30}).notes)


def test_a_trace_may_be_an_impurity() -> None:
    assert any("impurities" in note for note in classify({"R-134a": 99.8, "R-40": 0.2}).notes)


PURE = [e.designation for e in all_substances()]


@st.composite
def compositions(draw: st.DrawFn) -> dict[str, float]:
    names = draw(st.lists(st.sampled_from(PURE), min_size=1, max_size=6, unique=True))
    cuts = sorted(
        draw(st.lists(st.integers(1, 999), min_size=len(names) - 1, max_size=len(names) - 1, unique=True))
    )
    edges = [0, *cuts, 1000]
    return {name: (b - a) / 10 for name, a, b in zip(names, edges, edges[1:], strict=False)}


@settings(max_examples=200)
@given(compositions(), st.randoms(use_true_random=False))
def test_order_and_scale_of_parts_change_nothing(parts: dict[str, float], chance: object) -> None:
    shuffled = list(parts.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first = classify(parts)
    assert classify(dict(shuffled)) == first
    assert classify({name: share / 100 for name, share in shuffled}) == first
    assert first.odp is None or first.odp >= 0
    assert first.hs2022 or len(parts) == 1


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_text_is_a_composition_or_refused(text: str) -> None:
    try:
        parse_composition(text)
    except RequestError as error:
        assert str(error)
