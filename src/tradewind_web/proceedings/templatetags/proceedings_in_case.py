"""The proceedings about a case, on its page, with the decisions that can be laid to it."""

from __future__ import annotations

from typing import Any

from django import template

from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.models import Case
from tradewind_web.proceedings.laying import about_case, pieces_of
from tradewind_web.proceedings.policy import can_conduct

register = template.Library()


@register.simple_tag(takes_context=True)
def may_conduct(context: dict[str, Any]) -> bool:
    """Whether the viewer opens proceedings, asked by pages of what comes before them."""
    return can_conduct(context["acting"])


@register.inclusion_tag("proceedings/parts/in_case.html", takes_context=True)
def proceedings_in_case(context: dict[str, Any], case: Case, may_work: bool) -> dict[str, Any]:
    """Each proceeding that reaches the viewer; its decisions that the case has not, for who works in the case."""
    acting: Acting = context["acting"]
    found = about_case(acting, case)
    laid = set(case.evidence.values_list("ref", flat=True)) if found and may_work else set()
    rows = [(one, [p for p in pieces_of(one) if p.ref not in laid] if may_work else []) for one in found]
    return {
        "rows": rows, "case": case, "may_open": can_conduct(acting) and case.state == "open",
        "csrf_token": context.get("csrf_token"),
    }  # fmt: skip
