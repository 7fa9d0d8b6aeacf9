"""Illegal trade on the way: undeclared, diverted, on paper only, in zones, waved through.

Methods 5, 8, 9, 12, 19, 24 and 27 of modus_operandi.csv.
"""

from __future__ import annotations

import numpy as np

from tradewind.simulation.world import honest
from tradewind.simulation.world.cases import Case, wholly
from tradewind.simulation.world.catalogue import (
    ABROAD,
    PACK,
)
from tradewind.simulation.world.drafts import KIND, LICENCE, REGIME, Draft, blank, joined, taken
from tradewind.simulation.world.illegal_goods import hidden
from tradewind.simulation.world.scene import Scene


def undeclared(scene: Scene, case: Case) -> Draft:
    """5, 19, 27: no declaration at all; a row of truth with a mass."""
    said = scene.said.illegal
    mass = np.exp(scene.random.normal(np.log(said.van_kg), 1.0, case.count)) * 1000 * case.scale
    made = blank(case.count, actor=case.who, trader=case.trader, gas=case.gas,
    day=scene.days(case.count),
                 lot=scene.lots(case.count), traces=False, illegal_g=mass.astype(np.int64),
                 kind=KIND["other"])  # fmt: skip
    made["item"][:] = 0
    return made


def diverted(scene: Scene, case: Case) -> Draft:
    """8: a transit that ends on the way; some are written off on paper, or turn back."""
    made = honest.transit(scene, case.count, trader=case.trader, broker=case.trader, actor=case.who)
    made["gas"][:] = made["says_gas"][:] = case.gas
    big = scene.random.random(case.count) < 0.6
    made["count"] = np.where(
        big & ~np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"])), case.cylinders, made["count"]
    )
    made["discharged"][:] = np.where(
        case.perfect, 0, scene.random.choice([3, 1, 0], case.count, p=[0.5, 0.3, 0.2])
    )
    made["twists"][:] = ~case.perfect & (scene.random.random(case.count) < 0.4)
    return wholly(made, traces=(made["discharged"] != 0) | made["twists"])


def fictitious(scene: Scene, case: Case) -> Draft:
    """9: an export on paper of gas that stays, or one lot that goes round."""
    made = case.cover(scene, licence=0, kind="re-export")
    made["regime"][:], made["destination"][:] = REGIME["re-export"], scene.random.choice(ABROAD, case.count)
    made["gas"][:] = made["says_gas"][:] = case.gas
    made["illegal_g"] = (made["count"] * made["size_g"]).astype(np.int64)
    rounds = scene.random.random(case.count) < 0.4
    made["gas"][~rounds] = -1
    made["is_weighed"][~rounds] = True
    # a cylinder that is refilled with water weighs by its volume: about a fifth more than with gas (assumed)
    made["water_g"][~rounds] = made["size_g"][~rounds] * scene.random.uniform(-0.1, 0.4, int((~rounds).sum()))
    made["illegal_g"][rounds] = (made["count"] * made["size_g"])[rounds].astype(np.int64)
    boxes = scene.random.integers(0, 10**6, case.count)
    turns = [made]
    made["box"][rounds] = boxes[rounds]
    for turn in (1, 2):
        again = taken(made, rounds)
        again["day"] = scene.on_work(again["day"] + turn * scene.random.integers(4, 9, len(again["day"])))
        again["illegal_g"][:] = 0
        if turn == 1:
            again["regime"][:], again["kind"][:] = REGIME["import"], KIND["gas"]
            again["dispatch"], again["destination"] = (
                again["destination"].copy(),
                np.full(len(again["day"]), -1, np.int16),
            )
            again["licence"][:] = LICENCE["single"]
        turns.append(again)
    return joined(turns)


def relabelled(scene: Scene, case: Case) -> Draft:
    """12: what came into the zone neither leaves nor lies there."""
    made = honest.zone(scene, case.count, trader=case.trader, actor=case.who)
    made["gas"][:] = made["says_gas"][:] = case.gas
    gone = scene.random.uniform(0.3, 0.95, case.count)
    made["illegal_g"] = (made["count"] * made["size_g"] * gone).astype(np.int64)
    # cylinders of water or of another's stock stand in its place when some holders are counted
    made["traces"][:] = ~case.perfect
    made["missing"] = np.where(case.perfect, 0.0, gone)
    return made


def bribed(scene: Scene, case: Case) -> Draft:
    """24: waved through: half without any declaration, half as other goods whose papers fit."""
    made = taken(hidden(scene, case, method=24), scene.random.random(case.count) < 0.5)
    made["is_perfect"][:] = made["is_bribed"][:] = True
    made["traces"][:] = False
    rest = case.count - len(made["kind"])
    if not rest:
        return made
    return joined([made, taken(undeclared(scene, case), np.arange(case.count) < rest)])
