"""The watch list of an agency: what is on it now, and which findings it means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.findings.models import Finding, Watch
from tradewind_web.traders.searching import is_found, matches

#: A watch ends by itself after this many days unless somebody renews it: a list nobody looks through grows useless.
LONGEST: Final = timedelta(days=90)
#: Watches an agency may have at once; more would be a filter, not a list.
MOST: Final = 100


def watches_of(acting: Acting) -> QuerySet[Watch]:
    """The agency's watches, those in force and those that ended, soonest to end first."""
    rows = Watch.objects.filter(agency=acting.agency) if acting.sees_content else Watch.objects.none()
    return rows.select_related("made_by").order_by("ends_on", "id")


def in_force(acting: Acting) -> list[Watch]:
    """The agency's watches that count today."""
    return list(watches_of(acting).filter(ended_at__isnull=True, ends_on__gte=timezone.localdate())[:MOST])


def watched(acting: Acting) -> Q:
    """The condition that a finding is on the agency's watch list."""
    condition = Q(pk__in=[])
    for watch in in_force(acting):
        condition |= _meant_by(watch)
    return condition


def watch_on(finding: Finding, watches: Sequence[Watch]) -> Watch | None:
    """The first of these watches that means the finding."""
    return next((w for w in watches if _means(w, finding)), None)


def title(watch: Watch) -> str:
    """What is watched, in a few words."""
    if watch.what == Watch.What.TRADER:
        return watch.trader
    if watch.what == Watch.What.PAIR:
        return _("%(substance)s with %(party)s") % {"substance": watch.substance, "party": watch.party}
    return _("%(kind)s %(id)s") % {"kind": watch.subject_kind, "id": watch.subject_id}


def _meant_by(watch: Watch) -> Q:
    if watch.what == Watch.What.TRADER:
        return matches(watch.trader)
    if watch.what == Watch.What.PAIR:
        return Q(substance=watch.substance) & (Q(party=watch.party) | Q(partner=watch.party))
    return Q(subject_kind=watch.subject_kind, subject_id=watch.subject_id)


def _means(watch: Watch, finding: Finding) -> bool:
    if watch.what == Watch.What.TRADER:
        return is_found(watch.trader, finding.search_key)
    if watch.what == Watch.What.PAIR:
        return finding.substance == watch.substance and watch.party in (finding.party, finding.partner)
    return (finding.subject_kind, finding.subject_id) == (watch.subject_kind, watch.subject_id)


def watches_due(acting: Acting, until: date) -> QuerySet[Watch]:
    """The agency's watches that ended and whose last day is this one or earlier."""
    due = watches_of(acting).filter(retain_until__lte=until, ends_on__lt=timezone.localdate())
    return due.order_by("retain_until", "pk")
