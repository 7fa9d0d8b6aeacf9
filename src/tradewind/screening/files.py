"""Files to screen: while a large one is read, other processes derive its lines, and while they end, the questions about
them are worked out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from tradewind.derivations.apart import Apart
from tradewind.detectors.items import ITEM_DETECTORS
from tradewind.detectors.signs import LineDetector
from tradewind.formats.reading import Instructions
from tradewind.intake import FilesRead, read
from tradewind.screening.lines import Screening
from tradewind.screening.questions import question
from tradewind.tables import TABLES
from tradewind.warehouse import Warehouse

_LINES: Final = "declarations"
#: Files smaller than this in all are derived sooner than a process for it is started.
_LARGE: Final = 50_000_000


def screening_of(
    paths: Sequence[str | Path],
    instructions: Instructions | None = None,
    warehouse: Warehouse | None = None,
    detectors: Sequence[LineDetector] = ITEM_DETECTORS,
) -> tuple[FilesRead, Screening]:
    """What was read, and the lines to screen with the warehouse behind them; without files, the warehouse's lines."""
    if not paths:
        return FilesRead({}), Screening({}, warehouse)
    folder = warehouse.folder if warehouse else None
    if _size(paths) < _LARGE or (os.cpu_count() or 1) < 2:
        found = read(paths, instructions, folder)
        return found, Screening(found.tables, warehouse)
    with Apart() as apart:

        def follow(name: str, rows: pa.Table) -> None:
            if name == _LINES:
                apart.put(rows)

        found = read(paths, instructions, folder, follow)
        apart.send()
        held = {*found.tables, *(warehouse.tables() if warehouse else ())}
        for detector in detectors:
            if all(held & set(needed) for needed in detector.needs):
                question(detector, held & set(TABLES))
        return found, Screening(found.tables, warehouse, apart.taken() if found.as_read else None)


def _size(paths: Iterable[str | Path]) -> int:
    """Bytes of the files, as far as they can be told before they are read."""
    return sum(path.stat().st_size for path in map(Path, paths) if path.is_file())
