"""A document as a file: PDF, DOCX, XLSX or JSON. The same document gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from tradewind.errors import UnknownName
from tradewind.reporting.cases import docx
from tradewind.reporting.cases.document import Document
from tradewind.reporting.paper import paper
from tradewind.reporting.workbook import Book, Sheet
from tradewind.reporting.workbook import render as workbook

MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType({
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
})  # fmt: skip
_TEMPLATE: Final = Path(__file__).resolve().parent / "look" / "case.typ"


def write(document: Document, kind: str) -> bytes:
    """The bytes of the file; UnknownName for a kind of file we do not write."""
    writer = _WRITERS.get(kind)
    if writer is None:
        raise UnknownName("kind of file", kind, tuple(_WRITERS))
    return writer(document)


def _pdf(document: Document) -> bytes:
    """All text reaches typst as data, never as markup."""
    data: dict[str, Any] = {
        "title": document.title, "name": document.name, "head": list(document.head), "stamp": document.stamp,
        "facts": [list(pair) for pair in document.facts], "paragraphs": list(document.paragraphs),
        "tables": [
            {"heads": list(t.headings), "rows": [[*map(document.on_paper, row)] for row in t.rows]}
            for t in document.tables
        ],
        "notes": list(document.notes), "language": document.language[:2], "rtl": document.right_to_left,
        "invented": document.invented, "wide": document.is_wide,
    }  # fmt: skip
    return paper(_TEMPLATE, data)


def _xlsx(document: Document) -> bytes:
    notes = [document.title, *document.head, document.stamp, document.invented, *document.notes]
    sheets = [
        Sheet(f"{place}", [n for n in notes if n] if place == 1 else (), table.headings, table.rows)
        for place, table in enumerate(document.tables, 1)
    ]
    return workbook(Book(sheets, document.right_to_left))


def _json(document: Document) -> bytes:
    said = {"title": document.title, "name": document.name, "report": document.data}
    if document.stamp:
        said["recalled"] = document.stamp
    if document.invented:
        said["invented"] = document.invented
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "surrogatepass")


_WRITERS: Final[Mapping[str, Callable[[Document], bytes]]] = MappingProxyType({
    "pdf": _pdf, "docx": docx.render, "xlsx": _xlsx, "json": _json,
})  # fmt: skip
