"""Price gaps across land borders: found where they pay and little is declared, silent where tax explains them."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from item_lines import Row, signs

from examples import examples
from held_tables import Held
from tradewind.detectors.corridor import DETECTOR as CORRIDOR
from tradewind.detectors.corridor import SIGNS
from tradewind.findings import Finding
from translated import untranslated


def price(country: str, euro: float, **more: Any) -> Row:
    row: Row = {
        "country": country,
        "substance": "R-134a",
        "measure": "wholesale",
        "unit": "kg",
        "currency": "EUR",
    }
    return row | {"price_minor": round(euro * 100), "observed_from": date(2019, 2, 1)} | more


def flow(reporter: str, partner: str, kg: float, what: str = "import", **more: Any) -> Row:
    row: Row = {
        "reporter": reporter,
        "partner": partner,
        "flow": what,
        "hs_edition": "2017",
        "hs_code": "290339",
    }
    row |= {"period_start": date(2019, 1, 1), "period_end": date(2019, 12, 31)}
    return row | {"net_mass_g": round(kg * 1000)} | more


def found(*prices: Row, flows: tuple[Row, ...] = ()) -> dict[str, Finding]:
    held = Held(prices=prices, trade_flows=flows)
    return {f.subject_id: f for f in CORRIDOR.run(held, CORRIDOR.Parameters())}


def test_the_gap_of_2019_between_ukraine_and_poland_is_found_in_its_direction() -> None:
    """Legal price in Poland 46 EUR/kg in February 2019, in Ukraine five to six times less (reference prices)."""
    made = found(price("POL", 46.0), price("UKR", 9.2))
    assert set(made) == {"UKR>POL:R-134a:2019"}
    (finding,) = made.values()
    assert (finding.party, finding.partner, signs(finding)) == ("POL", "UKR", {"pays"})
    assert finding.period_start == date(2019, 1, 1) and finding.mass_kg is None
    assert "46.0 EUR" in finding.reasons[0].text and finding.reasons[0].rows == (
        "test:prices::1",
        "test:prices::2",
    )


def test_what_is_declared_between_the_two_decides() -> None:
    pair = (price("POL", 46.0), price("UKR", 9.2))
    little = found(*pair, flows=(flow("POL", "UKR", 300), flow("POL", "DEU", 9000)))
    assert signs(next(iter(little.values()))) == {"pays_and_little_declared"}
    assert "show 300 kg" in next(iter(little.values())).reasons[0].text
    assert found(*pair, flows=(flow("POL", "UKR", 9000),)) == {}
    assert found(*pair, flows=(flow("UKR", "POL", 9000, "export"),)) == {}


def test_taxes_freight_and_places_apart_explain_a_gap() -> None:
    taxed = price("POL", 34.0, measure="tax", observed_from=date(2018, 1, 1))
    assert found(price("POL", 46.0), price("UKR", 9.2), taxed) == {}
    assert found(price("POL", 12.0), price("UKR", 9.2)) == {}
    assert found(price("ESP", 46.0), price("UKR", 9.2)) == {}


def test_other_kinds_currencies_units_years_and_gases_are_never_compared() -> None:
    for other in ({"measure": "retail"}, {"currency": "UAH"}, {"unit": "cylinder"}, {"country": None},
                  {"observed_from": date(2018, 2, 1)}, {"substance": "R-32"}, {"price_minor": None}):  # fmt: skip
        assert found(price("POL", 46.0), price("UKR", 9.2) | other) == {}


def test_scattered_prices_make_no_gap() -> None:
    assert found(price("POL", 46.0), price("POL", 12.0), price("UKR", 9.2)) == {}


@given(
    st.lists(st.tuples(st.sampled_from(("POL", "UKR", "ROU", "HUN", "SVK")), st.floats(20, 23)), max_size=8)
)
@examples(4)
def test_prices_within_the_cost_of_carrying_are_never_found(prices: list[tuple[str, float]]) -> None:
    assert found(*(price(country, euro) for country, euro in prices)) == {}


def test_every_sentence_is_in_every_language() -> None:
    assert untranslated([t for s in SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]) == []
