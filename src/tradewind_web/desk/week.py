"""The week on one sheet: what arrived, what was found, what waits. For an office that reads paper, not notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count
from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.findings.filtering import Filters
from tradewind_web.findings.models import Tier
from tradewind_web.findings.queries import Day, Item, day_of, items, queue, ready
from tradewind_web.jobs.models import Job
from tradewind_web.seizures.models import Seizure
from tradewind_web.sources.queries import batches_visible_to, due_of

#: More than this nobody checks from paper; the rest stands in the queue.
MOST_FINDINGS: Final = 20
MOST_FILES: Final = 30
DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of one agency, as one of its people may see them."""

    first: date
    last: date
    day: Day
    new: Sequence[tuple[Tier, int]]
    strongest: Sequence[Item]
    files: Sequence[Any]
    seizures: Sequence[Any]
    due: Sequence[Any]
    given_up: int


def week_of(acting: Acting, *, now: datetime | None = None) -> Week:
    """The last seven days until now."""
    now = now or timezone.now()
    since = now - timedelta(days=DAYS)
    leads = acting.holds(Role.SUPERVISOR)
    fresh = queue(acting, Filters(state="new")).filter(first_seen__gte=since)
    counts = dict(fresh.order_by().values_list("tier").annotate(n=Count("pk")))
    strongest = ready(fresh, acting).order_by("tier", "-rank", "pk")[:MOST_FINDINGS]
    files = (
        batches_visible_to(acting).filter(loaded_at__gte=since).select_related("owner").order_by("-loaded_at")
    )
    seizures = Seizure.objects.visible_to(acting).filter(recorded_at__gte=since).select_related("owner")
    given_up = Job.objects.filter(agency=acting.agency, state=Job.State.GAVE_UP, finished_at__gte=since)
    return Week(
        first=timezone.localtime(since).date(), last=timezone.localtime(now).date(), day=day_of(acting),
        new=[(tier, counts.get(tier.value, 0)) for tier in Tier], strongest=items(acting, list(strongest)),
        files=list(files[:MOST_FILES]), seizures=list(seizures.order_by("-seized_on")[:MOST_FILES]),
        due=list(due_of(acting, now.date())[:MOST_FILES]) if leads else [],
        given_up=given_up.count() if leads else 0,
    )  # fmt: skip
