"""Pages of procedures: those there are, one drawn and as a table, differences, bringing and adopting one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind.procedures.bpmn import to_bpmn
from tradewind.procedures.workbook import to_workbook
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.cases import comparing, policy, showing
from tradewind_web.cases.actions import procedures as setting
from tradewind_web.cases.files import attached
from tradewind_web.cases.forms import BringForm
from tradewind_web.cases.keys import key_of, signed
from tradewind_web.cases.problems import Wrong
from tradewind_web.cases.receiving import procedure_in
from tradewind_web.cases.shelf import (
    drafts_of,
    neighbours_for,
    procedures_for,
    readable_for,
    rule_of,
    sharing_of,
)
from tradewind_web.cases.words import language, text
from tradewind_web.errors import Refused
from tradewind_web.sharing.policy import SHARING_ROLES
from tradewind_web.sharing.showing import shown

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@for_content
def procedures(request: HttpRequest) -> HttpResponse:
    """The shipped procedures, the agency's own and its drafts, and what others share with it."""
    acting = acting_of(request)
    may_set = policy.can_set(acting)
    said = {
        "procedures": procedures_for(acting), "neighbours": neighbours_for(acting), "may_set": may_set,
        "drafts": drafts_of(acting) if may_set else [], "rule": rule_of(acting.agency), "key": key_of(acting.agency),
    }  # fmt: skip
    return render(request, "cases/procedures.html", said)


@require_safe
@for_content
def procedure(request: HttpRequest, procedure_id: uuid.UUID) -> HttpResponse:
    """One: its flow, every step with law, deadline, evidence and source."""
    acting = acting_of(request)
    found = readable_for(acting, procedure_id)
    sop, is_own = found.sop, found.owner_id == acting.agency.pk
    shared = None if found.owner_id is None else sharing_of(acting, found)
    addresses = {
        name: reverse(f"cases:{name}_procedure", args=[found.pk]) for name in ("share", "withdraw")
    } if is_own else {}  # fmt: skip
    said = {
        "procedure": found, "title": text(sop, "title"), "note": text(sop, "note"),
        "flow": showing.flow(sop), "steps": showing.steps(sop),
        "may_adopt": policy.can_set(acting) and is_own and found.adopted_at is None,
        "is_own_work": found.brought_by_id == acting.user.pk,
        "others": [p for p in procedures_for(acting) if p.pk != found.pk], "signatures": signed(found, acting.agency),
        "is_own": is_own, "may_draft": policy.can_set(acting) and (is_own or found.owner_id is None),
        "may_share": is_own and shared is None and found.adopted_at is not None and acting.holds(*SHARING_ROLES),
        "sharing": None if shared is None else shown(
            acting, shared, share_url=addresses.get("share", ""), withdraw_url=addresses.get("withdraw", "")
        ),
    }  # fmt: skip
    return render(request, "cases/procedure.html", said)


@require_safe
@for_content
def differences(request: HttpRequest, procedure_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """How one differs from another, step by step."""
    acting = acting_of(request)
    found, other = readable_for(acting, procedure_id), readable_for(acting, other_id)
    said = {
        "procedure": found,
        "other": other,
        "lines": comparing.differences(other.sop, found.sop),
    }
    return render(request, "cases/differences.html", said)


@require_safe
@for_content
def workbook(request: HttpRequest, procedure_id: uuid.UUID) -> HttpResponse:
    """The procedure as a workbook with its signatures, to be changed and sent back."""
    found = readable_for(acting_of(request), procedure_id, to_keep=True)
    sop = found.sop
    carried = [one.as_carried for one in found.signatures.all() if one.holds(sop)]
    return attached(to_workbook(sop, carried), _XLSX, f"{sop.id}-{sop.version}.xlsx")


@require_safe
@for_content
def bpmn(request: HttpRequest, procedure_id: uuid.UUID) -> HttpResponse:
    """The procedure as BPMN 2.0."""
    sop = readable_for(acting_of(request), procedure_id, to_keep=True).sop
    return attached(to_bpmn(sop, language()), "application/xml", f"{sop.id}-{sop.version}.bpmn")


@for_content
def bring(request: HttpRequest) -> HttpResponse:
    """Send a procedure: it is checked, and waits for a second person to adopt it."""
    acting = acting_of(request)
    policy.may_set(acting)
    form = BringForm(procedures_for(acting), request.POST or None, request.FILES or None)
    problems: Sequence[Wrong] = []
    if request.method == "POST" and form.is_valid():
        try:
            received = procedure_in(form.cleaned_data["file"])
            problems = received.problems
            if received.sop is not None:
                made = setting.bring(
                    acting=acting, sop=received.sop, base_id=form.cleaned_data["base"],
                    why=form.cleaned_data["why"], signatures=received.signatures,
                )  # fmt: skip
                if made.is_in_force:
                    messages.success(request, _("It is in force and signed: new cases can run on it."))
                else:
                    messages.success(request, _("The procedure is there. A second person adopts it."))
                if any(one.agency is None for one in signed(made, acting.agency)):
                    messages.warning(request, _(
                        "It carries a signature by a key that nobody on this platform has. Compare its fingerprint "
                        "with whoever it is said to be of, by another way than this file."
                    ))  # fmt: skip
                return redirect("cases:procedure", made.pk)
            form.add_error("file", _("it has problems; they are listed below"))
        except Refused as error:
            form.add_error("file", str(error))
    status = 409 if form.errors else 200
    return render(request, "cases/bring.html", {"form": form, "problems": problems}, status=status)


@require_POST
@for_content
def adopt(request: HttpRequest, procedure_id: uuid.UUID) -> HttpResponse:
    """The second person puts it into force."""
    try:
        setting.adopt(
            acting=acting_of(request), procedure_id=procedure_id, why=request.POST.get("why", "")[:2000]
        )
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is in force: new cases can run on it."))
    return redirect("cases:procedure", procedure_id)
