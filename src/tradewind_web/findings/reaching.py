"""Whom a finding reaches by itself: whom every batch reaches that its reasons' rows rest on.

What people widened since stays widened, beside what the batches allow now; what they withdrew stays withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tradewind.findings import Finding as Answer
from tradewind_web.agencies.models import Agency
from tradewind_web.errors import Refused
from tradewind_web.findings.grounds import Ground, ground_of
from tradewind_web.sharing.audiences import audience_of, intersection
from tradewind_web.sharing.markings import Permitted, Tlp, strictest_tlp
from tradewind_web.sharing.models import Audience, Member
from tradewind_web.sources.models import Batch


@dataclass(frozen=True, slots=True)
class Allowed:
    """The batches behind a finding, and what they allow by themselves: whom, and since when."""

    audience: Audience
    since: datetime
    ground: Ground


class Batches:
    """The batches one run could read, by their name in the warehouse, and what they allow together."""

    def __init__(
        self, agency: Agency, batches: Mapping[str, Batch], tables: Mapping[str, Iterable[str]], now: datetime
    ) -> None:
        """`tables` is batch -> the tables it has rows in."""
        self._agency, self._now = agency, now
        self.by_name = batches
        self._holding: dict[str, set[str]] = {}
        for name, held in tables.items():
            for table in held:
                self._holding.setdefault(table, set()).add(name)
        self._known: dict[frozenset[str], Allowed] = {}

    def behind(self, answer: Answer, needs: Iterable[Iterable[str]]) -> Allowed:
        """What the batches behind this answer allow; one whose rows are not named rests on all its tables' batches."""
        named = {ref.split(":", 1)[0] for reason in answer.reasons for ref in reason.rows}
        if not named or not named <= self.by_name.keys():
            tables = {table for alternatives in needs for table in alternatives}
            named = {name for table in tables for name in self._holding.get(table, ())}
        wanted = frozenset(named & self.by_name.keys())
        if wanted not in self._known:
            behind = [self.by_name[name] for name in sorted(wanted)]
            self._known[wanted] = allowed_by(self._agency, behind, self._now)
        return self._known[wanted]


@transaction.atomic
def allowed_by(agency: Agency, batches: Sequence[Batch], now: datetime) -> Allowed:
    """What these batches allow together of what the agency found in them."""
    ground = ground_of(b.pk for b in batches)
    if not batches:  # rests on nothing anybody gave: the agency's own
        return Allowed(audience_of(agencies=[agency]), now, ground)
    # The earliest moment any was given: who joined a group after that does not see what rests on it.
    since = min(b.audience_since for b in batches)
    return Allowed(intersection([b.audience for b in batches]), since, ground)


def audience_after(current: Audience, first: Audience, allowed: Audience) -> Audience:
    """The audience of a finding whose batches now allow `allowed`, and allowed `first` before."""
    if current.pk == first.pk or allowed.pk == first.pk:
        return allowed if current.pk == first.pk else current
    if not _keeps(current, first):
        return current  # withdrawn to its own agency, which every batch it was found in reaches
    audience, named = allowed, _members(first)
    tlp = Tlp(strictest_tlp([current.tlp, allowed.tlp]))
    members = current.members.select_related("agency", "group", "person").order_by("pk")
    for member in [m for m in members if _who(m) not in named]:
        agency, group, person = member.agency, member.group, member.person
        try:
            audience = audience_of(
                agencies=[agency] if agency and not person else [],
                groups=[group] if group else [],
                persons=[(agency, person)] if agency and person else [],
                tlp=tlp, permitted=Permitted(current.permitted), beside=audience, groups_since=member.since,
            )  # fmt: skip
        except Refused:
            return allowed  # the batches grew stricter than what was given: their marking wins
    return audience


def _who(member: Member) -> tuple[object, ...]:
    return (member.agency_id, member.group_id, member.person_id, member.since)


def _members(audience: Audience) -> set[tuple[object, ...]]:
    if audience.kind != Audience.Kind.ANY:
        return set()
    return {_who(member) for member in audience.members.all()}


def _keeps(current: Audience, first: Audience) -> bool:
    """Whether `current` was made beside `first`, so that its reach holds that of `first`."""
    if current.parts.filter(pk=first.pk).exists():
        return True
    return (
        first.kind == Audience.Kind.ANY and not first.parts.exists() and _members(first) <= _members(current)
    )
