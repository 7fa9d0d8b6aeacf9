"""Writing that survives a crash: a file is whole under its name, or it is not there.

Content is written beside, flushed to the disk, and renamed; the folder that got the new name is flushed too,
because a rename lives in its folder (POSIX fsync(2)). Windows has no way to flush a folder and needs none.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def sync_file(path: Path) -> None:
    """Flush one file's content to the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(path: Path) -> None:
    """Flush the names in one folder to the disk."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_file(path: Path, content: str) -> None:
    """Write a new text file and flush it; the folder is the caller's to flush."""
    with path.open("x", encoding="utf-8") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def publish_file(path: Path, content: str) -> None:
    """Let a file appear whole under a name nobody has; FileExistsError where the name is taken."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    write_file(beside, content)
    try:
        os.link(beside, path)  # unlike a rename, refuses a name that is taken
    except FileExistsError:
        beside.unlink()
        raise
    except OSError:  # file systems without hard links (exFAT, some network shares); the lock excludes others
        if path.exists():
            beside.unlink()
            raise FileExistsError(path) from None
        beside.rename(path)
    beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def copy_file(source: Path, target: Path) -> None:
    """Copy bytes and flush them; the kernel copies, or shares the blocks, where the file system can."""
    shutil.copyfile(source, target)
    sync_file(target)
