"""What every illegal consignment begins with: who sends it, what its gain suggests, and a lawful cover."""

from __future__ import annotations

from typing import Any

import numpy as np

from tradewind.simulation.world import honest
from tradewind.simulation.world.actors import Actors
from tradewind.simulation.world.catalogue import (
    GASES,
    PACK,
    Ints,
)
from tradewind.simulation.world.drafts import REGIME, Draft
from tradewind.simulation.world.scene import Scene
from tradewind.simulation.world.wording import WAY


class Case:
    """The actors of one method in a month, with the gas and the load that their gain suggests."""

    def __init__(self, scene: Scene, actors: Actors, who: Ints) -> None:
        self.who, self.count = who, len(who)
        self.trader = actors.trader[who]
        self.scale, self.copies = actors.scale[who], actors.copies[who]
        self.gas = scene.profitable(self.count)
        said, random = scene.said, scene.random
        self.size_g = np.array([said.packing.disposable_g[GASES[g]] for g in self.gas])
        full = scene.chance(self.count, said.illegal.full_load) & (self.scale > 0.6)
        order = (
            np.exp(random.normal(np.log(said.illegal.order), said.illegal.order_spread, self.count))
            * self.scale
        )
        load = random.integers(said.packing.load_low, said.packing.load_high + 1, self.count)
        self.cylinders = np.clip(np.where(full, load, order), 2, said.packing.load_high).astype(np.int64)
        self.perfect = scene.chance(self.count, said.illegal.perfect)

    def cover(self, scene: Scene, **cells: Any) -> Draft:
        """Lawful-looking imports of gas by these actors, as they usually order."""
        made = honest.gas(scene, self.count, traders=self.trader, **cells)
        made["actor"][:] = self.who
        tank = np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"]))
        tank &= ~scene.chance(self.count, scene.said.illegal.tanks)
        made["pack"][tank] = made["says_pack"][tank] = PACK["refillable"]
        made["count"] = np.where(tank, np.maximum(self.cylinders // 3, 1), made["count"])
        made["size_g"] = np.where(tank, honest.sized(scene, made["pack"], made["gas"]), made["size_g"])
        return made

    def load(self, made: Draft) -> Draft:
        """The same with the load of disposable cylinders instead of the usual order."""
        made["pack"][:] = made["says_pack"][:] = PACK["disposable"]
        made["count"], made["size_g"] = self.cylinders.copy(), self.size_g.copy()
        made["gas"][:] = made["says_gas"][:] = self.gas
        return made


def wholly(made: Draft, *, traces: Any = True) -> Draft:
    """All of what is in the load is illegal."""
    made["illegal_g"] = (made["count"] * made["size_g"] * (made["water_g"] == 0)).astype(np.int64)
    made["traces"][:] = traces
    return made


def on_a_scale(scene: Scene, made: Draft, perfect: Any) -> None:
    """What is hidden shows where a scale writes the gross mass and nobody made the papers fit; a list leaves it out."""
    shown = scene.chance(len(made["kind"]), scene.said.papers.weighed) & ~perfect
    made["is_weighed"][:] = made["traces"][:] = shown
    made["is_perfect"][:] = ~shown


def refillable(scene: Scene, made: Draft, rows: Any) -> None:
    """Lines that use or name the refillable cylinders that everybody names."""
    made["says_pack"][rows] = PACK["refillable"]
    made["words_way"][rows] = scene.random.choice([WAY["refillable"], WAY["plain"], -1], int(np.sum(rows)))


def copy(scene: Scene, made: Draft, rows: Any) -> None:
    """Say what the commonest lawful line of the last month says: its gas, its packages, about its number of them."""
    before = scene.memory.draft
    known = np.flatnonzero(
        (before["says_gas"] >= 0) & (before["regime"] == REGIME["import"]) & (before["says_goods"] < 0)
    )
    if not len(known):
        return
    keys = before["says_gas"][known] * 100 + before["says_pack"][known]
    values, counts = np.unique(keys, return_counts=True)
    common = known[keys == values[counts.argmax()]]
    drawn = scene.random.choice(common, int(np.sum(rows)))
    for name in ("says_gas", "says_pack", "count", "size_g"):
        made[name][rows] = before[name][drawn]
    made["pack"][rows] = made["says_pack"][rows]
    made["words_way"][rows] = -1
    made["copied"][rows] = True
