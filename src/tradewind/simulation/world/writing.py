"""A world as files that others would send, month by month and within a month region by region; its truth apart."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from tradewind.errors import RequestError
from tradewind.formats.asycuda_writing import write_declarations
from tradewind.simulation.simulating import Simulated
from tradewind.simulation.world import mirror, stated
from tradewind.simulation.world.parameters import WorldParameters
from tradewind.simulation.world.world import World
from tradewind.tables import table

MARK: Final = "invented: no real trade, trader or country is meant"
_SMALL: Final = ("movements", "quotas", "traders", "zone_stock")
#: Of one month and world.
_MOST_MESSAGES: Final = 400
#: The most months of one world.
MOST_MONTHS: Final = 120


def simulate_months(
    folder: Path,
    seed: int,
    declarations: int,
    months: int,
    parameters: WorldParameters | None = None,
    truth: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> Simulated:
    """Write so many months of a world, each of so many declarations; the same seed gives the same bytes.

    Every month has a file of declarations and one of each register that has something new, all to be loaded together.
    The truth is written beside the folder as `<folder>.truth.jsonl` (or to `truth`, as Parquet if that is its ending):
    a row for every line that is not just other goods, and one for each consignment that was never declared; before
    them the seed and the parameters, which also stand beside it as `<folder>.world.toml`.
    Regions are written one after the other, so that memory grows neither with the declarations nor with the months.
    `progress` is told the lines written so far. RequestError for too few declarations, no month, a folder that is not
    empty, or a truth inside it.
    """
    said = parameters or WorldParameters()
    beside = truth or folder.resolve().with_name(folder.resolve().name + ".truth.jsonl")
    if folder.resolve() in beside.resolve().parents:
        raise RequestError(f"{beside} lies where detectors would read it; name a file outside {folder}")
    if folder.exists() and not folder.is_dir():
        raise RequestError(f"{folder} is a file; name a folder")
    if folder.exists() and any(folder.iterdir()):
        raise RequestError(
            f"{folder} has files already, of which some may be of other months; name a new folder"
        )
    if not 1 <= months <= MOST_MONTHS:
        raise RequestError(f"a world has 1 to {MOST_MONTHS} months, not {months}")
    folder.mkdir(parents=True, exist_ok=True)
    about = {
        "invented": True, "truth": "about", "mark": MARK, "seed": seed, "declarations": declarations, "months": months,
        "parameters": stated.plain(said),
    }  # fmt: skip
    files = _Files(folder)
    with _Truth(beside, about) as told:
        for world in World.parts(said, seed, declarations):
            for number in range(months):
                _month(world, number, files, told)
                if progress is not None:
                    progress(files.rows["declarations"])
    for month, flows in files.flows.items():
        files.add("trade_flows", month, mirror.added(flows))
    beside.with_name(folder.resolve().name + ".world.toml").write_text(said.as_toml(), "utf-8")
    return Simulated(tuple(sorted(files.schemas)), beside, dict(files.rows))


def _month(world: World, number: int, files: _Files, told: _Truth) -> None:
    """A month of one region into the files of the month."""
    made = world.month(number)
    month = f"{made.first:%Y-%m}"
    is_message = _messages(world, number, made.lines)
    files.send(month, made.lines.filter(is_message))
    files.add("declarations", month, made.lines.filter(pc.invert(is_message)))
    for name, rows in sorted(made.registers.items()):
        if name == "trade_flows":
            files.flows.setdefault(month, []).append(rows)
        else:
            files.add(name, month, rows)
    told.add(made.truth)
    looked_at = world.routine(number)
    files.add("inspections", month, looked_at)
    world.react(looked_at)


def _messages(world: World, number: int, lines: pa.Table) -> pa.Array:
    """Which lines come as XML: some declarations of one item of which the layout can say everything that is said.

    Only offices of the first region send messages.
    """
    said = world.parameters.traffic.messages
    random = np.random.default_rng([world.seed, number, 10])
    fits = pc.and_(
        pc.is_in(lines["regime"], pa.array(["import", "export"])), pc.is_valid(lines["hs_edition"])
    )
    for name in ("un_number", "equipment_units", "ucr", "route", "previous_document"):
        fits = pc.and_(fits, pc.is_null(lines[name]))
    several = lines["declaration_id"].filter(pc.greater(lines["item"], 1))
    fits = pc.and_(fits, pc.invert(pc.is_in(lines["declaration_id"], several.unique())))
    share = min(said, _MOST_MESSAGES / max(world.declarations, 1)) if world.regions[0] == 0 else 0.0
    chosen = np.asarray(fits) & (random.random(lines.num_rows) < share)
    return pa.array(chosen)


class _Files:
    """The CSV files, one a table and month: each takes more rows as regions come, and none is held open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.schemas: dict[Path, pa.Schema] = {}
        self.rows: Counter[str] = Counter()
        #: Flows by month, which are added over the regions before they are written.
        self.flows: dict[str, list[pa.Table]] = {}

    def send(self, month: str, lines: pa.Table) -> None:
        """Declarations of one item as ASYCUDA XML."""
        if lines.num_rows:
            path = self._folder / f"invented_declarations_{month}.xml"
            write_declarations(path, lines.sort_by("declaration_id").to_pylist(), MARK)
            self.schemas[path] = lines.schema
            self.rows["declarations"] += lines.num_rows

    def add(self, name: str, month: str, rows: pa.Table) -> None:
        """More rows of a canonical table, under its columns; lists of texts as one text."""
        if not rows.num_rows:
            return
        path = self._folder / f"invented_{name}_{month}.csv"
        is_new = path not in self.schemas
        if is_new:
            # a later region may know a column of a register that the first one leaves out
            kept = table(name).names if name in _SMALL else rows.column_names
            names = [n for n in (*table(name).names, "source") if n in kept or n == "source"]
            self.schemas[path] = pa.schema([pa.field(n, _written(name, n)) for n in names])
        with path.open("wb" if is_new else "ab") as out:
            pacsv.write_csv(_as(rows, self.schemas[path]), out, pacsv.WriteOptions(include_header=is_new))
        self.rows[name] += rows.num_rows


class _Truth:
    """The truth as JSON lines, or as Parquet where the name of the file says so; a lot of rows a region and month.

    Lines of just other goods are left out. The first JSON line, or the metadata of the Parquet file, hold the seed and
    the parameters.
    """

    def __init__(self, path: Path, about: dict[str, Any]) -> None:
        self._path, self._about = path, json.dumps(about, ensure_ascii=False, default=str)
        self._parquet: pq.ParquetWriter | None = None
        self._is_parquet = path.suffix == ".parquet"

    def add(self, truth: pa.Table) -> None:
        """Rows of truth."""
        kept = truth.filter(pc.or_(pc.is_valid(truth["method"]), pc.not_equal(truth["honest_kind"], "other")))
        if not self._is_parquet:
            with self._path.open("a", encoding="utf-8") as out:
                out.writelines(
                    json.dumps(_told(row), ensure_ascii=False, default=str) + "\n" for row in kept.to_pylist()
                )
            return
        if self._parquet is None:
            schema = kept.schema.with_metadata({"tradewind.world": self._about, "tradewind.invented": MARK})
            self._parquet = pq.ParquetWriter(self._path, schema)
        self._parquet.write_table(kept.replace_schema_metadata(self._parquet.schema.metadata))

    def __enter__(self) -> _Truth:
        if not self._is_parquet:
            self._path.write_text(self._about + "\n", "utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._parquet is not None:
            self._parquet.close()


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """A row of truth with the keys that the truth of a single month has as well: truth, kind, lines, holds_kg."""
    lines = [] if row["declaration_id"] is None else [[row["declaration_id"], row["item"]]]
    return {
        "invented": True, "truth": "lawful" if row["method"] is None else "breach", "kind": row["honest_kind"],
        "lines": lines, "holds_kg": row["illegal_g"] / 1000, **row,
    }  # fmt: skip


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
