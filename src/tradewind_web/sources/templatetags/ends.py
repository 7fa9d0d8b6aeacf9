"""What the page of a closed record says of its end."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from tradewind_web.agencies.gates import acting_of
from tradewind_web.sharing.records import SharedRecord
from tradewind_web.sources.queries import ending_of

register = template.Library()


@register.inclusion_tag("sources/parts/end.html", takes_context=True)
def end_of(context: Context, record: SharedRecord) -> dict[str, Any]:
    """A link to how long it is kept, and that who was named in it is forgotten where it is so."""
    acting = acting_of(context["request"])
    is_own = record.owner_id == acting.agency.pk
    return {"record": record, "ending": ending_of(record.kind, record.pk), "is_own": is_own}
