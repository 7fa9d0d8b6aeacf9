"""Deriving in processes of their own, while this one reads on: reading words keeps Python busy, reading files does not.

The processes are told rows and tell columns as Arrow streams over their standard input and output. What was asked for
comes back in its order. Where no process can be started, or one ends early, rows are derived here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import Any, Final

import pyarrow as pa

from tradewind.derivations.goods_lines import READ, derive
from tradewind.derivations.schema import DERIVED

#: Rows derived at a time: fewer cost more to hand over than to read.
_AT_ONCE: Final = 65_536
#: Parts that wait for each process, so that a fast reader does not fill memory.
_WAITING: Final = 4


class Apart:
    """Derives parts of a table in `processes` processes. `put` rows in any number; `taken` gives the columns of all
    rows put so far and not yet taken, in their order."""

    def __init__(self, processes: int | None = None) -> None:
        self._hands = [_Hand() for _ in range(processes or os.cpu_count() or 1)]
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self._parts: list[Future[pa.Table]] = []
        self._put = 0

    def __enter__(self) -> Apart:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for hand in self._hands:
            hand.close()

    def put(self, rows: pa.Table) -> None:
        """Have these rows derived. It waits while too many wait already."""
        self._waiting.append(rows.select([name for name in READ if name in rows.column_names]))
        self._rows += len(rows)
        if self._rows >= _AT_ONCE:
            self.send()

    def each(self, parts: Iterable[pa.Table]) -> Iterator[tuple[pa.Table, pa.Table]]:
        """Each part with its DERIVED columns, in order; few parts are held at a time."""
        waiting: deque[tuple[pa.Table, Future[pa.Table]]] = deque()
        for number, part in enumerate(parts):
            hand = self._hands[number % len(self._hands)]
            waiting.append((part, hand.derive(part.select([n for n in READ if n in part.column_names]))))
            if len(waiting) >= _WAITING * len(self._hands):
                first, found = waiting.popleft()
                yield first, found.result()
        for first, found in waiting:
            yield first, found.result()

    def send(self) -> None:
        """Hand over what was put and still waits for more."""
        if not self._waiting:
            return
        rows = pa.concat_tables(self._waiting).combine_chunks()
        self._waiting, self._rows = [], 0
        if len(self._parts) >= _WAITING * len(self._hands):
            self._parts[-_WAITING * len(self._hands)].exception()
        self._parts.append(self._hands[self._put % len(self._hands)].derive(rows))
        self._put += 1

    def taken(self) -> pa.Table:
        """The DERIVED columns of the rows put since the last time."""
        self.send()
        parts, self._parts = self._parts, []
        return pa.concat_tables([part.result() for part in parts] or [DERIVED.empty_table()])


class _Hand:
    """One process, and a thread that speaks to it."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        except OSError:
            self._process = None

    def derive(self, rows: pa.Table) -> Future[pa.Table]:
        return self._thread.submit(self._derive, rows)

    def _derive(self, rows: pa.Table) -> pa.Table:
        try:
            found = self._apart(rows)
        except (OSError, pa.ArrowInvalid):
            self._ended, found = True, None
        return derive(rows) if found is None else found

    def _apart(self, rows: pa.Table) -> pa.Table | None:
        if self._ended or self._process is None or not self._process.stdin or not self._process.stdout:
            return None
        pipe = pa.PythonFile(self._process.stdin, mode="w")
        with pa.ipc.new_stream(pipe, rows.schema) as stream:
            stream.write_table(rows)
        self._process.stdin.flush()
        return pa.ipc.open_stream(pa.PythonFile(self._process.stdout, mode="r")).read_all()

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)
        if self._process is None:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()


def _serve(told: Any, tells: Any) -> None:
    """Answer streams of rows with streams of columns until there are no more."""
    while told.peek(1):
        rows = pa.ipc.open_stream(pa.PythonFile(told, mode="r")).read_all()
        found = derive(rows)
        with pa.ipc.new_stream(pa.PythonFile(tells, mode="w"), found.schema) as stream:
            stream.write_table(found)
        tells.flush()


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
