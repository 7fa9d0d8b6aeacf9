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
_IS_MIXED: Final = np.array([code.startswith("3827") for code in CODE])
_EVERY_CODE: Final = (CODE, OLDER_CODE, (*KINDRED_MIXED, *KINDRED_PURE), FOREIGN_CODES, goods().code)
_CODES: Final = tuple(f"{code}00" for codes in _EVERY_CODE for code in codes)
_, _OLDER_AT, _KINDRED_AT, _FOREIGN_AT, _GOODS_AT, _ = np.cumsum([0, *map(len, _EVERY_CODE)]).tolist()
_VESSELS: Final = tuple(f"VESSEL INVENTED {n}" for n in range(1, 30))
_FLIGHTS: Final = tuple(f"FLIGHT INVENTED {n}" for n in range(1, 12))
_ROAD: Final = tuple(f"INV-{n}" for n in range(1000, 10_000))
#: By sea, road and air; of recovered gas; of feedstock; with nothing but the invoice.
_DOCUMENTS: Final = pa.array(
    [["N380", "N705"], ["N380", "N730"], ["N380", "N740"], ["N380", "N705", "INV-RECOVERED-PAPERS"],
     ["N380", "N705", "INV-FEEDSTOCK"], ["N380"]], pa.list_(pa.string()),
)  # fmt: skip
#: How a clerk comes to a code: the right one, that of an older edition, of kindred gas, of what the gas is for.
CODE_WAY: Final = {"right": 0, "older": 1, "kindred": 2, "foreign": 3}


def lines(scene: Scene, draft: Draft, masses: Masses, numbers: Any, offices: Any, licences: Any) -> pa.Table:
    """Rows of `declarations` for the draft: columns of the canonical table, every one with its source `invented`."""
    count = len(draft["kind"])
    header = _header(scene, draft)
    return pa.table({
        "declaration_id": numbers, "item": pa.array(draft["item"]),
        "lodged_on": pa.array(np.datetime64(scene.first) + draft["day"]), "office": offices,
        "regime": _pool(REGIMES, draft["regime"]), "procedure": _pool(PROCEDURES, draft["regime"]),
        **_sides(scene, draft), **_goods(scene, draft, masses), **header, "licence_id": licences,
        "previous_document": _previous(scene, draft),
        "source": pa.repeat(pa.scalar("invented"), count),
    })  # fmt: skip


def _previous(scene: Scene, draft: Draft) -> Any:
    """The declaration under which the goods were here before, where these refer to one."""
    rows = draft["previous"]
    numbers = pa.array(scene.memory.numbers.tolist(), pa.string())
    return numbers.take(places(rows)) if len(numbers) else pa.nulls(len(rows), pa.string())


def _pool(texts: Any, index: Any, mask: Any = None) -> Any:
    """Texts by position, null where `mask` is false or the position is negative: one step for a whole column."""
    index = index if mask is None else np.where(mask, index, -1)
    return pa.array(texts, pa.string()).take(places(index))


def _sides(scene: Scene, draft: Draft) -> dict[str, Any]:
    """Who buys, sells and declares; in trade outward the company of home sells, in transit no buyer is of home."""
    traders, count = scene.traders, len(draft["kind"])
    home, who, other, broker = scene.said.traffic.home, draft["trader"], draft["partner"], draft["broker"]
    outward = np.isin(draft["regime"], (REGIME["export"], REGIME["re-export"]))
    inward = ~outward & (draft["regime"] != REGIME["transit"])
    seller = np.where(outward, who, other)
    number, name, address, country = (traders.text(n) for n in ("id", "name", "address", "country"))
    rows = np.flatnonzero(~inward)
    abroad = _abroad(draft["partner"][rows], draft["destination"][rows])
    receiver = who.copy()
    receiver[rows] = len(name) + np.arange(len(rows))
    slips = np.flatnonzero(scene.chance(count, scene.said.papers.mistyped))
    wrong = mistyped(scene.random, name.take(pa.array(who[slips])), 1.0)
    ends = (home, *COUNTRIES)  # a place of -1 is home
    destination = draft["destination"] + 1
    return {
        "importer_id": _pool(number, who, inward), "importer": _slipped(_pool(name, who, inward), slips, wrong, inward),
        "importer_address": _pool(address, who, inward), "importer_country": _pool(country, who, inward),
        "consignee": _slipped(_pool(pa.concat_arrays([name, abroad]), receiver), slips, wrong, inward),
        "consignee_country": _pool(ends, np.where(inward, 0, destination)),
        "exporter_id": _pool(number, who, outward),
        "exporter": _slipped(_pool(name, seller), slips, wrong, outward), "exporter_address": _pool(address, seller),
        "exporter_country": _pool(country, seller), "declarant": _pool(name, broker),
        "declarant_id": _pool(number, broker), "origin": _pool(ends, draft["origin"] + 1),
        "dispatch": _pool(ends, np.where(outward, 0, draft["dispatch"] + 1)),
        "destination": _pool(ends, np.where(inward, 0, destination)),
    }  # fmt: skip


def _slipped(texts: Any, rows: Any, wrong: Any, where: Any) -> Any:
    """The texts with those of some rows written wrong, where the company stands in this place at all."""
    kept = where[rows]
    mask = np.zeros(len(texts), dtype=bool)
    mask[rows[kept]] = True
    return pc.replace_with_mask(texts, pa.array(mask), wrong.filter(pa.array(kept)))


def _abroad(partner: Any, destination: Any) -> Any:
    number = pc.cast(pa.array(partner * 3 + destination), pa.string())
    return pc.binary_join_element_wise("Buyer abroad", number, "(invented)", " ")


def _goods(scene: Scene, draft: Draft, masses: Masses) -> dict[str, Any]:
    random, said, count = scene.random, scene.said, len(draft["kind"])
    is_goods = draft["says_goods"] >= 0
    at, gas = np.maximum(draft["says_goods"], 0), np.maximum(draft["says_gas"], 0)
    code, edition = _code(scene, draft, is_goods, at, gas)
    usd_kg = np.where(is_goods, goods().usd_kg[at], scene.market.abroad[gas])
    usd = masses.invoiced_g / 1000 * usd_kg * draft["price"]
    euro = _EURO[scene.traders.facts["country"][draft["partner"]]] & scene.chance(count, 0.8)
    value = usd * np.where(euro & ~scene.chance(count, 0.01), 1 / _USD_PER_EURO, 1) * 100
    value = np.where(value > 100_000, np.round(value, -2), value)
    machine = is_goods & (goods().charge_g[at] > 0) & ~draft["empty_said"]
    unit = np.where(machine | draft["empty_said"], 1, np.where(is_goods & (draft["kind"] == 0), -1, 0))
    kinds, pack = goods().kind, np.maximum(draft["says_pack"], 0)
    return {
        "hs_edition": edition, "hs_code": pc.utf8_slice_codeunits(code, 0, 6), "national_code": code,
        "description": mistyped(random, described(scene, draft), said.papers.mistyped),
        "packages": pa.array(masses.packages),
        "package_kind": _pool((*kinds, *PACK_KIND), np.where(is_goods, at, len(kinds) + pack)),
        "net_mass_g": pa.array(masses.net_g), "gross_mass_g": pa.array(masses.gross_g),
        "value_minor": pa.array(np.maximum(1, value).astype(np.int64)), "currency": _pool(("USD", "EUR"),
        euro.astype(np.int64)),
        "quantity": pa.array(np.where(machine, draft["count"], masses.invoiced_g / 1000), mask=unit < 0),
        "quantity_unit": _pool(("KG", "NAR"), unit), "un_number": _un(scene, draft, is_goods, at, gas),
        "equipment_units": pa.array(draft["count"], mask=~(machine | draft["empty_said"])),
        "charge_g": pa.array(goods().charge_g[at], mask=~machine),
    }  # fmt: skip


def _un(scene: Scene, draft: Draft, is_goods: Any, at: Any, gas: Any) -> Any:
    """The UN number of what is said; of what is there, where the carrier knows; none, or a wrong one, by mistake."""
    random, said, count = scene.random, scene.said.papers, len(draft["kind"])
    numbers = goods().un
    index = np.where(is_goods, at, len(numbers) + gas)
    # a carrier that knows what it carries asks for the number of the gas, whatever the words are (assumed: one in four)
    known = is_goods & (draft["pack"] >= 0) & ~draft["is_perfect"] & scene.chance(count, 0.25)
    index = np.where(known, len(numbers) + np.maximum(draft["gas"], 0), index)
    index = np.where(scene.chance(count, said.un_left_out), -1, index)
    wrong = scene.chance(count, said.un_wrong) & (~is_goods | (draft["kind"] > 0))
    index = np.where(wrong, len(numbers) + random.integers(0, len(UN), count), index)
    return _pool((*numbers, *UN), index)


def _code(scene: Scene, draft: Draft, is_goods: Any, at: Any, gas: Any) -> tuple[Any, Any]:
    """The tariff line and its edition, by the way in which the clerk came to it."""
    pick, way = scene.random.integers(0, 10**6, len(draft["kind"])), draft["code_way"]
    mixed = _IS_MIXED[gas]
    kindred = np.where(mixed, pick % len(KINDRED_MIXED), len(KINDRED_MIXED) + pick % len(KINDRED_PURE))
    chosen = np.select(
        [is_goods, way == CODE_WAY["older"], way == CODE_WAY["kindred"], way == CODE_WAY["foreign"]],
        [_GOODS_AT + at, _OLDER_AT + gas, _KINDRED_AT + kindred, _FOREIGN_AT + pick % len(FOREIGN_CODES)], gas,
    )  # fmt: skip
    edition = _pool(("2022",), np.where((way == CODE_WAY["older"]) & ~is_goods, -1, 0))
    return _pool(_CODES, chosen), edition


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
    number = np.where(
        mode == 0,
        random.integers(0, len(_VESSELS), count),
        random.integers(0, len(_FLIGHTS), count) + len(_VESSELS),
    )
    number = np.where(
        mode == 1, random.integers(0, len(_ROAD), count) + len(_VESSELS) + len(_FLIGHTS), number
    )
    ucr = pc.binary_join_element_wise(
        f"INVUCR{scene.traders.region:02}",
        pc.cast(pa.array(draft["lot"][first] * 2_654_435_761 % 999_999_937), pa.string()),
        "",
    )
    told = np.where(scene.chance(count, said.papers.ucr_missing), -1, np.arange(count))
    boxes = np.where(bare, -1, np.arange(count))
    papers = np.where(scene.chance(count, 0.03), 5, mode)
    papers = np.where(draft["recovered"][first], 3, np.where(draft["feedstock"][first], 4, papers))
    return {
        "container": containers(box).take(places(boxes[of])),
        "transport": _pool((*_VESSELS, *_FLIGHTS, *_ROAD), number[of]), "transport_mode": _pool(("1", "3",
        "4"), mode[of]),
        "ucr": ucr.take(places(told[of])), "documents": _DOCUMENTS.take(pa.array(papers[of])),
        "route": _route(scene, draft),
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
