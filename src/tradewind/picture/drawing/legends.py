"""Legends whose entries stand one below the other, so that long names stay whole at any width."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Final

from markupsafe import Markup

from tradewind.picture.drawing.svg import tag

_LINE: Final = 17.0
#: Where the words begin, right of the sample.
_WORDS: Final = 44.0


def stacked(entries: Iterable[tuple[Markup, str]], width: float) -> tuple[list[Markup], float]:
    """Samples, drawn around (19, 0), with their words; and the height they take. Without words, no entry."""
    drawn: list[Markup] = []
    y = 4.0
    for sample, words in entries:
        if words:
            drawn.append(tag("g", sample, transform=f"translate(0 {y + 7:.1f})"))
            lines = wrapped(words, width - _WORDS)
            drawn += [
                tag("text", line, class_="c-name", x=_WORDS, y=y + 11 + _LINE * at)
                for at, line in enumerate(lines)
            ]
            y += 4 + _LINE * len(lines)
    return drawn, y


def wrapped(words: str, room: float) -> list[str]:
    """Lines that fit: letters of Chinese are twice as broad as others."""
    broad = sum(ord(letter) > 0x2E80 for letter in words) * 2 > len(words)
    return wrap(words, max(8, int(room / (14 if broad else 7.4)))) or [""]
