"""Pages of licences: the officer's queue, one licence, entering an application, deciding."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.gates import acting_of, for_content, id_of
from tradewind_web.audit.reading import history
from tradewind_web.errors import NotAllowed, Refused
from tradewind_web.licensing import policy, queries
from tradewind_web.licensing.actions import applying, standing
from tradewind_web.licensing.acts import ACTS, form_of, offered
from tradewind_web.licensing.checks import stops
from tradewind_web.licensing.forms import ApplicationForm, FilterForm, LineForms, ReasonForm
from tradewind_web.licensing.models import Licence
from tradewind_web.licensing.naming import offered as gases_offered
from tradewind_web.licensing.showing import LABELS, changes, text_of
from tradewind_web.licensing.values import facts_of, values_of
from tradewind_web.licensing.words import State
from tradewind_web.sharing.answering import share_page, withdraw_page
from tradewind_web.sharing.paging import place_in
from tradewind_web.sharing.showing import shown
from tradewind_web.traders import queries as traders
from tradewind_web.traders.models import Trader
from tradewind_web.traders.places import named, place_names

#: What an application's page lists beside its gases.
_FACTS = (
    "direction", "partner", "partner_trader", "partner_licence", "route", "offices", "valid_from", "valid_until",
    "quota_year", "applied_on", "ucr", "conditions", "notes",
)  # fmt: skip


@require_safe
@for_content
def licences(request: HttpRequest) -> HttpResponse:
    """The officer's queue: what waits and for how long, what ends, and the list narrowed in the address."""
    acting = acting_of(request)
    form = FilterForm(request.GET)
    form.offer(*queries.choices(acting))
    filters = form.filters()
    given = {**filters.told(), **place_in(request.GET)}
    said = {
        "form": form, "filters": filters, "page": queries.page(acting, filters, given),
        "cards": _cards(acting), "heading": dict(_views()).get(filters.view, ""),
        "is_narrowed": bool(filters.direction or filters.substance or filters.year),
        "may_license": policy.can_license(acting), "is_licensing_agency": policy.is_licensing_agency(acting),
    }  # fmt: skip
    return render(request, "licensing/list.html", said)


@require_safe
@for_content
def one(request: HttpRequest, licence_id: uuid.UUID) -> HttpResponse:
    """One licence: where it stands, what was asked and decided, its papers, versions and history."""
    acting = acting_of(request)
    licence = queries.licence_for(acting, licence_id)
    own = licence.owner_id == acting.agency.pk
    sharing = shown(
        acting, licence, share_url=reverse("licensing:share", args=[licence.pk]),
        withdraw_url=reverse("licensing:withdraw", args=[licence.pk]),
    )  # fmt: skip
    undecided = own and licence.state in applying.UNDECIDED
    facts = facts_of(licence)
    rows = [(LABELS[n], text_of(n, facts[n])) for n in _FACTS if own or n != "notes"]
    said = {
        "licence": licence, "sharing": sharing, "balance": queries.balance(licence),
        "checks": queries.checks_for(licence) if undecided else [], "acts": _acts(acting, licence),
        "facts": [(label, text) for label, text in rows if text], "papers": queries.papers_of(licence) if own else [],
        "appeals": queries.appeals_of(licence), "versions": changes(queries.versions_of(licence)) if own else [],
        "history": history(Licence.kind, str(licence.pk), chains=[acting.chain]), "sentence": _sentence(licence),
        "may_change": policy.can_change(acting, licence),
        "proposed_state": State(licence.proposed["state"]).label if licence.proposed else "",
    }  # fmt: skip
    return render(request, "licensing/one.html", said)


@require_safe
@for_content
def begin(request: HttpRequest) -> HttpResponse:
    """Who applies: a trader of the register is chosen."""
    acting = acting_of(request)
    policy.may_license(acting)
    query = request.GET.get("q", "")[:200]
    return render(
        request, "licensing/begin.html", {"query": query, "offered": traders.offered(acting, query)}
    )


@for_content
def new(request: HttpRequest, trader_id: uuid.UUID) -> HttpResponse:
    """An application of this trader, empty or made from an earlier licence (`?from=`)."""
    acting = acting_of(request)
    policy.may_license(acting)
    holder = queries.holder_for(acting, trader_id)
    text = request.POST.get("from") or request.GET.get("from") or ""
    earlier = queries.licence_for(acting, id_of(text)) if text else None

    def save(values: Any) -> Licence:
        return applying.enter(
            acting=acting, holder_id=holder.pk, values=values, amends_id=earlier.pk if earlier else None
        )

    return _application(
        request, acting, holder, earlier, save, title=_("Enter an application"), earlier=earlier
    )


@for_content
def change(request: HttpRequest, licence_id: uuid.UUID) -> HttpResponse:
    """What an undecided application says; of a granted licence, its next version."""
    acting = acting_of(request)
    licence = queries.licence_for(acting, licence_id)
    amends = licence.state in (State.GRANTED, State.SUSPENDED)
    if amends and not policy.can_decide(acting, licence):
        policy.may_decide(acting, licence)
    if not amends:
        policy.may_change(acting, licence)
    reason = ReasonForm(request.POST or None) if amends else None

    def save(values: Any) -> Licence:
        if reason is None:
            return applying.change(acting=acting, licence_id=licence.pk, values=values)
        return standing.amend(
            acting=acting, licence_id=licence.pk, values=values, reason=reason.cleaned_data["reasons"],
            beyond_quota=request.POST.get("beyond_quota", "")[:2000],
        )  # fmt: skip

    title = _("Amend %(number)s") if amends else _("Change %(number)s")
    return _application(
        request, acting, licence.holder, licence, save, title=title % {"number": licence}, reason=reason
    )


@for_content
def act(request: HttpRequest, licence_id: uuid.UUID, name: str) -> HttpResponse:
    """A decision, with its reasons."""
    acting = acting_of(request)
    licence = queries.licence_for(acting, licence_id)
    if name not in ACTS:
        raise Http404
    chosen = ACTS[name]
    if not chosen.allowed(acting, licence):
        raise NotAllowed(str(chosen.label), _("licensing officer or supervisor of the licensing agency"))
    form = form_of(chosen, acting, licence, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.run(acting, licence, form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, str(chosen.done))
            return redirect("licensing:one", licence.pk)
    said = {
        "licence": licence, "form": form, "title": chosen.label, "button": chosen.label,
        "explained": chosen.explained, "sentence": _sentence(licence),
        "stops": stops(queries.checks_for(licence)) if name == "grant" else [],
    }  # fmt: skip
    return render(request, "licensing/act.html", said, status=409 if request.method == "POST" else 200)


@require_POST
@for_content
def papers(request: HttpRequest, licence_id: uuid.UUID) -> HttpResponse:
    """Supporting documents are added."""
    acting = acting_of(request)
    files = request.FILES.getlist("papers")
    if not files:
        policy.may_change(acting, queries.licence_for(acting, licence_id))
        messages.error(request, _("choose a file first"))
    for file in files[: applying.MOST_PAPERS]:
        try:
            applying.add_paper(
                acting=acting, licence_id=licence_id, name=file.name or "",
                content=file.read(applying.MOST_BYTES + 1),
            )  # fmt: skip
        except Refused as error:
            messages.error(request, str(error))
    return redirect("licensing:one", licence_id)


@require_safe
@for_content
def paper(request: HttpRequest, licence_id: uuid.UUID, paper_id: uuid.UUID) -> HttpResponseBase:
    """A supporting document, for the agency that decides."""
    acting = acting_of(request)
    found = queries.paper_of(acting, licence_id, paper_id)
    policy.may_read_papers(acting, queries.licence_for(acting, licence_id))
    return FileResponse(
        found.path.open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type
    )


@for_content
def share(request: HttpRequest, licence_id: uuid.UUID) -> HttpResponse:
    """Share a licence."""
    licence = queries.licence_for(acting_of(request), licence_id)
    return share_page(request, licence, title=str(licence), back=reverse("licensing:one", args=[licence.pk]))


@for_content
def withdraw(request: HttpRequest, licence_id: uuid.UUID) -> HttpResponse:
    """Withdraw a licence from everyone but its own agency."""
    licence = queries.licence_for(acting_of(request), licence_id)
    return withdraw_page(
        request, licence, title=str(licence), back=reverse("licensing:one", args=[licence.pk])
    )


def _application(
    request: HttpRequest, acting: Acting, holder: Trader, shown_licence: Licence | None, save: Any, *, title: str,
    reason: ReasonForm | None = None, earlier: Licence | None = None,
) -> HttpResponse:  # fmt: skip
    """The form with its gases: one more, saved, or what is wrong."""
    values = values_of(shown_licence) if shown_licence else None
    header = {n: getattr(values, n) for n in ApplicationForm.base_fields} if values else {}
    if earlier:
        header = {**header, "applied_on": None, "quota_year": None, "ucr": ""}
    rows = [line.as_facts() for line in values.lines if line.allowed_g] if values else []
    trouble, status, then = "", 200, request.POST.get("then", "")
    if request.method == "POST" and then == "more":
        form, lines = ApplicationForm(request.POST), LineForms(_one_more(request), prefix="line")
        form.is_valid()
        form.errors.clear()  # nothing is wrong yet: the person still types
        for line in lines:
            line.errors.clear()
    elif request.method == "POST":
        form, lines, status = ApplicationForm(request.POST), LineForms(request.POST, prefix="line"), 409
        good = [form.is_valid(), lines.is_valid(), reason is None or reason.is_valid()]
        if all(good):
            try:
                licence = save(form.values([line.values() for line in lines if not line.is_blank]))
                if then == "take_in" and licence.state == State.DRAFT:
                    licence = applying.take_in(acting=acting, licence_id=licence.pk)
            except Refused as error:
                trouble = str(error)
            else:
                messages.success(request, _("It is saved."))
                return redirect("licensing:one", licence.pk)
    else:
        today = timezone.localdate()
        start = {"valid_from": today, "valid_until": date(today.year, 12, 31), "applied_on": today}
        form = ApplicationForm(initial={**start, **header})
        lines = LineForms(initial=rows or [{}], prefix="line")
    said = {
        "title": title, "holder": holder, "form": form, "lines": lines, "reason_form": reason, "trouble": trouble,
        "gases": gases_offered(""), "places": place_names(), "from_id": earlier.pk if earlier else "",
        "draft_key": shown_licence.pk if shown_licence and not earlier else f"new-{holder.pk}",
        "may_override": policy.can_override(acting),
        "back": reverse("licensing:one", args=[shown_licence.pk]) if shown_licence else reverse("licensing:begin"),
    }  # fmt: skip
    return render(request, "licensing/application.html", said, status=status)


def _one_more(request: HttpRequest) -> Any:
    data = request.POST.copy()
    count = data.get("line-TOTAL_FORMS", "1")
    data["line-TOTAL_FORMS"] = str(min(int(count) + 1, applying.MOST_LINES)) if count.isdigit() else "1"
    return data


def _acts(acting: Acting, licence: Licence) -> list[dict[str, str]]:
    here = [licence.pk]
    found = [
        {"label": str(a.label), "url": reverse("licensing:act", args=[licence.pk, a.name])}
        for a in offered(acting, licence)
    ]
    if licence.state in applying.UNDECIDED and policy.can_change(acting, licence):
        found.append({"label": _("Change"), "url": reverse("licensing:change", args=here)})
    if licence.state in (State.GRANTED, State.SUSPENDED) and policy.can_decide(acting, licence):
        found.insert(0, {"label": _("Amend"), "url": reverse("licensing:change", args=here)})
    if licence.number and licence.owner_id == acting.agency.pk:
        found.insert(0, {"label": _("Print the licence"), "url": reverse("licensing:print", args=here)})
    if policy.can_change(acting, licence):
        url = reverse("licensing:new", args=[licence.holder_id], query={"from": str(licence.pk)})
        found.append({"label": _("New one from this"), "url": url})
    return found


def _sentence(licence: Licence) -> str:
    """What it is, in one sentence."""
    said = {
        "place": named(licence.partner), "from": date_format(licence.valid_from, "DATE_FORMAT"),
        "until": date_format(licence.valid_until, "DATE_FORMAT"),
    }  # fmt: skip
    if licence.direction == "import":
        return _("Import from %(place)s, %(from)s to %(until)s") % said
    if licence.direction == "export":
        return _("Export to %(place)s, %(from)s to %(until)s") % said
    return _("Transit to %(place)s, %(from)s to %(until)s") % said


def _views() -> list[tuple[str, str]]:
    return [
        ("waiting", _("to decide")), ("second", _("wait for a second person")), ("asked", _("more was asked")),
        ("ending", _("end within 30 days")), ("valid", _("in force")), ("suspended", _("suspended")),
        ("appealed", _("under appeal")), ("drafts", _("being written")), ("ended", _("ended")),
    ]  # fmt: skip


def _cards(acting: Acting) -> list[dict[str, Any]]:
    """What is counted at the top; customs sees what is in force and what is not."""
    counted = queries.counts(acting)
    shown_views = (
        "waiting",
        "second",
        "asked",
        "appealed",
        "ending",
        "valid",
        "suspended",
        "drafts",
        "ended",
    )
    if not policy.is_licensing_agency(acting):
        shown_views = ("valid", "ending", "suspended", "ended")  # type: ignore[assignment]
    cards = []
    for view, label in _views():
        always = view in ("waiting", "ending", "valid")
        if view in shown_views and (counted[view] or always):
            more = ""
            if view == "waiting" and counted[view] and (since := queries.oldest_waiting(acting)):
                more = _("the oldest since %(day)s") % {"day": date_format(since, "DATE_FORMAT")}
            cards.append({"view": view, "label": label, "count": counted[view], "more": more})
    return cards
