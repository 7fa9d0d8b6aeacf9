"""A CSV or workbook whose headings are the names of a canonical table's columns: read without a mapping.

Masses may also stand in kg (`net_mass_kg`), money in whole units (`value`). An outcome sheet has no number of its
own: the declaration, its item and the day are its number, so that a corrected sheet takes the place of the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from tradewind.errors import FileRefused
from tradewind.formats.canonical_fields import canonical_habits, canonical_office, field_named
from tradewind.formats.fields import Office
from tradewind.formats.filling import Filled
from tradewind.formats.frames import Frame, frames
from tradewind.formats.grid import Grid, GridReader
from tradewind.formats.opening import Opened
from tradewind.formats.plain_columns import can_be_plain, plain, unsure_in
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows
from tradewind.formats.sheets import Cell, as_text
from tradewind.formats.tabular import TableAt, chunks_of, heads_of
from tradewind.tables import TABLES

#: A file of other columns with a few of our names is not meant as ours.
_LEAST_SHARE: Final = 0.7
_LEAST_NAMES: Final = 3
#: Names that most tables have, which alone say nothing.
_COMMON: Final = frozenset(
    {"source", "note", "item", "office", "party", "year", "substance", "country", "unit", "value"}
)


@dataclass(frozen=True, slots=True)
class Headings:
    """Whose headings a row has: the table, the headings as written, the field of each, how sure that is."""

    table: str
    written: tuple[str, ...]
    fields: tuple[str | None, ...]
    share: float


@dataclass(slots=True)
class Canonical:
    """Reads CSV and workbooks under canonical names into their table."""

    name: str = "canonical"
    version: str = "1.0"
    title: str = "a table under this product's own column names"

    def recognises(self, opened: Opened) -> float:
        """0.9 where all headings are names of one table; less where some are not."""
        if opened.kind not in ("csv", "xlsx"):
            return 0.0
        best = max((h.share for _, h in _tables(opened)), default=0.0)
        return 0.9 * best

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every row of the table; columns of other names are named in a notice and not read."""
        found = list(_tables(opened))
        if not found:
            raise FileRefused(
                str(opened.path), "no row of it has names of our columns", "draft a mapping with --explain"
            )
        for table, headings in found:
            reader = GridReader(
                canonical_office(headings.table),
                canonical_habits(headings.table, instructions),
                {},
                "canonical",
            )
            plain_rows = _plain(opened, table, headings, reader)
            if plain_rows is not None:
                yield from plain_rows
            else:
                for rows, numbers in chunks_of(opened, table):
                    yield from reader.read(_grid(headings, rows, numbers, table.sheet))
                    if reader.has_asked:
                        return
            yield from reader.notices()
            unknown = [w for w, f in zip(headings.written, headings.fields, strict=True) if w and f is None]
            if unknown:
                yield Notice(
                    f"columns that {headings.table} does not have were not read: {', '.join(unknown[:10])}"
                )


def _plain(
    opened: Opened, table: TableAt, headings: Headings, reader: GridReader
) -> Iterator[Rows | Refused | Notice] | None:
    """The rows of a large CSV by whole columns; None where its form or its dates want the reader of cells."""
    names = {w: f for w, f in zip(headings.written, headings.fields, strict=True) if f}
    numbered = headings.table != "inspections" or "inspection_id" in names.values()
    if opened.kind != "csv" or table.first != 1 or not numbered or not can_be_plain(reader.office, names):
        return None
    first = next((f for f in frames(opened, list(names)) if isinstance(f, Frame)), None)
    if first is None or plain(reader.office, names, first.columns, reader.habits).asks:
        return None
    if _has_gaps(first, names, reader.office):
        return None
    return _by_columns(opened, names, reader)


def _has_gaps(frame: Frame, names: dict[str, str], office: Office) -> bool:
    """Whether a row lacks its number: then rows are counted, each after those before it."""
    if office.counted is None:
        return False
    text = pc.utf8_trim_whitespace(frame.columns[_heading(names, office.counted[0])])
    return bool(pc.any(pc.or_kleene(pc.is_null(text), pc.equal(text, ""))).as_py())


def _heading(names: dict[str, str], field: str) -> str:
    return next(w for w, f in names.items() if f == field)


def _count_before(opened: Opened, names: dict[str, str], reader: GridReader, row: int) -> None:
    """Have the reader know how many rows each declaration or case has before this one."""
    if reader.office.counted is None or reader.office.counted[1] not in names.values():
        return
    field = reader.office.counted[1]
    heading = _heading(names, field)
    counted: Counter[str] = Counter()
    for frame in frames(opened, [heading]):
        if isinstance(frame, Frame):
            before = frame.columns.filter(pc.less(frame.rows, row))
            named = plain(reader.office, {heading: field}, before, reader.habits).columns[field]
            counted.update(pc.drop_null(named).to_pylist())
            if len(before) < len(frame.rows):
                break
    reader.counts.seen = counted


def _by_columns(
    opened: Opened, names: dict[str, str], reader: GridReader
) -> Iterator[Rows | Refused | Notice]:
    """Chunks in plain form as they are; the other rows through the reader of cells, in their places, and all rows from
    the first chunk on in which one lacks its number."""
    written, fields = list(names), list(names.values())
    counts = False
    for frame in frames(opened, written):
        if isinstance(frame, Refused):
            yield frame
            continue
        if not counts and _has_gaps(frame, names, reader.office):
            counts = True
            _count_before(opened, names, reader, frame.rows[0].as_py())
        made = plain(reader.office, names, frame.columns, reader.habits)
        if counts:
            made.is_plain = pc.and_(made.is_plain, False)
        data = pa.table({**made.columns, "source_row": frame.rows}).filter(made.is_plain)
        reader.note(Filled(data, {}, None, unsure_in(data)))
        rest = frame.columns.append_column("row", frame.rows).filter(pc.invert(made.is_plain)).to_pydict()
        if rest["row"]:
            rows = [list(cells) for cells in zip(*(rest[w] for w in written), strict=True)]
            others = list(reader.read(Grid(written, fields, rows, rest["row"]), may_ask=False))
            parts = [item.data for item in others if isinstance(item, Rows)]
            data = pa.concat_tables([data, *parts], promote_options="default").sort_by("source_row")
            yield from (item for item in others if not isinstance(item, Rows))
        if data.num_rows:
            yield Rows(reader.office.table, data)


def headings_of(row: Sequence[Cell]) -> Headings | None:
    """The table most of whose names a row has; None where it has too few of any."""
    written = tuple(as_text(cell) for cell in row)
    best: Headings | None = None
    for name in TABLES:
        fields = tuple(field_named(name, w) for w in written)
        known = {f for f in fields if f}
        stated = len([w for w in written if w])
        needed = next((c for c in TABLES[name].key if c != "source" and c.endswith("_id")), None)
        if name == "inspections":
            needed = "declaration_id" if "inspection_id" not in known else needed
        if len(known - _COMMON) < _LEAST_NAMES or (needed is not None and needed not in known):
            continue
        found = Headings(name, written, _once(fields), len([f for f in fields if f]) / stated)
        if found.share >= _LEAST_SHARE and (best is None or found.share > best.share):
            best = found
    return best


def _once(fields: Sequence[str | None]) -> tuple[str | None, ...]:
    """A field named by two headings is read from the first."""
    return tuple(f if f and f not in fields[:n] else None for n, f in enumerate(fields))


def _tables(opened: Opened) -> Iterator[tuple[TableAt, Headings]]:
    for found in heads_of(opened, lambda row: headings_of(row) is not None):
        headings = headings_of(found.head)
        if headings is not None:
            yield found, headings


def _grid(headings: Headings, rows: list[list[Cell]], numbers: list[int], sheet: str | None) -> Grid:
    """The rows, each with its own number where the table needs one and the file has no column for it."""
    written, fields = headings.written, headings.fields
    if headings.table != "inspections" or "inspection_id" in fields:
        return Grid(written, fields, rows, numbers, sheet)
    places = [fields.index(n) if n in fields else None for n in ("declaration_id", "item", "inspected_on")]
    numbered = [[*_padded(row, len(fields)), _number(row, places)] for row in rows]
    return Grid((*written, "inspection_id"), (*fields, "inspection_id"), numbered, numbers, sheet)


def _padded(row: list[Cell], wide: int) -> list[Cell]:
    return list(chain(row[:wide], [None] * (wide - len(row))))


def _number(row: Sequence[Cell], places: Sequence[int | None]) -> str | None:
    parts = [as_text(row[p]) if p is not None and p < len(row) else "" for p in places]
    return "/".join(filter(None, parts)) if parts[0] else None


READER: Reader = Canonical()
