"""Pages of reports: which a seizure asks for, one filled in and looked at, what was filed, calendar and statistic."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind.reporting.cases import FORMS, MEDIA_TYPES, Document, Filing, Table, document_of, write
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.errors import Refused
from tradewind_web.phrasing import invented
from tradewind_web.seizures import policy, queries_reports
from tradewind_web.seizures.actions import reporting, using
from tradewind_web.seizures.case_records import Added, report_of
from tradewind_web.seizures.forms_reports import RecallForm, ReportForm, TakeForm, TermForm
from tradewind_web.seizures.market import proposal_for
from tradewind_web.seizures.models import UNKNOWN, Seizure
from tradewind_web.seizures.report_words import form_title, words
from tradewind_web.seizures.showing_reports import addressee, duty_lines
from tradewind_web.sharing.paging import place_in


@require_safe
@for_content
def reports(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """The reports a seizure asks for, what was filed of each, and every other form."""
    acting = acting_of(request)
    seizure = queries_reports.reported_seizure(acting, seizure_id)
    duties = queries_reports.duties_of(seizure, queries_reports.terms_of(acting))
    told = {duty.form for duty in duties}
    said = {
        "seizure": seizure, "duties": duty_lines(duties), "may_file": policy.can_correct(acting, seizure),
        "others": [(name, form_title(name)) for name in FORMS if name not in told],
    }  # fmt: skip
    return render(request, "seizures/reports.html", said)


@for_content
def report(request: HttpRequest, seizure_id: uuid.UUID, form: str) -> HttpResponse:
    """One form: filled in, looked at as it would go out, filed."""
    acting = acting_of(request)
    seizure = queries_reports.reported_seizure(acting, seizure_id)
    policy.may_correct(acting, seizure)
    if form not in FORMS:
        raise Http404
    to = _to(request, form, seizure)
    before = next((f for f in seizure.filings.all() if f.form == form and f.to == to), None)
    is_revision = before is not None and not before.is_recall
    told = queries_reports.last_added(seizure)
    sent = request.POST if request.method == "POST" else None
    typed = ReportForm(
        form, sent, initial=ReportForm.begun(told, to), is_revision=is_revision, market=proposal_for(seizure)
    )
    document, trouble, status = None, "", 200
    if request.method == "POST":
        status = 409
        if typed.is_valid():
            to = typed.cleaned_data.get("to") or to
            added, why = typed.added(told), typed.cleaned_data.get("why", "")
            if request.POST.get("then") == "file":
                try:
                    made = reporting.file_report(
                        acting=acting, seizure_id=seizure.pk, form=form, to=to, added=added, why=why
                    )
                except Refused as error:
                    trouble = str(error)
                else:
                    messages.success(request, _("The report %(number)s is filed.") % {"number": str(made)})
                    return redirect("reports:filing", made.pk)
            else:
                status = 200
            document = _preview(seizure, form, to, added)
    said = {
        "seizure": seizure, "name": form, "title": form_title(form), "form": typed, "document": document,
        "trouble": trouble, "before": before if is_revision else None, "is_public": FORMS[form].is_public,
        "to": addressee(to),
    }  # fmt: skip
    return render(request, "seizures/report.html", said, status=status)


@require_safe
@for_content
def filing(request: HttpRequest, filing_id: uuid.UUID) -> HttpResponse:
    """What was filed, as it went out, with every revision and its digest."""
    acting = acting_of(request)
    found = queries_reports.filing_for(acting, filing_id)
    chain = queries_reports.chain_of(found)
    is_last, may_file = chain[0].pk == found.pk, policy.can_correct(acting, found.seizure)
    said = {
        "filing": found, "seizure": found.seizure, "title": form_title(found.form), "chain": chain,
        "document": document(found.filing), "to": addressee(found.to), "kinds": FORMS[found.form].formats,
        "take": TakeForm(initial={"language": get_language()}), "is_last": is_last, "newest": chain[0],
        "recall": RecallForm() if is_last and may_file and not found.is_recall else None, "may_file": may_file,
    }  # fmt: skip
    return render(request, "seizures/filing.html", said)


@require_POST
@for_content
def take(request: HttpRequest, filing_id: uuid.UUID) -> HttpResponse:
    """A filed report as a file, in the language chosen; that it was taken stands in the audit."""
    acting = acting_of(request)
    found = queries_reports.filing_for(acting, filing_id)
    kind, form = request.POST.get("kind", ""), TakeForm(request.POST)
    if kind not in FORMS[found.form].formats or not form.is_valid():
        raise Http404
    with translation.override(form.cleaned_data["language"]):
        content = write(document(found.filing), kind)
    try:
        reporting.note_taken(acting=acting, filing=found, kind=kind, content=content)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("reports:filing", found.pk)
    return _as_file(content, kind, f"{found}.{kind}")


@require_POST
@for_content
def recall(request: HttpRequest, filing_id: uuid.UUID) -> HttpResponse:
    """Take a report back."""
    acting = acting_of(request)
    found = queries_reports.filing_for(acting, filing_id)
    form = RecallForm(request.POST)
    try:
        made = reporting.recall(
            acting=acting, filing=found, why=form.cleaned_data["why"] if form.is_valid() else ""
        )
    except Refused as error:
        messages.error(request, str(error))
        return redirect("reports:filing", found.pk)
    messages.success(request, _("It is recalled. Send the recall to the same addressee."))
    return redirect("reports:filing", made.pk)


@for_content
def calendar(request: HttpRequest) -> HttpResponse:
    """Which report is due to whom. POST: the agency's own day for a form."""
    acting = acting_of(request)
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reporting.set_term(acting=acting, form=form.cleaned_data["form"], days=form.cleaned_data["days"])
        messages.success(request, _("It is noted."))
        return redirect("reports:calendar")
    given = place_in(request.GET)
    terms = queries_reports.terms_of(acting)
    page = queries_reports.calendar(acting, given)
    lines = []
    for seizure in page.rows:
        duties = duty_lines(queries_reports.duties_of(seizure, terms))
        lines.append((seizure, [d for d in duties if d.needs_work], [d for d in duties if not d.needs_work]))
    said = {
        "page": page, "lines": lines, "form": form if policy.can_set_terms(acting) else None,
        "terms": [(form_title(name), days) for name, days in terms.items()], "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "seizures/calendar.html", said, status=409 if request.method == "POST" else 200)


@for_content
def statistic(request: HttpRequest) -> HttpResponse:
    """Counts for the public, small ones withheld. POST: the same as a workbook."""
    acting = acting_of(request)
    made = queries_reports.statistic(acting)
    tell = words()
    named = {"total": tell("label.total"), UNKNOWN: tell("value.unknown_gas")}
    rows = [(named.get(row, row), cells) for row, cells in queries_reports.table_rows(made)]
    heads = [named.get(column, column) for column in made.columns]
    notes = [tell("stat.threshold", threshold=made.threshold), tell("stat.silence")]
    if request.method == "POST":
        hidden = tell("value.hidden")
        table = Table(
            [tell("label.group"), *heads],
            [[name, *(hidden if c is None else c for c in cells)] for name, cells in rows],
        )
        paper = Document(
            tell("form.statistic"), "statistic", head=[acting.agency.name], tables=[table], notes=notes,
            language=tell.language, right_to_left=tell.is_rtl, invented=invented(),
        )  # fmt: skip
        content = write(paper, "xlsx")
        using.note_export(
            acting=acting,
            count=0,
            filters={"statistic": "groups"},
            digest=hashlib.sha256(content).hexdigest(),
        )
        return _as_file(content, "xlsx", f"statistic-{timezone.localdate().isoformat()}.xlsx")
    said = {
        "rows": rows,
        "heads": heads,
        "notes": notes,
        "title": tell("form.statistic"),
    }
    return render(request, "seizures/statistic.html", said)


def document(filing: Filing) -> Document:
    """A filing as it goes out, in the language that is active now; a demonstration says on it that it is one."""
    return replace(document_of(filing, words()), invented=invented())


def _preview(seizure: Seizure, form: str, to: str, added: Added) -> Document:
    """The document before it has a number."""
    draft = Filing(form, "–", 1, to or "–", timezone.localdate(), report_of(seizure, added))
    return document(draft)


def _to(request: HttpRequest, form: str, seizure: Seizure) -> str:
    """The addressee: named by the form, by the address (of the calendar), or by the case."""
    named = FORMS[form].to
    if named != "party":
        return named
    asked = request.GET.get("to", "")[:60]
    known = [seizure.came_from, *seizure.via] if form == "neighbour" else [seizure.came_from]
    return (
        asked
        if asked in known or seizure.filings.filter(form=form, to=asked).exists()
        else next(filter(None, known), "")
    )


def _as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{settings.OFFICE.file_name(name)}"'
    return response
