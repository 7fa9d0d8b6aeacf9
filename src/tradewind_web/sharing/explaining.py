"""Who can see a record and why: the sentences that stand on every record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Final

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
    found = reached(record.audience, record.audience_since, at)
    resting = record.resting_on()
    if resting:
        found = _limited(found, record, resting, at)
    return [Seer(_named(who), why) for who, why in sorted(found.items(), key=lambda item: str(item[0]))]


def _limited(
    found: dict[_Who, str], record: SharedRecord, resting: Sequence[SharedRecord], at: datetime
) -> dict[_Who, str]:
    """Of those, whom all that the record rests on reaches, or to whom an agency that may has given it."""
    given = [
        (w.by, reached(w.audience, w.audience_since, at))
        for w in Widening.objects.filter(kind=record.kind, record=record.pk).select_related("by", "audience")
    ]
    alike = {(r.audience_id, r.audience_since, r.owner_id): r for r in resting}
    for one in alike.values():
        itself = reached(one.audience, one.audience_since, at)
        whom = dict(itself)
        for by, to in given:
            if one.owner_id == by.pk or (one.audience.permitted == Permitted.PASS_ON and _whole(by, itself)):
                whom |= to
        found = _both(found, whom)
    said = {who: _("%(agency)s shared it with them") % {"agency": by.name} for by, to in given for who in to}
    return {who: said.get(who, why) for who, why in found.items()}


def _whole(agency: Agency, found: dict[_Who, str]) -> bool:
    return (agency.name, None) in found or EVERYONE in found


def reached(audience: Audience, given_at: datetime, at: datetime) -> dict[_Who, str]:
    """Agency name, or agency and person, -> why an audience given at that moment reaches them now."""
    if audience.kind == Audience.Kind.EVERYONE:
        return {EVERYONE: _("it is public (TLP:CLEAR)")}
    parts = [reached(part, given_at, at) for part in audience.parts.all()]
    if audience.kind == Audience.Kind.ALL:
        return reduce(_both, parts) if parts else {}
    found: dict[_Who, str] = {}
    for part in parts:
        found.update(part)
    for member in audience.members.select_related("agency", "group", "person"):
        found.update(_of_member(member, given_at, at))
    return found


def _both(one: dict[_Who, str], other: dict[_Who, str]) -> dict[_Who, str]:
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


def _of_member(member: Member, given_at: datetime, at: datetime) -> Iterator[tuple[_Who, str]]:
    if member.group is not None:
        stays = GroupMembership.objects.at(at).filter(group=member.group).select_related("agency")
        moment = member.since or given_at
        for stay in stays:
            if member.group.late_joiner == Group.LateJoiner.EVERYTHING or moment >= stay.starts_at:
                yield (
                    (stay.agency.name, None),
                    _("member of the group %(group)s") % {"group": member.group.name},
                )
    elif member.person is not None and member.agency is not None:
        yield (member.agency.name, member.person.display_name), _("named in person")
    elif member.agency is not None:
        yield (member.agency.name, None), _("named")
