"""Counted shares beside the share that is expected: whether a stated band holds."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from tradewind.picture.drawing.legends import stacked, wrapped
from tradewind.picture.drawing.svg import figure, tag
from tradewind.picture.model import Share, Shares

_WIDE: Final = 1000.0
_NARROW: Final = 320.0
_HIGH: Final = 210.0
_WIDEST_SLOT: Final = 76.0
_LINE: Final = 17.0
#: Counts stand under their class where there is room; the table has them at any width.
_COUNTED_FROM: Final = 60.0


def draw(key: str, spec: Shares, style: str = "") -> Markup:
    """A dot a class on the box of what chance leaves, and a line at what is expected."""
    return _drawn(key, spec, _WIDE, style)


def draw_narrow(key: str, spec: Shares) -> Markup:
    """The same at the width of a telephone, its letters as large."""
    return _drawn(key, spec, _NARROW, "")


def _drawn(key: str, spec: Shares, width: float, style: str) -> Markup:
    legend, top = stacked(zip(_samples(), spec.words[:3], strict=True), width)
    top += 12
    lowest, highest = spec.ticks[0][0], spec.ticks[-1][0]
    left = 14 + 7.4 * max(len(words) for _, words in spec.ticks)
    slot = min((width - left - 6) / len(spec.shares), _WIDEST_SLOT)
    right = left + slot * len(spec.shares)

    def down(share: float) -> float:
        return top + _HIGH * (1 - (max(share, lowest) - lowest) / (highest - lowest))

    body = [*legend]
    for value, words in spec.ticks:
        body.append(tag("line", class_="c-grid", x1=left, x2=right, y1=down(value), y2=down(value)))
        body.append(tag("text", words, class_="c-tick c-end", x=left - 8, y=down(value) + 4))
    for at, share in enumerate(spec.shares):
        body += _box(share, left + slot * (at + 0.5), slot, down(share.chance[1]), down(share.chance[0]))
    line = down(spec.expected)
    body.append(tag("line", class_="s-expected", x1=left, x2=right, y1=line, y2=line))
    for at, share in enumerate(spec.shares):
        x = left + slot * (at + 0.5)
        words = f"{share.label}: {share.figure} ({share.count})"
        body.append(
            tag(
                "g",
                tag("title", words),
                tag("circle", class_="a-sent-mark", cx=x, cy=down(share.share), r=5.5),
            )
        )
        body.append(tag("text", share.label, class_="c-tick c-middle", x=x, y=top + _HIGH + 18))
        if slot >= _COUNTED_FROM:
            body.append(tag("text", share.count, class_="c-tick c-middle", x=x, y=top + _HIGH + 18 + _LINE))
    body.append(tag("line", class_="c-axis", x1=left, x2=right, y1=top + _HIGH, y2=top + _HIGH))
    y = top + _HIGH + 38 + (_LINE if slot >= _COUNTED_FROM else 0)
    for words in wrapped(spec.words[3], width - left):
        body.append(tag("text", words, class_="c-tick", x=left, y=y))
        y += _LINE
    return figure(key, spec.title, spec.description, width, y, body, style=style)


def _box(share: Share, x: float, slot: float, high: float, low: float) -> list[Markup]:
    """What chance alone leaves of a class of so many."""
    wide = slot * 0.6
    return [tag("rect", class_="s-chance", x=x - wide / 2, y=high, width=wide, height=max(low - high, 1.0))]


def _samples() -> tuple[Markup, ...]:
    """What each entry of the legend looks like in the chart."""
    return (
        tag("circle", class_="a-sent-mark", cx=19, cy=0, r=5.5),
        tag("rect", class_="s-chance", x=8, y=-6, width=22, height=12),
        tag("line", class_="s-expected", x1=4, x2=34, y1=0, y2=0),
    )
