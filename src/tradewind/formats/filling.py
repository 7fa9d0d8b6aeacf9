"""Columns of an office's file into a canonical table: whole columns, and the rows that could not be read.

Nothing is guessed to fill a gap: a partial date, a mass given as "400 cylinders" and an unknown substance go
where the table keeps them as they are, or into its remarks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

import pyarrow as pa

from tradewind.formats.cells import Fault, Habits, Named, Packages, read_column
from tradewind.formats.fields import Field, Office
from tradewind.formats.sheets import Cell
from tradewind.formats.values import PartialDate, Unreadable
from tradewind.tables import table

#: ISO 4217 currencies without minor units, and with three digits of them.
_NO_MINOR: Final = frozenset({"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
                              "VUV", "XAF", "XOF", "XPF"})  # fmt: skip
_THREE_MINOR: Final = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
#: A row that names no declaration or case still needs a number that no counted row has.
_NAMELESS_FROM: Final = 1000
#: The full national code comes before what a short code says, and counted packages before "400 cylinders".
_ORDER: Final = {"national": 0, "mass": 2}


class Missing(Unreadable):
    """An empty cell where a value must stand."""


@dataclass(slots=True)
class Counts:
    """How many rows each declaration or case has had so far, across the chunks of a file."""

    seen: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Filled:
    """`data` has the rows that could be read, `faults` those that could not, by place in the input, each with
    (field, fault); `counted` the number given to each row, where the table counts; `unsure` the substances
    that were kept as text only."""

    data: pa.Table
    faults: dict[int, list[tuple[Field, Fault]]]
    counted: list[int | None] | None
    unsure: Counter[str]


def minor_units(amount: Decimal | None, currency: str | None) -> int | None:
    """Whole minor units of an amount, by the digits ISO 4217 gives the currency; two where it is unknown.

    >>> minor_units(Decimal("12.5"), "EUR"), minor_units(Decimal(900), "JPY")
    (1250, 900)
    """
    if amount is None:
        return None
    digits = 0 if currency in _NO_MINOR else 3 if currency in _THREE_MINOR else 2
    return int(amount.scaleb(digits).quantize(Decimal(1), ROUND_HALF_EVEN))


def fill(
    office: Office,
    columns: Mapping[str, Sequence[Any]],
    numbers: Sequence[int],
    habits: Habits,
    defaults: Mapping[str, Cell],
    counts: Counts,
) -> Filled:
    """The canonical rows of columns of cells. `numbers` are the row numbers people see; `defaults` stand in
    empty cells ("{row}" in one becomes the row number)."""
    filling = _Filling(office, numbers)
    for what in office.fields:
        filling.take(what, columns, habits, defaults)
    filling.check_presence()
    counted = filling.count(counts)
    filling.spread()
    return filling.done(counted)


class _Filling:
    """One chunk on its way into a table: values by field, then by canonical column."""

    def __init__(self, office: Office, numbers: Sequence[int]) -> None:
        self.office, self.numbers, self.size = office, numbers, len(numbers)
        self.table = table(office.table)
        self.read: dict[str, list[Any]] = {}
        self.faults: dict[int, list[tuple[Field, Fault]]] = {}
        self.columns: dict[str, list[Any]] = {}
        self.remarks: dict[int, list[str]] = {}
        self.unsure: Counter[str] = Counter()

    def take(
        self, what: Field, columns: Mapping[str, Sequence[Any]], habits: Habits, defaults: Mapping[str, Cell]
    ) -> None:
        cells = columns.get(what.name)
        default = defaults.get(what.name)
        if cells is None and default is None:
            return
        units = columns.get("mass_unit")
        if what.kind == "mass" and units is not None and cells is not None:
            cells = [None if c is None else (c, u) for c, u in zip(cells, units, strict=True)]
        if default is not None:
            cells = [self._default(i, default) if c in (None, "") else c
                     for i, c in enumerate(cells or [None] * self.size)]  # fmt: skip
        values, faults = read_column(what, cells or [], habits)
        self.read[what.name] = values
        for fault in faults:
            self.faults.setdefault(fault.index, []).append((what, fault))

    def _default(self, index: int, default: Cell) -> Cell:
        if isinstance(default, str) and "{row}" in default:
            return default.replace("{row}", str(self.numbers[index]))
        return default

    def check_presence(self) -> None:
        """Faults of rows that lack what a row of this table must have."""
        for what in self.office.fields:
            if what.required:
                self._require(what, [what.name])
        if self.office.one_of:
            self._require(self.office.field(self.office.one_of[0]), self.office.one_of)

    def _require(self, what: Field, names: Sequence[str]) -> None:
        columns = [self.read[n] for n in names if n in self.read]
        for index in range(self.size):
            if all(c[index] is None or isinstance(c[index], Packages) for c in columns):
                faults = self.faults.setdefault(index, [])
                if not any(f.name in names for f, _ in faults):
                    missing = Missing(
                        "the cell is empty but must be filled", "write it and load the row again"
                    )
                    faults.append((what, Fault(index, None, missing)))

    def count(self, counts: Counts) -> list[int | None] | None:
        """Number the rows of each declaration or case where the file does not."""
        if self.office.counted is None:
            return None
        number, key = self.office.counted
        stated = self.read.get(number) or [None] * self.size
        keys = self.read.get(key) or [None] * self.size
        given: list[int | None] = []
        for index, (own, name) in enumerate(zip(stated, keys, strict=True)):
            if name is not None:
                counts.seen[name] += 1
            counted = counts.seen[name] if name is not None else _NAMELESS_FROM + self.numbers[index]
            given.append(own if own is not None else counted)
        self.read[number] = list(given)
        return given

    def spread(self) -> None:
        """Values of fields into the canonical columns."""
        writers: dict[str, Callable[[Field, list[Any]], None]] = {
            "substance": self._substance, "day": self._day, "span": self._span, "mass": self._mass,
            "money": self._money, "code": self._code, "number": self._number,
        }  # fmt: skip
        for what in sorted(self.office.fields, key=lambda f: _ORDER.get(f.kind, 1)):
            values = self.read.get(what.name)
            if values is not None and what.kind != "mass_unit":
                writers.get(what.kind, self._plain)(what, values)
        if "hs_code" in self.table.names and "national_code" in self.columns:
            self._put("hs_code", [v[:6] if v else None for v in self.columns["national_code"]])
        self._say_remarks()

    def _plain(self, what: Field, values: list[Any]) -> None:
        self._put(what.columns[0], values)

    def _number(self, what: Field, values: list[Any]) -> None:
        self._put(what.columns[0], [None if v is None else float(v) for v in values])

    def _money(self, what: Field, values: list[Any]) -> None:
        currencies = self.read.get("currency") or [None] * self.size
        if what.name == "value_usd":
            currencies = ["USD"] * self.size
        self._put(what.columns[0], [minor_units(v, c) for v, c in zip(values, currencies, strict=True)])

    def _substance(self, what: Field, values: list[Named | None]) -> None:
        self._put(what.columns[0], [None if v is None else v.designation for v in values])
        text = next((c for c in what.columns[1:] if c in self.table.names), None)
        if text:
            self._put(text, [None if v is None else v.text for v in values])
        for index, value in enumerate(values):
            if value is not None and value.designation is None:
                self.unsure[value.text] += 1
                if text is None:
                    self._remark(index, what, value.text)

    def _day(self, what: Field, values: list[PartialDate | None]) -> None:
        self._put(what.columns[0], [_edge(v, what.edge) for v in values])
        for index, value in enumerate(values):
            if value is not None and what.edge == "exact" and value.first != value.last:
                if len(what.columns) > 1:
                    self._put_one(what.columns[1], index, value.text)
                else:
                    self._remark(index, what, value.text)

    def _span(self, what: Field, values: list[PartialDate | None]) -> None:
        self._put(what.columns[0], [v.first if v else None for v in values])
        self._put(what.columns[1], [v.last if v else None for v in values])
        if len(what.columns) > 2:
            self._put(what.columns[2], [v.text if v else None for v in values])

    def _mass(self, what: Field, values: list[int | Packages | None]) -> None:
        self._put(what.columns[0], [v if isinstance(v, int) else None for v in values])
        for index, value in enumerate(values):
            if isinstance(value, Packages):
                self._packages(index, what, value)

    def _packages(self, index: int, what: Field, value: Packages) -> None:
        names = self.table.names
        count, kind = {"mass": ("cylinders", None), "total_mass": ("total_cylinders", None),
                       "net_mass": ("packages", "package_kind")}.get(what.name, (None, None))  # fmt: skip
        if what.name == "net_mass" and "quantity" in names:
            count, kind = "quantity", "quantity_unit"
        if count in names and (kind or value.kind == "cylinder"):
            self._put_one(count or "", index, value.count)
            if kind:
                self._put_one(kind, index, value.kind)
        else:
            self._remark(index, what, f"{value.count} × {value.kind}")

    def _code(self, what: Field, values: list[str | None]) -> None:
        self._put("hs_code", [v[:6] if v else None for v in values])
        if "national_code" in self.table.names:
            self._put("national_code", [v if v and len(v) > 6 else None for v in values])

    def _put(self, column: str, values: list[Any]) -> None:
        """A column; where two fields fill one, the first to say something wins."""
        before = self.columns.get(column)
        if before is None:
            self.columns[column] = list(values)
            return
        self.columns[column] = [b if b is not None else v for b, v in zip(before, values, strict=True)]

    def _put_one(self, column: str, index: int, value: Any) -> None:
        cells = self.columns.setdefault(column, [None] * self.size)
        if cells[index] is None:
            cells[index] = value

    def _remark(self, index: int, what: Field, text: str) -> None:
        self.remarks.setdefault(index, []).append(f"{what.name}: {text}")

    def _say_remarks(self) -> None:
        """What fits no column, after the office's own remarks."""
        column = self.office.remarks
        if column is None or not self.remarks:
            return
        cells = self.columns.setdefault(column, [None] * self.size)
        for index, texts in self.remarks.items():
            cells[index] = "; ".join(filter(None, [cells[index], *texts]))

    def done(self, counted: list[int | None] | None) -> Filled:
        schema = self.table.arrow
        arrays = {
            name: pa.array(values, type=schema.field(name).type) for name, values in self.columns.items()
        }
        arrays["source_row"] = pa.array(self.numbers, type=pa.int64())
        data = pa.table(arrays)
        if self.faults:
            data = data.filter(pa.array([i not in self.faults for i in range(self.size)]))
        return Filled(data, self.faults, counted, self.unsure)


def _edge(value: PartialDate | None, edge: str) -> date | None:
    if value is None:
        return None
    if edge == "exact":
        return value.first if value.first == value.last else None
    return value.first if edge == "first" else value.last
