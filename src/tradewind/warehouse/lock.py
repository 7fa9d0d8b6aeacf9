"""One writer at a time in a warehouse folder.

The lock is the operating system's on an open file, so it goes with the process that held it: what a dead
process leaves behind is a file, not a lock. The file's text only tells the next in line who is writing.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tradewind.errors import WarehouseError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PAUSE_S: Final = 0.05
#: Windows locks bytes and forbids others to read them: lock one far behind the text.
_FAR: Final = 1 << 30


@contextmanager
def one_writer(
    path: Path, on_wait: Callable[[str], None] | None = None, patience_s: float | None = None
) -> Iterator[None]:
    """Hold the folder's one lock. Where another writes, tell `on_wait` once and wait.

    WarehouseError after `patience_s` seconds of waiting; None waits as long as it takes.
    """
    started, told = time.monotonic(), False
    while (handle := _take(path)) is None:
        if not told and on_wait is not None:
            on_wait(f"{_holder(path)} is writing to this warehouse; waiting for it to finish")
            told = True
        if patience_s is not None and time.monotonic() - started > patience_s:
            raise WarehouseError(f"{_holder(path)} is writing to {path.parent}; try again when it is done")
        time.sleep(_PAUSE_S)
    try:
        _sign(handle)
        yield
    finally:
        os.close(handle)


def _take(path: Path) -> int | None:
    """A handle that holds the lock, or None while another process holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if sys.platform == "win32":
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Someone may have deleted the file meanwhile: a lock on a file without a name excludes nobody.
        if path.exists() and os.path.samestat(os.fstat(handle), path.stat()):
            return handle
    except OSError as error:
        if not isinstance(error, BlockingIOError | PermissionError):
            os.close(handle)
            raise
    os.close(handle)
    return None


def _sign(handle: int) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    text = json.dumps({"process": os.getpid(), "machine": socket.gethostname(), "since": since})
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, text.encode())


def _holder(path: Path) -> str:
    try:
        told = json.loads(path.read_text("utf-8"))
        return f"process {told['process']} on {told['machine']} (since {told['since']})"
    except (OSError, ValueError, KeyError):  # it is just now signing
        return "another process"
