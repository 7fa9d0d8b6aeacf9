"""Pages of holds: holding, the notice, the end; what was known at a search, and what was frozen."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.cases import policy, queries
from tradewind_web.cases.actions import holding
from tradewind_web.cases.forms import EndHoldForm, HoldForm, WordsForm
from tradewind_web.cases.freezing import is_whole
from tradewind_web.cases.printing import notice
from tradewind_web.cases.running import standing_of
from tradewind_web.cases.views import page
from tradewind_web.cases.words import text
from tradewind_web.errors import Refused


@for_content
def hold(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Hold the goods: the ground is chosen among grounds of law."""
    acting = acting_of(request)
    case = queries.case_for(acting, case_id)
    policy.may_hold(acting, case)
    standing = standing_of(case)
    step = holding.holding_step(standing)
    grounds = standing.sop.by_id[step].grounds if step else ()
    form = HoldForm([(one, _(one)) for one in grounds], request.POST or None, initial={"language": "en"})
    if request.method == "POST" and form.is_valid():
        try:
            holding.hold_goods(acting=acting, case_id=case_id, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("The goods are held, and what was known is frozen. Print the notice.")
            )
            return redirect("cases:one", case_id)
    law = text(standing.sop, f"{step}.legal_basis") if step else ""
    said = {"case": case, "form": form, "step": step, "law": law}
    return render(request, "cases/hold.html", said, status=409 if form.errors else 200)


@for_content
def end_hold(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Release the goods, or seize them; both with the reason."""
    acting = acting_of(request)
    case = queries.case_for(acting, case_id)
    policy.may_hold(acting, case)
    running = next((h for h in queries.holds_of(case) if not h.ended), None)
    form = EndHoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            holding.end_hold(acting=acting, case_id=case_id, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The hold has ended. Print the notice for the importer."))
            return redirect("cases:one", case_id)
    said = {"case": case, "form": form, "hold": running}
    return render(request, "cases/end_hold.html", said, status=409 if form.errors else 200)


@require_safe
@for_content
def printed(request: HttpRequest, case_id: uuid.UUID, hold_id: uuid.UUID) -> HttpResponse:
    """The notice as a PDF, in the importer's language or in `?language=`."""
    acting = acting_of(request)
    found = queries.hold_of(acting, case_id, hold_id)
    language = request.GET.get("language") or found.language
    if language not in dict(settings.LANGUAGES):
        raise Http404
    content = notice(found, language)
    holding.note_printed(acting=acting, case_id=case_id, hold_id=hold_id, language=language)
    response = HttpResponse(content, content_type="application/pdf")
    name = settings.OFFICE.file_name(f"notice-{found.number.replace('/', '-')}.pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_POST
@for_content
def search(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Premises are searched: freeze what was known."""
    form = WordsForm(request.POST)
    note = form.cleaned_data["text"] if form.is_valid() else ""
    try:
        holding.note_search(acting=acting_of(request), case_id=case_id, note=note)
    except Refused as error:
        return page(request, case_id, trouble=str(error), status=409)
    messages.success(request, _("What was known is frozen."))
    return redirect("cases:one", case_id)


@require_safe
@for_content
def frozen(request: HttpRequest, case_id: uuid.UUID, frozen_id: int) -> HttpResponse:
    """What was frozen, byte for byte, for its own agency: its SHA-256 can be worked out by anybody who has it."""
    acting = acting_of(request)
    found = queries.frozen_for(acting, case_id, frozen_id)
    if found.case.owner_id != acting.agency.pk or not is_whole(found):
        raise Http404
    return _as_kept(found.content, f"{found.case.number}-{found.moment}-{found.sha256[:12]}.json")


@require_safe
@for_content
def said(request: HttpRequest, case_id: uuid.UUID, evidence_id: uuid.UUID) -> HttpResponse:
    """What a machine said, byte for byte, for its own agency."""
    found = queries.piece_for(acting_of(request), case_id, evidence_id)
    return _as_kept(found.content, f"{found.case.number}-{found.kind}-{found.sha256[:12]}.json")


def _as_kept(content: str, name: str) -> HttpResponse:
    response = HttpResponse(content.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{settings.OFFICE.file_name(name)}"'
    return response
