"""Rows that say the same as an earlier row of the file, found without keeping the rows."""

from __future__ import annotations

from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

Hashes = npt.NDArray[np.uint64]
#: 240 MB of hashes. Beyond it repeats are found among the rows remembered so far and within each chunk.
REMEMBERED_ROWS: Final = 30_000_000


class Repeats:
    """Tells for each chunk which rows repeat an earlier one, by a 64-bit hash of all their values.

    Two different rows of ten million are taken for the same with a probability of 3 in a million.
    """

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:")
        self._runs: list[Hashes] = []
        self._kept = 0
        self.count = 0

    def first_ones(self, rows: pa.Table) -> pa.Array:
        """True where a row is the first with its values."""
        hashes = self._hashes(rows)
        _, at = np.unique(hashes, return_index=True)
        first = np.zeros(len(hashes), dtype=bool)
        first[at] = True
        for run in self._runs:
            near = np.minimum(np.searchsorted(run, hashes), len(run) - 1)
            first &= run[near] != hashes
        self._remember(np.sort(hashes[first]))
        self.count += len(hashes) - int(first.sum())
        return pa.array(first)

    def _hashes(self, rows: pa.Table) -> Hashes:
        columns = ", ".join(f'"{name}"' for name in rows.column_names)
        found = self._connection.from_arrow(rows).project(f"hash({columns}) AS h").fetchnumpy()
        hashes: Hashes = np.asarray(found["h"], dtype=np.uint64)
        return hashes

    def _remember(self, hashes: Hashes) -> None:
        """Keep sorted runs of growing length, merging like with like, so that few are searched."""
        if not len(hashes) or self._kept + len(hashes) > REMEMBERED_ROWS:
            return
        self._kept += len(hashes)
        while self._runs and len(self._runs[-1]) <= 2 * len(hashes):
            hashes = np.sort(np.concatenate([self._runs.pop(), hashes]), kind="stable")
        self._runs.append(hashes)

    def close(self) -> None:
        """Let the memory go."""
        self._runs.clear()
        self._connection.close()
