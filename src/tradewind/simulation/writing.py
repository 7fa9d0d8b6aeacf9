"""The month as files that others would send, each marked invented, and the truth as a file apart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from tradewind.formats.asycuda_writing import write_declarations
from tradewind.formats.template_entries import write_entries
from tradewind.simulation.month import Month
from tradewind.tables import table

MARK: Final = "invented: no real trade, trader or country is meant"
_PLAIN: Final = ("licence_uses", "movements", "zone_stock", "traders", "inspections")
_TEMPLATES: Final = {"licences": "licence", "quotas": "quota"}


def write(month: Month, lines: pa.Table, folder: Path) -> tuple[list[Path], dict[str, int]]:
    """Every file of the month into the folder: (paths, rows by table)."""
    folder.mkdir(parents=True, exist_ok=True)
    month.registers["traders"] = month.people.rows()
    rows = {"declarations": lines.num_rows} | {n: len(r) for n, r in sorted(month.registers.items()) if r}
    is_message = _messages(month, lines)
    paths = [
        _csv(folder, "declarations", _as_written(lines.filter(pc.invert(is_message)))),
        _sad(folder, lines.filter(is_message)),
    ]
    for name in _PLAIN:
        if month.registers[name]:
            paths.append(_csv(folder, name, _register(name, month.registers[name])))
    for name, kind in _TEMPLATES.items():
        path = folder / f"invented_{name}.xlsx"
        write_entries(path, kind, month.registers[name], made_on=month.first, title=MARK)
        paths.append(path)
    return paths, rows


def write_truth(month: Month, path: Path, about: dict[str, Any]) -> None:
    """The truth, one JSON object a line; the first says what was asked and what is assumed."""
    with path.open("w", encoding="utf-8") as out:
        for told in ({"invented": True, "truth": "about", "mark": MARK, **about}, *month.truth):
            out.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")


def frame_table(rows: list[dict[str, Any]]) -> pa.Table:
    """Lines made one by one, as columns."""
    schema = table("declarations").arrow
    names = [n for n in table("declarations").names if any(n in row for row in rows)] + ["_number"]
    kinds = {"documents": pa.string(), "route": pa.string(), "_number": pa.int64()}
    return pa.table(
        {n: pa.array([r.get(n) for r in rows], kinds.get(n) or schema.field(n).type) for n in names}
    )


def _messages(month: Month, lines: pa.Table) -> Any:
    """Which lines come as XML: some declarations of which the layout can say everything that is said."""
    said = month.parameters
    fits = pc.and_(pc.is_null(lines["un_number"]), pc.is_null(lines["equipment_units"]))
    fits = pc.and_(fits, pc.is_in(lines["regime"], pa.array(["import", "export"])))
    fits = pc.and_(fits, pc.and_(pc.greater(lines["_number"], 0), pc.equal(lines["item"], 1)))
    share = min(said.message_share, said.most_messages / max(month.declarations, 1))
    drawn = pa.array(month.numbers.random(lines.num_rows) < share)
    several = lines["declaration_id"].filter(pc.greater(lines["item"], 1))
    chosen = pc.and_(pc.and_(fits, drawn), pc.invert(pc.is_in(lines["declaration_id"], several)))
    return chosen.combine_chunks() if isinstance(chosen, pa.ChunkedArray) else chosen


def _sad(folder: Path, lines: pa.Table) -> Path:
    path = folder / "invented_declarations.xml"
    rows: Iterable[dict[str, Any]] = (
        {**row, "documents": (row["documents"] or "").split("; ") if row["documents"] else None}
        for row in lines.to_pylist()
    )
    write_declarations(path, rows, MARK)
    return path


def _as_written(lines: pa.Table) -> pa.Table:
    names = [n for n in lines.column_names if not n.startswith("_")]
    return lines.select(names).append_column("source", pa.repeat(pa.scalar("invented"), lines.num_rows))


def _register(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    made = table(name)
    texts = {c.name for c in made.columns if c.kind == "texts"}
    names = [n for n in (*made.names, "source") if any(n in row for row in rows)]
    types = made.arrow
    return pa.table(
        {
            n: pa.array([r.get(n) for r in rows], pa.string() if n in texts else types.field(n).type)
            for n in names
        }
    )


def _csv(folder: Path, name: str, data: pa.Table) -> Path:
    path = folder / f"invented_{name}.csv"
    pacsv.write_csv(data, path)
    return path
