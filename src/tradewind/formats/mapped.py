"""Any table of an office, read through a mapping file that says which column is what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from tradewind.errors import FileRefused
from tradewind.formats.grid import OWN_COLUMN, Grid, GridReader
from tradewind.formats.mapping import FileMapping, kept_mappings, mapping_of
from tradewind.formats.opening import Opened, open_file
from tradewind.formats.reading import Instructions, Notice, Refused, Rows
from tradewind.formats.sheets import HEADER_WITHIN_ROWS, Cell, Sheet, as_text, header_key, workbook
from tradewind.formats.stored_values import with_unstored
from tradewind.formats.vocabulary import is_total

#: What is learnt of a file's habits is learnt from its first chunk.
CHUNK_ROWS: Final = 100_000
_TELLING: Final = frozenset({"id", "mass", "substance", "day", "span", "code", "national", "year"})


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table begins: its headings, the place of its first row of entries, the field of each column."""

    headers: tuple[str, ...]
    fields: tuple[str | None, ...]
    first: int


class MappedReader:
    """Reads the CSV or workbook that `Instructions.mapping` describes."""

    name = "mapped"
    version = "1.0"
    title = "a table read through a mapping"

    def recognises(self, opened: Opened) -> float:
        """Always 0: only a mapping can say that a table is one of an office's."""
        del opened
        return 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Rows of the mapping's table; FileRefused where the file lacks a column that the mapping names."""
        if instructions.mapping is None:
            raise FileRefused(
                str(opened.path),
                "nothing says what its columns are",
                "draft a mapping with: tradewind load --explain FILE",
            )
        mapping = mapping_of(instructions.mapping)
        reader = _reader(mapping, instructions)
        if opened.kind == "xlsx":
            grids = _sheet_grids(opened, mapping)
        elif opened.kind == "csv":
            grids = _csv_grids(opened, mapping)
        else:
            raise FileRefused(
                str(opened.path), f"a mapping cannot read {opened.kind}", "save the table as CSV or XLSX"
            )
        skipped: list[str] = []
        for grid in grids:
            kept = _without_totals(grid, mapping, skipped)
            if kept.rows:
                yield from reader.read(kept)
            if reader.has_asked:
                return
        if skipped:
            shown = ", ".join(skipped[:5]) + (" ..." if len(skipped) > 5 else "")
            yield Notice(
                f"{len(skipped)} rows that read like totals, headings or remarks were left out: {shown}"
            )
        yield from reader.notices()


def rows_of(path: Path, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
    """What a file gives under the mapping in `instructions`."""
    yield from READER.read(open_file(path), instructions)


def fits(mapping: FileMapping, opened: Opened) -> bool:
    """Whether the file has a row of headings with every column that the mapping names."""
    if opened.kind == "csv":
        rows = [cells for _, cells in islice(opened.rows(), HEADER_WITHIN_ROWS)]
        return find_columns(rows, mapping) is not None
    if opened.kind != "xlsx":
        return False
    return any(find_columns(sheet.rows, mapping) for sheet in workbook(opened))


def kept_for(folder: Path, sender: str, opened: Opened) -> FileMapping | None:
    """The mapping kept for a sender whose columns this file has; None where none fits."""
    return next((m for m in kept_mappings(folder, sender) if fits(m, opened)), None)


def headings(rows: Sequence[Sequence[Cell]], places: Sequence[int]) -> tuple[str, ...]:
    """Headings of the rows at `places`, two rows joined by " / " where they differ, each heading once."""
    wide = max((len(rows[p]) for p in places), default=0)
    names: list[str] = []
    for column in range(wide):
        parts = [" ".join(as_text(rows[p][column]).split()) for p in places if column < len(rows[p])]
        name = " / ".join(dict.fromkeys(p for p in parts if p))
        number, again = 2, name
        while again and again in names:
            again, number = f"{name} ({number})", number + 1
        names.append(again)
    return tuple(names)


def find_columns(rows: Sequence[Sequence[Cell]], mapping: FileMapping) -> Header | None:
    """The headings of a mapping in rows: where it says they are, or else in the first row that has them all."""
    stated = [n - 1 for n in mapping.header_rows]
    if stated and max(stated) < len(rows):
        header = _header_at(rows, stated, mapping)
        if header:
            return header
    for place in range(min(len(rows), HEADER_WITHIN_ROWS)):
        header = _header_at(rows, [place], mapping)
        if header:
            return header
    return None


def _header_at(rows: Sequence[Sequence[Cell]], places: Sequence[int], mapping: FileMapping) -> Header | None:
    names = headings(rows, places)
    by_key = {header_key(n): i for i, n in reversed(list(enumerate(names))) if n}
    fields: list[str | None] = [None] * len(names)
    for field, heading in mapping.columns.items():
        wanted = " ".join(heading.split())
        column = names.index(wanted) if wanted in names else by_key.get(header_key(wanted))
        if column is None:
            return None
        fields[column] = field
    own = {f.name for f in mapping.office.fields} - set(mapping.columns)
    for column, name in enumerate(names):
        if name.startswith(OWN_COLUMN) and name.removeprefix(OWN_COLUMN) in own:
            fields[column] = name.removeprefix(OWN_COLUMN)
    return Header(names, tuple(fields), max(places) + 1)


def _reader(mapping: FileMapping, said: Instructions) -> GridReader:
    habits = mapping.habits()
    habits = replace(
        habits,
        day_first=habits.day_first if habits.day_first is not None else said.day_first,
        calendar=habits.calendar or said.calendar,
    )
    defaults: dict[str, Cell] = dict(mapping.constants)
    names = {f.name for f in mapping.office.fields}
    if said.party:
        for name in names & {"party", "reporter"}:
            defaults.setdefault(name, said.party)
    if mapping.table == "trade_flows":
        defaults.setdefault("partner", "WLD")
    return GridReader(mapping.office, habits, defaults, "mapping")


def _sheet_grids(opened: Opened, mapping: FileMapping) -> Iterator[Grid]:
    sheets = with_unstored(opened, workbook(opened))
    named = [s for s in sheets if s.name == mapping.sheet]
    found = [
        (s, h) for s in named or [s for s in sheets if not s.hidden] if (h := find_columns(s.rows, mapping))
    ]
    if not found:
        raise _lacking(opened, mapping, [row for s in named or sheets for row in s.rows[:HEADER_WITHIN_ROWS]])
    for sheet, header in found:
        for start in range(header.first, len(sheet.rows), CHUNK_ROWS):
            yield _sheet_grid(sheet, header, start, mapping)


def _sheet_grid(sheet: Sheet, header: Header, start: int, mapping: FileMapping) -> Grid:
    """Rows of a sheet; of a merged mass only its first row has it, so that it is not counted once a row."""
    counted = {f.name for f in mapping.office.fields if f.kind in ("mass", "whole", "money", "number")}
    columns = {i for i, f in enumerate(header.fields) if f in counted}
    rows, numbers = [], []
    for index in range(start, min(start + CHUNK_ROWS, len(sheet.rows))):
        row = sheet.rows[index]
        if any(cell is not None for cell in row):
            if sheet.filled:
                row = [None if i in columns and (index, i) in sheet.filled else c for i, c in enumerate(row)]
            rows.append(row)
            numbers.append(sheet.first_row + index)
    return Grid(header.headers, header.fields, rows, numbers, sheet.name)


def _csv_grids(opened: Opened, mapping: FileMapping) -> Iterator[Grid]:
    lines = opened.rows()
    head = list(islice(lines, HEADER_WITHIN_ROWS + 2))
    cells: list[list[Cell]] = [_cells(row) for _, row in head]
    header = _csv_header(head, cells, mapping)
    if header is None:
        raise _lacking(opened, mapping, cells)
    rest = chain(head[header.first :], lines)
    while chunk := list(islice(rest, CHUNK_ROWS)):
        yield Grid(
            header.headers, header.fields, [_cells(row) for _, row in chunk], [number for number, _ in chunk]
        )


def _csv_header(
    head: Sequence[tuple[int, list[str]]], cells: Sequence[Sequence[Cell]], mapping: FileMapping
) -> Header | None:
    """As `find_columns`, but a row is where its line is: blank lines are not among the rows of a CSV."""
    at_line = {number: place for place, (number, _) in enumerate(head)}
    stated = [at_line[n] for n in mapping.header_rows if n in at_line]
    header = _header_at(cells, stated, mapping) if stated else None
    return header or find_columns(cells, replace(mapping, header_rows=()))


def _cells(row: Sequence[str]) -> list[Cell]:
    return [cell if cell.strip() else None for cell in row]


def _lacking(opened: Opened, mapping: FileMapping, rows: Sequence[Sequence[Cell]]) -> FileRefused:
    """What is missing, told by the row that has most of the headings."""

    def missing(row: Sequence[Cell]) -> list[str]:
        known = {header_key(c) for c in row if c is not None}
        return [h for h in mapping.columns.values() if header_key(h) not in known]

    best = min(rows, key=lambda row: len(missing(row)), default=[])
    lacking = missing(best)
    if len(lacking) == len(mapping.columns):
        reason = "no row of it has the headings that the mapping names"
    else:
        reason = "it has no column " + ", ".join(f'"{h}"' for h in lacking[:5])
    near = get_close_matches(lacking[0], [as_text(c) for c in best if c is not None], n=1) if lacking else []
    hint = f' (is it "{near[0]}" now?)' if near else ""
    return FileRefused(
        str(opened.path), f"{reason}, which the mapping names{hint}" if lacking else reason,
        "correct the headings in the mapping, or draft a new one with: tradewind load --explain FILE",
    )  # fmt: skip


def _without_totals(grid: Grid, mapping: FileMapping, skipped: list[str]) -> Grid:
    """Without rows of totals, headings printed again and lone remarks; each is named in `skipped`."""
    kinds = {f.name: f.kind for f in mapping.office.fields}
    telling = [i for i, f in enumerate(grid.fields) if f and kinds[f] in _TELLING]
    ids = [i for i, f in enumerate(grid.fields) if f and mapping.office.field(f).required]
    mapped = [(i, header_key(grid.headers[i])) for i, f in enumerate(grid.fields) if f]
    rows: list[Any] = []
    numbers = []
    for row, number in zip(grid.rows, grid.numbers, strict=True):
        why = _no_entry(row, telling, ids, mapped)
        if why:
            skipped.append(f"{why} in row {number}")
        else:
            rows.append(row)
            numbers.append(number)
    return replace(grid, rows=rows, numbers=numbers)


def _no_entry(
    row: Sequence[Cell], telling: Sequence[int], ids: Sequence[int], mapped: Sequence[tuple[int, str]]
) -> str | None:
    """Why a row is no entry, or None where it is one. A row with its number is always an entry."""
    wide = len(row)
    own = [row[i] for i in ids if i < wide and row[i] is not None]
    texts = [c for c in row if isinstance(c, str)]
    if all(isinstance(c, str) and is_total(c) for c in own) and any(is_total(t) for t in texts[:3]):
        return "a total"
    if len(mapped) > 1 and all(i < wide and header_key(row[i]) == key for i, key in mapped):
        return "a heading"
    said = [as_text(c) for c in row if c is not None]
    if len(set(said)) == 1 and len(telling) > 1:
        spans_columns, is_sentence = len(said) > 1, len(said[0]) > 25 and " " in said[0]
        if not own or spans_columns or is_sentence:
            return "a remark"
    return None


READER: Final = MappedReader()
