"""Which audiences reach a viewer now: the one place where seeing is decided.

A reach maps an audience to the moment from which it counts: an agency that joined a group late sees only what was
given that audience after it joined, unless the group's rule says everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.sharing.markings import Tlp
from tradewind_web.sharing.models import Audience, Group, GroupMembership, Member
from tradewind_web.sharing.once import once

#: Counts from ever.
EVER: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reach:
    """Audience id -> since when what it was given to is visible to one viewer."""

    since: Mapping[int, datetime]

    def q(self, prefix: str = "") -> Q:
        """The condition on a record with `audience` and `audience_since` (through `prefix`)."""
        ever = [a for a, moment in self.since.items() if moment == EVER]
        by_moment: dict[datetime, list[int]] = defaultdict(list)
        for audience, moment in self.since.items():
            if moment != EVER:
                by_moment[moment].append(audience)
        condition = Q(**{f"{prefix}audience__in": ever})
        for moment, audiences in by_moment.items():
            condition |= Q(**{f"{prefix}audience__in": audiences, f"{prefix}audience_since__gte": moment})
        return condition

    def sees(self, audience_id: int, given_at: datetime) -> bool:
        """Whether a record given this audience at that moment is visible."""
        moment = self.since.get(audience_id)
        return moment is not None and given_at >= moment


NOBODY: Final = Reach({})


def reach_of(viewer: Acting, *, at: datetime | None = None) -> Reach:
    """What reaches this viewer at this moment. An administrator without another role: nothing."""
    if not viewer.sees_content:
        return NOBODY
    agency, person = viewer.agency.pk, viewer.user_id
    if at is not None:
        return _reaches([agency], person, at)[agency]
    return once(("reach", agency, person), lambda: _reaches([agency], person, timezone.now())[agency])


def reach_of_agency(agency: Agency, *, at: datetime | None = None) -> Reach:
    """What reaches the agency as a whole: for work done in its name by no person. What names persons does not."""
    return reaches_of([agency.pk], at=at)[agency.pk]


def reaches_of(agencies: Collection[UUID], *, at: datetime | None = None) -> Mapping[UUID, Reach]:
    """Agency -> what reaches it as a whole, in as many queries for many as for one."""
    return _reaches(agencies, None, at or timezone.now())


def _reaches(agencies: Collection[UUID], person: int | None, at: datetime) -> Mapping[UUID, Reach]:
    public = Audience.objects.filter(kind=Audience.Kind.EVERYONE).values_list("pk", flat=True)
    since = {agency: dict.fromkeys(public, EVER) for agency in agencies}
    groups = _groups(agencies, at)
    in_group: dict[UUID, list[UUID]] = defaultdict(list)
    for agency, belongs in groups.items():
        for group in belongs:
            in_group[group].append(agency)
    members = (
        Member.objects.filter(
            Q(agency__in=agencies, person__isnull=True)
            | Q(agency__in=agencies, person__isnull=False, person=person)
            | Q(group__in=list(in_group))
        )
        # `audience_of` never makes this; what is for named persons reaches no agency here either
        .exclude(audience__tlp=Tlp.RED, person__isnull=True)
        .values_list("audience_id", "agency_id", "group_id", "since")
    )
    for audience, named, group, given_at in members:
        for agency in [named] if group is None else in_group[group]:
            moment = EVER if group is None else groups[agency][group]
            if given_at is not None:  # given to the group at a moment of its own, whatever the record's
                if given_at < moment:
                    continue
                moment = EVER
            since[agency][audience] = min(moment, since[agency].get(audience, moment))
    wholes = _wholes()
    return {agency: Reach(_with_wholes(found, *wholes)) for agency, found in since.items()}


def _groups(agencies: Collection[UUID], at: datetime) -> dict[UUID, dict[UUID, datetime]]:
    """Agency -> group -> since when its things count for it. Being in it twice counts from the present stay."""
    stays = GroupMembership.objects.at(at).filter(agency__in=agencies).values_list(
        "agency_id", "group_id", "group__late_joiner", "starts_at"
    )  # fmt: skip
    found: dict[UUID, dict[UUID, datetime]] = {agency: {} for agency in agencies}
    for agency, group, rule, starts_at in stays:
        moment = EVER if rule == Group.LateJoiner.EVERYTHING else starts_at
        found[agency][group] = min(moment, found[agency].get(group, moment))
    return found


def _wholes() -> tuple[dict[int, list[int]], dict[int, str]]:
    """Audience made of others -> its parts, and -> its kind."""
    parts: dict[int, list[int]] = defaultdict(list)
    kinds: dict[int, str] = {}
    links = Audience.parts.through.objects.values_list(
        "from_audience_id", "from_audience__kind", "to_audience_id"
    )
    for whole, kind, part in links:
        parts[whole].append(part)
        kinds[whole] = kind
    return parts, kinds


def _with_wholes(
    since: Mapping[int, datetime], parts: Mapping[int, list[int]], kinds: Mapping[int, str]
) -> dict[int, datetime]:
    """Add the audiences made of others: `all` from the latest moment of its parts, `any` from the earliest.

    Parts of a whole may be wholes themselves; passes go on until nothing is added and no moment grows earlier.
    """
    known = dict(since)
    changed = True
    while changed:
        changed = False
        for whole, of in parts.items():
            reached = [known[p] for p in of if p in known]
            if not reached or (kinds[whole] == Audience.Kind.ALL and len(reached) < len(of)):
                continue
            moment = max(reached) if kinds[whole] == Audience.Kind.ALL else min(reached)
            if whole not in known or moment < known[whole]:
                known[whole], changed = moment, True
    return known
