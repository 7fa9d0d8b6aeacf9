"""Cylinders that meet gas and parties that are new: found where they depart, silent on steady trade."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from item_lines import FIRST, Row, found, line, signs

from examples import examples
from tradewind.detectors.items import cylinders_meet_gas, new_parties
from tradewind.detectors.items.cylinders_meet_gas import DETECTOR as MEET
from tradewind.detectors.items.new_parties import DETECTOR as NEW
from translated import untranslated

few = examples(4)


def tank(name: str = "T1", day: int = 0, **more: Any) -> Row:
    return line(name, kg=16000, day=day, **({"importer": "Filler Ltd", "packages": 1} | more))


def empties(name: str = "C1", day: int = 20, **more: Any) -> Row:
    said = {"description": "Disposable steel cylinders, empty", "hs_code": "731100", "packages": 354}
    return line(name, kg=1000, day=day, **(said | {"importer": "FILLER LTD."} | more))


def test_empty_cylinders_and_a_tank_at_one_importer_are_found_on_both_lines() -> None:
    made = found(MEET, [tank(), empties()])
    assert signs(made["C1"]) == {"cylinders_near_gas"} and signs(made["T1"]) == {"gas_near_cylinders"}
    assert (
        "354 empty cylinders" in made["C1"].reasons[0].text
        and "16000 kg of R-134a" in made["C1"].reasons[0].text
    )
    assert made["T1"].reasons[0].rows == ("test:declarations::1", "test:declarations::2")
    plain = found(MEET, [tank(), empties(description="Steel cylinders for gas, empty")])
    assert plain["C1"].score < made["C1"].score


def test_two_names_that_share_an_address_are_one_actor() -> None:
    apart = [tank(importer="Gas Ltd"), empties(importer="Steel Ltd")]
    assert found(MEET, apart) == {}
    at = {"importer_address": "7 Dock Road"}
    assert set(found(MEET, [apart[0] | at, apart[1] | {"consignee_address": "7, Dock road"}])) == {"T1", "C1"}


def test_long_apart_few_cylinders_and_gas_in_cylinders_do_not_meet() -> None:
    assert found(MEET, [tank(), empties(day=120)]) == {}
    assert found(MEET, [tank(), empties(packages=20)]) == {}
    assert found(MEET, [tank(packages=1150), empties()]) == {}
    assert found(MEET, [tank(packages=None, description="R-134a 13.6 kg cylinders"), empties()]) == {}
    assert found(MEET, [tank(regime="export"), empties()]) == {}


def past(count: int = 6, **more: Any) -> list[Row]:
    said = {"importer": "Cool Ltd", "declarant": "Old Broker", "exporter": "Maker", "consignee": "Cool Ltd"}
    return [line(f"D{n}", kg=1000, day=n, **(said | more)) for n in range(count)]


def test_a_new_broker_with_the_importer_s_largest_line_is_found() -> None:
    new = line(
        "N",
        kg=9000,
        day=90,
        importer="Cool Ltd",
        declarant="New Broker",
        exporter="Maker",
        consignee="Cool Ltd",
    )
    made = found(NEW, [*past(), new])
    assert set(made) == {"N"} and signs(made["N"]) == {"new_broker"}
    assert "after 6 declarations by others" in made["N"].reasons[0].text
    assert found(NEW, [*past(), new | {"net_mass_g": 1_200_000}]) == {}
    assert found(NEW, [*past(2), new]) == {}
    assert found(NEW, [*past(), new | {"declarant": "OLD BROKER"}]) == {}
    assert found(NEW, [*past(), new | {"declarant": "Cool Ltd."}]) == {}
    assert found(NEW, [*past(), new | {"declarant": None}]) == {}


def test_a_consignee_new_to_the_exporter_is_found() -> None:
    new = line("N", kg=9000, day=90, importer="Other", consignee="Barber Shop", exporter="Maker")
    made = found(NEW, [*past(), new])
    assert set(made) == {"N"} and signs(made["N"]) == {"new_consignee"}
    assert "Barber Shop" in made["N"].reasons[0].text


def test_an_address_that_four_traders_give_is_found_by_register_and_lines_together() -> None:
    at = "12 Mail Drop, Suite 9"
    register = [{"trader_id": f"R{n}", "name": f"Company {n}", "address": at} for n in range(3)]
    mine = line("L", importer="Company 9", importer_address=at)
    made = found(NEW, [mine], traders=register)
    assert signs(made["L"]) == {"shared_address"} and "4 traders" in made["L"].reasons[0].text
    assert found(NEW, [mine], traders=register[:2]) == {}
    assert found(NEW, [mine | {"importer": "Company 1"}], traders=register) == {}


def test_a_company_a_month_old_with_one_gas_and_a_large_line_is_found() -> None:
    register = [{"trader_id": "R1", "name": "Fresh Trade LLC", "registered_on": date(2024, 12, 2)}]
    mine = line("L", kg=9000, importer_id="r-1")
    made = found(NEW, [mine], traders=register)
    assert signs(made["L"]) == {"young_and_single"} and "30 days before" in made["L"].reasons[0].text
    assert found(NEW, [mine]) == {}
    assert found(NEW, [mine | {"net_mass_g": 100_000}], traders=register) == {}
    assert (
        found(
            NEW, [mine, line("M", importer_id="R1", description="R-32", hs_code="290342")], traders=register
        )
        == {}
    )
    assert found(NEW, [mine], traders=[register[0] | {"registered_on": FIRST - timedelta(999)}]) == {}
    assert found(NEW, [mine], traders=[register[0] | {"registered_on": None}]) == {}


@given(st.lists(st.integers(100, 20000), min_size=1, max_size=10))
@few
def test_steady_trade_of_known_parties_is_never_found(masses: list[int]) -> None:
    rows = [
        line(f"D{n}", kg=kg, day=n, importer=f"Importer {n % 3}", declarant=f"Broker {n % 3}",
             exporter=f"Maker {n % 3}", consignee=f"Importer {n % 3}", importer_address=f"{n % 3} High Street")
        for n, kg in enumerate(masses)
    ]  # fmt: skip
    register = [{"trader_id": f"R{n}", "name": f"Importer {n}", "address": f"{n} High Street",
                 "registered_on": date(2010, 1, 1)} for n in range(3)]  # fmt: skip
    for detector in (NEW, MEET):
        assert found(detector, rows, traders=register) == {}


def test_every_sentence_is_in_every_language() -> None:
    for module in (cylinders_meet_gas, new_parties):
        assert (
            untranslated([t for s in module.SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]) == []
        )
