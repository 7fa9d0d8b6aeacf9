"""Which rows speak of the same thing: the natural key in SQL, null-safe."""

from __future__ import annotations

from tradewind.tables import Table


def identifier(table: Table) -> str | None:
    """The key column without which a row cannot be told from others of its kind, if the key has one.

    A customs item without its declaration's number, or a licence without its own, is not the same thing as
    the next one without: such rows stand each for itself. A missing second partner or customs procedure is
    no such gap, there nulls are equal.
    """
    first = next(c for c in table.key if c != "source")
    return first if first.endswith("_id") else None


def key_hash(table: Table) -> str:
    """SQL of a 64-bit hash of the key; equal keys have equal hashes, nulls included."""
    return f"hash({', '.join(quoted(c) for c in table.key)})"


def comparable(table: Table) -> str:
    """SQL that holds for rows that may repeat another row's key."""
    column = identifier(table)
    return f"{quoted(column)} IS NOT NULL" if column else "true"


def newest_first(table: Table, load_order: str, position: str) -> str:
    """SQL ORDER BY: the declared precedence, then load order, then position in the file, which is unique."""
    declared = [f"{quoted(c)} DESC NULLS LAST" for c in table.precedence]
    return ", ".join([*declared, f"{load_order} DESC", f"{position} DESC"])


def quoted(name: str) -> str:
    """A column name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def parquet_list(paths: list[str]) -> str:
    """SQL list of exactly these files: pattern characters in a folder's name stand for themselves."""
    marks = {"[": "[[]", "*": "[*]", "?": "[?]"}
    return "[" + ", ".join(literal("".join(marks.get(c, c) for c in p)) for p in paths) + "]"
