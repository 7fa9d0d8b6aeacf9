"""One region of the world: its people, its illegal actors, its registers, and how a month of it comes about.

A world of many declarations is many regions, so that no more than one region's month is ever held.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.simulation.world import honest, licences, masses, mirror, papers, registers
from tradewind.simulation.world.actors import Actors
from tradewind.simulation.world.catalogue import GASES, PACK, PACK_TARE, REFILLABLE, Ints, goods
from tradewind.simulation.world.drafts import KINDS, REGIME, Draft, blank, joined, places, size, taken
from tradewind.simulation.world.illegal import illegal, probes
from tradewind.simulation.world.parameters import WorldParameters
from tradewind.simulation.world.scene import Market, Memory, Scene
from tradewind.simulation.world.traders import Traders, dealers, importers, settled

#: Months before the first that are played and not told, so that returns, re-exports and habits have a past.
WARMING: Final = 2
#: Grams that a 40-foot container carries (assumed: about 26 t).
_PAYLOAD_G: Final = 26_000_000
#: Lines of gas of a month that later trade may refer to.
_REMEMBERED: Final = 4_000
_ITEMS: Final = ((1, 0.78), (2, 0.13), (3, 0.06), (4, 0.03))


@dataclass(frozen=True, slots=True)
class RegionMonth:
    """Lines, registers and truth of one region's month; `frame` is how many lines come first that are not all other."""

    lines: pa.Table
    registers: dict[str, pa.Table]
    truth: pa.Table
    secret: dict[str, Any]


class Region:
    """One region, month after month. `declarations` are those of a month."""

    def __init__(self, parameters: WorldParameters, seed: int, region: int, declarations: int) -> None:
        self.said, self.seed, self.region, self.declarations = parameters, seed, region, declarations
        random = np.random.default_rng([seed, region, 2])
        self.traders = Traders(region, parameters)
        self.have = settled(self.traders, random, declarations)
        self.actors, self.ledger, self.memory = Actors(), registers.Ledger(), Memory()
        self._permits, self._year = 1, 0
        self._past: deque[tuple[Draft, Any]] = deque(maxlen=3)
        for month in range(-WARMING, 0):
            self._frame(self._scene(month), tells=False)

    def month(self, number: int) -> RegionMonth:
        """The month so many after the first; months are asked for in their order."""
        scene = self._scene(number)
        told, draft, held = self._frame(scene, tells=True)
        rest = self._rest(scene, self.declarations - int(draft["decl"].max(initial=-1)) - 1)
        numbers, offices, serial = self._numbered(scene, draft, rest)
        parts = [self._written(scene, draft, held, numbers[0], offices[0], told)]
        if size(rest):
            weighed = masses.weighed(scene, rest)
            nothing = pa.nulls(size(rest), pa.string())
            parts.append(papers.lines(scene, rest, weighed, numbers[1], offices[1], nothing))
        # in the order of their numbers, as an office keeps them: the place of a line tells nothing
        item = np.concatenate([draft["item"], rest["item"]])
        order = np.lexsort((item, serial))
        lines = pa.concat_tables(parts).take(pa.array(order))
        self._remember(draft, numbers[0])
        truth, secret = self._truth(scene, draft, told["undeclared"], numbers[0], parts[0])
        secret |= {"fault": told["fault"], "keys": keys_of(numbers[0], pa.array(draft["item"]))}
        other = pa.table({"declaration_id": numbers[1], "item": pa.array(rest["item"])})
        registered = {k: v for k, v in told.items() if isinstance(v, pa.Table) and v.num_rows}
        whole = _whole(truth, other, self.traders, rest)
        # rows of what was never declared stand between those in frame and the others; they come last
        first, away = size(draft), size(told["undeclared"])
        place = np.where(order < first, order, order + away)
        last = np.arange(first, first + away)
        return RegionMonth(lines, registered, whole.take(pa.array(np.concatenate([place, last]))), secret)

    def react(self, scene_month: int, caught: Ints, tried: Any) -> None:
        """Let the actors answer what was found."""
        if self.said.adversary.on:
            self.actors.react(self._scene(scene_month, 5), caught, tried)

    def _scene(self, month: int, stream: int = 3) -> Scene:
        random = np.random.default_rng([self.seed, self.region, stream, month + WARMING])
        return Scene(
            self.said,
            random,
            self.traders,
            self.have,
            Market.of(self.said, self.seed, month),
            month,
            self.memory,
        )

    def _frame(self, scene: Scene, *, tells: bool) -> tuple[dict[str, Any], Draft, masses.Masses]:
        """The drafts in frame and the illegal ones, with the registers that follow from them."""
        said = self.said
        told: dict[str, Any] = {}
        self._arrivals(scene)
        count = max(1, round(self.declarations * said.traffic.frame_share))
        typical = 12 * count * said.traffic.lawful["gas"] / max(len(self.have["dealers"]), 1) * 700_000
        year = scene.first.year
        quotas: list[dict[str, Any]] = []
        granted = []
        if year != self._year or scene.month == 0:
            quotas, yearly = registers.open_year(scene, self.ledger, typical)
            granted.append(yearly)
            self._year = year
        bad = illegal(scene, self.actors, int(scene.random.poisson(count * said.illegal.prevalence)))
        is_declared = bad["item"] > 0
        told["undeclared"] = taken(bad, ~is_declared)
        bad = joined([taken(bad, is_declared), probes(scene, self.actors)])
        good = honest.lawful(scene, max(count - size(bad), 0))
        draft = _loaded(joined([good, bad]))
        draft = taken(draft, scene.random.permutation(size(draft)))
        draft["decl"] = np.arange(size(draft))
        draft = _with_second(scene, draft)
        papers.coded(scene, draft)
        held = masses.weighed(scene, draft)
        granted.append(registers.new_yearly(scene, self.ledger, draft, held))
        quotas += registers.quotas(scene, self.ledger, draft, held)
        told["quotas"], told["granted"] = quotas, granted
        if not tells:
            numbers = pa.array(
                [f"INVENTED1-{scene.first:%Y}-C{scene.first:%m}-{n}" for n in range(size(draft))]
            )
            self._remember(draft, numbers)
        return told, draft, held

    def _written(
        self,
        scene: Scene,
        draft: Draft,
        held: masses.Masses,
        numbers: Any,
        offices: Any,
        told: dict[str, Any],
    ) -> pa.Table:
        made = licences.licensed(scene, draft, held, numbers, offices, self._permits)
        self._permits += made.licences.num_rows
        lines = papers.lines(scene, draft, held, numbers, offices, made.written)
        granted = pa.concat_tables([*told.pop("granted"), made.licences])
        # of a licence that is given and amended in one month the register shows the last state, and so of a quota
        last = {number: n for n, number in enumerate(granted["licence_id"].to_pylist())}
        told["licences"] = granted.take(pa.array(sorted(last.values()), pa.int64()))
        told["quotas"] = list({(r["holder_id"], r["substance"]): r for r in told["quotas"]}.values())
        told["licence_uses"] = made.uses
        told["fault"] = np.asarray(pc.is_null(made.written)) & (draft["licence"] > 0) | (
            draft["code_way"] > 0
        )
        told["trade_flows"] = mirror.flows(scene, self.seed, draft, told["undeclared"], held, lines)
        moves = registers.movements(scene, self.ledger, draft, held, lines)
        stock = registers.zone_stock(scene, self.ledger, draft)
        people = self.traders.register(scene.start + scene.length)
        for name, rows in (
            ("quotas", told["quotas"]),
            ("movements", moves),
            ("zone_stock", stock),
            ("traders", people),
        ):
            told[name] = registers.rows_table(name, rows)
        return lines

    def _arrivals(self, scene: Scene) -> None:
        """Companies that are new this month; some of them share an address, as honest ones do."""
        said = self.said.people
        for group, share, make in (
            ("dealers", said.new_dealers, dealers),
            ("importers", said.new_traders, importers),
        ):
            count = int(scene.random.poisson(len(self.have[group]) * share))
            if count:
                new = make(self.traders, scene.random, self.have, count, day=scene.start)
                self.have[group] = np.concatenate([self.have[group], new])

    def _rest(self, scene: Scene, count: int) -> Draft:
        """All other goods of so many declarations."""
        random, said = scene.random, self.said.traffic
        if count <= 0:
            return blank(0)
        items = random.choice([n for n, _ in _ITEMS], count, p=[p for _, p in _ITEMS])
        of = np.repeat(np.arange(count), items)
        lines = len(of)
        near = random.random(lines) < said.near_goods
        g = goods()
        what = np.where(
            near, random.choice(g.near, lines), g.ordinary[_popular(random, len(g.ordinary), lines)]
        )
        who = scene.by_weight(self.have["importers"], count)
        courier = scene.chance(count, said.parcels)
        number = np.maximum(1, random.lognormal(3.6, 1.2, lines)).astype(np.int64)
        number = np.where(courier[of], random.integers(1, 9, lines), number)
        export = scene.chance(count, said.exports)
        facts = self.traders.facts
        partner = np.where(
            random.random(count) < 0.7, facts["supplier"][who], random.choice(self.have["sellers"], count)
        )
        country = facts["country"][partner]
        made = blank(
            lines, trader=who[of], partner=partner[of], broker=facts["broker"][who][of], goods=what, says_goods=what,
            day=scene.days(count)[of], lot=of + (scene.month + 1) * 10_000_000 + 5_000_000, decl=of, count=number,
            size_g=g.g[what] * random.uniform(0.93, 1.07, lines), regime=np.where(export, REGIME["export"], 0)[of],
            by_courier=courier[of], origin=np.where(export, -1, country)[of], dispatch=np.where(export, -1,
            country)[of],
            destination=np.where(export, country, -1)[of], price=np.exp(random.normal(0, 0.25, lines)), code_way=0,
        )  # fmt: skip
        made["item"] = np.arange(lines) - np.repeat(np.cumsum(items) - items, items) + 1
        return made

    def _numbered(self, scene: Scene, draft: Draft, rest: Draft) -> tuple[list[Any], list[Any], Ints]:
        """Numbers of declarations as ASYCUDA World makes them, in the order of days, each office, the serials."""
        random = scene.random
        own, other = int(draft["decl"].max(initial=-1)) + 1, int(rest["decl"].max(initial=-1)) + 1
        days = np.zeros(own + other, dtype=np.int64)
        days[draft["decl"]] = draft["day"]
        days[rest["decl"] + own] = rest["day"]
        order = np.argsort(days + random.random(len(days)), kind="stable")
        serial = np.empty(len(days), dtype=np.int64)
        serial[order] = np.arange(1, len(days) + 1)
        office = random.integers(0, papers.OFFICES, len(days))
        names = pa.array([f"INVENTED{self.region * papers.OFFICES + n + 1}" for n in range(papers.OFFICES)])
        texts = pc.binary_join_element_wise(
            names.take(pa.array(office)),
            f"{scene.first:%Y}-C{scene.first:%m}",
            pc.cast(pa.array(serial), pa.string()),
            "-",
        )
        decl = [pa.array(draft["decl"]), pa.array(rest["decl"] + own)]
        each = serial[np.concatenate([draft["decl"], rest["decl"] + own])]
        return [texts.take(d) for d in decl], [names.take(pa.array(office)).take(d) for d in decl], each

    def _remember(self, draft: Draft, numbers: Any) -> None:
        keep = np.flatnonzero((draft["says_gas"] >= 0) & (draft["says_goods"] < 0))[:_REMEMBERED]
        self._past.append(
            (taken(draft, keep), np.array(numbers.take(pa.array(keep)).to_pylist(), dtype=object))
        )
        self.memory.draft = joined([d for d, _ in self._past])
        self.memory.numbers = np.concatenate([n for _, n in self._past])

    def _truth(
        self, scene: Scene, draft: Draft, missing: Draft, numbers: Any, lines: pa.Table
    ) -> tuple[pa.Table, dict[str, Any]]:
        every = joined([draft, missing])
        count, away = size(every), size(missing)
        is_illegal = every["method"] > 0
        inside: Any = np.where(every["hidden_gas"] >= 0, every["hidden_gas"], every["gas"])
        inside = np.where(is_illegal & (inside < 0), every["says_gas"], inside)
        holds = pa.array(GASES).take(places(inside))
        ids = pa.concat_arrays([_flat(numbers), pa.nulls(away, pa.string())])
        item = pa.array(every["item"], mask=every["item"] == 0)
        month = np.full(count, np.datetime64(scene.first)) + every["day"]
        table = pa.table({
            "declaration_id": ids, "item": item, "method": pa.array(every["method"].astype(np.int64), mask=~is_illegal),
            "illegal_g": pa.array(every["illegal_g"]), "holds": holds,
            "leaves_trace": pa.array(every["traces"] & is_illegal),
            "trader_id": self.traders.text("id").take(pa.array(np.maximum(every["trader"], 0))),
            "lot": pa.array([f"LOT-{self.region}-{n}" for n in every["lot"].tolist()]),
            "honest_kind": pa.array(KINDS).take(pa.array(every["kind"])), "happened_on": pa.array(month),
        })  # fmt: skip
        secret = {k: draft[k] for k in ("method", "illegal_g", "actor", "is_bribed", "pack")}
        secret |= {"holds": inside[: size(draft)], "net_g": lines["net_mass_g"].to_numpy(),
                   "refillable": REFILLABLE[draft["pack"]] & (draft["pack"] >= 0)}  # fmt: skip
        return table, secret


def _loaded(draft: Draft) -> Draft:
    """The same with no more packages of gas than the tanks and the container of a consignment carry."""
    tank = draft["pack"] == PACK["ISO tank"]
    each = draft["size_g"] * (1 + PACK_TARE[draft["pack"]])
    most = np.maximum(1, _PAYLOAD_G // np.maximum(each, 1)).astype(np.int64)
    count = np.where((draft["pack"] >= 0) & ~tank, np.minimum(draft["count"], most), draft["count"])
    share = count / draft["count"]
    draft["hidden_count"] = np.where(
        draft["pack"] >= 0, draft["hidden_count"] * share, draft["hidden_count"]
    ).astype(np.int64)
    draft["illegal_g"] = (draft["illegal_g"] * share).astype(np.int64)
    draft["count"] = count
    return draft


def _with_second(scene: Scene, draft: Draft) -> Draft:
    """Second items: parts or other goods, ordered with gas."""
    rows = np.flatnonzero(
        (draft["says_gas"] >= 0) & (draft["says_goods"] < 0) & (draft["regime"] == 0)
        & scene.chance(size(draft), scene.said.traffic.second_item)
    )  # fmt: skip
    g = goods()
    what = scene.random.choice(np.concatenate([g.parts, g.ordinary]), len(rows))
    made = honest.ordinary(scene, len(rows), what, traders=draft["trader"][rows], kind="part")
    for name in ("partner", "broker", "day", "lot", "decl", "origin", "dispatch", "box"):
        made[name] = draft[name][rows]
    made["item"][:] = 2
    return joined([draft, made])


def _popular(random: np.random.Generator, kinds: int, count: int) -> Ints:
    """Places of goods of which few are common."""
    weights = 1 / np.arange(2, kinds + 2) ** 0.7
    order = np.random.default_rng(kinds).permutation(kinds)
    return order[random.choice(kinds, count, p=weights / weights.sum())]


def keys_of(numbers: Any, items: Any) -> Any:
    """One text a line, its declaration and item."""
    made = pc.binary_join_element_wise(pc.cast(numbers, pa.string()), pc.cast(items, pa.string()), "/")
    return _flat(made)


def _flat(array: Any) -> Any:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _whole(truth: pa.Table, other: pa.Table, traders: Traders, rest: Draft) -> pa.Table:
    """The truth with a row for every line of all other goods too."""
    count = other.num_rows
    lot = pc.binary_join_element_wise(
        f"LOT-{traders.region}", pc.cast(pa.array(rest["lot"]), pa.string()), "-"
    )
    made = {
        "declaration_id": other["declaration_id"], "item": other["item"], "method": pa.nulls(count, pa.int64()),
        "illegal_g": pa.array(np.zeros(count, dtype=np.int64)), "holds": pa.nulls(count, pa.string()),
        "leaves_trace": pa.array(np.zeros(count, dtype=bool)),
        "trader_id": traders.text("id").take(pa.array(rest["trader"])), "lot": lot,
        "honest_kind": pa.repeat(pa.scalar("other"), count), "happened_on": pa.nulls(count, pa.date32()),
    }  # fmt: skip
    return pa.concat_tables([truth, pa.table(made).cast(truth.schema)])
