"""Pages of custody: what is held, the time line with its marks, one more entry, paper forms."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.errors import Refused
from tradewind_web.seizures import policy, queries_custody
from tradewind_web.seizures.actions import custody as actions
from tradewind_web.seizures.forms_custody import (
    BookForm,
    CodeForm,
    EntryForm,
    ExhibitForm,
    ExplainForm,
    WhyForm,
    exhibit_initial,
)
from tradewind_web.seizures.models_custody import CustodyEntry
from tradewind_web.seizures.printing_custody import book_paper, entry_paper
from tradewind_web.seizures.queries_evidence import laid_for
from tradewind_web.seizures.queries_stamps import authority_of, stamps_of
from tradewind_web.seizures.showing_custody import held, leak_lines, said_lines


@require_safe
@for_content
def custody(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """What is held, where it is, and the time line. `?print` for paper."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    ledger = queries_custody.custody_of(seizure)
    said = {
        "seizure": seizure, "ledger": ledger, "held": held(queries_custody.exhibits_of(seizure), ledger),
        "leaks": leak_lines(ledger.leaks), "may_write": policy.can_correct(acting, seizure),
        "stamps": stamps_of(seizure), "is_asked": authority_of(acting) is not None,
    }  # fmt: skip
    page = "seizures/custody_print.html" if "print" in request.GET else "seizures/custody.html"
    return render(request, page, said)


@for_content
def exhibit(request: HttpRequest, seizure_id: uuid.UUID, number: int = 0) -> HttpResponse:
    """List a new exhibit, or see one (`number`) and correct what is said of it."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    policy.may_correct(acting, seizure)
    found = queries_custody.exhibit_of(seizure, number) if number else None
    begun = exhibit_initial(actions.said_of(found)) if found else {}
    form = ExhibitForm(request.POST or None, initial=begun, corrects=found is not None)
    why = WhyForm(request.POST or None)
    posted, trouble = request.method == "POST", ""
    if posted and form.is_valid() and (found is None or why.is_valid()):
        try:
            if found is None:
                made = actions.add_exhibit(acting=acting, seizure_id=seizure.pk, values=form.values())
            else:
                made = actions.correct_exhibit(
                    acting=acting, seizure_id=seizure.pk, number=number, values=form.values(),
                    why=why.cleaned_data["why"],
                )  # fmt: skip
        except Refused as error:
            trouble = str(error)
        else:
            messages.success(request, _("Exhibit %(number)s is listed.") % {"number": made.number})
            return redirect("seizures:custody", seizure.pk)
    said = {
        "seizure": seizure, "form": form, "why": why if found else None, "exhibit": found, "trouble": trouble,
        "lines": said_lines(found) if found else [],
    }  # fmt: skip
    return render(request, "seizures/exhibit.html", said, status=409 if posted else 200)


@for_content
def write(request: HttpRequest, seizure_id: uuid.UUID, entry_id: uuid.UUID | None = None) -> HttpResponse:
    """One more entry; of `entry_id`, a correction that points at it."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    policy.may_correct(acting, seizure)
    corrects = queries_custody.entry_of(seizure, entry_id) if entry_id else None
    exhibits = queries_custody.exhibits_of(seizure)
    length = seizure.custody_entries.count()
    today = timezone.localdate()
    begun = _begun(corrects) if corrects else {"exhibits": [e.number for e in exhibits], "day": today}
    begun |= {"seen": length, "code": request.GET.get("code", "")[:40]}
    form = EntryForm(request.POST or None, initial=begun, exhibits=exhibits, corrects=corrects is not None)
    posted, trouble = request.method == "POST", ""
    if posted and form.is_valid():
        try:
            made = actions.write_entry(
                acting=acting, seizure_id=seizure.pk, values=form.values(), seen=form.cleaned_data["seen"],
                corrects_id=corrects.pk if corrects else None,
            )  # fmt: skip
        except Refused as error:
            trouble = str(error)
        else:
            messages.success(request, _("It is written as entry %(number)s.") % {"number": made.number})
            return redirect("seizures:custody_entry", seizure.pk, made.pk)
    holders, places = queries_custody.names_held(acting, seizure)
    said = {
        "seizure": seizure, "form": form, "corrects": corrects, "exhibits": exhibits, "holders": holders,
        "places": places, "trouble": trouble, "length": length,
    }  # fmt: skip
    return render(request, "seizures/custody_write.html", said, status=409 if posted else 200)


@require_safe
@for_content
def entry(request: HttpRequest, seizure_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """One entry with its marks, its paper and what corrects it."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    found = queries_custody.entry_of(seizure, entry_id)
    ledger = queries_custody.custody_of(seizure)
    line = next(line for line in ledger.lines if line.entry.pk == found.pk)
    may_write = policy.can_correct(acting, seizure)
    sheets = queries_custody.sheets_of(found)
    said = {
        "seizure": seizure, "line": line, "may_write": may_write, "sheets": sheets,
        "laid": laid_for(acting, seizure, sheets),
    }  # fmt: skip
    return render(request, "seizures/custody_entry.html", said)


@require_safe
@for_content
def entry_pdf(request: HttpRequest, seizure_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """The form of an entry for two signatures."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    found = queries_custody.entry_of(seizure, entry_id)
    content = entry_paper(
        found,
        queries_custody.exhibits_of(seizure),
        language=get_language() or "en",
        address=_address(request),
    )
    return _pdf(content, f"custody-{seizure.number}-{found.number}.pdf")


@for_content
def explain(request: HttpRequest, seizure_id: uuid.UUID, mark: str) -> HttpResponse:
    """Say something beside a mark."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    policy.may_correct(acting, seizure)
    told = next((t for t in queries_custody.custody_of(seizure).told if t.key == mark), None)
    form = ExplainForm(request.POST or None)
    posted, trouble = request.method == "POST", ""
    if posted and form.is_valid():
        try:
            actions.explain(acting=acting, seizure_id=seizure.pk, mark=mark, text=form.cleaned_data["text"])
        except Refused as error:
            trouble = str(error)
        else:
            messages.success(request, _("The explanation stands beside the mark."))
            return redirect("seizures:custody", seizure.pk)
    said = {"seizure": seizure, "form": form, "told": told, "trouble": trouble}
    return render(request, "seizures/custody_explain.html", said, status=409 if posted else 200)


@for_content
def paper_forms(request: HttpRequest) -> HttpResponse:
    """GET: a code of a form leads to its entry or to typing it in; forms that are out. POST prints a book."""
    acting = acting_of(request)
    policy.may_record(acting)
    if request.method == "POST":
        form = BookForm(request.POST)
        if form.is_valid():
            made = actions.print_book(acting=acting, forms=form.cleaned_data["forms"])
            content = book_paper(
                made, acting.agency.name, language=get_language() or "en", address=_address(request)
            )
            return _pdf(content, f"custody-forms-{made[0].book}.pdf")
        said = {"book": form, "asked": CodeForm(), "out": queries_custody.open_forms(acting)}
        return render(request, "seizures/paper_forms.html", said, status=409)
    code = request.GET.get("code", "")[:60]
    asked = CodeForm(request.GET if code else None)
    said = {"book": BookForm(), "asked": asked, "out": queries_custody.open_forms(acting)}
    if code:
        found = queries_custody.entry_with(acting, code)
        if found is not None:
            return redirect("seizures:custody_entry", found.seizure_id, found.pk)
        said |= {"open": queries_custody.open_form(acting, code), "code": code}
        if said["open"]:
            said["seizures"] = queries_custody.seizures_held(acting)
    return render(request, "seizures/paper_forms.html", said)


@require_POST
@for_content
def void_form(request: HttpRequest) -> HttpResponse:
    """Give a printed form up."""
    acting = acting_of(request)
    try:
        actions.void_form(
            acting=acting, code=request.POST.get("code", "")[:60], why=request.POST.get("why", "")[:500]
        )
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is noted."))
    return redirect("seizures:paper_forms")


def _begun(corrects: CustodyEntry) -> dict[str, Any]:
    """What the form of a correction begins with: all but the seals, which are read again."""
    at = timezone.localtime(corrects.happened_at)
    until = timezone.localtime(corrects.until) if corrects.until else None
    same = (
        "act", "exhibits", "from_holder", "from_place", "to_holder", "to_place", "condition", "mass_g", "basis",
        "scale_g", "source", "told_by", "covers_hours",
    )  # fmt: skip
    seals = {
        n: "-" if getattr(corrects, n) == "" else getattr(corrects, n) for n in ("seal_before", "seal_after")
    }
    return {
        **{name: getattr(corrects, name) for name in same}, **seals, "day": at.date(),
        "at": at.time() if corrects.precision != "day" else None, "roughly": corrects.precision == "hour",
        "until_day": until and until.date(), "until_at": until and until.time(),
        "taken_g": corrects.taken_g or None,
    }  # fmt: skip


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("seizures:paper_forms"))


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{settings.OFFICE.file_name(name)}"'
    return response
