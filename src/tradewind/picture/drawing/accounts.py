"""Two accounts of one flow over the years, on the band of what honest accounts show."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from tradewind.picture.drawing.legends import stacked
from tradewind.picture.drawing.svg import figure, tag
from tradewind.picture.model import Accounts, AccountYear

_WIDE: Final = 1000.0
#: A telephone's width in the units of its letters.
_NARROW: Final = 320.0
_HIGH: Final = 240.0
#: A few years should not fill the page.
_WIDEST_SLOT: Final = 130.0


def draw(key: str, spec: Accounts, style: str = "") -> Markup:
    """The chart with its legend: lines and marks of two shapes, the band hatched, the gap as a bracket."""
    return _drawn(key, spec, _WIDE, style)


def draw_narrow(key: str, spec: Accounts) -> Markup:
    """The same at the width of a telephone, its letters as large."""
    return _drawn(key, spec, _NARROW, "")


def _drawn(key: str, spec: Accounts, width: float, style: str) -> Markup:
    legend, top = stacked(zip(_samples(key).values(), spec.words, strict=True), width)
    top += 22
    left = 14 + 7.4 * max(len(words) for _, words in spec.ticks)
    years = range(spec.years[0].year, spec.years[-1].year + 1)
    slot = min((width - left - 12) / len(years), _WIDEST_SLOT)
    across = {year: left + slot * (at + 0.5) for at, year in enumerate(years)}
    greatest = spec.ticks[-1][0]

    def down(value: float) -> float:
        return top + _HIGH * (1 - value / greatest)

    right = left + slot * len(years)
    body = [_pattern(key), *legend, tag("text", spec.unit, class_="c-tick", x=4, y=top - 9)]
    for value, words in spec.ticks:
        body.append(tag("line", class_="c-grid", x1=left, x2=right, y1=down(value), y2=down(value)))
        body.append(tag("text", words, class_="c-tick c-end", x=left - 8, y=down(value) + 4))
    for year in spec.years:
        if year.band:
            low, high = down(year.band[0]), down(year.band[1])
            body += _band(key, across[year.year] - slot / 2, slot, high, low)
    body.append(tag("line", class_="c-axis", x1=left, x2=right, y1=down(0), y2=down(0)))
    for before, after in pairwise(spec.years):
        # A year without two accounts breaks the line: silence is not drawn over.
        if after.year == before.year + 1:
            ends = {"x1": across[before.year], "x2": across[after.year]}
            body.append(tag("line", class_="a-sent", y1=down(before.sent), y2=down(after.sent), **ends))
            body.append(tag("line", class_="a-got", y1=down(before.got), y2=down(after.got), **ends))
    if spec.gap:
        body += _bracket(across[spec.gap[0]], down(spec.gap[1]), down(spec.gap[2]))
    for year in spec.years:
        x = across[year.year]
        body.append(tag("g", tag("title", year.label), *_marks(x, down(year.sent), down(year.got))))
    body += _named(spec.years, years, across, slot, down(0) + 19, spec.gap[0] if spec.gap else None)
    return figure(key, spec.title, spec.description, width, down(0) + 30, body, style=style)


def _named(
    told: Iterable[AccountYear],
    years: range,
    across: dict[int, float],
    slot: float,
    y: float,
    judged: int | None,
) -> list[Markup]:
    """Names of the years that have two accounts, as many as there is room for; always the judged one."""
    step = next(s for s in (1, 2, 5, 10) if s * slot >= 40 or s == 10)
    shown = {year.year for year in told if year.year % step == 0 or len(years) <= 2}
    if judged is not None:
        shown = {year for year in shown if abs(year - judged) >= step} | {judged}
    return [
        tag(
            "text",
            str(year),
            class_="c-tick c-middle" + (" a-judged" if year == judged else ""),
            x=across[year],
            y=y,
        )
        for year in years
        if year in shown
    ]


def _band(key: str, x: float, wide: float, high: float, low: float) -> list[Markup]:
    """The band of one year, hatched, with a line at each edge."""
    edges = (tag("line", class_="a-edge", x1=x, x2=x + wide, y1=y, y2=y) for y in (high, low))
    hatched = tag(
        "rect",
        class_="a-band",
        x=x,
        y=high,
        width=wide,
        height=max(low - high, 1.0),
        fill=f"url(#{key}-band)",
    )
    return [hatched, *edges]


def _marks(x: float, sent: float, got: float) -> list[Markup]:
    """A filled circle for what was sent, an open square for what was got."""
    return [
        tag("circle", class_="a-sent-mark", cx=x, cy=sent, r=5.5),
        tag("rect", class_="a-got-mark", x=x - 5, y=got - 5, width=10, height=10),
    ]


def _bracket(x: float, one: float, other: float) -> list[Markup]:
    """What is missing at least, beside the marks of its year."""
    x += 12
    return [
        tag(
            "path",
            class_="a-gap",
            d=f"M{x - 4:.1f},{one:.1f}h8M{x:.1f},{one:.1f}V{other:.1f}M{x - 4:.1f},{other:.1f}h8",
        )
    ]


def _pattern(key: str) -> Markup:
    tile = tag("path", class_="p-line", d="M-1,8L8,-1M-1,1L1,-1M6,8L8,6")
    ground = tag("rect", class_="a-ground", width=7, height=7)
    return tag(
        "defs",
        tag("pattern", ground, tile, id=f"{key}-band", width=7, height=7, patternUnits="userSpaceOnUse"),
    )


def _samples(key: str) -> dict[str, Markup]:
    """What each entry of the legend looks like in the chart."""
    circle, square = _marks(19, 0, 0)
    return {
        "sent": tag("g", tag("line", class_="a-sent", x1=4, x2=34, y1=0, y2=0), circle),
        "got": tag("g", tag("line", class_="a-got", x1=4, x2=34, y1=0, y2=0), square),
        "band": tag("g", *_band(key, 4, 30, -6, 6)),
        "gap": tag("g", *_bracket(7, -6, 6)),
    }
