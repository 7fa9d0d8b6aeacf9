"""What the picture of two accounts promises: recomputable by hand, silent where nothing can be compared."""

import io
import json
import math
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from comtrade_lines import download, flow

from held_tables import Held
from mirror_worlds import accounts, totals
from picture_worlds import EXPORTER, IMPORTER, YEARS, material, world
from tradewind.detectors import mirror
from tradewind.detectors.coverage_texts import NO_ARTICLE_7, NO_PROVEN_CASE, NO_STATISTICS
from tradewind.fits.mirror_bands import HALF_BAND
from tradewind.languages import LANGUAGES, translator
from tradewind.picture import as_json, assemble, comparisons, compose, html, pdf, shipped, workbook
from tradewind.picture.model import Accounts, Part, Picture, Section, Shares, Table, WorldMap
from tradewind.picture.sections.calibration import calibration_section
from tradewind.picture.setting import Setting
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main

TODAY = date(2026, 11, 28)
ENGLISH = Setting("en", None, TODAY)


@cache
def picture(party: str | None = EXPORTER, language: str = "en") -> Picture:
    return compose(
        material(language), Setting(language, party, TODAY), {}, "test", with_map=shipped() is not None
    )


def section(of: Picture, key: str) -> Section:
    return next(s for s in of.sections if s.key == key)


def row_of(measure: str, exporter: str, importer: str, year: int = 2023) -> comparisons.Row:
    compared = mirror.remembered(world(), mirror.Parameters())
    rows = next(m for m in compared.measures if m.measure == measure).rows.to_pylist()
    return next(r for r in rows if (r["exporter"], r["importer"], r["year"]) == (exporter, importer, year))


def told(part: Part, measure: str, year: int = 2023) -> dict[str, Any]:
    """The column of one year of a pair's table, by its labels."""
    table = next(t for t in part.tables if t.key.endswith(measure))
    return {row["figure"]: row[f"y{year}"] for row in table.rows}


def test_the_own_chapter_has_the_pair_of_the_own_party_and_the_world_has_all() -> None:
    made = picture()
    own, all_of_them = section(made, "own-accounts").parts, section(made, "world-accounts").parts
    assert [p.title for p in own] == ["HFC-32, Afghanistan → Angola"]
    assert len(all_of_them) == 2
    assert any("Singapore" in p.title for p in all_of_them)


def test_value_and_mass_are_figures_of_their_own_with_a_table_each() -> None:
    (part,) = section(picture(), "own-accounts").parts
    assert [f.title for f in part.figures] == ["Both accounts by net mass", "Both accounts by value"]
    assert [f.unit for f in part.figures if isinstance(f, Accounts)] == ["tonnes", "million USD"]
    assert len(part.tables) == 2
    for figure in part.figures:
        assert isinstance(figure, Accounts)
        assert [y.year for y in figure.years] == list(YEARS)
        assert all(y.band and y.band[0] < y.sent < y.band[1] * 1.3 for y in figure.years)
        assert figure.gap and figure.gap[0] == 2023


@pytest.mark.parametrize(("measure", "unit", "most"), [("mass", "kg", 1.0), ("value", "USD", 1.25)])
def test_a_sceptic_recomputes_band_and_gap_from_the_table_alone(measure: str, unit: str, most: float) -> None:
    (part,) = section(picture(), "own-accounts").parts
    numbers = told(part, measure)
    sent, got = (
        numbers[f"Export as the exporter says, E, {unit}"],
        numbers[f"Import as the importer says, I, {unit}"],
    )
    centre, scale = numbers["Centre c, expected ln(I/E)"], numbers["Scale s, factor included"]
    assert numbers[f"Expected import from, {unit}"] == pytest.approx(
        sent * math.exp(centre - HALF_BAND * scale)
    )
    assert numbers[f"Expected import to, {unit}"] == pytest.approx(
        sent * math.exp(centre + HALF_BAND * scale)
    )
    gaps = [min(most * sent, sent * math.exp(centre + k * HALF_BAND * scale)) - got for k in (-1, 0, 1)]
    gaps[0] -= numbers[f"Too much in the years beside, t, {unit}"]
    stated = [numbers[f"Gap {end}, {unit}"] for end in ("at least", "at most")]
    assert stated == [pytest.approx(max(0.0, gaps[0])), pytest.approx(gaps[2])]
    assert numbers[f"Gap, middle, {unit}"] == pytest.approx(gaps[1])
    # Scales of other factors are this one's, times the other factor over the assumed one.
    at_one = sent * math.exp(centre - HALF_BAND * scale / 1.5) - got
    assert numbers[f"Gap at least, were the factor 1, {unit}"] == pytest.approx(at_one)
    assert numbers["Factor f"] == "1.5, assumed"
    assert numbers["Calibrated on"] == "totals over all goods, 2023"
    assert any(f"{HALF_BAND:.4f}" in line for t in part.tables for line in t.under)


def test_a_gap_stands_in_words_with_what_would_have_to_be_true_for_it_to_be_honest() -> None:
    (part,) = section(picture(), "own-accounts").parts
    gap = ENGLISH.mass(row_of("mass", EXPORTER, IMPORTER)["gap_low"])
    words = " ".join(part.lead)
    assert f"at least {gap}" in words and "If this is one of them" in words
    assert part.points_title == "What would have to be true for it to be honest"
    kinds = [point.partition(":")[0] for point in part.points]
    assert kinds == ["Timing", "Origin", "Code", "Confidentiality", "Error", "Scatter", "Scatter"]
    assert all(gap in point for point in part.points[:4])
    assert "2024" in part.points[0]
    assert "a factor of 1, " in part.points[5] and "a factor of 2.5, " in part.points[6]


def test_a_hub_says_that_it_cannot_be_told_apart_from_re_export() -> None:
    hub = next(p for p in section(picture(), "world-accounts").parts if "Singapore" in p.title)
    assert any("Singapore is a hub" in p and "cannot be told apart from re-export" in p for p in hub.points)
    other = next(p for p in section(picture(), "world-accounts").parts if "Angola" in p.title)
    assert not any("hub" in p for p in other.points)


def test_nobody_is_called_illegal_and_flows_rank_while_parties_do_not() -> None:
    made = picture()
    for key in ("own-accounts", "world-accounts", "world-flow-pairs", "calibration"):
        text = json.dumps(
            as_json.as_dict(
                replace(made, chapters=(replace(made.chapters[0], sections=(section(made, key),)),))
            )
        )
        assert "illegal" not in text.replace("never called illegal", "")
        assert "non-reporter" not in text
    ranked = [t for s in made.sections for t in s.tables if any(c.key == "rank" for c in t.columns)]
    for table in ranked:
        assert {"exporter", "party"} & {c.key for c in table.columns}
        assert {"importer", "partner"} & {c.key for c in table.columns}


def test_pairs_too_small_to_judge_are_shown_in_words_and_never_scored() -> None:
    pairs = section(picture(), "world-flow-pairs")
    for table in pairs.tables:
        small = [r for r in table.rows if r["lies"] == "too small to judge"]
        assert small
        assert all(r["low"] is None and r["high"] is None for r in small)
        assert len(table.rows) == len(row_of_all())
    for figure in pairs.figures:
        assert isinstance(figure, WorldMap)
        assert {a.kind for a in figure.arcs} == {"outside", "inside", "small"}
        assert all(
            a.label.endswith(("outside the band", "inside the band", "too small to judge"))
            for a in figure.arcs
        )


def row_of_all() -> list[comparisons.Row]:
    rows: list[comparisons.Row] = mirror.remembered(world(), mirror.Parameters()).measures[0].rows.to_pylist()
    return rows


def test_the_three_standings_have_three_patterns_on_the_map() -> None:
    page = html.render(picture(), shipped())
    if shipped() is None:
        pytest.skip("the boundaries are cut at set-up, which has not run")
    dashes = {
        kind: set(re.findall(rf'class="m-arc m-{kind}"[^>]*?(?:stroke-dasharray="([^"]*)")', page))
        for kind in ("outside", "inside", "small")
    }
    assert dashes["outside"] == set()
    assert dashes["inside"] and dashes["small"] and not dashes["inside"] & dashes["small"]


def test_calibration_counts_all_pairs_by_tenth_of_size() -> None:
    found = section(picture(), "calibration")
    assert len(found.figures) == len(found.tables) == 2
    for figure, table, measured in zip(
        found.figures, found.tables, comparisons.measures(material().compared), strict=True
    ):
        assert isinstance(figure, Shares)
        rows = measured.rows.to_pylist()
        assert sum(r["pairs"] for r in table.rows) == len(rows)
        assert sum(r["inside"] for r in table.rows) == sum(abs(r["away"]) <= HALF_BAND for r in rows)
        assert [r["from"] for r in table.rows] == sorted(r["from"] for r in table.rows)
        assert [s.share for s in figure.shares] == [r["inside"] / r["pairs"] for r in table.rows]


def test_too_few_pairs_to_draw_calibration_are_counted_in_words() -> None:
    few = Held(trade_flows=accounts(EXPORTER, IMPORTER, 1e6, 9e5), published_gaps=totals([2023]))
    found = calibration_section(material(held=few), ENGLISH)
    assert found.figures == found.tables == ()
    assert [s for s in found.lead if "1 pairs are loaded, too few" in s and "100" in s] == list(
        found.lead[1:3]
    )


def test_one_sided_reports_and_silences_stand_in_words_with_the_mass_at_stake() -> None:
    table = next(t for t in section(picture(), "world-accounts").tables if t.key == "world-onesided")
    rows = {row["silence"]: row for row in table.rows}
    assert {NO_STATISTICS, NO_ARTICLE_7, NO_PROVEN_CASE} <= set(rows)
    assert rows[NO_STATISTICS]["flows"] == 1 and rows[NO_STATISTICS]["high"] == 5_000
    assert "not a gap" in table.note and "not added" in table.note
    page = html.render(picture(), shipped())
    assert all(f'{kind}">{words}' in page for kind, words in (("s1", NO_STATISTICS), ("s2", NO_ARTICLE_7)))


def test_one_side_alone_gives_plain_words_no_gap_and_no_empty_chart(tmp_path: Path) -> None:
    url = f"duckdb://{tmp_path / 'warehouse'}/"
    assert (
        main(["load", str(download(tmp_path, "one.csv", flow("290371", 100))), "--quiet", "--warehouse", url])
        == 0
    )
    with Warehouse.open(url) as warehouse:
        made = assemble(warehouse, "IND", today=TODAY, boundaries=shipped())
    for key in ("own-accounts", "world-accounts", "world-flow-pairs", "calibration"):
        found = section(made, key)
        assert found.figures == found.parts == (), key
    assert "No flow has two accounts that can be compared" in section(made, "own-accounts").lead[0]
    assert "not a clean bill" in section(made, "world-accounts").lead[0]
    assert "0 pairs are loaded" in section(made, "calibration").lead[1]
    assert not any(f.detector == "mirror" for s in made.sections for f in s.findings)
    page = html.render(made, shipped())
    assert "a-band" not in page.split("</style>")[1] and "s-chance" not in page.split("</style>")[1]


def test_all_formats_hold_the_same_numbers() -> None:
    made = picture()
    gap = row_of("mass", EXPORTER, IMPORTER)["gap_low"]
    assert f"{gap:,.0f}" in html.render(made, shipped())
    parts = next(s for s in as_json.as_dict(made)["chapters"][0]["sections"] if s["key"] == "own-accounts")[
        "parts"
    ]
    numbers = next(r for r in parts[0]["tables"][0]["rows"] if r["figure"] == "Gap at least, kg")
    assert numbers["y2023"] == pytest.approx(gap)
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(made)))
    sheet = next(s for s in book if s.title.startswith("Every pair with two accounts by"))
    heads = [c.value for c in sheet[4]]
    lows = [row[heads.index("Gap at least, kg")].value for row in sheet.iter_rows(min_row=5)]
    assert any(v == pytest.approx(gap) for v in lows if not isinstance(v, str))
    assert pdf.render(made, None).startswith(b"%PDF")


def test_json_shows_no_more_digits_than_a_figure_has() -> None:
    long = re.findall(r"(?<![\w.])-?\d+\.\d{7,}", as_json.render(picture()))
    assert [figure for figure in long if abs(float(figure)) >= 1] == []
    assert [figure for figure in long if len(figure.lstrip("-0.")) > 6] == []


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_language_speaks_of_two_accounts_in_its_own_words(language: str) -> None:
    say = translator("picture", language)
    made = picture(None, language)
    english = picture(None)
    for key in ("world-accounts", "world-flow-pairs", "calibration"):
        here, there = section(made, key), section(english, key)
        assert here.title != there.title and len(here.parts) == len(there.parts)
        assert not set(here.lead) & set(there.lead)
        for ours, theirs in zip(here.parts, there.parts, strict=True):
            assert not set(ours.points) & set(theirs.points)
            assert len(ours.points) == len(theirs.points)
            figures = [{r["figure"] for r in p.tables[0].rows} for p in (ours, theirs)]
            # Spanish calls the factor what English does.
            assert figures[0] & figures[1] <= {"Factor f"}
    assert say("too small to judge") in html.render(made, shipped())


def test_a_formula_runs_from_the_left_on_a_page_that_runs_from_the_right() -> None:
    table: Table = section(picture(language="ar"), "own-accounts").parts[0].tables[0]
    assert table.under[0].startswith("\u2066") and table.under[0].endswith("\u2069")
