"""How the reader's language strings words together: a comma is not everywhere the same sign."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from django.utils.functional import Promise


def invented() -> str:
    """What stands in whatever leaves a demonstration; nothing in a real office."""
    return _("Demonstration: everything here is invented") if settings.OFFICE.demonstration else ""


def listed(items: Iterable[str | Promise]) -> str:
    """`a, b, c` with the comma of the reader's language."""
    return pgettext("between the items of a list, with its space", ", ").join(map(str, items))


def series(items: Iterable[str | Promise]) -> str:
    """`a, b; c` with the semicolon of the reader's language: for what has commas of its own."""
    return pgettext("between longer items of a list, with its space", "; ").join(map(str, items))


def either(items: Iterable[str | Promise]) -> str:
    """`a, b or c`."""
    *first, last = [*map(str, items)] or [""]
    return _("%(first)s or %(last)s") % {"first": listed(first), "last": last} if first else last
