"""The licence register against the customs extract: each kind found, and honest noise let be."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from held_tables import Held
from tradewind.detectors.reconcile import Parameters, quota_table, run
from tradewind.detectors.reconcile.traders import link_traders
from tradewind.detectors.registry import ask, explain
from tradewind.findings import Finding

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)


def licence(
    number: str, holder: str, substance: str = "R-134a", kg: float = 1000, **more: Any
) -> dict[str, Any]:
    row = {
        "licence_id": number,
        "holder": holder,
        "substance": substance,
        "licensed_mass_g": round(kg * 1000),
    }
    return row | {"direction": "import", "valid_from": FIRST, "valid_to": LAST, "status": "issued"} | more


def clearance(number: str, importer: str, kg: float | None = 900, **more: Any) -> dict[str, Any]:
    row = {
        "declaration_id": number,
        "item": 1,
        "importer": importer,
        "regime": "import",
        "hs_edition": "2022",
    }
    row |= {"substance": "R-134a", "hs_code": "290345", "lodged_on": date(2025, 5, 5)}
    return row | {"net_mass_g": None if kg is None else round(kg * 1000)} | more


def found(licences: list[dict[str, Any]], clearances: list[dict[str, Any]], **more: Any) -> list[Finding]:
    return run(Held(licences=licences, declarations=clearances, **more), Parameters())


def kinds(findings: list[Finding]) -> dict[str, list[str]]:
    return {f.subject_id: f.facts["kinds"] for f in findings}


def test_a_clearance_within_its_licence_is_silent_however_it_is_written() -> None:
    cited = ["HFC-2025-007", "hfc 2025/7", "HFC2025007", "HFC-2025-O07", None]
    importers = ["Polar Cool Ltd", "POLAR COOL LIMITED", "Polar Coool", "Cool Polar, L.T.D."]
    written = [
        clearance(f"D{number}", importer, 10, licence_id=licence_id)
        for number, (licence_id, importer) in enumerate(product(cited, importers))
    ]
    assert kinds(found([licence("HFC-2025-007", "Polar Cool Ltd")], written)) == {}


def test_a_clearance_nobody_licensed_is_cleared_without_licence() -> None:
    made = found([licence("L1", "Polar Cool")], [clearance("D1", "Ghost"), clearance("D2", "Polar Cool")])
    assert kinds(made) == {"D1/1": ["cleared_without_licence"]}
    assert "certainty" not in made[0].reasons[0].text
    assert made[0].cheapest_check == "ask customs for the licence attached to the declaration"


def test_an_unknown_number_of_a_licensed_importer_is_said_softly() -> None:
    made = found([licence("L1", "Polar Cool")], [clearance("D1", "Polar Cool", licence_id="ZZ-99")])
    assert kinds(made) == {"D1/1": ["cleared_without_licence"]}
    assert made[0].tier != "look first"
    assert made[0].facts["match"] == "trader, gas and date"


def test_anothers_licence_is_found_and_a_clearing_agent_named_as_lawful() -> None:
    made = found([licence("L1", "Polar Cool")], [clearance("D1", "Gullwing Logistics", licence_id="L1")])
    assert kinds(made) == {"D1/1": ["cleared_by_another_holder"]}
    assert made[0].lawful_explanations[0] == "a clearing agent declared in its own name"


def test_the_same_name_under_another_trader_number_is_another_trader() -> None:
    held = [licence("L1", "Polar Cool", holder_id="111")]
    same = found(held, [clearance("D1", "P.C.", importer_id="1-11", licence_id="L1")])
    other = found(held, [clearance("D1", "Polar Cool", importer_id="222", licence_id="L1")])
    assert (kinds(same), kinds(other)) == ({}, {"D1/1": ["cleared_by_another_holder"]})


def test_a_holder_is_called_by_a_name_that_any_row_of_its_number_has() -> None:
    known = link_traders(
        [("7", "Polar Ltd"), ("8", None)], [("9", None), ("9", "Zenith")], [("7", None), ("8", None)], 1, 1
    )
    assert {k: known.label_of[k] for k in ("no. 7", "no. 8", "no. 9")} == {
        "no. 7": "Polar Ltd", "no. 8": "8", "no. 9": "Zenith",
    }  # fmt: skip


def test_depots_told_apart_by_a_figure_are_not_one_trader() -> None:
    held = [licence("L1", "Cold Store Depot 1")]
    made = found(held, [clearance("D1", "Cold Store Depot 2", licence_id="L1")])
    assert kinds(made) == {"D1/1": ["cleared_by_another_holder"]}


def test_more_than_licensed_begins_above_half_a_per_cent() -> None:
    cleared = {"L1": 1000, "L2": 1004.9, "L3": 1005.1, "L4": 1300}
    holders = {"L1": "Polar Cool", "L2": "Frost", "L3": "Rime", "L4": "Glacier"}
    parts = [
        clearance(f"{number}-{part}", holders[number], mass, licence_id=number)
        for number, kg in cleared.items()
        for part, mass in (("a", 500), ("b", kg - 500))
    ]
    made = found([licence(number, holder) for number, holder in holders.items()], parts)
    assert kinds(made) == {"L3": ["more_than_licensed"], "L4": ["more_than_licensed"]}
    for finding in made:
        assert finding.mass_kg is not None
        assert finding.mass_kg.mid == pytest.approx(cleared[finding.subject_id] - 1000)
        assert len(finding.reasons[0].rows) == 3


def test_clearances_without_numbers_are_summed_by_holder_gas_and_year() -> None:
    parts = [clearance("D1", "Polar Cool", 800), clearance("D2", "Polar Cool", 700)]
    made = found([licence("L1", "Polar Cool"), licence("L2", "Polar Cool", kg=300)], parts)
    assert "polar cool/R-134a/2025" in kinds(made)


def test_another_gas_than_licensed_is_found() -> None:
    made = found(
        [licence("L1", "Polar Cool", "R-32")],
        [
            clearance(
                "D1", "Polar Cool", licence_id="L1", substance=None, description="R-404A", hs_code="382761"
            )
        ],
    )
    assert kinds(made)["D1/1"] == ["another_substance_or_code"]


def test_a_code_of_another_gas_is_found_and_one_of_another_edition_only_noted() -> None:
    held = [licence("L1", "Polar Cool")]
    other = found(held, [clearance("D1", "Polar Cool", licence_id="L1", hs_code="290342")])
    older = found(held, [clearance("D1", "Polar Cool", licence_id="L1", hs_code="290339")])
    unknown = found(held, [clearance("D1", "Polar Cool", licence_id="L1", hs_code="290339", hs_edition=None)])
    assert kinds(other) == kinds(older) == {"D1/1": ["another_substance_or_code"]}
    assert older[0].score < other[0].score
    assert kinds(unknown) == {}


def test_a_clearance_outside_the_validity_is_found() -> None:
    held = [licence("L1", "Polar Cool", valid_from=date(2025, 3, 1), valid_to=date(2025, 9, 30))]
    days = {"D1": date(2025, 11, 1), "D2": date(2025, 2, 1)}
    made = found(
        held, [clearance(n, "Polar Cool", 10, licence_id="L1", lodged_on=day) for n, day in days.items()]
    )
    assert kinds(made) == {"D1/1": ["after_expiry"], "D2/1": ["after_expiry"]}
    texts = {finding.subject_id: finding.reasons[0].text for finding in made}
    assert "ended" in texts["D1/1"] and "began" in texts["D2/1"]


def test_never_used_is_said_only_where_the_extract_covers_the_validity() -> None:
    held = [
        licence("L1", "Polar Cool"),
        licence("L2", "Frost", valid_to=date(2025, 4, 30)),
        licence("L3", "Rime", valid_to=date(2025, 12, 31)),
    ]
    rows = [clearance("D0", "Polar Cool", 10, lodged_on=FIRST), clearance("D1", "Polar Cool")]
    assert kinds(found(held, rows)) == {"L2": ["licensed_never_used"]}


def test_a_code_outside_the_gases_hides_what_the_description_names() -> None:
    made = found(
        [licence("L1", "Polar Cool")],
        [clearance("D1", "Ghost", substance=None, description="HCFC-22 refrigerant gas", hs_code="390710")],
    )
    assert set(kinds(made)["D1/1"]) == {"cleared_without_licence", "cleared_under_code_that_hides_gas"}


def test_a_basket_stays_a_basket_and_its_worth_a_range_from_nothing() -> None:
    made = found(
        [licence("L1", "Polar Cool")],
        [clearance("D1", "Ghost", substance=None, hs_code="290339", hs_edition="2017")],
    )
    assert [f.substance for f in made] == ["HFCs, HFOs or methyl bromide"]
    assert made[0].co2e_t is not None
    assert (made[0].co2e_t.low, made[0].co2e_t.mid) == (0.0, None)


def test_a_basket_code_fits_a_licence_for_one_of_its_gases() -> None:
    made = found(
        [licence("L1", "Polar Cool")],
        [clearance("D1", "Polar Cool", substance=None, hs_code="290339", hs_edition="2017", licence_id="L1")],
    )
    assert kinds(made) == {}


def test_a_missing_net_mass_follows_from_the_packages_and_says_so() -> None:
    row = clearance("D1", "Ghost", None, packages=40, description="R-134a, cylinders 13.6 kg")
    made = found([licence("L1", "Polar Cool")], [row])
    assert made[0].mass_kg is not None
    assert made[0].mass_kg.mid == 544
    assert any(r.code == "mass" for r in made[0].reasons)


def test_a_mass_that_nothing_tells_stays_unknown() -> None:
    made = found([licence("L1", "Polar Cool")], [clearance("D1", "Ghost", None)])
    assert made[0].mass_kg is None
    assert made[0].co2e_t is None


def test_what_needs_no_licence_here_is_not_judged() -> None:
    lawful: dict[str, dict[str, Any]] = {
        "transit": {"regime": "transit"},
        "export": {"regime": "export"},
        "uncontrolled": {"substance": "R-1234yf", "hs_code": "290351"},
        "equipment": {
            "substance": None,
            "description": "Split air conditioner charged with R-32",
            "hs_code": "841510",
        },
        "the past": {"historical": True},
        "before the register": {"lodged_on": date(2023, 5, 5)},
    }
    rows = [clearance(name, "Ghost", **fields) for name, fields in lawful.items()]
    assert kinds(found([licence("L1", "Polar Cool")], rows)) == {}


def test_exports_are_judged_by_export_licences() -> None:
    held = [licence("X1", "Polar Cool", direction="export")]
    row = clearance("D1", "Buyer abroad", regime="export", exporter="Ghost")
    assert kinds(found(held, [row])) == {"D1/1": ["cleared_without_licence"]}


def test_one_declaration_from_two_offices_counts_once() -> None:
    twice = [clearance("D1", "Polar Cool", licence_id="L1", source=s) for s in ("customs", "port")]
    assert kinds(found([licence("L1", "Polar Cool")], twice)) == {}


def test_two_offices_with_the_same_numbers_keep_their_declarations_apart() -> None:
    rows = [clearance("D1", "Ghost", source="north"), clearance("D1", "Spectre", source="south")]
    made = found([licence("L1", "Polar Cool")], rows)
    assert sorted(f.subject_id for f in made) == ["D1/1 (north)", "D1/1 (south)"]
    assert len({f.id for f in made}) == 2


def test_a_quota_is_compared_in_its_own_unit() -> None:
    quotas = [{"holder": "Polar Cool", "substance": "HFC", "year": 2025, "quota_co2e_kg": 1_000_000.0}]
    made = found([licence("L1", "Polar Cool")], [clearance("D1", "Polar Cool", 900)], quotas=quotas)
    assert kinds(made) == {"polar cool/F/2025": ["over_quota"]}
    assert made[0].co2e_t is not None
    assert made[0].co2e_t.mid == pytest.approx(900 * 1.43 - 1000)


def test_a_basket_alone_never_exceeds_a_quota() -> None:
    quotas = [{"holder": "Polar Cool", "substance": "R-134a", "year": 2025, "quota_mass_g": 100_000}]
    row = clearance("D1", "Polar Cool", 900, substance=None, hs_code="290339", hs_edition="2017")
    made = run(Held(quotas=quotas, declarations=[row]), Parameters())
    assert made == []


def test_the_quota_table_balances_in_kilograms_and_in_the_unit_of_the_limit() -> None:
    quotas = [
        {"holder": "POLAR COOL LTD", "substance": "HCFC-22", "year": 2025, "quota_mass_g": 2_000_000},
        {"holder": "Polar Cool", "substance": "HFC", "year": 2025, "quota_co2e_kg": 5_000_000.0},
    ]
    held = [licence("L1", "Polar Cool", "R-22", 1500), licence("L2", "Polar Cool", "R-410A", 1000)]
    rows = [
        clearance("D1", "Polar Coool", 1200, substance="R-22", hs_code="290371", licence_id="L1"),
        clearance("D2", "Polar Cool", 800, substance="R-410A", hs_code="382763", licence_id="L2"),
    ]
    hfc, ods = quota_table(Held(quotas=quotas, licences=held, declarations=rows))
    assert (ods.substance, ods.unit, hfc.substance, hfc.unit) == ("R-22", "ODP t", "F", "t CO2e")
    assert (ods.allocated_kg, ods.licensed_kg, ods.cleared_kg.mid) == (2000, 1500, 1200)
    assert ods.left_kg is not None
    assert ods.left_kg.mid == 800
    assert ods.cleared.mid == pytest.approx(1.2 * 0.055)
    assert hfc.allocated_kg is None
    assert hfc.cleared.mid == pytest.approx(0.8 * 2087.5)
    assert hfc.left is not None
    assert hfc.left.mid == pytest.approx(5000 - 0.8 * 2087.5)


def test_a_licence_without_a_mass_is_not_a_licence_for_nothing() -> None:
    unknown = licence("L1", "Polar Cool") | {"licensed_mass_g": None}
    (line,) = quota_table(Held(licences=[unknown], declarations=[]))
    assert (line.licensed_kg, line.licensed) == (None, None)
    (line,) = quota_table(Held(licences=[unknown, licence("L2", "Polar Cool", kg=700)], declarations=[]))
    assert line.licensed_kg == 700
    unlicensed = Held(licences=[licence("L9", "Gullwing")], declarations=[clearance("D1", "Polar Cool")])
    assert {line.importer: line.licensed_kg for line in quota_table(unlicensed)} == {
        "Gullwing": 1000,
        "Polar Cool": 0,
    }


def test_a_text_that_leaves_the_letter_open_is_never_named_as_one_blend() -> None:
    open_text = licence("L1", "Polar Cool") | {"substance": None, "substance_text": "R-407"}
    (line,) = quota_table(Held(licences=[open_text], declarations=[]))
    assert line.substance == "R-407"
    assert line.licensed is not None
    assert line.licensed.low < line.licensed.high
    # It may be the R-407F that was cleared, so nothing is said to be another substance.
    cleared = clearance("D1", "Polar Cool", substance="R-407F", hs_code="382764", licence_id="L1")
    assert kinds(found([open_text], [cleared])) == {}


def test_the_quota_table_of_a_year_holds_that_year_only() -> None:
    quotas = [{"holder": "A", "substance": "R-22", "year": y, "quota_mass_g": 1} for y in (2024, 2025)]
    assert {line.year for line in quota_table(Held(quotas=quotas, declarations=[]), 2024)} == {2024}


def test_a_register_without_an_extract_could_not_be_asked() -> None:
    answers = ask(Held(licences=[licence("L1", "Polar Cool")]), ["reconcile"])
    assert answers.findings == ()
    assert answers.not_asked == {"reconcile": "no customs declarations are loaded"}


def test_every_finding_can_be_explained_in_words() -> None:
    held = [licence("L1", "Polar Cool", "R-32", valid_to=date(2025, 3, 31)), licence("L2", "Rime")]
    made = found(held, [clearance("D1", "Ghost", licence_id="L1"), clearance("D2", "Ghost", None)])
    spoken = [explain(f, "en") for f in made]
    assert all("D1" in text or "D2" in text or "L1" in text for text in spoken)
    assert any("no licence of the register fits" in text for text in spoken)
    assert not any("%(" in text for text in spoken)


def test_ids_survive_a_reload_and_a_new_parameter_and_runs_do_not() -> None:
    rows = {"licences": [licence("L1", "Polar Cool")], "declarations": [clearance("D1", "Ghost")]}
    only = ["reconcile"]
    first, again = ask(Held(**rows), only), ask(Held(**rows), only)
    changed = ask(Held(**rows), only, {"reconcile": Parameters(tolerance_kg=2)})
    assert [(f.id, f.revision, f.run) for f in first.findings] == [
        (f.id, f.revision, f.run) for f in again.findings
    ]
    assert [f.id for f in changed.findings] == [f.id for f in first.findings]
    assert [f.run for f in changed.findings] != [f.run for f in first.findings]
