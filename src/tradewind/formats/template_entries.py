"""Entries written into one of our templates, as an office would fill it in; `template_reader` reads them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tradewind.formats.template import TemplateSheet, check, writing


def write_entries(
    path: Path,
    kind: str,
    rows: Iterable[Mapping[str, Any]],
    *,
    made_on: date,
    language: str = "en",
    title: str = "",
) -> int:
    """Write rows of the kind's canonical table under a template's headings; how many there were.

    Masses (`_g`) are written in kg. The same rows and day give the same bytes.
    """
    check(kind, language)
    count = 0
    with writing(path) as book:
        book.set_properties({"created": datetime(made_on.year, made_on.month, made_on.day), "title": title})  # noqa: DTZ001
        sheet = TemplateSheet(book, kind, language)
        for row in rows:
            sheet.row([_cell(row, field.name, field.columns[0]) for field in sheet.fields])
            count += 1
        sheet.notes()
    return count


def _cell(row: Mapping[str, Any], name: str, column: str) -> Any:
    value = row.get(column, row.get(name))
    return value / 1000 if column.endswith("_g") and value is not None else value
