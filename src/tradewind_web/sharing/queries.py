"""Reading groups: an agency sees those it belongs to now, or owns."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency, Membership
from tradewind_web.agencies.roles import Role
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


def group_for(viewer: Acting, group_id: UUID) -> Group:
    """The group, when the acting agency belongs to it or owns it; else 404."""
    found = groups_of(viewer).filter(pk=group_id).first()
    if found is None:
        raise Http404
    return found


def agencies_inside(group: Group) -> QuerySet[Agency]:
    """The agencies that belong to the group now."""
    now = GroupMembership.objects.at(timezone.now()).filter(group=group)
    return Agency.objects.filter(pk__in=now.values("agency"))


def persons_named(names: Collection[str]) -> dict[str, list[tuple[Agency, User]]]:
    """User name as written -> the person in each agency they work for now; one that nobody has is left out."""
    now = timezone.now()
    found: dict[str, list[tuple[Agency, User]]] = {}
    spelt = {name.casefold(): name for name in names}
    present = Membership.objects.at(now).filter(user__username__in=spelt, user__is_active=True)
    for held in present.exclude(role=Role.ADMINISTRATOR).select_related("agency", "user").order_by("pk"):
        whom = found.setdefault(spelt[held.user.username], [])
        if (held.agency, held.user) not in whom:
            whom.append((held.agency, held.user))
    return found


def agencies_worked_for() -> QuerySet[Agency]:
    """The agencies somebody works or worked for."""
    return Agency.objects.filter(memberships__isnull=False).distinct()


def agencies_outside(group: Group) -> QuerySet[Agency]:
    """The agencies somebody works for that do not belong to the group now."""
    return agencies_worked_for().exclude(pk__in=agencies_inside(group).values("pk"))
