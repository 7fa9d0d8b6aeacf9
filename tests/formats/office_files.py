"""Templates and registers as an office would send them, written with openpyxl: the library only reads them."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions, Notice, Refused, Rows
from tradewind.formats.template import write_template
from tradewind.formats.template_reader import READER


def filled(
    folder: Path,
    kind: str,
    rows: Iterable[Mapping[str, Any]],
    language: str = "en",
    change: Callable[[Any], None] | None = None,
) -> Path:
    """A template with entries by field under the example; `change` may tamper with the sheet."""
    path = folder / f"{kind}-{language}.xlsx"
    write_template(path, kind, language)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    fields = [cell.value.rpartition(":")[2] for cell in sheet[1]]
    for number, row in enumerate(rows, 4):
        for column, field in enumerate(fields, 1):
            if row.get(field) is not None:
                cell = sheet.cell(number, column)
                cell.value = row[field]
                if isinstance(row[field], str):
                    cell.data_type = "s"  # a person types text; openpyxl takes "=..." for a formula
    if change:
        change(sheet)
    book.save(path)
    return path


class Outcome:
    """What a reader made of a file."""

    def __init__(self, items: Iterable[Rows | Refused | Notice]) -> None:
        items = list(items)
        self.rows = [row for item in items if isinstance(item, Rows) for row in item.data.to_pylist()]
        self.tables = {item.table for item in items if isinstance(item, Rows)}
        self.refused = [item for item in items if isinstance(item, Refused)]
        self.notices = [item.text for item in items if isinstance(item, Notice)]


def read(path: Path, **said: Any) -> Outcome:
    """A template as its reader reads it."""
    return Outcome(READER.read(open_file(path), Instructions(**said)))
