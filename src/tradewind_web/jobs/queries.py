"""Reading the queue: an agency sees its own work, an administrator the platform's too; never what the work is about."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.jobs.models import Job

SHOWN = 50


def newest_for(acting: Acting) -> QuerySet[Job]:
    """The newest jobs the acting person may know of, at most SHOWN."""
    mine = Q(agency=acting.agency)
    if acting.holds(Role.ADMINISTRATOR):
        mine |= Q(agency__isnull=True)
    return Job.objects.filter(mine)[:SHOWN]
