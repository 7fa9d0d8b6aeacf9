"""Which substances a text speaks of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.recognition import designation_in, mentions_many, recognise, recognise_many


def found(text: str) -> set[str]:
    return {m.designation for m in recognise(text).mentions}


WRITTEN = [
    ("Р-22", "R-22"),
    ("R\u201122", "R-22"),
    ("Ｒ２２", "R-22"),
    ("R 22", "R-22"),
    ("r22", "R-22"),
    ("R-134 a", "R-134a"),
    ("R134А", "R-134a"),
    ("HFC 134a", "R-134a"),
    ("F-22", "R-22"),
    ("Freon-22", "R-22"),
    ("Freon® 22", "R-22"),
    ("фреон R410a", "R-410A"),
    ("хладон-22", "R-22"),
    ("хладон 114В2", "Halon-2402"),
    ("冷媒 R32", "R-32"),
    ("R22制冷剂", "R-22"),
    ("น้ำยาแอร์ R32", "R-32"),
    ("فريون 22", "R-22"),
    ("فريون ٢٢", "R-22"),
    ("R41OA", "R-410A"),
    ("R-507", "R-507A"),
    ("R1234ze", "R-1234ze(E)"),
    ("HFC-43-10mee", "R-43-10mee"),
    ("HCFC 141 b", "R-141b"),
    ("R-12B1", "Halon-1211"),
    ("halon 1301", "Halon-1301"),
    ("ハロン1301", "Halon-1301"),
    ("chlorodifluoromethane", "R-22"),
    ("Difluorchlormethan", "R-22"),
    ("дифторхлорметан", "R-22"),
    ("二氟一氯甲烷", "R-22"),
    ("1,1,1,2-tetrafluoroethane", "R-134a"),
    ("1,1,2,2-tetrafluoroethane", "R-134"),
    ("1,1-dichloro-1-fluoroethane", "R-141b"),
    ("2,3,3,3-tetrafluoropropene", "R-1234yf"),
    ("甲基溴", "Methyl bromide"),
    ("бромистый метил", "Methyl bromide"),
    ("tétrachlorure de carbone", "Carbon tetrachloride"),
    ("CAS 75-45-6", "R-22"),
    ("UN 1018", "R-22"),
    ("Forane 427A", "R-427A"),
    ("Suva HP62 refrigerant", "R-404A"),
    ("FM-200", "R-227ea"),
    ("R-22a refrigerant", "R-290"),
]


@pytest.mark.parametrize(("text", "designation"), WRITTEN)
def test_a_substance_is_found_however_it_is_written(text: str, designation: str) -> None:
    assert found(text) == {designation}


@pytest.mark.parametrize(
    "text",
    [
        "Robinson R22 helicopter, 1994",
        "11R22.5 truck tyre",
        "295/80 R22.5 tyres",
        "pneus 175/70 R13",
        "Nissan Skyline R32 GTR",
        "resistor R12 10k",
        "R404 error codes",
        "Dell PowerEdge R410",
        "R-13 fiberglass batts",
        "Xn; R22 harmful if swallowed",
        "refrigerante guaraná lata 350ml",
        "Refrigerant 12 oz undercharged",
        "gas 22 kg",
        "1500 р 22 кг",
        "ERR141B LDY #141",
        "UN 3163 liquefied gas n.o.s.",
        "Kältemittel Rücklauf (TC0)",
        "HFC and HCFC quotas",
        "Helmet ECE R22.05 size L",
    ],
)
def test_other_meanings_are_no_mention(text: str) -> None:
    assert found(text) == set()


def test_a_longer_number_is_not_the_shorter_one() -> None:
    assert found("R-1234yf") == {"R-1234yf"}
    assert found("R-22B1x") == set()


def test_a_list_may_give_its_prefix_once() -> None:
    assert found("R-404A/507") == {"R-404A", "R-507A"}
    assert found("R134a, 404a and 407c") == {"R-134a", "R-404A", "R-407C"}


def test_a_named_blends_composition_is_not_what_the_text_speaks_of() -> None:
    assert found("R-410A (R-32/R-125 50/50)") == {"R-410A"}
    assert found("mixture of R-32 and R-125") == {"R-32", "R-125"}


def test_a_number_without_its_letter_carries_its_alternatives() -> None:
    (mention,) = recognise("R-407").mentions
    assert mention.ambiguous
    assert "R-407A" in mention.alternatives


def test_roles_tell_absence_replacement_and_service_apart() -> None:
    def role(text: str) -> str:
        return recognise(text).mentions[0].role

    assert role("R-22 free chillers") == "absent"
    assert role("a replacement for R-22") == "replaced"
    assert role("manifold gauge for R-134a") == "served"
    assert role("R-22 refrigerant") == "named"


@pytest.mark.parametrize(
    ("cell", "designation"),
    [
        ("R22 gas", "R-22"),
        ("HCFC-22", "R-22"),
        ("хладон 22", "R-22"),
        ("R-404A (by photo)", "R-404A"),
        ("CFC-12", "R-12"),
        ("R-507", "R-507A"),
        ("R-22 labelled R-134a", "R-22"),
        ("R-134a / R-410A", None),
        ("HFC", None),
        ("counterfeit R-134a", None),
        ("mixture incl. R-22 and R-12, labelled R-134a", None),
        ("labelled R-134a", None),
        ("R-407", None),
        ("halon", None),
        ("22", None),
        ("", None),
    ],
)
def test_a_cell_names_one_sure_substance_or_none(cell: str, designation: str | None) -> None:
    assert designation_in(cell) == designation


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_spans_index_the_original(text: str) -> None:
    answer = recognise(text)
    answer.as_dict()
    designation_in(text)
    for mention in answer.mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.text


_PIECES = st.sampled_from(
    [
        "R-22",
        "хладон 22",
        "Ｒ１３４ａ",
        "ﬁne ",
        "İ",
        "\u200b",
        "é",
        " ",
        "ß",
        "13.6 kg",
        "R\u00ad410A",
        "冷媒",
        "₹",
        "٢٢",
        "🧊",
    ]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
@settings(max_examples=150, deadline=None)
def test_spans_survive_characters_that_change_length(text: str) -> None:
    for mention in recognise(text).mentions:
        assert text[mention.start : mention.end] == mention.text


_LOOK = {"R": "RРＲr", "-": "-\u2011\u2013 ", "1": "1１١", "3": "3３٣", "4": "4４٤", "a": "aаAА", "2": "2２٢"}


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_look_alikes_of_every_letter_are_found(data: st.DataObject) -> None:
    written = data.draw(st.sampled_from(["R-134a", "R-22", "R-142"]))
    disguised = "".join(data.draw(st.sampled_from(_LOOK.get(c, c))) for c in written)
    assert "R-" + written[2:4] in {
        m.designation[:4] for m in recognise(f"refrigerant gas {disguised}").mentions
    }


@given(
    st.lists(
        st.sampled_from([w for w in WRITTEN if w[0] not in ("UN 1018", "CAS 75-45-6")]),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=60, deadline=None)
def test_substances_side_by_side_are_each_found(chosen: list[tuple[str, str]]) -> None:
    text = "refrigerant: " + "; ".join(w for w, _ in chosen)
    assert {d for _, d in chosen} <= found(text)


def test_many_texts_get_the_answers_of_each() -> None:
    texts = ["R22", "nothing", "R22", "фреон R410A"]
    assert mentions_many(texts) == [recognise(t).mentions for t in texts]


def test_many_texts_are_read_as_each_alone():
    texts = [
        *(written for written, _ in WRITTEN),
        "134a",
        "x134a",
        "134a\x7fR-22",
        "",
        "\x7f",
        "Фреон 22",
        "gas 407c",
        "flour",
        "R 410A",
        "R-22",
    ]
    assert list(mentions_many(texts)) == [found.mentions for found in recognise_many(texts)]
