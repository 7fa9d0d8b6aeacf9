"""Forgetting who is named in a batch: its rows go on without persons, then the old files and the original go.

1. `Writer.blank` puts a successor in the batch's place, every personal column empty (tables/ marks them), without
   refused rows and without the words of the reader, which may quote a cell; it counts with the next generation.
2. `Writer.remove` lets a generation name the old batch as forgotten; its files, and the original unless another
   reading still needs it, are removed after that generation is published, or by the next writer after a crash.
Each is safe to ask again: what is done already changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tradewind import __version__
from tradewind.tables import TABLES
from tradewind.warehouse.durable import sync_file, sync_folder, write_file
from tradewind.warehouse.folder import Folder
from tradewind.warehouse.records import BatchRecord, Generation

#: Rows read at a time: as many as a row group has, so that a large batch fits in the memory.
_AT_ONCE: Final = 122_880


def successor_of(record: BatchRecord, now: datetime) -> BatchRecord:
    """What is written down of the batch without persons; its name follows from that of the one before."""
    return replace(
        record, identity=replace(record.identity, blanked=True), path=record.name, refused=0, notices=(),
        loaded_at=now.isoformat(timespec="seconds"), original_kept=False, program=__version__,
    )  # fmt: skip


def write_blanked(folder: Folder, record: BatchRecord, successor: BatchRecord, target: Path) -> None:
    """Write the successor's files into a new folder, flushed to the disk."""
    target.mkdir(parents=True)
    for name in record.tables:
        path = target / f"{name}.parquet"
        with pq.ParquetFile(folder.parquet(record.id, name)) as source:
            personal = [n for n in _personal(name) if n in source.schema_arrow.names]
            stand_ins = [_StandIns(n, successor.id) for n in personal if n in TABLES[name].key]
            with pq.ParquetWriter(path, source.schema_arrow, compression="zstd") as writer:
                for batch in source.iter_batches(_AT_ONCE):
                    rows = pa.Table.from_batches([batch])
                    writer.write_table(_without_persons(rows, personal, stand_ins, successor.id))
        sync_file(path)
    write_file(target / "batch.json", successor.as_text())
    sync_folder(target)


def remove_forgotten(folder: Folder, newest: Generation) -> None:
    """Remove originals of forgotten batches that no other reading needs. Only the holder of the lock may."""
    left = {s for s in newest.forgotten.values() if (folder.originals / s).exists()}
    if not left:
        return
    for batch_id in (*newest.batches, *newest.retired):
        identity = folder.record(batch_id).identity
        if not identity.blanked:
            left.discard(identity.sha256)
    for sha256 in left:
        (folder.originals / sha256).unlink(missing_ok=True)


class _StandIns:
    """Stands in the place of a person in a key column, so that rows of two persons stay two things.

    Numbered as they come: neither the name nor its place in the alphabet can be read from it.
    """

    def __init__(self, column: str, batch_id: str) -> None:
        self.column, self._batch, self._known = column, batch_id, dict[str, str]()

    def of(self, values: Sequence[str | None]) -> Iterator[str | None]:
        for value in values:
            yield None if value is None else self._known.setdefault(value, self._new())

    def _new(self) -> str:
        return f"forgotten {self._batch[:8]}-{len(self._known) + 1}"


def _personal(table: str) -> list[str]:
    return [c.name for c in TABLES[table].columns if c.personal]


def _without_persons(
    rows: pa.Table, personal: Sequence[str], stand_ins: Sequence[_StandIns], batch_id: str
) -> pa.Table:
    standing = {s.column: s for s in stand_ins}
    for name in personal:
        place = rows.schema.get_field_index(name)
        field = rows.schema.field(place)
        if name in standing:
            spelt = pc.unique(rows.column(place)).to_pylist()
            known = dict(zip(spelt, standing[name].of(spelt), strict=True))
            column = pa.array([known[v] for v in rows.column(place).to_pylist()], field.type)
        else:
            column = pa.nulls(rows.num_rows, field.type)
        rows = rows.set_column(place, field, column)
    place = rows.schema.get_field_index("batch_id")
    named = pa.repeat(pa.scalar(batch_id, pa.string()), rows.num_rows)
    return rows.set_column(place, rows.schema.field(place), named)
