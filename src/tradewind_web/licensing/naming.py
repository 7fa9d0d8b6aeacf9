"""Naming a gas as people write it: the one that is meant, and those offered while one types."""

from __future__ import annotations

from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from tradewind.errors import AmbiguousName, UnknownName
from tradewind.reference import find
from tradewind.reference.names import all_names, normalise
from tradewind_web.errors import Refused
from tradewind_web.phrasing import listed

#: The gases most met at a border, first among those offered.
COMMON: Final = (
    "R-22", "R-134a", "R-410A", "R-404A", "R-32", "R-407C", "R-507A", "R-12", "R-11", "R-141b", "R-125", "R-143a",
    "R-449A", "R-1234yf", "R-23", "R-600a",
)  # fmt: skip
MOST_OFFERED: Final = 10
_OFFERED_KINDS: Final = frozenset({"substance", "chemical", "trade", "brand", "spelling"})


def licensed_gas(text: str) -> str:
    """The designation of the gas a licence is asked for.

    Raises:
        Refused: several gases are called so, or none we know; the message says what to write.
    """
    return gas_named(
        text,
        several=_("“%(text)s” can mean %(several)s; write which"),
        near=_("“%(text)s” is no gas we know; did you mean %(near)s?"),
        unknown=_("“%(text)s” is no gas we know; write its number"),
    )


def gas_named(text: str, *, several: str, near: str, unknown: str) -> str:
    """The designation of the gas that is meant.

    Raises:
        Refused: `several` where it can mean more than one, `near` where others are spelt nearly so, else `unknown`.
    """
    try:
        return find(text).designation
    except AmbiguousName as error:
        raise Refused(several % {"text": text, "several": listed(error.alternatives[:8])}) from error
    except UnknownName as error:
        if error.suggestions:
            raise Refused(near % {"text": text, "near": listed(error.suggestions[:4])}) from error
        raise Refused(unknown % {"text": text}) from error


def offered(typed: str) -> list[tuple[str, str]]:
    """Designations whose name begins like this, each with the name that was met."""
    key = normalise(typed)
    if not key:
        return [(name, "") for name in COMMON[:MOST_OFFERED]]
    found: dict[str, str] = {}
    for common in COMMON:
        if normalise(common).startswith(key) or normalise(common).lstrip("r").startswith(key):
            found[common] = ""
    for name, shown, means in _names():
        if len(found) >= MOST_OFFERED:
            break
        if name.startswith(key) and means not in found:
            found[means] = "" if shown == means else shown
    if not found:
        try:
            return [(find(typed).designation, typed)]
        except (AmbiguousName, UnknownName):
            return []
    return list(found.items())[:MOST_OFFERED]


@cache
def _names() -> tuple[tuple[str, str, str], ...]:
    rows = (
        (normalise(row.name), row.name, row.designations[0])
        for row in all_names()
        if row.kind in _OFFERED_KINDS and len(row.designations) == 1
    )
    return tuple(sorted(rows, key=lambda row: (len(row[0]), row[0])))
