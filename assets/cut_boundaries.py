"""Cuts the map's boundaries from world-atlas (Natural Earth, public domain) to what the picture needs.

Reads assets/node_modules/world-atlas/countries-50m.json (TopoJSON) and writes
src/tradewind/picture/assets/boundaries.json:

    {"source": ..., "places": [{"m49": "356", "name": "India", "rings": [[lon, lat, lon, lat, ...], ...]}],
     "disputed": [[lon, lat, ...], ...]}

Shared arcs are simplified once, so that neighbours still meet. Runs at set-up with the standard library only.
An installation replaces the whole file, or passes its own with `tradewind picture --boundaries`.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ATLAS = HERE / "node_modules" / "world-atlas" / "countries-50m.json"
OUT = HERE.parent / "src" / "tradewind" / "picture" / "assets" / "boundaries.json"

#: Degrees: below what a map 1,000 px wide can show (0.36 degrees a pixel).
TOLERANCE = 0.08
#: Rings smaller than this many square degrees are dropped unless they are a place's largest.
SMALLEST = 0.02
#: Lines drawn dashed: pairs (M49) whose common line is disputed in whole or in part, as United Nations maps
#: mark them: Jammu and Kashmir, Aksai Chin and Arunachal, Western Sahara, the Occupied Palestinian Territory,
#: the Golan, Abyei, Crimea is a line of neither neighbour in this data set.
DISPUTED = {("356", "586"), ("156", "356"), ("504", "732"), ("275", "376"), ("376", "760"), ("728", "729")}

Point = tuple[float, float]


def decoded(topology: dict) -> list[list[Point]]:
    """Arcs as degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def simplified(points: list[Point]) -> list[Point]:
    """Douglas and Peucker (1973), with a stack; the ends stay."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        furthest, at = 0.0, None
        for i in range(first + 1, last):
            px, py = points[i]
            if length:
                off = abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length
            else:
                off = ((px - ax) ** 2 + (py - ay) ** 2) ** 0.5
            if off > furthest:
                furthest, at = off, i
        if at is not None and furthest > TOLERANCE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [(round(x, 2), round(y, 2)) for x, y in (points[i] for i in sorted(keep))]


def ring(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """One closed ring from its arcs; a negative index is an arc walked backwards."""
    points: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc if not points else arc[1:]
    return points


def area(points: list[Point]) -> float:
    """Absolute area in square degrees (shoelace)."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def rings_of(geometry: dict) -> list[list[int]]:
    """Arc indices of every ring of a polygon or multipolygon."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return [indices for polygon in polygons for indices in polygon]


def flat(points: list[Point]) -> list[float]:
    """[lon, lat, lon, lat, ...]: a third smaller than pairs."""
    return [coordinate for point in points for coordinate in point]


def cut(topology: dict) -> dict:
    """The whole file as a document."""
    arcs = [simplified(arc) for arc in decoded(topology)]
    places, sides = [], defaultdict(set)
    for geometry in topology["objects"]["countries"]["geometries"]:
        if geometry["type"] not in ("Polygon", "MultiPolygon"):
            continue
        code, name = geometry.get("id"), geometry["properties"]["name"]
        for indices in rings_of(geometry):
            for index in indices:
                sides[index if index >= 0 else ~index].add(code or name)
        rings = sorted((ring(indices, arcs) for indices in rings_of(geometry)), key=area, reverse=True)
        kept = [r for i, r in enumerate(rings) if i == 0 or (area(r) > SMALLEST and len(r) > 3)]
        places.append({"m49": code, "name": name, "rings": [flat(r) for r in kept]})
    disputed = [
        flat(arcs[index])
        for index, pair in sorted(sides.items())
        if len(pair) == 2 and (tuple(sorted(pair)) in DISPUTED or any(not p.isdigit() for p in pair))
    ]
    return {
        "source": "world-atlas 2 (Natural Earth 1:50m, public domain), simplified",
        "places": places,
        "disputed": disputed,
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
