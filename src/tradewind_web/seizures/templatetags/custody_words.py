"""How entries of custody and their marks are shown."""

from __future__ import annotations

from django import template

from tradewind.ledgers.custody import Mark
from tradewind_web.seizures.models_custody import CustodyEntry
from tradewind_web.seizures.printing_custody import moment_text, seal_text, source_text
from tradewind_web.seizures.showing_custody import mark_text, money_text

register = template.Library()


@register.filter
def mark_words(mark: Mark) -> str:
    """What does not fit, in words."""
    return mark_text(mark)


@register.filter
def moment(entry: CustodyEntry) -> str:
    """When it happened, as exactly as it is known."""
    return moment_text(entry)


@register.filter
def seal_words(seal: str | None) -> str:
    """A seal, none, or "" where nobody looked."""
    return seal_text(seal)


@register.filter
def source_words(entry: CustodyEntry) -> str:
    """How its writer knows."""
    return source_text(entry)


@register.filter
def money(minor: int | None, currency: str) -> str:
    """An amount with its currency."""
    return money_text(minor, currency)
