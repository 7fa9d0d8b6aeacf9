"""How the registers show a place: by its name in the reader's language."""

from __future__ import annotations

from django import template

from tradewind_web.traders.places import named

register = template.Library()


@register.filter
def place_named(code: str | None) -> str:
    """The name of a place by its code; "" where there is none.

    >>> place_named("KEN")
    'Kenya'
    """
    return named(code or "")
