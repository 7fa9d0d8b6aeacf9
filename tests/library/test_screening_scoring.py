"""What a probability and a priority of a line are, worked out by hand."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pytest

from screened_lines import screening, sees
from tradewind.detectors.signs import LineDetector
from tradewind.screening import Parameters, Screened, rows, screen
from tradewind.screening.planning.plan import suspected
from tradewind.screening.worth import suspected_kg

DAY = date(2026, 3, 2)
CODE_A = sees("code_a", "description and code", "alpha", weight=2.0)
CODE_B = sees("code_b", "description and code", "beta", weight=3.0)
MASS = sees("mass", "packages and mass", "gamma", weight=1.0, depth="weigh")
ACTOR = sees("actor", "actor", "delta", weight=0.5, depth="open")
ALL = (CODE_A, CODE_B, MASS, ACTOR)


def screened(*descriptions: str, detectors: tuple[LineDetector, ...] = ALL) -> Screened:
    return screen(screening([{"description": d} for d in descriptions]), DAY, detectors=detectors)


def odds(weight: float, prior: float = 0.01) -> float:
    value = prior / (1 - prior) * math.exp(weight)
    return value / (1 + value)


def test_within_a_family_only_the_strongest_sign_counts() -> None:
    made = screened("[alpha]", "[alpha] [beta]", "[beta]")
    assert made.scores.weight.tolist() == pytest.approx([2.0, 3.0, 3.0])


def test_the_strongest_family_counts_whole_and_each_further_one_times_a_stated_factor() -> None:
    made = screened("[alpha] [beta] [gamma] [delta]", "[gamma] [alpha]")
    assert made.scores.weight.tolist() == pytest.approx([3.0 + 0.6 * 1.0 + 0.6 * 0.5, 2.0 + 0.6 * 1.0])


def test_the_prior_and_the_weight_make_the_probability() -> None:
    made = screened("[beta]", "")
    assert made.scores.probability.tolist() == pytest.approx([odds(3.0), 0.01])


def test_a_line_without_signs_keeps_its_prior_and_is_never_on_the_list_by_risk() -> None:
    made = screened("", "[alpha]")
    assert made.picks.risk.tolist() == [1]
    assert made.scores.probability[0] == pytest.approx(0.01)
    assert rows.table(made)["tier"].to_pylist()[0] == "note"


def test_adding_every_sign_whole_would_overstate() -> None:
    """A thousand lines whose signs all follow from one hidden cause: the truth is the share of breaches among the
    lines with all signs, 1 in 5."""
    random = np.random.default_rng(7)
    breach = random.random(40_000) < 0.01
    cause = np.where(breach, random.random(40_000) < 0.75, random.random(40_000) < 0.03)
    truth = breach[cause].mean()
    each = math.log(0.75 / 0.03)
    kinds = ("description and code", "packages and mass", "actor")
    detectors = tuple(sees(f"d{n}", kind, f"s{n}", weight=each) for n, kind in enumerate(kinds))
    same = tuple(sees(f"e{n}", kinds[0], f"t{n}", weight=each) for n in range(3))
    apart = screened("[s0] [s1] [s2]", detectors=detectors).scores.probability[0]
    together = screened("[t0] [t1] [t2]", detectors=same).scores.probability[0]
    added = odds(3 * each)
    assert truth == pytest.approx(0.2, abs=0.03)
    assert added > 0.99
    assert together == pytest.approx(truth, abs=0.03)
    assert together < apart < added


def test_priority_is_t_co2e_an_hour_of_the_cheapest_check_finds() -> None:
    made = screened("[alpha]", "[gamma]", "[gamma] [delta]")
    tonnes = 100 * 675 / 1000
    assert made.co2e_t.tolist() == pytest.approx([tonnes] * 3)
    assert made.scores.hours.tolist() == [0.25, 1.0, 1.0]
    assert made.scores.priority.tolist() == pytest.approx(
        [odds(2.0) * tonnes / 0.25, odds(1.0) * tonnes, odds(1.3) * tonnes]
    )
    assert rows.table(made)["cheapest_check"].to_pylist() == ["check alpha", "check gamma", "check gamma"]


def test_a_reason_counts_once_whichever_detectors_give_it() -> None:
    again = sees("again", "actor", "alpha", weight=1.5)
    made = screened("[alpha]", detectors=(CODE_A, again))
    assert made.scores.weight.tolist() == pytest.approx([2.0])
    assert [r["code"] for r in rows.table(made)["reasons"].to_pylist()[0]] == ["alpha"]


def test_a_line_out_of_frame_starts_from_a_smaller_prior() -> None:
    lines = [
        {"description": "shoes", "hs_code": "640399"},
        {"description": "shoes [alpha]", "hs_code": "640399"},
    ]
    made = screen(screening(lines), DAY, detectors=ALL)
    assert made.scores.probability.tolist() == pytest.approx([0.0005, odds(2.0, 0.0005)])


def test_gas_in_tanks_and_steady_trade_begin_with_half_the_odds() -> None:
    """A tank by its kind or by what a drum holds; an importer that brought in 30 t within the year before the line."""
    t = 1_000_000
    once = {"hs_code": "290345", "description": "R-134a", "importer_id": "T-1", "net_mass_g": t}
    often = once | {"importer_id": "T-2", "lodged_on": date(2026, 2, 1)}
    lines = [
        once | {"package_kind": "CY", "packages": 100}, once | {"package_kind": "TK"},
        once | {"package_kind": "dr", "packages": 4}, once | {"package_kind": "DR", "packages": 5},
        once | {"package_kind": "PL", "packages": 1}, once | {"hs_code": "841510", "package_kind": "TK"},
        often | {"net_mass_g": 20 * t, "lodged_on": date(2025, 2, 9)}, often | {"net_mass_g": 10 * t},
        often | {"net_mass_g": t, "lodged_on": DAY}, often | {"package_kind": "TK", "lodged_on": None},
        often | {"lodged_on": date(2026, 2, 10)},
    ]  # fmt: skip
    made = screen(screening(lines), DAY, detectors=ALL).scores.probability
    # 25 days short of a year before the last of them, 20 t and 10 t count: from a year on the 20 t are gone.
    begun = [99, 198, 198, 99, 99, 99, 99, 99, 99, 198, 99]
    assert (1 / made - 1).tolist() == pytest.approx(begun)
    close = [row | {"lodged_on": date(2026, 2, 1)} if n == 6 else row for n, row in enumerate(lines)]
    made = screen(screening(close), DAY, detectors=ALL).scores.probability
    assert (1 / made - 1).tolist()[8:] == pytest.approx([198, 396, 198])


def test_lines_loaded_as_the_past_have_no_signs() -> None:
    made = screen(screening([{"description": "[alpha]", "historical": True}]), DAY, detectors=ALL)
    assert (made.scores.signs.tolist(), made.picks.lines) == ([0], [])


def test_a_machine_is_worth_its_charge_and_not_its_mass() -> None:
    lines = [
        {"hs_code": "841510", "net_mass_g": 20_000_000, "description": "air conditioners R-410A",
         "equipment_units": 500, "charge_g": 1000},
        {"hs_code": "841510", "net_mass_g": 20_000_000, "description": "air conditioners R-410A"},
    ]  # fmt: skip
    first, second = screen(screening(lines), DAY, detectors=ALL).co2e_t.tolist()
    assert second == pytest.approx(first * 600 / 500)


def test_a_net_mass_above_the_gross_is_worth_the_gross() -> None:
    """One of the two is in a wrong unit; a gross mass of nothing tells nothing, and one that is more is packaging."""
    gas = {"hs_code": "290345", "description": "R-134a"}
    masses = ((1_000_000, 1200), (1000, 1200), (1000, 0), (1000, None), (None, 1200))
    lines = [
        gas | {"net_mass_g": net and net * 1000, "gross_mass_g": gross if gross is None else gross * 1000}
        for net, gross in masses
    ]
    worth = screen(screening(lines), DAY, detectors=ALL).co2e_t.tolist()
    assert worth == pytest.approx([1.43 * kg for kg in (1200, 1000, 1000, 1000, 136)])


def test_every_line_has_one_row_with_the_keys_of_the_contract() -> None:
    table = rows.table(screened("[alpha]", "", "[gamma]"))
    assert {"declaration_id", "item", "score", "reasons", "substances", "findings"} <= set(table.column_names)
    assert table["declaration_id"].to_pylist() == ["D1", "D2", "D3"]
    assert table["substances"].to_pylist() == [["R-32"]] * 3
    reason = table["reasons"].to_pylist()[0][0]
    assert (reason["text"], reason["rows"], reason["basis"]) == (
        "It says alpha D1.", ["test:declarations::1"], "assumed",
    )  # fmt: skip


def test_findings_are_those_of_find() -> None:
    made = screened("[alpha] [gamma]")
    whole = [f for d in ALL for f in d.run(made.screening, d.Parameters())]
    assert {(f.id, f.revision) for f in rows.findings(made)} == {(f.id, f.revision) for f in whole}
    assert {f["id"] for f in rows.table(made)["findings"].to_pylist()[0]} == {f.id for f in whole}


def test_parameters_are_printed_with_the_list() -> None:
    made = screen(screening([{"description": "[alpha] [gamma]"}]), DAY, parameters=Parameters(further_family=0.0),
                  detectors=ALL)  # fmt: skip
    assert made.scores.weight.tolist() == pytest.approx([2.0])


def test_all_of_a_suspected_line_of_other_goods_may_be_gas_and_no_line_exceeds_a_container() -> None:
    shoes, t = {"hs_code": "640399", "description": "shoes"}, 1_000_000
    rooms = {"hs_code": "841510", "description": "air conditioners R-410A", "net_mass_g": t}
    # The row, kg where it is not suspected and where it is: 136 kg is what hides unseen, 3 % of a machine is gas.
    lines: list[tuple[dict[str, Any], float, float]] = [
        (shoes | {"net_mass_g": t}, 136, 1000), (shoes | {"net_mass_g": t, "gross_mass_g": 2 * t}, 136, 1000),
        (shoes | {"net_mass_g": t, "gross_mass_g": t // 2}, 136, 500),
        (shoes | {"net_mass_g": t, "gross_mass_g": 0}, 136, 1000),
        (shoes | {"net_mass_g": None, "gross_mass_g": t}, 136, 1000), (shoes | {"net_mass_g": None}, 136, 136),
        (shoes | {"net_mass_g": 40 * t}, 136, 30_000), (shoes | {"hs_code": None, "net_mass_g": t}, 136, 1000),
        (rooms, 30, 30), ({"net_mass_g": t}, 1000, 1000), ({"net_mass_g": 40 * t}, 30_000, 30_000),
        # Cylinders under the code of machines are no machines; 14.98 kg beside 20 t gross were 14.98 t.
        ({"hs_code": "841590", "description": "R-404A, 302 cylinders", "net_mass_g": 15 * t}, 450, 15_000),
        ({"net_mass_g": 14_980, "gross_mass_g": 20 * t}, 14_000, 14_000),
    ]  # fmt: skip
    held = screening([row for row, _, _ in lines]).lines
    assert suspected_kg(held, np.zeros(len(lines), bool)).tolist() == [kg for _, kg, _ in lines]
    assert suspected_kg(held, np.ones(len(lines), bool)).tolist() == [kg for _, _, kg in lines]


def test_a_line_is_suspected_from_a_sign_that_raises_its_odds_two_and_a_half_times() -> None:
    assert suspected(screened("[delta]", "[gamma]", "", "[delta] [alpha]")).tolist() == [
        False,
        True,
        False,
        True,
    ]
