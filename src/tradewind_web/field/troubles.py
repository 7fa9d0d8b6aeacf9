"""Why a reading cannot be as it was typed, in the reader's language."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tradewind.errors import AmbiguousName, NotPlausible, RequestError, UnknownName
from tradewind_web.phrasing import listed

_SENTENCES: Final = {
    "pressure_alone": gettext_noop(
        "A pressure says nothing without the temperature of the cylinder: write both."
    ),
    "range_temperature": gettext_noop(
        "%(value)s °C is no likely temperature of a cylinder: it is between %(low)s and %(high)s °C. Read it again."
    ),
    "range_pressure": gettext_noop(
        "%(value)s bar is no likely pressure on a gauge: it is between %(low)s and %(high)s bar. Check the unit."
    ),
    "range_air": gettext_noop("This height is not likely: correct it, or leave it blank near the sea."),
    "range_gross": gettext_noop(
        "%(value)s kg is no likely gross mass: it is between %(low)s and %(high)s kg."
    ),
    "range_tare": gettext_noop("%(value)s kg is no likely tare: it is between %(low)s and %(high)s kg."),
    "range_net": gettext_noop("%(value)s kg is no likely net mass: it is between %(low)s and %(high)s kg."),
    "range_water": gettext_noop(
        "%(value)s litres is no likely water capacity: it is between %(low)s and %(high)s litres."
    ),
    "instrument": gettext_noop("Choose the kind of gauge from the list."),
    "identifier": gettext_noop("Choose the kind of identifier from the list."),
    "gross_below_tare": gettext_noop(
        "The gross mass of %(gross)s kg is less than the tare of %(tare)s kg: one of them is wrong."
    ),
    "below_vacuum": gettext_noop(
        "%(value)s bar on the gauge is less than a vacuum: check the unit and the sign."
    ),
    "reading_form": gettext_noop("“%(part)s” is no part of a reading: write each gas with its per cent."),
    "share": gettext_noop("The share of %(name)s is %(value)s: it must be from 0 to 100 per cent."),
    "reading_empty": gettext_noop("The reading shows nothing: write each gas with its per cent."),
    "reading_sum": gettext_noop("The reading sums to %(value)s per cent: correct a part."),
    "nothing": gettext_noop(
        "There is nothing to go by yet: write what the gauge, the identifier, the scales or the label says."
    ),
}


def in_words(error: RequestError) -> str:
    """What is wrong and what to write instead."""
    if isinstance(error, NotPlausible) and error.code in _SENTENCES:
        return _(_SENTENCES[error.code]) % error.facts
    if isinstance(error, UnknownName):
        said = _("No gas is known as “%(name)s”: write it as on the label, or leave it blank.")
        hint = (
            _("Did you mean %(names)s?") % {"names": listed(error.suggestions)} if error.suggestions else ""
        )
        return " ".join(filter(None, (said % {"name": error.name}, hint)))
    if isinstance(error, AmbiguousName):
        said = _("“%(name)s” can mean more than one gas: %(names)s. Write which.")
        return said % {"name": error.name, "names": listed(error.alternatives)}
    return _("This cannot be worked out as it is written; correct a figure and ask again.")
