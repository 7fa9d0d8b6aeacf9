"""SQL of what a table holds in one generation: all rows, the beaten ones, and the current ones.

Rows are told apart by (load_order, position): the file's place in load order and the row's place in the file.
`current` leaves out the beaten rows, which are few, instead of sorting all rows: only rows whose key hash
occurs twice are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final

import pyarrow as pa

from tradewind.errors import WarehouseError
from tradewind.tables import Table
from tradewind.warehouse.keys import comparable, key_hash, literal, newest_first, parquet_list, quoted
from tradewind.warehouse.upgrades import UPGRADES, Upgrade

_SQL_TYPES: Final = {
    pa.string(): "VARCHAR",
    pa.list_(pa.string()): "VARCHAR[]",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.date32(): "DATE",
    pa.bool_(): "BOOLEAN",
}

#: From a relation's SQL to the names of its columns.
Describe = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """One batch's file of a table, with the schema version it was written in."""

    path: Path
    version: int


def empty_sql(table: Table) -> str:
    """A relation of no rows with the table's columns and the two that tell rows apart."""
    columns = [f"CAST(NULL AS {_SQL_TYPES[f.type]}) AS {quoted(f.name)}" for f in table.arrow]
    order = "CAST(NULL AS BIGINT) AS load_order, CAST(NULL AS BIGINT) AS position"
    return f"SELECT {', '.join(columns)}, {order} WHERE false"


def rows_sql(
    table: Table,
    parts: Sequence[Part],
    describe: Describe,
    upgrades: Mapping[tuple[str, int], Upgrade] = UPGRADES,
) -> str:
    """Every row of these files in today's columns, files in load order.

    WarehouseError where a file was written by a newer program than this one.
    """
    if not parts:
        return empty_sql(table)
    indexed = sorted(enumerate(parts), key=lambda p: (p[1].version, p[0]))
    selects = []
    for version, group in groupby(indexed, key=lambda p: p[1].version):
        numbered = list(group)
        if version > table.version:
            raise WarehouseError(
                f"{numbered[0][1].path} holds {table.name} in version {version}, this program knows "
                f"version {table.version}; update tradewind to read this warehouse"
            )
        raw = _read_sql([p for _, p in numbered], [i for i, _ in numbered], whole=len(numbered) == len(parts))
        selects.append(_in_todays_columns(table, version, raw, describe, upgrades))
    return " UNION ALL ".join(selects)


def beaten_sql(table: Table, rows: str) -> str:
    """(load_order, position) of the rows of relation `rows` that a row of the same key supersedes."""
    keys = ", ".join(quoted(c) for c in table.key)
    order = newest_first(table, "load_order", "position")
    return f"""
    WITH twice AS (
        SELECT {key_hash(table)} AS h FROM {rows} WHERE {comparable(table)} GROUP BY h HAVING count(*) > 1
    ), ranked AS (
        SELECT load_order, position, row_number() OVER (PARTITION BY {keys} ORDER BY {order}) AS rank
        FROM {rows} WHERE {comparable(table)} AND {key_hash(table)} IN (SELECT h FROM twice)
    )
    SELECT load_order, position FROM ranked WHERE rank > 1"""


@dataclass(frozen=True, slots=True)
class Inferred:
    """Columns that follow from another table where the file left them null: SQL over alias `r` and `join`."""

    columns: Mapping[str, str] = field(default_factory=dict)
    join: str = ""


def referenced_sql(table: Table, rows: str, beaten: str | None, inferred: Inferred) -> str:
    """What people query: the table's columns and `row_ref`, without the rows that relation `beaten` names."""
    chosen = [
        inferred.columns.get(f.name, f"r.{quoted(f.name)}") + f" AS {quoted(f.name)}" for f in table.arrow
    ]
    reference = (
        f"r.batch_id || {literal(f':{table.name}:')} || coalesce(r.source_sheet, '') || ':' "
        "|| CAST(r.source_row AS VARCHAR)"
    )
    without = (
        f" ANTI JOIN {beaten} b ON r.load_order = b.load_order AND r.position = b.position" if beaten else ""
    )
    return f"SELECT {', '.join(chosen)}, {reference} AS row_ref FROM {rows} r{without}{inferred.join}"


def _read_sql(parts: Sequence[Part], orders: Sequence[int], *, whole: bool) -> str:
    order = "file_index" if whole else f"{list(orders)}[CAST(file_index AS BIGINT) + 1]"
    files = parquet_list([str(p.path) for p in parts])
    return (
        f"SELECT *, CAST({order} AS BIGINT) AS load_order, CAST(file_row_number AS BIGINT) AS position "
        f"FROM read_parquet({files}, union_by_name = true)"
    )


def _in_todays_columns(
    table: Table, version: int, raw: str, describe: Describe, upgrades: Mapping[tuple[str, int], Upgrade]
) -> str:
    relation = raw
    for step in range(version, table.version):
        changes = upgrades.get((table.name, step))
        if changes is None:
            raise WarehouseError(
                f"no upgrade of {table.name} from version {step} is known; this is a fault to report"
            )
        kept = [quoted(c) for c in describe(relation) if c not in changes]
        made = [f"{expression} AS {quoted(c)}" for c, expression in changes.items()]
        relation = f"SELECT {', '.join([*kept, *made])} FROM ({relation})"
    present = set(describe(relation))
    columns = [
        quoted(f.name) if f.name in present else f"CAST(NULL AS {_SQL_TYPES[f.type]}) AS {quoted(f.name)}"
        for f in table.arrow
    ]
    return f"SELECT {', '.join(columns)}, load_order, position FROM ({relation})"
