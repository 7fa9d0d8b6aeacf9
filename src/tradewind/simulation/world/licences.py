"""Licences of a month: permits for one consignment, licences of the year, their numbers on declarations, their uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.simulation.world.catalogue import CODE, GASES, Ints, goods
from tradewind.simulation.world.drafts import LICENCE, Draft, places
from tradewind.simulation.world.masses import Masses
from tradewind.simulation.world.scene import Scene

#: Permits are made out for a little more, in full steps of so many grams.
_STEP_G: Final = 10_000
_VALID_DAYS: Final = 90
_ISSUED: Final = ("single", "another", "ended", "charge")


@dataclass(frozen=True, slots=True)
class Licensed:
    """The licence written on each line (or null), and the rows for the registers."""

    written: Any
    licences: pa.Table
    uses: pa.Table


def licensed(scene: Scene, draft: Draft, masses: Masses, numbers: Any, offices: Any, first: int) -> Licensed:
    """What is licensed and what the lines say of it. `first` is the number of the first permit of this month."""
    random, said, count = scene.random, scene.said.papers, len(draft["kind"])
    way = draft["licence"]
    charge = (
        np.where(draft["says_goods"] >= 0, goods().charge_g[np.maximum(draft["says_goods"], 0)], 0)
        * draft["count"]
    )
    mass = np.where(way == LICENCE["charge"], charge, masses.net_g)
    issued = np.isin(way, [LICENCE[n] for n in _ISSUED])
    own = np.cumsum(issued) - 1 + first
    serial = np.where(way == LICENCE["forged"], random.integers(8_000_000, 9_000_000, count), own)
    texts = _numbered(scene, serial)
    yearly = yearly_number(scene, draft["trader"], draft["says_gas"], scene.first.year)
    texts = pc.if_else(pa.array(way == LICENCE["yearly"]), yearly, texts)
    exists = pa.array(way > 0)
    texts = pc.if_else(exists, texts, pa.scalar(None, pa.string()))
    late = scene.chance(count, said.licence_late)
    rows = np.flatnonzero(issued)
    table = _rows(scene, draft, mass, rows, texts, late)
    written = _written(scene, draft, texts)
    seen = (
        scene.chance(count, said.uses_seen)
        & (issued | (way == LICENCE["yearly"]))
        & np.asarray(pc.is_valid(written))
    )
    uses = _uses(scene, draft, mass, np.flatnonzero(seen), texts, numbers, offices)
    return Licensed(written, table, uses)


def yearly(scene: Scene, who: Ints, which: Ints, mass_g: Ints) -> pa.Table:
    """Licences of the year for holders and gases."""
    year = scene.first.year
    count = len(who)
    start, issued = np.datetime64(f"{year}-01-01"), np.datetime64(f"{year - 1}-12-20")
    return _table({
        "licence_id": yearly_number(scene, who, which, year), "holder_id": scene.traders.text("id").take(pa.array(who)),
        "holder": scene.traders.text("name").take(pa.array(who)), "substance": _names(which), "hs_code": _codes(which),
        "licensed_mass_g": pa.array(mass_g), "quota_year": pa.array(np.full(count, year)),
        "issued_on": pa.array(np.full(count, issued)), "valid_from": pa.array(np.full(count, start)),
        "valid_to": pa.array(np.full(count, np.datetime64(f"{year}-12-31"))),
    }, count)  # fmt: skip


def yearly_number(scene: Scene, who: Any, which: Any, year: int) -> Any:
    """The number of the licence of the year of each holder and gas."""
    tail = pc.utf8_slice_codeunits(scene.traders.text("id").take(pa.array(np.maximum(who, 0))), 6)
    return pc.binary_join_element_wise("INV-Y", tail, _names(np.maximum(which, 0)), str(year), "-")


def _numbered(scene: Scene, serial: Any) -> Any:
    digits = pc.utf8_lpad(pc.cast(pa.array(serial), pa.string()), 7, "0")
    return pc.binary_join_element_wise(f"INV-L{scene.traders.region or ''}", digits, "-")


def _rows(scene: Scene, draft: Draft, mass: Any, rows: Any, texts: Any, late: Any) -> pa.Table:
    random, count = scene.random, len(rows)
    part = {k: draft[k][rows] for k in ("trader", "licence_of", "licence", "licence_share", "says_gas",
    "says_goods", "day",
                                        "dispatch")}  # fmt: skip
    lodged = np.datetime64(scene.first) + part["day"]
    issued = lodged - random.integers(6, 31, count)
    after = late[rows] & (random.random(count) < 0.5)
    issued = np.where(after, lodged + random.integers(1, 6, count), issued)
    ended = part["licence"] == LICENCE["ended"]
    issued = np.where(ended, lodged - random.integers(_VALID_DAYS + 2, _VALID_DAYS + 200, count), issued)
    just = late[rows] & ~after & ~ended
    issued = np.where(just, lodged - random.integers(_VALID_DAYS + 1, _VALID_DAYS + 6, count), issued)
    holder = np.where(part["licence_of"] >= 0, part["licence_of"], part["trader"])
    grams = (mass[rows] * part["licence_share"] // _STEP_G + 1).astype(np.int64) * _STEP_G
    code = _codes(part["says_gas"])
    is_charge = pa.array(part["licence"] == LICENCE["charge"])
    code = pc.if_else(
        is_charge, pa.array(goods().code).take(pa.array(np.maximum(part["says_goods"], 0))), code
    )
    year = issued.astype("datetime64[Y]").astype(np.int64) + 1970
    return _table({
        "licence_id": texts.take(pa.array(rows)), "holder_id": scene.traders.text("id").take(pa.array(holder)),
        "holder": scene.traders.text("name").take(pa.array(holder)), "substance": _names(part["says_gas"]),
        "hs_code": code, "licensed_mass_g": pa.array(grams), "quota_year": pa.array(year),
        "issued_on": pa.array(issued),
        "valid_from": pa.array(issued), "valid_to": pa.array(issued + _VALID_DAYS),
    }, count)  # fmt: skip


def _written(scene: Scene, draft: Draft, texts: Any) -> Any:
    """What the clerk writes: mostly the number; sometimes nothing, another spelling, or another client's number."""
    random, said, count = scene.random, scene.said.papers, len(draft["kind"])
    turn = random.random(count)
    edges = np.cumsum([said.licence_left_out, said.licence_respelled, said.licence_mistaken])
    spelled = pc.utf8_lower(pc.replace_substring(texts, "-", " "))
    written = pc.if_else(pa.array(turn < edges[0]), pa.scalar(None, pa.string()), texts)
    written = pc.if_else(pa.array((turn >= edges[0]) & (turn < edges[1])), spelled, written)
    known = np.flatnonzero(np.asarray(pc.is_valid(texts)))
    if len(known) > 1:
        other = texts.take(pa.array(random.choice(known, count)))
        mistaken = (turn >= edges[1]) & (turn < edges[2]) & np.asarray(pc.is_valid(texts))
        written = pc.if_else(pa.array(mistaken), other, written)
    return written


def _uses(
    scene: Scene, draft: Draft, mass: Any, rows: Any, texts: Any, numbers: Any, offices: Any
) -> pa.Table:
    at, count = pa.array(rows), len(rows)
    trader = pa.array(draft["trader"][rows])
    return pa.table({
        "licence_id": texts.take(at), "declaration_id": numbers.take(at), "item": pa.array(draft["item"][rows]),
        "used_on": pa.array(np.datetime64(scene.first) + draft["day"][rows]),
        "holder_id": scene.traders.text("id").take(trader), "substance": _names(draft["says_gas"][rows]),
        "used_mass_g": pa.array(mass[rows].astype(np.int64)), "office": offices.take(at),
        "note": _same("invented", count), "source": _same("invented", count),
    })  # fmt: skip


def _table(columns: dict[str, Any], count: int) -> pa.Table:
    fixed = {
        "direction": "import",
        "hs_edition": "2022",
        "status": "issued",
        "note": "invented",
        "source": "invented",
    }
    return pa.table(columns | {k: _same(v, count) for k, v in fixed.items()})


def _same(value: str, count: int) -> Any:
    return pa.repeat(pa.scalar(value), count)


def _names(which: Any) -> Any:
    return pa.array(GASES).take(places(which))


def _codes(which: Any) -> Any:
    return pa.array(CODE).take(pa.array(np.maximum(which, 0)))
