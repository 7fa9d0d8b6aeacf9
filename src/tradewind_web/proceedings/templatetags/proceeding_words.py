"""How proceedings are shown in templates."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils import timezone

from tradewind_web.proceedings.models import Element, Proceeding, Provision, Step
from tradewind_web.proceedings.showing import Due, due_of, proved_text, provision_range, step_amount

register = template.Library()


@register.filter
def due(proceeding: Proceeding) -> Due | None:
    """What is due next."""
    return due_of(proceeding, timezone.localdate())


@register.filter
def proved(elements: Iterable[Element]) -> str:
    """How many elements are proved."""
    return proved_text(elements)


@register.filter
def lawful_range(provision: Provision) -> str:
    """What a provision lets a penalty be."""
    return provision_range(provision)


@register.filter
def amount(step: Step) -> str:
    """The money of a step."""
    return step_amount(step)
