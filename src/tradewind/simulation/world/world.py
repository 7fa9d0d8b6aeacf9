"""The world: month after month of lines, registers and truth; what inspections find in it; how it answers."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.errors import RequestError
from tradewind.simulation.world import mirror
from tradewind.simulation.world.inspecting import facts_of, inspected
from tradewind.simulation.world.parameters import WorldParameters
from tradewind.simulation.world.region import Region, RegionMonth, keys_of
from tradewind.simulation.world.scene import month_first

#: Declarations of a region in a month; a greater world is several regions.
REGION: Final = 150_000
#: The fewest declarations of a month.
LEAST: Final = 50
#: What is kept of the truth of a line, so that it can be inspected.
_SECRET: Final = ("method", "illegal_g", "holds", "actor", "is_bribed", "fault", "region", "month")


@dataclass(frozen=True, slots=True)
class WorldMonth:
    """A month: its first day, its declaration lines, what came into each register, and the truth.

    `truth` has a row for every line (declaration_id, item), in their order, and one for each consignment that was
    never declared (declaration_id null): method of modus_operandi.csv or null, illegal_g (grams, 0 if lawful), holds,
    leaves_trace, trader_id, lot, honest_kind, happened_on (null for lines of all other goods).
    """

    first: date
    lines: pa.Table
    registers: Mapping[str, pa.Table]
    truth: pa.Table


class World:
    """An invented world; the same parameters, seed and size give the same months.

    `declarations` is the number of declarations of a month. Months are asked for in order from 0. `keeps` is the
    number of months whose lines can still be inspected, `region` the only region that is made (see `parts`).

    >>> month = World(WorldParameters(), seed=1, declarations=200).month(0)
    >>> len(set(month.lines["declaration_id"].to_pylist())), month.first.isoformat()
    (200, '2026-03-01')
    """

    def __init__(
        self,
        parameters: WorldParameters,
        seed: int,
        declarations: int,
        *,
        keeps: int = 18,
        region: int | None = None,
    ) -> None:
        if declarations < LEAST:
            raise RequestError(f"a month of the world needs at least {LEAST} declarations")
        self.parameters, self.seed, self.declarations = parameters, seed, declarations
        parts = math.ceil(declarations / REGION)
        each = [declarations // parts + (n < declarations % parts) for n in range(parts)]
        self._regions = [
            Region(parameters, seed, n, size) for n, size in enumerate(each) if region in (None, n)
        ]
        self._next, self._keeps = 0, keeps
        self._known: list[tuple[Any, dict[str, Any]]] = []
        self._found: list[tuple[int, int]] = []

    @property
    def regions(self) -> tuple[int, ...]:
        """Numbers of the regions that this world makes."""
        return tuple(r.region for r in self._regions)

    @classmethod
    def parts(cls, parameters: WorldParameters, seed: int, declarations: int) -> Iterator[World]:
        """The same world one region after the other: worlds of their own whose months together are those of the whole.

        A region's past is let go before the next begins, so that memory does not grow with the declarations. Only the
        last month of a part can be inspected.
        """
        for region in range(math.ceil(declarations / REGION)):
            yield cls(parameters, seed, declarations, keeps=1, region=region)

    def month(self, number: int) -> WorldMonth:
        """The month so many after the first. RequestError for a month that is not the next one."""
        parts = list(self.chunks(number))
        registers: dict[str, list[pa.Table]] = {}
        for part in parts:
            for name, table in part.registers.items():
                registers.setdefault(name, []).append(table)
        return WorldMonth(
            month_first(self.parameters.traffic.first, number), pa.concat_tables([p.lines for p in parts]),
            {
                n: mirror.added(t) if n == "trade_flows" else pa.concat_tables(t, promote_options="permissive")
                for n, t in registers.items()
            },
            pa.concat_tables([p.truth for p in parts]),
        )  # fmt: skip

    def chunks(self, number: int) -> Iterator[RegionMonth]:
        """The same month in parts, one region at a time, so that no more is held."""
        if number != self._next:
            raise RequestError(f"months come in order: the next one is {self._next}, not {number}")
        self._next += 1
        self._known = [k for k in self._known if number - int(k[1]["month"][0]) < self._keeps]
        for region in self._regions:
            made = region.month(number)
            count = len(made.secret["method"])
            made.secret["region"], made.secret["month"] = (
                np.full(count, region.region),
                np.full(count, number),
            )
            if self._keeps:
                self._known.append((made.secret["keys"], {k: made.secret[k] for k in _SECRET}))
            yield made

    def inspect(self, keys: Any, on: Any, *, seed: int, chosen: Any = "routine") -> pa.Table:
        """Rows of `inspections` for lines: what a real office would write, with its misses.

        `keys`: a table with declaration_id and item, or pairs of them. `on`: the day, or one for each line. `chosen`:
        chosen_by for all, or a mapping with chosen_by, chosen_probability, floor_probability and depth (papers, opened,
        weighed, analysed; opened if nothing is said), each a value for all or one for each line; columns of `keys`
        with these names count before it. The same seed and day give the same findings.
        """
        table = keys if isinstance(keys, pa.Table) else _pairs(keys)
        facts, days = facts_of(table, chosen, on)
        secret = self._secret(table)
        first = days.min().astype(object).toordinal() if len(days) else 0
        random = np.random.default_rng([self.seed, seed, first, 7])
        made = inspected(self.parameters.office, random, secret, days, facts)
        count = table.num_rows
        ids = [f"INV-I-{d}-{seed}-{n:05}" for n, d in enumerate(days.astype(str).tolist())]
        office = pc.struct_field(pc.extract_regex(table["declaration_id"], r"^(?P<office>[^-]+)"), "office")
        return pa.table({
            "inspection_id": pa.array(ids, pa.string()), "declaration_id": pc.cast(table["declaration_id"],
            pa.string()),
            "item": pc.cast(table["item"], pa.int64()), "office": office, **made,
            "chosen_by": pa.array(facts["chosen_by"], pa.string()), "depth": pa.array(facts["depth"], pa.string()),
            "chosen_probability": pa.array(facts["chosen_probability"], pa.float64()),
            "floor_probability": pa.array(facts["floor_probability"], pa.float64()),
            "note": pa.array(["invented"] * count, pa.string()), "source": pa.array(["invented"] * count, pa.string()),
        })  # fmt: skip

    def react(self, outcomes: pa.Table) -> None:
        """Let the illegal actors answer the outcomes of inspections, as `inspect` gives them, in the months to come.

        Nothing happens where the parameters have no adversary.
        """
        caught = pc.is_in(outcomes["result"], pa.array(["illegal"]))
        secret = self._secret(outcomes.filter(caught))
        sent: dict[int, Any] = {}
        for _, told in self._known:
            if int(told["month"][0]) == self._next - 1:
                sent[int(told["region"][0])] = np.bincount(told["method"], minlength=28)
        for region in self._regions:
            here = secret["region"] == region.region
            lost = np.bincount(secret["method"][here], minlength=28)
            region.react(
                self._next - 1, secret["actor"][here], np.stack([lost, sent.get(region.region, lost)], axis=1)
            )

    def routine(self, number: int) -> pa.Table:
        """What the office looked at by lot in a month that was made, as rows of `inspections`."""
        share = self.parameters.office.routine
        random = np.random.default_rng([self.seed, number, self._regions[0].region, 6])
        first = month_first(self.parameters.traffic.first, number)
        made = []
        for keys, told in self._known:
            if int(told["month"][0]) == number:
                made += keys.take(pa.array(np.flatnonzero(random.random(len(keys)) < share))).to_pylist()
        pairs = [(k.rpartition("/")[0], int(k.rpartition("/")[2])) for k in made]
        on = np.datetime64(first) + random.integers(2, 28, len(pairs))
        depth = random.choice(["papers", "opened", "weighed", "analysed"], len(pairs), p=[0.3, 0.5, 0.1, 0.1])
        said = {
            "chosen_by": "random",
            "chosen_probability": share,
            "floor_probability": share,
            "depth": depth.tolist(),
        }
        return self.inspect(pairs, on, seed=number + 1000 * self._regions[0].region, chosen=said)

    def _secret(self, table: pa.Table) -> dict[str, Any]:
        """The truth of lines by their keys; what was never in frame and is not illegal is lawful."""
        asked, count = keys_of(table["declaration_id"], table["item"]), table.num_rows
        made = {name: np.zeros(count, dtype=np.int64) for name in _SECRET}
        made["actor"] -= 1
        made["holds"] -= 1
        for keys, told in self._known:
            at = pc.fill_null(pc.index_in(asked, value_set=keys), -1).to_numpy(zero_copy_only=False)
            rows = np.flatnonzero(at >= 0)
            for name in _SECRET:
                made[name][rows] = told[name][at[rows]]
        return made | {"is_bribed": made["is_bribed"] > 0, "fault": made["fault"] > 0}


def with_parameters(parameters: WorldParameters, group: str, **values: Any) -> WorldParameters:
    """The parameters with some of a group's values changed."""
    part = dataclasses.replace(getattr(parameters, group), **values)
    changed: dict[str, Any] = {group: part}
    return dataclasses.replace(parameters, **changed)


def _pairs(keys: Any) -> pa.Table:
    pairs = list(keys)
    return pa.table({
        "declaration_id": pa.array([p[0] for p in pairs], pa.string()), "item": pa.array([p[1] for p in pairs],
        pa.int64()),
    })  # fmt: skip
