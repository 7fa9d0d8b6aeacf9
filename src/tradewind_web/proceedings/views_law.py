"""Pages of what the law says, and of the worksheet for an amount."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind.quantities import GRAMS_PER_TONNE
from tradewind_web.agencies.gates import acting_of, for_content, id_of
from tradewind_web.errors import Refused
from tradewind_web.licensing.fields import as_typed
from tradewind_web.proceedings import policy, queries
from tradewind_web.proceedings.actions import law, weighing
from tradewind_web.proceedings.comparing import comparables
from tradewind_web.proceedings.figures import of_seizure, prices_of
from tradewind_web.proceedings.forms_law import ProvisionForm, WeighForm
from tradewind_web.proceedings.models import Provision
from tradewind_web.proceedings.money import plain
from tradewind_web.proceedings.printing import draft
from tradewind_web.proceedings.reckoning import provisions_for, stands_on, successor
from tradewind_web.proceedings.showing import outcomes, sheet
from tradewind_web.proceedings.words import FACTOR_WORDS, Measure
from tradewind_web.sharing.paging import place_in
from tradewind_web.traders.places import place_names


@require_safe
@for_content
def provisions(request: HttpRequest) -> HttpResponse:
    """The agency's own provisions, and beside them what was seen elsewhere."""
    acting = acting_of(request)
    said = {
        "page": queries.provisions(acting, place_in(request.GET)), "starting_points": queries.starting_points(),
        "may_conduct": policy.can_conduct(acting),
    }  # fmt: skip
    return render(request, "proceedings/provisions.html", said)


@require_safe
@for_content
def provision(request: HttpRequest, provision_id: uuid.UUID) -> HttpResponse:
    """One provision, with what took its place."""
    acting = acting_of(request)
    found = queries.provision_for(acting, provision_id)
    said = {
        "provision": found, "after": queries.after(acting, found), "may_conduct": policy.can_conduct(acting),
        "factors": [FACTOR_WORDS[code] for code in found.factors if code in FACTOR_WORDS],
    }  # fmt: skip
    return render(request, "proceedings/provision.html", said)


@for_content
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a provision: anew, in the place of another, or beginning from one seen elsewhere."""
    acting = acting_of(request)
    policy.may_conduct(acting)
    replaces = request.POST.get("replaces") or request.GET.get("replaces") or ""
    before = queries.provision_for(acting, id_of(replaces)) if replaces else None
    seen = queries.starting_point(request.GET.get("from", ""))
    form = ProvisionForm(request.POST or None, initial=_initial(before, acting.agency.party))
    if request.method == "POST" and form.is_valid():
        try:
            made = law.enter(acting=acting, values=form.values(), replaces_id=before.pk if before else None)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The provision is entered."))
            return redirect("proceedings:provision", made.pk)
    said = {"form": form, "before": before, "seen": seen, "places": place_names()}
    return render(request, "proceedings/enter.html", said, status=409 if request.method == "POST" else 200)


@for_content
def weigh(request: HttpRequest, proceeding_id: uuid.UUID) -> HttpResponse:
    """The worksheet: what the law names on the one side, amount and reasons of a person on the other."""
    acting = acting_of(request)
    proceeding = queries.proceeding_for(acting, proceeding_id)
    policy.may_conduct(acting, proceeding)
    known = provisions_for(proceeding)
    standing = stands_on(known, proceeding.act_on)
    seizure = queries.seizure_of(acting, proceeding)
    goods = of_seizure(seizure)
    offered, today = comparables(acting, proceeding), timezone.localdate()
    initial = {
        "net_g": goods.net_g, "co2e_t": None if goods.co2e_g is None else as_typed(goods.co2e_g, GRAMS_PER_TONNE),
    }  # fmt: skip
    form = WeighForm(request.POST or None, provisions=standing, offered=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = weighing.weigh(acting=acting, proceeding_id=proceeding_id, values=form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The worksheet %(n)s is written.") % {"n": made.number})
            return redirect("proceedings:worksheet", proceeding_id, made.number)
    chosen = set(form["comparables"].value() or [])
    said = {
        "proceeding": proceeding, "form": form, "seizure": seizure, "prices": prices_of(seizure)[:12],
        "provisions": [(p, successor(p, known, today)) for p in standing],
        "offered": [(c, c.key in chosen) for c in offered],
        "elsewhere": [] if standing else known,
        "earlier": outcomes(queries.earlier(acting, proceeding)),
    }  # fmt: skip
    return render(request, "proceedings/weigh.html", said, status=409 if request.method == "POST" else 200)


@require_safe
@for_content
def worksheet(request: HttpRequest, proceeding_id: uuid.UUID, number: int) -> HttpResponse:
    """One worksheet as it was written; for the agency's own."""
    acting = acting_of(request)
    proceeding = queries.proceeding_for(acting, proceeding_id)
    policy.may_read_worksheets(acting, proceeding)
    said = {
        "proceeding": proceeding, "sheet": sheet(queries.worksheet_of(proceeding, number)),
        "may_conduct": policy.can_conduct(acting, proceeding),
    }  # fmt: skip
    return render(request, "proceedings/worksheet.html", said)


@require_POST
@for_content
def draft_decision(request: HttpRequest, proceeding_id: uuid.UUID, number: int) -> HttpResponse:
    """The draft decision as a PDF, in the language of the page; that it was printed stands in the audit."""
    acting = acting_of(request)
    proceeding = queries.proceeding_for(acting, proceeding_id)
    policy.may_conduct(acting, proceeding)
    found = queries.worksheet_of(proceeding, number)
    content = draft(proceeding, found, language=get_language() or proceeding.owner.language)
    weighing.note_printed(acting=acting, proceeding_id=proceeding_id, worksheet=found)
    response = HttpResponse(content, content_type="application/pdf")
    name = settings.OFFICE.file_name(f"{proceeding.number}-draft-{number}.pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _initial(before: Provision | None, party: str) -> dict[str, Any]:
    """What the form begins with: the provision that is replaced, without the days and without who read it where."""
    if before is None:
        return {"jurisdiction": party}
    kept = (
        "jurisdiction", "track", "citation", "says", "measure", "currency", "repeat_percent", "repeat_years", "factors",
        "limitation_years", "limitation_months", "longest_years", "counts_first_day",
    )  # fmt: skip
    ends: dict[str, Any] = {"minimum": before.minimum, "maximum": before.maximum}
    if before.measure != Measure.VALUE:  # which are per cent
        ends = {name: plain(end, before.currency) for name, end in ends.items()}
    return {**{name: getattr(before, name) for name in kept}, **ends}
