"""The atmosphere beside the reports: a stated box, its uncertainty, the world and a year, never a Party."""

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from held_tables import Held
from shared_data import shared
from tradewind.detectors import atmosphere_texts as texts
from tradewind.detectors import registry
from tradewind.detectors.atmosphere import Parameters, explain, run, withheld
from tradewind.findings import Finding
from tradewind.fits.box_model import FILL, KT_PER_PPT_GRAM, emissions, yearly_means
from tradewind.reference import substance
from tradewind.reference.rows import read
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main
from translated import untranslated

YEARS = range(2014, 2019)


def series(ppt: Callable[[int], float], gas: str = "R-11", **more: Any) -> list[dict[str, Any]]:
    return [
        {"network": "AGAGE", "source": "agage", "substance": gas, "observed_from": date(year, 1, 1),
         "observed_to": date(year, 12, 31), "mole_fraction_ppt": ppt(year), "uncertainty_ppt": 0.1} | more
        for year in YEARS
    ]  # fmt: skip


def production(party: str, kt: float, year: int = 2016, **more: Any) -> dict[str, Any]:
    row = {"party": party, "form": "production", "substance": "R-11", "produced_g": round(kt * 1e9)}
    return row | {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31)} | more


def fitted(rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    made = emissions(yearly_means(Held(atmosphere=rows).current("atmosphere"))).to_pyarrow().to_pylist()
    return {row["year"]: row for row in made}


def found(rows: list[dict[str, Any]], *reports: dict[str, Any]) -> list[Finding]:
    return run(Held(atmosphere=rows, reported_consumption=reports), Parameters())


def test_a_ppt_of_cfc_11_weighs_some_24_kilotonnes() -> None:
    assert pytest.approx(24.35, abs=0.01) == KT_PER_PPT_GRAM * 137.359


def test_a_steady_mole_fraction_needs_what_decays() -> None:
    (made,) = {round(row["mid_kt"], 6) for row in fitted(series(lambda year: 230.0)).values()}
    assert made == pytest.approx(FILL * KT_PER_PPT_GRAM * 137.359 * 230 / 52, rel=1e-6)


@given(st.floats(0, 500), st.floats(5, 400))
@settings(max_examples=20, deadline=None)
def test_the_emission_that_filled_the_box_is_found_within_its_interval(emitted: float, start: float) -> None:
    kt, lifetime = FILL * KT_PER_PPT_GRAM * 137.359, 52.0
    steady = emitted / kt * lifetime
    rows = series(lambda year: steady + (start - steady) * math.exp(-(year - 2014) / lifetime))
    for row in fitted(rows).values():
        assert row["mid_kt"] == pytest.approx(emitted, rel=1e-3, abs=0.05)
        assert row["low_kt"] <= emitted <= row["high_kt"]


def test_a_year_needs_both_its_neighbours_and_most_of_its_days() -> None:
    assert sorted(fitted(series(lambda year: 230.0))) == [2015, 2016, 2017]
    half = series(lambda year: 230.0)
    half[0]["observed_to"] = date(2014, 6, 30)
    assert sorted(fitted(half)) == [2016, 2017]


def test_more_in_the_air_than_was_reported_is_a_note_about_the_world_and_a_year() -> None:
    (made,) = found(series(lambda year: 230.0), production("IND", 5.0))
    assert (made.party, made.partner, made.subject_id, made.tier) == (None, None, "R-11:2016", "note")
    assert made.mass_kg is not None and made.mass_kg.mid is not None
    assert made.mass_kg.low < made.mass_kg.mid < made.mass_kg.high
    assert made.mass_kg.mid / 1e6 == pytest.approx(104.5 - 5, abs=0.5)
    assert "one box, lifetime 52 years" in explain(made)
    assert any("bank" in text for text in made.lawful_explanations)


def test_reports_that_cover_the_least_emission_are_silent() -> None:
    assert found(series(lambda year: 230.0), production("IND", 60.0), production("CHN", 60.0)) == []
    assert found(series(lambda year: 230.0), production("IND", 90.0)) == []


def test_feedstock_is_no_production_and_other_years_and_gases_are_not_compared() -> None:
    rows = series(lambda year: 230.0)
    (made,) = found(rows, production("IND", 200.0, feedstock_g=round(199e9)))
    assert made.facts["reported_kt"] == pytest.approx(1.0)
    assert found(rows, production("IND", 1.0, substance="R-12"), production("IND", 1.0, year=2010)) == []


def test_even_all_parties_reports_never_make_it_more_than_a_look_if_there_is_time() -> None:
    rows = series(lambda year: 10_000.0)
    (made,) = found(rows, *(production(f"P{n:02}", 0.0) for n in range(198)))
    assert made.tier == "look if time"


def test_a_gas_and_year_without_reports_is_counted_and_without_any_it_could_not_be_asked() -> None:
    held = Held(atmosphere=series(lambda year: 230.0), reported_consumption=[production("IND", 5.0)])
    assert list(withheld(held, Parameters()).values()) == [2]
    answers = registry.ask(Held(atmosphere=series(lambda year: 230.0)), ["atmosphere"])
    assert answers.not_asked == {"atmosphere": "no Article 7 data are loaded"}


def test_what_others_published_stands_beside_it() -> None:
    other = {"network": "IGCC", "source": "igcc-emissions", "substance": "R-11", "emission_kt": 79.3}
    other |= {"observed_from": date(2016, 1, 1), "observed_to": date(2016, 12, 31)}
    (made,) = found([*series(lambda year: 230.0), other], production("IND", 5.0))
    assert made.facts["published_kt"] == [79.3, 79.3]
    assert "79.3 kt (IGCC)" in explain(made)


def test_every_gas_with_a_lifetime_is_controlled_and_weighs_what_its_formula_says() -> None:
    weights = {"C": 12.011, "H": 1.008, "F": 18.998, "Cl": 35.45, "Br": 79.904}
    for row in read("lifetimes"):
        entry = substance(row["designation"])
        assert entry.controlled, row
        atoms = re.findall(r"(Cl|Br|C|H|F)(\d*)", entry.formula)
        mass = sum(weights[symbol] * int(count or 1) for symbol, count in atoms)
        assert float(row["molar_mass_g"]) == pytest.approx(mass, abs=0.05), row


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Emissions by the box model from the networks' own files, with what IGCC published as `igcc_kt`."""
    folder = tmp_path_factory.mktemp("air")
    assert main(["load", str(shared("atmosphere")), "--warehouse", f"duckdb://{folder}/", "--quiet"]) == 0
    with Warehouse.open(folder) as warehouse:
        air = warehouse.current("atmosphere")
        others = air.filter(air.emission_kt.notnull())
        others = others.select(
            "substance", year=others.observed_from.year().cast("int64"), igcc_kt=others.emission_kt
        )
        joined = ibis.memtable(emissions(yearly_means(air)).to_pyarrow()).join(others, ["substance", "year"])
        rows: list[dict[str, Any]] = joined.to_pyarrow().to_pylist()
        return rows


def test_cfc_11_of_2016_is_some_70_kt_as_the_networks_found(measured: list[dict[str, Any]]) -> None:
    made = [row for row in measured if row["substance"] == "R-11" and row["year"] == 2016]
    assert {row["network"] for row in made} == {"AGAGE", "NOAA", "IGCC"}
    assert all(row["low_kt"] < 70 < row["high_kt"] for row in made)
    assert all(65 < row["mid_kt"] < 85 for row in made)


def test_igccs_emissions_are_those_of_one_box_filled_to_the_top_but_for_hfc_23(
    measured: list[dict[str, Any]],
) -> None:
    """IGCC takes the surface for the whole atmosphere (f = 1). For HFC-23 it takes 78.014 g a mole, not 70.014."""
    ratios: dict[str, list[float]] = {}
    for row in measured:
        if row["source"] == "igcc-concentrations" and 1995 <= row["year"] <= 2020 and row["igcc_kt"] > 0.2:
            ratios.setdefault(row["substance"], []).append(row["mid_kt"] / row["igcc_kt"])
    middles = {gas: sorted(of)[len(of) // 2] for gas, of in ratios.items()}
    assert middles.pop("R-23") == pytest.approx(FILL * 70.014 / 78.014, abs=0.01)
    middles.pop("1,1,1-trichloroethane")  # falls by a fifth a year: a yearly difference is too coarse for it
    assert len(middles) > 15
    assert all(value == pytest.approx(FILL, abs=0.02) for value in middles.values()), middles


def test_every_sentence_is_said_in_six_languages() -> None:
    assert untranslated([*texts.TEMPLATES.values(), *texts.LAWFUL, texts.CHECK]) == []
