"""Pages that look across apps."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.gates import acting_of, for_content, for_roles
from tradewind_web.agencies.queries import slips_from_the_machine
from tradewind_web.agencies.roles import Role
from tradewind_web.agencies.signing import act_for as choose_agency
from tradewind_web.cases.queries import waiting as cases_waiting
from tradewind_web.desk.due import due_by
from tradewind_web.desk.week import week_of
from tradewind_web.findings.queries import day_of
from tradewind_web.seizures.queries_marks import marks_waiting
from tradewind_web.sources.policy import may_send

ONE_YEAR = 365 * 24 * 3600


def home(request: HttpRequest) -> HttpResponse:
    """The day: what waits for the acting person."""
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None or not acting.sees_content:
        return render(request, "desk/home.html", {"slips": slips_from_the_machine(acting) if acting else []})
    send_url = reverse("sources:send") if may_send(acting) else ""
    said = {
        "day": day_of(acting), "send_url": send_url, "slips": slips_from_the_machine(acting),
        "cases": cases_waiting(acting), "marks": marks_waiting(acting),
    }  # fmt: skip
    return render(request, "desk/home.html", said)


@require_GET
@for_content
def week(request: HttpRequest) -> HttpResponse:
    """The last seven days on one sheet, to be printed."""
    return render(request, "desk/week.html", {"week": week_of(acting_of(request))})


@require_GET
@for_roles(Role.SUPERVISOR)
def due(request: HttpRequest) -> HttpResponse:
    """Everything of the agency whose last day comes before the year is out."""
    today = timezone.localdate()
    said = {"kinds": due_by(acting_of(request), date(today.year, 12, 31)), "year": today.year, "today": today}
    return render(request, "desk/due.html", said)


def patterns(request: HttpRequest) -> HttpResponse:
    """Every component of the pages once, for those who build them."""
    return render(request, "desk/patterns.html")


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Choose the agency one acts for, among one's own."""
    choose_agency(request=request, user=cast(User, request.user), agency_id=request.POST.get("agency", ""))
    return redirect("home")


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language of the pages on this browser."""
    code = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    if code in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=ONE_YEAR, samesite="Lax")
    return response
