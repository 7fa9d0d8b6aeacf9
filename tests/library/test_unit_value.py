"""Unit values far from all others: found in both directions, judged by others only, never on too few."""

import math
import random
from datetime import date
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import examples
from held_tables import Held
from shared_data import shared
from tradewind.detectors import unit_value_texts as texts
from tradewind.detectors.unit_value import Parameters, explain, run, unit_lines, withheld
from tradewind.findings import Finding
from tradewind.fits.unit_values import against_others, spread
from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind.warehouse import Warehouse
from translated import untranslated

PARTNERS = [f"{a}{b}{c}" for a in "ABCDE" for b in "XYZ" for c in "KLMNOP"]


def flow(partner: str, price: float, kg: float = 5_000, **more: Any) -> dict[str, Any]:
    """An export of HFC-32 (2903.42 of HS 2022) at this price in USD/kg."""
    row = {"reporter": "IND", "partner": partner, "flow": "export", "hs_edition": "2022", "hs_code": "290342"}
    row |= {
        "period_start": date(2023, 1, 1),
        "period_end": date(2023, 12, 31),
        "net_mass_g": round(kg * 1000),
    }
    return row | {"value_usd_cents": round(kg * price * 100)} | more


def ordinary(count: int = 40, seed: int = 1) -> list[dict[str, Any]]:
    """Flows whose prices differ as the prices of one gas do: a third up or down."""
    chance = random.Random(seed)
    return [flow(partner, 5 * math.exp(chance.gauss(0, 0.3))) for partner in PARTNERS[:count]]


def found(*flows: dict[str, Any], **chosen: Any) -> list[Finding]:
    return run(Held(trade_flows=flows), Parameters(**chosen))


@pytest.mark.parametrize(("price", "code"), [(90.0, "dear_export"), (0.3, "cheap_export")])
def test_a_price_far_from_all_others_is_found_in_both_directions(price: float, code: str) -> None:
    (made,) = found(*ordinary(), flow("KEN", price))
    assert (made.party, made.partner, made.reasons[0].code) == ("IND", "KEN", code)
    assert made.facts["others"] == 40
    assert made.co2e_t is not None and made.co2e_t.mid == pytest.approx(5 * 675)
    assert "Kenya" in explain(made)


def test_a_price_is_judged_by_the_middle_of_the_others() -> None:
    (made,) = found(*ordinary(), flow("KEN", 90.0))
    others = sorted(row["value_usd_cents"] / row["net_mass_g"] * 10 for row in ordinary())
    middle = math.sqrt(others[19] * others[20])
    assert made.facts["middle_usd_per_kg"] == pytest.approx(middle)
    assert made.facts["quartiles_usd_per_kg"] == pytest.approx([others[9], others[30]])


@given(st.lists(st.floats(-3, 3), min_size=3, max_size=30, unique=True))
@examples(5)
def test_the_judged_flow_never_votes_on_itself(values: list[float]) -> None:
    group = {"flow": "import", "hs_edition": "2022", "hs_code": "290342", "year": 2023}
    rows = [{**group, "reporter": f"R{n:03}", "partner": "X", "log_value": v, "voted": True}
            for n, v in enumerate(values)]  # fmt: skip
    lines = ibis.memtable(pa.Table.from_pylist(rows))
    made = against_others(lines.join(ibis.memtable(spread(lines).to_pyarrow()), list(group)))
    for row in made.to_pyarrow().to_pylist():
        rest = np.array([v for v in values if v != row["log_value"]])
        assert row["others"] == len(rest)
        assert row["middle"] == pytest.approx(np.median(rest))
        assert row["first"] == pytest.approx(np.quantile(rest, 0.25, method="lower"))
        assert row["third"] == pytest.approx(np.quantile(rest, 0.75, method="higher"))


@given(st.lists(st.floats(-0.54, 0.54), min_size=25, max_size=60), st.floats(-5, 5))
@examples(4)
def test_prices_within_a_factor_of_three_are_never_listed(noise: list[float], level: float) -> None:
    assert found(*(flow(p, math.exp(level + n)) for p, n in zip(PARTNERS, noise, strict=False))) == []


@pytest.mark.long
def test_ordinary_prices_are_hardly_ever_listed() -> None:
    """The spread of real unit values is wider than this; the tails are what the threshold is for."""
    listed = sum(len(found(*ordinary(90, seed))) for seed in range(20))
    assert listed <= 1


def test_too_few_others_are_counted_not_judged() -> None:
    held = Held(trade_flows=[*ordinary(10), flow("KEN", 90.0)])
    assert run(held, Parameters()) == []
    assert list(withheld(held, Parameters()).values()) == [11]
    assert "fewer than 20 others" in next(iter(withheld(held, Parameters())))


def test_small_flows_and_flows_without_a_mass_are_counted_not_judged() -> None:
    rows = [*ordinary(), flow("KEN", 90.0, kg=20), flow("TZA", 90.0, net_mass_g=None)]
    counted = withheld(Held(trade_flows=rows), Parameters())
    assert found(*rows) == []
    assert {why.split(",")[0]: n for why, n in counted.items()} == {
        "flows without a mass or without a value": 1, "flows below 100 kg": 1,
    }  # fmt: skip


def test_an_estimated_mass_does_not_vote_and_is_named_first() -> None:
    rows = [*ordinary(), flow("KEN", 90.0, net_mass_estimated=True)]
    (made,) = found(*rows)
    assert "estimated the mass" in made.lawful_explanations[0]
    assert made.score < found(*ordinary(), flow("KEN", 90.0))[0].score
    lines = unit_lines(Held(trade_flows=rows).current("trade_flows"), Parameters())
    assert lines.filter(lines.voted).count().to_pyarrow().as_py() == 40


@pytest.mark.parametrize(("price", "likely"), [(5_000.0, True), (0.005, True), (90.0, False)])
def test_a_factor_of_a_thousand_is_named_as_a_unit_error(price: float, likely: bool) -> None:
    (made,) = found(*ordinary(), flow("KEN", price))
    assert made.facts["unit_error_likely"] == likely
    assert ("a unit error" in made.lawful_explanations[0]) == likely
    if price < 1:
        assert made.mass_kg is not None and (made.mass_kg.low, made.mass_kg.mid) == (5.0, None)


def test_a_code_of_several_substances_says_so_and_reaches_down_to_zero() -> None:
    rows = [row | {"hs_code": "290339", "hs_edition": "2017"} for row in [*ordinary(), flow("KEN", 90.0)]]
    (made,) = found(*rows)
    assert any("several substances" in text for text in made.lawful_explanations)
    assert made.co2e_t is not None and made.co2e_t.low == 0 and made.co2e_t.mid is None


def test_imports_are_not_compared_with_exports_nor_editions_with_each_other() -> None:
    other = [row | {"flow": "import"} for row in ordinary()]
    older = [row | {"hs_edition": "2017", "hs_code": "290339"} for row in ordinary()]
    assert found(*other, *older, flow("KEN", 90.0)) == []


def test_where_sources_differ_the_nearer_figure_decides() -> None:
    rows = [flow("KEN", 90.0), flow("KEN", 6.0, source="own")]
    assert found(*ordinary(), *rows) == []
    assert found(*ordinary(), flow("KEN", 90.0), flow("KEN", 60.0, source="own")) != []


def test_a_code_without_controlled_substances_and_the_past_are_left_alone() -> None:
    cloth = [row | {"hs_code": "520100"} for row in [*ordinary(), flow("KEN", 90.0)]]
    assert found(*cloth) == []
    assert found(*ordinary(), flow("KEN", 90.0, historical=True)) == []


def test_a_few_tonnes_are_never_looked_at_first_and_nothing_is_called_illegal() -> None:
    (small,) = found(*ordinary(), flow("KEN", 90.0))
    assert small.tier == "look if time"
    assert not any(word in explain(small).lower() for word in ("illegal", "fraud", "smuggl"))


def test_months_count_once_beside_their_year() -> None:
    months = [
        flow("KEN", 90.0, kg=1_000, period_start=date(2023, m, 1), period_end=date(2023, m, 28))
        for m in (1, 2)
    ]
    (made,) = found(*ordinary(), *months)
    assert made.mass_kg is not None and made.mass_kg.mid == 2_000
    (both,) = found(*ordinary(), *months, flow("KEN", 90.0))
    assert both.mass_kg is not None and both.mass_kg.mid == 5_000


def test_one_reporters_world_totals_are_judged_by_nobody(tmp_path: Any) -> None:
    path = shared("comtrade/india_exports_hs6_2018_world_comtrade.csv")
    load([str(path)], f"duckdb://{tmp_path}/", Instructions(), progress=lambda text: None)
    with Warehouse.open(tmp_path) as warehouse:
        assert run(warehouse, Parameters()) == []
        assert sum(withheld(warehouse, Parameters()).values()) == 12


def test_every_sentence_is_said_in_six_languages() -> None:
    lawful = [
        text for dear in (True, False) for likely in (True, False)
        for text in texts.lawful(dear=dear, estimated=likely, unit_error=likely, several=likely)
    ]  # fmt: skip
    assert untranslated([*texts.TEMPLATES.values(), *lawful, texts.CHECK]) == []
