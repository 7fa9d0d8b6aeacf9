"""A substance is found as people write it, and a doubtful name is never settled in silence."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.errors import AmbiguousName, UnknownName
from tradewind.reference import all_blends, all_substances, find
from tradewind.reference.formulas import parse_formula, parse_name
from tradewind.reference.names import all_names, name_index, normalise
from tradewind_cli.main import main

DESIGNATIONS = [e.designation for e in (*all_substances(), *all_blends())]


def test_a_blend_written_with_its_composition_is_the_blend_in_any_order() -> None:
    for blend in all_blends():
        components = "/".join(designation for designation, _ in blend.components)
        shares = ", ".join(f"{designation}={share:.1%}" for designation, share in blend.components)
        for written in (f"{components} ({blend.designation})", f"{blend.designation} ({shares})"):
            assert find(written).designation == blend.designation


@pytest.mark.parametrize("name", ["HFC-32 (R-410A)", "R-404A/R-125", "R-404A (HFC-125=44%, HFC-143a=52%)"])
def test_a_blend_beside_what_it_is_not_made_of_stays_ambiguous(name: str) -> None:
    with pytest.raises(AmbiguousName):
        find(name)


@pytest.mark.parametrize(
    ("name", "designation"),
    [("r410a", "R-410A"), ("HFC-410A", "R-410A"), ("Freon 22", "R-22"), ("CHClF2", "R-22"), ("CHF2Cl", "R-22"),
     ("75-45-6", "R-22"), ("CAS 75-45-6", "R-22"), ("CAS No. 811-97-2", "R-134a"), ("хладон 22", "R-22"),
     ("ХЛАДОН-22", "R-22"), ("二氟一氯甲烷", "R-22"), ("R 134 A", "R-134a"), ("R 134 А", "R-134a"), ("F22", "R-22"),
     ("R-11", "R-11"), ("CFC11", "R-11"), ("Halon 1301", "Halon-1301"), ("R13B1", "Halon-1301"),
     ("UN1018", "R-22"), ("UN 1018", "R-22"), ("un 1021", "R-124"), ("Suva MP39", "R-401A"), ("mp 39", "R-401A"),
     ("Genetron AZ-20", "R-410A"), ("FM-200", "R-227ea"), ("HFO-1234yf", "R-1234yf"), ("R1234zeE", "R-1234ze(E)"),
     ("HFC-4310mee", "R-43-10mee"), ("propane", "R-290"), ("CO₂", "R-744"), ("NH3", "R-717"), ("Ｒ２２", "R-22"),
     ("R٢٢", "R-22"), ("R-22 gas", "R-22"), ("хладагент R-22", "R-22"), ("R22制冷剂", "R-22"), ("فريون ٢٢", "R-22"),
     ("HCFC-22 (R-22)", "R-22"), ("Р-22", "R-22"), ("R-41OA", "R-410A"), ("R-4О4A", "R-404A"),
     ("chlorodifluoromethane", "R-22"), ("difluorochloromethane", "R-22"), ("Chlordifluormethan", "R-22"),
     ("clorodifluorometano", "R-22"), ("chlorodifluorométhane", "R-22"), ("дифторхлорметан", "R-22"),
     ("methane, chlorodifluoro-", "R-22"), ("クロロジフルオロメタン", "R-22"), ("1,1,1,2-tetrafluoroethane", "R-134a"),
     ("1,2,2,2-tetrafluoroethane", "R-134a"), ("1,1,1,2-四氟乙烷", "R-134a"),
     ("2,3,3,3-tetrafluoroprop-1-ene", "R-1234yf"),
     ("trans-1,3,3,3-tetrafluoropropene", "R-1234ze(E)"), ("CH2FCF3", "R-134a"), ("CF3-CH2F", "R-134a"),
     ("CHF2CHF2", "R-134"), ("BrCF2CF2Br", "Halon-2402"), ("ccl4", "Carbon tetrachloride"),
     ("бромистый метил", "Methyl bromide"), ("MeBr", "Methyl bromide"), ("四氯化碳", "Carbon tetrachloride"),
     ("R-10", "Carbon tetrachloride"), ("methyl chloroform", "1,1,1-trichloroethane"),
     ("1,1,2-trichloroethane", "1,1,2-trichloroethane"), ("R-502", "R-502"), ("HBFC-251B1", "HBFC-251B3")],
)  # fmt: skip
def test_name_is_found_as_people_write_it(name: str, designation: str) -> None:
    assert find(name).designation == designation


def test_propane_sold_as_a_substitute_is_told_apart_from_r22() -> None:
    entry = find("R-22a")
    assert entry.designation == "R-290"
    assert "NOT R-22" in entry.notes[0]
    assert not find("R-12a").controlled
    assert any("NOT R-12" in note for note in find("HC-12a").notes)


@pytest.mark.parametrize(
    ("name", "alternatives"),
    [("R-407", {f"R-407{c}" for c in "ABCDEFGHI"}), ("R-410", {"R-410A", "R-410B"}),
     ("R-1234", {"R-1234yf", "R-1234ze(E)", "R-1234ze(Z)"}), ("tetrafluoroethane", {"R-134a", "R-134"}),
     ("C2H2F4", {"R-134a", "R-134"}), ("halon", {"Halon-1211", "Halon-1301", "Halon-2402"})],
)  # fmt: skip
def test_ambiguous_name_answers_with_its_alternatives(name: str, alternatives: set[str]) -> None:
    with pytest.raises(AmbiguousName) as caught:
        find(name)
    assert set(caught.value.alternatives) == alternatives


def test_shared_un_number_and_general_words_are_ambiguous() -> None:
    for name in ("UN 3163", "freon", "制冷剂", "HFC", "NAF S-III"):
        with pytest.raises(AmbiguousName):
            find(name)


@pytest.mark.parametrize(
    ("name", "designation", "said"),
    [("R-134", "R-134", "R-134a may be meant"), ("R-141", "R-141", "R-141b"), ("R-404", "R-404A", "letter"),
     ("R-507", "R-507A", "letter"), ("R-1234ze", "R-1234ze(E)", "isomer"), ("R-227", "R-227ea", "letter"),
     ("HFC-22", "R-22", "HCFC-22"), ("C2F3Cl3", "R-113", "R-113a")],
)  # fmt: skip
def test_a_name_read_with_a_guess_says_so_first(name: str, designation: str, said: str) -> None:
    entry = find(name)
    assert entry.designation == designation
    assert said in entry.notes[0]


def test_near_miss_answers_with_suggestions() -> None:
    with pytest.raises(UnknownName) as caught:
        find("R-410AB")
    assert "R-410A" in caught.value.suggestions
    with pytest.raises(UnknownName) as caught:
        find("chlorodifluoromethan3")
    assert "R-22" in caught.value.suggestions


def test_wrong_cas_check_digit_is_named() -> None:
    with pytest.raises(UnknownName, match="check digit"):
        find("75-45-7")


@pytest.mark.parametrize("name", ["", "   ", "R-9999", "nothing at all", "x" * 10_000, "R-22 free"])
def test_a_name_that_means_nothing_is_refused(name: str) -> None:
    with pytest.raises(UnknownName):
        find(name)


def test_ambiguous_name_is_one_line_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["substance", "R-407", "--json"]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1 and "R-407A" in said.err
    assert json.loads(said.out) == {
        "ambiguous": True, "name": "R-407", "alternatives": [f"R-407{c}" for c in "ABCDEFGHI"],
    }  # fmt: skip


def test_every_listed_name_finds_what_it_lists() -> None:
    index = name_index()
    for row in all_names():
        if row.kind in {"formula", "un", "contains"} or not row.designations:
            continue
        meant = index[normalise(row.name)]
        if len(meant) == 1:
            assert find(row.name).designation == meant[0], row
        else:
            with pytest.raises(AmbiguousName) as caught:
                find(row.name)
            assert set(caught.value.alternatives) == set(meant)


def test_every_chemical_name_of_an_entry_finds_it_or_its_line() -> None:
    for entry in all_substances():
        try:
            found = find(entry.name)
        except AmbiguousName as error:
            assert entry.designation in error.alternatives, entry
            continue
        assert found.designation == entry.designation or found.protocol_name == entry.protocol_name, entry


@settings(max_examples=300)
@given(st.sampled_from(DESIGNATIONS), st.randoms(use_true_random=False))
def test_spacing_hyphen_case_and_lookalikes_change_nothing(designation: str, chance: object) -> None:
    lookalikes = {
        "a": "а",
        "c": "с",
        "e": "е",
        "o": "о",
        "A": "А",
        "B": "В",
        "C": "С",
        "E": "Е",
        "H": "Н",
        "M": "М",
    }
    pick = chance.random  # type: ignore[attr-defined]
    written = ""
    for sign in designation:
        if sign == "-":
            sign = chance.choice(["-", "", " ", " - ", "‑", "–", "_"])  # type: ignore[attr-defined]
        elif pick() < 0.2 and sign.isalpha():
            sign = sign.swapcase()
        elif pick() < 0.2:
            sign = lookalikes.get(sign, sign)
        written += sign + (" " if pick() < 0.1 else "")
    # Hyphens inside "1,1,1-..." or "3-1-10" part numbers; the folded form is what must stay.
    assert normalise(written) == normalise(designation)
    assert find(written).designation == designation


@settings(max_examples=300)
@given(st.text(max_size=40))
def test_any_text_is_found_or_refused_in_order(text: str) -> None:
    try:
        find(text)
    except (AmbiguousName, UnknownName) as error:
        assert "\n" not in " ".join(str(error).split())


@given(st.text(alphabet="CHFClBrIO()0123456789-=,aeimnoprtuvx ", max_size=40))
def test_formula_and_name_readers_never_fail(text: str) -> None:
    parse_formula(text)
    parse_name(text)
