"""Pages that show consignments: the board, one of them, joins to look at, free zones."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.audit.reading import history
from tradewind_web.consignments import policy, queries
from tradewind_web.consignments.drawing import drawn, is_drawable
from tradewind_web.consignments.forms import FilterForm
from tradewind_web.consignments.models import Consignment
from tradewind_web.consignments.wording import ledger, ringing
from tradewind_web.sharing.answering import share_page, withdraw_page
from tradewind_web.sharing.paging import place_in
from tradewind_web.sharing.showing import shown


@require_safe
@for_content
def board(request: HttpRequest) -> HttpResponse:
    """All that is overdue or does not close, what is most urgent first, narrowed by a form in the address."""
    acting = acting_of(request)
    form = FilterForm(request.GET)
    form.offer(queries.substances_in(acting))
    filters = form.filters()
    said = {
        "form": form, "page": queries.board(acting, filters, {**filters.told(), **place_in(request.GET)}),
        "is_narrowed": bool(filters.told()), "may_record": policy.can_record(acting),
    }  # fmt: skip
    return render(request, "consignments/board.html", said)


@require_safe
@for_content
def one(request: HttpRequest, consignment_id: uuid.UUID) -> HttpResponse:
    """One consignment: its ledger, what asks for a look and why it may be honest, its way, all that is told."""
    acting = acting_of(request)
    consignment = queries.consignment_for(acting, consignment_id)
    sides = queries.reports_of(consignment)
    alarms = [ringing(a) for a in queries.alarms_of(consignment)]
    passed = queries.way_of(sides)
    sharing = shown(
        acting, consignment, share_url=reverse("consignments:share", args=[consignment.pk]),
        withdraw_url=reverse("consignments:withdraw", args=[consignment.pk]),
    )  # fmt: skip
    said = {
        "consignment": consignment, "sharing": sharing, "sides": sides,
        "contradictions": queries.contradictions(sides), "ledger": ledger(queries.ledgers_of(consignment)),
        "lying": queries.lying_of(consignment), "today": timezone.localdate(),
        "alarms": [a for a in alarms if a.alarm.gone_at is None],
        "explained": [a for a in alarms if a.alarm.gone_at is not None],
        "joins": queries.joins_of(consignment), "way": passed, "has_map": is_drawable(passed),
        "findings": queries.findings_on(acting, consignment),
        "licences": queries.licences_of(acting, consignment, sides),
        "may_tell": policy.can_tell_of(acting, consignment),
        "history": history(Consignment.kind, str(consignment.pk), chains=[acting.chain]),
    }  # fmt: skip
    return render(request, "consignments/one.html", said)


@require_safe
@for_content
def way(request: HttpRequest, consignment_id: uuid.UUID) -> HttpResponse:
    """The map of one consignment, for the page that holds its table."""
    consignment = queries.consignment_for(acting_of(request), consignment_id)
    svg = drawn(consignment, queries.way_of(queries.reports_of(consignment)))
    return HttpResponse(svg, content_type="image/svg+xml", status=200 if svg else 404)


@require_safe
@for_content
def joins(request: HttpRequest) -> HttpResponse:
    """Legs without a reference that were joined or are proposed, and that no person has looked at."""
    acting = acting_of(request)
    said = {
        "page": queries.joins_to_look_at(acting, place_in(request.GET)), "may_record": policy.can_record(acting),
    }  # fmt: skip
    return render(request, "consignments/joins.html", said)


@require_safe
@for_content
def zones(request: HttpRequest) -> HttpResponse:
    """What lies in free zones and warehouses by gas and operator, with how long; `?zone=` one of them."""
    acting = acting_of(request)
    zone = request.GET.get("zone", "").replace("\x00", "")[:120]
    said = {"stocks": queries.zone_stocks(acting, zone), "zone": zone, "today": timezone.localdate()}
    if zone and "substance" in request.GET:
        substance, operator = (
            request.GET.get(n, "").replace("\x00", "")[:200] for n in ("substance", "operator")
        )
        said["inside"] = queries.consignments_in(acting, zone, substance, operator)
        said["substance"], said["operator"] = substance, operator
    return render(request, "consignments/zones.html", said)


@for_content
def share(request: HttpRequest, consignment_id: uuid.UUID) -> HttpResponse:
    """Share a consignment."""
    found = queries.consignment_for(acting_of(request), consignment_id)
    return share_page(request, found, title=str(found), back=reverse("consignments:one", args=[found.pk]))


@for_content
def withdraw(request: HttpRequest, consignment_id: uuid.UUID) -> HttpResponse:
    """Withdraw a consignment from everyone but its own agency."""
    found = queries.consignment_for(acting_of(request), consignment_id)
    return withdraw_page(request, found, title=str(found), back=reverse("consignments:one", args=[found.pk]))
