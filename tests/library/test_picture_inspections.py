"""The chapter of inspections: what it says is what the commands say, silence is not zero, and nobody is named."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import pytest

from inspected_office import FIRST, LAST, TODAY, lines, material, office, told
from tradewind.estimation.answer import answer
from tradewind.estimation.texts import NOT_COVERED
from tradewind.languages import LANGUAGES
from tradewind.picture import as_json, compose, html, pdf, workbook
from tradewind.picture.inspecting import Inspected, inspected
from tradewind.picture.model import Picture, Reaches, Section
from tradewind.picture.setting import Setting
from tradewind.screening import Screening, screen
from tradewind.screening.planning import telling
from tradewind.screening.planning.as_of import AsOf
from tradewind.screening.planning.budget import Budget
from tradewind.screening.planning.plan import plan
from tradewind.screening.planning.published import published


@cache
def of_office() -> Inspected:
    return told()


def picture(of: Inspected | None, language: str = "en", **more: Any) -> Picture:
    held = replace(material(of), **more)
    return compose(held, Setting(language, None, TODAY), {}, "", with_map=False)


def section(key: str, of: Inspected | None, language: str = "en", **more: Any) -> Section:
    return next(s for s in picture(of, language, **more).sections if s.key == key)


def rows(made: Section, table: str) -> dict[str, dict[str, Any]]:
    found = next(t for t in made.tables if t.key == table)
    return {str(row[found.columns[0].key]): dict(row) for row in found.rows}


def test_the_estimate_on_the_page_is_that_of_the_command_to_three_figures() -> None:
    made = section("unseen", of_office())
    said = {part["stratum"]: part for part in answer(office(), FIRST, LAST).as_dict()["strata"]}
    shown = rows(made, "unseen-kg")
    for name in ("gas", "equipment and near goods"):
        assert shown[name]["drawn"] == said[name]["floor_inspected"]
        assert shown[name]["high"] == pytest.approx(said[name]["leakage_kg"]["high"], rel=0.005)
    assert shown["gas"]["mid"] == pytest.approx(said["gas"]["leakage_kg"]["mid"], rel=0.005)
    assert (shown["gas"]["drawn"], shown["gas"]["finds"]) == (12, 2)
    assert f"tradewind estimate --from {FIRST} --to {LAST} " in made.sources[0]


def test_kinds_of_goods_without_a_find_or_without_a_draw_have_lines_of_their_own_and_no_best_figure() -> None:
    made = section("unseen", of_office())
    figure = made.figures[0]
    assert isinstance(figure, Reaches)
    assert [(r.kind, r.mid is None) for r in figure.rows] == [
        ("found", False),
        ("bound", True),
        ("unknown", True),
    ]
    assert figure.rows[1].figure.startswith("nothing found; up to")
    assert figure.rows[2].figure == "not known; anything up to 31 t"
    shown = rows(made, "unseen-kg")["all other goods"]
    assert (shown["low"], shown["mid"], shown["high"]) == (None, None, 31_000.0)
    assert any(
        "Silence is not zero" in c or "chance drew no line: all other goods" in c for c in made.caveats
    )


def test_the_page_says_what_inspections_miss_what_would_halve_the_range_and_what_neighbours_would_teach() -> (
    None
):
    made = section("unseen", of_office())
    text = " ".join(made.lead)
    assert "they find 30% to 90% of it" in text
    assert "would halve" in text and "pooled with neighbours like this office" in text
    width = {n: float(r["high"]) - float(r["low"]) for n, r in rows(made, "unseen-pooled").items()}
    assert list(width) == ["1", "2", "3", "5", "10", "20"]
    assert sorted(width.values(), reverse=True) == list(width.values())


def test_the_plan_on_the_page_is_that_of_the_command() -> None:
    of = of_office().planned
    made = section("plan", of_office())
    assert (of.first, of.on, of.budget, of.is_pace) == (LAST.replace(day=1), LAST, 19, True)
    screened = screen(Screening({}, AsOf(office(), LAST)), LAST)
    said = telling.summary(plan(screened, Budget(lines=of.budget), seed=202603))
    for name, row in rows(made, "plan-strata").items():
        stratum = said["strata"]["all other" if name == "all other goods" else name]
        assert (row["lines"], row["risk"], row["drawn"]) == (
            stratum["lines"],
            stratum["risk"],
            stratum["floor_drawn"],
        )
    assert f"--on {LAST} --budget-lines 19 --seed 202603 " in made.sources[0]
    assert sum(of.expected_kg.values()) == pytest.approx(said["chosen"]["expected_kg"], abs=0.01)
    assert any("does not pretend to optimise" in s for s in made.lead)
    assert any("offices like this one pooled their draws" in s for s in made.lead)


def test_the_burden_is_that_of_the_command_with_its_alarm_in_words_and_small_groups_untold() -> None:
    made = section("burden", of_office())
    said = published(office(), FIRST, LAST)
    china = next(g for g in said.groups["origin"] if g.group == "CHN")
    shown = rows(made, "burden-origin")
    assert china.share is not None
    assert shown["China"]["share"] == pytest.approx(100 * china.share, abs=0.1)
    assert (shown["China"]["inspected"], shown["China"]["hours"]) == (48, 94.0)
    few = shown["others, each under 20 lines"]
    assert few["lines"] == "fewer than 20" and set(few) == {"group", "lines"}
    assert said.alarms and any(s.startswith("Alarm: lawful lines of “China”") for s in made.lead)


def test_no_trader_and_no_declaration_is_named_in_any_form() -> None:
    made = picture(of_office())
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(made)))
    cells = " ".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row)
    for text in (html.render(made, None), as_json.render(made), cells):
        assert "Whom inspections burden" in text and "The plan of the newest month" in text
        assert not [line["importer"] for line in lines() if line.get("importer") and line["importer"] in text]
        assert "TRADER-" not in text and "-DECL-" not in text
    page = html.render(made, None)
    assert 'style="' not in page
    assert pdf.render(made, None).startswith(b"%PDF")
    assert json.loads(as_json.render(made))["chapters"][1]["key"] == "inspections"


def test_where_nothing_was_inspected_by_lot_one_sentence_says_so() -> None:
    silent = "Nothing was inspected by lot, so how much passes is not known. Silence is not zero."
    alone = told(inspections=[])
    made = section("unseen", alone)
    assert made.lead[0] == silent and not made.figures and not made.tables
    assert "assumed" in " ".join(section("plan", alone).lead) and not alone.planned.is_pace
    assert "taught nothing" in " ".join(section("burden", alone).lead)
    without = section("unseen", None)
    assert without.lead == (silent,)
    assert "without the declarations" in section("unseen", None, has_inspections=True).lead[0]
    assert [c.key for c in picture(None).chapters] == ["world", "data"]
    assert inspected(office(declarations=[], inspections=[]), TODAY) is None


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_the_chapter_is_told_in_every_language(language: str) -> None:
    english, made = picture(of_office()).chapters[1], picture(of_office(), language).chapters[1]

    def texts(chapter: Any) -> list[str]:
        found = [chapter.title, chapter.lead, *(words for _, words in chapter.facts)]
        for part in chapter.sections:
            found += [part.title, *part.lead, *part.sources, *part.caveats]
            for table in part.tables:
                found += [table.title, *(c.label for c in table.columns), *filter(None, [table.note])]
        return found

    same = [one for one, other in zip(texts(english), texts(made), strict=True) if one == other]
    assert [text for text in same if len(text) > 16] == []
    assert not [what for what in NOT_COVERED if what in " ".join(texts(made))]
    assert ("\u2066tradewind estimate" in made.sections[0].sources[0]) == (language == "ar")
