"""Who can see a record and why: the sentences that stand on every record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.models import Agency
from tradewind_web.sharing.markings import Permitted
from tradewind_web.sharing.models import Audience, Group, GroupMembership, Member, Widening
from tradewind_web.sharing.records import SharedRecord


@dataclass(frozen=True, slots=True)
class Seer:
    """One agency (or one person of it) that sees a record, and why."""

    who: str
    why: str


#: An agency whole, or one person of it; EVERYONE stands for all.
_Who = tuple[str, str | None]
EVERYONE: Final = ("*", None)


def seers(record: SharedRecord, *, at: datetime | None = None) -> list[Seer]:
    """Every agency or person the record reaches at this moment, with the reason, by name; none twice."""
    at = at or timezone.now()
    resting = record.resting_on()
    given = list(
        Widening.objects.filter(kind=record.kind, record=record.pk).select_related("by", "audience")
        if resting
        else ()
    )
    known = _Audiences([record.audience, *(r.audience for r in resting), *(w.audience for w in given)], at)
    found = known.reached(record.audience, record.audience_since)
    if resting:
        found = _limited(found, known, resting, given)
    return [Seer(_named(who), why) for who, why in sorted(found.items(), key=lambda item: str(item[0]))]


def reached(audience: Audience, given_at: datetime, at: datetime) -> dict[_Who, str]:
    """Agency name, or agency and person, -> why an audience given at that moment reaches them at this."""
    return _Audiences([audience], at).reached(audience, given_at)


def _limited(
    found: Mapping[_Who, str], known: _Audiences, resting: Sequence[SharedRecord], widened: Sequence[Widening]
) -> dict[_Who, str]:
    """Of those, whom all that the record rests on reaches, or to whom an agency that may has given it."""
    given = [(w.by, known.reached(w.audience, w.audience_since)) for w in widened]
    alike = {(r.audience_id, r.audience_since, r.owner_id): r for r in resting}
    for one in alike.values():
        itself = known.reached(one.audience, one.audience_since)
        whom = dict(itself)
        for by, to in given:
            if one.owner_id == by.pk or (one.audience.permitted == Permitted.PASS_ON and _whole(by, itself)):
                whom |= to
        found = _both(found, whom)
    said = {who: _("%(agency)s shared it with them") % {"agency": by.name} for by, to in given for who in to}
    return {who: said.get(who, why) for who, why in found.items()}


def _whole(agency: Agency, found: Mapping[_Who, str]) -> bool:
    return (agency.name, None) in found or EVERYONE in found


class _Audiences:
    """Audiences with all they are made of, read in as many queries for a hundred of them as for one."""

    def __init__(self, audiences: Iterable[Audience], at: datetime) -> None:
        self._parts: dict[int, list[Audience]] = defaultdict(list)
        self._members: dict[int, list[Member]] = defaultdict(list)
        self._stays: dict[UUID, list[GroupMembership]] = defaultdict(list)
        every, newest = set[int](), {a.pk for a in audiences}
        while newest:  # once for each level: an audience of audiences, and theirs
            every |= newest
            links = Audience.parts.through.objects.filter(from_audience__in=newest)
            newest = set()
            for link in links.select_related("to_audience").order_by("pk"):
                self._parts[link.from_audience_id].append(link.to_audience)
                newest |= {link.to_audience_id} - every
        members = Member.objects.filter(audience__in=every).select_related("agency", "group", "person")
        for member in members.order_by("pk"):
            self._members[member.audience_id].append(member)
        groups = {m.group_id for held in self._members.values() for m in held if m.group_id}
        for stay in GroupMembership.objects.at(at).filter(group__in=groups).select_related("agency"):
            self._stays[stay.group_id].append(stay)

    def reached(self, audience: Audience, given_at: datetime) -> dict[_Who, str]:
        """Agency name, or agency and person, -> why an audience given at that moment reaches them now."""
        if audience.kind == Audience.Kind.EVERYONE:
            return {EVERYONE: _("it is public (TLP:CLEAR)")}
        parts = [self.reached(part, given_at) for part in self._parts[audience.pk]]
        if audience.kind == Audience.Kind.ALL:
            return reduce(_both, parts) if parts else {}
        found: dict[_Who, str] = {}
        for part in parts:
            found.update(part)
        for member in self._members[audience.pk]:
            found.update(self._of_member(member, given_at))
        return found

    def _of_member(self, member: Member, given_at: datetime) -> Iterator[tuple[_Who, str]]:
        if member.group is not None:
            moment = member.since or given_at
            for stay in self._stays[member.group.pk]:
                if member.group.late_joiner == Group.LateJoiner.EVERYTHING or moment >= stay.starts_at:
                    yield (
                        (stay.agency.name, None),
                        _("member of the group %(group)s") % {"group": member.group.name},
                    )
        elif member.person is not None and member.agency is not None:
            yield (member.agency.name, member.person.display_name), _("named in person")
        elif member.agency is not None:
            yield (member.agency.name, None), _("named")


def _both(one: Mapping[_Who, str], other: Mapping[_Who, str]) -> dict[_Who, str]:
    """Whom both reach; a person of an agency that the other reaches whole counts."""
    why = _("everything it rests on reaches them")
    return {
        who: why
        for here, there in ((one, other), (other, one))
        for who in here
        if who in there or (who[0], None) in there or EVERYONE in there
    }


def _named(who: _Who) -> str:
    agency, person = who
    if who == EVERYONE:
        return _("every agency on this platform")
    return f"{person} ({agency})" if person else agency
