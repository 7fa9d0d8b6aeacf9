"""Sheets of a workbook as rows of plain cells: merged cells filled, title rows told from headers."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError

from tradewind.errors import FileRefused
from tradewind.formats.opening import Opened

#: What a cell can hold. None is an empty cell, which never means zero.
Cell = str | int | float | bool | date | datetime | None

#: Title rows, logos and remarks above a header take fewer rows than this in every register seen.
HEADER_WITHIN_ROWS: Final = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[i]` is row `first_row + i` as the person sees it.

    Cells of a merged range all hold its value; `filled` names those (row index, column index) that the sheet
    itself shows empty, so that a mass in a merged cell is not counted once per row.
    """

    name: str
    rows: list[list[Cell]]
    first_row: int = 1
    hidden: bool = False
    filled: frozenset[tuple[int, int]] = frozenset()


@lru_cache(maxsize=1)
def workbook(opened: Opened) -> tuple[Sheet, ...]:
    """The sheets of a workbook in their order; FileRefused where it is damaged or locked with a password.

    The last workbook is kept, because recognising and reading it each need it: do not change its rows.
    """
    path = str(opened.path)
    with opened.seekable() as stream:
        try:
            book = CalamineWorkbook.from_filelike(stream)
            return tuple(_sheet(book, meta.name, meta.visible) for meta in book.sheets_metadata)
        except PasswordError as error:
            raise FileRefused(
                path, "the workbook is locked with a password", "save it without one"
            ) from error
        except (CalamineError, ZipError) as error:
            raise FileRefused(
                path, f"the workbook cannot be read ({error})", "open it and save it again as XLSX"
            ) from error


def as_text(cell: Cell) -> str:
    """What a person sees in the cell; whole numbers without a point, dates as YYYY-MM-DD, "" where empty.

    >>> as_text(290371.0)
    '290371'
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time() != time() else cell.date().isoformat()
    return cell.strip() if isinstance(cell, str) else str(cell)


def header_key(cell: Cell) -> str:
    """A heading reduced for comparison: case, accents of width, punctuation and line breaks do not count.

    >>> header_key("Net_Mass  (kg)*")
    'net mass kg'
    """
    folded = unicodedata.normalize("NFKC", as_text(cell)).casefold()
    return " ".join(
        "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in folded).split()
    )


def find_header(rows: Sequence[Sequence[Cell]], vocabulary: Collection[str]) -> int | None:
    """Index of the row that reads most like a header, or None.

    `vocabulary` holds known headings in any spelling. A row counts when at least two different cells are
    known, so a merged title, which repeats one text, never wins.
    """
    known = {header_key(word) for word in vocabulary} - {""}
    best, most = None, 1
    for index, row in enumerate(rows[:HEADER_WITHIN_ROWS]):
        hits = len({header_key(cell) for cell in row} & known)
        if hits > most:
            best, most = index, hits
    return best


def _sheet(book: CalamineWorkbook, name: str, visible: Any) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    filled = _fill(rows, sheet.merged_cell_ranges or [])
    return Sheet(name, rows, hidden=visible != SheetVisibleEnum.Visible, filled=frozenset(filled))


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, time | timedelta):
        return str(value)
    return value  # type: ignore[no-any-return]


def _fill(
    rows: list[list[Cell]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> set[tuple[int, int]]:
    filled = set()
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for r in range(top, min(bottom, len(rows) - 1) + 1):
            for c in range(left, min(right, len(rows[r]) - 1) + 1):
                if (r, c) != (top, left):
                    rows[r][c] = rows[top][left]
                    filled.add((r, c))
    return filled
