"""The state of background work, for supervisors and administrators: what, how far, what went wrong; no content."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tradewind_web.agencies.gates import acting_of, for_roles
from tradewind_web.agencies.roles import Role
from tradewind_web.jobs.queries import newest_for


@for_roles(Role.SUPERVISOR, Role.ADMINISTRATOR)
def work(request: HttpRequest) -> HttpResponse:
    """The newest jobs of the acting agency; an administrator sees the platform's too."""
    return render(request, "jobs/list.html", {"jobs": newest_for(acting_of(request))})
