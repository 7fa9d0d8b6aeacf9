"""Pages of quotas and of the rules of the Party."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tradewind_web.agencies.gates import acting_of, for_content, id_of
from tradewind_web.audit.reading import history
from tradewind_web.errors import Refused
from tradewind_web.licensing import policy, queries
from tradewind_web.licensing.actions import allotting, ruling
from tradewind_web.licensing.customs_queries import rule_of
from tradewind_web.licensing.forms_quotas import GROUP_CHOICES, AllotForm, MoveForm, RulesForm, first_year
from tradewind_web.licensing.models import Quota
from tradewind_web.licensing.showing import GROUPS
from tradewind_web.licensing.words import Entry, Pool
from tradewind_web.sharing.paging import place_in
from tradewind_web.traders import queries as traders


@require_safe
@for_content
def quotas(request: HttpRequest) -> HttpResponse:
    """Quotas of a year: sums by group, and whose they are."""
    acting = acting_of(request)
    years = queries.quota_years(acting)
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else (years or [first_year()])[0]
    group = request.GET.get("group", "")[:100]
    found = queries.quota_page(
        acting, year, group, {"year": year, **({"group": group} if group else {}), **place_in(request.GET)}
    )
    said = {
        "years": years, "year": year, "group": group, "sums": queries.group_sums(acting, year), "page": found,
        "may_license": policy.can_license(acting),
    }  # fmt: skip
    return render(request, "licensing/quotas.html", said)


@for_content
def allot(request: HttpRequest) -> HttpResponse:
    """Type a quota in: the holder is searched first."""
    acting = acting_of(request)
    policy.may_license(acting)
    query = (request.POST.get("q") or request.GET.get("q") or "")[:200]
    text = request.POST.get("holder") or request.GET.get("holder") or ""
    chosen = queries.holder_for(acting, id_of(text)) if text else None
    initial = {"year": first_year(), "pool": "holder", "unit": "co2e_kg", "group": "F"}
    form = AllotForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        pool = said["pool"]
        try:
            quota = allotting.allot(
                acting=acting, reason=said["reason"],
                allotment=allotting.Allotment(
                    said["group"], said["year"], said["unit"], said["amount"],
                    chosen.pk if chosen and pool == Pool.HOLDER else None, pool,
                ),
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The quota is entered."))
            return redirect("licensing:quota", quota.pk)
    shown = {
        "form": form, "chosen": chosen, "query": query, "groups": [(g, GROUPS[g]) for g in GROUP_CHOICES],
        "offered": [] if chosen else traders.offered(acting, query),
    }  # fmt: skip
    return render(request, "licensing/allot.html", shown, status=409 if request.method == "POST" else 200)


@for_content
def quota(request: HttpRequest, quota_id: uuid.UUID) -> HttpResponse:
    """One quota with its ledger, and a form to move a part of it."""
    acting = acting_of(request)
    found = queries.quota_for(acting, quota_id)
    may = policy.can_license(acting) and found.owner_id == acting.agency.pk
    others = queries.quotas_like(acting, found) if may else []
    form = MoveForm(request.POST or None, initial={"what": "transfer"})
    form.offer(others)
    if request.method == "POST":
        policy.may_license(acting)
        if form.is_valid():
            said = form.cleaned_data
            try:
                if said["what"] == "transfer":
                    allotting.transfer(
                        acting=acting, quota_id=found.pk, to_quota_id=said["to"], amount_mg=said["amount"],
                        reason=said["reason"],
                    )  # fmt: skip
                else:
                    allotting.take(
                        acting=acting, quota_id=found.pk, kind=Entry(said["what"]), amount_mg=said["amount"],
                        reason=said["reason"],
                    )  # fmt: skip
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("It is entered in the ledger."))
                return redirect("licensing:quota", found.pk)
    shown = {
        "quota": found, "page": queries.ledger(found, place_in(request.GET)), "may_move": may, "form": form,
        "penalty_mg": allotting.penalty_due(found),
        "history": history(Quota.kind, str(found.pk), chains=[acting.chain]),
    }  # fmt: skip
    return render(request, "licensing/quota.html", shown, status=409 if request.method == "POST" else 200)


@for_content
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of the Party: read by all of the agency, set by a supervisor."""
    acting = acting_of(request)
    rule = rule_of(acting.agency.party)
    may = policy.can_override(acting)
    form = RulesForm.of(rule, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        policy.may_set_rules(acting)
        if form.is_valid():
            said = dict(form.cleaned_data)
            try:
                ruling.set_rules(acting=acting, reason=said.pop("reason"), values=said)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The rules are set."))
                return redirect("licensing:rules")
    shown = {"rule": rule, "form": form, "may_set": may}
    return render(request, "licensing/rules.html", shown, status=409 if request.method == "POST" else 200)
