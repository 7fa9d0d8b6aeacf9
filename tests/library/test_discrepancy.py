"""Published figures recomputed from substance and mass, and listed where they disagree."""

from typing import Any

import pytest

from held_tables import Held
from tradewind.detectors.discrepancy import Discrepancy, Parameters, discrepancies, run, withheld
from tradewind.detectors.registry import explain
from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind.reference.cases import cases_path
from tradewind.warehouse import Warehouse


def line(case: str, substance: str | None, claimed: float | None, **more: Any) -> dict[str, Any]:
    row = {"case_id": case, "substance": substance, "substance_text": substance, "claimed_co2e_t": claimed}
    return row | {"line": 1, "country": "NLD", "source_address": "https://example.org/case"} | more


def listed(*lines: dict[str, Any]) -> list[Discrepancy]:
    return discrepancies(Held(seizures=lines))


def test_rotterdam_at_a_gwp_of_200_is_listed() -> None:
    gases = ("R-404A", "R-32", "R-410A (by photo)")
    rows = [line("NL-2020-01", g, 2807, total_mass_g=14_000_000, line=n) for n, g in enumerate(gases, 1)]
    (found,) = listed(*rows)
    assert found.implied_gwp == pytest.approx(200.5)
    assert (found.recomputed_t.low, found.recomputed_t.mid) == (pytest.approx(9450), None)
    assert found.recomputed_t.high == pytest.approx(14 * 3921.6)
    assert found.gases == ("R-32", "R-404A", "R-410A")
    assert found.source_address == "https://example.org/case"


@pytest.mark.parametrize(
    ("substance", "mass_kg", "claimed"),
    [
        (None, 76_045, 170_000),
        ("HFC", 76_045, 170_000),
        ("HFC-134a", 15_640, 22_365),
        ("HFC-245fa", 20_000, 20_600),
    ],
    ids=["Romania, gas not disclosed", "Romania, HFC", "one gas", "one gas, rounded"],
)
def test_a_consistent_claim_is_not_listed(substance: str | None, mass_kg: int, claimed: float) -> None:
    assert listed(line("C", substance, claimed, total_mass_g=mass_kg * 1000)) == []


def test_masses_of_lines_are_used_where_every_line_has_one() -> None:
    rows = [line("C", "R-32", 700, mass_g=500_000), line("C", "R-134a", 700, mass_g=500_000, line=2)]
    (found,) = listed(*rows)
    assert found.recomputed_t.mid == pytest.approx(0.5 * 675 + 0.5 * 1430)


def test_a_minimum_mass_is_the_first_explanation_of_a_higher_claim() -> None:
    rows = [line("ES", "R-134a (most)", 234_000, total_mass_g=27_000_000, mass_basis="published_minimum")]
    (found,) = listed(*rows)
    assert found.explanations[0].startswith("the published mass is a minimum")
    (finding,) = run(Held(seizures=rows), Parameters())
    assert finding.tier != "look first"


def test_another_assessment_report_is_offered_where_it_fits() -> None:
    (found,) = listed(line("C", "R-134a", 13_000, total_mass_g=10_000_000))
    assert any("assessment report" in text for text in found.explanations)


def test_a_case_without_a_mass_is_withheld_and_counted() -> None:
    held = Held(seizures=[line("C", "R-134a", 1000)])
    assert run(held, Parameters()) == []
    assert withheld(held, Parameters()) == {"cases with a published t CO2e but no mass": 1}


def test_the_shipped_register_lists_rotterdam_and_explains_it(tmp_path: Any) -> None:
    load([str(cases_path())], f"duckdb://{tmp_path}/", Instructions(), progress=lambda text: None)
    with Warehouse.open(tmp_path) as warehouse:
        made = {f.subject_id: f for f in run(warehouse, Parameters())}
    assert {"NL-2020-01"} <= set(made)
    assert {"NL-2024-01", "IT-2020-01", "US-2022-02", "US-2024-02", "US-2026-01"}.isdisjoint(made)
    assert "GWP of 20" in explain(made["NL-2020-01"])
