"""What the command writes: answers to stdout, progress to stderr and only to a terminal."""

from __future__ import annotations

import json
import sys
import textwrap
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

#: Letters on a line of prose.
_WIDTH: Final = 100
Run = Callable[[Namespace], int]
_quiet = False


def prepare(*, quiet: bool) -> None:
    """UTF-8 on every terminal, and silence where asked."""
    global _quiet
    _quiet = quiet
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def say(text: str = "") -> None:
    """One line of the answer."""
    sys.stdout.write(text + "\n")


def wrapped(lead: str, text: str) -> list[str]:
    """Prose as lines, the further ones under the first; no name is cut at its hyphen."""
    return textwrap.wrap(
        text, _WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False
    )


def document(value: Any) -> None:
    """One JSON document."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def lines(values: Iterable[Any]) -> None:
    """One JSON object a line."""
    for value in values:
        say(json.dumps(value, ensure_ascii=False, default=str))


def complain(text: str) -> None:
    """One clear line on stderr."""
    sys.stderr.write("tradewind: " + " ".join(text.split()) + "\n")


def progress(text: str) -> None:
    """A line of progress, only to a person at a terminal who did not ask for quiet."""
    if not _quiet and sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[2K{text}")
        sys.stderr.flush()


def progress_done() -> None:
    """Clear the line of progress."""
    progress("")


def table(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], headings: Sequence[str] | None = None
) -> None:
    """Rows as aligned text, numbers to the right; `headings` stand over the columns in the place of their names."""
    cells = [[_cell(row.get(c)) for c in columns] for row in rows]
    over = columns if headings is None else headings
    widths = [max([len(h), *(len(r[i]) for r in cells)]) for i, h in enumerate(over)]
    say("  ".join(h.ljust(w) for h, w in zip(over, widths, strict=True)).rstrip())
    for row, raw in zip(cells, rows, strict=True):
        shown = [
            cell.rjust(w) if isinstance(raw.get(c), int | float) else cell.ljust(w)
            for c, cell, w in zip(columns, row, widths, strict=True)
        ]
        say("  ".join(shown).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    return str(value)
