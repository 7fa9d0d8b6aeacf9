"""Every sentence a person reads exists in the six languages of the United Nations."""

import ast
import re
from pathlib import Path

import pytest

from tradewind.detectors.sentences import figures_told
from tradewind.errors import RequestError
from tradewind.languages import LANGUAGES, direction, translator

ROOMS = Path(__file__).resolve().parents[2] / "src" / "tradewind"
SPOKEN = sorted(p.parent.name for p in ROOMS.glob("*/locale") if any(p.glob("*.po")))
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def sentences(room: str) -> set[str]:
    """All literals a room passes to `say(...)` or `_(...)`, in code and in templates; codes of sentences left out."""
    found: set[str] = set()
    for file in (ROOMS / room).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"say", "_"}
            ):
                found |= {
                    a.value
                    for a in node.args
                    if isinstance(a, ast.Constant) and isinstance(a.value, str)
                    if not ("_" in a.value and a.value.isidentifier())
                }
    for file in (ROOMS / room).rglob("*.html"):
        found |= set(re.findall(r'\b_\("([^"]+)"\)', file.read_text("utf-8")))
    return found


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
@pytest.mark.parametrize("room", SPOKEN)
def test_every_sentence_of_a_room_is_translated_with_the_same_placeholders(room: str, language: str) -> None:
    say = translator(room, language)
    lacking = [s for s in sentences(room) if len(PLACEHOLDER.sub("", s)) > 16 and say(s) == s]
    assert lacking == []
    for sentence in sentences(room):
        assert sorted(PLACEHOLDER.findall(sentence)) == sorted(PLACEHOLDER.findall(say(sentence)))


def test_a_language_without_texts_is_refused_by_name() -> None:
    with pytest.raises(RequestError, match="choose one of en, fr, es, ru, ar, zh"):
        translator("pocket", "tlh")


def test_arabic_runs_from_right_to_left() -> None:
    assert [code for code in LANGUAGES if direction(code) == "rtl"] == ["ar"]


def test_figures_in_a_sentence_of_a_finding_are_the_languages_and_numbers_of_papers_are_not() -> None:
    template = "%(a)s packages of %(b)s kg under %(c)s in %(d)s, %(e)s, %(f)s"
    values = {
        "a": "19440",
        "b": "13.608",
        "c": "2903.76",
        "d": "2024",
        "e": "11,010 kg",
        "f": "R-22, 1,000 pcs",
    }
    assert figures_told(template, values, "en") == values
    assert figures_told(template, values, "fr") == {
        "a": "19\u202f440", "b": "13,608", "c": "2903.76", "d": "2024", "e": "11\u202f010 kg", "f": "R-22, 1,000 pcs",
    }  # fmt: skip
