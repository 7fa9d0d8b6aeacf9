"""Pages of the yearly figures: what is due, the two reports side by side, what is behind a figure, versions sent."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind.errors import AmbiguousName, UnknownName
from tradewind.reference import find
from tradewind.reporting import Cell, Report
from tradewind.reporting.columns import REPORTS
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.audit.reading import history
from tradewind_web.errors import Refused
from tradewind_web.licensing.actions import yearly as acts
from tradewind_web.licensing.models_yearly import YearlyReport
from tradewind_web.licensing.yearly import (
    behind,
    is_controlled,
    part_of,
    report_for,
    reports_of,
    year_of,
    years_with_clearances,
)
from tradewind_web.licensing.yearly_forms import PriceForm, StatementForm, SubmitForm
from tradewind_web.licensing.yearly_policy import can_report, may_read_figures, may_report
from tradewind_web.licensing.yearly_showing import (
    amount_text,
    figure_url,
    forms_of,
    reminders,
    secretariat_workbook,
    workbook,
)
from tradewind_web.licensing.yearly_words import COLUMNS, FORMS, LEFT_OUT
from tradewind_web.licensing.yearly_words import REPORTS as REPORT_WORDS
from tradewind_web.phrasing import invented
from tradewind_web.sharing.paging import page_of
from tradewind_web.traders.places import named

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@for_content
def years(request: HttpRequest) -> HttpResponse:
    """What is due this year, the years that have figures, and the reports that were drawn up."""
    acting = acting_of(request)
    may_read_figures(acting)
    last = timezone.localdate().year - 1
    said = {
        "reminders": reminders(acting), "reports": reports_of(acting),
        "years": sorted({last, *years_with_clearances(acting)}, reverse=True),
    }  # fmt: skip
    return render(request, "licensing/yearly/years.html", said)


@require_safe
@for_content
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Both reports side by side by substance, and where they differ from each other and from customs records."""
    return _year_page(request, year)


def _year_page(
    request: HttpRequest, of: int, status: int = 200, wrong: str = "", key: str = ""
) -> HttpResponse:
    acting = acting_of(request)
    found = _found(request, of)
    said = {
        "year": found, "wrong": wrong, "wrong_key": key, "may_report": can_report(acting),
        "sides": [(report, REPORT_WORDS[name], forms_of(found, report, by_partner=False))
                  for name, report in REPORTS.items()],
        "left_out": [(LEFT_OUT.get(k, k), n) for k, n in found.customs.left_out.items()] if found.customs else [],
        "latest": {r.report: r for r in reversed(found.reports)},
    }  # fmt: skip
    return render(request, "licensing/yearly/year.html", said, status=status)


@require_safe
@for_content
def sheet(request: HttpRequest, year: int, report: str) -> HttpResponse:
    """One report by substance and partner; each figure leads to its clearances."""
    found, of = _found(request, year), _report(report)
    said = {
        "year": found, "report": of, "title": REPORT_WORDS[report], "forms": forms_of(found, of, by_partner=True),
        "versions": [r for r in found.reports if r.report == report], "may_report": can_report(acting_of(request)),
        "places": [(f"{form}/{column.name}", FORMS[form], COLUMNS[column.name])
                   for form, columns in of.forms.items() for column in columns],
    }  # fmt: skip
    return render(request, "licensing/yearly/sheet.html", said)


@for_content
def figure(request: HttpRequest, year: int, report: str, form: str, column: str) -> HttpResponse:
    """What a figure is made of, page by page; `?as=json` for programs. A blank one can be stated here, also as zero."""
    acting, of = acting_of(request), _report(report)
    found = _found(request, year)
    cell = _cell(request, of, form, column)
    of_column = of.column(form, column)
    kind = StatementForm if of_column.unit == "g" else PriceForm
    typed: StatementForm | PriceForm = kind(request.POST or None)
    if request.method == "POST":
        may_report(acting)
        if typed.is_valid():
            try:
                acts.state_figure(
                    acting=acting, year=year, report=report, cell=cell, amount=typed.amount,
                    source=typed.cleaned_data["source"],
                )  # fmt: skip
            except Refused as error:
                typed.add_error(None, forms.ValidationError(str(error)))
            else:
                messages.success(request, _("It is stated, with its source."))
                return redirect(figure_url(year, report, cell))
    rows = behind(acting, year, of, cell)
    page = page_of(rows, request.GET, key="cleared_on")
    amount = _amount(found.cells[report], cell)
    stated = found.stated.get((report, cell))
    text, exact = amount_text(of_column, amount, of.places)
    if request.GET.get("as") == "json":
        return JsonResponse(
            _behind_json(cell, amount, page, of_column.unit, None if stated is None else stated.source)
        )
    said = {
        "year": found, "report": of, "title": REPORT_WORDS[report], "form_name": FORMS[form],
        "column": COLUMNS[column], "of_column": of_column, "cell": cell, "partner": named(cell.partner),
        "text": text, "exact": exact,
        "page": page, "rows": [(row, part_of(row, cell.substance)) for row in page.rows], "stated": stated,
        "form": typed, "may_state": can_report(acting) and (amount is None or stated is not None),
        "json": f"{figure_url(year, report, cell)}&as=json",
    }  # fmt: skip
    return render(request, "licensing/yearly/figure.html", said, status=409 if typed.is_bound else 200)


@require_POST
@for_content
def withdraw(request: HttpRequest, statement_id: int) -> HttpResponse:
    """A stated figure is blank again."""
    stated = acts.withdraw_statement(acting=acting_of(request), statement_id=statement_id)
    messages.success(request, _("It no longer counts: the figure is blank."))
    cell = Cell(stated.form, stated.substance, stated.partner, stated.column)
    return redirect(figure_url(stated.year, stated.report, cell))


@require_safe
@for_content
def begin_statement(request: HttpRequest, year: int, report: str) -> HttpResponse:
    """From a gas as people write it to the page of its figure, where it can be stated."""
    may_read_figures(acting_of(request))
    form, _mark, column = request.GET.get("place", "").partition("/")
    _column(_report(report), form, column)
    text = request.GET.get("gas", "")[:100]
    try:
        gas = find(text).designation
    except (UnknownName, AmbiguousName):
        gas = ""
    if not gas or not is_controlled(gas) or find(gas).components:
        messages.error(
            request, _("“%(text)s” is no single controlled gas; write its number, as R-22") % {"text": text}
        )
        return redirect("yearly:sheet", year, report)
    return redirect(figure_url(year, report, Cell(form, gas, "", column)))


@require_POST
@for_content
def explain(request: HttpRequest, year: int) -> HttpResponse:
    """Why two figures differ."""
    key = request.POST.get("key", "")[:200]
    try:
        acts.explain(acting=acting_of(request), year=year, key=key, said=request.POST.get("said", "")[:2000])
    except Refused as error:
        return _year_page(request, year, 409, str(error), key)
    messages.success(request, _("The explanation is kept beside the difference."))
    return redirect("yearly:year", year)


@require_POST
@for_content
def customs(request: HttpRequest, year: int) -> HttpResponse:
    """Have the declarations of the year read for comparison."""
    try:
        acts.ask_customs(acting=acting_of(request), year=year)
    except Refused as error:
        raise Http404 from error
    messages.success(request, _("The declarations are being read; look again in a moment."))
    return redirect("yearly:year", year)


@require_POST
@for_content
def draw_up(request: HttpRequest, year: int, report: str) -> HttpResponse:
    """Freeze the figures as the draft of a report."""
    _report(report)
    try:
        made = acts.draw_up(
            acting=acting_of(request), year=year, report=report, why=request.POST.get("why", "")[:2000]
        )
    except Refused as error:
        return _year_page(request, year, 409, str(error))
    messages.success(request, _("Version %(n)s is drawn up; nothing was sent.") % {"n": made.version})
    return redirect("yearly:one", made.pk)


@for_content
def one(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """One version as it was drawn up: figures, digest, history. It is noted here that it was sent. `?as=json`."""
    acting = acting_of(request)
    found = report_for(acting, report_id)
    typed = SubmitForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST":
        may_report(acting)
        if typed.is_valid():
            try:
                acts.submit(acting=acting, report_id=report_id, **typed.cleaned_data)
            except Refused as error:
                typed.add_error(None, forms.ValidationError(str(error)))
            else:
                messages.success(request, _("It is noted as sent."))
                return redirect("yearly:one", found.pk)
    if request.GET.get("as") == "json":
        content = {**found.content, "version": found.version, "digest": found.digest, "state": found.state}
        return JsonResponse(_marked(content))
    said = {
        "report": found, "form": typed, "rows": _frozen(found),
        "may_submit": can_report(acting) and found.state == YearlyReport.State.DRAFT,
        "is_changed": found.state == YearlyReport.State.DRAFT and _is_changed(request, found),
        "history": history(YearlyReport.kind, str(found.pk), chains=[acting.chain]),
    }  # fmt: skip
    return render(request, "licensing/yearly/one.html", said, status=409 if typed.is_bound else 200)


@require_POST
@for_content
def export(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Both reports as a workbook or as JSON, or Article 7 in the Secretariat's own layout; the audit notes it."""
    acting, found = acting_of(request), _found(request, year)
    if kind == "xlsx":
        response = HttpResponse(workbook(acting, found), content_type=XLSX)
    elif kind == "secretariat":
        response = HttpResponse(secretariat_workbook(acting, found), content_type=XLSX)
    elif kind == "json":
        response = JsonResponse(_marked({name: acts.content_of(acting, found, name) for name in REPORTS}))
    else:
        raise Http404
    digest = hashlib.sha256(response.content).hexdigest()
    acts.note_export(acting=acting, year=year, kind=kind, digest=digest)
    stem, ending = ("article7", "xlsx") if kind == "secretariat" else ("yearly", kind)
    name = settings.OFFICE.file_name(f"{stem}-{acting.agency.party}-{year}.{ending}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _marked(said: dict[str, Any]) -> dict[str, Any]:
    """Out of a demonstration with the word."""
    return {**said, "demonstration": invented()} if settings.OFFICE.demonstration else said


def _found(request: HttpRequest, of: int) -> Any:
    if not acts.FIRST_YEAR <= of <= timezone.localdate().year:
        raise Http404
    return year_of(acting_of(request), of)


def _report(name: str) -> Report:
    if name not in REPORTS:
        raise Http404
    return REPORTS[name]


def _column(report: Report, form: str, column: str) -> None:
    if column not in [c.name for c in report.forms.get(form, ())]:
        raise Http404


def _cell(request: HttpRequest, report: Report, form: str, column: str) -> Cell:
    _column(report, form, column)
    gas, partner = request.GET.get("substance", ""), request.GET.get("partner", "")
    try:
        if not is_controlled(gas):
            raise Http404
    except UnknownName as error:
        raise Http404 from error
    return Cell(form, gas, partner[:10], column)


def _amount(cells: dict[Cell, int], cell: Cell) -> int | None:
    """The figure; over all partners where none is named."""
    own = [n for c, n in cells.items() if c == cell or (not cell.partner and c._replace(partner="") == cell)]
    return sum(own) if own else None


def _behind_json(cell: Cell, amount: int | None, page: Any, unit: str, source: str | None) -> dict[str, Any]:
    return {
        **cell._asdict(), "unit": unit, "amount": amount, "stated_from": source,
        "clearances": [
            {"licence": row.line.licence.number, "declaration": row.declaration, "item": row.item,
             "cleared_on": row.cleared_on.isoformat(), "cleared_as": row.line.substance, "cleared_g": row.cleared_g,
             "counted_g": part_of(row, cell.substance)}
            for row in page.rows
        ],
        "next": page.after or None,
    }  # fmt: skip


def _frozen(report: YearlyReport) -> list[dict[str, Any]]:
    return [
        {
            **f,
            "form_name": FORMS[f["form"]],
            "column_name": COLUMNS[f["column"]],
            "partner_name": named(f["partner"]),
        }
        for f in report.content["figures"]
    ]


def _is_changed(request: HttpRequest, report: YearlyReport) -> bool:
    acting = acting_of(request)
    if report.owner_id != acting.agency.pk:
        return False
    now = acts.content_of(acting, year_of(acting, report.year), report.report)
    return acts.digest_of(now) != report.digest
