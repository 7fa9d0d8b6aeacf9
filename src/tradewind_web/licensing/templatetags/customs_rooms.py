"""The rooms of the customs desk, with what waits in each."""

from __future__ import annotations

from typing import Any

from django import template

from tradewind_web.agencies.acting import Acting
from tradewind_web.licensing.customs_figures import figures_for
from tradewind_web.licensing.customs_queries import rule_of
from tradewind_web.licensing.fallbacks import fallbacks_for
from tradewind_web.licensing.hooks import can_keep_hooks
from tradewind_web.licensing.words import Leads

register = template.Library()


@register.inclusion_tag("licensing/customs/rooms.html")
def customs_rooms(acting: Acting, here: str) -> dict[str, Any]:
    """The doors of the customs desk, the one the person stands in marked."""
    leads = rule_of(acting.agency.party).leads == Leads.CUSTOMS
    return {
        "here": here, "waiting": fallbacks_for(acting, "waiting").prefetch_related(None).count(), "leads": leads,
        "differing": figures_for(acting).differing().count() if leads else 0, "may_hook": can_keep_hooks(acting),
    }  # fmt: skip
