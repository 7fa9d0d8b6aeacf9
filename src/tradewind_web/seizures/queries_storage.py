"""Reading sites, stays and disposals of the acting agency."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_storage import Disposal, Site, SiteCheck, Stay
from tradewind_web.seizures.showing_custody import money_text
from tradewind_web.sharing.paging import Page, page_of, place_in

#: More places than an agency keeps goods at, to choose one from.
MOST_SITES: Final = 500


@dataclass(frozen=True, slots=True)
class Metered:
    """A stay with what it cost so far."""

    stay: Stay
    days: int
    daily: str
    total: str


def sites_of(acting: Acting) -> list[Site]:
    """The agency's sites, to choose one from."""
    return list(_sites(acting)[:MOST_SITES])


def page_of_sites(acting: Acting, given: Mapping[str, Any]) -> Page:
    """One page of the agency's sites, the newest first, with what lies there now (`held_g`, `held_containers`)."""
    here = Q(stays__until__isnull=True)
    rows = _sites(acting).annotate(
        held_g=Sum("stays__mass_g", filter=here), held_containers=Sum("stays__containers", filter=here)
    )
    return page_of(rows, place_in(given), key="added_at")


def _sites(acting: Acting) -> QuerySet[Site]:
    return Site.objects.filter(agency=acting.agency) if acting.sees_content else Site.objects.none()


def site_of(acting: Acting, site_id: uuid.UUID) -> Site:
    """One of the agency's sites.

    Raises:
        Http404: it is not one.
    """
    found = Site.objects.filter(agency=acting.agency, pk=site_id).first() if acting.sees_content else None
    if found is None:
        raise Http404
    return found


def checks_of(site: Site) -> list[SiteCheck]:
    """The newest inspections of a site."""
    return list(site.checks.select_related("by")[:50])


def stays_at(acting: Acting, site: Site) -> list[Metered]:
    """What lies at a site now, the longest first."""
    rows = site.stays.filter(until__isnull=True, seizure__in=Seizure.objects.visible_to(acting))
    return metered(list(rows.select_related("seizure", "site")[:200]))


def stays_of(seizure: Seizure) -> list[Metered]:
    """Every stay of a seizure."""
    return metered(list(seizure.stays.select_related("site", "seizure")))


def metered(stays: Sequence[Stay]) -> list[Metered]:
    """Stays with their meters as of today."""
    on = timezone.localdate()
    return [
        Metered(
            s, s.days(on), money_text(s.daily_minor, s.currency), money_text(s.total_minor(on), s.currency)
        )
        for s in stays
    ]


def totals(stays: Sequence[Metered]) -> list[str]:
    """What all of it cost so far, for each currency."""
    on = timezone.localdate()
    sums: dict[str, int] = {}
    for row in stays:
        total = row.stay.total_minor(on)
        if total is not None:
            sums[row.stay.currency] = sums.get(row.stay.currency, 0) + total
    return [money_text(total, currency) for currency, total in sorted(sums.items())]


def disposals_of(seizure: Seizure) -> list[Disposal]:
    """Every proposal of a seizure."""
    return list(seizure.disposals.select_related("seizure", "proposed_by", "decided_by"))


def disposal_of(seizure: Seizure, number: int) -> Disposal:
    """One proposal.

    Raises:
        Http404: there is none of this number.
    """
    rows = seizure.disposals.select_related("seizure", "proposed_by", "decided_by", "certificate", "proof")
    found: Disposal | None = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found
