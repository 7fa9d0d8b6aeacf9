"""Companies that cannot be real, as columns: dealers, importers of other goods, brokers, carriers, suppliers abroad.

Every name ends in `(invented)` and every number is of the series INV-T. What a company usually does (its gases,
suppliers, broker, sizes) is a fact of its own, so that its papers resemble each other.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa

from tradewind.simulation.people import FIRST, STREETS, TRADES
from tradewind.simulation.world.catalogue import CONTROLLED, COUNTRIES, GAS_FROM, GOODS_FROM, Ints
from tradewind.simulation.world.parameters import WorldParameters

#: A world has more companies than a month.
_FIRST: Final = (
    *FIRST, "Caldrey", "Mirabon", "Teskov", "Hanalua", "Orlestad", "Penvarra", "Sulimeh", "Wexcombe Sound", "Yarrabil",
)  # fmt: skip
_CENTRES: Final = ("1 Letterbox House", "3 Shared Floor", "88 Harbour Business Centre", "5 Free Zone Offices")
#: Years over which older companies were registered: from so many days before the world begins.
_OLDEST_DAYS: Final = 11_000
_KINDS: Final = tuple(TRADES)
_NUMBERS: Final = {
    "kind": np.int16, "country": np.int16, "registered": np.int64, "listed": np.int64, "capacity_g": np.int64,
    "weight": np.float64, "broker": np.int64, "supplier": np.int64, "second": np.int64, "related": np.float64,
    "habit": np.int16, "written": np.bool_,
}  # fmt: skip
#: In the place of a day that is not: never listed, or in no register.
NEVER: Final = np.iinfo(np.int64).max


class Traders:
    """Companies in the order in which they were made. `facts` holds their numbers: days count from the first month."""

    def __init__(self, region: int, parameters: WorldParameters) -> None:
        self.region, self.said = region, parameters
        self.names: list[str] = []
        self.addresses: list[str] = []
        self.facts: dict[str, Any] = {n: np.zeros(0, dtype=k) for n, k in _NUMBERS.items()}
        self.gases: Any = np.zeros((0, 3), dtype=np.int16)
        self._texts: dict[str, Any] = {}

    def add(
        self,
        random: np.random.Generator,
        kind: str,
        count: int,
        *,
        day: int | None = None,
        countries: Any = None,
        **facts: Any,
    ) -> Ints:
        """The places of so many new companies; registered long ago, or at most 30 days before `day`."""
        start = len(self.names)
        numbers = np.arange(start, start + count)
        registered = (
            -400 - random.integers(0, _OLDEST_DAYS, count)
            if day is None
            else day - random.integers(3, 30, count)
        )
        first, trade = random.integers(0, len(_FIRST), count), random.integers(0, len(TRADES[kind]), count)
        at, house = random.integers(0, len(STREETS), count), random.integers(1, 241, count)
        shares = random.random(count) < (self.said.people.shared_addresses if countries is None else 0.0)
        centre = random.integers(0, len(_CENTRES), count)
        for n in range(count):
            self.names.append(f"{_FIRST[first[n]]} {TRADES[kind][trade[n]]} {_number(start + n)} (invented)")
            street = _CENTRES[centre[n]] if shares[n] else f"{house[n]} {STREETS[at[n]]}"
            self.addresses.append(f"{street}, Invented Town")
        values: dict[str, Any] = {
            "kind": _KINDS.index(kind), "registered": registered, "weight": 1.0, "related": 1.0,
            "country": -1 if countries is None else random.choice(countries, count),
            "listed": registered + random.integers(5, 60, count) if kind in ("gas", "reclaimer") else NEVER,
        } | facts  # fmt: skip
        for name, kept in self.facts.items():
            made = np.full(count, 0, dtype=kept.dtype)
            made[:] = values.get(name, 0)
            self.facts[name] = np.concatenate([kept, made])
        own: Any = np.full((count, 3), -1, dtype=np.int16)
        if kind in ("gas", "reclaimer"):
            own = np.argsort(random.random((count, len(CONTROLLED))), axis=1)[:, :3]
            own = CONTROLLED[own].astype(np.int16)
        self.gases = np.concatenate([self.gases, own])
        self._texts.clear()
        return numbers

    def text(self, name: str) -> Any:
        """All companies' `id`, `name`, `address` or `country`, as Arrow text to take from."""
        if name not in self._texts:
            base = self.region * 1_000_000
            made = {
                "id": lambda: [f"INV-T-{base + _number(n):07}" for n in range(len(self.names))],
                "name": lambda: self.names,
                "address": lambda: self.addresses,
                "country": lambda: [
                    self.said.traffic.home if c < 0 else COUNTRIES[c] for c in self.facts["country"].tolist()
                ],
            }[name]()
            self._texts[name] = pa.array(made, pa.string())
        return self._texts[name]

    def register(self, before: int) -> list[dict[str, Any]]:
        """Rows of the register of traders that it did not have yet: companies of home registered before a day.

        Nobody abroad, and nobody whose `registered` is NEVER, stands in it.
        """
        facts = self.facts
        new = (facts["country"] < 0) & ~facts["written"] & (facts["registered"] < before)
        facts["written"] |= new
        roles = {"gas": "importer", "other": "importer", "supplier": "producer"}
        numbers = self.text("id")
        made = []
        for n in np.flatnonzero(new).tolist():
            kind = _KINDS[facts["kind"][n]]
            made.append({
                "trader_id": numbers[n].as_py(), "name": self.names[n], "roles": [roles.get(kind, kind)],
                "address": self.addresses[n], "city": "Invented Town", "country": self.said.traffic.home,
                "registered_on": self.on(facts["registered"][n]),
                "listed_on": None if facts["listed"][n] == NEVER else self.on(facts["listed"][n]),
                "activity": f"{kind} (invented)", "capacity_g": int(facts["capacity_g"][n]) or None,
                "status": "active", "note": "invented", "source": "invented",
            })  # fmt: skip
        return made

    def on(self, day: Any) -> date:
        """The date of a day counted from the first month."""
        return self.said.traffic.first + timedelta(days=int(day))


def _number(place: int) -> int:
    """A number of its own for each company, in which the order of their making does not show."""
    return (place + 1) * 617_111 % 1_000_000


def settled(traders: Traders, random: np.random.Generator, declarations: int) -> dict[str, Ints]:
    """The companies with which a world of so many declarations a month begins, by what they do."""
    people, frame = traders.said.people, max(declarations * traders.said.traffic.frame_share, 1)
    made: dict[str, Ints] = {
        "makers": traders.add(random, "supplier", max(4, int(frame / 50)), countries=GAS_FROM),
        "sellers": traders.add(random, "supplier", max(20, declarations // 200), countries=GOODS_FROM),
        "brokers": traders.add(random, "broker", max(4, declarations // 2500)),
        "carriers": traders.add(random, "carrier", max(3, int(frame / 150))),
        "reclaimers": traders.add(random, "reclaimer", max(2, int(frame / 300))),
    }
    traders.facts["capacity_g"][made["reclaimers"]] = (
        random.choice([20, 40, 80], len(made["reclaimers"])) * 1_000_000
    )
    made["dealers"] = dealers(traders, random, made, max(6, int(frame / people.lines_a_dealer)))
    made["importers"] = importers(traders, random, made, max(20, declarations // 60))
    return made


def dealers(
    traders: Traders, random: np.random.Generator, have: dict[str, Ints], count: int, day: int | None = None
) -> Ints:
    """New dealers in gas, each with suppliers, a broker, a size and a habit of packing."""
    people = traders.said.people
    weight = np.minimum(random.pareto(people.concentration, count) + 0.3, 60)
    related = np.where(
        random.random(count) < traders.said.market.related, random.uniform(0.55, 0.9, count), 1.0
    )
    unlisted = random.random(count) < people.unlisted
    made = traders.add(
        random, "gas", count, day=day, weight=weight, related=related, habit=random.integers(0, 3, count),
        broker=random.choice(have["brokers"], count), supplier=random.choice(have["makers"], count),
        second=random.choice(have["makers"], count),
    )  # fmt: skip
    traders.facts["registered"][made[unlisted]] = NEVER
    return made


def importers(
    traders: Traders, random: np.random.Generator, have: dict[str, Ints], count: int, day: int | None = None
) -> Ints:
    """New importers of other goods."""
    return traders.add(
        random, "other", count, day=day, weight=random.pareto(1.2, count) + 0.2,
        broker=random.choice(have["brokers"], count), supplier=random.choice(have["sellers"], count),
        second=random.choice(have["sellers"], count),
    )  # fmt: skip
