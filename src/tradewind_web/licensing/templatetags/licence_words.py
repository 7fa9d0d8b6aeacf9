"""How licences and quotas are shown."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tradewind_web.licensing.models import Licence, Quota
from tradewind_web.licensing.queries import balance, standing_of
from tradewind_web.licensing.showing import amount_text, group_text, kilos_text
from tradewind_web.licensing.words import OPEN, Pool, Standing

register = template.Library()


@dataclass(frozen=True, slots=True)
class Shown:
    """A standing with its tone: first, note or none."""

    label: str
    tone: str


@register.filter
def standing(licence: Licence) -> Shown:
    """Where a licence stands today."""
    found = standing_of(licence)
    if found is None:
        return Shown(str(licence.get_state_display()), "note" if licence.decided_at else "")
    return Shown(str(found.label), "first" if found == Standing.VALID else "note")


@register.filter
def kilos(grams: int | None) -> str:
    """Grams as kilograms, grouped as the reader's language groups them; "" where nobody said."""
    return "" if grams is None else kilos_text(grams)


@register.filter
def left_text(licence: Licence) -> str:
    """What is left of a licence, where something was used."""
    found = balance(licence)
    if found.left_g == found.allowed_g:
        return ""
    if found.left_g < 0:
        return _("%(mass)s kg beyond it") % {"mass": kilos_text(-found.left_g)}
    return _("%(mass)s kg left") % {"mass": kilos_text(found.left_g)}


@register.filter
def waits(licence: Licence) -> str:
    """For how long an application waits."""
    if licence.applied_on is None or licence.state not in OPEN:
        return ""
    days = (timezone.localdate() - licence.applied_on).days
    return ngettext("for %(days)s day", "for %(days)s days", days) % {"days": days}


@register.filter
def amount(mg: int, unit: str) -> str:
    """An amount of quota with its unit."""
    return amount_text(mg, unit)


@register.filter
def group_named(group: str) -> str:
    """An annex group by its name."""
    return group_text(group)


@register.filter
def whose(quota: Quota) -> str:
    """Whose quota it is: the holder, or the pool."""
    if quota.holder is not None:
        return str(quota.holder)
    return str(Pool(quota.pool).label)
