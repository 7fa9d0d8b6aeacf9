"""Pages on which findings are read: the queue, one finding, and what the detectors were asked."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tradewind.detectors.registry import DETECTORS
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.audit.reading import history
from tradewind_web.findings import showing
from tradewind_web.findings.filtering import STATES, Filters
from tradewind_web.findings.forms import ACTS, ENQUIRING, Act, RuleOutForm, many_at_once
from tradewind_web.findings.models import Finding, Run, Tier, Triage
from tradewind_web.findings.policy import can_triage
from tradewind_web.findings.queries import (
    Item,
    beside,
    choices,
    colleagues,
    evidence_for,
    explanations_of,
    finding_for,
    is_read_only,
    joined_to,
    joined_under,
    last_run,
    queue_page,
    revisions_of,
    tiers_of,
    twins,
)
from tradewind_web.findings.wording import in_readers_language, lacking, place, question
from tradewind_web.sharing.answering import share_page, withdraw_page
from tradewind_web.sharing.showing import shown


@for_content
def queue(request: HttpRequest) -> HttpResponse:
    """The findings that reach the acting person, in the order of work, narrowed as they ask."""
    acting = acting_of(request)
    filters = Filters.of(request.GET.dict())
    page = queue_page(acting, filters, request.GET.get("at", ""))
    offered = choices(acting)
    return render(request, "findings/queue.html", {
        "filters": filters, "page": _linked(filters, page.before, page.after), "items": page.items,
        "tiers": _tabs(acting, filters), "states": STATES,
        "detectors": [(name, question(name)) for name in offered["detector"]],
        "substances": offered["substance"],
        "partners": sorted(((code, place(code)) for code in offered["partner"]), key=lambda p: p[1]),
        "can_triage": can_triage(acting), "colleagues": colleagues(acting) if can_triage(acting) else [],
        "wrongs": Triage.Wrong.choices, "run": last_run(acting), "enquiring": many_at_once(acting),
    })  # fmt: skip


@for_content
def finding(request: HttpRequest, finding_id: uuid.UUID) -> HttpResponse:
    """One finding: why it is here, what it rests on, what may be honest, what was done."""
    item = finding_for(acting_of(request), finding_id)
    return finding_page(request, item)


def finding_page(request: HttpRequest, item: Item, *, form: Act | RuleOutForm | None = None) -> HttpResponse:
    """The page, with the form that could not be taken as it was filled in (409), or as it stands."""
    acting, found = acting_of(request), item.finding
    where = [found.pk]
    others = beside(acting, found)
    sharing = shown(
        acting, found, share_url=reverse("findings:share", args=where),
        withdraw_url=reverse("findings:withdraw", args=where),
    )  # fmt: skip
    judges = can_triage(acting)
    forms: dict[str, Any] = {name: act(acting) for name, act in ACTS.items()} if judges else {}
    read_only = is_read_only(acting, found)
    if read_only:
        forms = {name: act for name, act in forms.items() if name not in ENQUIRING}
    if isinstance(form, Act):
        forms[form.name] = form
    return render(request, "findings/finding.html", {
        "item": item, "finding": found, "words": item.words,
        "reasons": showing.backed(item, evidence_for(acting, found)),
        "ticks": showing.ticks(item, explanations_of(acting, found)),
        "rule_out": form if isinstance(form, RuleOutForm) else None,
        "facts": showing.facts(found), "changes": showing.changes(found, revisions_of(acting, found)),
        "history": history(Finding.kind, str(found.pk), chains=[acting.chain]),
        "others": [(other, question(other.detector)) for other in others],
        "twins": twins(acting, found), "same_subject": [o for o in others if o.subject_id == found.subject_id],
        "joined_to": joined_to(acting, item),
        "joined": [(other, question(other.detector)) for other in joined_under(acting, found)],
        "sharing": sharing, "forms": forms, "wrong_form": form, "can_triage": judges,
        "read_only": read_only,
        "printed": "print" in request.GET,
    }, status=200 if form is None else 409)  # fmt: skip


@for_content
def asked(request: HttpRequest) -> HttpResponse:
    """What the detectors were asked for the agency, what could not be asked and why."""
    acting = acting_of(request)
    run = last_run(acting)
    rows = [(question(name), *_answered(run, name)) for name in DETECTORS]
    return render(
        request, "findings/asked.html", {"run": run, "rows": rows, "can_triage": can_triage(acting)}
    )


def _answered(run: Run | None, name: str) -> tuple[str, str, list[tuple[int, str]]]:
    """The version in which it was asked, or why it could not be; how many it did not judge and why."""
    if run is None:
        return "", "", []
    not_judged = [(count, in_readers_language(why)) for why, count in run.not_judged.get(name, {}).items()]
    return run.asked.get(name, ""), lacking(run.not_asked.get(name, "")), not_judged


@for_content
def share(request: HttpRequest, finding_id: uuid.UUID) -> HttpResponse:
    """Let a finding reach others too."""
    item = finding_for(acting_of(request), finding_id)
    return share_page(request, item.finding, title=item.title, back=_address(item))


@for_content
def withdraw(request: HttpRequest, finding_id: uuid.UUID) -> HttpResponse:
    """Let a finding reach its own agency alone again."""
    item = finding_for(acting_of(request), finding_id)
    return withdraw_page(request, item.finding, title=item.title, back=_address(item))


def _address(item: Item) -> str:
    return reverse("findings:finding", args=[item.finding.pk])


def _tabs(acting: Acting, filters: Filters) -> list[tuple[Tier | None, str, int, bool]]:
    """Tier -> the address that narrows to it, how many, whether it is chosen; all of them first."""
    counts = tiers_of(acting, filters)
    everything = filters.without("tier").address
    tabs: list[tuple[Tier | None, str, int, bool]] = [
        (None, everything, sum(n for _tier, n in counts), not filters.tier)
    ]
    for tier, n in counts:
        address = "&".join(filter(None, (everything, f"tier={tier.value}")))
        tabs.append((tier, address, n, filters.tier == str(tier.value)))
    return tabs


def _linked(filters: Filters, before: str, after: str) -> dict[str, str]:
    def at(place_: str) -> str:
        return "&".join(filter(None, (filters.address, f"at={place_}"))) if place_ else ""

    return {"before": at(before), "after": at(after)}
