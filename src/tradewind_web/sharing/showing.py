"""What a record's page shows of its audience, and the short form of it for lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.sharing.explaining import Seer, seers
from tradewind_web.sharing.markings import Permitted
from tradewind_web.sharing.models import Audience, Member
from tradewind_web.sharing.policy import SHARING_ROLES, marking_for, only_giver
from tradewind_web.sharing.records import SharedRecord


@dataclass(frozen=True, slots=True)
class Shown:
    """For `sharing/parts/who_sees.html`: who sees the record and why, and what this person may do about it."""

    record: SharedRecord
    seers: list[Seer]
    share_url: str
    withdraw_url: str
    may_share: bool
    may_withdraw: bool


def shown(acting: Acting, record: SharedRecord, *, share_url: str = "", withdraw_url: str = "") -> Shown:
    """The audience of a record as this person may see and change it; without addresses nothing is offered."""
    shares = acting.holds(*SHARING_ROLES)
    bound = marking_for(acting, record)
    passable = bound is None or bound.permitted == Permitted.PASS_ON or only_giver(acting, record) is not None
    own = record.owner_id == acting.agency.pk
    return Shown(
        record, seers(record), share_url, withdraw_url,
        may_share=bool(share_url) and shares and passable and record.audience.kind != Audience.Kind.EVERYONE,
        may_withdraw=bool(withdraw_url) and shares and own,
    )  # fmt: skip


def named_in(audiences: Iterable[Audience]) -> Mapping[int, list[str]]:
    """Audience id -> the agencies, groups and persons it names, by name: for lists, in a constant number of queries."""
    asked = {a.pk: a for a in audiences}
    everything = list(asked.values())
    prefetch_related_objects(everything, "parts")
    inner = {part.pk for a in everything for part in a.parts.all()}
    names: dict[int, set[str]] = defaultdict(set)
    members = Member.objects.filter(audience__in={*asked, *inner}).select_related("agency", "group", "person")
    for member in members:
        names[member.audience_id].add(_name(member))
    return {pk: _names(a, names) for pk, a in asked.items()}


def _names(audience: Audience, names: Mapping[int, set[str]]) -> list[str]:
    if audience.kind == Audience.Kind.EVERYONE:
        return [_("every agency on this platform")]
    if audience.kind == Audience.Kind.ALL:
        return [_("those whom everything it rests on reaches")]
    inner = (names.get(part.pk, set()) for part in audience.parts.all())
    return sorted(names.get(audience.pk, set()).union(*inner))


def _name(member: Member) -> str:
    if member.group is not None:
        return member.group.name
    if member.person is not None:
        return member.person.display_name
    return member.agency.name if member.agency is not None else ""
