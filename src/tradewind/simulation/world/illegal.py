"""Illegal trade as drafts: each method of modus_operandi.csv changes what is in a load, or a paper, and nothing else.

Every method begins with a consignment as lawful trade sends them (`honest`), by a company that has others, and
replaces what the method needs to replace. What the papers then show is the business of scales and clerks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from tradewind.simulation.world import honest, illegal_goods, illegal_papers, illegal_routes
from tradewind.simulation.world.actors import Actors
from tradewind.simulation.world.cases import Case, copy
from tradewind.simulation.world.drafts import REGIME, Draft, joined
from tradewind.simulation.world.scene import Scene

#: Methods whose gas is declared as what it is.
_OPEN: Final = (6, 17, 18, 22)


def illegal(scene: Scene, actors: Actors, count: int) -> Draft:
    """So many illegal consignments, each of one line or of the several that its method takes."""
    methods, who = actors.chosen(scene, count)
    parts = []
    for method in np.unique(methods).tolist():
        chosen = who[methods == method]
        made = _MAKERS[method](scene, Case(scene, actors, chosen))
        made["method"][made["method"] == 0] = method
        if method in _OPEN:
            _as_everybody(scene, actors, made)
        parts.append(made)
    return joined(parts)


def _as_everybody(scene: Scene, actors: Actors, made: Draft) -> None:
    """Openly declared gas of those who copy: packed as the commonest lawful line of the month."""
    rows = actors.copies[made["actor"]] & (made["regime"] == REGIME["import"])
    if not rows.any():
        return
    gas = made["says_gas"].copy()
    copy(scene, made, rows)
    made["says_gas"] = gas
    made["illegal_g"] = np.where(rows, made["count"] * made["size_g"], made["illegal_g"]).astype(np.int64)


def probes(scene: Scene, actors: Actors) -> Draft:
    """The small lawful loads that new companies send first; each is sent once."""
    who = np.flatnonzero(actors.alive & (actors.probes > 0))
    actors.probes[who] -= 1
    made = honest.gas(scene, len(who), traders=actors.trader[who], kind="probe")
    made["count"] = np.maximum(1, np.minimum(made["count"], scene.random.integers(4, 20, len(who))))
    made["actor"][:] = who
    return made


_MAKERS: Final[dict[int, Callable[[Scene, Case], Draft]]] = {
    1: illegal_goods.wrong_code, 2: illegal_goods.mislabelled, 3: illegal_goods.double_layer, 4: illegal_goods.hidden,
    5: illegal_routes.undeclared, 6: illegal_papers.no_licence, 7: illegal_papers.over_quota,
    8: illegal_routes.diverted,
    9: illegal_routes.fictitious, 10: illegal_papers.false_recovery, 11: illegal_papers.returned_more,
    12: illegal_routes.relabelled, 13: illegal_goods.apart, 14: illegal_goods.disposable, 15: illegal_goods.as_hfo,
    16: illegal_papers.split, 17: illegal_papers.shell, 18: illegal_papers.stolen, 19: illegal_routes.undeclared,
    20: illegal_goods.parcel, 21: illegal_goods.charged, 22: illegal_papers.undervalued, 23: illegal_papers.feedstock,
    24: illegal_routes.bribed, 25: illegal_goods.mixed, 26: illegal_goods.second_contract,
    27: illegal_routes.undeclared,
}  # fmt: skip
