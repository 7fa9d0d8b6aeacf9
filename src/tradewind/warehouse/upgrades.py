"""How rows written in an older version of a table are read in today's.

A new nullable column needs nothing here: it is read as null. Anything else raises the table's version, and a
line here says how each changed column follows from the old ones. Files themselves are never rewritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: Column of the next version -> SQL over the columns of this one; only what DuckDB and Spark both understand.
Upgrade = Mapping[str, str]

#: (table, version the rows were written in) -> what changes on the way to the next version.
UPGRADES: Final[Mapping[tuple[str, int], Upgrade]] = {}
