"""A world as files that others would send, month by month and within a month region by region; its truth apart."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from tradewind.errors import RequestError
from tradewind.simulation.simulating import Simulated
from tradewind.simulation.world import stated
from tradewind.simulation.world.parameters import WorldParameters
from tradewind.simulation.world.scene import month_first
from tradewind.simulation.world.world import World
from tradewind.tables import table

MARK: Final = "invented: no real trade, trader or country is meant"
_SMALL: Final = ("movements", "quotas", "traders", "zone_stock")
#: The most months of one world.
MOST_MONTHS: Final = 120


def simulate_months(
    folder: Path,
    seed: int,
    declarations: int,
    months: int,
    parameters: WorldParameters | None = None,
    truth: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Simulated:
    """Write so many months of a world, each of so many declarations; the same seed gives the same bytes.

    Every month has a file of declarations and one of each register that has something new, all to be loaded together.
    The truth is written beside the folder as `<folder>.truth.parquet`: a row for every line that is not just other
    goods, and one for each consignment that was never declared; its metadata (`tradewind.world`) hold the seed and the
    parameters. The parameters also stand beside it, as `<folder>.world.toml`.
    `progress` is told (months written, months).
    RequestError for too few declarations, no month, or a truth inside the folder.
    """
    said = parameters or WorldParameters()
    beside = truth or folder.resolve().with_name(folder.resolve().name + ".truth.parquet")
    if folder.resolve() in beside.resolve().parents:
        raise RequestError(f"{beside} lies where detectors would read it; name a file outside {folder}")
    if folder.exists() and not folder.is_dir():
        raise RequestError(f"{folder} is a file; name a folder")
    if not 1 <= months <= MOST_MONTHS:
        raise RequestError(f"a world has 1 to {MOST_MONTHS} months, not {months}")
    world = World(said, seed, declarations, keeps=1)
    folder.mkdir(parents=True, exist_ok=True)
    beside.with_name(folder.resolve().name + ".world.toml").write_text(said.as_toml(), "utf-8")
    about = {"invented": True, "mark": MARK, "seed": seed, "declarations": declarations, "months": months,
             "parameters": stated.plain(said)}  # fmt: skip
    rows: Counter[str] = Counter()
    paths: list[Path] = []
    with _Truth(beside, about) as told:
        for number in range(months):
            paths += _month(world, number, folder, told, rows)
            if progress is not None:
                progress(number + 1, months)
    return Simulated(tuple(paths), beside, dict(rows))


def _month(world: World, number: int, folder: Path, told: _Truth, rows: Counter[str]) -> list[Path]:
    """The files of one month; no more than one region's lines are held."""
    month = f"{month_first(world.parameters.traffic.first, number):%Y-%m}"
    with _Files(folder, month) as files:
        for part in world.chunks(number):
            files.add("declarations", part.lines)
            for name, table_ in sorted(part.registers.items()):
                files.add(name, table_)
            told.add(part.truth)
        looked_at = world.routine(number)
        if looked_at.num_rows:
            files.add("inspections", looked_at)
        world.react(looked_at)
        rows.update(files.rows)
        return files.paths


@dataclass(slots=True)
class _Open:
    path: Path
    schema: pa.Schema
    writer: pacsv.CSVWriter


class _Files:
    """The CSV files of a month, open while its regions come."""

    def __init__(self, folder: Path, month: str) -> None:
        self._folder, self._month = folder, month
        self._open: dict[str, _Open] = {}
        self.rows: Counter[str] = Counter()

    @property
    def paths(self) -> list[Path]:
        return [one.path for one in self._open.values()]

    def add(self, name: str, rows: pa.Table) -> None:
        """More rows of a canonical table, under its columns; lists of texts as one text."""
        if name not in self._open:
            # a later region may know a column of a register that the first one leaves out
            kept = table(name).names if name in _SMALL else rows.column_names
            names = [n for n in (*table(name).names, "source") if n in kept or n == "source"]
            schema = pa.schema([pa.field(n, _written(name, n)) for n in names])
            path = self._folder / f"invented_{name}_{self._month}.csv"
            self._open[name] = _Open(path, schema, pacsv.CSVWriter(path, schema))
        one = self._open[name]
        one.writer.write_table(_as(rows, one.schema))
        self.rows[name] += rows.num_rows

    def __enter__(self) -> _Files:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        for one in self._open.values():
            one.writer.close()


class _Truth:
    """The truth as Parquet, a group of rows a region and month."""

    def __init__(self, path: Path, about: dict[str, Any]) -> None:
        self._path, self._about = path, json.dumps(about, ensure_ascii=False, default=str)
        self._writer: pq.ParquetWriter | None = None

    def add(self, truth: pa.Table) -> None:
        """Rows of truth; lines of just other goods are left out."""
        kept = truth.filter(pc.or_(pc.is_valid(truth["method"]), pc.not_equal(truth["honest_kind"], "other")))
        if self._writer is None:
            schema = kept.schema.with_metadata({"tradewind.world": self._about, "tradewind.invented": MARK})
            self._writer = pq.ParquetWriter(self._path, schema)
        self._writer.write_table(kept.replace_schema_metadata(self._writer.schema.metadata))

    def __enter__(self) -> _Truth:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.close()


def _written(name: str, column: str) -> pa.DataType:
    kind = pa.string() if column == "source" else table(name).arrow.field(column).type
    return pa.string() if pa.types.is_list(kind) else kind


def _as(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    made = {}
    for field in schema:
        if field.name not in rows.column_names:
            made[field.name] = pa.nulls(rows.num_rows, field.type)
            continue
        column = rows[field.name]
        if pa.types.is_list(column.type):
            column = pc.binary_join(column, "; ")
        made[field.name] = pc.cast(column, field.type)
    return pa.table(made)
