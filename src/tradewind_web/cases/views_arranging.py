"""Pages on which a case is arranged: who has it, what it belongs to, and on which procedure it runs."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.cases import policy, queries
from tradewind_web.cases.actions import arranging
from tradewind_web.cases.actions import procedures as setting
from tradewind_web.cases.forms import AssignForm, HandOverForm, MoveForm, OtherCaseForm, SplitForm
from tradewind_web.cases.freezing import findings_of
from tradewind_web.cases.models import Case
from tradewind_web.cases.shelf import in_force_for
from tradewind_web.cases.words import text
from tradewind_web.errors import Refused


@require_safe
@for_content
def arrange(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give it to a colleague or another agency; relate, merge, split it; move it to another procedure."""
    acting, case = _found(request, case_id)
    return _page(request, acting, case)


@require_POST
@for_content
def assign(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A colleague has it."""
    acting, case = _found(request, case_id)
    people = queries.colleagues(acting)
    form = AssignForm(people, request.POST)
    if form.is_valid():
        to = next(p for p in people if str(p.pk) == form.cleaned_data["to"])
        try:
            arranging.assign(acting=acting, case_id=case_id, to=to, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _back(request, case, _("%(name)s has the case now.") % {"name": to.display_name})
    return _page(request, acting, case, assign=form)


@require_POST
@for_content
def hand_over(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Another agency works in it, or its owner takes it back."""
    acting, case = _found(request, case_id)
    agencies = _agencies(acting, case)
    form = HandOverForm(agencies, request.POST)
    if form.is_valid():
        to = next(a for a in agencies if str(a.pk) == form.cleaned_data["agency"])
        try:
            arranging.hand_over(acting=acting, case_id=case_id, to=to, reason=form.cleaned_data["why"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _back(request, case, _("%(name)s works in the case now.") % {"name": to.name})
    return _page(request, acting, case, hand_over=form)


@require_POST
@for_content
def relate(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """It belongs to another."""
    acting, case = _found(request, case_id)
    form = OtherCaseForm(queries.others_for(acting, case), request.POST)
    if form.is_valid():
        try:
            arranging.relate(acting=acting, case_id=case_id, other_id=form.cleaned_data["other"],
                             why=form.cleaned_data["why"])  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _back(request, case, _("The cases are related."))
    return _page(request, acting, case, relate=form)


@require_POST
@for_content
def merge(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Work goes on in another."""
    acting, case = _found(request, case_id)
    form = OtherCaseForm(queries.others_for(acting, case), request.POST)
    if form.is_valid():
        try:
            into = arranging.merge(acting=acting, case_id=case_id, into_id=form.cleaned_data["other"],
                                   why=form.cleaned_data["why"])  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _back(request, into, _("Work goes on in this case."))
    return _page(request, acting, case, merge=form)


@require_POST
@for_content
def split(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Some findings go on in a case of their own."""
    acting, case = _found(request, case_id)
    form = SplitForm(findings_of(acting, case), request.POST)
    if form.is_valid():
        try:
            made = arranging.split(acting=acting, case_id=case_id, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _back(request, made, _("The new case is there."))
    return _page(request, acting, case, split=form)


@for_content
def move(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """GET `?procedure=`: what will be missing. POST: the case goes on with it."""
    acting, case = _found(request, case_id)
    others = [p for p in in_force_for(acting) if p.digest != case.procedure.digest]
    form = MoveForm(others, request.POST or None, initial={"procedure": request.GET.get("procedure", "")})
    if request.method == "POST" and form.is_valid():
        try:
            setting.move_case(acting=acting, case_id=case_id, procedure_id=form.cleaned_data["procedure"],
                              why=form.cleaned_data["why"])  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _back(request, case, _("The case goes on with the other procedure."))
    said: dict[str, Any] = {"case": case, "form": form, "others": others}
    wanted = request.POST.get("procedure") or request.GET.get("procedure")
    to = next((p for p in others if str(p.pk) == wanted), None)
    if to is not None and case.state == "open":
        moved = setting.foreseen(case, to)
        sop = to.sop
        said |= {
            "to": to, "late": [text(sop, f"{one}.title") for one in moved.late_steps],
            "short": [(text(sop, f"{step}.title"), kind, count) for step, kind, count in moved.late_evidence],
            "gone": [text(case.procedure.sop, f"{one}.title") for one in moved.gone],
            "now": [text(sop, f"{one.step}.title") for one in moved.state.open],
        }  # fmt: skip
    return render(request, "cases/move.html", said, status=409 if form.errors else 200)


def _found(request: HttpRequest, case_id: uuid.UUID) -> tuple[Acting, Case]:
    acting = acting_of(request)
    case = queries.case_for(acting, case_id)
    _may(acting, case)
    return acting, case


def _may(acting: Acting, case: Case) -> None:
    """The owner, who can take it back, and whoever works in it."""
    if case.owner_id != acting.agency.pk:
        policy.may_work_in(acting, case)
    else:
        policy.may_open(acting)


def _agencies(acting: Acting, case: Case) -> list[Any]:
    """To whom it can go: back to its owner, or from the owner to any other."""
    if case.owner_id != acting.agency.pk:
        return [case.owner]
    return [*([acting.agency] if case.with_agency_id else []), *queries.partners(acting)]


def _page(request: HttpRequest, acting: Acting, case: Case, **wrong: forms.Form) -> HttpResponse:
    others, findings = queries.others_for(acting, case), findings_of(acting, case)
    made: dict[str, forms.Form] = {
        "assign": AssignForm(queries.colleagues(acting), auto_id="assign_%s"),
        "hand_over": HandOverForm(_agencies(acting, case), auto_id="over_%s"),
        "relate": OtherCaseForm(others, auto_id="relate_%s"),
        "merge": OtherCaseForm(others, auto_id="merge_%s"),
        "split": SplitForm(findings, auto_id="split_%s"),
    }
    said = {
        "case": case, "forms": {**made, **wrong}, "others": others, "findings": findings,
        "may_work": policy.can_work_in(acting, case) and case.state == "open",
        "is_open": case.state == "open",
    }  # fmt: skip
    return render(request, "cases/arrange.html", said, status=409 if wrong else 200)


def _back(request: HttpRequest, case: Case, success: str) -> HttpResponse:
    messages.success(request, success)
    return redirect("cases:one", case.pk)
