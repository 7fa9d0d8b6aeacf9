"""SVG as text: elements with escaped attributes, and numbers as short as a screen can show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from markupsafe import Markup, escape


def tag(name: str, *children: str, **attributes: object) -> Markup:
    """One element. Text children are escaped unless already markup; `class_` is class, `_` becomes `-`.

    >>> tag("text", "a < b", class_="label", x=1.25)
    Markup('<text class="label" x="1.2">a &lt; b</text>')
    """
    parts = (
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _short(value))
        for key, value in attributes.items()
        if value is not None
    )
    inner = Markup("").join(escape(_closed(child) if name == "text" else child) for child in children)
    opening = Markup("").join(parts)
    if not children:
        return Markup("<{}{}/>").format(name, opening)
    return Markup("<{}{}>{}</{}>").format(name, opening, inner, name)


def figure(
    key: str,
    title: str,
    description: str,
    width: float,
    height: float,
    body: Iterable[str],
    *,
    style: str = "",
) -> Markup:
    """A whole drawing with its name and description for those who cannot see it.

    `style` makes it stand alone, for print; in the page figure.css does.
    """
    style_tag = tag("style", Markup(style)) if style else ""  # noqa: S704 - our own file
    return tag(
        "svg",
        tag("title", title, id=f"{key}-title"),
        tag("desc", description or title, id=f"{key}-desc"),
        style_tag,
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_short(width)} {_short(height)}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_="drawing",
    )


def path_of(lines: Iterable[Iterable[tuple[float, float]]], *, closed: bool) -> str:
    """A path through points of paper, relative and in tenths, so that it stays light."""
    parts = []
    for line in lines:
        tenths = [(round(x * 10), round(y * 10)) for x, y in line]
        kept = [p for i, p in enumerate(tenths) if i == 0 or p != tenths[i - 1]]
        if len(kept) < 2:
            continue
        steps = ((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(kept))
        moves = "".join(_pair(*step) for step in steps)
        parts.append(f"M{_tenth(kept[0][0])},{_tenth(kept[0][1])}l{moves.lstrip()}{'z' if closed else ''}")
    return "".join(parts)


def _closed(text: str) -> str:
    """Right-to-left text with a mark at its end, so that its last stop does not jump to the other side."""
    first = next((c for c in text if unicodedata.bidirectional(c) in ("L", "R", "AL")), "")
    return f"{text}\u200f" if first and unicodedata.bidirectional(first) != "L" else text


def _pair(dx: int, dy: int) -> str:
    return f" {_tenth(dx)},{_tenth(dy)}"


def _tenth(value: int) -> str:
    text = f"{value / 10:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)
