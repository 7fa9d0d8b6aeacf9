"""Price points on one axis."""

from __future__ import annotations

from markupsafe import Markup

from tradewind.picture.drawing.scales import ticks
from tradewind.picture.drawing.svg import figure, tag
from tradewind.picture.model import Spans

_WIDTH = 1000.0


def draw(key: str, spec: Spans, style: str = "") -> Markup:
    """One row a price: a dot where one figure was published, a line where a range was."""
    left, row, top = 400.0, 24.0, 30.0
    marks = ticks(max((s.high for s in spec.spans), default=1), 5)
    wide = _WIDTH - left - 60

    def across(value: float) -> float:
        return left + wide * value / marks[-1]

    bottom = top + row * len(spec.spans) + 4
    body: list[Markup] = []
    x = left
    for name, words in spec.legend:
        body.append(tag("circle", class_=f"c-{name}", cx=x + 6, cy=11, r=5))
        body.append(tag("text", words, class_="c-tick", x=x + 17, y=15))
        x += 46 + 7.2 * len(words)
    for mark in marks:
        body.append(tag("line", class_="c-grid", x1=across(mark), x2=across(mark), y1=top, y2=bottom))
        body.append(tag("text", f"{mark:g}", class_="c-tick c-middle", x=across(mark), y=bottom + 16))
    body.append(tag("text", spec.unit, class_="c-tick", x=across(marks[-1]) + 14, y=bottom + 16))
    for i, span in enumerate(spec.spans):
        y = top + row * i + row / 2
        label = span.label if len(span.label) <= 56 else span.label[:55] + "…"
        drawn = [tag("text", label, class_="c-name c-end", x=left - 12, y=y + 4)]
        if span.high > span.low:
            drawn.append(tag("line", class_="c-range", x1=across(span.low), x2=across(span.high), y1=y, y2=y))
        drawn += [
            tag("circle", class_=f"c-{span.kind}", cx=across(v), cy=y, r=5) for v in {span.low, span.high}
        ]
        figures = f"{span.low:g}" if span.low == span.high else f"{span.low:g}–{span.high:g}"
        drawn.append(tag("text", figures, class_="c-value", x=across(span.high) + 11, y=y + 4))
        body.append(tag("g", tag("title", f"{span.label}: {figures} {spec.unit}"), *drawn))
    return figure(key, spec.title, spec.description, _WIDTH, bottom + 26, body, style=style)
