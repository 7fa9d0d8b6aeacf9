"""Movements in transit: late, backtracking or too soon for their vehicle; silent where all ended in time."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from item_lines import FIRST, Row, line, signs

from examples import examples
from held_tables import Held
from tradewind.detectors.transit import DETECTOR as TRANSIT
from tradewind.detectors.transit_texts import SIGNS
from tradewind.findings import Finding
from translated import untranslated


def leg(movement: str, what: str, day: int, **more: Any) -> Row:
    row: Row = {"movement_id": movement, "leg": what, "event_on": FIRST + timedelta(day), "regime": "transit"}
    return row | {"substance": "R-134a", "net_mass_g": 9_000_000} | more


def gone(movement: str, day: int = 0, limit: int = 8, **more: Any) -> Row:
    row = leg(movement, "departure", day, from_country="DEU", to_country="LTU", vehicle="AB 123")
    return row | {"departed_on": FIRST + timedelta(day), "limit_on": FIRST + timedelta(limit)} | more


def ended(movement: str, day: int) -> list[Row]:
    arrived = FIRST + timedelta(day)
    return [
        leg(movement, "arrival", day, arrived_on=arrived),
        leg(movement, "discharge", day, discharged_on=arrived),
    ]


def found(*legs: Row, on: date | None = None, **tables: Any) -> dict[str, Finding]:
    held = Held(movements=legs, **tables)
    return {f.subject_id: f for f in TRANSIT.run(held, TRANSIT.Parameters(on=on))}


def test_a_movement_past_its_limit_is_overdue_on_the_stated_day_and_not_before() -> None:
    made = found(gone("M1"), on=FIRST + timedelta(20))["M1"]
    assert signs(made) == {"overdue"} and "12 days later" in made.reasons[0].text
    assert (made.subject_kind, made.party, made.partner, made.substance) == (
        "movement",
        "DEU",
        "LTU",
        "R-134a",
    )
    assert made.co2e_t is not None and made.co2e_t.mid == 9 * 1430
    assert found(gone("M1"), on=FIRST + timedelta(9)) == {}
    assert found(gone("M1"), *ended("M1", 7), on=FIRST + timedelta(20)) == {}


def test_without_a_stated_day_the_last_day_the_messages_tell_of_counts() -> None:
    assert found(gone("M1")) == {}
    assert set(found(gone("M1"), gone("M2", 30, 40, vehicle="ZZ 1"))) == {"M1"}


def test_arrived_and_not_discharged_and_an_open_enquiry_are_found() -> None:
    late = found(gone("M1"), leg("M1", "arrival", 6), on=FIRST + timedelta(60))["M1"]
    assert signs(late) == {"not_discharged"}
    asked = found(gone("M1", limit=99), leg("M1", "enquiry", 50))["M1"]
    assert signs(asked) == {"enquiry"}
    assert found(gone("M1"), leg("M1", "enquiry", 50), *ended("M1", 8)) == {}


def test_a_route_that_leads_away_is_found_and_one_on_the_way_is_not() -> None:
    made = found(gone("M1", route=["NLD"]), *ended("M1", 7))["M1"]
    assert signs(made) == {"backtracks"} and "DEU, NLD, LTU" in made.reasons[0].text
    assert found(gone("M1", route=["POL"]), *ended("M1", 7)) == {}


def test_a_route_that_comes_back_to_a_country_is_found_but_not_within_one_country() -> None:
    made = found(gone("M1", route=["POL", "LTU", "LVA"]), *ended("M1", 7))["M1"]
    assert signs(made) == {"comes_back_to"} and "leaves LTU" in made.reasons[0].text
    assert found(gone("M1", route=["DEU", "POL", "POL"]), *ended("M1", 7)) == {}
    assert found(gone("M1", to_country="DEU", route=["AUT"]), *ended("M1", 7)) == {}


def test_a_place_whose_distance_is_not_known_is_left_out_of_the_way() -> None:
    made = found(gone("M1", route=["XXX", "NLD"]), *ended("M1", 7))["M1"]
    assert signs(made) == {"backtracks"} and "1947 km" in made.reasons[0].text


def test_a_vehicle_cannot_leave_far_away_on_the_day_it_arrived() -> None:
    first = [gone("M1"), *ended("M1", 7)]
    soon = [gone("M2", 7, 20, from_country="ESP", to_country="DEU", vehicle="ab-123"), *ended("M2", 12)]
    made = found(*first, *soon)
    assert set(made) == {"M2"} and signs(made["M2"]) == {"too_soon"}
    rested = [gone("M2", 10, 20, from_country="ESP", to_country="DEU", vehicle="ab-123"), *ended("M2", 15)]
    assert found(*first, *rested) == {}


def test_a_vehicle_is_not_on_two_ways_at_once() -> None:
    made = found(gone("M1"), *ended("M1", 7), gone("M2", 3, 20, from_country="ESP"), *ended("M2", 12))
    assert set(made) == {"M2"} and signs(made["M2"]) == {"two_at_once"}


def test_other_goods_other_regimes_cancelled_ones_and_the_past_raise_nothing() -> None:
    later = FIRST + timedelta(60)
    for other in ({"substance": None, "hs_code": "950300"}, {"substance": None}, {"regime": "export"},
                  {"historical": True}, {"limit_on": None}):  # fmt: skip
        assert found(gone("M1") | other, on=later) == {}
    assert found(gone("M1"), leg("M1", "cancelled", 2), on=later) == {}


def test_goods_are_known_by_the_code_or_by_an_item_of_the_declaration() -> None:
    later = FIRST + timedelta(60)
    assert set(found(gone("M1") | {"substance": None, "hs_code": "290345"}, on=later)) == {"M1"}
    unnamed = gone("M1", declaration_id="D1") | {"substance": None}
    made = found(unnamed, on=later, declarations=[line("D1", "transit")])["M1"]
    assert made.substance == "R-134a"


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 8)), min_size=1, max_size=6))
@examples(4)
def test_movements_that_end_in_time_are_never_found(journeys: list[tuple[int, int]]) -> None:
    legs: list[Row] = []
    for n, (day, took) in enumerate(journeys):
        legs += [gone(f"M{n}", day, day + 8, route=["POL"], vehicle=f"V {n}"), *ended(f"M{n}", day + took)]
    assert found(*legs, on=FIRST + timedelta(500)) == {}


def test_every_sentence_is_in_every_language() -> None:
    assert untranslated([t for s in SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]) == []
