"""Items without a number are counted after those before them, wherever in a large file the first of them stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tradewind.formats import canonical, frames
from tradewind.intake import read


@pytest.mark.parametrize("from_row", [3, 700, None], ids=["at the beginning", "further on", "nowhere"])
def test_items_are_counted_wherever_numbers_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, from_row: int | None
) -> None:
    head = "declaration_id,item,lodged_on,regime,hs_edition,hs_code,description,net_mass_kg"
    rows = [
        f"D{n % 250},{'' if from_row is not None and n >= from_row and n % 2 else n // 250 + 1},2026-01-01,import,2022,"
        f"{'290371' if n % 5 else '2903 71'},goods {n},{'about 3' if n == 40 else 12.5}"
        for n in range(1000)
    ]
    path = tmp_path / "lines.csv"
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    monkeypatch.setattr(frames, "BLOCK_BYTES", 8_192)
    by_columns = read([path])
    monkeypatch.setattr(canonical, "can_be_plain", lambda office, names: False)
    by_cells = read([path])
    key = [("source_row", "ascending")]
    here, there = (found.tables["declarations"].sort_by(key) for found in (by_columns, by_cells))
    assert here.to_pylist() == there.to_pylist()
    assert by_columns.refused == by_cells.refused
    assert len(here) == 999
