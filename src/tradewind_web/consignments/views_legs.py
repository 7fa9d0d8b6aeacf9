"""Pages on which people tell of legs, give part of a consignment to another, and decide."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.consignments import policy, queries
from tradewind_web.consignments.actions import deciding, recording
from tradewind_web.consignments.forms import DecideForm, HandOnForm, LegForm, OpenForm, WhyForm
from tradewind_web.consignments.models import Consignment, Decision
from tradewind_web.consignments.words import Leg, SaidBy
from tradewind_web.errors import Refused
from tradewind_web.traders.places import place_names


@for_content
def begin(request: HttpRequest) -> HttpResponse:
    """Follow a consignment under the reference of its papers, or under one of ours."""
    acting = acting_of(request)
    policy.may_record(acting)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = recording.open_consignment(acting=acting, ucr=form.cleaned_data["ucr"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The consignment is followed. Tell of its first leg."))
            return redirect("consignments:tell", made.pk)
    return _page(request, "consignments/open.html", form)


@for_content
def tell(request: HttpRequest, consignment_id: uuid.UUID) -> HttpResponse:
    """Type one leg in, also on a phone."""
    acting = acting_of(request)
    consignment = queries.consignment_for(acting, consignment_id)
    policy.may_tell_of(acting, consignment)
    initial = {
        "leg": request.GET.get("leg", Leg.FREE_ZONE), "day": timezone.localdate(),
        "substance": next(iter(consignment.substances), ""), "country_to": acting.agency.party,
    }  # fmt: skip
    form = LegForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            recording.tell(
                acting=acting, consignment_id=consignment.pk, values=form.values(),
                said_by=SaidBy(said["said_by"] or SaidBy.HAND), partner=said["partner"] if said["said_by"] else "",
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The leg is told. The ledger follows in a moment."))
            return redirect("consignments:one", consignment.pk)
    return _page(request, "consignments/tell.html", form, consignment)


@for_content
def hand_on(request: HttpRequest, consignment_id: uuid.UUID) -> HttpResponse:
    """Split part of a consignment off into a new one, or merge it into another that is chosen by a search."""
    acting = acting_of(request)
    consignment = queries.consignment_for(acting, consignment_id)
    policy.may_tell_of(acting, consignment)
    query = request.GET.get("q", "")[:80]
    form = HandOnForm(request.POST or None, initial={"day": timezone.localdate(), "other": _id(request)})
    form.offer(consignment.substances)
    if request.method == "POST" and form.is_valid():
        try:
            other = _hand_on(request, consignment, form)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It was given to %(ucr)s.") % {"ucr": other.ucr})
            return redirect("consignments:one", consignment.pk)
    offered = queries.others_like(acting, query, consignment) if query else []
    chosen = queries.consignment_for(acting, other_id) if (other_id := _id(request)) else None
    return _page(
        request, "consignments/hand_on.html", form, consignment, query=query, offered=offered, chosen=chosen
    )


@transaction.atomic
def _hand_on(request: HttpRequest, consignment: Consignment, form: HandOnForm) -> Consignment:
    """Both stand or fall: a new consignment takes over, or nothing is made."""
    acting = acting_of(request)
    chosen = form.cleaned_data["other"]
    other = queries.consignment_for(acting, chosen) if chosen else recording.open_consignment(acting=acting)
    recording.tell(acting=acting, consignment_id=consignment.pk, values=form.values(), other_id=other.pk)
    return other


@for_content
def decide(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Say of a report that it stands against the others, or does not count."""
    acting = acting_of(request)
    report = queries.report_for(acting, report_id)
    policy.may_tell_of(acting, report.consignment)
    form = DecideForm(request.POST or None, initial={"verdict": request.GET.get("verdict", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            deciding.decide(
                acting=acting, report_id=report.pk, verdict=Decision.Verdict(said["verdict"]), why=said["why"]
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is decided. The other reports stay, and it can be undone."))
            return redirect("consignments:one", report.consignment_id)
    return _page(request, "consignments/decide.html", form, report.consignment, report=report)


@for_content
def undo(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Undo a decision, with why."""
    acting = acting_of(request)
    decision = queries.decision_for(acting, decision_id)
    policy.may_tell_of(acting, decision.report.consignment)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.undo_decision(acting=acting, decision_id=decision.pk, why=form.cleaned_data["why"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The decision is undone."))
            return redirect("consignments:one", decision.report.consignment_id)
    said = {"title": _("Undo a decision"), "what": decision.why, "report": decision.report}
    return _page(request, "consignments/why.html", form, decision.report.consignment, **said)


@require_POST
@for_content
def confirm(request: HttpRequest, join_id: int) -> HttpResponse:
    """A leg that was joined or proposed belongs to the consignment."""
    acting = acting_of(request)
    queries.join_for(acting, join_id)
    try:
        join = deciding.confirm_join(acting=acting, join_id=join_id)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("consignments:joins")
    messages.success(request, _("It belongs to the consignment."))
    return redirect("consignments:one", join.consignment_id)


@for_content
def part(request: HttpRequest, join_id: int) -> HttpResponse:
    """A leg does not belong to the consignment, with why."""
    acting = acting_of(request)
    join = queries.join_for(acting, join_id)
    policy.may_tell_of(acting, join.consignment)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.undo_join(acting=acting, join_id=join.pk, why=form.cleaned_data["why"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It stands alone again, and is not proposed anew."))
            return redirect("consignments:one", join.consignment_id)
    said = {"title": _("It does not belong here"), "what": "", "report": join.report}
    return _page(request, "consignments/why.html", form, join.consignment, **said)


def _page(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    consignment: Consignment | None = None,
    **said: object,
) -> HttpResponse:
    said |= {"form": form, "consignment": consignment, "places": place_names()}
    return render(request, template, said, status=409 if request.method == "POST" else 200)


def _id(request: HttpRequest) -> uuid.UUID | None:
    text = request.POST.get("other") or request.GET.get("other") or ""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
