"""Trade after new consumption was no longer allowed: said of codes that hold nothing else, never as forbidden."""

from datetime import date
from typing import Any

import pytest

from held_tables import Held
from shared_data import shared
from tradewind.detectors.phase_out import Parameters, explain, needs, run, withheld
from tradewind.findings import Finding
from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind.warehouse import Warehouse


def flow(code: str, year: int, **more: Any) -> dict[str, Any]:
    row = {"reporter": "IND", "partner": "WLD", "flow": "export", "hs_edition": "2017", "hs_code": code}
    row |= {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31), "net_mass_g": 5_000_000}
    return row | more


def found(*flows: dict[str, Any]) -> list[Finding]:
    return run(Held(trade_flows=flows), Parameters())


def test_india_2018_names_halons_and_is_silent_where_the_treaty_still_allowed(tmp_path: Any) -> None:
    path = shared("comtrade/india_exports_hs6_2018_world_comtrade.csv")
    load([str(path)], f"duckdb://{tmp_path}/", Instructions(), progress=lambda text: None)
    with Warehouse.open(tmp_path) as warehouse:
        made = {f.facts["hs_code"]: f for f in run(warehouse, Parameters())}
    halons = made["290376"]
    assert halons.mass_kg is not None
    assert halons.mass_kg.mid == 107_550
    assert halons.substance == "halons (1211, 1301 or 2402)"
    assert halons.party == "IND"
    assert not {"290371", "290375", "290379", "290339", "290378", "382474", "382478", "290319"} & set(made)


@pytest.mark.parametrize(
    ("row", "silent"),
    [
        (flow("290376", 2009), True),
        (flow("290376", 2010), False),
        (flow("290371", 2018), True),
        (flow("290339", 2018), True),
        (flow("290376", 1996, flow="import", reporter="DEU", hs_edition="2012"), False),
        (flow("290376", 1996, flow="import", reporter="IND", hs_edition="2012"), True),
        (flow("290376", 2005, reporter="DEU", partner="FRA"), False),
        (flow("290376", 2005, reporter="DEU", partner="IND"), True),
        (flow("290376", 2005, reporter="DEU"), True),
        (flow("290371", 2025, flow="import", reporter="DEU", hs_edition="2022"), True),
        (flow("290371", 2030, flow="import", reporter="DEU", hs_edition="2022"), False),
        (flow("290376", 2018, flow="re-export"), True),
        (flow("290376", 2018, historical=True), True),
        (flow("290341", 2018, hs_edition="2007"), False),
        (flow("290341", 2018, hs_edition="2022"), True),
    ],
)
def test_a_date_counts_by_who_consumes_and_a_code_by_its_edition(row: dict[str, Any], silent: bool) -> None:
    assert (found(row) == []) == silent


def test_an_unknown_edition_is_withheld_and_counted() -> None:
    held = Held(trade_flows=[flow("290376", 2018, hs_edition=None), flow("010121", 2018, hs_edition=None)])
    assert run(held, Parameters()) == []
    assert withheld(held, Parameters()) == {"rows of a relevant code whose HS edition is not known": 1}


def test_the_world_is_left_out_where_the_same_trade_is_given_by_partner() -> None:
    made = found(flow("290376", 2018), flow("290376", 2018, partner="KEN", net_mass_g=2_000_000))
    assert [f.partner for f in made] == ["KEN"]


def test_totals_and_their_parts_are_not_added() -> None:
    made = found(
        flow("290376", 2018, partner="KEN"),
        flow("290376", 2018, partner="KEN", transport="2100", net_mass_g=3_000_000),
        flow("290376", 2018, partner="KEN", transport="1000", net_mass_g=2_000_000),
    )
    assert [f.mass_kg.mid for f in made if f.mass_kg] == [5000]


def test_a_year_and_its_months_are_one_trade() -> None:
    march = {"period_start": date(2018, 3, 1), "period_end": date(2018, 3, 31), "net_mass_g": 2_000_000}
    made = found(flow("290376", 2018), flow("290376", 2018, **march))
    assert [(f.period_start, f.period_end) for f in made] == [(date(2018, 1, 1), date(2018, 12, 31))]
    (alone,) = found(flow("290376", 2018, **march))
    assert alone.period_end == date(2018, 3, 31)


def test_a_trade_converted_to_an_older_edition_is_one_trade() -> None:
    (made,) = found(flow("290376", 2018), flow("290376", 2018, hs_edition="2012"))
    assert made.facts["hs_edition"] == "2017"


def test_the_same_digits_with_another_meaning_are_two_trades() -> None:
    # 290341 was CFC-11 in HS 2007; since HS 2022 it is HFC-23, which is still allowed.
    (made,) = found(flow("290341", 2018, hs_edition="2007"), flow("290341", 2018, hs_edition="2022"))
    assert made.substance == "CFC-11"


def test_two_sources_that_disagree_give_a_range() -> None:
    made = found(
        flow("290376", 2018, source="comtrade"), flow("290376", 2018, source="own", net_mass_g=4_000_000)
    )
    assert [(f.mass_kg.low, f.mass_kg.mid, f.mass_kg.high) for f in made if f.mass_kg] == [(4000, None, 5000)]


def test_a_mass_not_reported_stays_unknown() -> None:
    made = found(flow("290376", 2018, net_mass_g=None))
    assert [(f.mass_kg, f.odp_t) for f in made] == [(None, None)]


@pytest.mark.parametrize(
    ("code", "edition", "must_list"),
    [
        ("290376", "2017", "recovered"),
        ("290314", "2017", "process agent"),
        ("290361", "2022", "quarantine and pre-shipment"),
        ("290361", "2022", "critical"),
        ("382471", "2017", "essential use"),
        ("290376", "2017", "basic domestic needs"),
        ("290376", "2017", "transit"),
        ("290376", "2017", "older edition"),
        ("290376", "2017", "feedstock"),
        ("290376", "2017", "laboratory"),
    ],
)
def test_what_a_trade_line_cannot_show_is_listed(code: str, edition: str, must_list: str) -> None:
    (made,) = found(flow(code, 2022, hs_edition=edition))
    assert any(must_list in text for text in made.lawful_explanations)


def test_the_servicing_tail_is_listed_for_hcfcs() -> None:
    (made,) = found(flow("290371", 2031, flow="import", reporter="DEU", hs_edition="2022"))
    assert any("servicing tail" in text for text in made.lawful_explanations)


def test_nothing_is_called_forbidden_or_illegal() -> None:
    texts = [explain(f) for f in found(flow("290376", 2018), flow("290314", 2018), flow("382471", 2018))]
    assert len(texts) == 3
    assert not any(word in text.lower() for text in texts for word in ("forbidden", "illegal", "banned"))


def test_it_needs_trade_statistics() -> None:
    assert needs == (("trade_flows",),)
