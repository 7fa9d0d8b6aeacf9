"""Puts `request.acting` on every request, locks a session left alone, and leads to the first page of a new office."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, tzinfo
from functools import cache
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from tradewind_web.agencies.acting import Acting, agencies_of
from tradewind_web.agencies.models import Agency
from tradewind_web.agencies.signing import resolved

#: Where it keeps when it was last used, and whether it asks the password first.
SEEN: Final = "seen_at"
LOCKED: Final = "locked"
#: A session's last use is written at most so often (seconds): reading a page is not a write.
NOTED_EVERY: Final = 60
#: For a person who acts for no agency.
IDLE_MINUTES: Final = 15
STILL_OPEN = ("agencies:unlock", "account_logout", "agencies:change_person", "choose_language")


def acting(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: roles are read anew for each request, so that a leaver stops at once; times are shown by the
    agency's clock. Sets `acting`, and `own_agencies`: those one may act for."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        agencies = agencies_of(request.user) if request.user.is_authenticated else []
        found = resolved(request, request.user, agencies) if request.user.is_authenticated else None
        request.acting, request.own_agencies = found, agencies  # type: ignore[attr-defined]
        with timezone.override(_zone(found.agency.time_zone) if found else UTC):
            return get_response(request)

    return respond


def idle_lock(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a session left alone for the agency's idle time asks the password again; who and where stay."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated or not _is_locked(request):
            return get_response(request)
        if request.path in {reverse(name) for name in STILL_OPEN}:
            return get_response(request)
        asked = f"{reverse('agencies:unlock')}?{urlencode({'next': _where(request)})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": asked})
        return redirect(asked)

    return respond


def begun(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: while there is no agency, every page leads to the one that founds the first.

    Only a visitor is asked about: a person who is signed in came with an agency, and so did a program's token.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        if (
            not settings.OFFICE.demonstration
            and "Authorization" not in request.headers
            and not request.user.is_authenticated
            and request.path not in (reverse("agencies:begin"), reverse("choose_language"))
            and not Agency.objects.exists()
        ):
            return redirect("agencies:begin")
        return get_response(request)

    return respond


@cache
def _zone(name: str) -> tzinfo:
    """The agency's time zone; UTC where this machine does not know the name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _is_locked(request: HttpRequest) -> bool:
    if request.session.get(LOCKED):
        return True
    now, seen = time.time(), request.session.get(SEEN)
    acting: Acting | None = getattr(request, "acting", None)
    minutes = acting.agency.idle_minutes if acting else IDLE_MINUTES
    if seen is not None and now - seen > minutes * 60:
        request.session[LOCKED] = True
        return True
    if seen is None or now - seen >= NOTED_EVERY:
        request.session[SEEN] = now
        _note_use(request)
    return False


def _note_use(request: HttpRequest) -> None:
    """The list of a person's sessions shows when each was last used."""
    own = UserSession.objects.filter(session_key=request.session.session_key or "")
    if not own.update(last_seen_at=timezone.now()):
        UserSession.objects.create_from_request(request)


def _where(request: HttpRequest) -> str:
    """The page to come back to: this one, or for something sent the page it was sent from."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    return request.headers.get("HX-Current-URL") or request.headers.get("Referer") or reverse("home")
