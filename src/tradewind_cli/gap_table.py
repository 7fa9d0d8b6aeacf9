"""Gaps published by others, each beside the same computed again: rows for `tradewind find --published-gaps`."""

from __future__ import annotations

from typing import Any, Final

import ibis

from tradewind.fits.published import beside
from tradewind.warehouse import Warehouse

COLUMNS: Final = (
    "importer", "exporter", "year", "import_usd", "export_usd", "published_import_usd", "published_export_usd",
    "recomputed_usd", "difference_usd", "reproduced", "lacking", "source", "row_ref",
)  # fmt: skip
#: What a person reads; a file and JSON have all of COLUMNS.
SHOWN: Final = {
    "importer": "importer", "exporter": "exporter", "year": "year", "import_usd": "import USD",
    "export_usd": "export USD", "published_import_usd": "published gap USD", "published_export_usd": "exporter's side",
    "recomputed_usd": "recomputed USD", "lacking": "why they differ",
}  # fmt: skip


def listed(
    warehouse: Warehouse, party: str | None, year: int | None, limit: int | None
) -> list[dict[str, Any]]:
    """Pairs and years, those whose published figure is furthest from the recomputed one first."""
    rows = beside(warehouse.current("published_gaps"))
    if party:
        rows = rows.filter((rows.importer == party) | (rows.exporter == party))
    if year:
        rows = rows.filter(rows.year == year)
    ordered = rows.order_by(ibis.desc(rows.difference_usd), "importer", "exporter", "year")
    found: list[dict[str, Any]] = ordered.limit(limit).to_pyarrow().to_pylist()
    return found


def summary(warehouse: Warehouse) -> str:
    """How many published gaps are held and how many of them the recomputed figure equals."""
    rows = beside(warehouse.current("published_gaps"))
    counted = rows.agg(rows=rows.count(), equal=rows.reproduced.sum()).to_pyarrow().to_pylist()[0]
    return (
        f"Published gaps: {counted['rows']:,} pairs and years, {counted['equal'] or 0:,} equal to the recomputed "
        "figure to the cent; --published-gaps shows both"
    )
