"""Traders that cannot be real: a number of the series INV-T and `(invented)` in every name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

#: What names and addresses are made of, here and in the world of months.
FIRST: Final = (
    "Quillon", "Ostrava Bay", "Marenda", "Tolvik", "Saphira", "Brendor", "Kuyala", "Zenthe", "Ilmaris", "Dovrana",
    "Perrault Cove", "Nahuel Point", "Ashgrove Isle", "Vellmora", "Xandiku", "Torrey Fen", "Lumbara", "Oskendal",
)  # fmt: skip
TRADES: Final = {
    "gas": ("Cooling", "Refrigeration Supply", "Froid", "Climatización", "Gases", "Kälte"),
    "other": ("Trading", "General Stores", "Import-Export", "Hardware", "Textiles", "Foods", "Electronics",
              "Furniture"),
    "broker": ("Customs Agency", "Forwarding", "Clearing House"),
    "supplier": ("Chemical Works", "Fluor Industry", "Export Co", "Manufacturing", "Overseas"),
    "carrier": ("Haulage", "Lines"),
    "reclaimer": ("Reclaim", "Recovery"),
}  # fmt: skip
STREETS: Final = (
    "Harbour Road",
    "Customs Street",
    "Lighthouse Lane",
    "Old Market",
    "Industrial Way",
    "Pier Avenue",
)
_OLDEST: Final = date(1994, 1, 10)


@dataclass(slots=True)
class Trader:
    """A company of the invented Party or one of its suppliers abroad."""

    trader_id: str
    name: str
    address: str
    country: str
    kind: str
    registered_on: date
    listed_on: date | None = None
    capacity_g: int | None = None
    is_registered: bool = True
    suppliers: list[Trader] = field(default_factory=list)
    broker: Trader | None = None
    gases: list[str] = field(default_factory=list)


class People:
    """Makes traders, and remembers those of home who stand in the register."""

    def __init__(self, random: Random, home: str, month: date) -> None:
        self._random, self._home, self._month = random, home, month
        self.made: list[Trader] = []

    def new(self, kind: str, country: str | None = None, age_days: int | None = None) -> Trader:
        """A trader, years old unless `age_days` before the month tells otherwise."""
        random, number = self._random, len(self.made) + 1
        span = (self._month - _OLDEST).days - 400
        age = 400 + int(span * random.random()) if age_days is None else age_days
        made = Trader(
            f"INV-T-{number:05}",
            f"{random.choice(FIRST)} {random.choice(TRADES[kind])} {number} (invented)",
            f"{1 + int(random.random() * 240)} {random.choice(STREETS)}, Invented Town",
            country or self._home, kind, self._month - timedelta(days=age),
        )  # fmt: skip
        if country is None and kind in ("gas", "reclaimer"):
            made.listed_on = made.registered_on + timedelta(days=min(60, max(age - 5, 0)))
        self.made.append(made)
        return made

    def suppliers(self, countries: tuple[str, ...], count: int) -> list[Trader]:
        """Suppliers abroad."""
        return [self.new("supplier", self._random.choice(countries)) for _ in range(count)]

    def rows(self) -> list[dict[str, object]]:
        """The register of traders, which knows no one abroad and no one who never registered."""
        roles = {"gas": "importer", "other": "importer", "reclaimer": "reclaimer"}
        return [
            {
                "trader_id": t.trader_id, "name": t.name, "roles": roles.get(t.kind, t.kind), "address": t.address,
                "city": "Invented Town", "country": t.country, "registered_on": t.registered_on,
                "listed_on": t.listed_on, "activity": f"{t.kind} (invented)", "capacity_g": t.capacity_g,
                "status": "active", "note": "invented", "source": "invented",
            }
            for t in self.made if t.country == self._home and t.is_registered
        ]  # fmt: skip
