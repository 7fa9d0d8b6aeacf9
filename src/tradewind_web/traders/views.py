"""Pages of the register of traders."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.audit.reading import history
from tradewind_web.errors import Refused
from tradewind_web.sharing.answering import share_page, withdraw_page
from tradewind_web.sharing.showing import shown
from tradewind_web.traders import policy
from tradewind_web.traders.actions import forgetting, holding, keeping, linking
from tradewind_web.traders.forms import CorrectForm, FilterForm, LinkForm, TraderForm, WhyForm
from tradewind_web.traders.models import Link, Trader
from tradewind_web.traders.places import place_names
from tradewind_web.traders.queries import Filters, link_for, links_of, namesakes, offered, page, trader_for


@require_safe
@for_content
def traders(request: HttpRequest) -> HttpResponse:
    """The register by name, narrowed by a form that works in the address."""
    acting = acting_of(request)
    form = FilterForm(request.GET)
    filters = form.filters()
    found = page(acting, filters, _cursor(request))
    said = {
        "form": form, "found": found, "is_narrowed": filters != Filters(), "may_keep": policy.can_keep(acting),
        "page": {"before": _address(request, before=found.before), "after": _address(request, after=found.after)},
        "places": place_names(),
    }  # fmt: skip
    return render(request, "traders/list.html", said)


@for_content
def add(request: HttpRequest) -> HttpResponse:
    """A form to type a trader in."""
    acting = acting_of(request)
    policy.may_keep(acting)
    form = TraderForm(request.POST or None, initial={"country": acting.agency.party})
    if request.method == "POST" and form.is_valid():
        try:
            trader = keeping.add(acting=acting, values=form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The trader is in your register."))
            return redirect("traders:one", trader.pk)
    return _form(request, "traders/add.html", form)


@require_safe
@for_content
def one(request: HttpRequest, trader_id: uuid.UUID) -> HttpResponse:
    """One trader: facts, links, history, and who can see it."""
    acting = acting_of(request)
    trader = trader_for(acting, trader_id)
    sharing = shown(
        acting, trader, share_url=reverse("traders:share", args=[trader.pk]),
        withdraw_url=reverse("traders:withdraw", args=[trader.pk]),
    )  # fmt: skip
    said = {
        "trader": trader, "sharing": sharing, "links": links_of(acting, trader),
        "namesakes": namesakes(acting, trader), "may_keep": policy.can_keep(acting),
        "may_correct": policy.can_correct(acting, trader) and not trader.is_forgotten,
        "may_forget": policy.can_forget(acting, trader) and not trader.is_forgotten,
        "held_because": holding.held_because(trader) if trader.owner_id == acting.agency.pk else "",
        "history": history(Trader.kind, str(trader.pk), chains=[acting.chain]),
    }  # fmt: skip
    return render(request, "traders/one.html", said)


@for_content
def correct(request: HttpRequest, trader_id: uuid.UUID) -> HttpResponse:
    """The same form filled with what stands, and why it is changed."""
    acting = acting_of(request)
    trader = trader_for(acting, trader_id)
    policy.may_correct(acting, trader)
    form = CorrectForm.of(trader, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.correct(
                acting=acting, trader_id=trader.pk, values=form.values(), why=form.cleaned_data["why"]
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The correction is saved; what stood before is in the history."))
            return redirect("traders:one", trader.pk)
    return _form(request, "traders/correct.html", form, trader)


@require_POST
@for_content
def keep(request: HttpRequest, trader_id: uuid.UUID) -> HttpResponse:
    """A proposed trader is looked at and kept."""
    trader = keeping.keep(acting=acting_of(request), trader_id=trader_id)
    messages.success(request, _("The trader is kept."))
    return redirect("traders:one", trader.pk)


@for_content
def link(request: HttpRequest, trader_id: uuid.UUID) -> HttpResponse:
    """Search another trader, choose it, say how the two belong together and why."""
    acting = acting_of(request)
    trader = trader_for(acting, trader_id)
    policy.may_keep(acting)
    query = request.GET.get("q", "")[:200]
    other = _chosen(request)
    chosen = trader_for(acting, other) if other else None
    form = LinkForm(request.POST or None, initial={"other": other, "kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            linking.link(
                acting=acting,
                one_id=trader.pk,
                other_id=said["other"],
                kind=Link.Kind(said["kind"]),
                why=said["why"],
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The link is made. It can be undone."))
            return redirect("traders:one", trader.pk)
    said = {
        "trader": trader, "form": form, "query": query, "chosen": chosen,
        "offered": [] if chosen else offered(acting, query, without=[trader.pk]),
    }  # fmt: skip
    return render(request, "traders/link.html", said, status=409 if request.method == "POST" else 200)


@for_content
def undo(request: HttpRequest, link_id: int) -> HttpResponse:
    """Undo a link, with why."""
    acting = acting_of(request)
    found = link_for(acting, link_id)
    policy.may_keep(acting)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            linking.unlink(acting=acting, link_id=found.pk, why=form.cleaned_data["why"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The link is undone."))
            return redirect("traders:one", found.one_id)
    said = {"form": form, "link": found}
    return render(request, "traders/undo.html", said, status=409 if request.method == "POST" else 200)


@for_content
def forget(request: HttpRequest, trader_id: uuid.UUID) -> HttpResponse:
    """Erase what identifies a trader, with why."""
    acting = acting_of(request)
    trader = trader_for(acting, trader_id)
    policy.may_forget(acting, trader)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            forgetting.forget(acting=acting, trader_id=trader.pk, reason=form.cleaned_data["why"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("What identified the trader is erased."))
            return redirect("traders:one", trader.pk)
    return _form(request, "traders/forget.html", form, trader)


@for_content
def hold(request: HttpRequest, trader_id: uuid.UUID) -> HttpResponse:
    """Place a legal hold on a trader, or lift the one that stands, with why."""
    acting = acting_of(request)
    trader = trader_for(acting, trader_id)
    policy.may_forget(acting, trader)
    held = holding.held_because(trader)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act = holding.release if held else holding.hold
            act(acting=acting, trader_id=trader.pk, reason=form.cleaned_data["why"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The hold is lifted.") if held else _("A legal hold stands."))
            return redirect("traders:one", trader.pk)
    said = {"form": form, "trader": trader, "held": held}
    return render(request, "traders/hold.html", said, status=409 if request.method == "POST" else 200)


@for_content
def share(request: HttpRequest, trader_id: uuid.UUID) -> HttpResponse:
    """Share a trader."""
    trader = trader_for(acting_of(request), trader_id)
    return share_page(request, trader, title=str(trader), back=reverse("traders:one", args=[trader.pk]))


@for_content
def withdraw(request: HttpRequest, trader_id: uuid.UUID) -> HttpResponse:
    """Withdraw a trader from everyone but its own agency."""
    trader = trader_for(acting_of(request), trader_id)
    return withdraw_page(request, trader, title=str(trader), back=reverse("traders:one", args=[trader.pk]))


def _form(
    request: HttpRequest, template: str, form: TraderForm | WhyForm, trader: Trader | None = None
) -> HttpResponse:
    said = {"form": form, "trader": trader, "places": place_names()}
    return render(request, template, said, status=409 if request.method == "POST" else 200)


def _address(request: HttpRequest, **place: str) -> str:
    """The query of this page with another place in the list; "" for no place."""
    if not any(place.values()):
        return ""
    kept = {name: value for name, value in request.GET.items() if value and name not in ("before", "after")}
    return urlencode({**kept, **place})


def _cursor(request: HttpRequest) -> str:
    for way in ("before", "after"):
        if way in request.GET:
            return f"{way}~{request.GET[way][:300]}"
    return ""


def _chosen(request: HttpRequest) -> uuid.UUID | None:
    text = request.POST.get("other") or request.GET.get("other") or ""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
