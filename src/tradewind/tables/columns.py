"""What a canonical table is made of: columns with a kind and a meaning, a key, an order of precedence.

A new nullable column is a minor change; anything else is major and needs an upgrade on reading
(ARCHITECTURE.md, warehouse). Column order is the order in the Parquet files, so new ones come last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

_TYPES: Final = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "int": pa.int64(),
    "grams": pa.int64(),
    "minor": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "bool": pa.bool_(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, kind (text, grams, date ...), what it means, and whether it names a person."""

    name: str
    kind: str
    meaning: str
    personal: bool = False

    @property
    def arrow(self) -> pa.Field:
        """The Arrow field; every canonical column may be null, because not reported is not zero."""
        return pa.field(self.name, _TYPES[self.kind], metadata={"personal": str(self.personal).lower()})


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    `key` names the columns that say which thing a row is about; among the rows of one key the one with the
    greatest (`precedence` columns, then load order) is current. Rows of different `source` stand side by side,
    so `source` is part of every key.
    """

    name: str
    version: int
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    precedence: tuple[str, ...]
    meaning: str

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema of a batch file: the table's own columns, then PROVENANCE."""
        fields = [c.arrow for c in (*self.columns, *PROVENANCE)]
        return pa.schema(
            fields, metadata={"tradewind.table": self.name, "tradewind.version": str(self.version)}
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the table's own columns, without provenance."""
        return tuple(c.name for c in self.columns)


#: On every row of every table. A row is named `<batch_id>:<table>:<source_row>` plus `/n` for sheets.
PROVENANCE: Final = (
    Column("source", "text", "who says so: comtrade, wits, gfi-dots, article-7, or the sender's name"),
    Column(
        "published_on", "date", "date of the message or publication, where the file tells; decides precedence"
    ),
    Column("historical", "bool", "loaded as the past: starts no clock and raises no alarm"),
    Column("batch_id", "text", "the batch this row came in"),
    Column("source_sheet", "text", "sheet of a workbook or member of an archive"),
    Column("source_row", "int", "line or row number in the file, counted from 1 as a person sees it"),
)


def columns(text: str) -> tuple[Column, ...]:
    """Columns from lines `name kind meaning`; a kind with `!` marks a personal column."""
    made = []
    for line in filter(str.strip, text.splitlines()):
        name, kind, meaning = line.split(None, 2)
        made.append(Column(name, kind.rstrip("!"), meaning, personal=kind.endswith("!")))
    return tuple(made)


#: The three columns of a code, which never travels without its edition.
HS: Final = """
hs_edition text edition of the Harmonized System: 2007, 2012, 2017, 2022 ...; null when not known
hs_edition_inferred bool the edition was not in the file but follows from the tariff in force
hs_code text six digits without points
"""
