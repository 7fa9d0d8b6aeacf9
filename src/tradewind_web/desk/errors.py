"""Pages for what went wrong: what happened and what to do next, never a trace."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tradewind_web.errors import NotAllowed


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: it does not exist, or not for this person."""
    return render(request, "errors/404.html", status=404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the person's roles do not permit it; the page says which role does, or that a password lacks to show."""
    is_ours = isinstance(exception, NotAllowed)
    facts = {
        "said": str(exception) if is_ours else "", "refused": _refused(request, is_ours),
        "demonstration": settings.OFFICE.demonstration,
    }  # fmt: skip
    return render(request, "errors/403.html", facts, status=403)


def _refused(request: HttpRequest, is_ours: bool) -> str:
    """What was refused: opening a page, or something done on one. allauth refuses who cannot show who they are."""
    if not is_ours and request.user.is_authenticated and not request.user.has_usable_password():
        return "password"
    return "page" if request.method in ("GET", "HEAD") else "act"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent what no form of ours sends."""
    return render(request, "errors/400.html", status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """500: a fault of Tradewind. Uses nothing that may be broken too."""
    return HttpResponse(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        "<title>Tradewind: a fault</title><main><h1>This is a fault of Tradewind, not of what you asked</h1>"
        "<p>Nothing half-done was kept. Go back and try again; if it comes again, tell your administrator the time: "
        "the server's log has the rest.</p></main></html>",
        status=500,
    )
