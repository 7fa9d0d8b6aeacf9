"""Illegal trade in the goods: other words, another gas, hidden, banned cylinders, machines.

Methods 1 to 4, 13 to 15, 20, 21, 25 and 26 of modus_operandi.csv.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tradewind.simulation.world import honest
from tradewind.simulation.world.cases import Case, copy, on_a_scale, refillable, wholly
from tradewind.simulation.world.catalogue import (
    GAS,
    GWP,
    HFOS,
    PACK,
    Ints,
    goods,
)
from tradewind.simulation.world.drafts import KIND, LICENCE, Draft, joined
from tradewind.simulation.world.papers import CODE_WAY
from tradewind.simulation.world.scene import Scene
from tradewind.simulation.world.wording import WAY


def wrong_code(scene: Scene, case: Case) -> Draft:
    """1: the words of other goods over gas, or gas under the code of what it is for, or of its kindred."""
    made = wholly(case.load(case.cover(scene, licence=0)))
    turn = scene.random.random(case.count)
    words = turn < 0.4
    made["says_goods"][words] = scene.random.choice(_covers(scene), int(words.sum()))
    made["kind"][words] = 0
    made["code_way"][~words] = np.where(turn[~words] < 0.7, CODE_WAY["foreign"], CODE_WAY["kindred"])
    vague = ~words & (scene.random.random(case.count) < 0.6)
    made["words_way"][vague] = WAY["vague"]
    made["says_gas"][vague & (turn > 0.9)] = HFOS[0]
    made["is_perfect"][:] = case.perfect & words
    made["traces"][:] = ~made["is_perfect"]
    return made


def _covers(scene: Scene) -> Ints:
    """Goods under whose name gas travels: any that other importers bring in packages of about that size."""
    del scene
    g = goods()
    return np.array(
        [
            n
            for n in np.concatenate([g.ordinary, g.near])
            if g.kind[n] in ("CT", "PK", "BG") and g.g[n] < 45_000
        ]
    )


def mislabelled(scene: Scene, case: Case) -> Draft:
    """2: licensed gas by the label, another in the cylinder; who does not know better pays the price of the label."""
    made = case.cover(scene)
    another_inside(scene, case, made)
    made["illegal_g"] = (made["count"] * made["size_g"]).astype(np.int64)
    honest_price = case.perfect | (scene.random.random(case.count) < 0.4)
    ratio = scene.market.abroad[made["gas"]] / scene.market.abroad[np.maximum(made["says_gas"], 0)]
    made["price"] *= np.where(honest_price, 1.0, ratio)
    made["traces"][:] = ~honest_price
    return made


def second_contract(scene: Scene, case: Case) -> Draft:
    """26: an open contract for what is licensed, a secret one for what comes, in cylinders of an invented brand."""
    made = case.cover(scene)
    another_inside(scene, case, made)
    made["partner"] = scene.random.choice(scene.have["makers"], case.count)
    made["illegal_g"] = (made["count"] * made["size_g"]).astype(np.int64)
    made["price"] *= np.where(case.perfect, 1.0, scene.random.uniform(0.7, 1.1, case.count))
    made["traces"][:] = False
    return made


def another_inside(scene: Scene, case: Case, made: Draft) -> None:
    """Larger orders of what is cheap to license, with what pays inside."""
    made["gas"][:] = case.gas
    same = made["gas"] == made["says_gas"]
    made["says_gas"][same] = np.where(case.gas[same] == GAS["R-134a"], GAS["R-32"], GAS["R-134a"])
    tank = np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"]))
    made["count"] = np.where(tank, made["count"], np.maximum(made["count"], case.cylinders // 2))
    if case.copies.any():
        copy(scene, made, case.copies)


def double_layer(scene: Scene, case: Case) -> Draft:
    """3: the first rows are what the licence names; behind them stand disposable cylinders of another gas."""
    made = case.cover(scene)
    tank = np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"]))
    made["pack"][tank] = made["says_pack"][tank] = PACK["refillable"]
    made["size_g"] = honest.sized(scene, made["pack"], made["says_gas"])
    made["count"] = np.maximum(made["count"], case.cylinders)
    made["hidden_gas"][:], made["hidden_size_g"] = case.gas, case.size_g
    made["hidden_count"] = (made["count"] * scene.random.uniform(0.5, 0.85, case.count)).astype(np.int64)
    made["illegal_g"] = (made["hidden_count"] * case.size_g).astype(np.int64)
    # a double wall is weighted until the scale shows what the papers say
    on_a_scale(scene, made, case.perfect | (scene.random.random(case.count) < 0.3))
    return made


def hidden(scene: Scene, case: Case, among: Any = None, method: int = 4) -> Draft:
    """4 and 25: cylinders among other goods; a scale shows them, a list does not."""
    g = goods()
    what = scene.random.choice(
        np.concatenate([g.among, g.parts, g.ordinary]) if among is None else among, case.count
    )
    made = honest.ordinary(scene, case.count, what, traders=case.trader)
    made["actor"][:], made["method"][:] = case.who, method
    made["gas"][:] = -1
    made["hidden_gas"][:], made["hidden_size_g"] = case.gas, case.size_g
    made["hidden_count"] = case.cylinders
    room = np.maximum(made["count"], (case.cylinders * case.size_g * 0.4 / made["size_g"]).astype(np.int64))
    made["count"] = np.maximum(1, room)
    made["illegal_g"] = (made["hidden_count"] * case.size_g).astype(np.int64)
    on_a_scale(scene, made, case.perfect)
    return made


def mixed(scene: Scene, case: Case) -> Draft:
    """25: cylinders with other contraband, tobacco or pesticides, among lawful goods (CP-TOB, CP-PEL)."""
    g = goods()
    among = [n for n in range(len(g.words)) if g.code[n] in ("240220", "380891", "440131", "283650")]
    return hidden(scene, case, np.array(among), 25)


def disposable(scene: Scene, case: Case) -> Draft:
    """14: licensed gas in cylinders that the Party bans, said to be refillable or not spoken of."""
    made = case.load(case.cover(scene))
    silent = scene.random.random(case.count) < 0.75
    refillable(scene, made, silent)
    # where the words name refillable cylinders their size is that of the disposable ones: it is what is invoiced
    made["is_perfect"][:] = case.perfect & silent
    return wholly(made, traces=~made["is_perfect"])


def as_hfo(scene: Scene, case: Case) -> Draft:
    """15: declared as what nobody controls, in its usual packages or the HFC's."""
    made = case.load(case.cover(scene, licence=0, kind="hfo"))
    made["says_gas"][:] = scene.random.choice(HFOS, case.count)
    dear = scene.market.abroad[made["says_gas"]]
    ratio = scene.market.abroad[made["gas"]] / dear
    made["price"] *= np.where(case.perfect, 1.0, ratio ** scene.random.uniform(0.2, 1, case.count))
    usual = scene.random.random(case.count) < 0.5
    made["pack"][usual] = made["says_pack"][usual] = PACK["refillable"]
    made["size_g"] = np.where(usual, honest.sized(scene, made["pack"], made["says_gas"]), made["size_g"])
    return wholly(made)


def parcel(scene: Scene, case: Case) -> Draft:
    """20: some cylinders or cans by courier, under the words of other goods."""
    g = goods()
    what = scene.random.choice(np.concatenate([g.parts, g.among, g.ordinary[:30]]), case.count)
    made = honest.ordinary(scene, case.count, what, traders=case.trader, by_courier=True, kind="other")
    made["kind"][:] = KIND["parcel"]
    made["actor"][:] = case.who
    cans = scene.random.random(case.count) < 0.4
    made["gas"][:] = case.gas
    made["pack"][:] = np.where(cans, PACK["carton of cans"], PACK["disposable"])
    made["size_g"] = np.where(cans, 6000, case.size_g)
    made["count"] = scene.random.integers(1, 9, case.count)
    made["is_perfect"][:] = case.perfect
    return wholly(made, traces=~case.perfect)


def charged(scene: Scene, case: Case) -> Draft:
    """21: more gas in machines than was authorised, machines said to be empty, or charged with another gas."""
    g = goods()
    what = scene.random.choice([n for n in g.machines if GWP[g.gas[n]] > 0], case.count)
    made = honest.ordinary(
        scene, case.count, what, traders=case.trader, kind="equipment", licence=LICENCE["charge"]
    )
    made["actor"][:] = case.who
    made["count"] = np.maximum(
        made["count"], (case.cylinders * 1.5 / (1 + g.charge_g[what] / 3000)).astype(np.int64)
    )
    charge = (made["count"] * g.charge_g[what]).astype(np.float64)
    turn = scene.random.random(case.count)
    over = turn < 0.5
    allowed = scene.random.uniform(0.15, 0.8, case.count)
    made["licence_share"] = np.where(over, allowed, 1.0)
    empty = (turn >= 0.5) & (turn < 0.8)
    made["empty_said"][:] = empty
    made["licence"][empty] = 0
    made["illegal_g"] = (charge * np.where(over, 1 - allowed, 1)).astype(np.int64)
    made["gas"] = np.where(turn >= 0.8, GAS["R-22"], made["gas"]).astype(np.int16)
    made["traces"][:] = turn < 0.8
    return made


def apart(scene: Scene, case: Case) -> Draft:
    """13: a tank of licensed gas, and empty disposable cylinders by another declaration within days."""
    tank = case.cover(scene)
    tank["gas"][:] = tank["says_gas"][:] = case.gas
    tank["pack"][:] = tank["says_pack"][:] = PACK["ISO tank"]
    tank["size_g"] = honest.sized(scene, tank["pack"], tank["gas"])
    tank["count"][:] = 1
    fill = scene.random.uniform(0.3, 0.9, case.count)
    tank["illegal_g"] = (tank["size_g"] * fill).astype(np.int64)
    what = scene.random.choice(goods().empties[2:], case.count)
    empties = honest.ordinary(scene, case.count, what, traders=case.trader, kind="empties", actor=case.who)
    empties["count"] = np.maximum(1, (tank["size_g"] * fill / case.size_g)).astype(np.int64)
    empties["day"] = scene.on_work(tank["day"] + scene.random.integers(-9, 10, case.count))
    empties["lot"] = tank["lot"].copy()
    return joined([tank, empties])
