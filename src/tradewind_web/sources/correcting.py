"""Corrected rows as a file of the layout they came in, so that the same reader reads them again and nothing else."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tradewind.errors import FileRefused, RequestError
from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions, Refused
from tradewind.formats.refused_workbook import write_refused
from tradewind.formats.registry import recognise_format
from tradewind.formats.template_reader import template_of
from tradewind.warehouse import BatchRecord

_TEMPLATE, _MAPPED = "template", "mapped"
#: Trying one row tells whether the layout can be written; the others have the same headings.
_TRIED: Final = 3


def said_of(record: BatchRecord) -> Instructions:
    """What was said when the batch was read; its corrected rows are read under the same."""
    return Instructions(
        steward=record.identity.steward,
        sender=record.sender,
        party=record.party,
        mapping=record.said.get("mapping"),
        day_first=record.said.get("day_first"),
        historical=record.historical,
        calendar=record.said.get("calendar"),
    )


def suffix_of(format_name: str) -> str:
    """The suffix of a file of corrected rows of a batch of this format."""
    return ".xlsx" if format_name in (_TEMPLATE, _MAPPED) else ".csv"


def write_corrected(
    path: Path, record: BatchRecord, original: Path, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Write rows (`line`, `sheet`, `record`) in the layout of their batch; `original` is the file as it came.

    Raises:
        RequestError: the layout cannot be written.
    """
    if record.format == _MAPPED:
        write_refused(path, dict(record.said["mapping"]), _as_refused(rows), said=said_of(record))
    elif record.format == _TEMPLATE:
        marks = template_of(open_file(original))
        if marks is None:
            raise RequestError("the original of these rows is no template any more")
        write_refused(path, marks.kind, _as_refused(rows), said=said_of(record))
    else:
        _write_csv(path, rows)


def can_be_corrected(record: BatchRecord, original: Path, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether rows of this batch, written back, are read by the reader that read the batch."""
    # A row that is broken as a whole (too many cells) says nothing of the layout; one with a wrong value does.
    whole = [r for r in rows if r.get("row") is not None and r.get("column") and r.get("record")]
    tried = [{**r, "line": r["row"]} for r in whole[:_TRIED]]
    if not tried:
        return False
    if record.format in (_TEMPLATE, _MAPPED):
        return True
    with tempfile.TemporaryDirectory(prefix="tradewind-") as folder:
        path = Path(folder) / f"tried{suffix_of(record.format)}"
        try:
            write_corrected(path, record, original, tried)
            return recognise_format(open_file(path), said_of(record)).name == record.format
        except (FileRefused, RequestError):
            return False


def _as_refused(rows: Sequence[Mapping[str, Any]]) -> list[Refused]:
    return [
        Refused(row["line"] or 1, None, None, "", "", row.get("sheet") or None, dict(row["record"]))
        for row in rows
    ]


def _write_csv(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in dict(row["record"]) if name))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        writer.writerows([dict(row["record"]).get(name) or "" for name in names] for row in rows)
