"""Rows written in an older version of a table are read in today's; files are never rewritten."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tradewind.errors import WarehouseError
from tradewind.tables import Column, Table
from tradewind.warehouse.views import Part, rows_sql

TODAY = Table(
    "weights", 3,
    (Column("thing", "text", "what"), Column("mass_g", "grams", "mass"), Column("note", "text", "added later")),
    ("source", "thing"), ("published_on",), "a table that changed twice",
)  # fmt: skip
UPGRADES = {
    ("weights", 1): {"thing": "name", "mass_kg": "mass_lb * 0.45359237"},
    ("weights", 2): {"mass_g": "CAST(round(mass_kg * 1000) AS BIGINT)"},
}


@pytest.fixture
def parts(tmp_path: Path) -> list[Part]:
    """Three files in load order: of version 2, of version 1, of today's without the newest column."""
    written: list[tuple[int, dict[str, list[object]]]] = [
        (2, {"thing": ["second"], "mass_kg": [2.0]}),
        (1, {"name": ["first"], "mass_lb": [1.0]}),
        (3, {"thing": ["third"], "mass_g": [3000]}),
    ]
    made = []
    for number, (version, columns) in enumerate(written):
        path = tmp_path / f"{number}.parquet"
        pq.write_table(pa.table({**columns, "source_row": [2]}), path)
        made.append(Part(path, version))
    return made


def test_each_version_is_read_in_todays_columns_and_keeps_its_place(parts: list[Part]) -> None:
    with duckdb.connect() as engine:
        sql = rows_sql(
            TODAY, parts, lambda r: [row[0] for row in engine.execute(f"DESCRIBE {r}").fetchall()], UPGRADES
        )
        found = engine.execute(
            f"SELECT thing, mass_g, note, load_order FROM ({sql}) ORDER BY load_order"
        ).fetchall()
    assert found == [("second", 2000, None, 0), ("first", 454, None, 1), ("third", 3000, None, 2)]


def test_rows_of_a_newer_version_ask_for_an_update(parts: list[Part]) -> None:
    newer = [Part(parts[0].path, 4)]
    with pytest.raises(WarehouseError, match="version 4, this program knows version 3; update tradewind"):
        rows_sql(TODAY, newer, lambda _: [], UPGRADES)
