"""Papers: from what is in the loads to the columns of declarations, by the same clerks for everyone."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.simulation.world.catalogue import (
    CODE,
    COUNTRIES,
    FOREIGN_CODES,
    KINDRED_MIXED,
    KINDRED_PURE,
    OLDER_CODE,
    PACK_KIND,
    UN,
    goods,
)
from tradewind.simulation.world.drafts import PROCEDURES, REGIME, REGIMES, Draft, places
from tradewind.simulation.world.masses import Masses
from tradewind.simulation.world.scene import Scene
from tradewind.simulation.world.wording import described, mistyped

OFFICES: Final = 3
_EURO: Final = np.array([c in ("DEU", "FRA", "ITA", "ESP", "NLD") for c in COUNTRIES])
_USD_PER_EURO: Final = 1.1
#: How a clerk comes to a code: the right one, that of an older edition, of kindred gas, of what the gas is for.
CODE_WAY: Final = {"right": 0, "older": 1, "kindred": 2, "foreign": 3}


def lines(scene: Scene, draft: Draft, masses: Masses, numbers: Any, offices: Any, licences: Any) -> pa.Table:
    """Rows of `declarations` for the draft: columns of the canonical table, every one with its source `invented`."""
    count = len(draft["kind"])
    header = _header(scene, draft)
    return pa.table({
        "declaration_id": numbers, "item": pa.array(draft["item"]),
        "lodged_on": pa.array(np.datetime64(scene.first) + draft["day"]), "office": offices,
        "regime": _of(REGIMES, draft["regime"]), "procedure": _of(PROCEDURES, draft["regime"]),
        **_sides(scene, draft), **_goods(scene, draft, masses), **header, "licence_id": licences, "previous_document": _previous(scene, draft),
        "source": pa.repeat(pa.scalar("invented"), count),
    })  # fmt: skip


def _previous(scene: Scene, draft: Draft) -> Any:
    """The declaration under which the goods were here before, where these refer to one."""
    rows = draft["previous"]
    numbers = pa.array(scene.memory.numbers.tolist(), pa.string())
    return numbers.take(places(rows)) if len(numbers) else pa.nulls(len(rows), pa.string())


def _of(values: Any, index: Any) -> Any:
    return pa.array(values).take(pa.array(index))


def _where(mask: Any, then: Any, other: Any = None) -> Any:
    return pc.if_else(pa.array(mask), then, pa.scalar(None, pa.string()) if other is None else other)


def _sides(scene: Scene, draft: Draft) -> dict[str, Any]:
    """Who buys, sells and declares; in trade outward the company of home is the seller, in transit nobody's buyer is."""
    traders, said = scene.traders, scene.said
    outward = np.isin(draft["regime"], (REGIME["export"], REGIME["re-export"]))
    transit = draft["regime"] == REGIME["transit"]
    inward = ~outward & ~transit
    ours = {n: traders.text(n).take(pa.array(draft["trader"])) for n in ("id", "name", "address", "country")}
    theirs = {n: traders.text(n).take(pa.array(draft["partner"])) for n in ("name", "address", "country")}
    broker = {n: traders.text(n).take(pa.array(draft["broker"])) for n in ("id", "name")}
    names = mistyped(scene.random, ours["name"], said.papers.mistyped)
    abroad = _abroad(draft)
    home = pa.scalar(said.traffic.home)
    # a place of -1 is home
    where = {
        n: _of((said.traffic.home, *COUNTRIES), draft[n] + 1) for n in ("origin", "dispatch", "destination")
    }
    return {
        "importer_id": _where(inward, ours["id"]), "importer": _where(inward, names),
        "importer_address": _where(inward, ours["address"]), "importer_country": _where(inward, ours["country"]),
        "consignee": _where(inward, names, abroad), "consignee_country": _where(inward, home, where["destination"]),
        "exporter_id": _where(outward, ours["id"]), "exporter": _where(outward, names, theirs["name"]),
        "exporter_address": _where(outward, ours["address"], theirs["address"]),
        "exporter_country": _where(outward, home, theirs["country"]), "declarant": broker["name"],
        "declarant_id": broker["id"], "origin": where["origin"],
        "dispatch": _where(outward, home, where["dispatch"]), "destination": _where(inward, home, where["destination"]),
    }  # fmt: skip


def _abroad(draft: Draft) -> Any:
    number = pc.cast(pa.array(draft["partner"] * 3 + draft["destination"]), pa.string())
    return pc.binary_join_element_wise("Buyer abroad", number, "(invented)", " ")


def _goods(scene: Scene, draft: Draft, masses: Masses) -> dict[str, Any]:
    random, said, count = scene.random, scene.said, len(draft["kind"])
    is_goods = draft["says_goods"] >= 0
    at, gas = np.maximum(draft["says_goods"], 0), np.maximum(draft["says_gas"], 0)
    code, edition = _code(scene, draft, is_goods, at, gas)
    un = _where(is_goods, _of(goods().un, at), _of(UN, gas))
    # a carrier that knows what it carries asks for the number of the gas, whatever the words are (assumed: one in four)
    known = is_goods & (draft["pack"] >= 0) & ~draft["is_perfect"] & scene.chance(count, 0.25)
    un = _where(known, _of(UN, np.maximum(draft["gas"], 0)), un)
    un = _where(scene.chance(count, said.papers.un_left_out), pa.scalar(None, pa.string()), un)
    wrong = scene.chance(count, said.papers.un_wrong) & (~is_goods | (draft["kind"] > 0))
    un = _where(wrong, _of(UN, random.integers(0, len(UN), count)), un)
    usd_kg = np.where(is_goods, goods().usd_kg[at], scene.market.abroad[gas])
    usd = masses.net_g / 1000 * usd_kg * draft["price"]
    euro = _EURO[scene.traders.facts["country"][draft["partner"]]] & scene.chance(count, 0.8)
    value = usd * np.where(euro & ~scene.chance(count, 0.01), 1 / _USD_PER_EURO, 1) * 100
    value = np.where(value > 100_000, np.round(value, -2), value)
    machine = is_goods & (goods().charge_g[at] > 0) & ~draft["empty_said"]
    unit = np.where(machine | draft["empty_said"], 1, np.where(is_goods & (draft["kind"] == 0), 2, 0))
    return {
        "hs_edition": edition, "hs_code": pc.utf8_slice_codeunits(code, 0, 6), "national_code": code,
        "description": mistyped(random, described(scene, draft), said.papers.mistyped),
        "packages": pa.array(masses.packages),
        "package_kind": _where(is_goods, _of(goods().kind, at), _of(PACK_KIND, np.maximum(draft["says_pack"], 0))),
        "net_mass_g": pa.array(masses.net_g), "gross_mass_g": pa.array(masses.gross_g),
        "value_minor": pa.array(np.maximum(1, value).astype(np.int64)), "currency": _of(["USD", "EUR"], euro.astype(np.int64)),
        "quantity": pa.array(np.where(machine, draft["count"], masses.net_g / 1000), mask=unit == 2),
        "quantity_unit": pa.array(["KG", "NAR", None]).take(pa.array(unit)), "un_number": un,
        "equipment_units": pa.array(draft["count"], mask=~(machine | draft["empty_said"])),
        "charge_g": pa.array(goods().charge_g[at], mask=~machine),
    }  # fmt: skip


def _code(scene: Scene, draft: Draft, is_goods: Any, at: Any, gas: Any) -> tuple[Any, Any]:
    """The tariff line and its edition, by the way in which the clerk came to it."""
    pick, way = scene.random.integers(0, 10**6, len(draft["kind"])), draft["code_way"]
    mixed = np.array([c.startswith("3827") for c in CODE])[gas]
    kindred = _where(
        mixed, _of(KINDRED_MIXED, pick % len(KINDRED_MIXED)), _of(KINDRED_PURE, pick % len(KINDRED_PURE))
    )
    made = _of(CODE, gas)
    made = _where(way == 1, _of(OLDER_CODE, gas), made)
    made = _where(way == 2, kindred, made)
    made = _where(way == 3, _of(FOREIGN_CODES, pick % len(FOREIGN_CODES)), made)
    made = _where(is_goods, _of(goods().code, at), made)
    edition = _where(
        (way == 1) & ~is_goods, pa.scalar(None, pa.string()), pa.repeat(pa.scalar("2022"), len(way))
    )
    return pc.binary_join_element_wise(made, "00", ""), edition


def coded(scene: Scene, draft: Draft) -> None:
    """Draw how the broker comes to each code of gas, where nobody chose it; some brokers err more than others."""
    said, count = scene.said.papers, len(draft["kind"])
    care = np.exp(((draft["broker"] * 2654435761) % 1000 / 1000 - 0.5) * 2)
    edges = np.cumsum([said.foreign_code, said.basket_code, said.older_code])
    turn = scene.random.random(count) / care
    way = np.select([turn < edges[0], turn < edges[1], turn < edges[2]], [3, 2, 1], 0)
    way = np.where(draft["says_goods"] >= 0, 0, way)
    draft["code_way"] = np.where(draft["code_way"] >= 0, draft["code_way"], way).astype(np.int16)


def _header(scene: Scene, draft: Draft) -> dict[str, Any]:
    """What all items of a declaration share: container, vehicle, reference, papers."""
    random, said = scene.random, scene.said
    _, first, of = np.unique(draft["decl"], return_index=True, return_inverse=True)
    count = len(first)
    regime, courier = draft["regime"][first], draft["by_courier"][first]
    mode = np.where(courier, 2, random.choice(3, count, p=[0.72, 0.2, 0.08]))
    mode = np.where(regime == REGIME["transit"], 1, mode)
    box = draft["box"][first]
    box = np.where(box >= 0, box, random.integers(0, 10**6, count))
    bare = random.random(count) < np.where(mode == 2, 1.0, np.where(mode == 1, 0.6, 0.12))
    road = pc.binary_join_element_wise(
        "INV", pc.cast(pa.array(random.integers(1000, 9999, count)), pa.string()), "-"
    )
    vessel = _of([f"VESSEL INVENTED {n}" for n in range(1, 30)], random.integers(0, 29, count))
    flight = _of([f"FLIGHT INVENTED {n}" for n in range(1, 12)], random.integers(0, 11, count))
    vehicle = _where(mode == 0, vessel, _where(mode == 1, road, flight))
    ucr = pc.binary_join_element_wise(
        "INVUCR", pc.cast(pa.array(draft["lot"][first] * 16 + draft["decl"][first] % 16), pa.string()), ""
    )
    ucr = _where(scene.chance(count, said.papers.ucr_missing), pa.scalar(None, pa.string()), ucr)
    lists = pa.array([["N380", "N705"], ["N380", "N730"], ["N380", "N740"], ["N380", "N705", "INV-RECOVERED-PAPERS"],
                      ["N380", "N705", "INV-FEEDSTOCK"], ["N380"]], pa.list_(pa.string()))  # fmt: skip
    papers = np.where(scene.chance(count, 0.03), 5, mode)
    papers = np.where(draft["recovered"][first], 3, np.where(draft["feedstock"][first], 4, papers))
    at = pa.array(of)
    return {
        "container": _where(bare, pa.scalar(None, pa.string()), containers(box)).take(at),
        "transport": vehicle.take(at), "transport_mode": _of(["1", "3", "4"], mode).take(at), "ucr": ucr.take(at),
        "documents": lists.take(pa.array(papers)).take(at), "route": _route(scene, draft),
    }  # fmt: skip


def _route(scene: Scene, draft: Draft) -> Any:
    """The countries on the way of a transit; some honest carriers and all that turn back pass home again."""
    home = scene.said.traffic.home
    rows = np.flatnonzero(draft["regime"] == REGIME["transit"])
    back = draft["twists"][rows] | scene.chance(len(rows), 0.02)
    made: list[list[str]] = []
    for row, turns in zip(rows.tolist(), back.tolist(), strict=True):
        end = COUNTRIES[draft["destination"][row]]
        via = COUNTRIES[int(scene.random.integers(0, len(COUNTRIES)))]
        made.append([home, via, home, end] if turns else [home, end])
    place = np.full(len(draft["kind"]), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    kind = pa.list_(pa.string())
    if not made:
        return pa.nulls(len(place), kind)
    return pa.array(made, kind).take(places(place))


def containers(own: Any) -> Any:
    """Container numbers with their right check digit, of an owner there is not (ISO 6346)."""
    total = np.full(len(own), 19 + 25 * 2 + 34 * 4 + 32 * 8, dtype=np.int64)  # the letters I, N, V and U
    for place in range(6):
        total += own // 10 ** (5 - place) % 10 * 2 ** (4 + place)
    digits = pc.utf8_lpad(pc.cast(pa.array(own * 10 + total % 11 % 10), pa.string()), 7, "0")
    return pc.binary_join_element_wise("INVU", digits, "")
