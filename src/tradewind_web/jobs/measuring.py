"""How large tables and indexes are, told to SQLite: it counts only when asked, and without counts it takes an index by
guess. PostgreSQL counts by itself."""

from __future__ import annotations

from typing import Final

from django.db import connection

#: Rows of each index that are looked at: enough to choose by, and a large office is not read whole.
SAMPLE: Final = 1000


def measure_tables() -> None:
    """Count anew; a moment's work."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={SAMPLE}")
            cursor.execute("ANALYZE")
