"""What a load weighs and what its papers say it weighs: packages x fill x tare, a list or a scale, a clerk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tradewind.simulation.world.catalogue import ON_PALLET, PACK, PACK_TARE, Floats, Ints, goods
from tradewind.simulation.world.drafts import Draft
from tradewind.simulation.world.scene import Scene

#: Grams of a pallet (assumed: a wooden one of 1.2 by 1 m).
_PALLET_G: Final = 22_000
#: The form has seven figures for kilograms (assumed).
_MOST_G: Final = 10_000_000_000
#: A disposable cylinder in its box weighs so much more than what it holds.
_DISPOSABLE: Final = float(PACK_TARE[PACK["disposable"]])


@dataclass(frozen=True, slots=True)
class Masses:
    """Grams by line: said net and gross, what the invoice is made out for, packages as said, the gas really there."""

    net_g: Ints
    gross_g: Ints
    invoiced_g: Ints
    packages: Ints
    held_g: Ints


def weighed(scene: Scene, draft: Draft) -> Masses:
    """The masses of every line, said and true.

    Where a scale wrote the gross mass it shows what stands there, whatever was said; where a list was added up it
    shows what the list says. `is_perfect` papers fit what is said.
    """
    random, said, count = scene.random, scene.said, len(draft["kind"])
    is_gas = draft["pack"] >= 0
    says_goods = draft["says_goods"] >= 0
    number, size = draft["count"], draft["size_g"]
    replaced = np.where(is_gas & ~says_goods, draft["hidden_count"], 0)
    fill = 1 + random.normal(0, said.packing.fill_error, count)
    slack = 1 + random.normal(0, said.packing.tare_error, count)
    own = (number - replaced) * size
    tare = np.where(is_gas, PACK_TARE[draft["pack"]], random.uniform(0.04, 0.18, count))
    pallets = np.where(is_gas, np.ceil(number / ON_PALLET[draft["pack"]]) * _PALLET_G, 0)
    hidden = draft["hidden_count"] * draft["hidden_size_g"]
    held = np.where(is_gas, own * fill, 0) + hidden
    water = number * draft["water_g"]
    true_gross = (
        own * np.where(is_gas, fill, 1) + own * tare * slack + pallets + hidden * (1 + _DISPOSABLE) + water
    )
    listed = number * size
    list_tare = np.where(
        is_gas & ~says_goods,
        PACK_TARE[np.where(draft["is_perfect"], draft["says_pack"], draft["pack"])],
        tare,
    )
    list_gross = listed * (1 + list_tare) + pallets + water
    scale = (scene.chance(count, said.papers.weighed) | draft["is_weighed"]) & ~draft["is_perfect"]
    shown = np.round(true_gross * (1 + random.normal(0, said.packing.scale_error, count)), -4)
    gross = np.where(scale, np.maximum(shown, listed * 0.5), list_gross)
    exact = scene.chance(count, 0.2) & is_gas & ~draft["is_perfect"]
    net = np.where(exact & scale, np.round((own * fill + water), -2), listed + water)
    # under the name of other goods the net mass is what their packing would leave of the gross mass
    cover = is_gas & says_goods
    gross = np.where(cover, np.where(scale, shown, np.round(true_gross, -3)), gross)
    net = np.where(cover, gross / (1 + random.uniform(0.04, 0.18, count)), net)
    packages = np.where(cover, _covering(scene, draft, net), number)
    invoiced = np.maximum(net, 1).astype(np.int64)
    net, gross = _clerk(scene, net, gross)
    return Masses(
        np.maximum(net, 1).astype(np.int64),
        np.maximum(gross, 1).astype(np.int64),
        invoiced,
        packages,
        held.astype(np.int64),
    )


def _covering(scene: Scene, draft: Draft, net: Floats) -> Any:
    """Packages as said of gas under another name: the cylinders, or as many as the goods that are named would need."""
    fits = np.maximum(1, np.round(net / goods().g[draft["says_goods"]])).astype(np.int64)
    return np.where(draft["is_perfect"] | scene.chance(len(net), 0.35), fits, draft["count"])


def _clerk(scene: Scene, net: Floats, gross: Floats) -> tuple[Floats, Floats]:
    """Rounding, rules of thumb, one figure for both, units and digits confused: for whoever trades."""
    random, said, count = scene.random, scene.said.papers, len(net)
    step = np.where(net > 2_000_000, 100_000, 10_000)
    rounds = scene.chance(count, said.rounded) & (net > 40_000)
    net = np.where(rounds, np.maximum(np.round(net / step), 1) * step, net)
    turn = random.random(count)
    gross = np.where(turn < said.rule_of_thumb, net * 1.1, gross)
    same = (turn >= said.rule_of_thumb) & (turn < said.rule_of_thumb + said.same_mass)
    gross = np.where(same, net, gross)
    turn = random.random(count)
    net = np.where((turn < said.wrong_unit / 2) & (net * 1000 < _MOST_G), net * 1000, net)
    net = np.where(turn > 1 - said.wrong_unit / 2, np.maximum(net / 1000, 1), net)
    # two digits of the net mass changed over: 1240 becomes 1420
    slips = scene.chance(count, said.digits) & (net > 100_000)
    top = 10.0 ** np.floor(np.log10(np.maximum(net, 1)) - 1)
    pair = np.floor(net / top)
    turned = (pair % 10) * 10 + pair // 10
    net = np.where(slips & (turned >= 10), net - pair * top + turned * top, net)
    return net, gross
