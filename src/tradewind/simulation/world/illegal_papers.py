"""Illegal trade in the papers: licence, quota, recovery, returns, fronts, price.

Methods 6, 7, 10, 11, 16 to 18, 22 and 23 of modus_operandi.csv.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from tradewind.simulation.world import honest
from tradewind.simulation.world.cases import Case, refillable, wholly
from tradewind.simulation.world.catalogue import (
    COUNTRY,
    GAS,
    GWP,
    PACK,
)
from tradewind.simulation.world.drafts import LICENCE, REGIME, Draft, joined, taken
from tradewind.simulation.world.scene import Scene

#: A permit under so much needs no quota in the invented law, as once in the Union: t CO2e (EFCTC-FB).
FREE_T_CO2E: Final = 100.0


def no_licence(scene: Scene, case: Case) -> Draft:
    """6: openly declared, with no licence, another's, one that ended, or a number that nobody issued."""
    made = case.cover(scene)
    big = scene.random.random(case.count) < 0.5
    made["count"] = np.where(big & (made["pack"] == PACK["refillable"]), case.cylinders, made["count"])
    made["gas"][:] = made["says_gas"][:] = case.gas
    made["licence"][:] = scene.random.choice(
        [0, LICENCE["another"], LICENCE["ended"], LICENCE["forged"]], case.count, p=[0.4, 0.25, 0.2, 0.15]
    )
    made["licence_of"][:] = scene.by_weight(scene.have["dealers"], case.count)
    return wholly(made)


def over_quota(scene: Scene, case: Case) -> Draft:
    """7: beyond the quota of the year, or one order in many permits that need none."""
    several = scene.random.random(case.count) < 0.5
    over = case.cover(scene, licence=LICENCE["yearly"])
    over["count"] = np.where(
        over["pack"] == PACK["refillable"], over["count"] + case.cylinders, over["count"]
    )
    over = wholly(taken(over, ~several))
    rows = np.repeat(np.flatnonzero(several), scene.random.integers(3, 9, int(several.sum())))
    made = taken(case.cover(scene, licence=LICENCE["single"]), rows)
    made["gas"] = made["says_gas"] = np.where(GWP[made["gas"]] > 0, made["gas"], GAS["R-134a"]).astype(
        np.int16
    )
    small = np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"]))
    made["pack"][small] = made["says_pack"][small] = PACK["refillable"]
    made["size_g"] = honest.sized(scene, made["pack"], made["gas"])
    most = np.floor(FREE_T_CO2E * 1e6 / GWP[made["gas"]] / made["size_g"])
    made["count"] = np.maximum(1, most * scene.random.uniform(0.7, 1, len(rows))).astype(np.int64)
    made["day"] = scene.on_work(made["day"] + scene.random.integers(-6, 7, len(rows)))
    return joined([over, wholly(made)])


def false_recovery(scene: Scene, case: Case) -> Draft:
    """10: new gas with papers of recovery."""
    made = case.cover(scene, recovered=True, kind="recovered")
    made["gas"][:] = made["says_gas"][:] = case.gas
    small = ~np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"]))
    made["count"] = np.where(small, np.maximum(made["count"], case.cylinders // 2), made["count"])
    made["price"] *= np.where(case.perfect, scene.random.uniform(0.4, 0.75, case.count), 1.0)
    return wholly(made)


def returned_more(scene: Scene, case: Case) -> Draft:
    """11: more comes back than ever left."""
    made = honest.returned(scene, case.count, trader=case.trader, actor=case.who)
    if not len(made["kind"]):
        made = case.cover(scene, licence=0, kind="returned", regime=REGIME["returned"])
    left = made["count"].copy()
    made["count"] = np.maximum(left + 2, (left * scene.random.uniform(1.5, 6, len(left))).astype(np.int64))
    made["gas"] = np.where(made["says_gas"] >= 0, made["says_gas"], GAS["R-134a"]).astype(np.int16)
    made["illegal_g"] = ((made["count"] - left) * made["size_g"]).astype(np.int64)
    return made


def split(scene: Scene, case: Case) -> Draft:
    """16: one lot bought together, broken up in a third country, across the border in parts within days."""
    parts = scene.random.integers(3, 6, case.count)
    rows = np.repeat(np.arange(case.count), parts)
    made = taken(case.load(case.cover(scene, licence=LICENCE["single"])), rows)
    refillable(scene, made, np.ones(len(rows), dtype=bool))
    made["pack"][:] = PACK["refillable"]
    made["count"] = np.maximum(2, made["count"] // parts[rows] + scene.random.integers(-3, 4, len(rows)))
    fronts = scene.have["dealers"][-max(8, len(rows)) :]
    made["trader"] = np.where(
        scene.random.random(len(rows)) < 0.6, scene.random.choice(fronts, len(rows)), made["trader"]
    )
    made["dispatch"] = scene.random.choice([COUNTRY["TUR"], COUNTRY["ARE"], COUNTRY["SGP"]], case.count)[
        rows
    ].astype(np.int16)
    made["day"] = scene.on_work(made["day"] + scene.random.integers(0, 3, len(rows)))
    return wholly(made)


def shell(scene: Scene, case: Case) -> Draft:
    """17: a company made for the purpose, with licences, one product and no premises."""
    made = case.cover(scene)
    made["gas"][:] = made["says_gas"][:] = case.gas
    small = ~np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"]))
    made["count"] = np.where(small, np.maximum(made["count"], case.cylinders // 2), made["count"])
    made["licence"][:] = LICENCE["single"]
    return wholly(made)


def stolen(scene: Scene, case: Case) -> Draft:
    """18: a broker who is new to both orders in the name of a dealer who knows nothing of it."""
    victims = scene.by_weight(scene.have["dealers"], case.count)
    made = honest.gas(scene, case.count, traders=victims, which=case.gas)
    made["actor"][:] = case.who
    made["broker"] = scene.random.choice(scene.have["brokers"], case.count)
    made["partner"] = scene.random.choice(scene.have["makers"], case.count)
    via = scene.random.random(case.count) < 0.6
    made["dispatch"] = np.where(via, COUNTRY["HKG"], made["dispatch"]).astype(np.int16)
    small = ~np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"]))
    made["count"] = np.where(small, np.maximum(made["count"], case.cylinders), made["count"])
    made["licence"][:] = scene.random.choice([LICENCE["single"], LICENCE["yearly"]], case.count)
    return wholly(made)


def undervalued(scene: Scene, case: Case) -> Draft:
    """22: licensed gas at a part of what it costs."""
    made = case.cover(scene)
    made["gas"][:] = made["says_gas"][:] = np.where(GWP[made["gas"]] > 0, made["gas"], case.gas)
    small = ~np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"]))
    made["count"] = np.where(small, np.maximum(made["count"], case.cylinders // 2), made["count"])
    made["price"] *= scene.random.uniform(0.12, 0.65, case.count)
    return wholly(made)


def feedstock(scene: Scene, case: Case) -> Draft:
    """23: bought as feedstock, sold as refrigerant; nothing on the declaration differs."""
    made = case.cover(scene, kind="feedstock", feedstock=True)
    made["gas"][:] = made["says_gas"][:] = GAS["R-22"]
    made["pack"][:] = made["says_pack"][:] = PACK["ISO tank"]
    made["count"][:] = 1
    made["size_g"] = honest.sized(scene, made["pack"], made["gas"])
    made["illegal_g"] = (made["size_g"] * scene.random.uniform(0.2, 0.8, case.count)).astype(np.int64)
    made["traces"][:] = False
    return made
