"""`make docs`: writes the pages that follow from the code, so that they cannot drift from it.

`--check` writes nothing and fails when a page is not what the code says.
"""

import contextlib
import dataclasses
import io
import os
import sys
from pathlib import Path

from tradewind.simulation.world import WorldParameters
from tradewind.tables import PROVENANCE, TABLES
from tradewind_cli.main import VERBS, main

HERE = Path(__file__).resolve().parent / "reference"


def commands() -> str:
    """Every verb with its help, as `tradewind VERB --help` prints it."""
    parts = ["# Commands\n\nWritten by `make docs` from the command itself.\n"]
    os.environ["COLUMNS"] = "100"
    for verb, summary in VERBS.items():
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
            main([verb, "--help"])
        parts.append(
            f"## {verb}\n\n{summary[0].upper()}{summary[1:]}.\n\n```\n{printed.getvalue().rstrip()}\n```\n"
        )
    return "\n".join(parts)


def tables() -> str:
    """Every canonical table with its key and columns."""
    parts = [
        "# Canonical tables\n\nWritten by `make docs`. Null means not reported, always; masses are whole grams. "
        "Columns marked † name or can name a person and are blanked when a batch is retired.\n"
    ]
    for table in TABLES.values():
        rows = [f"| `{c.name}`{' †' if c.personal else ''} | {c.kind} | {c.meaning} |" for c in table.columns]
        parts.append(
            f"## {table.name}\n\n{table.meaning}. Version {table.version}. Key: "
            + ", ".join(f"`{k}`" for k in table.key)
            + ".\n\n| column | kind | meaning |\n|---|---|---|\n"
            + "\n".join(rows)
            + "\n"
        )
    rows = [f"| `{c.name}` | {c.kind} | {c.meaning} |" for c in PROVENANCE]
    parts.append("## On every row\n\n| column | kind | meaning |\n|---|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def world() -> str:
    """Every parameter of the invented world with its value, meaning and source."""
    parts = [
        "# Parameters of the invented world\n\nWritten by `make docs` from `tradewind.simulation.world`, for"
        " [the invented world](../explanation/synthetic-world.md). A range is that of `varied`.\n"
    ]
    usual = WorldParameters()
    for group in dataclasses.fields(usual):
        part = getattr(usual, group.name)
        parts.append(
            f"## {group.name}\n\n{type(part).__doc__}\n\n| parameter | value | other worlds | meaning | source |"
        )
        parts[-1] += "\n|---|---|---|---|---|\n"
        for one in dataclasses.fields(part):
            said, value = one.metadata, getattr(part, one.name)
            shown = (
                ", ".join(f"{k}: {v:g}" for k, v in value.items()) if isinstance(value, dict) else f"{value}"
            )
            span = "" if said["low"] is None else f"{said['low']:g} to {said['high']:g}"
            span = f"each x e^N(0, {said['spread']:g})" if said["spread"] else span
            parts[-1] += f"| `{one.name}` | {shown} | {span} | {said['meaning']} | {said['source']} |\n"
    return "\n".join(parts)


def build(check: bool) -> int:
    """0 when every page is as the code says (after writing, unless checking)."""
    stale = []
    for name, text in (("commands.md", commands()), ("tables.md", tables()), ("world.md", world())):
        page = HERE / name
        if not page.exists() or page.read_text("utf-8") != text:
            stale.append(name)
            if not check:
                page.write_text(text, encoding="utf-8")
    if check and stale:
        sys.stderr.write(f"not as the code says: {', '.join(stale)}; run: make docs\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(build("--check" in sys.argv[1:]))
