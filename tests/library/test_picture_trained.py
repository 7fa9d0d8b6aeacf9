"""The picture says which of the two ranked its plan, the stated weights or the model an office adopted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from inspected_office import LAST, TODAY, material, office
from learnt_examples import examples
from tradewind.languages import LANGUAGES
from tradewind.picture import compose
from tradewind.picture.inspecting import Inspected, inspected
from tradewind.picture.model import Section
from tradewind.picture.sections.daily import listed
from tradewind.picture.setting import Setting
from tradewind.screening import Screening, screen
from tradewind.screening.learning import Trained, fit, rescored
from tradewind.screening.learning.calibration import Bend
from tradewind.screening.learning.examples import none
from tradewind.screening.learning.ridge import fit_ridge
from tradewind.screening.planning import telling
from tradewind.screening.planning.as_of import AsOf
from tradewind.screening.planning.budget import Budget
from tradewind.screening.planning.plan import plan
from tradewind_cli.main import main

BY_WEIGHTS = "ranked by the stated weights of evidence; no trained model was named"


@cache
def model(kind: str) -> Trained:
    """One that ranks, one that learnt from invented outcomes, one that did not beat the rules."""
    known, until = examples(600), date(2026, 1, 1)
    if kind == "beaten":
        return replace(fit(none(), until), sha256="b" * 64)
    invented = kind == "invented"
    card = {**fit(known, until).card, "used_rules_instead": False, "invented": invented}
    return Trained(fit_ridge(known, 1.0), Bend(), card, "a" * 64)


@cache
def of_office(kind: str | None) -> Inspected:
    found = inspected(office(), TODAY, model(kind) if kind else None)
    assert found is not None
    return found


def plan_of(of: Inspected, language: str = "en") -> Section:
    made = compose(material(of), Setting(language, None, TODAY), {}, "", with_map=False)
    return next(s for s in made.sections if s.key == "plan")


def test_without_a_model_the_chapter_says_that_the_weights_ranked_the_plan() -> None:
    made = plan_of(of_office(None))
    assert sum(BY_WEIGHTS in sentence for sentence in made.lead) == 1
    assert "--trained" not in made.sources[0]


def test_an_adopted_model_ranks_the_plan_as_the_command_does_and_is_named() -> None:
    of = of_office("better")
    made, text = plan_of(of), " ".join(plan_of(of).lead)
    assert "ranked by the trained model aaaaaaaaaaaa that this office adopted" in text
    assert BY_WEIGHTS not in text
    assert "--trained MODEL" in made.sources[0]
    held = rescored(screen(Screening({}, AsOf(office(), LAST)), LAST), model("better"))
    said = telling.summary(plan(held, Budget(lines=of.planned.budget), seed=202603))
    assert of.planned.told == said
    assert said["chosen"]["expected_kg"] != of_office(None).planned.told["chosen"]["expected_kg"]


@pytest.mark.long
def test_what_learnt_from_invented_outcomes_ranks_and_expects_no_kg() -> None:
    made = plan_of(of_office("invented"))
    text = " ".join(made.lead)
    assert "none is a probability" in text
    assert "kg illegal are expected" not in text
    assert {row["kg"] for row in made.tables[0].rows} == {None}


def test_a_model_that_did_not_beat_the_weights_is_named_and_ranks_nothing() -> None:
    of, plain = of_office("beaten"), of_office(None)
    text = " ".join(plan_of(of).lead)
    assert "The trained model bbbbbbbbbbbb did not beat the stated weights of evidence" in text
    assert of.planned.told["strata"] == plain.planned.told["strata"]
    assert np.isclose(sum(of.planned.expected_kg.values()), sum(plain.planned.expected_kg.values()))


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_which_of_the_two_ranked_is_told_in_every_language(language: str) -> None:
    for kind in (None, "invented"):
        english, other = plan_of(of_office(kind)), plan_of(of_office(kind), language)
        assert not set(english.lead) & set(other.lead)


def test_the_daily_list_of_the_picture_is_scored_by_the_same_model() -> None:
    told = listed(office(), "en", TODAY, model("better"))
    assert told is not None
    assert any("Scored by the trained model aaaaaaaaaaaa" in sentence for sentence in told.assumptions)


def test_a_file_that_is_no_model_is_refused_before_anything_is_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "foreign.json"
    path.write_text("{}", "utf-8")
    words = [
        "picture",
        "--out",
        str(tmp_path / "out"),
        "--trained",
        str(path),
        "--warehouse",
        str(tmp_path / "held"),
    ]
    assert main(words) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()
