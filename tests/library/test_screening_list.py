"""The daily list: short, ranked, with a random floor whose probabilities are right."""

from __future__ import annotations

import io
import random
from datetime import date
from typing import Any

import numpy as np
import openpyxl
import pytest

from screened_lines import screening, sees
from tradewind.languages import LANGUAGES, translator
from tradewind.screening import Screened, rows, screen, texts, wording, workbook
from tradewind.screening.daily_list import daily_list
from tradewind.screening.picking import pick

DAY = date(2026, 6, 1)
DETECTORS = (
    sees("words", "description and code", "alpha", weight=2.0),
    sees("mass", "packages and mass", "gamma", weight=3.0, depth="weigh"),
)


def screened(lines: list[dict[str, Any]], capacity: int = 20, seed: int | None = None) -> Screened:
    return screen(screening(lines), DAY, capacity=capacity, seed=seed, detectors=DETECTORS)


def test_the_list_is_as_long_as_the_capacity_and_strongest_first() -> None:
    lines = [{"description": "[alpha]", "net_mass_g": n * 1000} for n in range(1, 101)]
    listed = daily_list(screened(lines, capacity=10))
    assert [e.declaration_id for e in listed[:9]] == [f"D{n}" for n in range(100, 91, -1)]
    assert [e.selected_by for e in listed[:9]].count("risk") >= 8
    assert len(listed) <= 10


def test_the_order_of_the_file_changes_nothing() -> None:
    lines = [{"declaration_id": f"D{n:03}", "description": "[alpha]" if n % 3 else ""} for n in range(60)]
    shuffled = random.Random(3).sample(lines, len(lines))
    first, second = (daily_list(screened(rows_, capacity=12)) for rows_ in (lines, shuffled))
    assert [(e.declaration_id, e.selected_by) for e in first] == [
        (e.declaration_id, e.selected_by) for e in second
    ]


def test_the_seed_is_stated_and_draws_the_same_lines_again() -> None:
    lines: list[dict[str, Any]] = [{} for _ in range(500)]
    first, second, other = (screened(lines, 50, seed) for seed in (1, 1, 2))
    assert first.picks.floor.tolist() == second.picks.floor.tolist() != other.picks.floor.tolist()
    assert any("seed 1," in sentence for sentence in workbook.assumptions(first))


def test_lines_out_of_frame_are_not_drawn() -> None:
    lines = [{"hs_code": "640399", "description": "shoes"} for _ in range(50)] + [{}]
    made = screened(lines, 20)
    assert made.picks.floor.tolist() == [50]
    assert made.picks.floor_probability.tolist() == [0.0] * 50 + [1.0]


@pytest.mark.parametrize(
    ("capacity", "frame", "ranked"), [(20, 200, 40), (7, 60, 10), (3, 10, 5), (12, 9, 4)]
)
def test_probabilities_are_those_of_the_draw(capacity: int, frame: int, ranked: int) -> None:
    draws, lines = 6000, frame + 20
    places = np.arange(lines)
    picked, drawn = np.zeros(lines), np.zeros(lines)
    for seed in range(draws):
        made = pick(places[:ranked], places[:frame], lines, capacity, seed)
        picked[made.lines] += 1
        drawn[made.floor] += 1
    stated = pick(places[:ranked], places[:frame], lines, capacity, 0)
    assert picked / draws == pytest.approx(stated.inclusion, abs=0.03)
    assert drawn / draws == pytest.approx(stated.floor_probability, abs=0.03)


def test_a_rate_weighted_by_the_inverse_of_the_probability_is_unbiased() -> None:
    """Breaches are three times as frequent where signs are: the plain rate of picks overstates, the weighted do not."""
    lines, capacity = 400, 30
    generator = np.random.default_rng(5)
    breach = generator.random(lines) < np.where(np.arange(lines) < 60, 0.3, 0.05)
    truth = breach.mean()
    by_all, by_floor, plain = [], [], []
    for seed in range(4000):
        made = pick(np.arange(60), np.arange(lines), lines, capacity, seed)
        picked = np.array(made.lines)
        by_all.append((breach[picked] / made.inclusion[picked]).sum() / lines)
        by_floor.append((breach[made.floor] / made.floor_probability[made.floor]).sum() / lines)
        plain.append(breach[picked].mean())
    assert np.mean(by_all) == pytest.approx(truth, rel=0.05)
    assert np.mean(by_floor) == pytest.approx(truth, rel=0.05)
    assert np.mean(plain) > 1.5 * truth


def test_a_small_office_that_opens_three_a_day_still_draws_at_random() -> None:
    drawn = [len(pick(np.arange(5), np.arange(9), 9, 3, seed).floor) for seed in range(3000)]
    assert (min(drawn), max(drawn)) == (0, 1)
    assert np.mean(drawn) == pytest.approx(0.3, abs=0.03)


def test_people_see_a_tier_and_never_a_score() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(screened([{"description": "[alpha] [gamma]"}]))))
    headings = [cell.value for cell in book["List"][4]]
    assert "Tier" in headings
    assert not {"score", "probability", "priority"} & {str(h).casefold() for h in headings}


def test_a_formula_in_a_declaration_is_text_in_the_workbook() -> None:
    lines = [
        {"declaration_id": "=1+1", "description": '=HYPERLINK("http://x") [alpha]', "importer": "@SUM(A1)"}
    ]
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(screened(lines))))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    shown = {str(cell.value) for cell in book["List"][5]}
    assert '\'=HYPERLINK("http://x") [alpha]' in shown
    assert book["Outcomes"]["A5"].value == "=1+1"


def test_every_line_of_the_list_has_reasons_rows_lawful_explanations_a_check_and_a_record() -> None:
    entry = daily_list(screened([{"description": "[alpha] [gamma]"}]))[0]
    assert entry.reasons == (
        ("It says gamma D1.", ("test:declarations::1",)), ("It says alpha D1.", ("test:declarations::1",)),
    )  # fmt: skip
    assert entry.lawful == ("honest gamma", "honest alpha")
    assert (entry.check, entry.record) == ("check alpha", ("None like this was inspected here yet.",))


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_every_sentence_is_translated(language: str) -> None:
    say = translator("screening", language)
    missing = [
        s for s in (*texts.SENTENCES, *wording.SENTENCES) if say(s) == s and any(c.islower() for c in s)
    ]
    assert missing == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_outcome_sheet_has_canonical_headings_in_every_language(language: str) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(workbook.render(screened([{"description": "[alpha]"}]), language))
    )
    sheet = book.worksheets[1]
    assert [cell.value for cell in sheet[4]] == list(texts.NOTES)
    assert sheet["A2"].value == translator("screening", language)(texts.OUTCOMES_HOW)
    assert len(sheet.data_validations.dataValidation) == 4


def test_jsonl_and_parquet_hold_the_same_rows(tmp_path: Any) -> None:
    import json

    import pyarrow.parquet as pq

    made = screened([{"description": "[alpha]"}, {}])
    rows.write_jsonl(made, tmp_path / "a.jsonl")
    rows.write_parquet(made, tmp_path / "a.parquet")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    table = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert [line["reasons"] for line in lines] == [row["reasons"] for row in table]
    assert [line["score"] for line in lines] == [row["score"] for row in table]
