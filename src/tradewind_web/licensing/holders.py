"""A holder behind several names counts once: the traders that the agency linked as the same."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import Q

from tradewind_web.agencies.models import Agency
from tradewind_web.traders.models import Link


def names_of(agency: Agency, trader_id: uuid.UUID) -> set[uuid.UUID]:
    """The trader and all that the agency says are the same, however many links lie between."""
    known, edge = {trader_id}, {trader_id}
    while edge:  # as many rounds as the longest chain of links; one is the rule
        edge = _beside(agency, edge) - known
        known |= edge
    return known


def _beside(agency: Agency, traders: Collection[uuid.UUID]) -> set[uuid.UUID]:
    links = Link.objects.filter(
        Q(one__in=traders) | Q(other__in=traders), agency=agency, kind=Link.Kind.SAME, undone_at__isnull=True
    )
    return {end for pair in links.values_list("one_id", "other_id") for end in pair}
