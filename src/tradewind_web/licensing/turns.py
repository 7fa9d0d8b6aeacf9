"""Turns at SQLite's one place to write, so that many short writes follow each other without polling.

SQLite lets who must wait try again after 1 to 100 ms, so under load some wait long while the place stands empty. A lock
of the process and one on a file beside the database wake the next in line at once. Other writers need not take part:
SQLite's own lock still decides. PostgreSQL has a queue for each row; there this does nothing.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.db import connection

try:
    import fcntl
except ImportError:  # Windows: the turns of one process, and SQLite's own lock between several
    fcntl = None  # type: ignore[assignment]

_HERE: Final = threading.Lock()
_files: Final[dict[str, int]] = {}


@contextlib.contextmanager
def turn() -> Iterator[None]:
    """One turn to write. Inside a transaction that has begun there is nothing to wait for: it holds the place."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _HERE:
        handle = _handle(f"{connection.settings_dict['NAME']}.turn")
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield
        finally:
            if fcntl is not None:
                fcntl.flock(handle, fcntl.LOCK_UN)


def _handle(name: str) -> int:
    """The file, opened once in this process; a process that dies gives its turn back."""
    if name not in _files:
        _files[name] = os.open(Path(name), os.O_RDWR | os.O_CREAT, 0o600)
    return _files[name]
