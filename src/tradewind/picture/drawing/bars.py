"""Bars over years, and bars beside names."""

from __future__ import annotations

from textwrap import wrap

from markupsafe import Markup

from tradewind.picture.drawing.scales import ticks
from tradewind.picture.drawing.svg import figure, tag
from tradewind.picture.model import Bar, Bars

_WIDTH = 1000.0
#: What fits beside a lying bar; a longer name takes more lines, so that both ends of a route are read.
_NAME_LETTERS = 44
_LINE = 16.0
#: A telephone's width in the units of its letters.
_NARROW = 320.0
#: A few bars should not fill the page.
_WIDEST_SLOT = 70.0
#: Class of a part -> the tile that fills it.
_SILENCES = {
    "no-statistics": tag("path", class_="p-line", d="M-1,8L8,-1M-1,1L1,-1M6,8L8,6"),
    "no-article-7": tag("circle", class_="p-dot", cx=3.5, cy=3.5, r=1.5),
    "no-case": tag("path", class_="p-line", d="M0,3.5L7,3.5"),
}


def draw(key: str, spec: Bars, style: str = "") -> Markup:
    """The chart, upright (a time line) or lying (a ranking), with its legend."""
    return _upright(key, spec, style) if spec.upright else _lying(key, spec, style)


def _total(bar: Bar) -> float:
    return sum(value for _, value in bar.parts)


def _upright(key: str, spec: Bars, style: str) -> Markup:
    high, left = 230.0, 44.0
    legend, top = _legend(spec, left)
    marks = ticks(max((_total(b) for b in spec.bars), default=0))
    apart = sum(1 for b in spec.bars if b.apart)
    slot = (_WIDTH - left - 10 - 26 * bool(apart)) / max(1, len(spec.bars) + 1.2 * apart)
    slot = min(slot, _WIDEST_SLOT)
    body = [*legend]
    for mark in marks:
        y = top + high * (1 - mark / marks[-1])
        body.append(tag("line", class_="c-grid", x1=left, x2=_WIDTH - 4, y1=y, y2=y))
        body.append(tag("text", f"{mark:g}", class_="c-tick c-end", x=left - 8, y=y + 4))
    x = left + 4
    for i, bar in enumerate(spec.bars):
        wide = slot * (2.0 if bar.apart else 1)
        x += 20 if bar.apart and not (i and spec.bars[i - 1].apart) else 0
        body += _stack(bar, x + wide * 0.12, wide * 0.76, top, high, marks[-1], spec.unit)
        if bar.apart or _is_labelled(bar.label, i, slot):
            body += _caption(bar.label, x + wide / 2, top + high + 18, apart=bar.apart)
        x += wide
    body.append(tag("line", class_="c-axis", x1=left, x2=_WIDTH - 4, y1=top + high, y2=top + high))
    return figure(key, spec.title, spec.description, _WIDTH, top + high + 44, body, style=style)


def _is_labelled(label: str, at: int, slot: float) -> bool:
    """Every year where there is room, else every second, fifth or tenth."""
    step = next(s for s in (1, 2, 5, 10) if s * slot >= 38 or s == 10)
    return (int(label) if label.isdigit() else at) % step == 0


def _stack(
    bar: Bar, x: float, wide: float, top: float, high: float, greatest: float, unit: str
) -> list[Markup]:
    drawn, y = [], top + high
    words = f"{bar.label}: " + ", ".join(f"{v:g} {k}" for k, v in bar.parts if v) + f" ({unit})"
    for name, value in bar.parts:
        tall = high * value / greatest
        if value:
            drawn.append(_block("", name, x, y - tall, wide, max(tall - 1, 0.6)))
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
    left, row = 320.0, 25.0
    has_legend = len(spec.legend) > 1
    legend, top = _legend(spec, left if len(spec.legend) < 4 else 12.0, key) if has_legend else ([], 6.0)
    greatest = max((_total(b) for b in spec.bars), default=1) or 1
    body = [_patterns(key, spec), *legend]
    y = top
    for bar in spec.bars:
        x = left
        lines = wrap(bar.label, _NAME_LETTERS) or [""]
        parts = [
            tag("text", line, class_="c-name c-end", x=left - 10, y=y + 16 + _LINE * at)
            for at, line in enumerate(lines)
        ]
        for name, value in bar.parts:
            wide = (_WIDTH - left - 70) * value / greatest
            if value:
                parts.append(_block(key, name, x, y + 4, max(wide - 1, 0.8), row - 8))
            x += wide
        parts.append(tag("text", bar.figure or f"{_total(bar):,.0f}", class_="c-value", x=x + 6, y=y + 16))
        body.append(tag("g", tag("title", f"{bar.label}: {_total(bar):,.0f} {spec.unit}"), *parts))
        y += row + _LINE * (len(lines) - 1)
    return figure(key, spec.title, spec.description, _WIDTH, y + 8, body, style=style)


def draw_narrow(key: str, spec: Bars) -> Markup:
    """Lying bars for a telephone: each name above its bar, in letters that can be read; nothing for a time line."""
    if spec.upright:
        return Markup("")
    y = 4.0
    body = [_patterns(key, spec)]
    for name, words in spec.legend if len(spec.legend) > 1 else ():
        body.append(_block(key, name, 0, y, 13, 13))
        body.append(tag("text", words, class_="c-tick", x=19, y=y + 11))
        y += 22
    greatest = max((_total(b) for b in spec.bars), default=1) or 1
    for bar in spec.bars:
        lines = wrap(bar.label, _NAME_LETTERS) or [""]
        parts = [
            tag("text", line, class_="c-name", x=0, y=y + 14 + _LINE * at) for at, line in enumerate(lines)
        ]
        y += 19 + _LINE * (len(lines) - 1)
        x = 0.0
        for name, value in bar.parts:
            wide = (_NARROW - 56) * value / greatest
            if value:
                parts.append(_block(key, name, x, y, max(wide - 1, 0.8), 12))
            x += wide
        parts.append(tag("text", bar.figure or f"{_total(bar):,.0f}", class_="c-value", x=x + 6, y=y + 11))
        body.append(tag("g", tag("title", f"{bar.label}: {_total(bar):,.0f} {spec.unit}"), *parts))
        y += 18
    return figure(key, spec.title, spec.description, _NARROW, y + 4, body)


def _legend(spec: Bars, left: float, key: str = "") -> tuple[list[Markup], float]:
    """Names of the parts, in as many rows as they need; and where the chart may begin."""
    drawn, x, y = [], left, 4.0
    for name, words in spec.legend:
        wide = 44 + 7.2 * len(words)
        if x + wide > _WIDTH and x > left:
            x, y = left, y + 22
        drawn.append(_block(key, name, x, y, 13, 13))
        drawn.append(tag("text", words, class_="c-tick", x=x + 19, y=y + 11))
        x += wide
    return drawn, y + 28


def _block(key: str, name: str, x: float, y: float, width: float, height: float) -> Markup:
    """One part; the kinds of silence are patterns, so that none is told by its colour alone."""
    fill = f"url(#{key}-{name})" if name in _SILENCES else None
    return tag("rect", class_=f"c-{_class(name)}", x=x, y=y, width=width, height=height, fill=fill)


def _patterns(key: str, spec: Bars) -> Markup:
    named = {name for name, _ in spec.legend} & set(_SILENCES)
    tiles = (
        tag("pattern", tag("rect", class_="p-ground", width=7, height=7), _SILENCES[name], id=f"{key}-{name}",
            width=7, height=7, patternUnits="userSpaceOnUse")
        for name in sorted(named)
    )  # fmt: skip
    return tag("defs", *tiles) if named else Markup("")


def _class(name: str) -> str:
    return name.replace(" ", "-")
