"""The map: land in one tone, the own Party tinted, cases as circles, routes and trade as arcs.

An arc joins two countries; it is not the way the goods took. Every drawing carries the disclaimer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final
from unicodedata import bidirectional

from markupsafe import Markup

from tradewind.languages import Translate
from tradewind.picture.boundaries import Boundaries
from tradewind.picture.drawing.scales import ARC_WIDTHS, MASS_CLASSES, mass_class
from tradewind.picture.drawing.svg import figure, path_of, tag
from tradewind.picture.model import Arc, Mark, WorldMap
from tradewind.picture.projection import Frame, spot

_WIDTH: Final = 1000.0
_FRAME: Final = Frame(_WIDTH)
#: How two accounts lie: width and dashes of the line, so that none is told by its colour alone.
_STANDINGS: Final[Mapping[str, tuple[float, tuple[float, ...]]]] = {
    "outside": (2.8, ()), "inside": (1.6, (7.0, 4.0)), "small": (1.8, (0.1, 4.0)),
}  # fmt: skip
#: Room for the legend and the disclaimer below the map.
_FOOT: Final = 84.0


@lru_cache(maxsize=4)
def land(boundaries: Boundaries) -> Markup:
    """Land, once a page: maps show it by reference."""
    rings = (ring for rings in boundaries.places.values() for ring in rings)
    return tag(
        "g",
        tag("path", class_="m-land", d=path_of((map_points(r) for r in rings), closed=True)),
        id="land",
    )


@lru_cache(maxsize=4)
def lines(boundaries: Boundaries) -> Markup:
    """Borders, and disputed lines dashed, once a page; drawn over the tint of a Party."""
    return tag(
        "g",
        tag("path", class_="m-border", d=path_of((map_points(r) for r in boundaries.borders), closed=False)),
        tag(
            "path", class_="m-disputed", d=path_of((map_points(r) for r in boundaries.disputed), closed=False)
        ),
        id="lines",
    )


def map_points(line: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points of paper of a line of the globe."""
    return [_FRAME.at(lon, lat) for lon, lat in line]


def draw(
    key: str, spec: WorldMap, boundaries: Boundaries, disclaimer: str, say: Translate, style: str = ""
) -> Markup:
    """The whole map with legend and disclaimer. With `style` it stands alone; else it refers to `land`."""
    body = [
        _arrows(key, 1.0),
        *_ground(spec.own, boundaries, stands_alone=bool(style)),
        *_arcs(key, spec.arcs, 1.0),
        *_marks(spec.marks, 1.0, say),
        *_legend(spec, say),
        *_disclaimer(disclaimer),
    ]
    return figure(key, spec.title, spec.description, _WIDTH, _FRAME.height + _FOOT, body, style=style)


def draw_inset(
    key: str, spec: WorldMap, boundaries: Boundaries, disclaimer: str, say: Translate, style: str = ""
) -> Markup:
    """The part of the map inside `spec.inset`, enlarged; marks and lines keep their size on paper."""
    if spec.inset is None:
        return Markup("")
    west, south, east, north = spec.inset
    edges = [_FRAME.at(lon, lat) for lon in (west, (west + east) / 2, east) for lat in (south, north)]
    left, top = min(x for x, _ in edges), min(y for _, y in edges)
    width, height = max(x for x, _ in edges) - left, max(y for _, y in edges) - top
    zoom = _WIDTH / width
    inner = tag(
        "g",
        *_ground(spec.own, boundaries, stands_alone=bool(style)),
        *_arcs(key, spec.arcs, zoom),
        *_marks(spec.marks, zoom, say),
        transform=f"scale({zoom:.3f}) translate({-left:.2f} {-top:.2f})",
        class_="m-zoomed",
    )
    high = height * zoom
    clip = tag("clipPath", tag("rect", width=_WIDTH, height=high), id=f"{key}-clip")
    body = [
        tag("defs", clip),
        _arrows(key, zoom),
        tag("g", inner, clip_path=f"url(#{key}-clip)"),
        tag("rect", class_="m-frame", x=0.5, y=0.5, width=_WIDTH - 1, height=high - 1),
        *_disclaimer(disclaimer, high + 16),
    ]
    return figure(key, spec.inset_title, spec.description, _WIDTH, high + 34, body, style=style)


def _ground(own: str | None, boundaries: Boundaries, *, stands_alone: bool) -> list[Markup]:
    """Land, the own Party's tint, then the lines."""
    rings = boundaries.places.get(own or "-", ())
    d = path_of((map_points(r) for r in rings), closed=True)
    tint = [tag("path", class_="m-own", d=d)] if rings else []
    if stands_alone:
        return [land(boundaries), *tint, lines(boundaries)]
    return [tag("use", href="#land"), *tint, tag("use", href="#lines")]


def _arcs(key: str, arcs: Iterable[Arc], zoom: float) -> list[Markup]:
    drawn = []
    for arc in sorted(arcs, key=_order):
        ends = spot(arc.start), spot(arc.end)
        if ends[0] is None or ends[1] is None:
            continue
        (ax, ay), (bx, by) = (_FRAME.at(*end) for end in (ends[0], ends[1]))
        length = math.hypot(bx - ax, by - ay)
        if length < 1:
            continue
        bulge = min(0.22 * length, 60)
        side = 1 if bx >= ax else -1
        cx, cy = (
            (ax + bx) / 2 + (by - ay) / length * bulge * side,
            (ay + by) / 2 - (bx - ax) / length * bulge * side,
        )
        width, dashes, is_known = _stroke(arc)
        drawn.append(
            tag(
                "path",
                tag("title", arc.label),
                class_=f"m-arc m-{arc.kind}" + ("" if is_known else " m-unweighed"),
                d=f"M{ax:.1f},{ay:.1f}Q{cx:.1f},{cy:.1f} {bx:.1f},{by:.1f}",
                stroke_width=f"{width / zoom:.2f}",
                stroke_dasharray=" ".join(f"{dash / zoom:.2f}" for dash in dashes) or None,
                marker_end=f"url(#{key}-{arc.kind})",
            )
        )
    return drawn


def _stroke(arc: Arc) -> tuple[float, tuple[float, ...], bool]:
    """Width and dashes of a line, and whether it is drawn by a known mass or by its standing."""
    if arc.kind in _STANDINGS:
        return *_STANDINGS[arc.kind], True
    if arc.mass_kg is not None:
        return ARC_WIDTHS[mass_class(arc.mass_kg)], (), True
    return min(0.75 + 0.15 * arc.count, 2.4), (3.0, 2.5), False


def _order(arc: Arc) -> tuple[int, float]:
    """What is drawn last lies on top: the heaviest, and what lies outside its band."""
    return ("small", "inside", "outside").index(arc.kind) if arc.kind in _STANDINGS else 0, arc.mass_kg or 0


def _arrows(key: str, zoom: float) -> Markup:
    """Heads of the arcs, of one size on paper whatever the zoom."""
    heads = (
        tag("marker", tag("path", class_=f"m-head m-head-{kind}", d="M0,0L6,2.5L0,5z"), id=f"{key}-{kind}",
            viewBox="0 0 6 5", refX=6, refY=2.5, orient="auto", markerWidth=f"{6 / zoom:.2f}",
            markerHeight=f"{5 / zoom:.2f}", markerUnits="userSpaceOnUse")
        for kind in ("route", "trade", *_STANDINGS)
    )  # fmt: skip
    return tag("defs", *heads)


def _marks(marks: Iterable[Mark], zoom: float, say: Translate) -> list[Markup]:
    drawn = []
    for mark in sorted(marks, key=lambda m: -m.known_kg):
        at = spot(mark.place)
        if at is None:
            continue
        x, y = _FRAME.at(*at)
        words = say("%(place)s: %(cases)s cases on file, %(kg)s kg of known mass, %(unknown)s without a mass") % {
            "place": mark.name, "cases": mark.cases, "kg": f"{mark.known_kg:,.0f}", "unknown": mark.unknown_mass,
        }  # fmt: skip
        shapes = [tag("title", words)]
        radius = 0.0
        if mark.known_kg > 0:
            radius = MASS_CLASSES[mass_class(mark.known_kg)][1] / zoom
            shapes.append(tag("circle", class_="m-mass", cx=x, cy=y, r=f"{radius:.2f}"))
        if mark.unknown_mass:
            shapes.append(
                _diamond(x + (radius * 0.9 if radius else 0), y - (radius * 0.9 if radius else 0), 3.4 / zoom)
            )
        drawn.append(tag("g", *shapes))
    return drawn


def _diamond(x: float, y: float, size: float) -> Markup:
    d = f"M{x:.2f},{y - size:.2f}L{x + size:.2f},{y:.2f}L{x:.2f},{y + size:.2f}L{x - size:.2f},{y:.2f}z"
    return tag("path", class_="m-unknown", d=d)


def _legend(spec: WorldMap, say: Translate) -> list[Markup]:
    """One row below the map: circles by class of mass, the mark for no mass, the kinds of arc; a map of pairs of
    accounts has no cases to explain."""
    y = _FRAME.height + 26
    is_without_cases = _is_of_pairs(spec) or not spec.marks
    drawn, x = ([], 12.0) if is_without_cases else _legend_of_cases(y, say)
    for kind, words in _kinds(say):
        if any(arc.kind == kind for arc in spec.arcs):
            width, dashes = _STANDINGS.get(kind, (2.0, ()))
            drawn.append(
                tag("path", class_=f"m-arc m-{kind}", d=f"M{x:.0f},{y + 5:.0f}q14,-14 28,0", stroke_width=width,
                    stroke_dasharray=" ".join(map(str, dashes)) or None)
            )  # fmt: skip
            drawn.append(tag("text", words, class_="m-label", x=x + 34, y=y + 4))
            x += 50 + 6.6 * len(words) * (2 if ord(words[0]) > 0x2E80 else 1)
    return drawn


def _is_of_pairs(spec: WorldMap) -> bool:
    return any(arc.kind in _STANDINGS for arc in spec.arcs)


def _kinds(say: Translate) -> list[tuple[str, str]]:
    return [
        ("route", say("route named in cases")), ("trade", say("reported trade")), ("outside", say("outside the band")),
        ("inside", say("inside the band")), ("small", say("too small to judge")),
    ]  # fmt: skip


def _legend_of_cases(y: float, say: Translate) -> tuple[list[Markup], float]:
    """Circles by class of mass and the mark for no mass; and where the next entry begins."""
    labels = ("< 100 kg", "< 1 t", "< 10 t", "< 100 t", "< 1,000 t", "≥ 1,000 t")
    drawn: list[Markup] = []
    x = 12.0
    for (_, radius), label in zip(MASS_CLASSES, labels, strict=True):
        drawn.append(tag("circle", class_="m-mass", cx=x + radius, cy=y, r=f"{radius:.2f}"))
        drawn.append(tag("text", label, class_="m-label", x=x + 2 * radius + 5, y=y + 4))
        x += 2 * radius + 16 + 6.2 * len(label)
    drawn.append(_diamond(x + 8, y, 4.0))
    words = say("no mass published")
    drawn.append(tag("text", words, class_="m-label", x=x + 18, y=y + 4))
    return drawn, x + 34 + 6.6 * len(words)


def _disclaimer(text: str, y: float = _FRAME.height + 64) -> list[Markup]:
    """In two lines where it is long; it travels with the image."""
    words = text.split()
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 168:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    lines.append(line)
    # Words read from the right begin at the right edge; the drawing itself always runs from the left.
    from_right = bool(words) and bidirectional(words[0][0]) in ("R", "AL")
    kind, x = ("m-fine c-end", _WIDTH - 12) if from_right else ("m-fine", 12)
    return [tag("text", part, class_=kind, x=x, y=y + 13 * i) for i, part in enumerate(lines)]
