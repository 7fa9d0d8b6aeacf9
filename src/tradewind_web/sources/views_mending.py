"""Refused rows: seen by who answers for them, corrected in place or in a file, and sent again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.downloads import csv_file
from tradewind_web.errors import NotAllowed, Refused
from tradewind_web.sharing.paging import page_of
from tradewind_web.sources.actions.mending import mend_rows
from tradewind_web.sources.models import Batch, RefusedRow
from tradewind_web.sources.policy import may_send, must_answer_for
from tradewind_web.sources.queries import batch_for, refused_rows_for

#: Columns of the file of refused rows that are not the row's own.
ROW: Final = "tradewind row"
_OURS: Final = (ROW, "line", "column", "reason", "mend")
#: A spreadsheet runs a cell that begins like this; an apostrophe before it keeps it a text (OWASP, CSV injection).
_RUNS: Final = re.compile(r"[=+\-@\t\r＝＋－＠]")
_LARGEST_FILE: Final = 20 << 20


@for_content
def refused(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """A page of refused rows, each with a field for the wrong value; POST sends the corrected ones again."""
    batch = _own(request, batch_id)
    trouble = ""
    if request.method == "POST":
        try:
            return _sent(request, batch, _changed_on_page(request, batch))
        except Refused as error:
            trouble = str(error)
    rows = refused_rows_for(acting_of(request), batch)
    page = page_of(rows, request.GET.dict(), key="number", newest_first=False)
    for row in page.rows:
        row.typed = request.POST.get(f"row-{row.number}", row.value)
    return render(request, "sources/refused.html", _said(request, batch, page=page, trouble=trouble),
                  status=409 if trouble else 200)  # fmt: skip


@for_content
def refused_row(request: HttpRequest, batch_id: UUID, number: int) -> HttpResponse:
    """One refused row whole, each of its cells to be corrected."""
    batch = _own(request, batch_id)
    row = refused_rows_for(acting_of(request), batch).filter(number=number).first()
    if row is None:
        raise Http404
    trouble = ""
    if request.method == "POST":
        changes = {h: request.POST.get(f"cell-{i}", text) for i, (h, text) in enumerate(row.cells.items())}
        try:
            return _sent(request, batch, {row.number: changes})
        except Refused as error:
            trouble = str(error)
    cells = [
        {
            "name": f"cell-{i}",
            "heading": h,
            "value": request.POST.get(f"cell-{i}", text),
            "wrong": h == row.column,
        }
        for i, (h, text) in enumerate(row.cells.items())
    ]
    said = _said(request, batch, row=row, cells=cells, trouble=trouble)
    return render(request, "sources/refused_row.html", said, status=409 if trouble else 200)


@for_content
@require_safe
def refused_csv(request: HttpRequest, batch_id: UUID) -> HttpResponseBase:
    """The refused rows as a file to correct in a spreadsheet, in which no cell runs as a formula."""
    batch = _own(request, batch_id)
    if batch.audience.tlp == "red":
        raise NotAllowed(_("taking TLP:RED out in a file"), _("nobody"))
    rows = refused_rows_for(acting_of(request), batch).order_by("number")
    names: dict[str, None] = {}
    for record in rows.values_list("record", flat=True).iterator(chunk_size=2000):
        names.update(dict.fromkeys(heading for heading, _text in record))
    return csv_file("refused-rows.csv", _lines(rows.iterator(chunk_size=2000), list(names)))


@for_content
@require_POST
def mended_csv(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take the file of refused rows back, corrected."""
    batch = _own(request, batch_id)
    must_answer_for(acting_of(request), batch)
    try:
        return _sent(request, batch, _changed_in_file(request))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("sources:refused", batch.pk)


def _own(request: HttpRequest, batch_id: UUID) -> Batch:
    """The batch, when the acting agency answers for it: others see what was read, not what was refused."""
    acting = acting_of(request)
    batch = batch_for(acting, batch_id)
    if batch.owner_id != acting.agency.pk:
        raise NotAllowed(_("reading refused rows"), _("the agency that answers for them"))
    return batch


def _said(request: HttpRequest, batch: Batch, **more: object) -> dict[str, object]:
    return {"batch": batch, "may_mend": batch.mendable and may_send(acting_of(request)), **more}


def _sent(request: HttpRequest, batch: Batch, changes: Mapping[int, Mapping[str, str]]) -> HttpResponse:
    upload = mend_rows(acting=acting_of(request), batch=batch, changes=changes)
    count = len((upload.draft or {}).get("rows", []))
    said = ngettext(
        "One corrected row is being read.", "%(count)s corrected rows are being read.", count
    ) % {"count": count}  # fmt: skip
    messages.success(request, said)
    return redirect("sources:upload", upload.pk)


def _changed_on_page(request: HttpRequest, batch: Batch) -> dict[int, dict[str, str]]:
    given = {int(k[4:10]): str(v) for k, v in request.POST.items() if re.fullmatch(r"row-\d{1,6}", k)}
    must_answer_for(acting_of(request), batch)
    rows = refused_rows_for(acting_of(request), batch).filter(number__in=list(given))
    return {
        row.number: {row.column: given[row.number]}
        for row in rows
        if row.column in row.cells and given[row.number] != row.value
    }


def _changed_in_file(request: HttpRequest) -> dict[int, dict[str, str]]:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused(_("choose the file of refused rows that you corrected"))
    if (sent.size or 0) > _LARGEST_FILE:
        raise Refused(_("the file is larger than any file of refused rows; send the one you downloaded here"))
    try:
        text = sent.read().decode("utf-8-sig")
        sample = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=sample.count)
        read = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refused(_("the file is no CSV in UTF-8; save it as “CSV UTF-8” and send it again")) from error
    changes: dict[int, dict[str, str]] = {}
    for line in read:
        number = str(line.pop(ROW, "") or "").strip()
        if not re.fullmatch(r"\d{1,6}", number):
            raise Refused(
                _("a line lacks its number in the column “%(column)s”; keep that column as it is")
                % {"column": ROW}
            )
        changes[int(number)] = {k: unguarded(v) for k, v in line.items() if isinstance(v, str) and k}
    return changes


def _lines(rows: Iterator[RefusedRow], names: list[str]) -> Iterator[list[str]]:
    # Nothing leaves a demonstration without the word.
    invented = ["demonstration"] if settings.OFFICE.demonstration else []
    yield [guarded(h) for h in (*_OURS, *invented, *names)]
    for row in rows:
        cells = row.cells
        own = [row.number, row.line or "", row.column, row.reason, row.mend, *invented]
        yield [guarded(str(c)) for c in (*own, *(cells.get(n) or "" for n in names))]


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs.

    >>> guarded('=HYPERLINK("x")'), guarded("-5"), guarded("R-22")
    ('\\'=HYPERLINK("x")', "'-5", 'R-22')
    """
    return f"'{cell}" if _RUNS.match(cell) or (cell.startswith("'") and _RUNS.match(cell[1:])) else cell


def unguarded(cell: str) -> str:
    """What the cell said before it was guarded.

    >>> unguarded(guarded("-5")), unguarded(guarded("'=x")), unguarded("O'Hara")
    ('-5', "'=x", "O'Hara")
    """
    rest = cell[1:] if cell.startswith("'") else cell
    return rest if rest != cell and (_RUNS.match(rest) or rest.startswith("'")) else cell
