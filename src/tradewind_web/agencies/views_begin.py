"""The first page of an office, and the one after it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tradewind_web.agencies import founding
from tradewind_web.agencies.forms import BeginForm
from tradewind_web.agencies.gates import acting_of
from tradewind_web.agencies.queries import has_begun
from tradewind_web.agencies.views_door import BACKEND
from tradewind_web.errors import Refused


@login_not_required
@never_cache
@sensitive_post_parameters()
def begin(request: HttpRequest) -> HttpResponse:
    """Found the first agency with its first people. Once there is one, and in a demonstration, it is 404."""
    if settings.OFFICE.demonstration or has_begun():
        raise Http404
    first = {
        "language": translation.get_language(),
        "time_zone": "UTC",
        "working_days": [0, 1, 2, 3, 4],
        "quota_year_starts": 1,
        "fiscal_year_starts": 1,
    }
    form = BeginForm(request.POST or None, expected=settings.OFFICE.begin_code(), initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        people = [
            founding.Newcomer(data[f"name{n}"], data[f"username{n}"], data[f"password{n}"])
            for n in ("1", "2")
            if data[f"username{n}"]
        ]
        try:
            acting = founding.begin(agency=form.values(), people=people)
        except (Refused, ValidationError) as error:
            form.add_error(None, str(error))
        else:
            login(request, acting.user, backend=BACKEND)
            return redirect("agencies:begun")
    return render(request, "agencies/begin.html", {"form": form}, status=422 if form.errors else 200)


def begun(request: HttpRequest) -> HttpResponse:
    """What to do next: load the office's own files, bring in colleagues, add a second proof."""
    acting_of(request)
    return render(request, "agencies/begun.html", {"upload": _upload()})


def _upload() -> str:
    """The page where files are sent, which lies in an app further down."""
    try:
        return reverse("sources:send")
    except NoReverseMatch:
        return ""
