"""Facts of an event as people read them: the audit stores codes and ISO dates, so that it reads in any language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tradewind_web.phrasing import listed

if TYPE_CHECKING:
    from django.utils.functional import Promise

#: Code -> words of the reader's language.
Words = Mapping[str, "str | Promise"]

#: What the roles of an actor are called; the app that knows the roles adds them.
ROLES: Final[dict[str, str | Promise]] = {"platform": gettext_lazy("by itself")}
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)")


def fact_text(value: Any, words: Words | None = None) -> str:
    """A fact in the reader's language: the words of a code or of several; a day or a moment as the language has it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (list, tuple)):
        return listed(fact_text(one, words) for one in value)
    text = str(value)
    if words is not None:
        return listed(words.get(code, code) for code in text.split(", "))
    if _DAY.fullmatch(text):
        return date_format(date.fromisoformat(text), "DATE_FORMAT")
    if _MOMENT.fullmatch(text):
        return date_format(timezone.localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT")
    return text


def roles_text(stored: str) -> str:
    """The roles an actor had, as stored (`officer, supervisor for B. Banda`), in the reader's language."""
    if not stored:
        return ""
    # A name may hold a comma; a role begins only where a role's code stands.
    codes = "|".join(sorted(ROLES, key=len, reverse=True))
    parts = re.split(rf", (?=(?:{codes})(?: for |, |$))", stored)
    return listed(map(_role, parts))


def _role(part: str) -> str:
    code, lent, whom = part.partition(" for ")
    role = str(ROLES.get(code, code))
    return _("%(role)s for %(person)s") % {"role": role, "person": whom} if lent else role
