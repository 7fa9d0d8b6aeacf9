"""Running an agency: who holds which role, who stands in, what is handed over, how the agency counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from axes.utils import reset
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.accounts.events import LockOutLifted
from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.alone import note_alone
from tradewind_web.agencies.duties import DUTIES
from tradewind_web.agencies.events import (
    AgencyChanged,
    DutiesHandedOver,
    HolidaysEntered,
    LendingEnded,
    RoleEnded,
    RoleGranted,
    RoleLent,
)
from tradewind_web.agencies.models import Delegation, Holiday, Membership
from tradewind_web.agencies.numbering import hold
from tradewind_web.agencies.policy import must_run, must_run_or_be
from tradewind_web.agencies.queries import is_alone, members
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.recording import record
from tradewind_web.errors import Refused


@transaction.atomic
def grant_role(*, acting: Acting, person: User, role: str, reason: str = "") -> Membership:
    """One more role for a person of the agency.

    Raises:
        NotAllowed: the acting person does not run the agency.
        Refused: it is for oneself while there are colleagues, is held already, or the person does not work here.
    """
    must_run(acting)
    _must_work_here(acting, person)
    alone = person.pk == acting.user_id
    if alone and not is_alone(acting.agency, person):
        raise Refused(_("nobody gives a role to themselves; a colleague who runs the agency must"))
    if Membership.objects.at(timezone.now()).filter(user=person, agency=acting.agency, role=role).exists():
        raise Refused(_("this person holds the role already"))
    made: Membership = Membership.objects.create(user=person, agency=acting.agency, role=Role(role))
    told = record(acting, RoleGranted(
        subject_kind="person", subject_id=str(person.pk), person=person.display_name, role=role, reason=reason
    ))  # fmt: skip
    if alone:
        note_alone(acting, told)
    return made


@transaction.atomic
def end_role(*, acting: Acting, membership: Membership, reason: str = "") -> None:
    """The person no longer holds the role, from this moment; without another they see nothing of the agency.

    Raises:
        NotAllowed: the acting person does not run the agency.
        Refused: nobody would be left to administer it.
    """
    must_run(acting)
    # The agency's row is the lock: two administrators who end each other's role at once leave one.
    hold(acting.agency.pk)
    now = timezone.now()
    held = Membership.objects.at(now).filter(pk=membership.pk, agency=acting.agency)
    if membership.role == Role.ADMINISTRATOR:
        others = (
            Membership.objects.at(now)
            .filter(agency=acting.agency, role=Role.ADMINISTRATOR, user__is_active=True)
            .exclude(user=membership.user)
        )
        if not others.exists():
            raise Refused(_("this is the agency's last administrator; give somebody else the role first"))
    if held.update(ends_at=now):
        record(acting, RoleEnded(
            subject_kind="person", subject_id=str(membership.user_id), person=membership.user.display_name,
            role=membership.role, reason=reason,
        ))  # fmt: skip


@transaction.atomic
def lend_role(
    *,
    acting: Acting,
    lender: User,
    holder: User,
    role: str,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
) -> Delegation:
    """Let a colleague stand in, between two moments; both names stand on what is done under it.

    Raises:
        NotAllowed: it is for somebody else and the acting person does not run the agency.
        Refused: the role is not the lender's own, the colleague is the lender or does not work here, or the dates
            are no span; or one who runs the agency would lend another's role to themselves.
    """
    must_run_or_be(acting, lender)
    _must_work_here(acting, lender)
    _must_work_here(acting, holder)
    if lender.pk == holder.pk:
        raise Refused(_("nobody stands in for themselves"))
    if holder.pk == acting.user_id and lender.pk != acting.user_id:
        raise Refused(_("nobody takes a colleague's role for themselves; the colleague, or another, must"))
    if (
        not Membership.objects.at(timezone.now())
        .filter(user=lender, agency=acting.agency, role=role)
        .exists()
    ):
        raise Refused(_("only a role of one's own can be lent"))
    if ends_at <= starts_at or ends_at <= timezone.now():
        raise Refused(_("the last day must not lie before the first, nor in the past"))
    if not reason.strip():
        raise Refused(_("say why: leave, illness, a journey"))
    made: Delegation = Delegation.objects.create(
        agency=acting.agency, lender=lender, holder=holder, role=Role(role), reason=reason, starts_at=starts_at,
        ends_at=ends_at,
    )  # fmt: skip
    record(acting, RoleLent(
        subject_kind="person", subject_id=str(lender.pk), person=lender.display_name, holder=holder.display_name,
        holder_id=holder.pk, role=role, starts=starts_at.isoformat(), ends=ends_at.isoformat(), reason=reason,
    ))  # fmt: skip
    return made


@transaction.atomic
def end_lending(*, acting: Acting, delegation: Delegation, reason: str = "") -> None:
    """The colleague stops standing in now. The lender, the colleague and who runs the agency may say so."""
    if acting.user_id != delegation.holder_id:
        must_run_or_be(acting, delegation.lender)
    now = timezone.now()
    open_ones = Delegation.objects.filter(pk=delegation.pk, agency=acting.agency, ends_at__gt=now)
    if open_ones.update(ends_at=now):
        record(acting, LendingEnded(
            subject_kind="person", subject_id=str(delegation.lender_id), person=delegation.lender.display_name,
            holder=delegation.holder.display_name, holder_id=delegation.holder_id, role=delegation.role,
            reason=reason,
        ))  # fmt: skip


@transaction.atomic
def hand_over(*, acting: Acting, person: User, heir: User, reason: str) -> dict[str, int]:
    """Move every open duty of a person to a colleague; how many of each kind.

    Raises:
        NotAllowed: the duties are another's and the acting person does not run the agency.
        Refused: the colleague is the same person, does not work here or sees no records.
    """
    must_run_or_be(acting, person)
    _must_work_here(acting, heir)
    if person.pk == heir.pk:
        raise Refused(_("choose a colleague"))
    content = Membership.objects.at(timezone.now()).filter(user=heir, agency=acting.agency)
    if not content.exclude(role=Role.ADMINISTRATOR).exists():
        raise Refused(_("an administrator sees no records; choose a colleague with another role"))
    moved = {duty.name: duty.move(acting, person, heir) for duty in DUTIES.values()}
    moved = {name: number for name, number in moved.items() if number}
    record(acting, DutiesHandedOver(
        subject_kind="person", subject_id=str(person.pk), person=person.display_name, heir=heir.display_name,
        heir_id=heir.pk, number=sum(moved.values()), moved=moved, reason=reason,
    ))  # fmt: skip
    return moved


@transaction.atomic
def change_settings(*, acting: Acting, values: Mapping[str, Any], reason: str = "") -> list[str]:
    """Change how the agency counts and works; the names of what changed.

    Raises:
        NotAllowed: the acting person does not run the agency.
        Refused: a week without working days.
    """
    must_run(acting)
    agency = hold(acting.agency.pk)
    changed = {k: v for k, v in values.items() if getattr(agency, k) != v}
    if len(changed.get("weekend", ())) >= 7:
        raise Refused(_("a week needs at least one working day"))
    if not changed:
        return []
    before = {k: _plain(getattr(agency, k)) for k in changed}
    for field, value in changed.items():
        setattr(agency, field, value)
    agency.save(update_fields=list(changed))
    record(acting, AgencyChanged(
        subject_kind="agency", subject_id=str(agency.pk), what=", ".join(changed), before=before,
        after={k: _plain(v) for k, v in changed.items()}, reason=reason,
    ))  # fmt: skip
    return list(changed)


@transaction.atomic
def enter_holidays(*, acting: Acting, year: int, days: Mapping[date, str], reason: str = "") -> int:
    """Put these days in place of the year's; how many there are now."""
    must_run(acting)
    held = Holiday.objects.filter(agency=acting.agency, on__year=year)
    before = [str(day) for day in held.order_by("on").values_list("on", flat=True)]
    held.delete()
    Holiday.objects.bulk_create(Holiday(agency=acting.agency, on=day, name=days[day]) for day in sorted(days))
    record(acting, HolidaysEntered(
        subject_kind="agency", subject_id=str(acting.agency.pk), year=year, number=len(days), before=before,
        after=[str(day) for day in sorted(days)], reason=reason,
    ))  # fmt: skip
    return len(days)


@transaction.atomic
def lift_lock_out(*, acting: Acting, person: User, reason: str = "") -> None:
    """Let a locked-out colleague try again at once.

    Raises:
        NotAllowed: the acting person does not run the agency.
        Refused: the person does not work here.
    """
    must_run(acting)
    _must_work_here(acting, person)
    if reset(username=person.username):
        record(acting, LockOutLifted(
            subject_kind="person", subject_id=str(person.pk), person=person.display_name, reason=reason
        ))  # fmt: skip


def _must_work_here(acting: Acting, person: User) -> None:
    if not members(acting.agency).filter(pk=person.pk).exists():
        raise Refused(_("this person does not work in your agency"))


def _plain(value: Any) -> Any:
    """As JSON can hold it."""
    return value if isinstance(value, (str, int, list)) or value is None else str(value)
