"""A yearly report as a workbook: sheets already worded in, bytes out. No text in it can run as a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from tradewind.formats.numerals import defuse

Value = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: sentences on top, headings, rows. None stays a blank cell, 0 is written as 0."""

    name: str
    notes: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook's sheets, and whether they read from right to left."""

    sheets: Sequence[Sheet]
    right_to_left: bool = False


def render(book: Book) -> bytes:
    """The bytes of the workbook, the same for the same book."""
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, plain) as written:
        # A stated moment, so that the digest of a file tells its content alone.
        written.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001  the format has no time zone
        bold = written.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        figure = written.add_format({"num_format": "#,##0.000"})
        for sheet in book.sheets:
            _write(written, sheet, bold, figure, right_to_left=book.right_to_left)
    return out.getvalue()


def _write(
    book: xlsxwriter.Workbook, sheet: Sheet, bold: object, figure: object, *, right_to_left: bool
) -> None:
    page = book.add_worksheet(sheet.name[:31])
    if right_to_left:
        page.right_to_left()
    for line, note in enumerate(sheet.notes):
        page.write_string(line, 0, defuse(note))
    head = len(sheet.notes)
    for column, heading in enumerate(sheet.headings):
        page.write_string(head, column, defuse(heading), bold)
        page.set_column(column, column, 18)
    page.freeze_panes(head + 1, 1)
    for line, row in enumerate(sheet.rows, head + 1):
        for column, value in enumerate(row):
            if isinstance(value, Decimal):
                page.write_number(line, column, float(value), figure)
            elif isinstance(value, int):
                page.write_number(line, column, value)
            elif value is not None:
                page.write_string(line, column, defuse(value))
