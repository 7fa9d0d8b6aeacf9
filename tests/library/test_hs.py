"""A code never travels without its edition, and is never named by one of its members."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.errors import RequestError, UnknownName
from tradewind.reference import all_blends, all_substances, treaty_gwp
from tradewind.reference.hs import (
    EDITIONS,
    Nomenclature,
    code_facts,
    edition_on,
    editions,
    nomenclature,
    relevant_codes,
)
from tradewind.reference.limits import GROUPS
from tradewind.reference.rows import read
from tradewind_cli.main import main


def answer(capsys, *words):
    assert main(["hs", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("290341", ("R-11",), ("R-23",)),
        ("290342", ("R-12",), ("R-32",)),
        ("290346", ("Halon-1211", "Halon-1301", "Halon-2402"), ("R-227ea", "R-236cb", "R-236ea", "R-236fa")),
    ],
)
def test_the_same_digits_mean_another_gas_in_another_edition(code, old, new):
    assert code_facts(code, "2007").controlled_substances == old
    assert code_facts(code, "2022").controlled_substances == new
    with pytest.raises(UnknownName):
        code_facts(code, "2017")


@pytest.mark.parametrize("edition", ["2007", "2012", "2017"])
def test_the_basket_before_2022_is_a_range_down_to_zero_and_names_no_member(edition):
    facts = code_facts("2903.39", edition)
    assert facts.controlled == "some"
    assert {"R-134a", "R-23", "Methyl bromide", "R-1234yf"} <= set(facts.substances)
    assert sum(d in facts.controlled_substances for d in ("R-1234yf", "R-14")) == 0
    assert (facts.co2e_per_kg.low, facts.co2e_per_kg.mid, facts.co2e_per_kg.high) == (0, None, 14_800)
    assert facts.words == "HFCs, HFOs or methyl bromide"


def test_halons_are_never_one_of_them():
    facts = code_facts("290376", "2017")
    assert facts.words == "halons (1211, 1301 or 2402)"
    assert (facts.odp_per_kg.low, facts.odp_per_kg.mid, facts.odp_per_kg.high) == (3, None, 10)


def test_a_code_of_one_substance_has_a_middle():
    facts = code_facts("290371", "2022")
    assert facts.controlled is True
    assert facts.co2e_per_kg.mid == treaty_gwp("R-22")


def test_correlations_lead_to_the_neighbouring_editions():
    assert {"290341", "290345", "290351", "290361"} <= set(code_facts("290339", "2017").successors)
    assert code_facts("290345", "2022").predecessors == ("290339",)
    assert code_facts("290377", "2012").predecessors == ("290341", "290342", "290343", "290344", "290345")


def test_every_member_stands_where_its_substance_says_and_rows_agree_with_members():
    book = nomenclature()
    for entry in (*all_substances(), *all_blends()):
        for edition, codes in entry.hs.items():
            for code in codes:
                if code.startswith(("2903", "38247", "3827")):
                    assert entry.designation in book.facts(code, edition).substances
    for row in read("hs_codes"):
        facts = book.facts(row["code"], row["edition"])
        uncontrolled = set(facts.substances) - set(facts.controlled_substances)
        if row["controlled"] == "yes":
            assert not uncontrolled, (row["edition"], row["code"], uncontrolled)
        if row["controlled"] == "no":
            assert not facts.controlled_substances, (row["edition"], row["code"])
        if row["holds"] == "pure":
            held = {g for d in facts.controlled_substances for g in book.entries[d].groups}
            assert held == set(facts.groups), (row["edition"], row["code"])
        assert set(facts.groups) <= set(GROUPS)


def test_relevant_codes_hold_something_controlled_in_every_edition():
    for edition, *codes in relevant_codes():
        assert codes and all(code_facts(code, edition).controlled is not False for code in codes)


def test_a_new_edition_is_rows_and_no_code():
    book = Nomenclature(
        [*read("hs_editions"), {"edition": "2028", "comtrade": "H7", "in_force_from": "2028-01-01",
                                "complete": "yes", "confidence": "memory"}],
        [*read("hs_codes"), {"edition": "2028", "code": "290371", "description": "Invented", "words": "HFC-134a",
                             "holds": "pure", "controlled": "yes", "groups": "F", "source": "X",
                             "confidence": "memory", "note": ""}],
        [*read("hs_members"), {"edition": "2028", "code": "290371", "designation": "R-134a"}],
        [*read("hs_correlations"),
         {"edition": "2022", "code": "290345", "next_edition": "2028", "next_code": "290371"}],
        nomenclature().entries,
    )  # fmt: skip
    assert book.facts("290371", "H7").substances == ("R-134a",)
    assert book.facts("290345", "2022").successors == ("290371",)
    assert book.codes_of("R-134a")["2028"] == ("290371",)
    assert ("2028", "290371") in book.relevant
    assert sorted(book.readings("290371")) == ["2012", "2017", "2022", "2028"]


def test_editions_by_day_and_by_the_names_files_use():
    from datetime import date

    assert edition_on(date(2016, 12, 31)) == "2012" and edition_on(date(2022, 1, 1)) == "2022"
    assert [e.name for e in editions()] == list(EDITIONS)
    assert code_facts("290371", "H6") == code_facts("290371", "HS2022")
    with pytest.raises(RequestError):
        edition_on(date(1980, 1, 1))


def test_hs_with_an_edition_answers_the_contract(capsys):
    found = answer(capsys, "2903.71.00", "--edition", "2022")
    assert (found["code"], found["national_code"], found["edition"]) == ("290371", "29037100", "2022")
    assert found["edition_inferred"] is False and found["controlled"] is True
    assert found["substances"] == ["R-22"] and found["description"].startswith("Chlorodifluoromethane")
    assert found["predecessors"] == ["290371"] and found["successors"] == []


def test_the_edition_follows_from_the_day_and_says_so(capsys):
    found = answer(capsys, "29033911", "--party", "IND", "--on", "2018-06-30")
    assert (found["edition"], found["edition_inferred"]) == ("2017", True)
    assert found["national_code"] == "29033911"
    assert any("late" in note for note in found["notes"])


@pytest.mark.parametrize("words", [("290341",), ("290341", "--party", "IND", "--on", "2018-06-30")])
def test_without_an_edition_every_reading_is_given_and_only_the_substance_withheld(capsys, words):
    found = answer(capsys, *words)
    assert found["edition"] is None and found["substances"] == [] and found["controlled"] is True
    assert found["readings"]["2007"]["words"] == "CFC-11" and found["readings"]["2022"]["words"] == "HFC-23"
    assert "edition not known" in found["notes"]


def test_a_code_of_another_chapter_is_not_controlled_as_far_as_we_know(capsys):
    found = answer(capsys, "0101.21", "--edition", "2022")
    assert found["controlled"] is False and found["known"] is False
    assert "as far as this reference goes" in found["words"]


@pytest.mark.parametrize(
    "words", [("29",), ("2903.71", "--edition", "2030"), ("290341", "--edition", "2017"), ("abcdef",), (),
              ("290371", "--on", "yesterday"), ("290371", "--party", "Indai")]
)  # fmt: skip
def test_what_cannot_be_served_is_one_clear_line(capsys, words):
    assert main(["hs", *words]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_person_reads_sentences_without_a_member_of_the_basket(capsys):
    assert main(["hs", "2903.39", "--edition", "2017"]) == 0
    text = capsys.readouterr().out
    assert "HFCs, HFOs or methyl bromide" in text and "134a" not in text


@given(st.text(alphabet="0123456789. ", max_size=14))
def test_any_digits_get_an_answer_or_a_clear_error(text):
    try:
        facts = code_facts(text, "2022")
    except (RequestError, UnknownName) as error:
        assert str(error)
    else:
        assert facts.co2e_per_kg.low >= 0
