"""Where tables stand in a CSV or workbook, below titles too, and their rows in portions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from tradewind.formats.opening import Opened
from tradewind.formats.sheets import HEADER_WITHIN_ROWS, Cell, workbook
from tradewind.formats.stored_values import with_unstored

CHUNK_ROWS: Final = 50_000


@dataclass(frozen=True, slots=True)
class TableAt:
    """A table: its sheet (None in a CSV), its row of headings, and the place of the first row after it."""

    sheet: str | None
    head: Sequence[Cell]
    first: int


def heads_of(opened: Opened, is_head: Callable[[Sequence[Cell]], bool]) -> Iterator[TableAt]:
    """The first row of headings of a CSV, or of each sheet that is shown, by what `is_head` says of a row."""
    if opened.kind not in ("csv", "xlsx"):
        return
    for name, rows in _beginnings(opened):
        for place, row in enumerate(rows):
            if is_head(row):
                yield TableAt(name, row, place + 1)
                break


def _beginnings(opened: Opened) -> Iterator[tuple[str | None, Sequence[Sequence[Cell]]]]:
    if opened.kind == "csv":
        yield None, [row for _, row in islice(opened.rows(), HEADER_WITHIN_ROWS)]
        return
    for sheet in workbook(opened):
        if not sheet.hidden:
            yield sheet.name, sheet.rows[:HEADER_WITHIN_ROWS]


def chunks_of(opened: Opened, table: TableAt) -> Iterator[tuple[list[list[Cell]], list[int]]]:
    """The rows below the headings with their numbers as a person sees them; empty rows are left out."""
    if table.sheet is None:
        lines = islice(opened.rows(), table.first, None)
        while chunk := list(islice(lines, CHUNK_ROWS)):
            yield [[c if c.strip() else None for c in row] for _, row in chunk], [n for n, _ in chunk]
        return
    for found in with_unstored(opened, workbook(opened)):
        if found.name == table.sheet:
            numbered = [(row, found.first_row + n) for n, row in enumerate(found.rows) if n >= table.first]
            kept = [(row, n) for row, n in numbered if any(c is not None for c in row)]
            if kept:
                yield [row for row, _ in kept], [n for _, n in kept]
