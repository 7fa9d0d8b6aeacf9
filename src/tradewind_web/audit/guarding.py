"""Append-only by trigger, on SQLite and PostgreSQL: an UPDATE or DELETE of an event or a seal fails in the database."""

from __future__ import annotations

from typing import Any, Final

from django.db import connections

GUARDED: Final = ("audit_event", "audit_seal", "seizures_custodyentry")
_ACTS: Final = ("update", "delete")
#: The one change that an entry of custody allows: who and where in it become a sign when their time is over, so that
#: the shape of the custody and its chain of digests stay. A sign is `#`, or `#` and a number.
CUSTODY: Final = "seizures_custodyentry"
FORGETTABLE: Final = ("told_by", "from_holder", "from_place", "to_holder", "to_place", "condition", "why")
FIXED: Final = (
    "id", "seizure_id", "number", "code", "act", "exhibits", "happened_at", "until", "precision", "written_at",
    "written_by_id", "source", "seal_before", "seal_after", "mass_g", "basis", "scale_g", "taken_g", "covers_hours",
    "follows", "corrects_id", "previous", "digest",
)  # fmt: skip


def statements(vendor: str) -> list[str]:
    """The SQL that guards the tables; running it again changes nothing."""
    if vendor == "sqlite":
        # Dropped first, so that an office of an older version gets what the trigger says now.
        return [
            statement
            for table in GUARDED
            for act in _ACTS
            for statement in (
                f"DROP TRIGGER IF EXISTS {table}_no_{act}",
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} {_when(table, act)}"
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
            )
        ]
    made = [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    ]
    left = "ARRAY[" + ", ".join(f"'{column}'" for column in FORGETTABLE) + "]"
    signs = " AND ".join(f"NEW.{column} !~ '[^#0-9]'" for column in FORGETTABLE)
    made.append(
        "CREATE OR REPLACE FUNCTION custody_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' THEN IF {signs} AND to_jsonb(NEW) - {left} = to_jsonb(OLD) - {left} "
        "THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in GUARDED:
        refuses = "custody_refuse" if table == CUSTODY else "audit_refuse"
        made += [
            f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {refuses}()",
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
        ]
    return made


def _when(table: str, act: str) -> str:
    """On SQLite: when a trigger refuses; always, but for the one change that is allowed."""
    if (table, act) != (CUSTODY, "update"):
        return ""
    same = [f"NEW.{column} IS OLD.{column}" for column in FIXED]
    signs = [f"NEW.{column} NOT GLOB '*[^#0-9]*'" for column in FORGETTABLE]
    return f"WHEN NOT ({' AND '.join([*same, *signs])}) "


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
