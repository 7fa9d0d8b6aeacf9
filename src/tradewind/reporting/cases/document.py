"""A form with its words in: what every writer (PDF, DOCX, XLSX, JSON) takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Value = str | int | Decimal | None


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
