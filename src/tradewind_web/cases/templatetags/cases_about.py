"""The cases about a finding, on its page: what became of it."""

from __future__ import annotations

from typing import Any

from django import template

from tradewind_web.cases.queries import cases_about
from tradewind_web.findings.models import Finding

register = template.Library()


@register.inclusion_tag("cases/parts/about.html", takes_context=True)
def cases_of_finding(context: dict[str, Any], finding: Finding) -> dict[str, Any]:
    """Each case that reaches the viewer, with its outcome once it is closed."""
    return {"cases": cases_about(context["acting"], finding)}
