"""Which folder a warehouse URL names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tradewind.errors import RequestError, WarehouseError

_FORM: Final = "duckdb:///path/to/folder/"
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_DRIVE: Final = re.compile(r"/?[A-Za-z]:[\\/]")


def folder_of(url: str | Path) -> Path:
    """The absolute folder that `duckdb:///path/to/folder/` or a plain path names; it need not exist yet.

    RequestError for another engine or a URL without an absolute path, WarehouseError where a file stands.

    >>> folder_of("duckdb:///srv/trade/").as_posix()
    '/srv/trade'
    """
    path = url if isinstance(url, Path) else _path_in(url.strip())
    path = path.expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise WarehouseError(f"{path} is a file; a warehouse is a folder: name one as {_FORM}")
    return path


def _path_in(url: str) -> Path:
    if not url:
        raise RequestError(f"the warehouse has no name; give it as {_FORM}")
    matched = _SCHEME.fullmatch(url)
    if matched is None:
        return Path(url)
    scheme, rest = matched[1].lower(), matched[2]
    if scheme == "spark":
        raise RequestError(
            f"reading with Spark needs an extra that this version does not have yet; use {_FORM}"
        )
    if scheme != "duckdb":
        raise RequestError(f"no engine is called {scheme!r}; name the warehouse as {_FORM}")
    if _DRIVE.match(rest):
        return Path(rest.removeprefix("/"))
    if not rest.startswith("/"):
        raise RequestError(f"{url!r} has no absolute path after duckdb://; name the warehouse as {_FORM}")
    return Path(rest)
