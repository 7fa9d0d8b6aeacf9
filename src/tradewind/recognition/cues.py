"""Words around a mention that say what kind of text it stands in, and the other things an R-number can be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import ahocorasick

from tradewind.recognition.folding import fold_word
from tradewind.recognition.lexicon import data_rows

Spans = dict[str, list[tuple[int, int]]]
#: Scripts written without spaces, or with articles joined to the word: a cue counts inside a longer run.
_JOINED: Final = ((0x590, 0x700), (0xE00, 0xE80), (0x3040, 0x3100), (0x3400, 0xA000), (0xAC00, 0xD7B0))


@dataclass(frozen=True, slots=True)
class Trap:
    """Another meaning of R-numbers. `near`: only beside its cue; `numbers` empty means any number."""

    name: str
    near: bool
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Cue:
    name: str
    length: int
    anywhere: bool
    whole: bool


def _cue(name: str, written: str) -> tuple[str, _Cue]:
    anywhere, whole = written.startswith("~"), written.endswith("$")
    word = fold_word(written.removeprefix("~").removesuffix("$"))
    joined = any(low <= ord(word[0]) < high for low, high in _JOINED)
    return word, _Cue(name, len(word), anywhere or joined, whole and not joined)


def _automaton(entries: list[tuple[str, str]]) -> ahocorasick.Automaton:
    cues: dict[str, list[_Cue]] = {}
    for name, written in entries:
        word, cue = _cue(name, written.strip())
        if word:
            cues.setdefault(word, []).append(cue)
    built = ahocorasick.Automaton()
    for word, values in cues.items():
        built.add_word(word, tuple(values))
    built.make_automaton()
    return built


@cache
def _cue_automaton() -> ahocorasick.Automaton:
    return _automaton([(r["class"], c) for r in data_rows("cues.csv") for c in r["cues"].split(";")])


@cache
def _trap_automaton() -> ahocorasick.Automaton:
    return _automaton([(r["trap"], c) for r in data_rows("traps.csv") for c in r["cues"].split(";")])


@cache
def traps() -> dict[str, Trap]:
    """Each other meaning by name."""
    return {
        r["trap"]: Trap(r["trap"], r["kind"] == "near", frozenset(r["numbers"].split()))
        for r in data_rows("traps.csv")
    }


def _spans(automaton: ahocorasick.Automaton, folded: str) -> Spans:
    found: Spans = {}
    size = len(folded)
    for last, cues in automaton.iter(folded):
        for cue in cues:
            start = last + 1 - cue.length
            if not cue.anywhere and start and folded[start - 1].isalnum():
                continue
            if cue.whole and last + 1 < size and folded[last + 1].isalnum():
                continue
            found.setdefault(cue.name, []).append((start, last + 1))
    return found


def cues_in(folded: str) -> Spans:
    """Class of cue -> where its words stand."""
    return _spans(_cue_automaton(), folded)


def traps_in(folded: str) -> Spans:
    """Name of trap -> where its words stand."""
    return _spans(_trap_automaton(), folded)
