"""A plan, the burden, a model and an estimate are told in six languages: each sentence is there, and each count has
its form; what programs read stays as it is."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from tradewind.estimation import texts as of_estimate
from tradewind.languages import LANGUAGES, Speaker, counter, figure, translator
from tradewind.screening.learning import in_words
from tradewind.screening.learning import texts as of_model
from tradewind.screening.planning import texts as of_plan
from tradewind.screening.planning.burden import Group, alarms
from tradewind.screening.planning.groups import FIRST_YEAR, LATER
from tradewind_cli import output
from tradewind_cli.main import main

OTHERS: Final = [name for name in LANGUAGES if name != "en"]
ROOMS: Final = [
    pytest.param("screening", of_plan, id="plan"),
    pytest.param("screening", of_model, id="model"),
    pytest.param("estimation", of_estimate, id="estimate"),
]
PLACEHOLDER: Final = re.compile(r"%\(\w+\)s|%%")
#: So many of each form: none, one, two, few, many, a hundred.
NUMBERS: Final = (0, 1, 2, 5, 11, 21, 99, 100, 101, 105, 111, 1000)
#: Words that stay in every language: codes, options, names.
KEPT: Final = {
    "inclusion_probability",
    "floor_probability",
    "tradewind",
    "load",
    "sheet",
    "plan",
    "xlsx",
    "kg",
}
DAY: Final = "2026-03-31"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(("room", "texts"), ROOMS)
def test_every_sentence_is_translated_and_keeps_its_placeholders(
    room: str, texts: ModuleType, language: str
) -> None:
    say = translator(room, language)
    told = {s: say(s) for s in texts.SENTENCES}
    alike = [s for s, t in told.items() if s == t and len(PLACEHOLDER.sub("", s)) > 6]
    # "gas" is Spanish as well.
    assert [s for s in alike if s != "gas"] == []
    lost = [s for s, t in told.items() if sorted(PLACEHOLDER.findall(s)) != sorted(PLACEHOLDER.findall(t))]
    assert lost == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(("room", "texts"), [ROOMS[0], ROOMS[2]])
def test_every_count_has_a_form_for_each_number(room: str, texts: ModuleType, language: str) -> None:
    count = counter(room, language)
    for several in texts.COUNTED:
        one = of_estimate.NOTHING_ON_ONE if several is of_estimate.NOTHING else several
        for number in NUMBERS:
            form = count(one, several, number)
            assert form not in {one, several}
            assert "%(n)s" in form and set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(several))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", {1: "The floor drew 1 lines", 11: "The floor drew 11 lines"}),
        ("ru", {1: "отобрал 1 строку", 3: "отобрал 3 строки", 11: "отобрал 11 строк", 22: "отобрал 22 строки"}),
        ("ar", {1: "بنداً واحداً", 2: "بندين", 3: "3 بنود", 11: "11 بنداً", 99: "99 بنداً", 100: "100 بند",
                103: "103 بنود"}),
        ("zh", {1: "抽中1个", 11: "抽中11个"}),
    ],
)  # fmt: skip
def test_lines_are_counted_as_the_language_counts(language: str, said: dict[int, str]) -> None:
    speaker = Speaker("screening", language)
    for number, words in said.items():
        assert words in speaker.count(of_plan.DRAWN, number, expected="1")


def test_figures_have_the_separators_of_the_language() -> None:
    assert [figure("1,234.5", language) for language in ("en", "fr", "es", "ru", "ar", "zh")] == [
        "1,234.5", "1\u202f234,5", "1.234,5", "1\u00a0234,5", "1,234.5", "1,234.5",
    ]  # fmt: skip


def test_columns_stand_under_each_other_where_letters_are_wide_and_figures_are_those_of_the_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [{"stratum": "气体", "kg": 1.5}, {"stratum": "gas", "kg": 1234}]
    output.table(rows, ("stratum", "kg"), ("层", "kg"), Speaker("screening", "es").figure)
    assert capsys.readouterr().out.splitlines() == ["层    kg", "气体   1,5", "gas   1234"]


def test_an_alarm_is_told_in_words_of_the_language_and_its_codes_stay() -> None:
    def group(name: str, inspected: float) -> Group:
        return Group("first_year", name, 0, 1000, 110, inspected, None, 0.0, 10, 0, 0, (0, 0.1, 1), 0.0, None)

    pair = [group(FIRST_YEAR, 100), group(LATER, 25)]
    (english,), (russian,), (arabic,) = (alarms(pair, language) for language in ("en", "ru", "ar"))
    assert english.text.startswith("Lawful lines of first_year 'first year' are inspected 4.0 times as often")
    assert "'первый год' (возраст участника торговли) досматриваются в 4,0 раза чаще" in russian.text
    assert "'السنة الأولى' (عمر التاجر) تُفتش 4.0 ضعف" in arabic.text
    assert (russian.dimension, arabic.group, arabic.beside) == ("first_year", FIRST_YEAR, LATER)


def test_a_card_of_a_model_is_told_in_the_language() -> None:
    card = {
        "outcomes_used": 1234, "positives": 21, "undecided_left_out": 8, "until": "2026-06-30", "invented": True,
        "tried": "ridge", "kind": "rules", "used_rules_instead": True, "features": ["price", "in_frame"],
        "not_looked_at": list(of_model.NOT_LOOKED_AT), "must_not_be_used_for": list(of_model.NOT_FOR),
        "gain": {"lines": 90, "positives": 9, "mean": 0.01, "low": -0.02, "kg_model": 0.3, "kg_rules": 0.25},
        "calibration": {"slope": 0.9, "intercept": 0.1},
    }  # fmt: skip
    assert in_words(card)[0].startswith(
        "Learnt from 1,234 decided outcomes known before 2026-06-30, of which 21"
    )
    assert in_words(card, "ru")[0].startswith("Обучена на решённых исходах, известных до 30 июня 2026")
    for language in ("ru", "ar", "zh"):
        assert not _english(in_words(card, language), {"ridge", "LightGBM"})


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve lines of gas and four of shoes; chance had three looked at and one find."""
    folder = tmp_path_factory.mktemp("told")
    lines = [
        {"declaration_id": f"D{n}", "item": 1, "lodged_on": "2026-03-10", "office": "HAM", "regime": "import",
         "hs_edition": "2022", "hs_code": "290342" if n < 12 else "640399",
         "description": "HFC-32" if n < 12 else "shoes", "net_mass_g": 1_000_000, "gross_mass_g": 1_200_000}
        for n in range(16)
    ]  # fmt: skip
    looked_at = [
        {"inspection_id": f"I{n}", "declaration_id": f"D{n}", "item": 1, "inspected_on": "2026-03-20",
         "result_on": "2026-03-21", "chosen_by": "floor", "floor_probability": 0.3, "depth": "opened",
         "result": "illegal" if n == 0 else "compliant"}
        for n in range(3)
    ]  # fmt: skip
    for name, rows in (("lines", lines), ("looked_at", looked_at)):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    files = [str(folder / "lines.csv"), str(folder / "looked_at.csv")]
    assert main(["load", *files, "--sender", "customs", "--warehouse", str(folder / "house"), "--quiet"]) == 0
    return folder / "house"


def _english(sentences: Iterable[str], kept: set[str] = KEPT) -> list[str]:
    """Latin words that are no codes."""
    words = re.findall(r"[A-Za-z_]{4,}", " ".join(sentences))
    return [word for word in words if word not in kept | KEPT]


def _told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main([*words]) == 0
    return capsys.readouterr().out


def _without_words(value: Any) -> Any:
    """A document without what is told in words."""
    words = {"not_asked", "notes", "assumptions", "not_covered", "sentence", "basis"}
    if isinstance(value, dict):
        return {name: None if name in words else _without_words(one) for name, one in value.items()}
    return [_without_words(one) for one in value] if isinstance(value, list) else value


def test_a_plan_is_told_in_arabic_and_russian_and_its_codes_stay(
    house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan.csv"
    plan = ["plan-inspections", "--on", DAY, "--budget-lines", "3", "--seed", "2", "--out", str(out),
            "--warehouse", str(house), "--json", "--language"]  # fmt: skip
    made, rows = {}, {}
    for language in ("en", "ar", "ru"):
        made[language] = json.loads(_told(capsys, *plan, language))
        with out.open(encoding="utf-8") as stream:
            rows[language] = list(csv.DictReader(stream))
    assert _without_words(made["ar"]) == _without_words(made["ru"]) == _without_words(made["en"])
    assert "does not pretend to optimise" in made["en"]["notes"][0]
    assert "строк в год" in made["ru"]["notes"][1]
    assert "لا تدّعي هذه الخطة أنها مثلى" in made["ar"]["notes"][0]
    assert made["en"]["not_asked"]["licence_held"] == "no licence register is loaded"
    assert made["ru"]["not_asked"]["licence_held"] == "реестр лицензий не загружен"
    for language in ("ar", "ru"):
        assert made[language]["not_asked"].keys() == made["en"]["not_asked"].keys()
        assert not _english(made[language]["not_asked"].values())
        assert not _english([*made[language]["notes"], *made[language]["assumptions"]])
        assert not _english([row["reason"] for row in rows[language]], {"HFC"})
        codes = [{**row, "reason": ""} for row in rows[language]]
        assert codes == [{**row, "reason": ""} for row in rows["en"]]
    text = _told(capsys, *plan[:-2], "--language", "ar")
    assert "البنود المقدمة من 1 مارس 2026 إلى 31 مارس 2026" in text and "غاز " in text


def test_an_estimate_is_told_in_arabic_and_russian_and_its_keys_stay(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = ["estimate", "--from", "2026-03-01", "--to", DAY, "--warehouse", str(house), "--language"]
    made = {language: json.loads(_told(capsys, *ask, language, "--json")) for language in ("en", "ar", "ru")}
    assert _without_words(made["ar"]) == _without_words(made["ru"]) == _without_words(made["en"])
    assert "from 1 find on 3 lines drawn at random" in made["en"]["strata"][0]["sentence"]
    assert "строк отобрано случайно: 3, находок среди них: 1" in made["ru"]["strata"][0]["sentence"]
    assert "بنود مسحوبة بالقرعة: 3، وما كُشف منها: 1" in made["ar"]["strata"][0]["sentence"]
    assert made["ru"]["strata"][0]["detection_sensitivity"]["basis"] == "принято для глубины «вскрыто»"
    for language in ("ar", "ru"):
        told = made[language]
        assert not _english([told["sentence"], *told["assumptions"], *told["not_covered"]])
        assert not _english([_told(capsys, *ask, language)])
