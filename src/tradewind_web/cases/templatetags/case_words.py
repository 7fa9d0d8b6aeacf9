"""Cases in words, for templates."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tradewind_web.cases import speaking
from tradewind_web.cases.models import Case, Procedure
from tradewind_web.cases.words import EVIDENCE, OUTCOMES, said, text

register = template.Library()

_PARTS = {
    "revision": gettext_lazy("a newer revision"),
    "detector": gettext_lazy("a newer version of the question"),
    "status": gettext_lazy("it stands otherwise"),
    "mass_g": gettext_lazy("another mass"),
    "reasons": gettext_lazy("other reasons"),
    "lawful_explanations": gettext_lazy("lawful explanations"),
    "facts": gettext_lazy("other facts"),
    "rows": gettext_lazy("other rows behind it"),
}


@register.filter
def outcome_words(code: str) -> str:
    """An outcome in words."""
    return said(OUTCOMES, code)


@register.filter
def evidence_words(code: str) -> str:
    """A kind of evidence in words."""
    return said(EVIDENCE, code)


@register.filter
def part_words(name: str) -> str:
    """A part of a finding that changed, in words."""
    return str(_PARTS.get(name, name))


@register.filter
def ours(sentence: str) -> str:
    """A sentence of a shipped procedure in the reader's language; an agency's own as it stands."""
    return _(sentence) if sentence else ""


@register.filter
def called(procedure: Procedure) -> str:
    """A procedure by its title in the reader's language, its name and version."""
    return speaking.called(procedure)


@register.filter
def steps_of(case: Case) -> list[str]:
    """The titles of the steps that are to be done."""
    sop = case.procedure.sop
    return [text(sop, f"{one}.title") for one in case.open_steps]


@register.filter
def days_from(until: date, today: date) -> int:
    """Days from a day to another."""
    return (until - today).days


@register.filter
def day(iso: str) -> str:
    """A day as people write it."""
    return date_format(date.fromisoformat(iso), "DATE_FORMAT") if iso else ""
