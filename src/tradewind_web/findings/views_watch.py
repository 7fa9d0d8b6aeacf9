"""The watch list: what an agency wants to hear of, why, and until when."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tradewind.errors import UnknownName
from tradewind.reference.parties import party
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.errors import Refused
from tradewind_web.findings import watch_actions
from tradewind_web.findings.forms import RenewForm, WatchForm
from tradewind_web.findings.policy import can_triage, may_triage
from tradewind_web.findings.watching import title, watches_of

SHOWN = 200


@for_content
def watch_list(request: HttpRequest) -> HttpResponse:
    """What the agency watches, and what it watched."""
    acting = acting_of(request)
    today = timezone.localdate()
    rows = [(w, title(w), w.ended_at is None and w.ends_on >= today) for w in watches_of(acting)[:SHOWN]]
    return render(request, "findings/watch_list.html", {
        "watches": [(w, name) for w, name, on in rows if on], "ended": [(w, name) for w, name, on in rows if not on],
        "renew": RenewForm(), "can_triage": can_triage(acting), "today": today,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_content
def watch(request: HttpRequest) -> HttpResponse:
    """Put something on the list."""
    acting = acting_of(request)
    may_triage(acting)
    form = WatchForm(
        request.POST or None, initial={k: v for k, v in request.GET.items() if k in WatchForm.base_fields}
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            said["party"] = party(said["party"]).iso3 if said["party"] else ""
            watch_actions.watch(acting=acting, **said)
        except UnknownName as error:
            form.add_error("party", str(error))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is on the watch list."))
            return redirect("findings:watch_list")
    subject = (form["subject_kind"].value(), form["subject_id"].value())
    return render(request, "findings/watch.html", {"form": form, "subject": subject if all(subject) else None},
                  status=409 if form.is_bound else 200)  # fmt: skip


@require_POST
@for_content
def renew(request: HttpRequest, watch_id: uuid.UUID) -> HttpResponse:
    """Let a watch go on."""
    form = RenewForm(request.POST)
    try:
        if form.is_valid():
            watch_actions.renew(acting=acting_of(request), watch_id=watch_id, **form.cleaned_data)
            messages.success(request, _("It is watched for longer."))
        else:
            watch_actions.renew(
                acting=acting_of(request), watch_id=watch_id, until=timezone.localdate(), reason=""
            )
    except Refused as error:
        messages.error(request, str(error))
    return redirect("findings:watch_list")


@require_POST
@for_content
def end(request: HttpRequest, watch_id: uuid.UUID) -> HttpResponse:
    """Take a watch off the list."""
    watch_actions.end(acting=acting_of(request), watch_id=watch_id)
    messages.success(request, _("It is off the watch list."))
    return redirect("findings:watch_list")
