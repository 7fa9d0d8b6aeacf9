"""What one page asks several times, and whose answer is one for the whole page: what reaches its reader.

Only while a page is read: what writes, and every job, asks anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponseBase

Answer = TypeVar("Answer")
_known: Final[ContextVar[dict[Hashable, Any] | None]] = ContextVar("known_to_this_page", default=None)


def while_reading(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: while a page is read (GET, HEAD), `once` keeps its answers until the page is done."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        token = _known.set({})
        try:
            return get_response(request)
        finally:
            _known.reset(token)

    return respond


def is_reading() -> bool:
    """Whether a page is being read."""
    return _known.get() is not None


def once(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer: while a page is read, the first one to this key; else asked anew."""
    known = _known.get()
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    found: Answer = known[key]
    return found
