"""Pages of proceedings: the register, one of them, its elements, its days and its decision."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.gates import acting_of, for_content, id_of
from tradewind_web.audit.reading import history
from tradewind_web.errors import Refused
from tradewind_web.proceedings import policy, queries
from tradewind_web.proceedings.actions import deciding, laying, opening, proving
from tradewind_web.proceedings.forms import (
    DecisionForm,
    ElementForm,
    EvidenceForm,
    OpenForm,
    ProofForm,
    StepForm,
)
from tradewind_web.proceedings.models import Proceeding
from tradewind_web.proceedings.reckoning import provisions_for, running
from tradewind_web.proceedings.showing import clocks, outcomes, sheet
from tradewind_web.proceedings.words import CLOSED, WEIGHED, Proof, Side, State, Track
from tradewind_web.seizures.queries import seizure_for, traders_in
from tradewind_web.sharing.answering import share_page, withdraw_page
from tradewind_web.sharing.paging import place_in
from tradewind_web.sharing.showing import shown
from tradewind_web.traders.places import place_names


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    state = forms.ChoiceField(
        label=_l("How it stands"), choices=(("", _l("all")), *State.choices), required=False
    )
    track = forms.ChoiceField(
        label=_l("Before whom"), choices=(("", _l("all")), *Track.choices), required=False
    )


@require_safe
@for_content
def proceedings(request: HttpRequest) -> HttpResponse:
    """The register, what is due first at the front."""
    acting = acting_of(request)
    form = FilterForm(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name, "") for name in ("state", "track")}
    given = {**{k: v for k, v in asked.items() if v}, **place_in(request.GET)}
    page = queries.page(acting, state=asked["state"], track=asked["track"], given=given)
    said = {
        "form": form, "page": page, "is_narrowed": any(asked.values()), "may_conduct": policy.can_conduct(acting),
    }  # fmt: skip
    return render(request, "proceedings/list.html", said)


@for_content
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a proceeding, from a seizure or without one."""
    acting = acting_of(request)
    policy.may_conduct(acting)
    text = request.POST.get("seizure") or request.GET.get("seizure") or ""
    seizure = seizure_for(acting, id_of(text)) if text else None
    text = request.POST.get("case") or request.GET.get("case") or ""
    case = queries.case_of(acting, id_of(text)) if text else None
    if text and case is None:
        raise Http404
    initial: dict[str, Any] = {"jurisdiction": acting.agency.party, "about": case.title if case else ""}
    if seizure is not None:
        initial |= {"act_on": seizure.seized_on, "jurisdiction": seizure.country}
    form = OpenForm(request.POST or None, initial=initial)
    traders = traders_in(acting, seizure) if seizure is not None else []
    form.offer(traders)
    if request.method == "POST" and form.is_valid():
        try:
            made = opening.open_proceeding(
                acting=acting, values=form.values(), seizure_id=seizure.pk if seizure else None,
                case_id=case.pk if case else None,
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The proceeding %(number)s is open.") % {"number": made.number})
            return redirect("proceedings:one", made.pk)
    said = {
        "form": form, "seizure": seizure, "case": case, "traders": traders, "places": place_names(),
        "offered": [] if seizure or case or request.method == "POST" else queries.seizures_like(acting),
    }  # fmt: skip
    return render(request, "proceedings/open.html", said, status=409 if request.method == "POST" else 200)


@require_safe
@for_content
def one(request: HttpRequest, proceeding_id: uuid.UUID) -> HttpResponse:
    """One proceeding: elements, clocks, worksheets, decisions, days."""
    return _page(request, queries.proceeding_for(acting_of(request), proceeding_id))


@require_POST
@for_content
def element(request: HttpRequest, proceeding_id: uuid.UUID) -> HttpResponse:
    """Another element of proof."""
    form = ElementForm(request.POST)
    return _do(request, proceeding_id, form, "element_form", lambda acting: proving.add_element(
        acting=acting, proceeding_id=proceeding_id, words=form.cleaned_data["words"]
    ))  # fmt: skip


@for_content
def evidence(request: HttpRequest, proceeding_id: uuid.UUID, element_id: int) -> HttpResponse:
    """Add what speaks for or against an element; a page of its own, short enough for a telephone."""
    acting = acting_of(request)
    proceeding = queries.proceeding_for(acting, proceeding_id)
    policy.may_conduct(acting, proceeding)
    found = next((e for e in queries.elements_of(proceeding) if e.pk == element_id), None)
    if found is None:
        raise Http404
    seizure = queries.seizure_of(acting, proceeding)
    form = EvidenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        photo = request.POST.get("photo", "")
        try:
            proving.add_evidence(
                acting=acting, proceeding_id=proceeding_id, element_id=element_id,
                side=Side(form.cleaned_data["side"]), text=form.cleaned_data["text"],
                photo_id=id_of(photo) if photo else None,
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The evidence is added."))
            return redirect("proceedings:one", proceeding_id)
    said = {
        "proceeding": proceeding, "element": found, "form": form,
        "photos": list(seizure.photos.all()) if seizure else [], "seizure": seizure,
    }  # fmt: skip
    return render(request, "proceedings/evidence.html", said, status=409 if request.method == "POST" else 200)


@require_POST
@for_content
def proof(request: HttpRequest, proceeding_id: uuid.UUID, element_id: int) -> HttpResponse:
    """How an element stands."""
    form = ProofForm(request.POST)
    return _do(request, proceeding_id, form, "proof_form", lambda acting: proving.judge(
        acting=acting, proceeding_id=proceeding_id, element_id=element_id, proof=Proof(form.cleaned_data["proof"])
    ))  # fmt: skip


@require_POST
@for_content
def step(request: HttpRequest, proceeding_id: uuid.UUID) -> HttpResponse:
    """Something happened, or is due."""
    form = StepForm(request.POST)
    return _do(request, proceeding_id, form, "step_form", lambda acting: deciding.note_step(
        acting=acting, proceeding_id=proceeding_id, values=form.values()
    ))  # fmt: skip


@require_POST
@for_content
def tick(request: HttpRequest, proceeding_id: uuid.UUID, step_id: int) -> HttpResponse:
    """Something that was due is done."""
    deciding.tick(acting=acting_of(request), proceeding_id=proceeding_id, step_id=step_id)
    return redirect("proceedings:one", proceeding_id)


@for_content
def decide(request: HttpRequest, proceeding_id: uuid.UUID) -> HttpResponse:
    """Enter a decision as it was given."""
    acting = acting_of(request)
    proceeding = queries.proceeding_for(acting, proceeding_id)
    policy.may_conduct(acting, proceeding)
    form = DecisionForm(request.POST or None)
    form.offer(list(proceeding.worksheets.all()))
    if request.method == "POST" and form.is_valid():
        try:
            deciding.decide(acting=acting, proceeding_id=proceeding_id, values=form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The decision is entered."))
            return redirect("proceedings:one", proceeding_id)
    said = {"proceeding": proceeding, "form": form}
    return render(request, "proceedings/decide.html", said, status=409 if request.method == "POST" else 200)


@require_POST
@for_content
def lay(request: HttpRequest, proceeding_id: uuid.UUID) -> HttpResponse:
    """Lay a decision to the case it is about."""
    try:
        laid = laying.lay(
            acting=acting_of(request), proceeding_id=proceeding_id, ref=request.POST.get("ref", "")[:120]
        )
    except Refused as error:
        messages.error(request, str(error))
        return redirect("proceedings:one", proceeding_id)
    messages.success(request, _("The evidence is kept."))
    return redirect("cases:one", laid.case_id)


@for_content
def share(request: HttpRequest, proceeding_id: uuid.UUID) -> HttpResponse:
    """Share a proceeding; its seizure must reach whom it is shared with."""
    proceeding = queries.proceeding_for(acting_of(request), proceeding_id)
    back = reverse("proceedings:one", args=[proceeding.pk])
    return share_page(request, proceeding, title=str(proceeding), back=back)


@for_content
def withdraw(request: HttpRequest, proceeding_id: uuid.UUID) -> HttpResponse:
    """Withdraw a proceeding from everyone but its own agency."""
    proceeding = queries.proceeding_for(acting_of(request), proceeding_id)
    back = reverse("proceedings:one", args=[proceeding.pk])
    return withdraw_page(request, proceeding, title=str(proceeding), back=back)


def _do(
    request: HttpRequest, proceeding_id: uuid.UUID, form: forms.Form, name: str, act: Any
) -> HttpResponse:
    """Do what a small form of the page asks and come back to it; what is wrong stands in the form (409)."""
    acting = acting_of(request)
    proceeding = queries.proceeding_for(acting, proceeding_id)
    policy.may_conduct(acting, proceeding)
    if form.is_valid():
        try:
            act(acting)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is noted."))
            return redirect("proceedings:one", proceeding_id)
    return _page(request, proceeding, status=409, **{name: form})


def _page(request: HttpRequest, proceeding: Proceeding, *, status: int = 200, **changed: Any) -> HttpResponse:
    acting = acting_of(request)
    steps = list(proceeding.steps.select_related("by"))
    is_own = proceeding.owner_id == acting.agency.pk
    sharing = shown(
        acting, proceeding, share_url=reverse("proceedings:share", args=[proceeding.pk]),
        withdraw_url=reverse("proceedings:withdraw", args=[proceeding.pk]),
    )  # fmt: skip
    seizure = queries.seizure_of(acting, proceeding)
    sheets = proceeding.worksheets.select_related("provision", "provision_now", "by") if is_own else []
    said = {
        "proceeding": proceeding, "elements": queries.elements_of(proceeding), "steps": steps, "is_own": is_own,
        "is_closed": proceeding.state in CLOSED,
        "is_weighed": proceeding.state in WEIGHED,
        "seizure": seizure, "storage": queries.storage_of(acting, seizure),
        "case": queries.case_of(acting, proceeding.case_id),
        "clocks": clocks(running(proceeding, steps, provisions_for(proceeding))),
        "sheets": [sheet(w) for w in sheets], "outcomes": outcomes(proceeding.decisions.select_related("worksheet")),
        "may_conduct": policy.can_conduct(acting, proceeding), "may_archive": policy.can_archive(acting, proceeding),
        "step_form": StepForm(), "element_form": ElementForm(), "proofs": Proof.choices, "sharing": sharing,
        "history": history(Proceeding.kind, str(proceeding.pk), chains=[acting.chain]), **changed,
    }  # fmt: skip
    return render(request, "proceedings/one.html", said, status=status)
