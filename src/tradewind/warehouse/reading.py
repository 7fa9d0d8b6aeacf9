"""Reading a warehouse: one generation, pinned, through an engine in this process's own memory."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import duckdb
import ibis
import pyarrow as pa

from tradewind.errors import RequestError
from tradewind.tables import Table, table
from tradewind.warehouse import amending
from tradewind.warehouse.address import folder_of
from tradewind.warehouse.editions import TariffEdition, tariff_editions
from tradewind.warehouse.folder import Folder
from tradewind.warehouse.keys import literal
from tradewind.warehouse.records import BatchRecord, Generation
from tradewind.warehouse.sweeping import scratch_name
from tradewind.warehouse.views import Inferred, Part, beaten_sql, referenced_sql, rows_sql
from tradewind.warehouse.writing import Writer

#: Share of the machine's memory the engine may take before it works on disk.
_MEMORY: Final = "50%"

#: Table -> SQL over alias `r` of the Party whose tariff applies, and of the days it must cover. `{party}` is
#: what was said of the batch when it was loaded.
_EDITION_OF: Final = {
    "trade_flows": ("r.reporter", "r.period_start", "r.period_end"),
    "declarations": ("{party}", "r.lodged_on", "r.lodged_on"),
}


class Warehouse:
    """One generation of a warehouse, for reading. It never waits for a load and never sees half of one.

    `current(table)` has one row a natural key, `history(table)` every row; both carry `row_ref`,
    `<batch_id>:<table>:<sheet>:<row>`. `backend` is the ibis DuckDB backend both live in.
    """

    def __init__(
        self, folder: Path, generation: int | None = None, batches: Collection[str] | None = None
    ) -> None:
        self._folder = Folder(folder)
        self._allowed = None if batches is None else frozenset(batches)
        self._generation = self._of_those_allowed(self._folder.generation(generation))
        self._batches = self._folder.records(self._generation.batches)
        self._views: set[str] = set()
        self._scratch, self._engine = _engine(self._folder)
        self.backend = ibis.duckdb.from_connection(self._engine)
        self._finish = weakref.finalize(self, _close, self._engine, self._scratch)

    @classmethod
    def open(
        cls, url: str | Path, generation: int | None = None, batches: Collection[str] | None = None
    ) -> Warehouse:
        """The newest generation, or the one named. A folder that is not there yet is generation 0, empty.

        With `batches` only those of the generation exist, whatever is asked: no other's rows, amendments,
        tariffs or refusals count, and the names of others are not told. An empty collection leaves no rows.
        """
        return cls(folder_of(url), generation, batches)

    @classmethod
    def writing(
        cls, url: str | Path, on_wait: Callable[[str], None] | None = None, patience_s: float | None = None
    ) -> Writer:
        """The one writer of the warehouse, as a context manager; the folder is made where it is missing."""
        return Writer(Folder(folder_of(url)), on_wait, patience_s)

    @property
    def folder(self) -> Path:
        """The warehouse's folder."""
        return self._folder.root

    @property
    def generation(self) -> int:
        """Number of the pinned generation; 0 where nothing was ever loaded."""
        return self._generation.number

    @property
    def published_at(self) -> str:
        """When the generation was published, ISO 8601 in UTC; empty for generation 0."""
        return self._generation.published_at

    def batches(self) -> tuple[BatchRecord, ...]:
        """The batches that count, in load order."""
        return self._batches

    def refused(self) -> list[dict[str, Any]]:
        """Rows that could not be read: path, batch_id, row, sheet, column, value, reason, mend, record."""
        return [row for record in self._batches for row in self.refused_of(record)]

    def refused_of(self, record: BatchRecord) -> list[dict[str, Any]]:
        """The same for one batch of this generation; none for any other."""
        return self._folder.refused(record) if record.id in self._generation.batches else []

    def generations(self) -> tuple[Generation, ...]:
        """Every generation of the folder, oldest first."""
        return tuple(
            self._of_those_allowed(self._folder.generation(number)) for number in self._folder.numbers()
        )

    def tables(self) -> tuple[str, ...]:
        """Names of the tables that have rows."""
        present = {name for record in self._batches for name in record.tables}
        return tuple(sorted(present))

    def current(self, name: str) -> ibis.Table:
        """One row a natural key: the one of greatest precedence, then of the latest load."""
        return self._view("current", table(name))

    def stream(self, name: str, rows: int) -> pa.RecordBatchReader:
        """The rows of `current(name)`, so many at a time; nothing else can be asked before they are read."""
        self.current(name)
        found: pa.RecordBatchReader = self._engine.sql(f"SELECT * FROM current_{name}").to_arrow_reader(rows)
        return found

    def history(self, name: str) -> ibis.Table:
        """Every row that was loaded, superseded ones included."""
        return self._view("history", table(name))

    def close(self) -> None:
        """Let go of the engine and its scratch space. Tables obtained from here can no longer be read."""
        self._finish()

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _of_those_allowed(self, generation: Generation) -> Generation:
        allowed = self._allowed
        if allowed is None:
            return generation
        return replace(
            generation,
            batches=tuple(b for b in generation.batches if b in allowed),
            retired={
                old: new for old, new in generation.retired.items() if old in allowed and new in allowed
            },
        )

    def _view(self, what: str, of: Table) -> ibis.Table:
        name = f"{what}_{of.name}"
        if name not in self._views:
            rows = self._settled(of) if what == "current" else self._rows(of)
            beaten = self._beaten(of, rows) if what == "current" else None
            sql = referenced_sql(of, rows, beaten, self._inferred(of))
            self._make(name, sql)
        return self.backend.table(name)

    def _make(self, name: str, sql: str, kind: str = "VIEW") -> str:
        """Create a view or table once; its name."""
        if name not in self._views:
            self._engine.execute(f"CREATE {kind} {name} AS {sql}")
            self._views.add(name)
        return name

    def _holding(self, of: Table) -> list[BatchRecord]:
        return [record for record in self._batches if of.name in record.tables]

    def _rows(self, of: Table) -> str:
        """Name of the view of all rows of a table, with their place in load order."""
        parts = [
            Part(self._folder.parquet(record.id, of.name), record.tables[of.name].version)
            for record in self._holding(of)
        ]
        return self._make(f"rows_{of.name}", rows_sql(of, parts, self._columns))

    def _columns(self, relation: str) -> list[str]:
        return [str(row[0]) for row in self._engine.execute(f"DESCRIBE {relation}").fetchall()]

    def _settled(self, of: Table) -> str:
        """Name of the rows that count after the messages about them; all rows where no message bears on them."""
        if of.name not in amending.NUMBERED or of.name not in self.tables():
            return self._rows(of)
        rows = {name: self._rows(table(name)) for name in amending.tables_of(self.tables())}
        messages = rows.get(amending.MESSAGES)
        has_amendments = of.name == "declarations" and self._holds(amending.has_amendments_sql(rows[of.name]))
        named = [n for n in rows if n in amending.NUMBERED]
        if not (messages or has_amendments) and not any(
            self._holds(amending.twice_named_sql(table(n), rows[n])) for n in named
        ):
            return rows[of.name]
        links = self._make("message_links", amending.links_sql(rows), "TABLE")
        for name in named:
            self._make(f"numbered_{name}", amending.numbered_sql(table(name), rows[name], links))
        removed = None
        if messages is not None:
            sql = amending.removed_sql(
                messages, links, "numbered_declarations" if "declarations" in named else None
            )
            removed = self._make("removed_numbers", sql, "TABLE")
        counting = self._make(
            f"counting_{of.name}", amending.counting_sql(of, f"numbered_{of.name}", removed)
        )
        if not has_amendments:
            return counting
        amended = self._make(f"amended_{of.name}", amending.amended_sql(of, counting, messages), "TABLE")
        return self._make(f"settled_{of.name}", amending.settled_sql(of, counting, amended))

    def _holds(self, sql: str) -> bool:
        return bool(self._engine.execute(sql).fetchall()[0][0])

    def _beaten(self, of: Table, rows: str) -> str | None:
        """Name of the table of superseded rows; None where no two rows can have the same key."""
        holding = self._holding(of)
        untouched = rows == self._rows(of)
        if not holding or (untouched and len(holding) == 1 and not holding[0].tables[of.name].repeated):
            return None
        return self._make(f"beaten_{of.name}", beaten_sql(of, rows), "TABLE")

    def _inferred(self, of: Table) -> Inferred:
        """The edition from the tariff in force, for rows whose file does not tell it."""
        if of.name not in _EDITION_OF or "national_tariffs" not in self.tables():
            return Inferred()
        party, start, end = _EDITION_OF[of.name]
        said = ", ".join("NULL" if r.party is None else literal(r.party) for r in self._holding(of))
        party = party.format(party=f"CAST([{said}] AS VARCHAR[])[r.load_order + 1]")
        return Inferred(
            {
                "hs_edition": "coalesce(r.hs_edition, e.edition)",
                "hs_edition_inferred": (
                    "CASE WHEN r.hs_edition IS NULL AND e.edition IS NOT NULL THEN true "
                    "ELSE r.hs_edition_inferred END"
                ),
            },
            f" LEFT JOIN {self._editions()} e ON r.hs_edition IS NULL AND e.party = {party} "
            f'AND e.start <= {start} AND {end} <= e."end"',
        )

    def _editions(self) -> str:
        lines = self.current("national_tariffs")
        wanted = lines.filter(lines.hs_edition.notnull() & lines.party.notnull())
        found = (
            wanted.select("party", "valid_from", "valid_to", "hs_edition").distinct().to_pyarrow().to_pylist()
        )
        spans = tariff_editions((r["party"], r["valid_from"], r["valid_to"], r["hs_edition"]) for r in found)
        if "tariff_editions" not in self._views:
            self._engine.register("tariff_editions", _as_arrow(spans))
            self._views.add("tariff_editions")
        return "tariff_editions"


def _as_arrow(spans: list[TariffEdition]) -> pa.Table:
    kinds = [("party", pa.string()), ("start", pa.date32()), ("end", pa.date32()), ("edition", pa.string())]
    return pa.table({name: pa.array([getattr(s, name) for s in spans], kind) for name, kind in kinds})


def _engine(folder: Folder) -> tuple[Path, duckdb.DuckDBPyConnection]:
    """An engine within its bounds, and the folder it may spill into; it fetches no extensions.

    TRADEWIND_MEMORY ("2GB") and TRADEWIND_THREADS ("4") set other bounds.
    """
    inside = folder.generations.is_dir() and os.access(folder.root, os.W_OK)
    base = folder.scratch if inside else Path(tempfile.gettempdir()) / "tradewind-scratch"
    base.mkdir(parents=True, exist_ok=True)  # the engine makes only the last folder, when it first spills
    scratch = base / scratch_name()
    memory = os.environ.get("TRADEWIND_MEMORY", _MEMORY)
    threads = os.environ.get("TRADEWIND_THREADS", str(os.cpu_count() or 1))
    try:
        engine = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": memory,
                "threads": int(threads),
                "temp_directory": str(scratch),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
    except (duckdb.Error, ValueError) as error:
        raise RequestError(
            f"the engine refuses TRADEWIND_MEMORY={memory!r} with TRADEWIND_THREADS={threads!r}; "
            "give them like 2GB and 4"
        ) from error
    return scratch, engine


def _close(engine: duckdb.DuckDBPyConnection, scratch: Path) -> None:
    engine.close()
    shutil.rmtree(scratch, ignore_errors=True)
