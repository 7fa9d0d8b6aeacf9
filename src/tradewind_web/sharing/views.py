"""The groups an agency belongs to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.sharing.queries import groups_of


@for_content
def groups(request: HttpRequest) -> HttpResponse:
    """The groups the acting agency belongs to now, with their members."""
    return render(request, "sharing/groups.html", {"groups": groups_of(acting_of(request))})
