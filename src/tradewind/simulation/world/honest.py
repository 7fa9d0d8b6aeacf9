"""Lawful trade in frame, as drafts: licensed gas, what is not controlled, equipment, parts, transit, zones, returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from tradewind.simulation.gases import gases
from tradewind.simulation.world.catalogue import (
    ABROAD,
    CONTROLLED,
    COUNTRY,
    GAS,
    GASES,
    GWP,
    HFOS,
    HUBS,
    HYDROCARBONS,
    PACK,
    PACK_NET_G,
    Ints,
    goods,
)
from tradewind.simulation.world.drafts import KIND, LICENCE, REGIME, Draft, blank, joined, taken
from tradewind.simulation.world.scene import Scene

#: Net grams of small and large refillable cylinders by gas.
_SMALL: Final = np.array([g.sizes[0] * 1000 for g in gases().values()])
_LARGE: Final = np.array([g.sizes[-1] * 1000 for g in gases().values()])


def lawful(scene: Scene, count: int) -> Draft:
    """So many lawful declarations in frame, by the shares of the parameters and the season."""
    shares = scene.said.traffic.lawful
    weights = np.array([w * (scene.market.season if k in _SEASONAL else 1.0) for k, w in shares.items()])
    drawn = scene.random.choice(len(shares), count, p=weights / weights.sum())
    parts = [_MAKERS[kind](scene, int((drawn == n).sum())) for n, kind in enumerate(shares)]
    return joined([p for p in parts if len(p["kind"])])


def gas(
    scene: Scene, count: int, *, traders: Any = None, which: Any = None, kind: str = "gas", **cells: Any
) -> Draft:
    """Imports of gas as dealers order it, licensed where it is controlled. `cells` say what differs."""
    random = scene.random
    who = scene.by_weight(scene.have["dealers"], count) if traders is None else np.asarray(traders)
    own = scene.traders.gases[who]
    drawn = own[np.arange(count), random.integers(0, 3, count)] if which is None else np.asarray(which)
    # who never dealt in gas buys what there is
    drawn = np.where(drawn < 0, random.choice(CONTROLLED, count), drawn)
    made = blank(
        count, kind=KIND[kind], trader=who, gas=drawn, says_gas=drawn, day=scene.days(count), lot=scene.lots(count),
        regime=REGIME["import"], destination=-1, **supplied(scene, who), **packed(scene, who, drawn),
    )  # fmt: skip
    made["price"] *= priced(scene, who, made["count"])
    yearly = (who % 9) < 4
    made["licence"] = np.where(GWP[drawn] > 0, np.where(yearly, LICENCE["yearly"], LICENCE["single"]), 0)
    for name, value in cells.items():
        made[name][:] = value
    return made


def supplied(scene: Scene, who: Ints) -> dict[str, Any]:
    """Supplier, broker, origin and dispatch as usual for these companies, now and then another."""
    random, facts, count = scene.random, scene.traders.facts, len(who)
    turn = random.random(count)
    partner = np.where(turn < 0.72, facts["supplier"][who], facts["second"][who])
    partner = np.where(turn > 0.94, random.choice(scene.have["makers"], count), partner)
    other = scene.chance(count, scene.said.people.broker_change)
    broker = np.where(other, random.choice(scene.have["brokers"], count), facts["broker"][who])
    origin = facts["country"][partner]
    via = scene.chance(count, scene.said.people.hub)
    return {
        "partner": partner, "broker": broker, "origin": origin,
        "dispatch": np.where(via, random.choice(HUBS, count), origin),
    }  # fmt: skip


def packed(scene: Scene, who: Ints, which: Ints) -> dict[str, Any]:
    """In what packages and how many a dealer orders a gas."""
    random, said, count = scene.random, scene.said.packing, len(who)
    great = np.clip(scene.traders.facts["weight"][who] / 3, 0.15, 2.5)
    turn, edge = random.random(count), 0.0
    pack = np.where(scene.traders.facts["habit"][who] == 2, PACK["large refillable"], PACK["refillable"])
    number = np.exp(random.normal(np.log(said.order), said.order_spread, count)) * np.clip(great, 0.5, 1.6)
    for share, name in ((said.bulk, "ISO tank"), (said.tons, "ton tank")):
        chosen = (turn >= edge) & (turn < edge + share * great)
        pack = np.where(chosen, PACK[name], pack)
        edge = edge + share * great
    number = np.where(pack == PACK["ISO tank"], 1 + (random.random(count) < 0.2), number)
    number = np.where(pack == PACK["ton tank"], random.integers(1, 13, count), number)
    small = pack == PACK["refillable"]
    turn = random.random(count)
    cans = small & (turn < said.cans)
    loose = small & ~cans & (turn < said.cans + np.where(GWP[which] > 0, said.disposables, 0.5))
    pack = np.where(cans, PACK["carton of cans"], pack)
    pack = np.where(loose, np.where(GWP[which] > 0, PACK["disposable"], PACK["small disposable"]), pack)
    full = np.isin(pack, (PACK["refillable"], PACK["disposable"])) & scene.chance(count, said.full)
    number = np.where(full, random.integers(said.load_low, said.load_high + 1, count), number)
    number = np.where(pack == PACK["large refillable"], number / 3, number)
    return {"pack": pack, "says_pack": pack, "count": np.maximum(1, number.astype(np.int64)),
            "size_g": sized(scene, pack, which)}  # fmt: skip


def sized(scene: Scene, pack: Ints, which: Ints) -> Any:
    """Nominal net grams of a package of a gas."""
    random, said = scene.random, scene.said.packing
    disposable = np.array([said.disposable_g.get(name, 10_000) for name in GASES])
    sizes = PACK_NET_G[pack].astype(np.float64)
    for name, by_gas in (("disposable", disposable), ("refillable", _SMALL), ("large refillable", _LARGE)):
        sizes = np.where(pack == PACK[name], by_gas[which], sizes)
    # in Asian trade the same cylinders are sold at ten kilograms (reference data: cylinders)
    ten = (pack == PACK["disposable"]) & (random.random(len(pack)) < 0.12)
    sizes = np.where(ten, 10_000, sizes)
    tank = random.uniform(said.tank_low_kg, said.tank_high_kg, len(pack)).round(-1) * 1000
    return np.where(pack == PACK["ISO tank"], tank, sizes)


def priced(scene: Scene, who: Ints, count: Any) -> Any:
    """What a buyer pays as a share of the market's price: group prices, quantity, chance, samples."""
    random, said = scene.random, scene.said.market
    share = scene.traders.facts["related"][who] * np.exp(random.normal(0, said.margin, len(who)))
    share = share * np.maximum(count, 1) ** -0.02
    sample = scene.chance(len(who), said.samples)
    return np.where(sample, random.uniform(0.05, 0.5, len(who)), share)


def ordinary(
    scene: Scene, count: int, what: Any, *, traders: Any = None, kind: str = "other", **cells: Any
) -> Draft:
    """Imports of goods that are not gas itself: machines, parts, near goods, other goods."""
    random, have = scene.random, scene.have
    who = (
        scene.by_weight(have["dealers" if kind != "other" else "importers"], count)
        if traders is None
        else traders
    )
    what = np.asarray(what)
    number = np.exp(random.normal(3.2, 1.1, count))
    heavy = goods().charge_g[what]
    number = np.maximum(1, (number / (1 + heavy / 3000)).astype(np.int64))
    made = blank(
        count, kind=KIND[kind], trader=who, goods=what, says_goods=what, day=scene.days(count), lot=scene.lots(count),
        regime=REGIME["import"], count=number, size_g=goods().g[what] * random.uniform(0.95, 1.05, count),
        gas=goods().gas[what], says_gas=goods().gas[what], **supplied(scene, who),
    )  # fmt: skip
    made["price"] *= np.exp(random.normal(0, 0.2, count))
    for name, value in cells.items():
        made[name][:] = value
    return made


def _hfo(scene: Scene, count: int) -> Draft:
    # a third of the dealers have customers for them
    who = scene.by_weight(scene.have["dealers"][::3], count)
    return gas(scene, count, traders=who, which=scene.random.choice(HFOS, count), kind="hfo")


def _hydrocarbon(scene: Scene, count: int) -> Draft:
    return gas(scene, count, which=scene.random.choice(HYDROCARBONS, count), kind="hydrocarbon")


def _recovered(scene: Scene, count: int) -> Draft:
    who = scene.by_weight(scene.have["reclaimers"], count)
    made = gas(scene, count, traders=who, kind="recovered", recovered=True)
    made["count"] = np.minimum(made["count"], 80)
    made["price"] *= scene.random.uniform(0.35, 0.75, count)
    return made


def _feedstock(scene: Scene, count: int) -> Draft:
    who = scene.by_weight(scene.have["dealers"][::7], count)
    made = gas(scene, count, traders=who, which=np.full(count, GAS["R-22"]), kind="feedstock", feedstock=True)
    made["pack"][:] = made["says_pack"][:] = PACK["ISO tank"]
    made["count"][:] = 1
    made["size_g"][:] = sized(scene, made["pack"], made["gas"])
    return made


def _equipment(scene: Scene, count: int) -> Draft:
    what = scene.random.choice(goods().machines, count)
    # the others come by the pallet
    load = scene.random.uniform(5e6, 16e6, count) / goods().g[what]
    mixed = np.where(
        scene.chance(count, 0.5), scene.by_weight(scene.have["dealers"], count),
        scene.by_weight(scene.have["importers"], count),
    )  # fmt: skip
    made = ordinary(scene, count, what, traders=mixed, kind="equipment")
    made["count"] = np.where(
        scene.chance(count, scene.said.packing.machines), np.maximum(1, load.astype(np.int64)), made["count"]
    )
    is_controlled = GWP[goods().gas[what]] > 0
    empty = scene.chance(count, 0.07) & (goods().charge_g[what] < 5000)
    made["empty_said"][:] = empty
    made["licence"][:] = np.where(is_controlled & ~empty, LICENCE["charge"], 0)
    made["gas"][empty] = -1
    return made


def _part(scene: Scene, count: int) -> Draft:
    return ordinary(scene, count, scene.random.choice(goods().parts, count), kind="part")


def _empties(scene: Scene, count: int) -> Draft:
    made = ordinary(scene, count, scene.random.choice(goods().empties, count), kind="empties")
    made["count"] *= 4
    return made


def transit(scene: Scene, count: int, **cells: Any) -> Draft:
    """Gas on its way through the Party, under a carrier; most are written off in time."""
    random, said = scene.random, scene.said.papers
    made = gas(scene, count, which=scene.random.choice(CONTROLLED, count), kind="transit")
    turn = random.random(count)
    made["discharged"][:] = np.where(
        turn < said.discharge_lost, 2, np.where(turn < said.discharge_lost + said.discharge_late, 1, 0)
    )
    made["trader"][:] = scene.by_weight(scene.have["carriers"], count)
    made["broker"][:] = made["trader"]
    return _outward(scene, made, "transit", licence=0, **cells)


def zone(scene: Scene, count: int, **cells: Any) -> Draft:
    """Gas that enters a free zone."""
    return gas(scene, count, kind="free zone", regime=REGIME["free zone"], licence=0, **cells)


def returned(scene: Scene, count: int, **cells: Any) -> Draft:
    """Cylinders that come back: at most what left in one of the months before."""
    made = _again(scene, count, (REGIME["export"], REGIME["re-export"]), "returned", cells)
    if not len(made["kind"]):
        return made
    back = scene.random.uniform(0.05, 1, len(made["kind"]))
    made["count"] = np.maximum(1, (made["count"] * back).astype(np.int64))
    made["dispatch"], made["destination"] = made["destination"].copy(), np.full(len(back), -1, dtype=np.int16)
    return made


def re_export(scene: Scene, count: int, **cells: Any) -> Draft:
    """Gas that came and goes on, whole or in part; lots that came this month wait for the next."""
    made = _again(scene, count, (REGIME["import"], REGIME["free zone"]), "re-export", cells)
    if not len(made["kind"]):
        return made
    share = scene.random.uniform(0.1, 1, len(made["kind"]))
    made["count"] = np.maximum(1, (made["count"] * share).astype(np.int64))
    return _outward(scene, made, "re-export", licence=0)


def _again(scene: Scene, count: int, regimes: tuple[int, ...], kind: str, cells: dict[str, Any]) -> Draft:
    before = scene.memory.draft
    known = np.flatnonzero(
        np.isin(before["regime"], regimes) & (before["gas"] >= 0) & (before["says_goods"] < 0)
    )
    if not len(known):
        return blank(0)
    rows = scene.random.choice(known, count)
    fresh = ("method", "illegal_g", "hidden_gas", "hidden_count", "is_perfect", "is_bribed", "actor",
    "licence", "recovered",
             "feedstock", "code_way", "words_way", "stranger", "copied", "water_g")  # fmt: skip
    made, clean = taken(before, rows), blank(count)
    made |= {name: clean[name] for name in fresh}
    made["gas"] = np.where(made["says_gas"] >= 0, made["says_gas"], made["gas"])
    made["pack"] = made["says_pack"].copy()
    made["traces"][:] = True
    made |= {"day": scene.days(count), "lot": scene.lots(count), "previous": rows}
    made["kind"][:], made["regime"][:] = KIND[kind], REGIME[kind]
    for name, value in cells.items():
        made[name][:] = value
    return made


def _outward(scene: Scene, made: Draft, regime: str, **cells: Any) -> Draft:
    """The same goods on their way out: their buyer sits abroad."""
    count = len(made["kind"])
    abroad = ABROAD[~np.isin(ABROAD, (COUNTRY["CHN"], COUNTRY["IND"]))]
    made["regime"][:] = REGIME[regime]
    made["destination"][:] = scene.random.choice(abroad, count)
    for name, value in cells.items():
        made[name][:] = value
    return made


_SEASONAL: Final = ("gas", "hfo", "hydrocarbon", "equipment", "part")
_MAKERS: Final[dict[str, Callable[[Scene, int], Draft]]] = {
    "gas": gas, "hfo": _hfo, "hydrocarbon": _hydrocarbon, "recovered": _recovered, "feedstock": _feedstock,
    "equipment": _equipment, "part": _part, "empties": _empties, "transit": transit, "free zone": zone,
    "returned": returned, "re-export": re_export,
}  # fmt: skip
