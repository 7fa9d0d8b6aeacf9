"""Boundary sets for the map: the one that ships, or an installation's own GeoJSON.

Rings and lines come back cut at the map's edge, so that nothing smears across it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from tradewind.errors import FileRefused, UnknownName
from tradewind.picture.projection import EDGE
from tradewind.reference.parties import place

Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Boundaries:
    """`places` are rings by ISO3 ("" where no Party is named); `borders` solid lines, `disputed` dashed."""

    source: str
    places: Mapping[str, tuple[Line, ...]]
    borders: tuple[Line, ...]
    disputed: tuple[Line, ...]


@cache
def shipped() -> Boundaries | None:
    """The set cut at the build by assets/cut_boundaries.py; None where the build has not made it."""
    asset = resources.files("tradewind.picture") / "assets" / "boundaries.json"
    if not asset.is_file():
        return None
    found = json.loads(asset.read_text("utf-8"))
    arcs = [_unpacked(arc, found["step"]) for arc in found["arcs"]]
    disputed = set(found["disputed"])
    sides: dict[int, int] = {}
    for rings in found["places"].values():
        for index in (i for ring in rings for i in ring):
            key = index if index >= 0 else ~index
            sides[key] = sides.get(key, 0) + 1
    shared = sorted(i for i, count in sides.items() if count > 1 and i not in disputed)
    return Boundaries(
        source=found["source"],
        places={
            code: tuple(piece for ring in rings for piece in cut_ring(_joined(ring, arcs)))
            for code, rings in found["places"].items()
        },
        borders=tuple(piece for i in shared for piece in cut_line(arcs[i])),
        disputed=tuple(piece for i in sorted(disputed) for piece in cut_line(arcs[i])),
    )


def from_geojson(path: Path) -> Boundaries:
    """An installation's own set: polygons with an ISO3 in `iso3`, `ISO_A3`, `iso_a3` or `id`; lines with
    `disputed: true` are dashed, other lines solid. FileRefused where it is no such GeoJSON.
    """
    mend = "give a GeoJSON FeatureCollection whose polygons carry an ISO3 in property iso3"
    try:
        found = json.loads(path.read_text("utf-8"))
        features = found["features"]
        places: dict[str, list[Line]] = {}
        borders: list[Line] = []
        disputed: list[Line] = []
        for feature in features:
            properties = feature.get("properties") or {}
            geometry = feature.get("geometry") or {}
            if geometry.get("type") in ("Polygon", "MultiPolygon"):
                places.setdefault(_iso3(feature, properties), []).extend(_rings(geometry))
            elif geometry.get("type") in ("LineString", "MultiLineString"):
                (disputed if properties.get("disputed") else borders).extend(_lines(geometry))
    except (
        UnicodeDecodeError,
        json.JSONDecodeError,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
    ) as error:
        raise FileRefused(str(path), f"this is no boundary set ({type(error).__name__})", mend) from error
    if not places:
        raise FileRefused(str(path), "the boundary set has no polygons", mend)
    named = {code: tuple(rings) for code, rings in places.items()}
    return Boundaries(found.get("source") or path.name, named, tuple(borders), tuple(disputed))


def cut_ring(ring: Line) -> tuple[Line, ...]:
    """The ring cut at the map's edge: each piece lies between EDGE and EDGE + 360."""
    pieces = []
    for turn in _turns(ring):
        left = EDGE + 360 * turn
        piece = _clipped(_clipped(ring, left, keep_east=True), left + 360, keep_east=False)
        if len(piece) > 2:
            pieces.append(tuple((lon - 360 * turn, lat) for lon, lat in piece))
    return tuple(pieces)


def cut_line(line: Line) -> tuple[Line, ...]:
    """The line cut at the map's edge."""
    pieces: list[list[tuple[float, float]]] = []
    previous: int | None = None
    for lon, lat in line:
        turn = int((lon - EDGE) // 360)
        if turn != previous:
            pieces.append([])
        pieces[-1].append((lon - 360 * turn, lat))
        previous = turn
    return tuple(tuple(p) for p in pieces if len(p) > 1)


def _turns(ring: Line) -> range:
    longitudes = [lon for lon, _ in ring]
    return range(int((min(longitudes) - EDGE) // 360), int((max(longitudes) - EDGE) // 360) + 1)


def _clipped(ring: Line, at: float, *, keep_east: bool) -> Line:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman 1974)."""
    kept: list[tuple[float, float]] = []
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        a_in, b_in = (ax >= at, bx >= at) if keep_east else (ax <= at, bx <= at)
        if a_in:
            kept.append((ax, ay))
        if a_in != b_in:
            kept.append((at, ay + (by - ay) * (at - ax) / (bx - ax)))
    return tuple(kept)


def _unpacked(arc: list[int], step: float) -> Line:
    points = []
    x = y = 0
    for dx, dy in zip(arc[::2], arc[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x * step, y * step))
    return tuple(points)


def _joined(indices: Iterable[int], arcs: list[Line]) -> Line:
    points: list[tuple[float, float]] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return _continuous(points)


def _continuous(points: Iterable[tuple[float, float]]) -> Line:
    """The same points with no jump from one side of the globe to the other; edges along a pole stay."""
    out: list[tuple[float, float]] = []
    for lon, lat in points:
        jump = round((out[-1][0] - lon) / 360) if out else 0
        along_pole = abs(lat) > 85 and bool(out) and abs(out[-1][1]) > 85
        out.append((lon if along_pole else lon + 360 * jump, lat))
    return tuple(out)


def _rings(geometry: Mapping[str, Any]) -> list[Line]:
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    rings = (
        _continuous((float(p[0]), float(p[1])) for p in ring) for polygon in polygons for ring in polygon
    )
    return [piece for ring in rings for piece in cut_ring(ring)]


def _lines(geometry: Mapping[str, Any]) -> list[Line]:
    coordinates = geometry["coordinates"]
    lines = [coordinates] if geometry["type"] == "LineString" else coordinates
    return [
        piece for line in lines for piece in cut_line(_continuous((float(p[0]), float(p[1])) for p in line))
    ]


def _iso3(feature: Mapping[str, Any], properties: Mapping[str, Any]) -> str:
    named = [properties.get(k) for k in ("iso3", "ISO3", "ISO_A3", "iso_a3", "ADM0_A3")] + [feature.get("id")]
    for name in named:
        if isinstance(name, str) and name not in ("", "-99"):
            try:
                return place(name).code
            except UnknownName:
                continue
    return ""
