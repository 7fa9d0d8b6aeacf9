"""How consignments show masses, alarms and joins."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tradewind_web.consignments.wording import ALARM_WORDS, days_since, kilos

register = template.Library()
_FIELDS = {
    "previous": _("paper cited"), "bill": _("bill of lading"), "invoice": _("invoice"),
    "container": _("container"), "licence": _("licence"), "mass": _("mass"), "days": _("days"), "route": _("route"),
}  # fmt: skip


@register.filter
def kg(grams: int | None) -> str:
    """Grams as kilograms."""
    return kilos(grams)


@register.filter
def alarm_words(code: str) -> str | Promise:
    """An alarm in a few words."""
    return ALARM_WORDS.get(code, code)


@register.filter
def days_lain(since: date | None, today: date) -> int | None:
    """Days something lies."""
    return days_since(since, today)


@register.filter
def per_cent(certainty: int) -> str:
    """Per mille as per cent, without pretending to more than was assumed."""
    return f"{min(99, certainty // 10)}"


@register.filter
def field_named(name: str) -> str | Promise:
    """A field by which papers are compared."""
    return _FIELDS.get(name, name)


@register.filter
def agrees(hundredths: int) -> bool:
    """Whether a field speaks for one consignment."""
    return hundredths > 100


@register.filter
def times(hundredths: int) -> str:
    """How many times likelier."""
    return f"{hundredths / 100:g}"
