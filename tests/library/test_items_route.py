"""Returned goods and round trips: found where they exceed what left, silent where every return has its export."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from item_lines import FIRST, Row, found, line, signs

from examples import examples
from tradewind.detectors.items.returned_goods import DETECTOR as RETURNED
from tradewind.detectors.items.returned_goods import SIGNS as RETURNED_SIGNS
from tradewind.detectors.items.round_trip import DETECTOR as ROUND
from tradewind.detectors.items.round_trip import SIGNS as ROUND_SIGNS
from translated import untranslated

few = examples(4)


def test_a_return_above_the_export_it_cites_is_found_with_both_masses() -> None:
    made = found(
        RETURNED, [line("X1", "export", 1000), line("R1", "returned", 1600, 5, previous_document="x-1")]
    )
    assert signs(made["R1"]) == {"more_than_export_cited"}
    assert "1600 kg of R-134a" in made["R1"].reasons[0].text and "1000 kg" in made["R1"].reasons[0].text
    assert made["R1"].reasons[0].rows == ("test:declarations::2", "test:declarations::1")


def test_an_export_cited_is_compared_by_its_code_where_words_name_no_gas() -> None:
    rows = [
        line("X1", "export", 1000),
        line("R1", "returned", 1600, 5, previous_document="X1", description="gas"),
    ]
    assert signs(found(RETURNED, rows)["R1"]) == {"more_than_export_cited"}


def test_returns_are_added_up_over_the_trader_s_past() -> None:
    rows = [line("X1", "export", 1000, exporter="Cool Ltd."), line("R1", "returned", 700, 100, importer="COOL LTD"),
            line("R2", "returned", 700, 120, importer="Cool Ltd")]  # fmt: skip
    made = found(RETURNED, rows)
    assert set(made) == {"R2"} and signs(made["R2"]) == {"more_than_left"}


def test_nothing_left_is_said_only_where_older_exports_are_loaded() -> None:
    stranger = line("R1", "returned", 700, 100, importer="Nobody")
    assert found(RETURNED, [stranger]) == {}
    assert found(RETURNED, [stranger, line("X1", "export", 10, 50, exporter="Other")]) == {}
    made = found(RETURNED, [stranger, line("X1", "export", 10, 0, exporter="Other")])
    assert signs(made["R1"]) == {"nothing_left"}


def test_a_return_without_a_mass_or_a_trader_has_no_sign() -> None:
    rows = [line("X1", "export", 10), line("R1", "returned", 700, 120, net_mass_g=None),
            line("R2", "returned", 700, 120)]  # fmt: skip
    assert found(RETURNED, rows) == {}


@given(
    st.lists(st.tuples(st.integers(100, 5000), st.floats(0.1, 1.0), st.booleans()), min_size=1, max_size=6)
)
@few
def test_returns_of_no_more_than_left_are_never_found(trips: list[tuple[int, float, bool]]) -> None:
    rows: list[Row] = []
    for n, (kg, share, cites) in enumerate(trips):
        who = f"Trader {n % 2}"
        rows.append(line(f"X{n}", "export", kg, n, exporter=who))
        cited = f"X{n}" if cites else None
        rows.append(
            line(f"R{n}", "returned", kg * share, 120 + n, importer=who.upper(), previous_document=cited)
        )
    assert found(RETURNED, rows) == {}


def export(name: str, kg: float, day: int, **more: Any) -> Row:
    return line(name, "export", kg, day, exporter="Cool Ltd", destination="KEN", **more)


def test_an_exported_mass_that_comes_back_is_found_and_weighs_more_on_the_same_trader() -> None:
    rows = [export("X1", 5000, 0), line("I1", "import", 5020, 60, importer="COOL LTD", dispatch="KEN")]
    same = found(ROUND, rows)["I1"]
    assert signs(same) == {"comes_back"} and "60 days before" in same.reasons[0].text
    strangers = found(ROUND, [rows[0], rows[1] | {"importer": "Other"}])["I1"]
    assert strangers.score < same.score


def test_the_same_container_with_the_same_mass_is_found_from_anywhere() -> None:
    out = export("X1", 300, 0, container="TCNU 123456-7")
    back = line("I1", "import", 300, 9, importer="Cool Ltd", dispatch="IND", container="TCNU1234567")
    assert signs(found(ROUND, [out, back])["I1"]) == {"container_comes_back"}
    assert found(ROUND, [out, back | {"container": "TCNU7654321"}]) == {}


def test_one_seller_by_one_broker_for_three_importers_is_found_on_each() -> None:
    rows = [part(n) | {"container": None, "exporter": "Maker", "declarant": "Broker"} for n in (1, 2, 3)]
    made = found(ROUND, rows)
    assert len(made) == 3 and signs(made["P1"]) == {"seller_in_parts"}
    assert found(ROUND, [row | {"declarant": None} for row in rows]) == {}


def test_one_export_explains_one_import() -> None:
    rows = [export("X1", 5000, 0), line("I1", "import", 5020, 60, dispatch="KEN"),
            line("I2", "import", 5010, 60, dispatch="KEN")]  # fmt: skip
    assert set(found(ROUND, rows)) == {"I2"}


def test_another_mass_place_gas_or_a_year_between_is_no_round_trip() -> None:
    for other in ({"net_mass_g": 4_000_000}, {"dispatch": "UGA"}, {"lodged_on": FIRST + timedelta(365)},
                  {"lodged_on": FIRST}, {"description": "R-32", "hs_code": "290342"}):  # fmt: skip
        back = line("I1", "import", 5000, 60, dispatch="KEN") | other
        assert found(ROUND, [export("X1", 5000, 0), back]) == {}


def test_an_export_whose_movement_never_ends_is_found_once_enough_days_have_passed() -> None:
    gone = [{"movement_id": "X1", "declaration_id": "X1", "leg": "departure", "event_on": FIRST}]
    later = [{"movement_id": "Y", "leg": "departure", "event_on": FIRST + timedelta(120)}]
    ended = [{"movement_id": "X1", "declaration_id": "X1", "leg": "border", "event_on": FIRST + timedelta(3)}]
    assert signs(found(ROUND, [export("X1", 5000, 0)], movements=gone + later)["X1"]) == {
        "export_without_end"
    }
    assert found(ROUND, [export("X1", 5000, 0)], movements=gone) == {}
    assert found(ROUND, [export("X1", 5000, 0)], movements=gone + ended + later) == {}
    assert found(ROUND, [export("X1", 5000, 0)], movements=later) == {}


def part(number: int, **more: Any) -> Row:
    return line(f"P{number}", kg=400, importer=f"Importer {number}", dispatch="TUR", origin="CHN",
                container="TCNU 123456-7", **more)  # fmt: skip


def test_one_container_for_three_importers_from_a_third_country_is_found_on_each() -> None:
    made = found(ROUND, [part(1), part(2), part(3, day=2)])
    assert set(made) == {"P1", "P2", "P3"} and "1200 kg" in made["P1"].reasons[0].text
    assert found(ROUND, [part(1), part(2)]) == {}
    assert found(ROUND, [part(1), part(2), part(3, day=9)]) == {}
    assert found(ROUND, [part(n) | {"origin": "TUR"} for n in (1, 2, 3)]) == {}


def test_one_vessel_for_many_importers_is_no_load_in_parts_but_one_lorry_is() -> None:
    on = [part(n) | {"container": None, "transport": "EVER NORTH"} for n in (1, 2, 3)]
    assert found(ROUND, [row | {"transport_mode": "1"} for row in on]) == {}
    assert len(found(ROUND, [row | {"transport_mode": "3"} for row in on])) == 3


@given(st.lists(st.integers(300, 20000), min_size=2, max_size=8, unique=True))
@few
def test_exports_and_imports_of_different_places_are_never_found(masses: list[int]) -> None:
    rows = [export(f"X{n}", kg, n) for n, kg in enumerate(masses)]
    rows += [line(f"I{n}", "import", kg, 30 + n, importer=f"Importer {n}", dispatch="CHN", origin="CHN",
                  container="TCNU1234567") for n, kg in enumerate(masses)]  # fmt: skip
    assert found(ROUND, rows) == {}


def test_every_sentence_is_in_every_language() -> None:
    texts = [
        t for s in (*RETURNED_SIGNS.values(), *ROUND_SIGNS.values()) for t in (s.sentence, s.check, *s.lawful)
    ]
    assert untranslated(texts) == []
