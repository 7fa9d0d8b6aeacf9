"""How the goods were hidden, covered or sold, by the words that say it."""

from __future__ import annotations

from tradewind.recognition.folding import Folded
from tradewind.recognition.narratives.phrases import pattern, values
from tradewind.recognition.narratives.said import MethodSaid, Span


def methods_in(shape: Folded) -> list[MethodSaid]:
    """Each method of the register of cases that the text's words say, once, in the order of the text."""
    found = []
    for code in values("method"):
        match = pattern("method", code).search(shape.text)
        if match is not None:
            found.append(MethodSaid(code, Span(*shape.span(*match.span()))))
    return sorted(found, key=lambda method: method.at.start)
