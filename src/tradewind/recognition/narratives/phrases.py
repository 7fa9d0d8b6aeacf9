"""The words of many languages that say something about a seizure, as one pattern a meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from tradewind.recognition.folding import fold_word
from tradewind.recognition.lexicon import data_rows

#: Languages whose names of months and countries the Unicode CLDR tells us, the first to claim a name first.
LOCALES: Final = (
    *("en", "fr", "es", "pt", "it", "de", "nl", "pl", "cs", "sk", "ro", "hu", "bg", "ru", "uk", "sr", "sr_Latn"),
    *("hr", "mk", "el", "tr", "id", "ms", "vi", "sv", "da", "nb", "fi", "et", "lv", "lt", "sl", "sq", "ar"),
)  # fmt: skip
SENTENCE_ENDS: Final = ".;!?。"
SENTENCE_END: Final = re.compile(f"[{SENTENCE_ENDS}]")
#: A letter before or after makes it a piece of another word; digits and signs do not.
_WORD: Final = r"(?<![^\W\d_])(?:{})(?![^\W\d_])"


@cache
def _rows() -> dict[tuple[str, str], tuple[list[str], list[str]]]:
    """(field, value) -> alternatives that stand alone, and those (marked `~`, or of `cjk`) found anywhere."""
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for row in data_rows("narrative_cues.csv"):
        alone, anywhere = found.setdefault((row["field"], row["value"]), ([], []))
        for written in row["words"].split(";"):
            loose = written.startswith("~") or row["language"] == "cjk"
            (anywhere if loose else alone).append(fold_word(written.removeprefix("~")))
    return found


@cache
def pattern(field: str, value: str = "") -> re.Pattern[str]:
    """Finds the words of a field in a folded text."""
    return re.compile(source(field, value))


def stands_before(text: str, place: int, field: str, *, reach: int, near: int) -> bool:
    """Whether words of a field stand within reach before a place, in its sentence, and end so near to it."""
    before = SENTENCE_END.split(text[max(0, place - reach) : place])[-1].rstrip()
    return any(len(before) - found.end() <= near for found in pattern(field).finditer(before))


@cache
def source(field: str, value: str = "") -> str:
    """The same as text, to be built into a longer pattern; it has no groups that capture."""
    alone, anywhere = _rows()[field, value]
    parts = [*([_WORD.format(_any(alone))] if alone else []), *([_any(anywhere)] if anywhere else [])]
    return "(?:" + "|".join(parts) + ")"


@cache
def values(field: str) -> tuple[str, ...]:
    """The values of a field, in the order of the file."""
    return tuple(value for name, value in _rows() if name == field)


@cache
def number_words() -> dict[str, float]:
    """Folded number word -> number; of a word of several languages the first to claim it."""
    found: dict[str, float] = {}
    for row in data_rows("number_words.csv"):
        for word in row["words"].split(";"):
            found.setdefault(fold_word(word), float(row["number"]))
    return found


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of many words that looks at no word whose first letter is another."""
    by_letter: dict[str, list[str]] = {}
    for word in words:
        by_letter.setdefault(word[0], []).append(word)
    return "|".join(
        f"{re.escape(letter)}(?:{_any(re.escape(w[1:]) for w in same)})" for letter, same in by_letter.items()
    )


def one_of_patterns(patterns: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of many, each a word by itself where its script parts words."""
    alone: list[str] = []
    anywhere: list[str] = []
    for one in dict.fromkeys(patterns):
        (anywhere if one and one[0] > "\u2e80" else alone).append(one)
    parts = [*([_WORD.format(_any(alone))] if alone else []), *([_any(anywhere)] if anywhere else [])]
    return re.compile("|".join(parts))


def _any(alternatives: Iterable[str]) -> str:
    return "|".join(sorted(dict.fromkeys(alternatives), key=len, reverse=True))
