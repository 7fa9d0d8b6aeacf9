"""What the pages of signing in ask: can passkeys work here, and what time has the server?"""

from __future__ import annotations

from datetime import datetime

from django import template
from django.http import HttpRequest
from django.utils import timezone

from tradewind_web.accounts import clock, passkeys

register = template.Library()


@register.filter
def passkeys_work(request: HttpRequest) -> bool:
    """Whether a browser would offer a passkey at this address."""
    return passkeys.passkeys_work(request)


@register.simple_tag
def server_time() -> datetime:
    """This moment by the server's clock."""
    return timezone.localtime()


@register.simple_tag
def recorded_after() -> datetime | None:
    """The time of a recorded action ahead of the server's clock, or None."""
    return clock.recorded_after()
