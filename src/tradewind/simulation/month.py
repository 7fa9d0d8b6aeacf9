"""The month while it is being made: its days and numbers, its lines and registers, and the truth beside them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random
from typing import Any, Final

import numpy as np

from tradewind.errors import RequestError
from tradewind.simulation.gases import Gas, controlled
from tradewind.simulation.parameters import Parameters
from tradewind.simulation.people import People, Trader

OFFICES: Final = ("INVENTED1", "INVENTED2", "INVENTED3")
#: Where goods come from; suppliers of gas sit in few places.
SUPPLIERS: Final = ("CHN", "CHN", "CHN", "IND", "THA", "DEU", "USA", "JPN", "TUR", "ARE")
EVERYWHERE: Final = (
    "CHN",
    "CHN",
    "IND",
    "DEU",
    "FRA",
    "ITA",
    "TUR",
    "USA",
    "BRA",
    "ZAF",
    "ARE",
    "THA",
    "VNM",
    "ESP",
    "RUS",
)
#: Values of letters in a container number: from 10, without multiples of 11 (ISO 6346).
_LETTERS: Final = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True))
#: Days tried before one is taken that has room.
_TRIES: Final = 60
#: On a Saturday one office is open.
_BUSY: Final = (1.0, 1.0, 1.0, 1.0, 0.9, 0.15, 0.0)


class Month:
    """Everything that will be written, row by row. Gas and its like come one by one; other goods fill the rest."""

    def __init__(self, seed: int, declarations: int, parameters: Parameters) -> None:
        self.random, self.numbers = Random(seed), np.random.default_rng(seed)
        self.parameters, self.declarations = parameters, declarations
        self.first = parameters.month
        self.last = (self.first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        self.people = People(self.random, parameters.home, self.first)
        self.lines: list[dict[str, Any]] = []
        self.registers: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.truth: list[dict[str, Any]] = []
        #: Grams cleared on yearly licences, by holder and gas; they are issued when the month is over.
        self.yearly: dict[tuple[str, str], int] = defaultdict(int)
        self.holders: dict[str, Trader] = {}
        self.without_quota: set[str] = set()
        self._counts: dict[str, int] = defaultdict(int)
        self.pools = self._days()
        self._settle()

    def _days(self) -> dict[date, list[int]]:
        """Numbers of declarations by the day they are lodged, in the order of an office's register."""
        days = [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]
        busy = np.array([_BUSY[d.weekday()] for d in days])
        count = self.numbers.multinomial(self.declarations, busy / busy.sum())
        pools, start = {}, 1
        for day, n in zip(days, count.tolist(), strict=True):
            pools[day] = self.numbers.permutation(np.arange(start, start + n)).tolist()
            start += n
        return pools

    def _settle(self) -> None:
        frame = max(int(self.declarations * self.parameters.frame_share), 1)
        self.makers = self.people.suppliers(SUPPLIERS, max(4, frame // 60))
        self.brokers = [self.people.new("broker") for _ in range(max(3, self.declarations // 4000))]
        self.carriers = [self.people.new("carrier") for _ in range(max(3, frame // 200))]
        self.reclaimers = [self.people.new("reclaimer") for _ in range(max(2, frame // 400))]
        self.dealers = [self.dealer() for _ in range(max(6, frame // 30))]
        for reclaimer in self.reclaimers:
            reclaimer.capacity_g = int(self.random.choice((20, 40, 80)) * 1e6)

    def dealer(self, age_days: int | None = None, gases: int = 3) -> Trader:
        """A dealer in gas with suppliers, a broker and a few gases of its own."""
        made = self.people.new("gas", age_days=age_days)
        made.suppliers = self.random.sample(self.makers, min(2, len(self.makers)))
        made.broker = self.random.choice(self.brokers)
        made.gases = [g.designation for g in self.random.sample(controlled(), gases)]
        return made

    def day(self, first: int = 0, last: int = 27) -> date:
        """A working day between days of the month counted from 0; negative ones lie before it."""
        for _ in range(_TRIES):
            day = self.first + timedelta(days=self.random.randint(first, last))
            if _BUSY[day.weekday()] == 1 and (day < self.first or self.pools.get(day)):
                return day
        return self._free_day(day)

    def _free_day(self, day: date) -> date:
        """The day with a number left that lies nearest."""
        free = [d for d, pool in self.pools.items() if pool]
        if not free:
            raise RequestError(
                "the parameters ask for more breaches than the month has declarations; ask for more declarations"
            )
        return min(free, key=lambda d: (abs((d - day).days), d))

    def count(self, series: str) -> int:
        """The next number of a series."""
        self._counts[series] += 1
        return self._counts[series]

    def container(self) -> str:
        """A container number with its right check digit, of an owner there is not (ISO 6346)."""
        stem = f"INVU{self.random.randrange(10**6):06}"
        total = sum(_LETTERS.get(c, ord(c) - 48) * 2**n for n, c in enumerate(stem))
        return f"{stem}{total % 11 % 10}"

    def declare(self, on: date, **cells: Any) -> dict[str, Any]:
        """A declaration of one item, numbered by its day; further items take its number by `also`."""
        if on < self.first:
            number = -self.count(f"before {on.month}")
        else:
            on = on if self.pools.get(on) else self._free_day(on)
            number = self.pools[on].pop()
        office = OFFICES[self.random.randrange(3)]
        line = {
            "declaration_id": declaration_id(office, on, number), "item": 1, "lodged_on": on, "office": office,
            "_number": number, **cells,
        }  # fmt: skip
        self.lines.append(line)
        return line

    def also(self, line: dict[str, Any], **cells: Any) -> dict[str, Any]:
        """One more item of a declaration that has `line` as its last."""
        made = {**line, **cells, "item": line["item"] + 1}
        self.lines.append(made)
        return made

    def licence(self, holder: Trader, gas: Gas, mass_g: int, on: date, **cells: Any) -> str:
        """A permit for one consignment, issued some days before it."""
        number = f"INV-L-{self.count('licence'):05}"
        issued = on - timedelta(days=self.random.randint(6, 30))
        self.registers["licences"].append({
            "licence_id": number, "direction": "import", "holder": holder.name, "holder_id": holder.trader_id,
            "substance": gas.designation, "hs_code": gas.code, "hs_edition": "2022", "licensed_mass_g": mass_g,
            "quota_year": on.year, "issued_on": issued, "valid_from": issued,
            "valid_to": issued + timedelta(days=90), "status": "issued", "note": "invented", **cells,
        })  # fmt: skip
        return number

    def breach(self, method: int, kind: str, lines: list[dict[str, Any]], says: str, **facts: Any) -> None:
        """What the lines really are. `facts`: `holds` and `holds_kg` of what is inside, keys of other tables."""
        self._tell("breach", method, kind, lines, says, facts)

    def honest(self, kind: str, line: dict[str, Any], says: str) -> None:
        """A lawful line that looks like something else, and why."""
        self._tell("honest", None, kind, [line], says, {})

    def _tell(
        self,
        what: str,
        method: int | None,
        kind: str,
        lines: list[dict[str, Any]],
        says: str,
        facts: dict[str, Any],
    ) -> None:
        self.truth.append({
            "invented": True, "truth": what, "method": method, "kind": kind,
            "lines": [[line["declaration_id"], line["item"]] for line in lines], "says": says, **facts,
        })  # fmt: skip


def declaration_id(office: str, on: date, number: int) -> str:
    """A number as ASYCUDA World makes it: office, year, serial letter, number; E for what lies before the month."""
    return f"{office}-{on.year}-C-{number}" if number > 0 else f"{office}-{on.year}-E{on.month}-{-number}"
