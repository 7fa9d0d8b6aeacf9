"""Printed slips: how people come in and come back without e-mail. Single use, 72 hours, a second person present.

The one who printed a slip cannot also stand beside its bearer, so that nobody makes an account for themselves or
takes over another's alone; where the agency has nobody else it is accepted and stands on the review list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.accounts.factors import forget_factors
from tradewind_web.accounts.models import User, folded
from tradewind_web.agencies.acting import Acting, acting_for, agencies_of
from tradewind_web.agencies.alone import note_alone
from tradewind_web.agencies.codes import code_hash, new_code
from tradewind_web.agencies.events import (
    AccountRecovered,
    InvitationUsed,
    PersonJoined,
    SlipMade,
    SlipWithdrawn,
    WorksElsewhereToo,
)  # fmt: skip
from tradewind_web.agencies.models import Agency, Membership, Slip, Token
from tradewind_web.agencies.policy import must_run
from tradewind_web.agencies.queries import is_alone, members, others_run
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.recording import Actor, PlatformFor, record
from tradewind_web.errors import Refused

LIFE: Final = timedelta(hours=72)


def usable() -> QuerySet[Slip]:
    """Slips that may be used now."""
    return Slip.objects.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())


def slip_with(code: str) -> Slip | None:
    """The usable slip on which this code stands, however it was typed."""
    return usable().filter(code_hash=code_hash(code)).select_related("agency", "person").first()


@transaction.atomic
def invite(
    *, acting: Acting, display_name: str, username: str, roles: Sequence[str], reason: str = ""
) -> tuple[Slip, str]:
    """A slip that brings a person into the agency in these roles, and its code, which is told only here.

    Where the sign-in name is an account of another agency, the slip is for that account alone (`join`).

    Raises:
        NotAllowed: the acting person does not run the agency.
        Refused: no role, or the person works here already or has another open slip.
    """
    must_run(acting)
    name, username = display_name.strip(), folded(username)
    if not roles or not set(roles) <= set(Role.values):
        raise Refused(_("choose at least one role"))
    if not name or not username:
        raise Refused(_("a slip needs the name to show and the sign-in name"))
    known = User.objects.filter(username=username).first()
    if known and (not known.is_active or members(acting.agency).filter(pk=known.pk).exists()):
        raise Refused(_("this sign-in name is taken; choose another, for example with the town"))
    _must_have_no_other(Q(username=username, agency=acting.agency))
    return _printed(acting, acting.agency, Slip.Kind.INVITATION, name, username, sorted(roles), known, reason)


@transaction.atomic
def recover(*, acting: Acting, person: User, reason: str = "") -> tuple[Slip, str]:
    """A slip with which this person gets a new password and loses every second factor, and its code.

    Raises:
        NotAllowed: the acting person does not run the agency.
        Refused: it is for oneself while there are colleagues, for one who works elsewhere too, or a slip is open.
    """
    must_run(acting)
    if not members(acting.agency).filter(pk=person.pk).exists():
        raise Refused(_("this person does not work in your agency"))
    if person.pk == acting.user_id and not is_alone(acting.agency, person):
        raise Refused(_("a colleague who runs the agency prints the slip for you"))
    if len(agencies_of(person)) > 1:
        raise Refused(
            _("this person works for another agency too, so your slip would open its records; "
              "whoever keeps the server prints it there")
        )  # fmt: skip
    _must_have_no_other(Q(person=person, kind=Slip.Kind.RECOVERY))
    return _printed(
        acting, acting.agency, Slip.Kind.RECOVERY, person.display_name, person.username, [], person, reason
    )


@transaction.atomic
def recover_at_the_machine(*, username: str, reason: str = "") -> tuple[Slip, str]:
    """For whoever keeps the server, when no colleague can print the slip: nobody else runs the agency, or it is
    somebody of several. It opens nothing that the machine's keeper could not open; it stands in the audit of each
    of their agencies, and their colleagues are told. A slip printed before stops working.

    Raises:
        Refused: nobody bears the name, or a colleague can print the slip.
    """
    person = User.objects.filter(username=folded(username), is_active=True).first()
    agencies = agencies_of(person) if person else []
    if person is None or not agencies:
        raise Refused(_("nobody with a role in an agency has this sign-in name"))
    if len(agencies) == 1 and others_run(agencies[0], person):
        raise Refused(_("a colleague of this person can print the slip on the page of people"))
    usable().filter(person=person, kind=Slip.Kind.RECOVERY).update(withdrawn_at=timezone.now())
    # Whoever stands beside must work in the agency of the slip: where there is somebody else, that one.
    where = next((a for a in agencies if not is_alone(a, person)), agencies[0])
    slip, code = _made(
        where, Slip.Kind.RECOVERY, person.display_name, person.username, [], person, made_by=None
    )
    for chain in sorted(str(a.pk) for a in agencies):  # one order of locks for all
        record(PlatformFor(chain), _told(slip, reason))
    return slip, code


@transaction.atomic
def withdraw(*, acting: Acting, slip: Slip, reason: str = "") -> None:
    """The slip lets nobody in any more."""
    must_run(acting)
    if usable().filter(pk=slip.pk, agency=acting.agency).update(withdrawn_at=timezone.now()):
        record(acting, SlipWithdrawn(
            subject_kind="slip", subject_id=str(slip.pk), person=slip.display_name, reason=reason
        ))  # fmt: skip


@transaction.atomic
def use(*, acting: Acting | None, slip: Slip, password: str) -> User:
    """The person of the slip, with their new password. `acting` is the second person who stands beside them, None
    where a sole officer recovers their own account.

    Raises:
        Refused: the slip was used meanwhile, or this second person will not do.
        ValidationError: the password is too weak.
    """
    held = (
        usable().select_for_update(of=("self",)).select_related("agency", "person").filter(pk=slip.pk).first()
    )
    if held is None:
        raise Refused(_("this slip was used or withdrawn a moment ago; ask for a new one"))
    beside, alone = _beside(held, acting)
    user = held.person or User(
        username=held.username, display_name=held.display_name, language=held.agency.language
    )
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    held.used_at = timezone.now()
    event: InvitationUsed | AccountRecovered
    if held.kind == Slip.Kind.INVITATION:
        if held.person is not None:
            raise Refused(
                _("“%(username)s” has an account already; sign in with it first, then open the slip again")
                % {"username": held.username}
            )
        if User.objects.filter(username=user.username).exists():
            raise Refused(_("this sign-in name was taken meanwhile; ask for a new slip"))
        user.save()
        Membership.objects.bulk_create(
            Membership(user=user, agency=held.agency, role=role) for role in held.roles
        )
        event = InvitationUsed(
            subject_kind="person", subject_id=str(user.pk), person=user.display_name,
            roles=", ".join(held.roles), slip=held.pk, slip_made_by=held.made_by_id, alone=alone,
        )  # fmt: skip
    else:
        user.save(update_fields=["password", "must_change_password"])
        removed = forget_factors(user)
        # Whoever had the old password or phone may have made these.
        tokens = Token.objects.filter(owner=user, revoked_at__isnull=True).update(revoked_at=held.used_at)
        reset(username=user.username)
        event = AccountRecovered(
            subject_kind="person", subject_id=str(user.pk), person=user.display_name, factors_removed=removed,
            tokens_revoked=tokens, slip=held.pk, slip_made_by=held.made_by_id, alone=alone,
        )  # fmt: skip
    held.person = user
    held.save(update_fields=["used_at", "person"])
    told = record(beside, event)
    if alone:
        note_alone(beside, told)
    return user


@transaction.atomic
def join(*, acting: Acting, slip: Slip, user: User) -> Agency:
    """The agency for which somebody who has an account works too from now. `acting` is the second person, beside
    them; the caller has asked for their password and second factor again. It is told in all their agencies.

    Raises:
        Refused: the slip was used meanwhile or is for somebody else, or this second person will not do.
    """
    held = (
        usable().select_for_update(of=("self",)).select_related("agency", "person").filter(pk=slip.pk).first()
    )
    if held is None:
        raise Refused(_("this slip was used or withdrawn a moment ago; ask for a new one"))
    if held.kind != Slip.Kind.INVITATION:
        raise Refused(_("this slip gives a new password; sign out first, then open it"))
    if held.person is not None and held.person.pk != user.pk:
        raise Refused(
            _("this slip is for “%(username)s”; sign in as them first") % {"username": held.username}
        )
    before = agencies_of(user)
    if held.agency in before:
        raise Refused(_("you work in this agency already; somebody who runs it can give you one more role"))
    beside, alone = _beside(held, acting)
    Membership.objects.bulk_create(
        Membership(user=user, agency=held.agency, role=role) for role in held.roles
    )
    held.used_at, held.person = timezone.now(), user
    held.save(update_fields=["used_at", "person"])
    events: list[tuple[Actor, AuditEvent]] = [(beside, PersonJoined(
        subject_kind="person", subject_id=str(user.pk), person=user.display_name, roles=", ".join(held.roles),
        slip=held.pk, slip_made_by=held.made_by_id, alone=alone,
    ))]  # fmt: skip
    for agency in before:
        own = acting_for(user, agency)
        if own is not None:
            events.append((own, WorksElsewhereToo(
                subject_kind="person", subject_id=str(user.pk), title=held.agency.name
            )))  # fmt: skip
    for actor, event in sorted(events, key=lambda one: one[0].chain):  # one order of locks for all
        told = record(actor, event)
        if alone and actor is beside:
            note_alone(beside, told)
    return held.agency


def _beside(slip: Slip, acting: Acting | None) -> tuple[Acting, bool]:
    """Who stands beside the bearer, and whether that is one person where two are asked."""
    if acting is None:
        if slip.person is None or not is_alone(slip.agency, slip.person):
            raise Refused(_("there are others in this agency; one of them types their name and password"))
        own = acting_for(slip.person, slip.agency)
        if own is None:
            raise Refused(_("this person holds no role in the agency any more"))
        return own, True
    if acting.agency.pk != slip.agency_id or not acting.user.is_active:
        raise Refused(_("the second person must work in the agency that printed the slip"))
    if acting.user_id == slip.person_id:
        raise Refused(_("the second person must be somebody else"))
    if acting.user_id != slip.made_by_id:
        return acting, False
    others = members(slip.agency).exclude(pk__in=[p for p in (acting.user_id, slip.person_id) if p])
    if others.exists():
        raise Refused(_("who printed the slip cannot stand beside too; another colleague must"))
    return acting, True


def _must_have_no_other(which: Q) -> None:
    if usable().filter(which).exists():
        raise Refused(_("a slip for this person is open already; withdraw it on the page of people first"))


def _printed(
    actor: Actor, agency: Agency, kind: str, display_name: str, username: str, roles: list[str], person: User | None,
    reason: str,
) -> tuple[Slip, str]:  # fmt: skip
    slip, code = _made(agency, kind, display_name, username, roles, person, made_by=actor.user_id)
    record(actor, _told(slip, reason))
    return slip, code


def _made(
    agency: Agency, kind: str, display_name: str, username: str, roles: list[str], person: User | None, *,
    made_by: int | None,
) -> tuple[Slip, str]:  # fmt: skip
    code = new_code()
    slip = Slip.objects.create(
        agency=agency, kind=kind, display_name=display_name, username=username, roles=roles, person=person,
        code_hash=code_hash(code), made_by_id=made_by, expires_at=timezone.now() + LIFE,
    )  # fmt: skip
    return slip, code


def _told(slip: Slip, reason: str) -> SlipMade:
    return SlipMade(
        subject_kind="slip", subject_id=str(slip.pk), person=slip.display_name, kind=slip.kind,
        roles=", ".join(slip.roles), reason=reason,
    )  # fmt: skip
