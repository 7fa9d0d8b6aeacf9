"""Words, codes and UN numbers of an item that say different things."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from held_tables import Held
from items_seen import seen, signs
from tradewind.detectors.items import text_against_code, un_number
from translated import untranslated

WORDS, UN = text_against_code.DETECTOR, un_number.DETECTOR


@pytest.mark.parametrize(
    ("description", "code", "edition", "sign"),
    [
        ("R-22 gas", "950300", "2022", "gas_under_no_gas_code"),
        ("R-22 and R-134a", "480256", "2022", "gas_under_no_gas_code"),
        ("R-22 in cylinders 13.6 kg", "841451", "2022", "packed_gas_under_goods_code"),
        ("R-134a in cylinders", "841510", "2022", "packed_gas_under_goods_code"),
        ("R-22", "290399", "2022", "gas_under_neighbour_code"),
        ("R-404A", "382499", "2022", "gas_under_neighbour_code"),
        ("R-22", "290345", "2022", "gas_under_other_gas_code"),
        ("R-410A", "290342", "2022", "gas_under_other_gas_code"),
        ("R-32", "382763", "2022", "gas_under_other_gas_code"),
        ("refrigerant R-1234yf", "290345", "2022", "code_over_other_words"),
        ("refrigerant gas", "290379", "2022", "vague_words"),
        ("gas", "271119", "2022", "vague_words"),
        ("chemical products", "382499", "2022", "vague_words"),
        ("refrigerants", "950300", "2022", "refrigerant_under_no_gas_code"),
    ],
)
def test_words_and_code_that_disagree_are_seen(description, code, edition, sign):
    assert signs(WORDS, description=description, hs_code=code, hs_edition=edition) == {sign}


@pytest.mark.parametrize(
    ("description", "code", "edition"),
    [
        ("R-22 gas", "290371", "2022"),
        ("split air conditioner R-410A", "841510", "2022"),
        ("refrigerator, R-134a, steel gas cylinder for it apart", "841810", "2022"),
        ("gauge set for R-134a", "902620", "2022"),
        ("manifold for R-22", "950300", "2022"),
        ("R-22 free panels", "392190", "2022"),
        ("inhalers with HFC-134a", "300490", "2022"),
        ("polyol with HCFC-141b", "390720", "2022"),
        ("car with R-134a", "870323", "2022"),
        ("R-134a", "290339", "2022"),
        ("R-134a", "290339", None),
        ("R-404A", "382761", None),
        ("mixture of R-32 and R-125", "382763", "2022"),
        ("refrigerant R-290", "271112", "2022"),
        ("antifreeze coolant", "382000", "2022"),
        ("gas cooker", "732111", "2022"),
        ("HS only", None, "2022"),
        (None, "290371", "2022"),
    ],
)
def test_lawful_lines_and_traps_have_no_sign(description, code, edition):
    assert signs(WORDS, description=description, hs_code=code, hs_edition=edition) == set()


def test_a_vague_word_under_a_code_of_one_gas_weighs_less():
    rows = [
        {
            "declaration_id": f"D{n}",
            "item": 1,
            "description": "refrigerant",
            "hs_code": code,
            "hs_edition": "2022",
        }
        for n, code in enumerate(("290371", "290379"), 1)
    ]
    found = {
        f.subject_id: f.facts["weight_of_evidence"]
        for f in WORDS.run(Held(declarations=rows), WORDS.Parameters())
    }
    assert 0 < found["D1/1"] < found["D2/1"]


@pytest.mark.parametrize(
    ("row", "sign"),
    [
        ({"un_number": "1018", "description": "toys", "hs_code": "950300"}, "number_under_no_gas_code"),
        ({"description": "UN 1018 toys", "hs_code": "950300"}, "number_under_no_gas_code"),
        ({"un_number": "1018", "hs_code": "290345"}, "number_under_other_gas_code"),
        ({"description": "R-22, UN 3159", "hs_code": "950300"}, "number_against_words"),
        ({"un_number": "3159", "substance": "R-22"}, "number_against_words"),
        ({"un_number": "1978", "description": "R-22"}, "number_against_words"),
        ({"un_number": "1078", "hs_code": "950300"}, "refrigerant_number_under_no_gas_code"),
        ({"un_number": "3163", "hs_code": "853952", "description": "LED lamps"}, "gas_number_under_goods"),
        ({"un_number": "2857", "hs_code": "290371"}, "machine_number_over_gas"),
    ],
)
def test_un_numbers_that_disagree_are_seen(row, sign):
    assert sign in signs(UN, **row)


@pytest.mark.parametrize(
    "row",
    [
        {"un_number": "1018", "description": "R-22", "hs_code": "290371"},
        {"un_number": "3159", "description": "HFC-134a", "hs_code": "290345", "substance": "R-134a"},
        {"un_number": "1078", "description": "R-410A", "hs_code": "382763"},
        {"un_number": "3163", "description": "R-404A", "hs_code": "382764"},
        {"un_number": "3163", "description": "propellant", "hs_code": "381400"},
        {"un_number": "2857", "description": "refrigerator R-134a", "hs_code": "841810"},
        {"un_number": "1203", "description": "toys", "hs_code": "950300"},
        {"un_number": "1018"},
        {"description": "R-22", "hs_code": "290371"},
    ],
)
def test_un_numbers_that_agree_or_are_absent_have_no_sign(row):
    assert signs(UN, **row) == set()


_LAWFUL = st.sampled_from(
    [
        ("R-22 {n} x 13.6 kg", "290371", "1018"),
        ("HFC-134a lot {n}", "290345", "3159"),
        ("R-404A refrigerant {n}", "382761", "3337"),
        ("split air conditioners {n} units R-410A", "841510", "2857"),
        ("cotton shirts {n} pcs", "620520", None),
        ("compressor for R-134a model {n}", "841430", None),
        ("propane {n} kg", "271112", "1978"),
        ("{n} steel bottles, empty", "731100", None),
    ]
)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(_LAWFUL, st.integers(1, 9999), st.booleans()), min_size=1, max_size=12))
def test_lines_whose_words_code_and_number_agree_are_never_named(rows):
    lines = [
        {"description": text.format(n=n), "hs_code": code, "un_number": un if with_un else None}
        for (text, code, un), n, with_un in rows
    ]
    assert (seen(WORDS, *lines), seen(UN, *lines)) == ({}, {})


@pytest.mark.parametrize("module", (text_against_code, un_number))
def test_every_sentence_is_translated(module):
    assert untranslated([t for s in module.SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]) == []
