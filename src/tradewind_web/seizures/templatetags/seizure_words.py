"""How a seizure's masses, containers and gases are shown."""

from __future__ import annotations

from django import template

from tradewind_web.seizures.models import SeizedItem, Seizure
from tradewind_web.seizures.naming import shown
from tradewind_web.seizures.showing import containers_text, kilos_text, mass_text
from tradewind_web.seizures.words import METHOD_WORDS

register = template.Library()


@register.filter
def gas(substance: str) -> str:
    """A substance as people read it."""
    return shown(substance)


@register.filter
def gases(seizure: Seizure) -> list[str]:
    """The substances of a seizure as people read them, in the order of its lines."""
    return [shown(item.substance) for item in seizure.items.all()]


@register.filter
def mass(item: SeizedItem) -> str:
    """The mass of a line, with what it is."""
    return mass_text(item.mass_g, item.basis)


@register.filter
def containers(item: SeizedItem) -> str:
    """The containers of a line."""
    return containers_text(item.containers, item.container_kind)


@register.filter
def masses(seizure: Seizure) -> list[str]:
    """The sums of a seizure, each with what it is: net, gross and estimated are never added up."""
    sums = ((seizure.net_g, "net"), (seizure.gross_g, "gross"), (seizure.estimated_g, "estimated"))
    return [text for text in (mass_text(grams, basis) for grams, basis in sums) if text]


@register.filter
def methods(seizure: Seizure) -> list[str]:
    """The methods in words."""
    return [str(METHOD_WORDS[code]) for code in seizure.methods]


@register.filter
def kilos(grams: int) -> str:
    """Grams as kilograms, grouped as the reader's language groups them."""
    return kilos_text(grams)
