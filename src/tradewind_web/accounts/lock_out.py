"""Locked out after wrong passwords or codes: counted by sign-in name in the database, the same for all processes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _


def cool_off() -> timedelta:
    """How long a lock-out lasts after the last failure that counted."""
    return timedelta(hours=settings.AXES_COOLOFF_TIME)


def locked_until(usernames: Iterable[str]) -> dict[str, datetime]:
    """Of these sign-in names the ones locked out now, each with the moment it ends."""
    rows = (
        AccessAttempt.objects.filter(
            username__in=list(usernames), attempt_time__gt=timezone.now() - cool_off()
        )
        .order_by()
        .values("username")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    )
    return {
        row["username"]: row["last"] + cool_off()
        for row in rows
        if row["failures"] >= settings.AXES_FAILURE_LIMIT
    }


def minutes_left(username: str) -> int:
    """Whole minutes until this sign-in name may be tried again; 0 when it may be now."""
    until = locked_until([username]).get(username)
    return 0 if until is None else max(1, math.ceil((until - timezone.now()).total_seconds() / 60))


def refuse_if_locked(request: HttpRequest, username: str) -> None:
    """Raises ValidationError, and lets the response be the page below, while this name is locked out."""
    credentials = {"username": username}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out = True  # type: ignore[attr-defined]
        request.axes_credentials = credentials  # type: ignore[attr-defined]
        raise ValidationError(_("Too many wrong attempts; wait, or ask a supervisor to lift the lock-out."))


def count_failure(request: HttpRequest, username: str) -> None:
    """One more wrong attempt for this name."""
    AxesProxyHandler.user_login_failed(None, {"username": username}, request)
    request.axes_credentials = {"username": username}  # type: ignore[attr-defined]


def page(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, str] | None
) -> HttpResponse:
    """What a person sees who is locked out: how long, and who can lift it. It says the same for a name that
    nobody bears."""
    username = (credentials or {}).get("username", "")
    left = minutes_left(username) or math.ceil(cool_off().total_seconds() / 60)
    return render(request, "accounts/locked_out.html", {"minutes": left}, status=429)
