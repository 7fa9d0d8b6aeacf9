"""All canonical tables by name."""

from __future__ import annotations

from functools import cache
from typing import Final

from tradewind.errors import UnknownName
from tradewind.tables.columns import PROVENANCE, Column, Table
from tradewind.tables.customs import CUSTOMS
from tradewind.tables.licensing import LICENSING
from tradewind.tables.published import PUBLISHED

__all__ = ["PROVENANCE", "TABLES", "Column", "Table", "table"]

TABLES: Final[dict[str, Table]] = {t.name: t for t in (*PUBLISHED[:1], *CUSTOMS, *LICENSING, *PUBLISHED[1:])}


@cache
def table(name: str) -> Table:
    """The canonical table of that name; UnknownName if there is none."""
    if name not in TABLES:
        raise UnknownName("canonical table", name, [t for t in TABLES if t.startswith(name[:3])])
    return TABLES[name]
