"""A form with its words in: what every writer (PDF, DOCX, XLSX, JSON) takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from tradewind.detectors.sentences import number
from tradewind.languages import figure
from tradewind.reporting.workbook import Value

#: From so many columns on a page lies across.
_WIDE: Final = 7


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows; None is a blank cell and 0 a zero."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Document:
    """A title, lines under it, a stamp across it, pairs of label and text, paragraphs, tables, lines at the end."""

    title: str
    name: str
    head: Sequence[str] = ()
    stamp: str = ""
    facts: Sequence[tuple[str, str]] = ()
    paragraphs: Sequence[str] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    language: str = "en"
    right_to_left: bool = False
    #: Said on every page of an invented world.
    invented: str = ""
    #: What a machine reads instead: the JSON of the file, where it is not the document itself.
    data: object = field(default=None, compare=False)

    def on_paper(self, cell: Value) -> str:
        """What a cell says to people: a mass with the separators of the language, "" for nothing."""
        if isinstance(cell, Decimal):
            return figure(number(float(cell)), self.language)
        return "" if cell is None else str(cell)

    @property
    def is_wide(self) -> bool:
        """Whether a table has more columns than a page that stands upright can show."""
        return any(len(table.headings) >= _WIDE for table in self.tables)
