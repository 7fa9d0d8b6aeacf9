"""What a holder sees of its own with the slip it was given: licences, balances, quotas of the year. Nobody signs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils import timezone

from tradewind_web.agencies.codes import code_hash
from tradewind_web.licensing.holders import names_of
from tradewind_web.licensing.models import Licence, Quota
from tradewind_web.licensing.models_register import HolderSlip
from tradewind_web.licensing.words import State
from tradewind_web.traders.models import Trader

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Seen:
    """The page of one holder; all its linked names count."""

    holder: Trader
    agency: str
    licences: list[Licence]
    quotas: list[Quota]
    more: bool


def seen_with(code: str) -> Seen | None:
    """What this slip opens; None for a code that opens nothing any more."""
    slip = (
        HolderSlip.objects.filter(
            code_hash=code_hash(code), withdrawn_at__isnull=True, expires_at__gt=timezone.now()
        )
        .select_related("agency", "holder")
        .first()
    )
    if slip is None or slip.holder.is_forgotten:
        return None
    names = names_of(slip.agency, slip.holder_id)
    year = timezone.localdate().year
    rows = (
        Licence.objects.filter(owner=slip.agency, holder__in=names)
        .exclude(state__in=(State.DRAFT, State.WITHDRAWN))
        .filter(Q(valid_until__year__gte=year - 1) | Q(entered_at__year__gte=year))
        .prefetch_related("lines")
        .order_by("-entered_at", "-pk")[: MOST + 1]
    )
    found = list(rows)
    quotas = Quota.objects.filter(owner=slip.agency, holder__in=names, year__gte=year).order_by(
        "year", "group"
    )
    return Seen(slip.holder, slip.agency.name, found[:MOST], list(quotas[:MOST]), len(found) > MOST)
