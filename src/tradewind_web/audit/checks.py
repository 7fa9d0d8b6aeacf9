"""The start-up check that the audit tables are guarded, and that SQLite is run as it must be (ARCHITECTURE.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from tradewind_web.audit.guarding import missing_guards


@register(Tags.database)
def audit_is_guarded(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error for each audit table whose triggers are gone."""
    return [
        Error(
            f"{table} can be changed: its triggers are missing",
            hint="run `tradewind check`, which puts them back and records it; then `tradewind verify-audit`",
            id="tradewind.E001",
        )
        for using in databases or ()
        for table in missing_guards(using)
    ]


@register(Tags.database)
def sqlite_is_run_as_it_must_be(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error for each SQLite setting under which a crash or a second writer could lose a write."""
    found: list[CheckMessage] = []
    for using in databases or ():
        connection = connections[using]
        if connection.vendor != "sqlite":
            continue
        with connection.cursor() as cursor:
            journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
            foreign_keys = cursor.execute("PRAGMA foreign_keys").fetchone()[0]
        mode = connection.settings_dict["OPTIONS"].get("transaction_mode")
        wrong = [
            name
            for name, ok in (
                ("journal_mode=WAL", journal == "wal" or "memory" in str(connection.settings_dict["NAME"])),
                ("synchronous=NORMAL or FULL", synchronous in (1, 2)),
                ("foreign_keys=ON", foreign_keys == 1),
                ("transaction_mode=IMMEDIATE", mode == "IMMEDIATE"),
            )
            if not ok
        ]
        if wrong:
            found.append(
                Error(
                    f"SQLite is not run with {', '.join(wrong)}",
                    hint="keep the database on a local disk (not a network share) and leave its OPTIONS as shipped",
                    id="tradewind.E002",
                )
            )
    return found
