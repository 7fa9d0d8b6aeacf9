"""Those who trade illegally: companies with a history, most of them with lawful trade beside, and how they answer."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from tradewind.simulation.world.catalogue import Ints
from tradewind.simulation.world.scene import Scene
from tradewind.simulation.world.traders import NEVER, dealers, importers

#: Who uses which method of modus_operandi.csv: dealers in gas, importers of other goods, carriers, companies made
#: for it.
USED_BY: Final = {
    1: ("importer", "dealer", "front"), 2: ("dealer",), 3: ("dealer",), 4: ("importer",), 5: ("importer",),
    6: ("front", "dealer"),
    7: ("dealer",), 8: ("carrier",), 9: ("dealer",), 10: ("dealer", "reclaimer"), 11: ("dealer",),
    12: ("dealer",), 13: ("dealer",),
    14: ("dealer",), 15: ("dealer",), 16: ("front",), 17: ("front",), 18: ("front",), 19: ("importer",),
    20: ("importer",),
    21: ("dealer", "importer"), 22: ("dealer",), 23: ("dealer",), 24: ("importer",), 25: ("importer",),
    26: ("dealer",), 27: ("dealer",),
}  # fmt: skip
_KINDS: Final = ("dealer", "importer", "carrier", "reclaimer", "front")
_METHODS: Final = tuple(USED_BY)
#: Illegal consignments of an actor in a month, about (assumed).
_EACH: Final = 0.6


class Actors:
    """The illegal actors of a region. Position n of each array is the n-th actor; dead ones have sold their company.

    `probes` are small lawful loads that an actor sends before it sends others.
    `appeal` is the share of its usual choice that each method still has after losses.
    """

    def __init__(self) -> None:
        self.trader: Any = np.zeros(0, dtype=np.int64)
        self.kind: Any = np.zeros(0, dtype=np.int64)
        self.method: Any = np.zeros(0, dtype=np.int64)
        self.scale: Any = np.zeros(0)
        self.alive: Any = np.zeros(0, dtype=bool)
        self.copies: Any = np.zeros(0, dtype=bool)
        self.probes: Any = np.zeros(0, dtype=np.int64)
        self.appeal: Any = np.ones(max(_METHODS) + 1)

    def chosen(self, scene: Scene, count: int) -> tuple[Ints, Ints]:
        """(method, actor) of so many consignments: methods by their shares and appeal, then someone who uses them."""
        shares = scene.said.illegal.methods
        weights = np.array([shares.get(str(m), 0.0) * self.appeal[m] for m in _METHODS])
        if not weights.sum() or not count:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        methods = scene.random.choice(_METHODS, count, p=weights / weights.sum())
        actors = np.full(count, -1, dtype=np.int64)
        for method in np.unique(methods).tolist():
            rows = np.flatnonzero(methods == method)
            actors[rows] = scene.random.choice(self._users(scene, method, len(rows)), len(rows))
        return methods, actors

    def _users(self, scene: Scene, method: int, lines: int) -> Ints:
        """Actors who use the method now; new ones where they are too few."""
        wanted = max(1, round(lines / _EACH / 2))
        users = np.flatnonzero(self.alive & (self.method == method) & (self.probes == 0))
        if len(users) < wanted:
            new = self.enter(scene, method, wanted - len(users))
            self.probes[new] = 0
            users = np.concatenate([users, new])
        return users

    def enter(self, scene: Scene, method: int, count: int, *, fresh: bool = False) -> Ints:
        """So many new actors who use a method; `fresh` ones have a company of these weeks."""
        kinds = scene.random.choice([_KINDS.index(k) for k in USED_BY[method]], count)
        start = len(self.trader)
        traders = np.array([self._company(scene, _KINDS[k], fresh) for k in kinds.tolist()], dtype=np.int64)
        probing = scene.chance(count, scene.said.adversary.probe) & fresh
        self.trader = np.concatenate([self.trader, traders])
        self.kind = np.concatenate([self.kind, kinds])
        self.method = np.concatenate([self.method, np.full(count, method)])
        self.scale = np.concatenate([self.scale, np.exp(scene.random.normal(0, 0.35, count))])
        self.alive = np.concatenate([self.alive, np.ones(count, dtype=bool)])
        self.copies = np.concatenate([self.copies, np.zeros(count, dtype=bool)])
        self.probes = np.concatenate([self.probes, np.where(probing, 1, 0)])
        return np.arange(start, start + count)

    def _company(self, scene: Scene, kind: str, fresh: bool) -> int:
        random, traders, have = scene.random, scene.traders, scene.have
        if kind in ("carrier", "reclaimer"):
            return int(random.choice(have[f"{kind}s"]))
        beside = random.random() < scene.said.illegal.honest_beside
        if kind == "front" or fresh:
            day = scene.start - int(random.integers(0, 120) if kind == "front" else 0)
            make = importers if kind == "importer" else dealers
            one = make(traders, random, have, 1, day=day)
            traders.facts["weight"][one] = 0.3 if beside else 0.0
            if kind == "front" and random.random() < 0.25:
                traders.facts["registered"][one] = NEVER
        else:
            have_ones = have["importers" if kind == "importer" else "dealers"]
            if beside:
                return int(random.choice(have_ones))
            make = importers if kind == "importer" else dealers
            one = make(traders, random, have, 1)
            traders.facts["weight"][one] = 0.0
        group = "importers" if kind == "importer" else "dealers"
        have[group] = np.concatenate([have[group], one])
        return int(one[0])

    def react(self, scene: Scene, caught: Ints, tried: Any) -> None:
        """Answer a month: `caught` actors change; methods that were caught lose appeal, others regain some.

        `tried` counts by method (caught, sent).
        """
        said = scene.said.adversary
        lost = tried[:, 0] / np.maximum(tried[:, 1], 1)
        self.appeal *= np.exp(-2 * said.speed * lost)
        self.appeal += (1 - self.appeal) * said.memory * (lost == 0)
        for actor in np.unique(caught[caught >= 0]).tolist():
            if self.alive[actor] and scene.random.random() < said.speed:
                self._change(scene, actor)

    def _change(self, scene: Scene, actor: int) -> None:
        """A new company, smaller loads, another method, or a copy of what everybody sends."""
        random, said = scene.random, scene.said.adversary
        turn = random.random()
        if turn < said.copying:
            self.copies[actor] = True
        elif turn < said.copying + 0.25:
            self.scale[actor] *= random.uniform(0.3, 0.6)
        elif turn < said.copying + 0.5:
            self.alive[actor] = False
            new = self.enter(scene, int(self.method[actor]), 1, fresh=True)
            self.scale[new] = self.scale[actor]
        else:
            weights = np.array(
                [scene.said.illegal.methods.get(str(m), 0.0) * self.appeal[m] for m in _METHODS]
            )
            fits = [_KINDS[self.kind[actor]] in USED_BY[m] for m in _METHODS]
            weights = weights * fits
            if weights.sum():
                self.method[actor] = random.choice(_METHODS, p=weights / weights.sum())
