"""Counts of cases for the public, small ones withheld, and with them others from which they could be computed.

The table is published with its sums. Cells of fewer than `threshold` cases are withheld; then more cells, the smallest
first, until no withheld cell follows from the others: seen as lines of a graph between its row and its column, the sums
among them, every withheld cell lies on a closed way round. Along such a way one cell can be larger by one and the next
smaller without any published figure changing, as none of them is zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

THRESHOLD: Final = 3
#: The row and the column of sums.
TOTAL: Final = "total"

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """Rows, columns and cells (with sums under TOTAL); a cell that is withheld is None."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Place, int | None]
    threshold: int

    @property
    def withheld(self) -> int:
        """How many cells are withheld."""
        return sum(count is None for count in self.cells.values())


def publish(counted: Iterable[Place], threshold: int = THRESHOLD) -> Published:
    """The table of (row, column) of each case, fit for the public.

    >>> table = publish([("CFC", "2024")] * 5 + [("HFC", "2024")] * 2 + [("CFC", "2025")] * 7 + [("HFC", "2025")] * 4)
    >>> table.cells["HFC", "2024"], table.cells["CFC", "2024"], table.cells["total", "2024"]
    (None, None, 7)
    """
    exact: dict[Place, int] = {}
    for row, column in counted:
        for place in ((row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            exact[place] = exact.get(place, 0) + 1
    rows = (*sorted({r for r, _ in exact if r != TOTAL}), TOTAL)
    columns = (*sorted({c for _, c in exact if c != TOTAL}), TOTAL)
    cells = {(r, c): exact.get((r, c), 0) for r in rows for c in columns}
    hidden = {place for place, count in cells.items() if 0 < count < threshold}
    while open_cells := _bridges(hidden):
        place = min(open_cells)
        more = [
            (count, other)
            for other, count in cells.items()
            if other not in hidden and count and (other[0] == place[0] or other[1] == place[1])
        ]
        if not more:  # nothing beside it to withhold: the way round must go through other lines
            more = [(count, other) for other, count in cells.items() if other not in hidden and count]
        if not more:
            break
        hidden.add(min(more)[1])
    return Published(rows, columns, {p: None if p in hidden else n for p, n in cells.items()}, threshold)


def _bridges(cells: Iterable[Place]) -> list[Place]:
    """The cells that lie on no closed way between rows and columns: each follows from the published ones."""
    edges = sorted(cells)
    return [edge for edge in edges if not _joined(edge, [e for e in edges if e != edge])]


def _joined(edge: Place, edges: Sequence[Place]) -> bool:
    """Whether the row and the column of a cell are joined by other cells."""
    near: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row, column in edges:
        near.setdefault(("row", row), []).append(("column", column))
        near.setdefault(("column", column), []).append(("row", row))
    seen, waiting = {("row", edge[0])}, [("row", edge[0])]
    while waiting:
        for node in near.get(waiting.pop(), ()):
            if node == ("column", edge[1]):
                return True
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return False
