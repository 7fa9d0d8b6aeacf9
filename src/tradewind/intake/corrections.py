"""Refused rows go back to who sent them: the same workbook, only those rows, the cell marked, the reason beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradewind.errors import FileRefused
from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions, Refused
from tradewind.formats.refused_workbook import write_refused
from tradewind.formats.template_reader import template_of
from tradewind.intake.report import LoadReport
from tradewind.warehouse import BatchRecord, Warehouse


@dataclass(frozen=True, slots=True)
class Correction:
    """A workbook of `rows` refused rows of the file `source`; `path` is None where its format is not an office's
    own table, so that the rows are mended where the file came from."""

    source: str
    path: Path | None
    rows: int


def write_corrections(
    report: LoadReport, warehouse_url: str | Path, path: Path, language: str = "en"
) -> list[Correction]:
    """Write the refused rows of a load as workbooks to correct and load again.

    The first goes to `path`, those of further files beside it with a number in the name. RequestError for a
    language without texts.
    """
    with Warehouse.open(warehouse_url, report.generation) as warehouse:
        rows = {record.id: warehouse.refused_of(record) for record in warehouse.batches() if record.refused}
    written: list[Correction] = []
    for batch in report.batches:
        refused = [_refused(told) for told in rows.pop(batch.record.id, [])]
        if not refused:
            continue
        number = 1 + sum(c.path is not None for c in written)
        place = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        source = _source(batch.record, batch.path)
        count = write_refused(place, source, refused, language, _said(batch.record)) if source else 0
        written.append(Correction(batch.path, place if count else None, count or len(refused)))
    return written


def _source(record: BatchRecord, path: str) -> str | Mapping[str, Any] | None:
    """The kind of the template, or the mapping the rows were read through; None for a foreign layout."""
    mapping = record.said.get("mapping")
    if mapping is not None:
        return dict(mapping)
    if record.format != "template":
        return None
    try:
        marks = template_of(open_file(Path(path)))
    except FileRefused:  # it is gone meanwhile, or inside an archive
        return None
    return marks.kind if marks else None


def _said(record: BatchRecord) -> Instructions:
    return Instructions(
        steward=record.identity.steward,
        sender=record.sender,
        party=record.party,
        day_first=record.said.get("day_first"),
        historical=record.historical,
        calendar=record.said.get("calendar"),
    )


def _refused(told: Mapping[str, Any]) -> Refused:
    names = ("row", "column", "value", "reason", "mend", "sheet")
    return Refused(**{name: told[name] for name in names}, record=dict(told["record"]))
