"""Templates that offices filled in, in any language, with columns moved or headings changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tradewind.errors import FileRefused
from tradewind.formats.cells import Habits
from tradewind.formats.fields import office
from tradewind.formats.grid import OWN_COLUMN, Grid, GridReader
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Refused, Rows
from tradewind.formats.sheets import Cell, Sheet, as_text, header_key, workbook
from tradewind.formats.stored_values import mentions, with_unstored
from tradewind.formats.template import (
    MARK,
    ROW_MARK,
    TEMPLATE_VERSION,
    example_of,
    header_of,
)
from tradewind.formats.template_text import EXAMPLE, FAULTS, KINDS, fields_of, table_of
from tradewind.languages import LANGUAGES, translator

#: The hidden row stays first unless someone sorted it away or put rows above it.
_MARKS_WITHIN_ROWS: Final = 60
_MARK_IN_BYTES: Final = re.compile(rb"tradewind:[a-z-]+:\d+:[a-z]{2}:\w")


@dataclass(frozen=True, slots=True)
class Marks:
    """What the hidden row says: which template, in which language, and the field of each column."""

    kind: str
    version: int
    language: str
    row: int
    fields: tuple[str | None, ...]


def marks_of(sheet: Sheet) -> Marks | None:
    """The marks of a sheet; None where it is no template of ours."""
    for index, row in enumerate(sheet.rows[:_MARKS_WITHIN_ROWS]):
        found = [MARK.fullmatch(cell.strip()) if isinstance(cell, str) else None for cell in row]
        first = next((f for f in found if f), None)
        if first:
            fields = tuple(f["field"] if f else None for f in found)
            return Marks(first["kind"], int(first["version"]), first["language"], index, fields)
    return None


def template_of(opened: Opened) -> Marks | None:
    """The marks of the first sheet of a workbook that has any; None where it is no template of ours."""
    if opened.kind != "xlsx" or not mentions(opened, _MARK_IN_BYTES):
        return None
    return next(filter(None, map(marks_of, workbook(opened))), None)


class TemplateReader:
    """Reads every sheet of a workbook that carries our marks."""

    name = "template"
    version = "1.0"
    title = "a Tradewind template"

    def recognises(self, opened: Opened) -> float:
        """1 where a workbook carries marks, which nothing else does."""
        return float(opened.kind == "xlsx" and mentions(opened, _MARK_IN_BYTES))

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Rows of the template's table; FileRefused for a template newer than this program."""
        for sheet in with_unstored(opened, workbook(opened)):
            marks = marks_of(sheet)
            if marks is not None:
                yield from _read_sheet(opened, sheet, marks, instructions)


def _read_sheet(
    opened: Opened, sheet: Sheet, marks: Marks, said: Instructions
) -> Iterator[Rows | Refused | Notice]:
    if marks.kind not in KINDS or marks.version > TEMPLATE_VERSION:
        raise FileRefused(
            str(opened.path),
            f"it is a template ({marks.kind}, version {marks.version}) newer than this program",
            "update Tradewind, or write a new template and copy the rows into it",
        )
    known = {f.name for f in office(table_of(marks.kind)).fields} | {ROW_MARK}
    fields = [f if f in known else None for f in marks.fields]
    header = sheet.rows[marks.row + 1] if marks.row + 1 < len(sheet.rows) else []
    headers = _headers(marks, fields, header)
    entries, kept = _entries(sheet, marks, fields, headers)
    for row, number in kept:
        reason, mend = FAULTS["ExampleKept"]
        record = {h: as_text(c) for h, c in zip(headers, row, strict=False) if h and c is not None}
        mark = headers[fields.index(ROW_MARK)]
        yield Refused(number, mark, record.get(mark), _clause(reason), _clause(mend), sheet.name, record)
    grid = Grid(
        headers, [f if f != ROW_MARK else None for f in fields],
        [row for row, _ in entries], [number for _, number in entries], sheet.name,
    )  # fmt: skip
    reader = GridReader(
        office(table_of(marks.kind)), Habits(day_first=said.day_first, calendar=said.calendar),
        {"party": said.party} if said.party else {}, "template",
    )  # fmt: skip
    if grid.rows:
        yield from reader.read(grid)
    yield from reader.notices()


def _entries(
    sheet: Sheet, marks: Marks, fields: Sequence[str | None], headers: Sequence[str]
) -> tuple[list[tuple[list[Cell], int]], list[tuple[list[Cell], int]]]:
    """(rows to read, rows that are marked as example but are none), with their numbers."""
    at = fields.index(ROW_MARK) if ROW_MARK in fields else None
    masses = {i for i, f in enumerate(fields) if f in _masses(marks.kind)}
    entries, kept = [], []
    for index in range(marks.row + 2, len(sheet.rows)):
        row = sheet.rows[index]
        if sheet.filled:
            row = [None if (index, i) in sheet.filled and i in masses else c for i, c in enumerate(row)]
        cells = [c for i, c in enumerate(row) if c is not None and i < len(fields) and i != at]
        if not cells:
            continue
        number = sheet.first_row + index
        is_example = _is_example(marks.kind, fields, row)
        is_marked = at is not None and at < len(row) and header_key(row[at]) in _example_words()
        if is_marked and not is_example:
            kept.append((row, number))
        elif not is_example:
            entries.append((row, number))
    return entries, kept


def _headers(marks: Marks, fields: Sequence[str | None], header: Sequence[Cell]) -> list[str]:
    """A name for each column: as it stands in the sheet, with the field where a person has changed it."""
    names: list[str] = []
    for column, field in enumerate(fields):
        shown = as_text(header[column]) if column < len(header) else ""
        if field and field_of_header(marks.kind, shown) != field:
            shown = f"{shown} [{field}]".strip()
        while shown and shown in names:
            shown += " (2)"
        names.append(shown)
    return names


def field_of_header(kind: str, header: str) -> str | None:
    """The field a heading of a template stands for, in any language; None where it is no heading of ours."""
    if header.endswith("]") and "[" in header:
        return header[header.rindex("[") + 1 : -1]
    if header.startswith(OWN_COLUMN):
        return header.removeprefix(OWN_COLUMN)
    return _known_headers(kind).get(header)


@cache
def _known_headers(kind: str) -> Mapping[str, str]:
    from_marks = {translator("formats", language)("Row"): ROW_MARK for language in LANGUAGES}
    return from_marks | {
        header_of(kind, field, language): field.name for field in fields_of(kind) for language in LANGUAGES
    }


@cache
def _example_words() -> frozenset[str]:
    return frozenset(header_key(translator("formats", language)(EXAMPLE)) for language in LANGUAGES)


@cache
def _masses(kind: str) -> frozenset[str]:
    return frozenset(f.name for f in fields_of(kind) if f.kind == "mass")


@cache
def _telling(kind: str) -> Mapping[str, str]:
    """Fields whose example names itself as one."""
    shown = {f.name: example_of(kind, f.name) for f in fields_of(kind)}
    return {name: text for name, text in shown.items() if isinstance(text, str) and text.startswith(EXAMPLE)}


def _is_example(kind: str, fields: Sequence[str | None], row: Sequence[Cell]) -> bool:
    """Whether the row still has the numbers and names of the example."""
    telling = _telling(kind)
    places = [(i, telling[f]) for i, f in enumerate(fields[: len(row)]) if f is not None and f in telling]
    return bool(places) and all(row[i] == text for i, text in places)


def _clause(sentence: str) -> str:
    """A sentence of the templates as the part of a message that reasons are."""
    return sentence[0].lower() + sentence[1:].rstrip(".")


READER: Final = TemplateReader()
