"""What is screened and what it stands beside: the lines of files in memory, with a warehouse's tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_table import derived, hold
from tradewind.screening.collecting import without_collecting
from tradewind.tables import table

_LINES: Final = "declarations"


class Lines(Protocol):
    """Lines with their derived columns, of which the first `count` are screened, and the tables beside them."""

    @property
    def lines(self) -> pa.Table: ...

    @property
    def count(self) -> int: ...

    def tables(self) -> tuple[str, ...]: ...

    def current(self, name: str) -> ibis.Table: ...


class Screening:
    """One generation of a warehouse, or what answers like it, tables of files in front, as a detector reads it.

    A row of a file takes the place of the warehouse's row of the same key, whoever sent it. `lines` are the
    declaration items with their derived columns; the first `count` of them are screened, the rest stands beside
    them. Without declarations in the files, all of the warehouse's are screened. `beside` are the derived
    columns of the given declarations, where they are known.
    """

    def __init__(
        self,
        given: Mapping[str, pa.Table],
        warehouse: Holdings | None = None,
        beside: pa.Table | None = None,
    ) -> None:
        self._warehouse = warehouse
        self._tables: dict[str, pa.Table] = {}
        stored = set(warehouse.tables()) if warehouse else set()
        for name, rows in given.items():
            behind = warehouse.current(name).to_pyarrow() if warehouse and name in stored else None
            self._tables[name] = rows if behind is None else _in_front(name, rows, behind)
        if _LINES not in given and warehouse is not None:
            self._tables[_LINES] = warehouse.current(_LINES).to_pyarrow()
        if _LINES not in self._tables:
            self._tables[_LINES] = no_rows(_LINES)
        self.count = len(given[_LINES]) if _LINES in given else len(self._tables[_LINES])
        with without_collecting():
            self.lines = derived(self._tables[_LINES], beside)
        hold(self, self.lines)
        self._views: dict[str, ibis.Table] = {}

    @property
    def generation(self) -> int:
        """The warehouse's generation; 0 without one."""
        return self._warehouse.generation if self._warehouse else 0

    def tables(self) -> tuple[str, ...]:
        """Names of the tables that have rows."""
        held = {name for name, rows in self._tables.items() if len(rows)}
        return tuple(sorted(held | set(self._warehouse.tables() if self._warehouse else ())))

    def current(self, name: str) -> ibis.Table:
        """One row a natural key."""
        if name not in self._views:
            if name in self._tables:
                self._views[name] = ibis.memtable(self._tables[name])
            elif self._warehouse is not None:
                return self._warehouse.current(name)
            else:
                self._views[name] = ibis.memtable(no_rows(name))
        return self._views[name]


def _in_front(name: str, rows: pa.Table, behind: pa.Table) -> pa.Table:
    """The rows, then those behind them whose key they do not have."""
    key = [c for c in table(name).key if c != "source"]
    seen = pc.is_in(_key(behind, key), value_set=_key(rows, key))
    return pa.concat_tables([rows, behind.filter(pc.invert(seen)).cast(rows.schema)])


def _key(rows: pa.Table, columns: list[str]) -> Any:
    parts = [pc.fill_null(pc.cast(rows[c], pa.string()), "") for c in columns]
    return pc.binary_join_element_wise(*parts, "\x1f").combine_chunks()


def no_rows(name: str) -> pa.Table:
    """A canonical table without rows."""
    schema = table(name).arrow
    return pa.schema([*schema, pa.field("row_ref", pa.string())]).empty_table()
