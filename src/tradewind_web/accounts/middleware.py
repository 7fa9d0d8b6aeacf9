"""The language of a page (the browser's choice, else what its headers prefer), and a password of one's own first."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

#: What a person may still reach whose password somebody else has seen.
STILL_OPEN = ("account_change_password", "account_logout", "agencies:change_person", "choose_language")


def language(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: activates the language and says it in Content-Language."""
    known = {code for code, _ in settings.LANGUAGES}

    def respond(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        code = chosen if chosen in known else translation.get_language_from_request(request)
        # Until the page is answered and no longer: what the thread does next is not this reader's.
        with translation.override(code):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response

    return respond


def own_password(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a password that somebody else has seen is changed before anything else."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        must = request.user.is_authenticated and request.user.must_change_password
        if must and request.path not in {reverse(name) for name in STILL_OPEN}:
            return redirect("account_change_password")
        return get_response(request)

    return respond
