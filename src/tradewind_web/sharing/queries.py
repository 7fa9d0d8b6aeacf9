"""Reading groups: an agency sees those it belongs to now, or owns."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.sharing.models import Group, GroupMembership


def groups_of(viewer: Acting) -> QuerySet[Group]:
    """The groups of the acting agency by name, each with `present`: its memberships in force."""
    now = timezone.now()
    own = GroupMembership.objects.at(now).filter(agency=viewer.agency).values("group")
    present = GroupMembership.objects.at(now).select_related("agency").order_by("agency__name")
    return (
        Group.objects.filter(Q(pk__in=own) | Q(owner=viewer.agency))
        .select_related("owner")
        .prefetch_related(Prefetch("memberships", present, to_attr="present"))
        .order_by("name")
    )
