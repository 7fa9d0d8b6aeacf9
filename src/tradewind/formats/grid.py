"""A sheet of an office's file as headings and rows of cells, read into a canonical table.

What both ways in share: the template, whose columns carry marks, and any other table, whose columns a mapping
names. Refused rows come one a row, with all of the row as a person sees it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from tradewind.formats.cells import Fault, Habits
from tradewind.formats.fields import Field, Office
from tradewind.formats.filling import Counts, Filled, fill
from tradewind.formats.reading import Notice, Refused, Rows
from tradewind.formats.sheets import Cell, as_text
from tradewind.formats.values import (
    IMPLAUSIBLE_MASS_G,
    CalendarUnknown,
    DateOrderUnknown,
    DecimalMark,
    DecimalMarkUnknown,
    Unreadable,
    day_first_of,
    decimal_of,
    is_blank,
    is_of_another_calendar,
)

#: Headings of columns that a workbook of refused rows adds, so that a corrected row keeps its number.
OWN_COLUMN: Final = "tradewind:"
#: National totals of quotas and of trade are larger than any consignment.
_TABLES_OF_TOTALS: Final = frozenset({"quotas", "trade_flows", "own_limits", "reported_baselines"})
#: A single licence or declaration above 1,000 t is rare enough to ask whether kilograms were meant.
_LARGE_IN_TONNES_G: Final = 10**9
_NUMBERS: Final = frozenset({"whole", "number", "mass", "money"})
_DATES: Final = frozenset({"day", "span", "year"})
_EXAMPLES_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under headings. `fields` has the field of each column, None where the column is not read;
    `numbers` are row numbers as a person sees them."""

    headers: Sequence[str]
    fields: Sequence[str | None]
    rows: Sequence[Sequence[Cell]]
    numbers: Sequence[int]
    sheet: str | None = None

    def columns(self) -> dict[str, list[Cell]]:
        """Cells by field; short rows end in empty cells."""
        wide = len(self.fields)
        across = list(zip(*(_padded(row, wide) for row in self.rows), strict=True)) or [()] * wide
        return {name: list(cells) for name, cells in zip(self.fields, across, strict=True) if name}

    def header_of(self, field_name: str) -> str:
        """The heading of a field as it stands in the sheet; its name where it has no column."""
        return next(
            (h for h, f in zip(self.headers, self.fields, strict=True) if f == field_name), field_name
        )


@dataclass(slots=True)
class GridReader:
    """Reads grids of one file: `habits` as settled so far, `defaults` for empty cells, the numbers counted."""

    office: Office
    habits: Habits
    defaults: Mapping[str, Cell]
    say_kept: str
    counts: Counts = field(default_factory=Counts)
    has_asked: bool = False
    _settled: bool = False
    _unsure: dict[str, int] = field(default_factory=dict)
    _heavy_net: list[int] = field(default_factory=list)
    _large: list[int] = field(default_factory=list)

    def read(self, grid: Grid, *, may_ask: bool = True) -> Iterator[Rows | Refused | Notice]:
        """Rows that could be read and one Refused for each that could not.

        Where the first rows of the file cannot tell the order of its dates, their calendar or its decimal mark,
        nothing of it is read: one Refused without a row asks, and loading again with the answer reads all.
        `may_ask` is false where the file was found to need no answer, and `grid` has only its odd rows.
        """
        columns = grid.columns()
        asks = may_ask and not self._settled
        if not self._settled:
            self.habits = settle(self.office, columns, self.habits)
            self._settled = True
        filled = fill(self.office, columns, grid.numbers, self.habits, self.defaults, self.counts)
        question = self._question(grid, filled) if asks else None
        if question:
            self.has_asked = True
            yield question
            return
        self.note(filled)
        if filled.data.num_rows:
            data = filled.data
            if grid.sheet is not None:
                sheets = pa.array([grid.sheet] * data.num_rows, type=pa.string())
                data = data.append_column("source_sheet", sheets)
            yield Rows(self.office.table, data)
        for index, faults in sorted(filled.faults.items()):
            yield self._refused(grid, filled, index, faults)

    def _question(self, grid: Grid, filled: Filled) -> Refused | None:
        """The one question that stands before all rows, where the file cannot answer it itself."""
        odd = _single_odd_years(grid, filled)
        for faults in filled.faults.values():
            for what, fault in faults:
                mend = self._answer(fault.error)
                if mend and not (isinstance(fault.error, CalendarUnknown) and what.name in odd):
                    header = grid.header_of(what.name)
                    return Refused(None, header, fault.shown, fault.error.reason, mend, grid.sheet)
        return None

    def _answer(self, error: Unreadable) -> str | None:
        if isinstance(error, DateOrderUnknown) and self.habits.day_first is None and not self.habits.is_mixed:
            return (
                "load the file again with --day-first or --month-first; the answer is kept for this sender, "
                "and nothing of this file was loaded before it is known"
            )
        if isinstance(error, CalendarUnknown) and self.habits.calendar is None:
            return (
                f"if the dates are {error.calendar}, load the file again with --calendar {error.calendar}; "
                "nothing of this file was loaded"
            )
        if (
            isinstance(error, DecimalMarkUnknown)
            and self.habits.decimal is None
            and self.say_kept == "mapping"
        ):
            return 'say decimal = "." or decimal = "," in the mapping file; nothing of this file was loaded'
        return None

    def _refused(self, grid: Grid, filled: Filled, index: int, faults: list[tuple[Field, Fault]]) -> Refused:
        what, fault = faults[0]
        reason, mend = fault.error.reason, fault.error.mend
        for other, also in faults[1:]:
            reason += f"; also {grid.header_of(other.name)}: {also.error.reason}"
        row = grid.rows[index]
        record = {
            header: cell_text(cell, self.habits.decimal)
            for header, cell in zip(grid.headers, _padded(row, len(grid.headers)), strict=True)
            if header
        }
        if filled.counted is not None and self.office.counted is not None:
            number, _ = self.office.counted
            stated = grid.header_of(number)
            key = stated if stated in record else f"{OWN_COLUMN}{number}"
            record[key] = record.get(key) or str(filled.counted[index])
        for name, default in self.defaults.items():
            if isinstance(default, str) and "{row}" in default and name not in grid.fields:
                record[f"{OWN_COLUMN}{name}"] = default.replace("{row}", str(grid.numbers[index]))
        header = grid.header_of(what.name)
        return Refused(grid.numbers[index], header, fault.shown, reason, mend, grid.sheet, record)

    def note(self, filled: Filled) -> None:
        """Remember what `notices` will say of these rows."""
        for text, count in filled.unsure.items():
            self._unsure[text] = self._unsure.get(text, 0) + count
        data = filled.data
        if {"net_mass_g", "gross_mass_g"} <= set(data.column_names):
            above = pc.greater(data["net_mass_g"], data["gross_mass_g"])
            self._heavy_net += data.filter(above)["source_row"].to_pylist()
        in_tonnes = [f.columns[0] for f in self.office.fields
                     if f.kind == "mass" and self.habits.units.get(f.name) == "t"]  # fmt: skip
        if self.office.table in _TABLES_OF_TOTALS:
            return
        for column in in_tonnes:
            if column in data.column_names:
                large = pc.greater(data[column], _LARGE_IN_TONNES_G)
                self._large += data.filter(large)["source_row"].to_pylist()

    def notices(self) -> Iterator[Notice]:
        """What a person should know about rows that were read."""
        if self._unsure:
            names = sorted(self._unsure, key=lambda t: -self._unsure[t])[:_EXAMPLES_SHOWN]
            shown = ", ".join(f'"{n}" ({self._unsure[n]})' for n in names)
            total = sum(self._unsure.values())
            rows = "1 row names" if total == 1 else f"{total:,} rows name"
            yield Notice(f"{rows} a substance that is not known for sure and is kept as text: {shown}")
        if self._heavy_net:
            yield Notice(
                f"the net mass is greater than the gross mass in {_listed(self._heavy_net)}; kept as it is"
            )
        if self._large:
            yield Notice(
                f"more than 1,000 t in one row, in {_listed(self._large)}: check whether the figures are "
                "kilograms although the column is read as tonnes"
            )


def settle(office: Office, columns: Mapping[str, Sequence[Cell]], habits: Habits) -> Habits:
    """`habits` with the order of dates and the decimal mark that the columns themselves tell."""
    kinds = {f.name: f.kind for f in office.fields}
    dates = [_texts(c) for n, c in columns.items() if kinds.get(n) in _DATES]
    numbers = [_texts(c) for n, c in columns.items() if kinds.get(n) in _NUMBERS]
    if habits.day_first is None:
        try:
            habits = replace(habits, day_first=day_first_of(t for c in dates for t in c))
        except Unreadable:
            habits = replace(habits, is_mixed=True)
    if habits.decimal is None:
        habits = replace(habits, decimal=_decimal(numbers))
    if office.table in _TABLES_OF_TOTALS:
        habits = replace(habits, largest_mass_g=IMPLAUSIBLE_MASS_G)
    return habits


def _single_odd_years(grid: Grid, filled: Filled) -> set[str]:
    """Fields of which some dates fit another calendar, and most do not."""
    fitting = Counter(
        what.name
        for faults in filled.faults.values()
        for what, fault in faults
        if isinstance(fault.error, CalendarUnknown)
    )
    cells = grid.columns() if fitting else {}
    return {
        name
        for name, count in fitting.items()
        if not is_of_another_calendar(count, sum(not _is_empty(c) for c in cells.get(name, ())))
    }


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and is_blank(cell))


def _decimal(columns: Sequence[Sequence[str]]) -> DecimalMark | None:
    try:
        return decimal_of(t for column in columns for t in column)
    except Unreadable:
        return None


def _texts(cells: Sequence[Cell]) -> list[str]:
    return list({c for c in cells if isinstance(c, str)})


def cell_text(cell: Cell, decimal: DecimalMark | None) -> str | None:
    """A cell as text that reads back as the same value under the same habits; None where it is empty.

    >>> cell_text(1250.5, ","), cell_text(1.234, None), cell_text("=1+1", None)
    ('1250,5', '1.2340', '=1+1')
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and not cell.is_integer():
        text = format(cell, "f") if "e" in repr(cell) else repr(cell)
        if decimal == ",":
            return text.replace(".", ",")
        return f"{text}0" if decimal is None and re.fullmatch(r"-?\d{1,3}\.\d{3}", text) else text
    if isinstance(cell, date | bool | int | float):
        return as_text(cell)
    return cell


def _padded(row: Sequence[Cell], wide: int) -> list[Cell]:
    return [*row[:wide], *[None] * (wide - len(row))]


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(n) for n in numbers[:_EXAMPLES_SHOWN])
    more = f" and {len(numbers) - _EXAMPLES_SHOWN} more" if len(numbers) > _EXAMPLES_SHOWN else ""
    return f"row{'s' if len(numbers) > 1 else ''} {shown}{more}"
