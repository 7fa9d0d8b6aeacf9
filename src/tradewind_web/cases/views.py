"""Pages of cases: the list, a new one, one of them with all that is done in it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.audit.reading import history
from tradewind_web.cases import policy, queries, showing
from tradewind_web.cases.actions import arranging, opening, working
from tradewind_web.cases.forms import EvidenceForm, FilterForm, OpenForm
from tradewind_web.cases.freezing import findings_of
from tradewind_web.cases.models import Case
from tradewind_web.cases.running import standing_of
from tradewind_web.cases.shelf import in_force_for
from tradewind_web.cases.words import OUTCOMES, Origin, said
from tradewind_web.errors import Refused
from tradewind_web.findings.wording import words as finding_words
from tradewind_web.sharing.answering import share_page, withdraw_page
from tradewind_web.sharing.paging import place_in
from tradewind_web.sharing.showing import shown


@require_safe
@for_content
def cases(request: HttpRequest) -> HttpResponse:
    """Cases, the newest first: all open ones, one's own, what is due, narrowed by a form in the address."""
    acting = acting_of(request)
    form = FilterForm(request.GET)
    filters = form.filters()
    given = {**filters.told(), **place_in(request.GET)}
    said_ = {
        "form": form, "page": queries.page(acting, filters, given), "look": filters.look,
        "today": timezone.localdate(), "may_open": acting.holds(*policy.WORKING_ROLES),
        "is_narrowed": bool(filters.q or filters.origin), "waiting": queries.waiting(acting),
    }  # fmt: skip
    return render(request, "cases/list.html", said_)


@for_content
def new(request: HttpRequest) -> HttpResponse:
    """A new case by hand, or from `?finding=`; what was known is frozen with it."""
    acting = acting_of(request)
    policy.may_open(acting)
    named = request.POST.get("finding") or request.GET.get("finding") or ""
    finding = queries.finding_for_case(acting, named) if named else None
    procedures = in_force_for(acting)
    begun: dict[str, Any] = {"origin": Origin.FINDINGS if finding else Origin.CONTROL}
    if finding is not None:
        begun["title"] = finding_words(finding).what[:200]
    form = OpenForm(procedures, request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["nothing_found"] and finding is None:
                made = opening.record_non_find(
                    acting=acting, title=given["title"], origin=given["origin"], why=given["origin_note"]
                )
            else:
                made = opening.open_case(
                    acting=acting, title=given["title"], origin=given["origin"], origin_note=given["origin_note"],
                    procedure=given["procedure"], findings=[finding.pk] if finding else [],
                )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The case %(number)s is there.") % {"number": made.number})
            return redirect("cases:one", made.pk)
    if finding is not None:
        del form.fields["nothing_found"]
    said_ = {"form": form, "finding": finding, "words": finding_words(finding) if finding else None,
             "in_cases": queries.cases_about(acting, finding) if finding else [],
             "others": queries.others_for(acting) if finding else []}  # fmt: skip
    return render(request, "cases/new.html", said_, status=409 if form.errors else 200)


@require_safe
@for_content
def one(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """One case: what to do now, its clock, its steps, what was known and what changed, what happened."""
    return page(request, case_id)


@require_POST
@for_content
def evidence(request: HttpRequest, case_id: uuid.UUID, step: str) -> HttpResponse:
    """Lay evidence to a step."""
    acting = acting_of(request)
    policy.may_work_in(acting, queries.case_for(acting, case_id))
    form = EvidenceForm([request.POST.get("kind", "")[:60]], request.POST)
    if not form.is_valid():
        return page(request, case_id, form=form, step=step, status=409)

    def do(acting: Acting) -> None:
        working.add_evidence(acting=acting, case_id=case_id, step=step, **form.cleaned_data)

    return _done(request, case_id, do, _("The evidence is kept."))


@require_POST
@for_content
def answer(request: HttpRequest, case_id: uuid.UUID, fact: str) -> HttpResponse:
    """Answer a question of the procedure."""
    value = request.POST.get("value", "")[:200]
    return _done(
        request, case_id, lambda acting: working.say(acting=acting, case_id=case_id, fact=fact, value=value),
        _("The answer is kept."),
    )  # fmt: skip


@require_POST
@for_content
def complete(request: HttpRequest, case_id: uuid.UUID, step: str) -> HttpResponse:
    """A step is done."""
    note = request.POST.get("note", "")[:4000]
    return _done(
        request, case_id,
        lambda acting: working.complete_step(acting=acting, case_id=case_id, step=step, note=note),
        _("The step is done."),
    )  # fmt: skip


@require_POST
@for_content
def confirm(request: HttpRequest, case_id: uuid.UUID, step: str) -> HttpResponse:
    """The second person signs."""
    note = request.POST.get("note", "")[:4000]
    return _done(
        request, case_id, lambda acting: working.confirm_step(acting=acting, case_id=case_id, step=step, note=note),
        _("You confirmed the step."),
    )  # fmt: skip


@require_POST
@for_content
def add_finding(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A finding about the same matter goes to this case."""
    acting = acting_of(request)
    policy.may_work_in(acting, queries.case_for(acting, case_id))
    finding = queries.finding_for_case(acting, request.POST.get("finding", ""))
    return _done(
        request, case_id,
        lambda acting: opening.add_finding(acting=acting, case_id=case_id, finding_id=finding.pk),
        _("The finding belongs to the case, and what it says is frozen."),
    )  # fmt: skip


@require_POST
@for_content
def stop(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Danger: everything stands still."""
    why = request.POST.get("text", "")[:2000]
    return _done(
        request, case_id, lambda acting: working.raise_stop(acting=acting, case_id=case_id, why=why),
        _("All work on the goods stands still until another person lifts it."),
    )  # fmt: skip


@require_POST
@for_content
def lift(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Another person lifts the stop."""
    why = request.POST.get("text", "")[:2000]
    return _done(
        request, case_id, lambda acting: working.lift_stop(acting=acting, case_id=case_id, why=why),
        _("The safety stop is lifted."),
    )  # fmt: skip


@require_POST
@for_content
def comment(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A word beside the case."""
    text = request.POST.get("text", "")[:4000]
    return _done(
        request, case_id, lambda acting: arranging.comment(acting=acting, case_id=case_id, text=text),
        _("The comment is kept."),
    )  # fmt: skip


@for_content
def share(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Share a case."""
    found = queries.case_for(acting_of(request), case_id)
    return share_page(request, found, title=str(found), back=reverse("cases:one", args=[found.pk]))


@for_content
def withdraw(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Withdraw a case from everyone but its own agency."""
    found = queries.case_for(acting_of(request), case_id)
    return withdraw_page(request, found, title=str(found), back=reverse("cases:one", args=[found.pk]))


def page(
    request: HttpRequest, case_id: uuid.UUID, *, form: forms.Form | None = None, step: str = "", trouble: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of a case, with a form that was not good or what stands in the way."""
    acting = acting_of(request)
    case = queries.case_for(acting, case_id)
    standing, names, today = standing_of(case), queries.names_in(case), timezone.localdate()
    laid = queries.evidence_of(case)
    may_work = policy.can_work_in(acting, case)
    works = showing.works(acting, standing, laid, names, today) if case.state == "open" else []
    cards = [(w, form if form and step == w.step.id else EvidenceForm([kind for kind, *_rest in w.missing],
              auto_id=f"{w.step.id}_%s")) for w in works]  # fmt: skip
    holds = queries.holds_of(case)
    said_: dict[str, Any] = {
        "case": case, "cards": cards, "trouble": trouble,
        "stopped_by": names.get(standing.state.stopped_by, ""), "may_work": may_work and case.state == "open",
        "lines": showing.lines(standing, names), "flow": showing.flow(standing.sop, standing),
        "holds": holds, "running": next((h for h in holds if not h.ended), None), "today": today,
        "may_hold": may_work and acting.holds(*policy.HOLDING_ROLES),
        "known": showing.known(acting, case, queries.frozen_of(case)),
        "findings": [(f, finding_words(f)) for f in findings_of(acting, case)],
        "evidence": showing.told(standing.sop, laid), "relations": queries.relations_of(acting, case),
        "comments": case.comments.select_related("by", "agency"), "outcome": said(OUTCOMES, case.outcome),
        "sharing": shown(acting, case, share_url=reverse("cases:share", args=[case.pk]),
                         withdraw_url=reverse("cases:withdraw", args=[case.pk])),
        "history": history(Case.kind, str(case.pk), chains=[acting.chain]),
        "may_comment": acting.holds(*policy.WORKING_ROLES),
    }  # fmt: skip
    return render(request, "cases/one.html", said_, status=status)


def _done(
    request: HttpRequest, case_id: uuid.UUID, do: Callable[[Acting], object], success: str
) -> HttpResponse:
    """Do it and come back to the case; where it is refused, the case with what stands in the way."""
    try:
        do(acting_of(request))
    except Refused as error:
        return page(request, case_id, trouble=str(error), status=409)
    messages.success(request, success)
    return redirect("cases:one", case_id)
