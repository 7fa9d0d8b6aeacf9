"""Naming a gas as people write it, or saying that nobody knows it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tradewind_web.licensing.naming import gas_named
from tradewind_web.seizures.models import UNKNOWN


def designation(text: str) -> str:
    """The designation of the gas that is meant.

    Raises:
        Refused: several gases are called so, or none we know; the message says what to write.
    """
    return gas_named(
        text,
        several=_("“%(text)s” can mean %(several)s; write which, or tick that the gas is unknown"),
        near=_("“%(text)s” is no gas we know; did you mean %(near)s? Otherwise tick that it is unknown"),
        unknown=_("“%(text)s” is no gas we know; write its number, or tick that it is unknown"),
    )


def shown(substance: str) -> str:
    """A substance of an item as people read it."""
    return _("unknown gas") if substance == UNKNOWN else substance
