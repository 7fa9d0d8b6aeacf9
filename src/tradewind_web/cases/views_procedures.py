"""Pages of procedures: those there are, one drawn and as a table, differences, bringing and adopting one."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind.procedures.bpmn import to_bpmn
from tradewind.procedures.changes import diff
from tradewind.procedures.workbook import to_workbook
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.cases import policy, showing
from tradewind_web.cases.actions import procedures as setting
from tradewind_web.cases.forms import BringForm
from tradewind_web.cases.problems import Wrong
from tradewind_web.cases.receiving import procedure_in
from tradewind_web.cases.shelf import procedure_for, procedures_for
from tradewind_web.cases.words import language, text
from tradewind_web.errors import Refused

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@for_content
def procedures(request: HttpRequest) -> HttpResponse:
    """The shipped procedures and the agency's own."""
    acting = acting_of(request)
    said = {"procedures": procedures_for(acting), "may_set": policy.can_set(acting)}
    return render(request, "cases/procedures.html", said)


@require_safe
@for_content
def procedure(request: HttpRequest, procedure_id: uuid.UUID) -> HttpResponse:
    """One: its flow, every step with law, deadline, evidence and source."""
    acting = acting_of(request)
    found = procedure_for(acting, procedure_id)
    sop = found.sop
    said = {
        "procedure": found, "title": text(sop, "title"), "note": text(sop, "note"),
        "flow": showing.flow(sop), "steps": showing.steps(sop),
        "may_adopt": policy.can_set(acting) and found.owner_id is not None and found.adopted_at is None,
        "is_own_work": found.brought_by_id == acting.user.pk,
        "others": [p for p in procedures_for(acting) if p.pk != found.pk],
    }  # fmt: skip
    return render(request, "cases/procedure.html", said)


@require_safe
@for_content
def differences(request: HttpRequest, procedure_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """How one differs from another, step by step."""
    acting = acting_of(request)
    found, other = procedure_for(acting, procedure_id), procedure_for(acting, other_id)
    said = {
        "procedure": found,
        "other": other,
        "changes": showing.changes(found.sop, diff(other.sop, found.sop)),
    }
    return render(request, "cases/differences.html", said)


@require_safe
@for_content
def workbook(request: HttpRequest, procedure_id: uuid.UUID) -> HttpResponse:
    """The procedure as a workbook, to be changed and sent back."""
    sop = procedure_for(acting_of(request), procedure_id).sop
    return _file(to_workbook(sop), _XLSX, f"{sop.id}-{sop.version}.xlsx")


@require_safe
@for_content
def bpmn(request: HttpRequest, procedure_id: uuid.UUID) -> HttpResponse:
    """The procedure as BPMN 2.0."""
    sop = procedure_for(acting_of(request), procedure_id).sop
    return _file(to_bpmn(sop, language()), "application/xml", f"{sop.id}-{sop.version}.bpmn")


@for_content
def bring(request: HttpRequest) -> HttpResponse:
    """Send a procedure: it is checked, and waits for a second person to adopt it."""
    acting = acting_of(request)
    policy.may_set(acting)
    form = BringForm(procedures_for(acting), request.POST or None, request.FILES or None)
    problems: list[Wrong] = []
    if request.method == "POST" and form.is_valid():
        try:
            sop, problems = procedure_in(form.cleaned_data["file"])
            if sop is not None:
                made = setting.bring(
                    acting=acting, sop=sop, base_id=form.cleaned_data["base"], why=form.cleaned_data["why"]
                )
                messages.success(request, _("The procedure is there. A second person adopts it."))
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


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    safe = "".join(c if c.isalnum() or c in "-._" else "_" for c in settings.OFFICE.file_name(name))
    response["Content-Disposition"] = f'attachment; filename="{safe}"'.encode("ascii", "replace").decode()
    return response
