"""What the detectors of items ask, as SQL over named tables: worked out once a process, asked of any set of lines.

`every_line` has all lines, `lines` those that say something of gas, `gas` those of gas itself; the canonical tables
stand beside them under their own names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Final

import duckdb
import ibis
import pyarrow as pa
from ibis.expr.operations import Aggregate, DatabaseTable, InMemoryTable, JoinChain, WindowFunction

from tradewind.detectors.line_goods import hold_gas, selected_gas
from tradewind.detectors.line_table import derived
from tradewind.detectors.signs import COLUMNS, LineDetector
from tradewind.screening.collecting import without_collecting
from tradewind.tables import TABLES, table

EVERY_LINE: Final = "every_line"
LINES: Final = "lines"
GAS: Final = "gas"
_OF_LINES: Final = frozenset({EVERY_LINE, LINES, GAS})


@dataclass(frozen=True, slots=True)
class Question:
    """One detector's. `sql` gives COLUMNS; `tables` are the names it reads; `held` are rows of its own that it reads
    by name, where what it asks depends on what is loaded."""

    sql: str
    tables: frozenset[str]
    held: dict[str, pa.Table]


def schema_of(name: str) -> pa.Schema:
    """The columns of a canonical table as a detector reads it."""
    return pa.schema([*table(name).arrow, pa.field("row_ref", pa.string())])


def line_schema() -> pa.Schema:
    """The columns of a line: of declarations, and what is derived."""
    return derived(schema_of("declarations").empty_table()).schema


class Asked:
    """What detectors ask of the tables of an engine: it has `every_line`, `lines`, `gas` and every canonical table.

    `held` names the canonical tables that have rows.
    """

    generation = 0

    def __init__(self, engine: duckdb.DuckDBPyConnection, held: Iterable[str]) -> None:
        self._backend = ibis.duckdb.from_connection(engine)
        self._held = tuple(sorted({*held, "declarations"}))
        self._lines = {name: self._backend.table(name) for name in (EVERY_LINE, LINES)}
        for lines in self._lines.values():
            hold_gas(lines, self._backend.table(GAS))

    def tables(self) -> tuple[str, ...]:
        """Names of the canonical tables that have rows."""
        return self._held

    def current(self, name: str) -> ibis.Table:
        """A canonical table."""
        return self._backend.table(name)

    def question(self, detector: LineDetector) -> Question:
        """What a detector asks, with the parameters it has by default."""
        found = self.found(detector)
        op = found.op()
        return Question(
            self._backend.compile(found),
            frozenset(node.name for node in op.find(DatabaseTable)),
            {rows.name: rows.data.to_pyarrow(rows.schema) for rows in op.find(InMemoryTable)},
        )

    def compares(self, detector: LineDetector) -> bool:
        """Whether the signs of a line depend on other lines: a sum, a rank or a join over them."""
        return _compares(self.found(detector))

    def gas(self) -> str:
        """SQL of `gas` over `lines`."""
        sql: str = self._backend.compile(selected_gas(self._lines[LINES]))
        return sql

    def found(self, detector: LineDetector) -> ibis.Table:
        """The signs of a detector, as an expression."""
        lines = self._lines[LINES if detector.speaking_only else EVERY_LINE]
        return detector.see(lines, self, detector.Parameters()).select(*COLUMNS)


def empty_engine(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """An engine with every table and no rows."""
    engine = duckdb.connect(config={"threads": threads} if threads else {})
    for name in (EVERY_LINE, LINES):
        create(engine, name, line_schema().empty_table())
    for name in TABLES:
        create(engine, name, schema_of(name).empty_table())
    gas = ibis.duckdb.from_connection(engine).table(LINES)
    engine.execute(f"CREATE TABLE {GAS} AS {ibis.to_sql(selected_gas(gas), 'duckdb')}")
    return engine


def create(engine: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Make, or make again, a table of the engine out of rows."""
    engine.register("incoming", rows)
    engine.execute(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM incoming')
    engine.unregister("incoming")


class _Known:
    """Questions worked out before, by detector and the tables that are held."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._engine = empty_engine(1)
        self._questions: dict[tuple[int, tuple[str, ...]], tuple[LineDetector, Question]] = {}
        self.gas = Asked(self._engine, ()).gas()

    def question(self, detector: LineDetector, held: tuple[str, ...]) -> Question:
        with self._lock, without_collecting():
            key = (id(detector), held)
            if key not in self._questions:
                self._questions[key] = (detector, Asked(self._engine, held).question(detector))
            return self._questions[key][1]


_MADE: Final = Lock()


@cache
def _made() -> _Known:
    return _Known()


def _known() -> _Known:
    with _MADE:
        return _made()


def gas_sql() -> str:
    """SQL of `gas` over `lines`."""
    return _known().gas


def question(detector: LineDetector, held: Iterable[str]) -> Question:
    """What a detector asks where these canonical tables have rows. With rows of its own in `held`, it has to be worked
    out again over the tables as they are loaded."""
    return _known().question(detector, tuple(sorted({*held, "declarations"})))


def _compares(found: ibis.Table) -> bool:
    """Whether the signs of a line depend on other lines: a sum, a rank or a join over them."""

    def lines_in(node: Any) -> int:
        return sum(relation.name in _OF_LINES for relation in node.find(DatabaseTable))

    op = found.op()
    if op.find(WindowFunction) or any(lines_in(node) for node in op.find(Aggregate)):
        return True
    return any(sum(bool(lines_in(part)) for part in (j.first, *(link.table for link in j.rest))) > 1
               for j in op.find(JoinChain))  # fmt: skip
