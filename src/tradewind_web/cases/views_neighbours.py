"""Pages of procedures beside each other: an agency's with the harmonised one and with its neighbours'; sharing one; the
agency's key and its rule."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.gates import acting_of, for_content, id_of
from tradewind_web.cases import comparing, policy
from tradewind_web.cases.actions import neighbours
from tradewind_web.cases.actions import procedures as setting
from tradewind_web.cases.files import attached
from tradewind_web.cases.forms_procedures import CompareForm, RuleForm
from tradewind_web.cases.keys import as_pem, key_of
from tradewind_web.cases.shelf import DEFAULT, neighbours_for, procedures_for, readable_for, shared_for
from tradewind_web.errors import Refused
from tradewind_web.sharing.answering import share_page, withdraw_page


@require_safe
@for_content
def compare(request: HttpRequest) -> HttpResponse:
    """Two procedures side by side: begins with the agency's own beside the harmonised one."""
    acting = acting_of(request)
    there = procedures_for(acting)
    own = [one for one in there if one.owner_id is not None]
    shipped = [one for one in there if one.owner_id is None and one.retired_at is None]
    others = neighbours_for(acting)
    harmonised = next(one for one in shipped if one.name == DEFAULT)
    begun = {
        "one": str(next((one.pk for one in own if one.is_in_force), harmonised.pk)),
        "other": str(harmonised.pk),
    }
    asked = {name: request.GET.get(name) or begun[name] for name in begun}
    one, other = (readable_for(acting, id_of(asked[name])) for name in ("one", "other"))
    groups = {
        _("Of your agency"): own,
        _("Shipped"): shipped,
        _("Shared by others"): others,
    }
    lines = comparing.table(one.sop, other.sop)
    said = {
        "form": CompareForm(groups, initial=asked), "one": one, "other": other, "lines": lines,
        "figures": comparing.told(lines),
    }  # fmt: skip
    return render(request, "cases/compare.html", said)


@for_content
def share(request: HttpRequest, procedure_id: uuid.UUID) -> HttpResponse:
    """Whom a published version shall reach too."""
    acting = acting_of(request)
    back = reverse("cases:procedure", args=[procedure_id])
    try:
        record = neighbours.shareable(acting=acting, procedure_id=procedure_id)
    except Refused as error:
        messages.error(request, str(error))
        return redirect(back)
    return share_page(request, record, title=str(record.procedure), back=back)


@for_content
def withdraw(request: HttpRequest, procedure_id: uuid.UUID) -> HttpResponse:
    """A version reaches its own agency alone again."""
    record = shared_for(acting_of(request), procedure_id)
    return withdraw_page(
        request, record, title=str(record.procedure), back=reverse("cases:procedure", args=[procedure_id])
    )


@require_safe
@for_content
def signing_key(request: HttpRequest) -> HttpResponse:
    """The public part of the agency's key, with its fingerprint."""
    kept = key_of(acting_of(request).agency)
    if kept is None:
        raise Http404
    return attached(as_pem(kept), "application/x-pem-file", f"{kept.agency.name}.pem")


@require_POST
@for_content
def rule(request: HttpRequest) -> HttpResponse:
    """By how many persons a procedure comes into force."""
    acting = acting_of(request)
    policy.may_set(acting)
    form = RuleForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("say why"))
        setting.set_rule(acting=acting, **form.cleaned_data)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is saved."))
    return redirect("cases:procedures")
