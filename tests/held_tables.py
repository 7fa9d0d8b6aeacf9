"""Canonical tables in memory, as a detector reads them, from plain rows: no files, no intake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import pyarrow as pa

from tradewind.tables import TABLES


class Held:
    """Answers like one generation of a warehouse: the given rows, and empty tables for the rest."""

    def __init__(self, **rows: Sequence[Mapping[str, Any]]) -> None:
        self.backend = ibis.duckdb.connect()
        self.generation = 1
        self._rows = {name: list(given) for name, given in rows.items()}
        for name, table in TABLES.items():
            columns = [*table.arrow.names, "row_ref"]
            schema = pa.schema(
                [*(pa.field(f.name, f.type) for f in table.arrow), pa.field("row_ref", pa.string())]
            )
            made = [
                {c: self._cell(name, n, c, row) for c in columns}
                for n, row in enumerate(self._rows.get(name, ()), 1)
            ]
            self.backend.con.register(name, pa.Table.from_pylist(made, schema=schema))

    @staticmethod
    def _cell(table: str, number: int, column: str, row: Mapping[str, Any]) -> Any:
        if column == "row_ref":
            return row.get("row_ref", f"test:{table}::{number}")
        return row.get(column, "test" if column in ("source", "batch_id") else None)

    def tables(self) -> tuple[str, ...]:
        return tuple(sorted(name for name, rows in self._rows.items() if rows))

    def current(self, name: str) -> ibis.Table:
        return self.backend.table(name)
