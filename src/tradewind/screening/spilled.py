"""Lines that are too many for memory: on disk with their derived columns, and an engine over them within bounds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tradewind.derivations.apart import Apart
from tradewind.detectors.line_table import speaking
from tradewind.screening.questions import EVERY_LINE, LINES
from tradewind.screening.seeing import Numbers

#: Place of a line among all, beside its columns.
PLACE: Final = "place"
#: Rows of one part on disk, and so in memory at a time.
_PART: Final = 65_536
#: Memory of the engine unless TRADEWIND_MEMORY says otherwise; beyond it works on disk. Medians over all lines of one
#: code cannot: each value is held twice or three times while they are gathered.
_MEMORY_MB: Final = 1500
_MEDIANS_MB_A_LINE: Final = 24e-6


class Spilled:
    """Parts of declarations written to a folder, derived on the way. `count` is how many lines there are."""

    def __init__(self, parts: Iterable[pa.Table], folder: Path) -> None:
        self._every, self._speaking = folder / "every.parquet", folder / "speaking.parquet"
        self.count = self._write(parts)
        self.engine = duckdb.connect(
            config={"memory_limit": os.environ.get("TRADEWIND_MEMORY", _memory(self.count)),
                    "temp_directory": str(folder / "engine"), "enable_external_file_cache": "false"}
        )  # fmt: skip
        for name, file in ((EVERY_LINE, self._every), (LINES, self._speaking)):
            self.engine.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{quoted(file)}')")

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of a line."""
        return tuple(pq.read_schema(self._every).names)

    def parts(self, columns: Iterable[str] | None = None) -> Iterator[tuple[int, pa.Table]]:
        """Every part with the place of its first line; these columns, or all."""
        wanted = None if columns is None else list(columns)
        file = pq.ParquetFile(self._every)
        first = 0
        for number in range(file.num_row_groups):
            part = file.read_row_group(number, wanted)
            yield first, part
            first += len(part)

    def lines_at(self, places: Numbers, columns: Iterable[str]) -> pa.Table:
        """Some columns of the lines at these places, in order."""
        self.engine.register("wanted", pa.table({PLACE: places.astype(np.int64)}))
        names = ", ".join(f'"{name}"' for name in columns)
        found = self.arrow(
            f"SELECT {names} FROM {EVERY_LINE} WHERE {PLACE} IN (SELECT {PLACE} FROM wanted) ORDER BY {PLACE}"
        )
        held = pq.read_schema(self._every)
        return found.cast(pa.schema([held.field(name) for name in found.column_names]))

    def arrow(self, sql: str) -> pa.Table:
        """The rows of a statement."""
        found: pa.Table = self.engine.sql(sql).to_arrow_table()
        return found

    def close(self) -> None:
        """Let go of the engine; the folder is the caller's."""
        self.engine.close()

    def _write(self, parts: Iterable[pa.Table]) -> int:
        every, said = _Writer(self._every), _Writer(self._speaking)
        with Apart() as apart:
            for rows, beside in apart.each(parts):
                place = np.arange(every.count, every.count + len(rows), dtype=np.int64)
                for name in beside.column_names:
                    rows = rows.append_column(name, beside[name])
                rows = rows.append_column(PLACE, pa.array(place))
                every.put(rows)
                said.put(rows.filter(speaking(rows)))
        said.close()
        return every.close()


def parts_of(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """The rows of a reader in parts of even size."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in reader:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= _PART:
            yield pa.Table.from_batches(waiting).combine_chunks()
            waiting, rows = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting).combine_chunks()


class _Writer:
    """Rows to a Parquet file, in groups of some size."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: pq.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []
        self._rows = self.count = 0

    def put(self, rows: pa.Table) -> None:
        self._waiting.append(rows)
        self._rows += len(rows)
        self.count += len(rows)
        if self._rows >= _PART:
            self._write()

    def close(self) -> int:
        self._write()
        if self._file is not None:
            self._file.close()
        return self.count

    def _write(self) -> None:
        if not self._waiting:
            return
        rows = pa.concat_tables(self._waiting)
        if self._file is None:
            self._file = pq.ParquetWriter(self._path, rows.schema, compression="lz4")
        self._file.write_table(rows, row_group_size=max(len(rows), 1))
        self._waiting, self._rows = [], 0


def _memory(lines: int) -> str:
    """What the engine may take for so many lines: the same for all that have room for their medians in half of it."""
    return f"{max(_MEMORY_MB, round(2 * _MEDIANS_MB_A_LINE * lines))}MB"


def quoted(path: Path) -> str:
    """The path inside the quotes of a statement."""
    return str(path).replace("'", "''")
