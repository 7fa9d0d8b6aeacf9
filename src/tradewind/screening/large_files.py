"""Files too large for memory, or a warehouse of many lines, as one answer; what is on disk meanwhile goes away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import ibis

from tradewind.formats.reading import Instructions
from tradewind.intake import FilesRead, load
from tradewind.screening.large import LargeScreened
from tradewind.screening.learning.trained import Trained
from tradewind.warehouse import Warehouse

_LINES: Final = "declarations"
#: Files of more bytes than this in all are not held in memory: some two million lines.
LARGE_BYTES: Final = 700_000_000
#: Nor are more lines of a warehouse than this.
LARGE_LINES: Final = 2_000_000


def is_large(paths: Sequence[str | Path], warehouse: Warehouse) -> bool:
    """Whether these files, or without files the lines of the warehouse, are too many for memory.

    Files in front of a warehouse that holds declarations of its own are not: rows of both can be of one key, and
    which counts is found out in memory.
    """
    if not paths:
        rows = (record.tables[_LINES].rows for record in warehouse.batches() if _LINES in record.tables)
        return sum(rows) > LARGE_LINES
    sizes = sum(path.stat().st_size for path in map(Path, paths) if path.is_file())
    return sizes > LARGE_BYTES and _LINES not in warehouse.tables()


@contextmanager
def large_screening(
    paths: Sequence[str | Path], instructions: Instructions, warehouse: Warehouse, on: date, *, capacity: int,
    seed: int | None = None, trained: Trained | None = None,
) -> Iterator[tuple[FilesRead, LargeScreened]]:  # fmt: skip
    """What was refused, and the answer, for as long as the context lasts. TMPDIR says where it is kept on disk: about
    as much as a tenth of the files."""
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="tradewind-")))
        found, source = FilesRead({}), warehouse
        if paths:
            report = load(paths, folder / "read", instructions, keep_originals=False, kept=warehouse.folder)
            found = FilesRead({}, report.refused, report.refused_total, (), len(report.batches))
            source = held.enter_context(Warehouse.open(folder / "read"))
        (folder / "lines").mkdir()
        beside = _Both(source, warehouse)
        answer = LargeScreened(
            source, beside, on, folder / "lines", capacity=capacity, seed=seed, trained=trained
        )
        held.callback(answer.close)
        yield found, answer


class _Both:
    """The tables of files, and of a warehouse those that the files do not have."""

    def __init__(self, files: Warehouse, behind: Warehouse) -> None:
        self._files, self._behind = files, behind
        self.generation = behind.generation

    def tables(self) -> tuple[str, ...]:
        """Names of the tables that have rows."""
        return tuple(sorted({*self._files.tables(), *self._behind.tables()}))

    def current(self, name: str) -> ibis.Table:
        """One row a natural key."""
        return (self._files if name in self._files.tables() else self._behind).current(name)
