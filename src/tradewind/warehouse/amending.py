"""What later messages make of declarations and movements: SQL of the rows that count today.

1. A declaration known by its declarant's number alone takes the office's number once a message gives both.
2. An amendment states only what it changes: each column takes the newest value that was stated.
3. A declaration that was rejected, invalidated or cancelled does not count, unless a later message says it does;
   a rejection that names an amendment or a request to cancel undoes that one only.
History keeps every row as it came. All of it is skipped where no file of a generation speaks of such things.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from tradewind.tables import Table
from tradewind.warehouse.keys import newest_first, quoted

#: Table -> its column with the office's number.
NUMBERED: Final[Mapping[str, str]] = {"declarations": "declaration_id", "movements": "movement_id"}
MESSAGES: Final = "customs_messages"
_NUMBERS: Final[Mapping[str, str]] = {**NUMBERED, MESSAGES: "declaration_id"}
#: Columns of an amendment that say nothing about the goods.
_OWN: Final = frozenset(
    {"source", "declaration_id", "item", "batch_id", "source_sheet", "source_row", "historical", "message",
     "message_id", "local_reference", "status", "unread"}
)  # fmt: skip


def twice_named_sql(table: Table, rows: str) -> str:
    """One row, true where rows of this table give two numbers of one thing."""
    number = NUMBERED[table.name]
    return f"SELECT coalesce(bool_or(local_reference <> {number}), false) FROM {rows}"


def has_amendments_sql(rows: str) -> str:
    """One row, true where a declaration is amended."""
    return f"SELECT coalesce(bool_or(message = 'amendment'), false) FROM {rows}"


def links_sql(rows: Mapping[str, str]) -> str:
    """(source, local_reference, number) where a source gives one number, and no other, for a declarant's own.

    `rows` has the relation of all rows of each of these tables.
    """
    parts = [
        f"SELECT source, local_reference, {_NUMBERS[name]} AS number FROM {relation} "
        f"WHERE local_reference IS NOT NULL AND {_NUMBERS[name]} IS NOT NULL AND {_NUMBERS[name]} <> local_reference"
        for name, relation in rows.items()
    ]
    return (
        f"SELECT source, local_reference, min(number) AS number FROM ({' UNION ALL '.join(parts)}) "
        "GROUP BY source, local_reference HAVING count(DISTINCT number) = 1"
    )


def numbered_sql(table: Table, rows: str, links: str) -> str:
    """All rows of a table under the office's number wherever it is known."""
    number = NUMBERED[table.name]
    return (
        f"SELECT r.* REPLACE (coalesce(l.number, r.{number}) AS {number}) FROM {rows} r LEFT JOIN {links} l "
        f"ON r.source = l.source AND r.local_reference = l.local_reference AND r.{number} = r.local_reference"
    )


def removed_sql(messages: str, links: str, declarations: str | None) -> str:
    """(source, number) of what no longer counts.

    A removal without a date is taken for the latest word; one of a day for the end of that day.
    """
    asked = f"SELECT source, local_reference FROM {messages} WHERE kind = 'cancellation request'"
    lodged = ""
    if declarations:
        asked += f" UNION SELECT source, local_reference FROM {declarations} WHERE message = 'amendment'"
        lodged = (
            " UNION ALL SELECT source, declaration_id, 'declaration', CAST(published_on AS VARCHAR) "
            f"FROM {declarations} WHERE message IS DISTINCT FROM 'amendment' AND published_on IS NOT NULL"
        )
    return f"""
    WITH said AS (
        SELECT m.source, coalesce(m.declaration_id, l.number, m.local_reference) AS number, m.local_reference,
               m.kind, m.counts, coalesce(m.issued_at, CAST(m.published_on AS VARCHAR)) AS moment
        FROM {messages} m
        LEFT JOIN {links} l ON m.source = l.source AND m.local_reference = l.local_reference
        WHERE m.counts IS NOT NULL
    ), asked AS ({asked}
    ), undone AS (SELECT source, local_reference FROM said WHERE kind = 'rejection'
    ), removals AS (
        SELECT source, number, kind,
               CASE WHEN length(moment) = 10 THEN moment || 'T99' ELSE moment END AS moment FROM said
        WHERE NOT counts
        AND NOT (kind = 'rejection' AND EXISTS (SELECT 1 FROM asked a WHERE a.source = said.source
                 AND a.local_reference = said.local_reference))
        AND NOT (kind = 'cancellation request' AND EXISTS (SELECT 1 FROM undone u WHERE u.source = said.source
                 AND u.local_reference = said.local_reference))
    ), kept AS (SELECT source, number, kind, moment FROM said WHERE counts{lodged}
    )
    SELECT DISTINCT source, number FROM removals r WHERE NOT EXISTS (
        FROM kept k WHERE k.source = r.source AND k.number = r.number AND (k.moment > r.moment
        OR (r.moment IS NULL AND r.kind = 'cancellation request' AND k.kind = 'request refused')))"""


def counting_sql(table: Table, numbered: str, removed: str | None) -> str:
    """The rows of relation `numbered` without those whose number is in relation `removed`."""
    if removed is None:
        return f"SELECT * FROM {numbered}"
    number = NUMBERED[table.name]
    return (
        f"SELECT n.* FROM {numbered} n ANTI JOIN {removed} x ON n.source = x.source AND n.{number} = x.number"
    )


def amended_sql(table: Table, counting: str, messages: str | None) -> str:
    """The rows of declarations that amendments change, with these worked in; each keeps the reference of its row.

    An amendment of an item that was never declared stands for itself with what it states.
    """
    order = newest_first(table, "load_order", "position")
    undone = _undone(messages) if messages else ""
    names = [f.name for f in table.arrow]
    newest = ", ".join(f"arg_max(c.{quoted(n)}, c.age) AS {quoted(n)}" for n in names if n not in _OWN)
    worked_in = ", ".join(_worked_in(n) for n in names)
    alone = ", ".join(_alone(n) for n in names)
    return f"""
    WITH changes AS (
        SELECT c.*, row_number() OVER (ORDER BY c.published_on NULLS FIRST, c.revision NULLS FIRST, c.load_order,
               c.position) AS age
        FROM {counting} c WHERE c.message = 'amendment' {undone}
    ), base AS (
        SELECT *, row_number() OVER (PARTITION BY source, declaration_id, item ORDER BY {order}) AS rank
        FROM {counting} WHERE message IS DISTINCT FROM 'amendment'
        AND (source, declaration_id) IN (SELECT (source, declaration_id) FROM changes)
    ), applied AS (
        SELECT b.load_order, b.position, {newest}
        FROM base b JOIN changes c ON b.source = c.source AND b.declaration_id = c.declaration_id
        AND (c.item = b.item OR c.item IS NULL)
        AND (c.published_on IS NULL OR b.published_on IS NULL OR c.published_on >= b.published_on)
        WHERE b.rank = 1 GROUP BY b.load_order, b.position
    ), orphans AS (
        SELECT {alone}, arg_max(c.load_order, c.age) AS load_order, arg_max(c.position, c.age) AS position
        FROM changes c WHERE c.item IS NOT NULL AND NOT EXISTS (SELECT 1 FROM base b WHERE b.source = c.source
            AND b.declaration_id = c.declaration_id AND b.item = c.item)
        GROUP BY c.source, c.declaration_id, c.item
    )
    SELECT {worked_in}, b.load_order, b.position FROM base b JOIN applied a
    ON b.load_order = a.load_order AND b.position = a.position
    UNION ALL
    SELECT * FROM orphans"""


def _undone(messages: str) -> str:
    """SQL that leaves out an amendment that was itself rejected."""
    return (
        f"AND NOT EXISTS (SELECT 1 FROM {messages} m WHERE m.kind = 'rejection' AND m.source = c.source "
        "AND m.local_reference = c.local_reference)"
    )


def settled_sql(table: Table, counting: str, amended: str) -> str:
    """The rows of relation `counting` with those of relation `amended` in the place of what they change."""
    names = ", ".join(quoted(f.name) for f in table.arrow)
    return (
        f"SELECT {names}, load_order, position FROM {counting} c WHERE message IS DISTINCT FROM 'amendment' "
        f"AND NOT EXISTS (SELECT 1 FROM {amended} a WHERE a.load_order = c.load_order AND a.position = c.position) "
        f"UNION ALL SELECT {names}, load_order, position FROM {amended}"
    )


def _worked_in(name: str) -> str:
    if name == "status":
        return "'amended' AS status"
    return (
        f"b.{quoted(name)}"
        if name in _OWN
        else f"coalesce(a.{quoted(name)}, b.{quoted(name)}) AS {quoted(name)}"
    )


def _alone(name: str) -> str:
    if name in ("source", "declaration_id", "item"):
        return f"c.{quoted(name)}"
    return f"arg_max(c.{quoted(name)}, c.age) AS {quoted(name)}"


def tables_of(present: Collection[str]) -> tuple[str, ...]:
    """The tables that bear on each other, among those that have rows."""
    return tuple(name for name in (*NUMBERED, MESSAGES) if name in present)
