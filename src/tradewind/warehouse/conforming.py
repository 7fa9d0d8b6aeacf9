"""From what a reader yields to exactly the columns and types of a canonical table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tradewind.tables import Table


@dataclass(frozen=True, slots=True)
class Provenance:
    """What intake knows of every row of a batch. `source` counts where the reader gives none."""

    batch_id: str
    source: str
    historical: bool


def conform(table: Table, data: pa.Table, provenance: Provenance) -> pa.Table:
    """`data` with every column of `table.arrow`, in order and type; columns it lacks are null.

    ValueError where a column is unknown, a value does not fit its type, or `source_row` is missing: a fault
    of the reader, not of the file.
    """
    schema = table.arrow
    unknown = sorted(set(data.column_names) - set(schema.names))
    if unknown:
        raise ValueError(
            f"a reader of {table.name} yields columns the table does not have: {', '.join(unknown)}"
        )
    if "source_row" not in data.column_names:
        raise ValueError(f"a reader of {table.name} yields rows without source_row")
    stated: dict[str, Any] = {"batch_id": provenance.batch_id, "historical": provenance.historical}
    columns = []
    for field in schema:
        if field.name in stated:
            columns.append(_constant(stated[field.name], field.type, data.num_rows))
        elif field.name not in data.column_names:
            default = provenance.source if field.name == "source" else None
            columns.append(_constant(default, field.type, data.num_rows))
        else:
            columns.append(_cast(table.name, field, data.column(field.name), provenance))
    return pa.table(columns, schema=schema)


def _cast(table: str, field: pa.Field, column: pa.ChunkedArray, provenance: Provenance) -> pa.ChunkedArray:
    try:
        made = column if column.type == field.type else column.cast(field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise ValueError(f"{table}.{field.name} cannot hold what its reader yields: {error}") from error
    return made.fill_null(provenance.source) if field.name == "source" and made.null_count else made


def _constant(value: Any, kind: pa.DataType, rows: int) -> pa.Array:
    return pa.nulls(rows, kind) if value is None else pa.repeat(pa.scalar(value, kind), rows)
