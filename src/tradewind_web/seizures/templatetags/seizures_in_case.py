"""The seizures of a case, on its page: where they stand, and what of them can be laid to it."""

from __future__ import annotations

from typing import Any

from django import template

from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.models import Case
from tradewind_web.seizures.laying import in_case, pieces_of
from tradewind_web.seizures.policy import can_correct

register = template.Library()


@register.inclusion_tag("seizures/parts/in_case.html", takes_context=True)
def seizures_in_case(context: dict[str, Any], case: Case, may_work: bool) -> dict[str, Any]:
    """Each seizure that reaches the viewer with its pieces that the case has not; laid by who works in both."""
    acting: Acting = context["acting"]
    found = in_case(acting, case)
    laid = set(case.evidence.values_list("ref", flat=True)) if found and may_work else set()
    rows = [
        (
            seizure,
            seizure.owner_id == acting.agency.pk,
            [p for p in pieces_of(seizure) if p.ref not in laid]
            if may_work and can_correct(acting, seizure)
            else [],
        )
        for seizure in found
    ]
    return {"rows": rows, "csrf_token": context.get("csrf_token")}
