"""Which of many texts can name a substance at all: all of them run through the automaton as one long text.

What is left out names nothing, by the rules of `candidates`; what is kept may still name nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Final

import ahocorasick

from tradewind.recognition.candidates import BARE_NUMBERS, stands_alone
from tradewind.recognition.folding import fold
from tradewind.recognition.halocarbons import has_stem
from tradewind.recognition.lexicon import CHEMICAL, Prefix, automaton

#: Between two texts: a character that no name holds, that folding leaves alone and that is no letter.
_BETWEEN: Final = "\x7f"
#: Texts in one long text: some 10 MB of it.
_AT_ONCE: Final = 100_000


def folded_many(texts: Sequence[str]) -> list[str]:
    """Each text in the shape texts are searched in."""
    plain = [text if text.isascii() and _BETWEEN not in text else "" for text in texts]
    folded = fold(_BETWEEN.join(plain)).text.split(_BETWEEN) if texts else []
    return [fold(text).text if text and not quick else quick
            for text, quick in zip(texts, folded, strict=True)]  # fmt: skip


def speaking(folded: Sequence[str]) -> list[int]:
    """Positions, in order, of the folded texts that can name a substance."""
    found: set[int] = set()
    for first in range(0, len(folded), _AT_ONCE):
        chunk = folded[first : first + _AT_ONCE]
        starts = [0, *accumulate(len(text) + 1 for text in chunk)]
        joined = _BETWEEN.join(chunk)
        whole, pieces = _named(joined)
        found.update(_texts_at(starts, whole, first))
        found.update(_texts_at(starts, _bare(joined), first))
        found.update(n for n in _texts_at(starts, pieces, first) if has_stem(folded[n]))
    return sorted(found)


def _texts_at(starts: Sequence[int], places: Iterable[int], first: int) -> set[int]:
    """Numbers of the texts that hold these places of the long text."""
    return {first + bisect_right(starts, at) - 1 for at in places}


def _named(joined: str) -> tuple[list[int], list[int]]:
    """Where a name or a prefix with its number ends, and where a piece of a chemical name does."""
    whole, pieces = [], []
    for last, hit in automaton().iter(joined):
        if hit is CHEMICAL:
            pieces.append(last)
        elif isinstance(hit, Prefix):
            start = last - hit.length
            before = joined[start - 1] if start else " "
            if not (before.isalnum() and before.isascii() and joined[start].isascii()):
                whole.append(last)
        elif stands_alone(joined, last + 1 - hit.length, last + 1):
            whole.append(last)
    return whole, pieces


def _bare(joined: str) -> Iterator[int]:
    """Where a number with its letter and no prefix ends: "134a"."""
    for last, length in _bare_automaton().iter(joined):
        before = joined[last - length : last - length + 1]
        if not (before.isascii() and before.isalnum()):
            yield last


@cache
def _bare_automaton() -> ahocorasick.Automaton:
    built = ahocorasick.Automaton()
    for number in BARE_NUMBERS:
        built.add_word(number, len(number))
    built.make_automaton()
    return built
