"""Intervals on one axis: what is known of each, what is only bounded, and what is not known at all."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from tradewind.picture.drawing.legends import stacked, wrapped
from tradewind.picture.drawing.svg import figure, tag
from tradewind.picture.model import Reaches, ReachKind

_WIDE: Final = 1000.0
_NARROW: Final = 320.0
_LINE: Final = 17.0
_HALF: Final = 6.0


def draw(key: str, spec: Reaches, style: str = "") -> Markup:
    """A bar from low to high with a dot at the best figure; hollow where nothing was found, dashed where unknown."""
    return _drawn(key, spec, _WIDE, style)


def draw_narrow(key: str, spec: Reaches) -> Markup:
    """The same at the width of a telephone, its letters as large."""
    return _drawn(key, spec, _NARROW, "")


def _drawn(key: str, spec: Reaches, width: float, style: str) -> Markup:
    kinds = [kind for kind in _SAMPLES if any(r.kind == kind for r in spec.rows)]
    legend, top = stacked(((_sample(k), spec.legend[k]) for k in kinds), width)
    left, right, top = 12.0, width - 30.0, top + 12
    greatest = spec.ticks[-1][0]

    def across(value: float) -> float:
        return left + (right - left) * min(value, greatest) / greatest

    rows: list[Markup] = []
    y = top
    for reach in spec.rows:
        parts = [tag("title", f"{reach.label}: {reach.figure}")]
        for kind, words in (("c-name", reach.label), ("c-tick", reach.figure)):
            for line in wrapped(words, width - left):
                parts.append(tag("text", line, class_=kind, x=left, y=y + 14))
                y += _LINE
        y += 12
        parts += _bar(reach.kind, across(reach.low), across(reach.high), y)
        if reach.mid is not None:
            parts.append(tag("circle", class_="r-mid", cx=across(reach.mid), cy=y, r=5.0))
        rows.append(tag("g", *parts))
        y += 20
    # On a telephone every second mark is named, so that the words do not touch.
    step = 1 if width > _NARROW else 2
    axis: list[Markup] = []
    for at, (value, words) in enumerate(spec.ticks):
        axis.append(tag("line", class_="c-grid", x1=across(value), x2=across(value), y1=top, y2=y))
        if at % step == 0:
            axis.append(tag("text", words, class_="c-tick c-middle", x=across(value), y=y + 16))
    y += 34
    for line in wrapped(spec.unit, width - left):
        axis.append(tag("text", line, class_="c-tick", x=left, y=y))
        y += _LINE
    return figure(key, spec.title, spec.description, width, y, [*legend, *axis, *rows], style=style)


def _bar(kind: ReachKind, low: float, high: float, y: float) -> list[Markup]:
    wide = max(high - low, 1.5)
    return [tag("rect", class_=f"r-{kind}", x=low, y=y - _HALF, width=wide, height=2 * _HALF)]


def _sample(kind: ReachKind) -> Markup:
    dot = [tag("circle", class_="r-mid", cx=19, cy=0, r=5.0)] if kind == "found" else []
    return tag("g", *_bar(kind, 4, 34, 0), *dot)


_SAMPLES: Final[tuple[ReachKind, ...]] = ("found", "bound", "unknown")
