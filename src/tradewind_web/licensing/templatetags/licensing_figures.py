"""How yearly figures, countries and differences are shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tradewind.reporting import Cells
from tradewind_web.agencies.acting import Acting
from tradewind_web.licensing.yearly_policy import can_report
from tradewind_web.licensing.yearly_showing import Reminder, reminders
from tradewind_web.licensing.yearly_words import BECAUSE, BETWEEN, FORMS
from tradewind_web.traders.places import named

register = template.Library()
#: A quarter: asking producers, surveying prices and explaining differences takes weeks.
REMIND_DAYS: Final = 92


@register.filter
def grams_text(grams: int) -> str:
    """Whole grams, grouped as the reader's language groups them."""
    return _("%(grams)s g") % {"grams": number_format(grams, decimal_pos=0, force_grouping=True)}


@register.filter
def kilos_or_blank(grams: int | None) -> str:
    """Kilograms to the gram, or that the figure is blank, which is not zero."""
    if grams is None:
        return _("blank")
    kilos = (Decimal(grams) / 1000).normalize()
    return _("%(kg)s kg") % {"kg": number_format(Decimal(format(kilos, "f")), force_grouping=True)}


@register.filter
def dollars(cents: int) -> str:
    """US dollars a kg."""
    return number_format(Decimal(cents) / 100, decimal_pos=2)


@register.inclusion_tag("licensing/yearly/reminder.html")
def yearly_due(acting: Acting) -> dict[str, list[Reminder]]:
    """What the agency has not sent yet and is due within the time in which people still can act, or late."""
    if not can_report(acting):
        return {"due": []}
    return {"due": [r for r in reminders(acting) if r.sent is None and r.days_left <= REMIND_DAYS]}


@register.filter
def country(code: str) -> str:
    """A country in the reader's language."""
    return named(code)


@register.filter
def of(cells: dict[str, Cells], name: str) -> Cells:
    """The cells of one report."""
    return cells[name]


@register.filter
def form_word(name: str) -> str:
    """A form in words."""
    return str(FORMS.get(name, name))


@register.filter
def between_word(name: str) -> str:
    """What differs from what."""
    return str(BETWEEN.get(name, name))


@register.filter
def because_word(name: str) -> str:
    """What explains a difference."""
    return str(BECAUSE.get(name, name))
