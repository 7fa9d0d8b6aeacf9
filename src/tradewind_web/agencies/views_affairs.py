"""An agency's affairs: settings and holidays, stand-ins, what was done alone, programs that act for a person."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tradewind_web.agencies import actions, alone, queries, tokens
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.forms import AgencyForm, HolidaysForm
from tradewind_web.agencies.forms_people import StandInForm, TokenForm
from tradewind_web.agencies.gates import acting_of, for_roles
from tradewind_web.agencies.policy import RUNNING
from tradewind_web.errors import Refused

running = for_roles(*RUNNING)


@running
def settings(request: HttpRequest) -> HttpResponse:
    """How the agency counts and works, and its days without work."""
    acting = acting_of(request)
    form = AgencyForm(request.POST or None, agency=acting.agency)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_settings(acting=acting, values=form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The settings are saved."))
            return redirect("agencies:settings")
    return _settings(request, acting, form, None)


@require_POST
@running
def holidays(request: HttpRequest) -> HttpResponse:
    """Put a pasted list in place of the year's days."""
    acting = acting_of(request)
    form = HolidaysForm(request.POST)
    if not form.is_valid():
        return _settings(request, acting, None, form)
    year = form.cleaned_data["year"]
    number = actions.enter_holidays(acting=acting, year=year, days=form.cleaned_data["found"])
    messages.success(
        request, _("%(year)s has %(number)s days without work now.") % {"year": year, "number": number}
    )
    return redirect("agencies:settings")


def _settings(
    request: HttpRequest, acting: Acting, form: AgencyForm | None, days: HolidaysForm | None
) -> HttpResponse:
    year = timezone.localdate().year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and 1990 <= int(asked) <= 2100 else year
    held = queries.holidays_of(acting, year)
    lines = "\n".join(f"{day.on.isoformat()} {day.name}" for day in held)
    wrong = bool((form and form.errors) or (days and days.errors))
    context = {
        "form": form or AgencyForm(agency=acting.agency),
        "days": days or HolidaysForm(initial={"year": year, "days": lines}),
        "years": queries.holiday_years(acting),
    }
    return render(request, "agencies/settings.html", context, status=422 if wrong else 200)


def stand_ins(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom; one's own to arrange, and everybody's for those who run the agency."""
    acting = acting_of(request)
    form = StandInForm(
        request.POST or None, agency=acting.agency, lenders=queries.possible_lenders(acting),
        holders=queries.colleagues(acting, None), initial={"lender": acting.user},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.lend_role(
                acting=acting, lender=data["lender"], holder=data["holder"], role=data["role"],
                starts_at=data["starts_at"], ends_at=data["ends_at"], reason=data["reason"],
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is arranged. Both names will stand on what is done meanwhile."))
            return redirect("agencies:stand_ins")
    context = {"form": form, "delegations": queries.delegations_of(acting)}
    return render(request, "agencies/stand_ins.html", context, status=422 if form.errors else 200)


@require_POST
def end_stand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The colleague stops standing in now."""
    acting = acting_of(request)
    actions.end_lending(acting=acting, delegation=queries.delegation_of(acting, pk))
    messages.success(request, _("They no longer stand in."))
    return redirect("agencies:stand_ins")


@running
def done_alone(request: HttpRequest) -> HttpResponse:
    """What needs two and was done by one."""
    return render(request, "agencies/done_alone.html", {"acts": queries.sole_acts_of(acting_of(request))})


@require_POST
@running
def looked_at(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one looked at it."""
    acting = acting_of(request)
    try:
        alone.review(
            acting=acting, act=queries.sole_act_of(acting, pk), reason=request.POST.get("reason", "")[:500]
        )
    except Refused as error:
        messages.error(request, str(error))
    return redirect("agencies:done_alone")


@never_cache
def programs(request: HttpRequest) -> HttpResponse:
    """One's own programs; a new one's secret is shown once, in the answer."""
    acting = acting_of(request)
    form, secret = TokenForm(request.POST or None, scopes=tokens.scope_choices()), ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            _token, secret = tokens.make_token(
                acting=acting, name=data["name"], scopes=data["scopes"], life=timedelta(days=data["days"])
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            form = TokenForm(scopes=tokens.scope_choices())
    context = {"form": form, "secret": secret, "tokens": queries.tokens_of(acting)}
    return render(request, "agencies/programs.html", context, status=422 if form.errors else 200)


@require_POST
def revoke_program(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a program's access away."""
    acting = acting_of(request)
    tokens.revoke_token(acting=acting, token=queries.token_of(acting, pk))
    messages.success(request, _("The program can no longer act for you."))
    return redirect("agencies:programs")
