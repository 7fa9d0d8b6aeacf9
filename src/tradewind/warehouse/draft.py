"""A batch being written: rows stream to disk in staging, so that memory does not grow with the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from tradewind.formats.reading import Refused
from tradewind.tables import table
from tradewind.warehouse.conforming import Provenance, conform
from tradewind.warehouse.durable import sync_file

#: Rows of a Parquet row group: DuckDB's own vector-batch size, the unit in which it reads in parallel.
ROW_GROUP: Final = 122_880
#: Rows of long texts are written sooner, so that those waiting do not fill the memory.
_WAITING_BYTES: Final = 64 << 20


class Draft:
    """Rows and refused rows of one batch, in `folder`, not yet part of the warehouse."""

    def __init__(self, folder: Path, provenance: Provenance) -> None:
        folder.mkdir(parents=True)
        self.folder, self.provenance = folder, provenance
        self.rows: dict[str, int] = {}
        self.refused = 0
        self.notices: list[str] = []
        self._files: dict[str, _TableWriter] = {}
        self._refusals: TextIO | None = None

    def append(self, table_name: str, data: pa.Table) -> None:
        """Add rows of one canonical table; missing columns become null."""
        conformed = conform(table(table_name), data, self.provenance)
        if not conformed.num_rows:
            return
        if table_name not in self._files:
            path = self.folder / f"{table_name}.parquet"
            self._files[table_name] = _TableWriter(path, table(table_name).arrow)
        self._files[table_name].append(conformed)
        self.rows[table_name] = self.rows.get(table_name, 0) + conformed.num_rows

    def refuse(self, refused: Refused) -> None:
        """Keep a row that could not be read, with its reason and how to mend it."""
        if self._refusals is None:
            self._refusals = (self.folder / "refused.jsonl").open("x", encoding="utf-8")
        told = refusal_as_dict(refused)
        self._refusals.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")
        self.refused += 1

    def note(self, text: str) -> None:
        """Something a person should know about the file; told once however often it is said."""
        if text not in self.notices:
            self.notices.append(text)

    def close(self) -> None:
        """Finish the files and flush them to the disk."""
        for file in self._files.values():
            file.close()
            sync_file(file.path)
        self._files = {}
        if self._refusals is not None:
            self._refusals.close()
            self._refusals = None
            sync_file(self.folder / "refused.jsonl")

    def abandon(self) -> None:
        """Let go of the files without flushing; the writer sweeps the folder."""
        for file in self._files.values():
            file.close()
        self._files = {}
        if self._refusals is not None:
            self._refusals.close()
            self._refusals = None

    def __enter__(self) -> Draft:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abandon()


class _TableWriter:
    """One Parquet file, written in whole row groups."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path = path
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")
        self._waiting: list[pa.Table] = []
        self._rows = self._bytes = 0

    def append(self, rows: pa.Table) -> None:
        self._waiting.append(rows)
        self._rows += rows.num_rows
        self._bytes += rows.nbytes
        if self._rows >= ROW_GROUP or self._bytes >= _WAITING_BYTES:
            whole = self._rows - self._rows % ROW_GROUP or self._rows
            gathered = pa.concat_tables(self._waiting)
            self._writer.write_table(gathered.slice(0, whole), row_group_size=ROW_GROUP)
            rest = gathered.slice(whole)
            self._waiting, self._rows, self._bytes = [rest], rest.num_rows, rest.nbytes

    def close(self) -> None:
        if self._rows:
            self._writer.write_table(pa.concat_tables(self._waiting), row_group_size=ROW_GROUP)
        self._waiting, self._rows = [], 0
        self._writer.close()


def refusal_as_dict(refused: Refused) -> Mapping[str, Any]:
    """The keys of a refused row as the `load` verb gives them (CONTRACT), without the file's path."""
    told = asdict(refused)
    told["record"] = dict(refused.record)
    return {k: told[k] for k in ("row", "sheet", "column", "value", "reason", "mend", "record")}
