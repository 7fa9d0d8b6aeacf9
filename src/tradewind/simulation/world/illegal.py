"""Illegal trade as drafts: each method of modus_operandi.csv changes what is in a load, or a paper, and nothing else.

Every method begins with a consignment as lawful trade sends them (`honest`), by a company that has others, and
replaces what the method needs to replace. What the papers then show is the business of scales and clerks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from tradewind.simulation.world import honest
from tradewind.simulation.world.actors import Actors
from tradewind.simulation.world.catalogue import (
    ABROAD,
    COUNTRY,
    GAS,
    GASES,
    GWP,
    HFOS,
    PACK,
    Ints,
    goods,
)
from tradewind.simulation.world.drafts import KIND, LICENCE, REGIME, Draft, blank, joined, taken
from tradewind.simulation.world.papers import CODE_WAY
from tradewind.simulation.world.scene import Scene
from tradewind.simulation.world.wording import WAY

#: Methods whose gas no declaration carries: undeclared, sold inside the Party, bought untaxed inside a union.
UNDECLARED: Final = (5, 19, 27)
#: Methods whose gas is declared as what it is.
_OPEN: Final = (6, 17, 18, 22)
#: A permit under so much needs no quota in the invented law, as once in the Union: t CO2e (EFCTC-FB).
FREE_T_CO2E: Final = 100.0


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
        self.cylinders = np.maximum(2, np.where(full, load, order)).astype(np.int64)
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


def _all(made: Draft, *, traces: Any = True) -> Draft:
    """All of what is in the load is illegal."""
    made["illegal_g"] = (made["count"] * made["size_g"] * (made["water_g"] == 0)).astype(np.int64)
    made["traces"][:] = traces
    return made


def _refillable(scene: Scene, made: Draft, rows: Any) -> None:
    """Lines that use or name the refillable cylinders that everybody names."""
    made["says_pack"][rows] = PACK["refillable"]
    made["words_way"][rows] = scene.random.choice([WAY["refillable"], WAY["plain"], -1], int(np.sum(rows)))


def _wrong_code(scene: Scene, case: Case) -> Draft:
    """1: the words of other goods over gas, or gas under the code of what it is for, or of its kindred."""
    made = _all(case.load(case.cover(scene, licence=0)))
    turn = scene.random.random(case.count)
    words = turn < 0.5
    made["says_goods"][words] = scene.random.choice(_covers(scene), int(words.sum()))
    made["kind"][words] = 0
    made["code_way"][~words] = np.where(turn[~words] < 0.75, CODE_WAY["foreign"], CODE_WAY["kindred"])
    vague = ~words & (scene.random.random(case.count) < 0.6)
    made["words_way"][vague] = WAY["vague"]
    made["says_gas"][vague & (turn > 0.9)] = HFOS[0]
    made["licence"][~words & (turn > 0.9)] = 0
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


def _mislabelled(scene: Scene, case: Case) -> Draft:
    """2: licensed gas by the label, another in the cylinder; who does not know better pays the price of the label."""
    made = case.cover(scene)
    _another_inside(scene, case, made)
    made["illegal_g"] = (made["count"] * made["size_g"]).astype(np.int64)
    honest_price = case.perfect | (scene.random.random(case.count) < 0.4)
    ratio = scene.market.abroad[made["gas"]] / scene.market.abroad[np.maximum(made["says_gas"], 0)]
    made["price"] *= np.where(honest_price, 1.0, ratio)
    made["traces"][:] = ~honest_price
    return made


def _another_inside(scene: Scene, case: Case, made: Draft) -> None:
    """Larger orders of what is cheap to license, with what pays inside."""
    made["gas"][:] = case.gas
    same = made["gas"] == made["says_gas"]
    made["says_gas"][same] = np.where(case.gas[same] == GAS["R-134a"], GAS["R-32"], GAS["R-134a"])
    tank = np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"]))
    made["count"] = np.where(tank, made["count"], np.maximum(made["count"], case.cylinders // 2))
    if case.copies.any():
        copy(scene, made, case.copies)


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


def _double_layer(scene: Scene, case: Case) -> Draft:
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
    made["is_perfect"][:] = case.perfect | (scene.random.random(case.count) < 0.5)
    made["traces"][:] = ~made["is_perfect"]
    return made


def _hidden(scene: Scene, case: Case, among: Any = None, method: int = 4) -> Draft:
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
    made["is_perfect"][:] = case.perfect
    made["traces"][:] = ~case.perfect
    return made


def _mixed(scene: Scene, case: Case) -> Draft:
    """25: cylinders with other contraband, tobacco or pesticides, among lawful goods (CP-TOB, CP-PEL)."""
    g = goods()
    among = [n for n in range(len(g.words)) if g.code[n] in ("240220", "380891", "440131", "283650")]
    return _hidden(scene, case, np.array(among), 25)


def _undeclared(scene: Scene, case: Case, method: int) -> Draft:
    """5, 19, 27: no declaration at all; a row of truth with a mass."""
    said = scene.said.illegal
    mass = np.exp(scene.random.normal(np.log(said.van_kg), 1.0, case.count)) * 1000 * case.scale
    made = blank(case.count, method=method, actor=case.who, trader=case.trader, gas=case.gas,
    day=scene.days(case.count),
                 lot=scene.lots(case.count), traces=False, illegal_g=mass.astype(np.int64),
                 kind=KIND["other"])  # fmt: skip
    made["item"][:] = 0
    return made


def _no_licence(scene: Scene, case: Case) -> Draft:
    """6: openly declared, with no licence, another's, one that ended, or a number that nobody issued."""
    made = case.cover(scene)
    big = scene.random.random(case.count) < 0.5
    made["count"] = np.where(big & (made["pack"] == PACK["refillable"]), case.cylinders, made["count"])
    made["gas"][:] = made["says_gas"][:] = case.gas
    made["licence"][:] = scene.random.choice(
        [0, LICENCE["another"], LICENCE["ended"], LICENCE["forged"]], case.count, p=[0.4, 0.25, 0.2, 0.15]
    )
    made["licence_of"][:] = scene.by_weight(scene.have["dealers"], case.count)
    return _all(made)


def _over_quota(scene: Scene, case: Case) -> Draft:
    """7: beyond the quota of the year, or one order in many permits that need none."""
    several = scene.random.random(case.count) < 0.5
    over = case.cover(scene, licence=LICENCE["yearly"])
    over["count"] = np.where(
        over["pack"] == PACK["refillable"], over["count"] + case.cylinders, over["count"]
    )
    over = _all(taken(over, ~several))
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
    return joined([over, _all(made)])


def _diverted(scene: Scene, case: Case) -> Draft:
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
    return _all(made, traces=(made["discharged"] != 0) | made["twists"])


def _fictitious(scene: Scene, case: Case) -> Draft:
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


def _false_recovery(scene: Scene, case: Case) -> Draft:
    """10: new gas with papers of recovery."""
    made = case.cover(scene, recovered=True, kind="recovered")
    made["gas"][:] = made["says_gas"][:] = case.gas
    small = ~np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"]))
    made["count"] = np.where(small, np.maximum(made["count"], case.cylinders // 2), made["count"])
    made["price"] *= np.where(case.perfect, scene.random.uniform(0.4, 0.75, case.count), 1.0)
    return _all(made)


def _returned_more(scene: Scene, case: Case) -> Draft:
    """11: more comes back than ever left."""
    made = honest.returned(scene, case.count, trader=case.trader, actor=case.who)
    if not len(made["kind"]):
        made = case.cover(scene, licence=0, kind="returned", regime=REGIME["returned"])
    left = made["count"].copy()
    made["count"] = np.maximum(left + 2, (left * scene.random.uniform(1.5, 6, len(left))).astype(np.int64))
    made["gas"] = np.where(made["says_gas"] >= 0, made["says_gas"], GAS["R-134a"]).astype(np.int16)
    made["illegal_g"] = ((made["count"] - left) * made["size_g"]).astype(np.int64)
    return made


def _relabelled(scene: Scene, case: Case) -> Draft:
    """12: what came into the zone neither leaves nor lies there."""
    made = honest.zone(scene, case.count, trader=case.trader, actor=case.who)
    made["gas"][:] = made["says_gas"][:] = case.gas
    made["missing"] = scene.random.uniform(0.3, 0.95, case.count)
    made["illegal_g"] = (made["count"] * made["size_g"] * made["missing"]).astype(np.int64)
    return made


def _apart(scene: Scene, case: Case) -> Draft:
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


def _disposable(scene: Scene, case: Case) -> Draft:
    """14: licensed gas in cylinders that the Party bans, said to be refillable or not spoken of."""
    made = case.load(case.cover(scene))
    silent = scene.random.random(case.count) < 0.75
    _refillable(scene, made, silent)
    # where the words name refillable cylinders their size is that of the disposable ones: it is what is invoiced
    made["is_perfect"][:] = case.perfect & silent
    return _all(made, traces=~made["is_perfect"])


def _as_hfo(scene: Scene, case: Case) -> Draft:
    """15: declared as what nobody controls, in its usual packages or the HFC's."""
    made = case.load(case.cover(scene, licence=0, kind="hfo"))
    made["says_gas"][:] = scene.random.choice(HFOS, case.count)
    dear = scene.market.abroad[made["says_gas"]]
    ratio = scene.market.abroad[made["gas"]] / dear
    made["price"] *= np.where(case.perfect, 1.0, ratio ** scene.random.uniform(0.2, 1, case.count))
    usual = scene.random.random(case.count) < 0.5
    made["pack"][usual] = made["says_pack"][usual] = PACK["refillable"]
    made["size_g"] = np.where(usual, honest.sized(scene, made["pack"], made["says_gas"]), made["size_g"])
    return _all(made)


def _split(scene: Scene, case: Case) -> Draft:
    """16: one lot bought together, broken up in a third country, across the border in parts within days."""
    parts = scene.random.integers(3, 6, case.count)
    rows = np.repeat(np.arange(case.count), parts)
    made = taken(case.load(case.cover(scene, licence=LICENCE["single"])), rows)
    _refillable(scene, made, np.ones(len(rows), dtype=bool))
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
    return _all(made)


def _shell(scene: Scene, case: Case) -> Draft:
    """17: a company made for the purpose, with licences, one product and no premises."""
    made = case.cover(scene)
    made["gas"][:] = made["says_gas"][:] = case.gas
    small = ~np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"]))
    made["count"] = np.where(small, np.maximum(made["count"], case.cylinders // 2), made["count"])
    made["licence"][:] = LICENCE["single"]
    return _all(made)


def _stolen(scene: Scene, case: Case) -> Draft:
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
    return _all(made)


def _parcel(scene: Scene, case: Case) -> Draft:
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
    return _all(made, traces=~case.perfect)


def _charged(scene: Scene, case: Case) -> Draft:
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


def _undervalued(scene: Scene, case: Case) -> Draft:
    """22: licensed gas at a part of what it costs."""
    made = case.cover(scene)
    made["gas"][:] = made["says_gas"][:] = np.where(GWP[made["gas"]] > 0, made["gas"], case.gas)
    small = ~np.isin(made["pack"], (PACK["ISO tank"], PACK["ton tank"]))
    made["count"] = np.where(small, np.maximum(made["count"], case.cylinders // 2), made["count"])
    made["price"] *= scene.random.uniform(0.12, 0.65, case.count)
    return _all(made)


def _feedstock(scene: Scene, case: Case) -> Draft:
    """23: bought as feedstock, sold as refrigerant; nothing on the declaration differs."""
    made = case.cover(scene, kind="feedstock", feedstock=True)
    made["gas"][:] = made["says_gas"][:] = GAS["R-22"]
    made["pack"][:] = made["says_pack"][:] = PACK["ISO tank"]
    made["count"][:] = 1
    made["size_g"] = honest.sized(scene, made["pack"], made["gas"])
    made["illegal_g"] = (made["size_g"] * scene.random.uniform(0.2, 0.8, case.count)).astype(np.int64)
    made["traces"][:] = False
    return made


def _bribed(scene: Scene, case: Case) -> Draft:
    """24: waved through: half without any declaration, half as other goods whose papers fit."""
    made = taken(_hidden(scene, case, method=24), scene.random.random(case.count) < 0.5)
    made["is_perfect"][:] = made["is_bribed"][:] = True
    made["traces"][:] = False
    rest = case.count - len(made["kind"])
    if not rest:
        return made
    return joined([made, taken(_undeclared(scene, case, 24), np.arange(case.count) < rest)])


def _second_contract(scene: Scene, case: Case) -> Draft:
    """26: an open contract for what is licensed, a secret one for what comes, in cylinders of an invented brand."""
    made = case.cover(scene)
    _another_inside(scene, case, made)
    made["partner"] = scene.random.choice(scene.have["makers"], case.count)
    made["illegal_g"] = (made["count"] * made["size_g"]).astype(np.int64)
    made["price"] *= np.where(case.perfect, 1.0, scene.random.uniform(0.7, 1.1, case.count))
    made["traces"][:] = False
    return made


_MAKERS: Final[dict[int, Callable[[Scene, Case], Draft]]] = {
    1: _wrong_code, 2: _mislabelled, 3: _double_layer, 4: _hidden, 5: lambda s, c: _undeclared(s, c, 5), 6: _no_licence,
    7: _over_quota, 8: _diverted, 9: _fictitious, 10: _false_recovery, 11: _returned_more, 12: _relabelled, 13: _apart,
    14: _disposable, 15: _as_hfo, 16: _split, 17: _shell, 18: _stolen, 19: lambda s, c: _undeclared(s, c, 19),
    20: _parcel,
    21: _charged, 22: _undervalued, 23: _feedstock, 24: _bribed, 25: _mixed, 26: _second_contract,
    27: lambda s, c: _undeclared(s, c, 27),
}  # fmt: skip
