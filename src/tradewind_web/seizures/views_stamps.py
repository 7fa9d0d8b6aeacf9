"""Time stamps: whom an agency asks, and trying again what could not be had."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tradewind_web.agencies.gates import acting_of, for_content, for_roles
from tradewind_web.agencies.policy import RUNNING
from tradewind_web.errors import Refused
from tradewind_web.seizures import queries_custody, queries_stamps
from tradewind_web.seizures.actions import stamping as actions
from tradewind_web.seizures.forms_stamps import AuthorityForm


@for_roles(*RUNNING)
def stamping(request: HttpRequest) -> HttpResponse:
    """Name the authority that stamps the agency's custody, or end asking it; how it stands."""
    acting = acting_of(request)
    named = queries_stamps.authority_of(acting)
    begun = {"address": named.address, "roots": named.roots} if named else {}
    form, posted = AuthorityForm(request.POST or None, initial=begun), request.method == "POST"
    if posted:
        try:
            if "end" in request.POST:
                actions.end_authority(acting=acting)
                messages.success(request, _("Nobody is asked for time stamps now. Those that are held stay."))
                return redirect("seizures:stamping")
            if form.is_valid():
                actions.name_authority(acting=acting, **form.cleaned_data)
                messages.success(request, _("Custody is stamped from now on."))
                return redirect("seizures:stamping")
        except Refused as error:
            form.add_error(None, str(error))
    said = {"form": form, "named": named, "tried": queries_stamps.tried(acting)}
    return render(request, "seizures/stamping.html", said, status=409 if posted else 200)


@for_content
@require_POST
def stamps(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """Try now what could not be had."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    try:
        actions.ask_again(acting=acting, seizure_id=seizure.pk)
        messages.success(request, _("The authority is asked again."))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("seizures:custody", seizure.pk)
