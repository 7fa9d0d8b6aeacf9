"""Two accounts of one flow: gaps as computed by hand, the planted one found alone, and nothing invented."""

import math
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from held_tables import Held
from mirror_worlds import PLACES, Row, accounts, expected, flow, judge, level, pair, totals
from shared_data import shared
from tradewind.detectors import mirror
from tradewind.detectors.mirror import Comparison, Parameters, compare, explain, run, texts, withheld
from tradewind.detectors.mirror.pairing import totals as held_totals
from tradewind.findings import Finding
from tradewind.fits.commodities import commodities
from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind.reference.geography import hubs
from tradewind.warehouse import Warehouse
from translated import untranslated

A, B, C, D, E, F, G, H, I, J = PLACES[:10]  # noqa: E741


# Judged pairs by hand


@pytest.mark.parametrize(
    ("imported", "exported", "centre", "scale"),
    [
        (3e5, 1e6, 0.0, 0.1),
        (3e5, 1e6, 0.07, 0.3),
        (1e6, 3e5, 0.07, 0.2),
        (9e5, 1e6, 0.1, 0.02),
        (5e4, 9e6, -0.2, 0.45),
    ],
)
def test_a_gap_is_what_its_formula_says(
    imported: float, exported: float, centre: float, scale: float
) -> None:
    world = [pair(imported, exported)]
    (row,) = judge(world, expected(world, centre, scale))
    half = stats.t(3).ppf(0.95) * scale
    ratios = [math.exp(centre + turn * half) for turn in (-1, 0, 1)]
    if math.log(imported / exported) < centre:
        sides = [min(exported * ratio, 1.25 * exported) - imported for ratio in ratios]
    else:
        sides = [min(imported / ratio, imported) - exported for ratio in reversed(ratios)]
    assert [row["gap_low"], row["gap_mid"], row["gap_high"]] == pytest.approx(
        [max(0.0, side) for side in sides]
    )
    away = (math.log(imported / exported) - centre) / scale
    assert row["away"] == pytest.approx(away)
    assert row["chance"] == pytest.approx(2 * stats.t(3).sf(abs(away)))
    assert row["missing"] == ("import" if away < 0 else "export")


def test_a_scale_is_that_of_the_size_times_that_of_the_places_times_the_factor() -> None:
    world = [pair(3e5, 1e6)]
    steps = level([2023])
    step = math.floor(10 * (math.log(3e5) + math.log(1e6)) / 2)
    heights = np.where(steps["step"].to_numpy() == step, -0.5, 9.0)
    sized = steps.set_column(steps.column_names.index("log_scale"), "log_scale", pa.array(heights))
    (row,) = judge(world, expected(world, scale=0.2), sized, product_factor=1.5)
    assert row["scale"] == pytest.approx(math.exp(-0.5) * 0.2 * 1.5)


def test_a_pair_may_be_unusual_by_its_own_past_alone() -> None:
    """Three years at 1.3 and then 0.87: inside the band of all pairs, outside that of its own past. The year before
    shows more than all pairs would, so it is left out where that makes the past lower.
    """
    chance = [1.31, 1.29, 1.3, 0.87]
    world = [pair(1e6 * r, 1e6, 2020 + n) for n, r in enumerate(chance)]
    by_pair = expected(world, centre=0.1, scale=0.15)
    for column, value in (("change_centre", 0.01), ("change_log_scatter", math.log(0.04))):
        by_pair = by_pair.set_column(by_pair.column_names.index(column), column, pa.array([value] * 4))
    sizes = level(range(2020, 2024))
    sizes = sizes.set_column(
        sizes.column_names.index("change_log_scale"), "change_log_scale", pa.array([0.0] * len(sizes))
    )
    row = judge(world, by_pair, sizes)[-1]
    past = min(np.mean(np.log(chance[:3])), np.mean(np.log(chance[:2]))) - 0.1
    more = math.sqrt(1 + 1 / 3)
    middle, half = 0.1 + past + 0.01 * more, stats.t(3).ppf(0.95) * 0.04 * more
    ends = [min(1.25e6, 1e6 * math.exp(middle + turn * half)) - 0.87e6 for turn in (-1, 0, 1)]
    timing = 1.3e6 - 1e6 * math.exp(0.1)
    assert row["timing"] == pytest.approx(timing)
    assert (row["by_change"], row["among_low"]) == (True, 0.0)
    assert [row["gap_low"], row["gap_mid"], row["gap_high"]] == pytest.approx([ends[0] - timing, *ends[1:]])
    assert row["years_past"] == 3


def test_one_year_that_shows_too_much_is_either_the_past_or_moved_never_both() -> None:
    made = judge([pair(1.4e6, 1e6, 2022), pair(6e5, 1e6, 2023)])
    assert [row["gap_low"] for row in made] == [0, 0]
    turned = judge([pair(1e6, 1.4e6, 2022), pair(1e6, 6e5, 2023)])
    assert [row["gap_low"] for row in turned] == [0, 0]
    longer = judge([pair(1e6, 1e6, 2020), pair(1e6, 1e6, 2021), pair(1.4e6, 1e6, 2022), pair(3e5, 1e6, 2023)])
    assert longer[-1]["gap_low"] > 0


@pytest.mark.parametrize("beside", [2022, 2024])
def test_a_shipment_across_new_year_is_taken_off(beside: int) -> None:
    """What one year lacks the next or the last has too much: 40 % of the flow."""
    alone = judge([pair(6e5, 1e6)])[0]["gap_low"]
    before = [pair(1e6, 1e6, year) for year in (2019, 2020, 2021)]
    both = {row["year"]: row for row in judge([*before, pair(6e5, 1e6), pair(1.4e6, 1e6, beside)])}
    assert alone > 0
    assert both[2023]["timing"] == pytest.approx(4e5)
    assert both[2023]["gap_low"] == both[beside]["gap_low"] == 0


def test_a_year_further_off_is_no_neighbour() -> None:
    made = judge([pair(1.4e6, 1e6, 2021), pair(6e5, 1e6, 2023)])
    assert made[1]["timing"] == 0


@pytest.mark.parametrize("factor", [1000, 1 / 1000, 1150, 1 / 900])
def test_a_unit_error_of_a_thousand_is_no_gap(factor: float) -> None:
    (row,) = judge([pair(1e6 * factor, 1e6)])
    assert (row["unit_error"], row["gap_low"]) == (True, 0.0)
    assert judge([pair(1e6 / 50, 1e6)])[0]["gap_low"] > 0


def test_a_unit_error_in_an_earlier_year_is_no_past_and_moves_nothing() -> None:
    honest = judge([pair(1e9, 1e6, 2021), pair(1e6, 1e6, 2022), pair(0.99e6, 1e6, 2023)])
    assert [row["gap_low"] for row in honest] == [0, 0, 0]
    assert [row["years_past"] for row in honest] == [0, 0, 1]
    beside = judge([pair(1e9, 1e6, 2022), pair(3e5, 1e6, 2023)])
    assert beside[1]["gap_low"] == judge([pair(3e5, 1e6)])[0]["gap_low"] > 0


def test_far_out_a_chance_is_none_but_never_less() -> None:
    world = [pair(3e5, 1e6), pair(1e6, 1e6, exporter="CCC")]
    made = judge(world, expected(world, scale=1e-9))
    assert all(0 <= row["chance"] <= 1 and 0 <= row["false_share"] <= 1 for row in made)
    assert made[1]["changed_chance"] is None


# What may be compared


def test_codes_of_two_editions_pair_where_one_is_one_and_not_where_a_code_was_split() -> None:
    named = {
        (row["hs_edition"], row["hs_code"]): row["commodity"]
        for row in commodities().to_pyarrow().to_pylist()
    }
    assert named["2012", "290371"] == named["2017", "290371"] == named["2022", "290371"] == "290371-2022"
    assert named["2012", "290339"] == named["2017", "290339"] == "290339-2017"
    assert named["2022", "290342"] == "290342-2022"
    assert named["2007", "290349"] not in {named["2012", "290371"], named["2012", "290379"]}
    of_one = [(edition, name) for (edition, _), name in named.items()]
    assert len(of_one) == len(set(of_one))


# The whole detector on one world with everything in it


def honest(year: int) -> Iterator[Row]:
    """Sixty pairs whose accounts differ by a few per cent."""
    chance = np.random.default_rng(year)
    for exporter in PLACES[10:16]:
        for importer in PLACES[:10]:
            sent = 3e6 * math.exp(chance.normal(0, 0.3))
            yield from accounts(exporter, importer, sent, sent * math.exp(chance.normal(0, 0.03)), year)


def planted() -> list[Row]:
    """In 2023 among pairs that no honest one uses: one gap, and what looks like one and is none."""
    (sent, got) = accounts(A, J, 3e6, 0.9e6)
    older: dict[str, Any] = {"hs_edition": "2017", "hs_code": "290339"}
    return [
        *accounts(A, B, 3e6, 0.9e6),
        # The same by value alone: nobody gives a mass, or the publisher made it up from the value.
        *(row | {"net_mass_g": None} for row in accounts(A, C, 3e6, 0.9e6)),
        sent, got | {"net_mass_estimated": True},
        # No finding: a unit error, New Year, too small, the past, a split code, part of a year, trade with oneself.
        *accounts(A, D, 3e6, 3e3),
        *accounts(A, E, 3e6, 4.2e6, 2022), *accounts(A, E, 3e6, 1.8e6, 2023),
        *accounts(A, F, 30.0, 3.0),
        *accounts(A, G, 3e6, 0.9e6, historical=True),
        flow(A, H, "export", 3e6, 15e6), flow(H, A, "import", 0.9e6, 4.8e6, **older),
        flow(A, I, "export", 3e6, 15e6),
        *accounts(A, A, 3e6, 0.9e6),
        flow("CHE", A, "import", 0.5e6, 2.5e6, period_end=date(2023, 3, 31)), flow(A, "CHE", "export", 3e6, 15e6),
        # Editions that are one to one, and a hub.
        flow(B, A, "export", 3e6, 15e6, **older), flow(A, B, "import", 0.9e6, 4.8e6, **older | {"hs_edition": "2012"}),
        *accounts("SGP", A, 3e6, 0.9e6),
    ]  # fmt: skip


@cache
def world() -> Held:
    rows = [*honest(2022), *honest(2023), *planted()]
    return Held(trade_flows=rows, published_gaps=totals((2022, 2023), [*PLACES, "SGP"]))


@cache
def found() -> dict[str, Finding]:
    return {f"{f.partner}>{f.party}": f for f in run(world(), Parameters())}


@cache
def compared() -> Comparison:
    return mirror.remembered(world(), Parameters())


def test_planted_gaps_are_found_and_nothing_else() -> None:
    assert set(found()) == {f"{A}>{B}", f"{A}>{C}", f"{A}>{J}", f"{B}>{A}", f"SGP>{A}"}


def test_the_planted_gap_reads_low_to_high_in_all_units() -> None:
    made = found()[f"{A}>{B}"]
    assert made.subject_id == f"{A}>{B}:290342-2022:2023"
    assert (made.facts["missing"], made.substance, made.tier) == ("import", "HFC-32", "look first")
    assert made.mass_kg is not None and made.co2e_t is not None and made.odp_t is not None
    assert 0 < made.mass_kg.low < 2.1e6 == made.mass_kg.mid == pytest.approx(made.mass_kg.high)
    assert made.co2e_t.low == pytest.approx(made.mass_kg.low * 0.675)
    assert made.odp_t.high == 0
    assert len(made.reasons[0].rows) == 2
    assert made.facts["value"]["calibrated_on"] == "totals"


def test_value_alone_names_no_kilograms_and_an_estimated_mass_is_no_account() -> None:
    whole = found()[f"{A}>{B}"]
    for importer in (C, J):
        made = found()[f"{A}>{importer}"]
        assert made.mass_kg is None and made.co2e_t is None
        assert "mass" not in made.facts
        assert made.score < whole.score
        assert made.facts["value"]["gap"][1:] == pytest.approx(whole.facts["value"]["gap"][1:], rel=0.1)


def test_a_hub_says_so_and_ranks_lower() -> None:
    made = found()[f"SGP>{A}"]
    assert made.score < found()[f"{A}>{B}"].score
    assert made.lawful_explanations[0] == texts.HUB
    assert "Singapore is a hub: this gap cannot be told apart from re-export." in explain(made)
    assert made.facts["hubs"] == {"SGP": hubs()["SGP"].what}
    assert found()[f"{A}>{B}"].facts["hubs"] == {}


def test_editions_that_are_one_to_one_are_compared() -> None:
    made = found()[f"{B}>{A}"]
    assert (made.facts["imported_edition"], made.facts["exported_edition"]) == ("2012", "2017")
    assert made.facts["commodity"] == "290339-2017"
    assert made.co2e_t is not None and made.co2e_t.mid is None


def test_what_is_not_judged_is_counted() -> None:
    counted = withheld(world(), Parameters())
    assert counted["pairs of accounts too small to judge by value"] == 1
    assert counted["pairs of accounts too small to judge by mass"] == 1
    assert counted["pairs of accounts whose mass the publisher estimated"] == 1
    assert counted["pairs of accounts of which only part of a year is loaded"] == 1


def test_the_past_raises_no_finding_but_counts_as_past() -> None:
    past = [row | {"historical": True} for y in (2021, 2022) for row in accounts(A, B, 3e6, 3e6 * 1.05, y)]
    held, narrow = Held(trade_flows=[*past, *accounts(A, B, 3e6, 0.9e6)]), Parameters(other_factors=())
    for measured in mirror.remembered(held, narrow).measures:
        assert [row["years_past"] for row in measured.rows.to_pylist()] == [0, 1, 2]
    # Without totals the shipped band is too wide to judge one product by, which is counted.
    assert run(held, narrow) == []
    assert withheld(held, narrow) == {
        f"pairs of accounts that cannot be judged by {measure} without totals of all goods": 3
        for measure in ("value", "mass")
    }


def test_no_totals_use_the_shipped_calibration_and_say_so() -> None:
    wide = Parameters(widest_band=200.0, other_factors=(1.6,))
    (made,) = run(Held(trade_flows=accounts(A, B, 60e6, 3e6)), wide)
    assert made.facts["value"]["calibrated_on"] == made.facts["mass"]["calibrated_on"] == "shipped"
    assert made.facts["value"]["totals_of"] is None
    assert "the totals of 2009 that ship with Tradewind" in explain(made)
    lows = made.facts["mass"]["low_at_factor"]
    assert made.mass_kg is not None and 0 < lows["1.6"] < made.mass_kg.low
    assert "scatter 1.5 times as much" in explain(made)
    assert "With 1.6 in its place, at least" in explain(made)


def test_totals_come_from_published_gaps_where_statistics_hold_too_few() -> None:
    total: dict[str, Any] = {"hs_code": "TOTAL", "hs_edition": None}
    rows = [flow(A, B, "export", None, 9e6, **total), flow(B, A, "import", None, 8e6, **total)]
    gaps = totals((2023,))
    held = held_totals(Held(trade_flows=rows, published_gaps=gaps)).to_pyarrow()
    assert len(held) == len(gaps) == 420
    alone = held_totals(Held(trade_flows=rows)).to_pyarrow().to_pylist()
    assert alone == [{"exporter": A, "importer": B, "year": 2023, "imported": 8e6, "exported": 9e6}]


def test_the_same_run_gives_the_same_ids_and_revisions_in_any_order() -> None:
    rows = [*honest(2022), *honest(2023), *planted()][::-1]
    gaps = totals((2022, 2023), [*PLACES, "SGP"])[::-1]
    again = run(Held(trade_flows=rows, published_gaps=gaps), Parameters())
    assert [(f.id, f.revision) for f in again] == [(f.id, f.revision) for f in found().values()]


def test_measures_that_lack_on_opposite_sides_do_not_strengthen_each_other() -> None:
    """Judged by totals of another year, which is said."""
    sent, got = accounts(A, B, 3e6, 0.9e6)
    crossed = [sent, got | {"value_usd_cents": sent["value_usd_cents"] * 40}]
    held = Held(trade_flows=crossed, published_gaps=totals((2019,)))
    (made,) = run(held, Parameters(other_factors=()))
    assert {reason.code for reason in made.reasons} >= {"import_below_export", "export_below_import"}
    assert made.score < found()[f"{A}>{B}"].score
    assert made.facts["value"]["totals_of"] == 2019
    assert "No totals of 2023 are loaded: the expectation rests on those of 2019." in explain(made)


def test_few_product_pairs_leave_the_factor_assumed_and_shown_at_two_others() -> None:
    assert [(m.factor, m.factor_fitted) for m in compared().measures] == [(1.5, False), (1.5, False)]
    assert [m.basis for m in compared().measures] == ["totals", "totals"]
    assert all(set(m.rows.column_names) >= {"low_at_1", "low_at_2.5"} for m in compared().measures)
    said = explain(found()[f"{A}>{B}"])
    assert "That the ratios of one product scatter 1.5 times as much" in said
    assert said.count("in its place, at least") == 4
    assert "Net mass is assumed to scatter as value does, without freight." in said


def test_many_product_pairs_fit_the_factor_and_the_expectation_of_net_mass() -> None:
    """420 pairs whose masses scatter by 0.15 and values by as much again as totals of 2009 do."""
    chance = np.random.default_rng(4)
    rows: list[Row] = []
    for exporter in PLACES:
        for importer in PLACES:
            if exporter != importer:
                sent = 1e6 * math.exp(chance.normal(0, 1))
                rows += accounts(exporter, importer, sent, sent * math.exp(0.15 * chance.standard_t(3)))
    made = {m.measure: m for m in compare(Held(trade_flows=rows), Parameters()).measures}
    assert (made["mass"].basis, made["mass"].factor, made["mass"].factor_fitted) == (
        "product pairs",
        1.0,
        True,
    )
    assert (made["value"].basis, made["value"].factor, made["value"].factor_fitted) == ("shipped", 1.0, True)
    assert made["mass"].other_factors == ()
    half = stats.t(3).ppf(0.95)
    rows_of_mass = made["mass"].rows.to_pylist()
    assert 0.85 <= np.mean([abs(row["away"]) <= half for row in rows_of_mass]) <= 0.95
    assert np.median([row["scale"] for row in rows_of_mass]) == pytest.approx(0.15, rel=0.25)


def test_one_sided_statistics_of_a_real_file_give_no_invented_gap(tmp_path: Any) -> None:
    path = shared("comtrade/india_exports_hs6_2018_world_comtrade.csv")
    load([str(path)], f"duckdb://{tmp_path}/", Instructions(), progress=lambda text: None)
    with Warehouse.open(f"duckdb://{tmp_path}/") as warehouse:
        assert run(warehouse, Parameters()) == []
        assert withheld(warehouse, Parameters()) == {}


def test_nothing_is_called_illegal_and_nothing_is_missing_but_would_be() -> None:
    for made in found().values():
        said = explain(made)
        assert not any(word in said.lower() for word in ("illegal", "fraud", "smuggl", "is missing"))
        assert "would be missing" in said
        assert set(texts.LAWFUL) <= set(made.lawful_explanations)


def test_every_sentence_is_said_in_six_languages() -> None:
    assert untranslated([*texts.TEMPLATES.values(), *texts.LAWFUL, texts.HUB, texts.CHECK]) == []
