"""What the command writes: answers to stdout, progress to stderr and only to a terminal."""

from __future__ import annotations

import json
import sys
import textwrap
import unicodedata
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
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    headings: Sequence[str] | None = None,
    figure: Callable[[str], str] = str,
) -> None:
    """Rows as aligned text, numbers to the right. `headings` stand over the columns in the place of their names, and
    `figure` writes a number as a language does."""
    over = columns if headings is None else headings
    is_number = [[isinstance(row.get(c), int | float) for c in columns] for row in rows]
    cells = [
        [figure(_cell(row.get(c))) if number else _cell(row.get(c)) for c, number in zip(columns, numbers, strict=True)]
        for row, numbers in zip(rows, is_number, strict=True)
    ]  # fmt: skip
    widths = [max([_width(h), *(_width(r[i]) for r in cells)]) for i, h in enumerate(over)]
    say("  ".join(h + _blank(h, w) for h, w in zip(over, widths, strict=True)).rstrip())
    for line, numbers in zip(cells, is_number, strict=True):
        shown = [
            _blank(cell, w) + cell if number else cell + _blank(cell, w)
            for cell, number, w in zip(line, numbers, widths, strict=True)
        ]
        say("  ".join(shown).rstrip())


def _blank(text: str, width: int) -> str:
    return " " * (width - _width(text))


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese letter takes two, a mark over or under a letter none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.category(letter) in {"Mn", "Cf"} for letter in text)


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    return str(value)
