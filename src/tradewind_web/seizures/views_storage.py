"""Pages of storage and disposal."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tradewind.ledgers.disposal import known_answers
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import Refused
from tradewind_web.seizures import policy, queries_custody, queries_storage
from tradewind_web.seizures.actions import disposal as disposing
from tradewind_web.seizures.actions import storage as storing
from tradewind_web.seizures.forms_storage import (
    ArrivalForm,
    CheckForm,
    DecisionForm,
    DoneForm,
    EndForm,
    ProposalForm,
    SiteForm,
    StayForm,
)
from tradewind_web.seizures.holding import goods_of, held_masses
from tradewind_web.seizures.showing_custody import leak_lines
from tradewind_web.seizures.showing_storage import shown_conditions, shown_ways
from tradewind_web.seizures.words_custody import DisposalState, Way


@for_content
def sites(request: HttpRequest) -> HttpResponse:
    """The agency's sites; POST lists one more."""
    acting = acting_of(request)
    form, trouble = SiteForm(request.POST or None), ""
    posted = request.method == "POST"
    if posted:
        policy.may_record(acting)
        if form.is_valid():
            try:
                made = storing.list_site(acting=acting, values=form.values())
                return redirect("seizures:site", made.pk)
            except Refused as error:
                trouble = str(error)
    said = {
        "form": form, "page": queries_storage.page_of_sites(acting, request.GET), "trouble": trouble,
        "may_write": policy.can_record(acting),
    }  # fmt: skip
    return render(request, "seizures/sites.html", said, status=409 if posted else 200)


@for_content
def site(request: HttpRequest, site_id: uuid.UUID) -> HttpResponse:
    """One site: what lies there, inspections; POST writes an inspection."""
    acting = acting_of(request)
    found = queries_storage.site_of(acting, site_id)
    form, trouble = CheckForm(request.POST or None, initial={"on": timezone.localdate()}), ""
    posted = request.method == "POST"
    if posted:
        policy.may_record(acting)
        if form.is_valid():
            try:
                storing.look_at(acting=acting, site_id=found.pk, **form.cleaned_data)
            except Refused as error:
                trouble = str(error)
            else:
                messages.success(request, _("It is noted."))
                return redirect("seizures:site", found.pk)
    said = {
        "site": found, "form": form, "trouble": trouble, "checks": queries_storage.checks_of(found),
        "stays": queries_storage.stays_at(acting, found), "may_write": policy.can_record(acting),
    }  # fmt: skip
    return render(request, "seizures/site.html", said, status=409 if posted else 200)


@for_content
def storage(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """Where the goods of a seizure lie and what it costs; POST begins a stay."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    known = queries_storage.sites_of(acting)
    form = StayForm(request.POST or None, sites=known, initial={"since": timezone.localdate()})
    posted = request.method == "POST"
    if posted:
        policy.may_correct(acting, seizure)
        if form.is_valid():
            storing.begin_stay(
                acting=acting, seizure_id=seizure.pk, site_id=form.cleaned_data["site"], values=form.values()
            )
            messages.success(request, _("The meter runs."))
            return redirect("seizures:storage", seizure.pk)
    stays = queries_storage.stays_of(seizure)
    said = {
        "seizure": seizure, "form": form, "sites": known, "stays": stays, "totals": queries_storage.totals(stays),
        "end": EndForm(initial={"until": timezone.localdate()}), "may_write": policy.can_correct(acting, seizure),
        "leaks": leak_lines(queries_custody.custody_of(seizure).leaks),
    }  # fmt: skip
    return render(request, "seizures/storage.html", said, status=409 if posted else 200)


@for_content
@require_POST
def end_stay(request: HttpRequest, seizure_id: uuid.UUID, stay_id: uuid.UUID) -> HttpResponse:
    """The last day of a stay."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    policy.may_correct(acting, seizure)
    form = EndForm(request.POST)
    try:
        if form.is_valid():
            storing.end_stay(
                acting=acting, seizure_id=seizure.pk, stay_id=stay_id, until=form.cleaned_data["until"]
            )
            messages.success(request, _("The meter stopped."))
        else:
            messages.error(request, str(next(iter(form.errors.values()))[0]))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("seizures:storage", seizure.pk)


@for_content
def disposal(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """The ways side by side by what is answered; POST weighs them anew, or proposes one."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    may_write = policy.can_correct(acting, seizure)
    exhibits = queries_custody.exhibits_of(seizure)
    known = known_answers(goods_of(exhibits))
    form = ProposalForm(
        request.POST or None,
        exhibits=exhibits,
        known=known,
        initial={"exhibits": [e.number for e in exhibits]},
    )
    trouble, status = "", 200
    answers: dict[str, tuple[str, str]] = {code: (answer, "") for code, answer in known.items()}
    if request.method == "POST":
        policy.may_correct(acting, seizure)
        proposes = request.POST.get("then") == "propose"
        if form.is_valid() and proposes:
            form.must_propose()
        if form.is_valid():
            answers = form.answers()
        if form.is_valid() and proposes:
            try:
                made = disposing.propose(acting=acting, seizure_id=seizure.pk, values=form.values())
                return redirect("seizures:disposal_one", seizure.pk, made.number)
            except Refused as error:
                trouble = str(error)
        status = 409 if trouble or not form.is_valid() else 200
    said = {
        "seizure": seizure, "form": form, "exhibits": exhibits, "ways": shown_ways(disposing.assessed(answers)),
        "disposals": queries_storage.disposals_of(seizure), "trouble": trouble, "may_write": may_write,
    }  # fmt: skip
    return render(request, "seizures/disposal.html", said, status=status)


@for_content
def disposal_one(request: HttpRequest, seizure_id: uuid.UUID, number: int) -> HttpResponse:
    """One proposal on its way: decided, carried out, arrived."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    found = queries_storage.disposal_of(seizure, number)
    posted, trouble = request.method == "POST", ""
    decide, done, arrival = DecisionForm(), DoneForm(exhibits=found.exhibits), ArrivalForm()
    if posted:
        policy.may_correct(acting, seizure)
        then = request.POST.get("then", "")
        who: dict[str, Any] = {"acting": acting, "seizure_id": seizure.pk, "number": number}
        try:
            if then == "decide" and (decide := DecisionForm(request.POST)).is_valid():
                disposing.decide(**who, **decide.cleaned_data)
                return redirect("seizures:disposal_one", seizure.pk, number)
            if then == "done" and (done := DoneForm(request.POST, exhibits=found.exhibits)).is_valid():
                said: dict[str, Any] = {
                    n: done.cleaned_data[n] for n in ("on", "certificate", "difference_why")
                }
                disposing.carry_out(**who, disposed=done.disposed(), **said)
                return redirect("seizures:disposal_one", seizure.pk, number)
            if then == "arrival" and (arrival := ArrivalForm(request.POST)).is_valid():
                disposing.prove_arrival(**who, **arrival.cleaned_data)
                return redirect("seizures:disposal_one", seizure.pk, number)
        except Refused as error:
            trouble = str(error)
    exhibits = [e for e in queries_custody.exhibits_of(seizure) if e.number in found.exhibits]
    held = held_masses(exhibits, queries_custody.custody_of(seizure))
    way = next(a for a in disposing.assessed(found.answers) if a.way == found.way)
    may_write = policy.can_correct(acting, seizure)
    said_ = {
        "seizure": seizure, "disposal": found, "conditions": shown_conditions(way, found.answers), "trouble": trouble,
        "held": [(e, held[e.number], found.disposed.get(str(e.number))) for e in exhibits], "way": way,
        "decide": decide, "done": done, "arrival": arrival,
        "may_decide": may_write and acting.holds(Role.SUPERVISOR) and found.state == DisposalState.PROPOSED,
        "may_do": may_write and found.state == DisposalState.ALLOWED and found.way != Way.STORAGE,
        "may_prove": may_write and found.state == DisposalState.DONE,
        "is_overdue": found.is_overdue(timezone.localdate()),
    }  # fmt: skip
    return render(request, "seizures/disposal_one.html", said_, status=409 if posted else 200)
