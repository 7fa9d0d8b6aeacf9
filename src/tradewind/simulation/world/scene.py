"""A month in one region as the makers of consignments see it: calendar, people, market, what came before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from tradewind.simulation.world.catalogue import CONTROLLED, GASES, GWP, USD_KG, Floats, Ints
from tradewind.simulation.world.drafts import Draft, blank
from tradewind.simulation.world.parameters import WorldParameters
from tradewind.simulation.world.traders import Traders

#: How busy an office is by day of the week; on a Saturday one counter is open.
_BUSY: Final = np.array([1.0, 1.0, 1.0, 1.0, 0.9, 0.15, 0.0])


@dataclass(frozen=True, slots=True)
class Market:
    """Prices of a month. `abroad`: USD a kg by gas; `gain`: what a kg gains that avoids quota, tax and licence."""

    abroad: Floats
    gain: Floats
    season: float

    @classmethod
    def of(cls, parameters: WorldParameters, seed: int, month: int) -> Market:
        """The market of a month; prices drift as one random walk a gas."""
        said = parameters.market
        steps = np.random.default_rng([seed, 1]).normal(0, said.drift, (month + 4, len(GASES)))
        abroad = USD_KG * np.exp(steps.cumsum(axis=0)[month + 3])
        ratio = np.array([said.gap.get(name, 1.0) for name in GASES])
        rent = GWP / 1000 * (said.quota_usd_t + said.tax_usd_t)
        gain = np.where(GWP > 0, np.maximum(abroad * (ratio - 1), 0) + rent, 0.0)
        at = (parameters.traffic.first.month - 1 + month) % 12
        # the warm half of the year orders ahead of itself: the peak is in April (assumed)
        return cls(abroad, gain, 1 + parameters.traffic.season * float(np.cos((at - 3) / 12 * 2 * np.pi)))


@dataclass(slots=True)
class Memory:
    """Lines of gas of the last months that later trade refers to: a draft, and the numbers of their declarations."""

    draft: Draft = field(default_factory=lambda: blank(0))
    numbers: Any = field(default_factory=lambda: np.zeros(0, dtype=object))


@dataclass(slots=True)
class Scene:
    """What the makers of a month know. Days count from the first of the month; `start` is that day of the world."""

    said: WorldParameters
    random: np.random.Generator
    traders: Traders
    have: dict[str, Ints]
    market: Market
    month: int
    memory: Memory
    _lots: int = 0

    @property
    def first(self) -> date:
        """The first day of the month."""
        return month_first(self.said.traffic.first, self.month)

    @property
    def length(self) -> int:
        """Days of the month."""
        return (month_first(self.said.traffic.first, self.month + 1) - self.first).days

    @property
    def start(self) -> int:
        """Days from the beginning of the world to the first of the month."""
        return (self.first - self.said.traffic.first).days

    def days(self, count: int, first: int = 0, last: int | None = None) -> Ints:
        """Working days between two days of the month."""
        end = self.length if last is None else min(last + 1, self.length)
        busy = np.array([_BUSY[(self.first + timedelta(days=d)).weekday()] for d in range(first, end)])
        weights = busy if busy.sum() else np.ones(len(busy))
        return self.random.choice(np.arange(first, end), count, p=weights / weights.sum())

    def on_work(self, days: Ints) -> Ints:
        """The days within the month, a Sunday moved to the Saturday before."""
        inside = np.clip(days, 0, self.length - 1)
        weekday = (inside + self.first.weekday()) % 7
        return np.where((weekday == 6) & (inside > 0), inside - 1, inside)

    def lots(self, count: int) -> Ints:
        """Numbers for so many new lots of this month."""
        made = np.arange(self._lots, self._lots + count) + (self.month + 1) * 10_000_000
        self._lots += count
        return made

    def by_weight(self, who: Ints, count: int) -> Ints:
        """Companies of these, the great ones more often."""
        weight = self.traders.facts["weight"][who]
        return self.random.choice(who, count, p=weight / weight.sum())

    def chance(self, count: int, share: float) -> Any:
        """True with a probability, for so many lines."""
        return self.random.random(count) < share

    def profitable(self, count: int, among: Ints = CONTROLLED) -> Ints:
        """Gases as those choose whom the gain draws."""
        appeal = np.maximum(self.market.gain[among], 1e-6) ** self.said.illegal.greed
        known = np.isin([GASES[g] for g in among], list(self.said.packing.disposable_g))
        weight = appeal * known
        return self.random.choice(among, count, p=weight / weight.sum())


def month_first(first: date, months: int) -> date:
    """The first day so many months later."""
    at = first.year * 12 + first.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)
