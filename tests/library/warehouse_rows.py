"""Small batches of trade flows for the warehouse's tests."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradewind.warehouse import BatchRecord, Identity, Origin, Warehouse, Writer

FLOW = {
    "reporter": "IND", "partner": "WLD", "flow": "export", "hs_edition": "2017", "hs_code": "290376",
    "period_start": date(2018, 1, 1), "period_end": date(2018, 12, 31),
}  # fmt: skip


def flows(*rows: dict[str, Any]) -> pa.Table:
    """Trade flows: FLOW with what each row states otherwise, numbered from 2 as in a file with a header."""
    whole = [{**FLOW, "source_row": number, **row} for number, row in enumerate(rows, 2)]
    names = list(dict.fromkeys(name for row in whole for name in row))
    return pa.table({name: [row.get(name) for row in whole] for name in names})


def origin(name: str, reader: str = "test", version: str = "1.0", **more: Any) -> Origin:
    """Where a batch named `name` comes from; its name stands for the file's bytes."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    steward = more.pop("steward", "public")
    mapping = more.pop("mapping_sha256", None)
    identity = Identity(sha256, reader, version, mapping, steward)
    return Origin(identity, f"/in/{name}", name, len(name), (steward,), **more)


def put(writer: Writer, where: Origin, **tables: pa.Table) -> BatchRecord:
    """Write one batch of these tables."""
    with writer.begin(where) as draft:
        for name, data in tables.items():
            draft.append(name, data)
        return writer.add(draft, where)


def load(folder: Path, name: str, data: pa.Table, **more: Any) -> int:
    """Publish one generation with one more batch of trade flows."""
    with Warehouse.writing(folder) as writer:
        put(writer, origin(name, **more), trade_flows=data)
        return writer.publish()


def masses(table: Any) -> list[int | None]:
    """The net masses of a table of the warehouse, in its own order of rows."""
    return [row["net_mass_g"] for row in table.to_pyarrow().sort_by("row_ref").to_pylist()]
