"""Small permits, used gas and HFO shares: found where they depart, silent on importers as they ordinarily are."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from item_lines import FIRST, Row, found, line, signs

from examples import examples
from tradewind.detectors.items import hfo_share, recovered_gas, small_permits
from tradewind.detectors.items.hfo_share import DETECTOR as HFO
from tradewind.detectors.items.recovered_gas import DETECTOR as USED
from tradewind.detectors.items.small_permits import DETECTOR as SMALL
from translated import untranslated

few = examples(4)


def entry(n: int, kg: float = 60, day: int = 0, **more: Any) -> Row:
    """60 kg of R-134a are 85.8 t CO2e."""
    return line(f"E{n}", kg=kg, day=day, **({"importer": "Cool Ltd"} | more))


def test_entries_under_the_threshold_are_found_from_the_one_on_that_makes_three_and_exceeds_it() -> None:
    made = found(SMALL, [entry(1), entry(2, day=10), entry(3, day=20), entry(4, day=200)])
    assert set(made) == {"E3"} and signs(made["E3"]) == {"entries_add_up"}
    assert "3 entries" in made["E3"].reasons[0].text and "257 t CO2e" in made["E3"].reasons[0].text
    assert len(made["E3"].reasons[0].rows) == 4


def test_entries_above_the_threshold_trifles_and_entries_apart_raise_nothing() -> None:
    for kg, gap in ((80, 5), (20, 5), (60, 40)):
        assert found(SMALL, [entry(n, kg, n * gap) for n in range(5)]) == {}


def test_entries_that_cite_licences_need_one_more_and_weigh_less() -> None:
    cited = [entry(n, day=n, licence_id=f"L{n}") for n in range(5)]
    made = found(SMALL, cited)
    assert set(made) == {"E3", "E4"}
    free = found(SMALL, [row | {"licence_id": None} for row in cited])
    assert set(free) == {"E2", "E3", "E4"} and made["E3"].score < free["E3"].score


def test_importers_at_one_address_are_added_up() -> None:
    at = {"importer_address": "1 Quay Street, Unit 4"}
    rows = [entry(n, day=n, importer=f"Importer {n}", **at) for n in (1, 2, 3)]
    assert signs(found(SMALL, rows)["E3"]) == {"address_adds_up"}
    assert found(SMALL, [row | {"importer_address": None} for row in rows]) == {}


def test_small_licences_of_one_holder_are_found_on_the_lines_that_cite_them() -> None:
    licences = [
        {"licence_id": f"L-{n}", "holder": "Cool Ltd", "substance": "R-134a", "licensed_mass_g": 60_000,
         "issued_on": FIRST + timedelta(n)} for n in (1, 2, 3)
    ]  # fmt: skip
    cites = entry(1, day=30, licence_id="l 3")
    assert signs(found(SMALL, [cites], licences=licences)["E1"]) == {"permits_add_up"}
    assert found(SMALL, [cites], licences=licences[:2]) == {}
    assert found(SMALL, [cites], licences=[row | {"licensed_mass_g": 200_000} for row in licences]) == {}


def used(n: int, kg: float = 2000, day: int = 0, **more: Any) -> Row:
    said = {"description": "Reclaimed R-22", "hs_code": "290371", "exporter": "Green Gas"}
    return line(f"U{n}", kg=kg, day=day, **(said | {"dispatch": "GBR"} | more))


def plant(name: str, country: str = "GBR", **more: Any) -> Row:
    return {"trader_id": name, "name": name, "country": country, "roles": ["reclaimer"]} | more


def test_more_than_the_facility_can_reclaim_in_a_year_is_found_on_the_line_that_exceeds_it() -> None:
    register = [plant("Green Gas", capacity_g=3_000_000)]
    made = found(USED, [used(1), used(2, day=30), used(3, day=364 + 5)], traders=register)
    assert set(made) == {"U2"} and signs(made["U2"]) == {"beyond_capacity"}
    assert "4000 kg" in made["U2"].reasons[0].text and "3000 kg" in made["U2"].reasons[0].text


def test_an_importer_cannot_bring_in_more_used_gas_than_it_can_reclaim() -> None:
    register = [plant("Home Gas", "KEN", capacity_g=1_500_000)]
    made = found(USED, [used(1, importer="HOME GAS")], traders=register)
    assert signs(made["U1"]) == {"beyond_own_capacity"} and "1500 kg" in made["U1"].reasons[0].text
    assert found(USED, [used(1, kg=1400, importer="HOME GAS")], traders=register) == {}


def test_a_registered_sender_without_the_role_is_found_and_an_unknown_one_is_not() -> None:
    broker = plant("GREEN-GAS", roles=["broker", "carrier"])
    assert signs(found(USED, [used(1)], traders=[broker])["U1"]) == {"not_a_reclaimer"}
    assert found(USED, [used(1)], traders=[broker | {"roles": None}]) == {}
    assert found(USED, [used(1)], traders=[plant("Another")]) == {}
    assert found(USED, [used(1)]) == {}


def test_a_country_without_known_capacity_is_found_only_where_others_are_known() -> None:
    plants = [plant(f"P{n}", country) for n, country in enumerate(("DEU", "FRA", "USA"))]
    assert signs(found(USED, [used(1)], traders=plants)["U1"]) == {"no_known_capacity"}
    assert found(USED, [used(1)], traders=plants[:2]) == {}
    told = [{"party": "GBR", "form": "exports", "recovered_g": 1, "period_start": FIRST, "substance": "R-22"}]
    assert found(USED, [used(1)], traders=plants, reported_consumption=told) == {}


def test_the_first_used_gas_of_a_sender_is_found_after_a_year_of_lines_without() -> None:
    made = found(USED, [line("D1"), used(1, day=400), used(2, day=450)])
    assert set(made) == {"U1"} and signs(made["U1"]) == {"first_time"}
    assert found(USED, [line("D1"), used(1, day=200)]) == {}


def test_recovered_gas_as_pure_as_reclaimed_is_found_and_reclaimed_gas_is_not() -> None:
    made = found(USED, [used(1, description="Recovered R-22, purity 99,8 %")])["U1"]
    assert signs(made) == {"too_pure"} and "99.8 % pure" in made.reasons[0].text
    for words in (
        "Reclaimed R-22, purity 99.8 %",
        "Recovered R-22, purity 97.0%",
        "Recovered R-22",
        "R-22 99.9 %",
    ):
        assert found(USED, [used(1, description=words)]) == {}


def hfo(n: int, kg: float, day: int, **more: Any) -> Row:
    said = {"description": "HFO-1234yf", "hs_code": "290351", "importer": "Cool Ltd"}
    return line(f"H{n}", kg=kg, day=day, **(said | more))


def hfc(n: int, kg: float, day: int, **more: Any) -> Row:
    return line(f"C{n}", kg=kg, day=day, importer="Cool Ltd", **more)


def test_a_share_that_jumps_is_found_on_the_hfo_lines_of_the_month() -> None:
    past = [hfc(n, 1000, n * 20) for n in range(5)]
    made = found(HFO, [*past, hfo(1, 3000, 200), hfc(9, 1000, 200)])
    assert (
        set(made) == {"H1"}
        and "75 %" in made["H1"].reasons[0].text
        and "were 0 %" in made["H1"].reasons[0].text
    )


def test_a_past_loaded_as_such_counts_and_raises_nothing_itself() -> None:
    past = [hfc(n, 1000, n * 20, historical=True) for n in range(5)]
    assert set(found(HFO, [*past, hfo(1, 3000, 200)])) == {"H1"}
    assert found(HFO, [*past, hfo(1, 3000, 200, historical=True)]) == {}


def test_a_new_importer_a_little_hfo_and_an_old_share_raise_nothing() -> None:
    assert found(HFO, [hfc(1, 1000, 0), hfo(1, 3000, 200)]) == {}
    past = [hfc(n, 1000, n * 20) for n in range(5)]
    assert found(HFO, [*past, hfo(1, 400, 200)]) == {}
    assert found(HFO, [*past, *(hfo(n, 2000, n * 20) for n in range(5)), hfo(9, 3000, 200)]) == {}


@given(st.lists(st.tuples(st.integers(80, 4000), st.floats(0.3, 0.6)), min_size=1, max_size=8))
@few
def test_importers_above_the_threshold_with_a_steady_share_are_never_found(
    months: list[tuple[int, float]],
) -> None:
    rows = []
    for n, (kg, share) in enumerate(months):
        rows += [hfc(n, kg, n * 31), hfo(n, kg * share, n * 31)]
    plants = [plant("Green Gas", capacity_g=10**12)]
    rows += [used(n, kg, n * 31) for n, (kg, _) in enumerate(months)]
    for detector in (SMALL, HFO, USED):
        assert found(detector, rows, traders=plants) == {}


def test_every_sentence_is_in_every_language() -> None:
    for module in (small_permits, recovered_gas, hfo_share):
        assert (
            untranslated([t for s in module.SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]) == []
        )
