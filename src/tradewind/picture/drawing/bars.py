"""Bars over years, and bars beside names."""

from __future__ import annotations

from markupsafe import Markup

from tradewind.picture.drawing.scales import ticks
from tradewind.picture.drawing.svg import figure, tag
from tradewind.picture.model import Bar, Bars

_WIDTH = 1000.0


def draw(key: str, spec: Bars, style: str = "") -> Markup:
    """The chart, upright (a time line) or lying (a ranking), with its legend."""
    return _upright(key, spec, style) if spec.upright else _lying(key, spec, style)


def _total(bar: Bar) -> float:
    return sum(value for _, value in bar.parts)


def _upright(key: str, spec: Bars, style: str) -> Markup:
    high, left, top = 230.0, 44.0, 34.0
    marks = ticks(max((_total(b) for b in spec.bars), default=0))
    apart = sum(1 for b in spec.bars if b.apart)
    slot = (_WIDTH - left - 10 - 26 * bool(apart)) / max(1, len(spec.bars) + 1.2 * apart)
    body = [*_legend(spec, left)]
    for mark in marks:
        y = top + high * (1 - mark / marks[-1])
        body.append(tag("line", class_="c-grid", x1=left, x2=_WIDTH - 4, y1=y, y2=y))
        body.append(tag("text", f"{mark:g}", class_="c-tick c-end", x=left - 8, y=y + 4))
    x = left + 4
    for i, bar in enumerate(spec.bars):
        wide = slot * (2.0 if bar.apart else 1)
        x += 20 if bar.apart and not (i and spec.bars[i - 1].apart) else 0
        body += _stack(bar, x + wide * 0.12, wide * 0.76, top, high, marks[-1], spec.unit)
        if bar.apart or i % max(1, round(34 / slot)) == 0:
            body += _caption(bar.label, x + wide / 2, top + high + 18, apart=bar.apart)
        x += wide
    body.append(tag("line", class_="c-axis", x1=left, x2=_WIDTH - 4, y1=top + high, y2=top + high))
    return figure(key, spec.title, spec.description, _WIDTH, top + high + 44, body, style=style)


def _stack(
    bar: Bar, x: float, wide: float, top: float, high: float, greatest: float, unit: str
) -> list[Markup]:
    drawn, y = [], top + high
    words = f"{bar.label}: " + ", ".join(f"{v:g} {k}" for k, v in bar.parts if v) + f" ({unit})"
    for name, value in bar.parts:
        tall = high * value / greatest
        if value:
            drawn.append(tag("rect", class_=f"c-{_class(name)}", x=x, y=y - tall, width=wide, height=max(tall - 1, 0.6)))
        y -= tall
    if drawn:
        drawn.append(tag("text", f"{_total(bar):g}", class_="c-value c-middle", x=x + wide / 2, y=y - 5))
    return [tag("g", tag("title", words), *drawn)]


def _caption(label: str, x: float, y: float, *, apart: bool) -> list[Markup]:
    """Long labels in two lines; those set apart in italics."""
    words = label.split()
    half = len(words) // 2 + len(words) % 2
    lines = [" ".join(words[:half]), " ".join(words[half:])] if len(label) > 10 else [label]
    kind = "c-tick c-middle c-apart" if apart else "c-tick c-middle"
    return [tag("text", line, class_=kind, x=x, y=y + 14 * i) for i, line in enumerate(lines) if line]


def _lying(key: str, spec: Bars, style: str) -> Markup:
    left, row, top = 250.0, 25.0, 30.0 if len(spec.legend) > 1 else 6.0
    greatest = max((_total(b) for b in spec.bars), default=1) or 1
    body = [*_legend(spec, left)] if len(spec.legend) > 1 else []
    for i, bar in enumerate(spec.bars):
        y = top + row * i
        x = left
        label = bar.label if len(bar.label) <= 38 else bar.label[:37] + "…"
        parts = [tag("text", label, class_="c-name c-end", x=left - 10, y=y + 16)]
        for name, value in bar.parts:
            wide = (_WIDTH - left - 70) * value / greatest
            if value:
                parts.append(tag("rect", class_=f"c-{_class(name)}", x=x, y=y + 4, width=max(wide - 1, 0.8), height=row - 8))
            x += wide
        parts.append(tag("text", f"{_total(bar):,.0f}", class_="c-value", x=x + 6, y=y + 16))
        body.append(tag("g", tag("title", f"{bar.label}: {_total(bar):,.0f} {spec.unit}"), *parts))
    return figure(key, spec.title, spec.description, _WIDTH, top + row * len(spec.bars) + 8, body, style=style)


def _legend(spec: Bars, left: float) -> list[Markup]:
    drawn, x = [], left
    for name, words in spec.legend:
        drawn.append(tag("rect", class_=f"c-{_class(name)}", x=x, y=4, width=13, height=13))
        drawn.append(tag("text", words, class_="c-tick", x=x + 19, y=15))
        x += 44 + 7.2 * len(words)
    return drawn


def _class(name: str) -> str:
    return name.replace(" ", "-")
