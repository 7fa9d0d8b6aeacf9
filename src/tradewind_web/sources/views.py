"""The batches that reach a person: the list, one of them, and whom it reaches."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.reading import history
from tradewind_web.sharing.answering import share_page, withdraw_page
from tradewind_web.sharing.paging import page_of
from tradewind_web.sharing.showing import named_in, shown
from tradewind_web.sources.models import Batch
from tradewind_web.sources.policy import may_send
from tradewind_web.sources.queries import (
    batch_for,
    batches_visible_to,
    is_held,
    retirement_of,
    unfinished_uploads_of,
)


@for_content
def batches(request: HttpRequest) -> HttpResponse:
    """The newest batches first, with what each holds and whom it names; above them the files on their way in."""
    acting = acting_of(request)
    page = page_of(
        batches_visible_to(acting).select_related("owner", "audience"), request.GET.dict(), key="loaded_at"
    )
    names = named_in(b.audience for b in page.rows)
    said = {
        "page": page,
        "rows": [(b, names.get(b.audience_id, [])) for b in page.rows],
        "uploads": unfinished_uploads_of(acting),
        "may_send": may_send(acting),
        "may_supervise": acting.holds(Role.SUPERVISOR),
    }
    return render(request, "sources/batches.html", said)


@for_content
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One batch: what is in it, who sees it and why, what was refused, and its history."""
    acting = acting_of(request)
    found = batch_for(acting, batch_id)
    own = found.owner_id == acting.agency.pk
    said = {
        "batch": found,
        "sharing": shown(
            acting, found, share_url=reverse("sources:share", args=[found.pk]),
            withdraw_url=reverse("sources:withdraw", args=[found.pk]),
        ),
        "own": own,
        "held_because": is_held(found) if own else "",
        "retirement": retirement_of(found) if own else None,
        "may_keep": own and acting.holds(Role.SUPERVISOR),
        "history": history(Batch.kind, str(found.pk), chains=[acting.chain], limit=30),
    }  # fmt: skip
    return render(request, "sources/batch.html", said)


@for_content
def share(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Share a batch."""
    found = batch_for(acting_of(request), batch_id)
    return share_page(request, found, title=found.file_name, back=reverse("sources:batch", args=[found.pk]))


@for_content
def withdraw(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Withdraw a batch from everyone but its own agency."""
    found = batch_for(acting_of(request), batch_id)
    return withdraw_page(
        request, found, title=found.file_name, back=reverse("sources:batch", args=[found.pk])
    )
