"""Append-only by trigger, on SQLite and PostgreSQL: an UPDATE or DELETE of an event or a seal fails in the database."""

from __future__ import annotations

from typing import Any, Final

from django.db import connections

GUARDED: Final = ("audit_event", "audit_seal", "seizures_custodyentry")
_ACTS: Final = ("update", "delete")


def statements(vendor: str) -> list[str]:
    """The SQL that guards the tables; running it again changes nothing."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in GUARDED
            for act in _ACTS
        ]
    made = [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    ]
    for table in GUARDED:
        made += [
            f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
        ]
    return made


def removal(vendor: str) -> list[str]:
    """The SQL that takes the guards off: for tests that must damage a chain or empty a database."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{act}" for table in GUARDED for act in _ACTS]
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}"
        for table in GUARDED
        for what in ("change", "truncate")
    ]


def guard_tables(*, using: str = "default", **_: Any) -> None:
    """Put the triggers in place (called after every migration)."""
    connection = connections[using]
    if not set(GUARDED) <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def missing_guards(using: str = "default") -> list[str]:
    """Guarded tables whose triggers are not all in place."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if not tables & set(GUARDED):
        return []  # nothing was migrated yet
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = {row[0] for row in cursor.fetchall()}
    wanted = _ACTS if connection.vendor == "sqlite" else ("change", "truncate")
    return [table for table in GUARDED if not {f"{table}_no_{what}" for what in wanted} <= names]
