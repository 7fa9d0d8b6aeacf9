"""Naming a gas as people write it, or saying that nobody knows it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tradewind.errors import AmbiguousName, UnknownName
from tradewind.reference import find
from tradewind_web.errors import Refused
from tradewind_web.phrasing import listed
from tradewind_web.seizures.models import UNKNOWN


def designation(text: str) -> str:
    """The designation of the gas that is meant.

    Raises:
        Refused: several gases are called so, or none we know; the message says what to write.
    """
    try:
        return find(text).designation
    except AmbiguousName as error:
        raise Refused(
            _("“%(text)s” can mean %(several)s; write which, or tick that the gas is unknown")
            % {"text": text, "several": listed(error.alternatives[:8])}
        ) from error
    except UnknownName as error:
        if error.suggestions:
            raise Refused(
                _("“%(text)s” is no gas we know; did you mean %(near)s? Otherwise tick that it is unknown")
                % {"text": text, "near": listed(error.suggestions[:4])}
            ) from error
        raise Refused(
            _("“%(text)s” is no gas we know; write its number, or tick that it is unknown") % {"text": text}
        ) from error


def shown(substance: str) -> str:
    """A substance of an item as people read it."""
    return _("unknown gas") if substance == UNKNOWN else substance
