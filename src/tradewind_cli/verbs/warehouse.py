"""`tradewind warehouse`: what is loaded, which generation, what was refused."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from itertools import islice
from typing import Any, Final

from tradewind.warehouse import Warehouse
from tradewind_cli import output
from tradewind_cli.main import add_warehouse_option, warehouse_url

_REFUSED_SHOWN: Final = 50


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--refused", action="store_true", help="the rows that could not be read, and how to mend them"
    )
    parser.add_argument("--generations", action="store_true", help="every generation and what it added")
    parser.add_argument(
        "--generation", type=int, metavar="N", help="as of generation N instead of the newest"
    )
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Print what counts; with --json a document `folder, generation, published_at, tables, batches`."""
    with Warehouse.open(warehouse_url(parsed), parsed.generation) as warehouse:
        told = _told(warehouse)
        if parsed.refused:
            told["refused"] = warehouse.refused()
        if parsed.generations:
            told["generations"] = _generations(warehouse)
    if parsed.json:
        output.document(told)
    else:
        _tell(told)
    return 0


def _told(warehouse: Warehouse) -> dict[str, Any]:
    tables = {}
    for name in warehouse.tables():
        current = warehouse.current(name).count().to_pyarrow().as_py()
        tables[name] = {
            "rows": sum(b.tables[name].rows for b in warehouse.batches() if name in b.tables),
            "current": current,
        }
    return {
        "folder": str(warehouse.folder),
        "generation": warehouse.generation,
        "published_at": warehouse.published_at,
        "tables": tables,
        "batches": [
            {
                "batch_id": b.id, "path": b.path, "name": b.name, "format": b.format, "rows": b.rows,
                "refused": b.refused, "tables": {name: t.rows for name, t in b.tables.items()},
                "sha256": b.identity.sha256, "reader_version": b.identity.reader_version,
                "steward": b.identity.steward, "audience": list(b.audience), "sender": b.sender, "party": b.party,
                "historical": b.historical, "loaded_at": b.loaded_at, "notices": list(b.notices),
            }
            for b in warehouse.batches()
        ],
    }  # fmt: skip


def _generations(warehouse: Warehouse) -> list[dict[str, Any]]:
    made = []
    before: set[str] = set()
    for generation in warehouse.generations():
        now = set(generation.batches)
        made.append(
            {
                "generation": generation.number,
                "published_at": generation.published_at,
                "batches": len(now),
                "added": len(now - before),
                "retired": len(before - now),
            }
        )
        before = now
    return made


def _tell(told: dict[str, Any]) -> None:
    if not told["generation"]:
        output.say(f"Nothing is loaded yet in {told['folder']}.")
        output.say("Begin with: tradewind load FILE_OR_FOLDER ...")
        return
    output.say(
        f"Generation {told['generation']} of {told['folder']}, published {told['published_at']} (UTC)\n"
    )
    if told["tables"]:
        rows = [{"table": name, **counts} for name, counts in told["tables"].items()]
        output.table(rows, ("table", "current", "rows"))
        output.say()
    output.table(told["batches"], ("name", "format", "rows", "refused", "sender", "loaded_at"))
    if "generations" in told:
        output.say()
        output.table(told["generations"], ("generation", "published_at", "batches", "added", "retired"))
    if "refused" in told:
        _tell_refused(told["refused"])


def _tell_refused(refused: list[dict[str, Any]]) -> None:
    output.say(f"\n{len(refused)} rows could not be read.")
    for row in islice(refused, _REFUSED_SHOWN):
        place = ", ".join(
            f"{what} {row[what]}" for what in ("sheet", "row", "column") if row.get(what) is not None
        )
        output.say(f"  {row['path']}, {place}: {row['reason']}; {row['mend']}")
    if len(refused) > _REFUSED_SHOWN:
        output.say(f"  and {len(refused) - _REFUSED_SHOWN} more; --json lists all")
