"""What people do with findings in pages: each a POST that calls one action and goes back to where it came from."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.errors import Refused
from tradewind_web.findings import actions
from tradewind_web.findings.exporting import FORMS, exported
from tradewind_web.findings.filtering import Filters
from tradewind_web.findings.forms import ACTS, ENQUIRING, RuleOutForm
from tradewind_web.findings.queries import finding_for
from tradewind_web.findings.views import finding_page


@require_POST
@for_content
def bulk(request: HttpRequest) -> HttpResponse:
    """Do one thing to all findings that are ticked."""
    acting = acting_of(request)
    back = _queue(request)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    chosen = request.POST.getlist("finding")
    said = request.POST.copy()
    if act.name == "join" and chosen:
        said["into"] = chosen[0]  # the first in the order of work carries the others
    form = act(acting, said, prefix=act.name if act.name in ENQUIRING else None)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect(back)
    try:
        form.do(chosen)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, act.done)
    return redirect(back)


@require_POST
@for_content
def act(request: HttpRequest, finding_id: uuid.UUID, act: str) -> HttpResponse:
    """Do one thing to one finding; what is refused is shown beside the form."""
    acting = acting_of(request)
    item = finding_for(acting, finding_id)
    kind = ACTS.get(act)
    if kind is None:
        raise Http404
    form = kind(acting, request.POST)
    if form.is_valid():
        try:
            form.do([finding_id])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, kind.done)
            return redirect("findings:finding", finding_id)
    return finding_page(request, item, form=form)


@require_POST
@for_content
def rule_out(request: HttpRequest, finding_id: uuid.UUID) -> HttpResponse:
    """Tick off a lawful explanation, or take the tick back."""
    acting = acting_of(request)
    item = finding_for(acting, finding_id)
    if "open" in request.POST:
        actions.leave_open(acting=acting, finding=finding_id, digest=request.POST.get("digest", ""))
        return redirect("findings:finding", finding_id)
    form = RuleOutForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.rule_out(acting=acting, finding=finding_id, digest=said["digest"], how=said["how"])
        except Refused as error:
            form.add_error("how", str(error))
        else:
            messages.success(request, _("Ruled out."))
            return redirect("findings:finding", finding_id)
    return finding_page(request, item, form=form)


@require_POST
@for_content
def ask_again(request: HttpRequest) -> HttpResponse:
    """Ask the detectors again; the job does it."""
    actions.ask_again(acting=acting_of(request))
    messages.success(
        request, _("The detectors will be asked in a moment; what they find arrives in the queue.")
    )
    return redirect("findings:asked")


@require_POST
@for_content
def export(request: HttpRequest) -> HttpResponse:
    """The filtered queue as a file; TLP:RED never leaves, and the audit says what did."""
    form = request.POST.get("form", "")
    if form not in FORMS:
        raise Http404
    return exported(acting_of(request), Filters.of(request.POST.dict()), form)


def _queue(request: HttpRequest) -> str:
    address = Filters.of(request.POST.dict()).address
    return reverse("findings:queue") + (f"?{address}" if address else "")
