"""Widening and narrowing whom a record reaches, and who belongs to a group: each with a reason, each in the audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import NotAllowed, Refused
from tradewind_web.jobs.queue import announce
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sharing.markings import Permitted, Tlp, least_permitted, strictest_tlp
from tradewind_web.sharing.models import Audience, Group, GroupMembership, Widening
from tradewind_web.sharing.policy import Marking, marking_for, may_share, only_giver
from tradewind_web.sharing.records import SharedRecord

if TYPE_CHECKING:
    from tradewind_web.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class RecordShared(AuditEvent):
    """A record reaches more than before."""

    name: ClassVar[str] = "sharing.record_shared"
    sentence: ClassVar = gettext_lazy("shared it with %(with_whom)s under %(tlp)s")
    words: ClassVar = {"with_whom": {}, "tlp": dict(Tlp.choices)}
    with_whom: str
    agencies: list[str]
    groups: list[str]
    persons: list[int]
    tlp: str
    permitted: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class SharingWithdrawn(AuditEvent):
    """A record reaches its owner's agency alone again."""

    name: ClassVar[str] = "sharing.withdrawn"
    sentence: ClassVar = gettext_lazy("withdrew it from everyone but its own agency")
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class GroupMade(AuditEvent):
    """A group of agencies was made; it reaches nobody until agencies join it."""

    name: ClassVar[str] = "sharing.group_made"
    sentence: ClassVar = gettext_lazy("made the group %(title)s")
    title: str
    late_joiner: str


@dataclass(frozen=True, kw_only=True)
class AgencyJoinedGroup(AuditEvent):
    """An agency belongs to a group from now."""

    name: ClassVar[str] = "sharing.agency_joined_group"
    sentence: ClassVar = gettext_lazy("added %(agency)s to the group")
    agency: str


@dataclass(frozen=True, kw_only=True)
class AgencyLeftGroup(AuditEvent):
    """An agency no longer belongs to a group; what the group receives and received stops reaching it."""

    name: ClassVar[str] = "sharing.agency_left_group"
    sentence: ClassVar = gettext_lazy("took %(agency)s out of the group")
    agency: str


@transaction.atomic
def share(
    *, acting: Acting, record: SharedRecord, agencies: Sequence[Agency] = (), groups: Sequence[Group] = (),
    persons: Sequence[tuple[Agency, User]] = (), tlp: Tlp = Tlp.AMBER_STRICT, permitted: Permitted = Permitted.USE,
    reason: str,
) -> Audience:  # fmt: skip
    """Let the record reach these too; whom it reached before it still reaches, under the stricter marking of the two.

    TLP:RED instead leaves it to the persons named, the acting one among them, and to those it was left to before.

    Raises:
        Http404: the record does not reach the acting person.
        NotAllowed: their roles do not share.
        Refused: no reason or nobody named; TLP:RED for what another agency answers for; or the record rests on what
            others gave under a marking that forbids it.
    """
    record = _seen(acting, record)
    may_share(acting)
    now, bound = timezone.now(), marking_for(acting, record)
    if not reason.strip():
        raise Refused(_("say why it is shared: the reason stands in the record's history"))
    if not (agencies or groups or persons):
        raise Refused(_("name at least one agency, group or person"))
    before: Audience = record.audience
    if bound is not None:
        if groups or persons or {agency.pk for agency in agencies} != {only_giver(acting, record)}:
            _must_be_passable(acting, bound, agencies, groups, persons)
        tlp = strictest_tlp([bound.tlp, tlp])
        permitted = least_permitted([bound.permitted, permitted])
    tlp = strictest_tlp([before.tlp, tlp]) if before.tlp != Tlp.RED else tlp
    beside: Audience | None = before
    if tlp == Tlp.RED and before.tlp != Tlp.RED:
        if record.owner_id != acting.agency.pk:
            raise Refused(_("only the agency that answers for it leaves it to named persons"))
        persons = [*persons, (acting.agency, acting.user)]
        Widening.objects.filter(kind=record.kind, record=record.pk).delete()
        beside = None
    after = audience_of(
        agencies=agencies, groups=groups, persons=persons, beside=beside, groups_since=now, tlp=tlp,
        permitted=permitted,
    )  # fmt: skip
    given = audience_of(
        agencies=agencies, groups=groups, persons=persons, groups_since=now, tlp=tlp, permitted=permitted
    )
    record.audience = after
    record.save(update_fields=["audience"])
    Widening.objects.create(
        kind=record.kind, record=record.pk, by=acting.agency, audience=given, audience_since=now
    )
    _tell(record)
    names = [a.name for a in agencies] + [g.name for g in groups] + [u.display_name for _a, u in persons]
    event = RecordShared(
        subject_kind=record.kind, subject_id=str(record.pk), reason=reason, with_whom=", ".join(names),
        agencies=[str(a.pk) for a in agencies], groups=[str(g.pk) for g in groups],
        persons=[u.pk for _a, u in persons], tlp=after.tlp, permitted=after.permitted, before=before.pk,
        after=after.pk,
    )  # fmt: skip
    audit(acting, event)
    return after


@transaction.atomic
def withdraw(*, acting: Acting, record: SharedRecord, reason: str) -> Audience:
    """Let the record reach its owner's agency alone again. What others saw they saw: the history keeps it.

    Raises:
        Http404: the record does not reach the acting person.
        NotAllowed: another agency owns it, or their roles do not share.
    """
    record = _seen(acting, record)
    may_share(acting)
    if record.owner_id != acting.agency.pk:
        raise NotAllowed(_("withdrawing a record"), _("its own agency"))
    before, bound = record.audience, marking_for(acting, record)
    after = audience_of(
        agencies=[acting.agency],
        tlp=Tlp.AMBER_STRICT,
        permitted=least_permitted([bound.permitted, Permitted.USE]) if bound else Permitted.USE,
    )
    record.audience = after
    record.save(update_fields=["audience"])
    Widening.objects.filter(kind=record.kind, record=record.pk).delete()
    _tell(record)
    audit(
        acting,
        SharingWithdrawn(
            subject_kind=record.kind, subject_id=str(record.pk), reason=reason, before=before.pk,
            after=after.pk,
        ),
    )  # fmt: skip
    return after


@transaction.atomic
def make_group(*, acting: Acting, name: str, late_joiner: str, reason: str) -> Group:
    """A group of agencies, owned by the acting person's; its own agency is its first member."""
    _must_lead(acting)
    if not name.strip():
        raise Refused(_("give the group a name"))
    if Group.objects.filter(name=name.strip()).exists():
        raise Refused(_("a group of this name exists already; choose another name"))
    group = Group.objects.create(name=name.strip(), owner=acting.agency, late_joiner=late_joiner)
    GroupMembership.objects.create(group=group, agency=acting.agency)
    audit(
        acting,
        GroupMade(
            subject_kind="group", subject_id=str(group.pk), reason=reason, title=group.name,
            late_joiner=late_joiner,
        ),
    )  # fmt: skip
    return group


@transaction.atomic
def add_to_group(*, acting: Acting, group: Group, agency: Agency, reason: str) -> None:
    """The agency belongs to the group from now; what it sees of the past is the group's rule."""
    _must_own(acting, group)
    if not GroupMembership.objects.at(timezone.now()).filter(group=group, agency=agency).exists():
        GroupMembership.objects.create(group=group, agency=agency)
        announce("sharing.group_changed", {"group": str(group.pk)}, agency_id=acting.agency.pk)
        audit(acting, AgencyJoinedGroup(
            subject_kind="group", subject_id=str(group.pk), reason=reason, agency=agency.name,
        ))  # fmt: skip


@transaction.atomic
def remove_from_group(*, acting: Acting, group: Group, agency: Agency, reason: str) -> None:
    """The agency stops at once to see what the group received; any agency may take itself out."""
    if agency != acting.agency:
        _must_own(acting, group)
    else:
        _must_lead(acting)
    now = timezone.now()
    if GroupMembership.objects.at(now).filter(group=group, agency=agency).update(ends_at=now):
        announce("sharing.group_changed", {"group": str(group.pk)}, agency_id=acting.agency.pk)
        audit(acting, AgencyLeftGroup(
            subject_kind="group", subject_id=str(group.pk), reason=reason, agency=agency.name,
        ))  # fmt: skip


def _seen(acting: Acting, record: SharedRecord) -> SharedRecord:
    """The record as it stands now, locked; 404 when it does not reach the acting person."""
    rows = type(record).objects.visible_to(acting).select_for_update(of=("self",))
    found: SharedRecord = rows.select_related("audience").one(record.pk)
    return found


def _tell(record: SharedRecord) -> None:
    """Let the apps know that follow whom records of this kind reach."""
    announce(
        f"sharing.{record.kind}_reaches_others", {record.kind: str(record.pk)}, agency_id=record.owner_id
    )


def _must_be_passable(
    acting: Acting, bound: Marking, agencies: Sequence[Agency], groups: Sequence[Group],
    persons: Sequence[tuple[Agency, User]],
) -> None:  # fmt: skip
    """What others gave goes on only as their marking says (TLP 2.0)."""
    if bound.permitted != Permitted.PASS_ON:
        raise Refused(_("those who gave it do not permit to pass it on; ask them to share it themselves"))
    named = [*agencies, *(agency for agency, _user in persons)]
    abroad = any(not a.party or a.party != acting.agency.party for a in named) or bool(groups)
    if bound.tlp == Tlp.AMBER and abroad:
        raise Refused(_("TLP:AMBER goes on to agencies of your own Party only; ask those who gave it"))


def _must_lead(acting: Acting) -> None:
    if not acting.holds(Role.SUPERVISOR):
        raise NotAllowed(_("changing groups"), _("supervisor"))


def _must_own(acting: Acting, group: Group) -> None:
    _must_lead(acting)
    if group.owner_id != acting.agency.pk:
        raise Http404
