"""What is held on a person: every row whose personal columns, and every refused row of which any cell, has the name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

import ibis
import xlsxwriter
from django.conf import settings
from django.utils import timezone

from tradewind.errors import TradewindError
from tradewind.tables import TABLES
from tradewind.warehouse import Warehouse
from tradewind_web.agencies.acting import acting_for
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import Refused
from tradewind_web.jobs.queue import Tell
from tradewind_web.sources.actions.keeping import finish_search
from tradewind_web.sources.models import Batch, PersonSearch, RefusedRow

#: Rows of one table in the workbook; who has more is no person but a customs office's whole register.
MOST_ROWS: Final = 20_000
#: Spellings of one column that are taken: a name of three letters may be part of many.
MOST_SPELLINGS: Final = 2_000


def folded(text: str) -> str:
    """Letters and digits alone, whatever their case, width and accents, in words.

    >>> folded("Société  ÉLÉGANCE, Ltd.")
    'societe elegance ltd'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(
        "".join(c if c.isalnum() else "" if unicodedata.combining(c) else " " for c in plain).split()
    )


def answer_search(search_id: str, tell: Tell) -> str:
    """Make the workbook of a search and say that it is there, or why it could not be made."""
    search = PersonSearch.objects.select_related("owner", "asked_by").get(pk=search_id)
    try:
        rows, rests_on = make_workbook(search, tell)
    except TradewindError as error:
        search.path.unlink(missing_ok=True)
        finish_search(search=search, rows=0, trouble=str(error))
        return "not made"
    finish_search(search=search, rows=rows, rests_on=rests_on)
    return f"{rows} rows"


def make_workbook(search: PersonSearch, tell: Tell) -> tuple[int, set[str]]:
    """Write the workbook of everything that reaches who asked, at this moment: how many rows, of which batches.

    Raises:
        Refused: who asked is no supervisor of the agency any more.
    """
    acting = acting_for(search.asked_by, search.owner)
    if acting is None or not acting.holds(Role.SUPERVISOR):
        raise Refused("who asked is no supervisor of the agency any more; ask again as one")
    # What may leave in a file, replaced readings included: they are held too.
    batches = {b.library_id: b for b in Batch.objects.exportable_by(acting).select_related("owner")}
    words = folded(search.searched).split()
    total = 0
    rests_on: set[str] = set()
    search.path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with (
        xlsxwriter.Workbook(str(search.path), options) as book,
        Warehouse.open(settings.OFFICE.warehouse_url, batches=list(batches)) as warehouse,
    ):
        _about(book, search, len(batches))
        tables = warehouse.tables()
        for place, name in enumerate(tables):
            tell(0.1 + 0.8 * place / len(tables), "")
            total += _table(book, warehouse, name, words, batches, rests_on)
        total += _refused_rows(book, words, batches, rests_on)
    return total, rests_on


def _about(book: Any, search: PersonSearch, batches: int) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 60)
    lines = [
        ("Searched", search.searched),
        ("Asked by", f"{search.asked_by.display_name}, {search.owner.name}"),
        ("Made", timezone.now().strftime("%Y-%m-%d %H:%M UTC")),
        ("Batches searched", str(batches)),
        ("Searched in", "personal columns of every canonical table, and every cell of refused rows"),
        ("Not found by this", "a name written in another script, or misspelt"),
    ]
    if settings.OFFICE.demonstration:
        lines.insert(0, ("Demonstration", "Everything here is invented."))
    for row, (label, text) in enumerate(lines):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, text)


def _table(
    book: Any, warehouse: Warehouse, name: str, words: list[str], batches: Mapping[str, Batch], rests_on: set[str]
) -> int:  # fmt: skip
    rows = warehouse.history(name)
    conditions = []
    for column in TABLES[name].columns:
        if column.personal:
            spelt = list(_spellings(rows, column.name, column.kind, words))
            if spelt and column.kind == "texts":
                conditions.append(rows[column.name].map(lambda v, s=spelt: v.isin(s)).anys())
            elif spelt:
                conditions.append(rows[column.name].isin(spelt))
    if not conditions:
        return 0
    found = rows.filter(ibis.or_(*conditions)).limit(MOST_ROWS).to_pyarrow().to_pylist()
    rests_on |= {str(batches[row["batch_id"]].pk) for row in found}
    names = [c.name for c in TABLES[name].columns]
    _sheet(
        book, name, ["file", "agency", "row", *names],
        ([_file(batches, r["batch_id"]), _agency(batches, r["batch_id"]), r["row_ref"], *(r[n] for n in names)]
         for r in found),
    )  # fmt: skip
    return len(found)


def _spellings(rows: ibis.Table, column: str, kind: str, words: list[str]) -> Iterator[str]:
    values = rows[column].unnest() if kind == "texts" else rows[column]
    distinct = rows.select(v=values).distinct().to_pyarrow()["v"]
    taken = 0
    for value in distinct.to_pylist():
        if value and _has(value, words) and taken < MOST_SPELLINGS:
            taken += 1
            yield value


def _refused_rows(book: Any, words: list[str], batches: Mapping[str, Batch], rests_on: set[str]) -> int:
    by_pk = {b.pk: b for b in batches.values()}
    held = RefusedRow.objects.filter(batch__in=list(by_pk)).order_by("batch", "number")
    having = (
        r for r in held.iterator(chunk_size=2000) if _has(" ".join(filter(None, r.cells.values())), words)
    )
    rows = list(islice(having, MOST_ROWS))
    rests_on |= {str(r.batch_id) for r in rows}
    found = [
        [by_pk[r.batch_id].file_name, by_pk[r.batch_id].owner.name, r.line, str(r.cells), r.reason]
        for r in rows
    ]
    if found:
        _sheet(book, "refused rows", ["file", "agency", "line", "row as it stood", "reason"], iter(found))
    return len(found)


def _has(text: str, words: list[str]) -> bool:
    plain = folded(text)
    return all(word in plain for word in words)


def _sheet(book: Any, title: str, heads: list[str], rows: Iterator[list[Any]]) -> None:
    sheet = book.add_worksheet(title[:31])
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(number, column, value)
            elif value is not None:
                sheet.write_string(number, column, str(value)[:32_000])


def _file(batches: Mapping[str, Batch], library_id: str) -> str:
    return batches[library_id].file_name


def _agency(batches: Mapping[str, Batch], library_id: str) -> str:
    return batches[library_id].owner.name
