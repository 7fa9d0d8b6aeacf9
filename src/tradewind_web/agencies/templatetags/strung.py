"""Words strung together in a template as the reader's language strings them."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from tradewind_web.phrasing import listed as strung

register = template.Library()


@register.filter
def listed(items: Iterable[object]) -> str:
    """`a, b, c` with the comma of the language."""
    return strung(map(str, items))


@register.filter
def labels(choices: Iterable[object]) -> list[str]:
    """The words of choices."""
    return [str(getattr(choice, "label", choice)) for choice in choices]


@register.simple_tag
def comma() -> str:
    """What stands between two values side by side: the comma of the language, with its space."""
    return strung(("", ""))
