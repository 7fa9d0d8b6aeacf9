"""Which files a person means by the files and folders named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tradewind.errors import RequestError

#: What archivers, desktops and office programs leave beside real files.
_LITTER: Final = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
_LITTER_STARTS: Final = (".", "~$")


def candidates(paths: Iterable[str | Path], without: Path | None = None) -> list[Path]:
    """The files named, and those in the folders named, each once: folders in order of name, litter left out,
    and what lies in the folder `without`, the warehouse itself.

    A path that is not there stays in the list: opening it will say so. RequestError where nothing is named or
    the folders hold no file.
    """
    named = [Path(p) for p in paths]
    if not named:
        raise RequestError("no file is named; name the files or folders to load")
    found = list(dict.fromkeys(file for path in named for file in _files(path, without)))
    if not found:
        raise RequestError(f"there is no file in {', '.join(str(p) for p in named)}")
    return found


def _files(path: Path, without: Path | None) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, inner, names in os.walk(path):
        inner[:] = sorted(n for n in inner if not _is_litter(n) and Path(folder, n).absolute() != without)
        yield from (Path(folder) / name for name in sorted(names) if not _is_litter(name))


def _is_litter(name: str) -> bool:
    return name in _LITTER or name.startswith(_LITTER_STARTS)
