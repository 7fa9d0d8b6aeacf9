"""Pages of the addresses that are told of licences, and of why customs is told no."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.errors import Refused
from tradewind_web.licensing.actions.hooking import end, register
from tradewind_web.licensing.hook_sending import LONGEST_ADDRESS
from tradewind_web.licensing.hooks import hooks_of, may_keep_hooks, messages_of
from tradewind_web.licensing.refused import codes_for
from tradewind_web.sharing.paging import page_of


class HookForm(forms.Form):
    """An address of the agency's own system."""

    address = forms.CharField(
        label=_l("Address of your system"), max_length=LONGEST_ADDRESS,
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://customs.example/tradewind"}),
        help_text=_l("It begins with https:// and leads to a machine that the internet can reach."),
    )  # fmt: skip


@for_content
def hooks(request: HttpRequest) -> HttpResponse:
    """The addresses of the agency and what they were told; another one is registered here and its secret shown."""
    acting = acting_of(request)
    may_keep_hooks(acting)
    form = HookForm(request.POST if request.method == "POST" else None)
    shown: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            try:
                made, secret = register(acting=acting, address=form.cleaned_data["address"])
            except Refused as error:
                form.add_error("address", str(error))
            else:
                shown |= {"made": made, "secret": secret, "form": HookForm()}
                status = 200
    shown |= {
        "hooks": hooks_of(acting)[:20], "page": page_of(messages_of(acting), request.GET, key="made_at"),
    }  # fmt: skip
    answer = render(request, "licensing/customs/hooks.html", shown, status=status)
    answer["Cache-Control"] = "no-store"  # the secret is shown once
    return answer


@require_POST
@for_content
def end_hook(request: HttpRequest, hook_id: uuid.UUID) -> HttpResponse:
    """An address is told nothing any more."""
    end(acting=acting_of(request), hook_id=hook_id)
    messages.success(request, _("The address is told nothing any more."))
    return redirect("customs:hooks")


@require_safe
@for_content
def refusals(request: HttpRequest) -> HttpResponse:
    """Each code with the rule behind it, and what the agency was told it for last."""
    return render(request, "licensing/customs/refusals.html", {"codes": codes_for(acting_of(request))})
