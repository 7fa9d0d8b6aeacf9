"""Puts `request.acting` on every request: the person in their roles for the agency they chose, or None."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from tradewind_web.agencies.acting import Acting, acting_for, agencies_of

#: Where the session keeps the agency a person of several chose to act for.
CHOSEN = "acting_agency"


def acting(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: roles are read anew for each request, so that a leaver stops at once."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        request.acting = _resolved(request)  # type: ignore[attr-defined]
        return get_response(request)

    return respond


def _resolved(request: HttpRequest) -> Acting | None:
    if not request.user.is_authenticated:
        return None
    agencies = agencies_of(request.user)
    if not agencies:
        return None
    chosen = request.session.get(CHOSEN)
    agency = next((a for a in agencies if str(a.pk) == chosen), agencies[0])
    return acting_for(request.user, agency)
