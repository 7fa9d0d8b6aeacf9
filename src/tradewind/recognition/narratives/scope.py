"""Which sentences of a text speak of something else: a yearly total, an earlier guess, goods left with their owner."""

from __future__ import annotations

import re
from typing import Final

from tradewind.recognition.folding import Folded
from tradewind.recognition.narratives.phrases import pattern
from tradewind.recognition.narratives.said import Span

#: A sentence or a half of one: "Police first spoke of 2,000 kg; the scale showed 1,360 kg."
_CLAUSE: Final = re.compile(r"(?:[^.!?;。;\n]|\.(?=\d)|(?<=\d)\.(?=\S))+[.!?;。;\n]?")
#: How far before a gas the word stands that denies it.
_DENIED_WITHIN: Final = 28


def clauses(text: str) -> list[tuple[int, int]]:
    """Where each sentence, or part of one up to a semicolon, begins and ends."""
    return [match.span() for match in _CLAUSE.finditer(text)]


def elsewhere_in(shape: Folded) -> list[Span]:
    """The clauses, in positions of the original, whose figures are no part of what was seized."""
    text = shape.text
    return [
        Span(*shape.span(start, end))
        for start, end in clauses(text)
        if pattern("background").search(text, start, end) or pattern("left_alone").search(text, start, end)
    ]


def denial_of(text: str, start: int, end: int) -> str:
    """`absent` ("no R-22 was found"), `instead` ("R-22 instead of R-134a"), or blank: what a text denies of a gas."""
    first = max(0, start - _DENIED_WITHIN)
    for kind in ("absent", "instead"):
        for found in pattern("denied", kind).finditer(text, first, start):
            if not re.search(r"[.;,:]", text[found.end() : start]):
                return kind
        if pattern("denied_after", kind).match(text, end):
            return kind
    return ""


def outside(spans: list[Span], at: Span) -> bool:
    """Whether a thing stands in none of these."""
    return not any(span.start <= at.start < span.end for span in spans)
