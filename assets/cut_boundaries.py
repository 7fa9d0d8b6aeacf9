"""Cuts the map's boundaries from world-atlas (Natural Earth, public domain) to what the picture needs.

Reads assets/node_modules/world-atlas/countries-50m.json (TopoJSON) and writes
src/tradewind/picture/assets/boundaries.json:

    {"source": ..., "notes": [...], "step": 0.01,
     "arcs": [[lon, lat, dlon, dlat, ...], ...],           whole steps; the first pair from zero
     "places": {"IND": [[0, -3, 7], ...]},                 rings as arcs, ~i is arc i walked backwards
     "disputed": [12, 40, ...]}                            arcs drawn dashed

Arcs are simplified once, so that neighbours still meet, and run on past 180 degrees instead of jumping back:
whoever draws them cuts rings at the edge of the map. Standard library only, because set-up runs it. An
installation replaces the whole file, or passes a GeoJSON with `tradewind picture --boundaries`.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ATLAS = HERE / "node_modules" / "world-atlas" / "countries-50m.json"
LIBRARY = HERE.parent / "src" / "tradewind"
OUT = LIBRARY / "picture" / "assets" / "boundaries.json"

STEP = 0.01
#: Degrees: a fifth of a pixel on a map 1,000 px wide, a pixel on the inset of Europe.
TOLERANCE = 0.06
#: Rings smaller than this many square degrees are dropped unless they are a place's largest.
SMALLEST = 0.03
#: No trade; left off, as most maps of trade do.
NOT_DRAWN = {"010"}
#: Places the data set sets apart and the Secretariat's list of Parties does not: drawn with the Party below,
#: the line between them dashed. "" is drawn with none.
DRAWN_WITH = {"158": "CHN", "Kosovo": "SRB", "N. Cyprus": "CYP", "Somaliland": "SOM", "Siachen Glacier": "",
              "Indian Ocean Ter.": "AUS"}  # fmt: skip
#: Apart by sea or by no line at all in the United Nations' maps: no dashes.
PLAIN = {"158", "Indian Ocean Ter."}
#: Lines drawn dashed: pairs whose common line is disputed in whole or in part, as United Nations maps mark
#: them: Jammu and Kashmir, Aksai Chin and Arunachal Pradesh, Western Sahara, the State of Palestine, the
#: Golan, Abyei, Halayib, and the line between the Koreas.
DISPUTED = {frozenset(p.split()) for p in (
    "IND PAK", "CHN IND", "ESH MAR", "ISR PSE", "ISR SYR", "SDN SSD", "EGY SDN", "KOR PRK", "CHN PAK",
)}  # fmt: skip
#: A point of Crimea. The data set draws it with the Russian Federation; General Assembly resolution 68/262
#: asks not to recognise a change of its status. It is drawn with Ukraine, its land line dashed.
CRIMEA = (34.3, 45.3)

Point = tuple[float, float]


def decoded(topology: dict[str, Any]) -> list[list[Point]]:
    """Arcs as degrees, continuous: a step of more than half the globe is taken the short way."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            lon, lat = x * sx + tx, y * sy + ty
            if points:
                lon += 360 * round((points[-1][0] - lon) / 360)
            points.append((lon, lat))
        arcs.append(points)
    return arcs


def simplified(points: list[Point]) -> list[Point]:
    """Douglas and Peucker (1973), with a stack; the ends stay."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        furthest, at = 0.0, None
        for i in range(first + 1, last):
            off = distance(points[i], points[first], points[last])
            if off > furthest:
                furthest, at = off, i
        if at is not None and furthest > TOLERANCE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def distance(of: Point, a: Point, b: Point) -> float:
    """Degrees from a point to the line through a and b, or to a where they are one."""
    length = ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5
    if not length:
        return float(((of[0] - a[0]) ** 2 + (of[1] - a[1]) ** 2) ** 0.5)
    return float(abs((b[0] - a[0]) * (a[1] - of[1]) - (a[0] - of[0]) * (b[1] - a[1])) / length)


def joined(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """One closed ring from its arcs, continuous in longitude."""
    points: list[Point] = []
    for index in indices:
        for lon, lat in arcs[index] if index >= 0 else arcs[~index][::-1]:
            points.append((lon + 360 * round((points[-1][0] - lon) / 360) if points else lon, lat))
    return points


def area(points: list[Point]) -> float:
    """Absolute area in square degrees (shoelace)."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def holds(points: list[Point], at: Point) -> bool:
    """Whether the ring goes round the point (ray casting)."""
    inside = False
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
        if (ay > at[1]) != (by > at[1]) and at[0] < (bx - ax) * (at[1] - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def iso3_of_numbers() -> dict[str, str]:
    """M49 number -> ISO3, from the product's own list of Parties and places."""
    found: dict[str, str] = {}
    for name in ("places", "parties"):
        with (LIBRARY / "reference" / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            found |= {row["m49"]: row["iso3"] for row in csv.DictReader(stream) if row["iso3"]}
    return found


def rings_by_place(topology: dict[str, Any], arcs: list[list[Point]]) -> dict[str, list[list[int]]]:
    """Rings of every place of the data set, as arc indices, by its number or name; Crimea apart."""
    found: dict[str, list[list[int]]] = defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = geometry.get("id") or geometry["properties"]["name"]
        if geometry["type"] not in ("Polygon", "MultiPolygon") or code in NOT_DRAWN:
            continue
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        rings = [indices for polygon in polygons for indices in polygon]
        areas = [area(joined(r, arcs)) for r in rings]
        for indices, size in zip(rings, areas, strict=True):
            if size == max(areas) or size > SMALLEST:
                is_crimea = code == "643" and size < 10 and holds(joined(indices, arcs), CRIMEA)
                found["Crimea" if is_crimea else code].append(indices)
    return found


def flat(points: list[Point]) -> list[int]:
    """[lon, lat, dlon, dlat, ...] in whole steps: a third of the size of pairs of degrees."""
    out: list[int] = []
    x = y = 0
    for lon, lat in points:
        nx, ny = round(lon / STEP), round(lat / STEP)
        out += [nx - x, ny - y]
        x, y = nx, ny
    return out


def cut(topology: dict[str, Any]) -> dict[str, Any]:
    """The whole file as a document."""
    arcs = [simplified(arc) for arc in decoded(topology)]
    known = iso3_of_numbers() | DRAWN_WITH | {"Crimea": "UKR"}
    found = rings_by_place(topology, arcs)
    sides: dict[int, set[str]] = defaultdict(set)
    for code, rings in found.items():
        for index in (i for indices in rings for i in indices):
            sides[index if index >= 0 else ~index].add(code)
    apart = (set(DRAWN_WITH) | {"Crimea"}) - PLAIN
    disputed = [
        index
        for index, codes in sorted(sides.items())
        if len(codes) == 2 and (codes & apart or frozenset(known.get(c, c) for c in codes) in DISPUTED)
    ]
    order = sorted(sides)
    number = {old: new for new, old in enumerate(order)}
    places: dict[str, list[list[int]]] = defaultdict(list)
    for code, rings in sorted(found.items()):
        places[known.get(code, "")] += [[number[i] if i >= 0 else ~number[~i] for i in r] for r in rings]
    return {
        "source": "world-atlas 2 (Natural Earth 1:50m, public domain), simplified; disputed lines after "
        "United Nations maps",
        "step": STEP,
        "arcs": [flat(arcs[i]) for i in order],
        "places": places,
        "disputed": [number[i] for i in disputed],
    }


def main() -> int:
    """Write the file; 2 when the package is not there."""
    if not ATLAS.is_file():
        sys.stderr.write(f"{ATLAS.name} is not installed; run: npm ci --prefix assets\n")
        return 2
    document = cut(json.loads(ATLAS.read_text("utf-8")))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(document, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
