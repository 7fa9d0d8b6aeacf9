"""Removing what a crash left behind. Only the holder of the lock may sweep."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import uuid
from pathlib import Path

from tradewind.warehouse.folder import Folder
from tradewind.warehouse.records import Generation
from tradewind.warehouse.retiring import remove_forgotten


def sweep(folder: Folder, newest: Generation) -> None:
    """Remove staged work, batches and originals that no generation names, and scratch of dead readers."""
    crashed = list(folder.staging.iterdir())
    named = {*newest.batches, *newest.retired}
    orphans = [p for p in folder.batches.iterdir() if p.name not in named]
    for path in (*orphans, *folder.generations.glob(".*.new")):
        _remove(path)
    if crashed:  # originals move in just before the batches: without staged work left there are no orphans
        kept = {folder.record(i).identity.sha256 for i in named}
        for path in folder.originals.iterdir():
            if path.name not in kept:
                _remove(path)
    remove_forgotten(folder, newest)
    for path in crashed:
        _remove(path)
    if folder.scratch.is_dir():
        for path in folder.scratch.iterdir():
            if not _is_in_use(path.name):
                _remove(path)


def scratch_name() -> str:
    """A new name for a scratch folder that tells others whether its process still lives."""
    return f"{socket.gethostname()}~{os.getpid()}~{uuid.uuid4().hex[:8]}"


def _is_in_use(name: str) -> bool:
    machine, process, *_ = (*name.split("~"), "", "")
    if machine != socket.gethostname() or not process.isdecimal():
        return True  # another machine's: it sweeps its own
    if sys.platform == "win32":  # no harmless question exists there, and files in use cannot be removed
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:  # it lives and is someone else's, or the system does not tell
        return True
    return True


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
