"""Rows of a table the person has loaded, for verbs that answer without a warehouse as well."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from tradewind_cli.main import warehouse_url


def loaded(parsed: Namespace, table: str) -> list[dict[str, Any]]:
    """Current rows of a table of the warehouse the person means; none where nothing was ever loaded there.

    The warehouse is imported only when there is one: a verb over reference facts starts light.
    """
    folder = Path(warehouse_url(parsed).removeprefix("duckdb://"))
    if not (folder / "generations").is_dir():
        return []
    from tradewind.warehouse import Warehouse

    with Warehouse.open(folder) as held:
        rows: list[dict[str, Any]] = held.current(table).to_pyarrow().to_pylist()
    return rows
