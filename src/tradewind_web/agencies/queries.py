"""Reading who works where. Another agency's people, slips and stand-ins do not exist for the viewer (404)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from tradewind_web.accounts import lock_out
from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency, Delegation, Holiday, Membership, Slip, SoleAct, Token
from tradewind_web.agencies.roles import OPENS, Role
from tradewind_web.audit.reading import Line, line

if TYPE_CHECKING:
    from django.utils.functional import Promise

PAGE = 50
#: How long a slip printed at the machine is shown to the colleagues of its bearer.
SHOWN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Card:
    """A demonstration account to choose."""

    user: User
    roles: list[str | Promise]
    opens: list[str | Promise]


@dataclass(slots=True)
class Person:
    """A person of the agency with the roles they hold there now."""

    user: User
    memberships: list[Membership] = field(default_factory=list)
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class People:
    """A page of an agency's people by name; `after` is where the next begins."""

    rows: list[Person]
    after: str


def demonstration_cards() -> list[tuple[Agency, list[Card]]]:
    """Every account of the demonstration by agency, with its roles and what they open. One query."""
    rows = (
        Membership.objects.at(timezone.now())
        .filter(user__is_active=True)
        .select_related("user", "agency")
        .order_by("agency__party", "agency__name", "user__display_name", "id")
    )
    found: dict[Agency, dict[User, list[Role]]] = {}
    for row in rows:
        found.setdefault(row.agency, {}).setdefault(row.user, []).append(Role(row.role))
    return [
        (
            agency,
            [
                Card(user, [r.label for r in roles], [OPENS[r] for r in roles])
                for user, roles in people.items()
            ],
        )
        # Bodies without a Party come last: most people look for their own kind of office first.
        for agency, people in sorted(found.items(), key=lambda pair: not pair[0].party)
    ]


def demonstration_person(pk: int) -> User:
    """An active person of some agency; 404 for anybody else."""
    found = members().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def members(agency: Agency | None = None, *, at: datetime | None = None) -> QuerySet[User]:
    """Active people who hold a role now, in this agency or in any."""
    held = Membership.objects.at(at or timezone.now()).filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(held.filter(agency=agency) if agency else held), is_active=True)


def is_alone(agency: Agency, person: User | None) -> bool:
    """Whether the agency has nobody but this person (or nobody at all)."""
    found = members(agency)
    return not (found.exclude(pk=person.pk) if person else found).exists()


def others_run(agency: Agency, person: User) -> bool:
    """Whether somebody else runs the agency: a supervisor or administrator."""
    running = Membership.objects.at(timezone.now()).filter(
        agency=agency, role__in=[Role.SUPERVISOR, Role.ADMINISTRATOR], user__is_active=True
    )
    return running.exclude(user=person).exists()


def people_of(viewer: Acting, *, after: str = "") -> People:
    """A page of the agency's people by name, their roles in force and who is locked out. Three queries."""
    found = members(viewer.agency).order_by("display_name", "pk")
    name, _sep, pk = after.rpartition("|")
    if pk.isdigit():
        found = found.filter(Q(display_name__gt=name) | Q(display_name=name, pk__gt=int(pk)))
    users = list(found[: PAGE + 1])
    shown = users[:PAGE]
    rows = {user.pk: Person(user) for user in shown}
    for membership in (
        Membership.objects.at(timezone.now())
        .filter(agency=viewer.agency, user__in=shown)
        .order_by("starts_at", "id")
    ):
        rows[membership.user_id].memberships.append(membership)
    locked = lock_out.locked_until(user.username for user in shown)
    for row in rows.values():
        row.locked_until = locked.get(row.user.username)
    more = f"{shown[-1].display_name}|{shown[-1].pk}" if len(users) > PAGE else ""
    return People(list(rows.values()), more)


def person_of(viewer: Acting, pk: int) -> Person:
    """One person of the agency.

    Raises:
        Http404: they hold no role there.
    """
    user = members(viewer.agency).filter(pk=pk).first()
    if user is None:
        raise Http404
    held = (
        Membership.objects.at(timezone.now())
        .filter(agency=viewer.agency, user=user)
        .order_by("starts_at", "id")
    )
    return Person(user, list(held), lock_out.locked_until([user.username]).get(user.username))


def membership_of(viewer: Acting, pk: int) -> Membership:
    """A role in force in the agency; 404 for another's or an ended one."""
    found: Membership | None = (
        Membership.objects.at(timezone.now())
        .filter(pk=pk, agency=viewer.agency)
        .select_related("user", "agency")
        .first()
    )
    if found is None:
        raise Http404
    return found


def open_slips(viewer: Acting) -> list[Slip]:
    """Slips of the agency that may still be used, newest first."""
    return list(
        Slip.objects.filter(
            agency=viewer.agency,
            used_at__isnull=True,
            withdrawn_at__isnull=True,
            expires_at__gt=timezone.now(),
        ).select_related("made_by")[:PAGE]
    )


def slips_from_the_machine(viewer: Acting) -> list[Slip]:
    """Slips for colleagues that were printed at the machine itself in the last days: all of the agency are to know.
    One for somebody of several agencies is shown in each."""
    since = timezone.now() - SHOWN_FOR
    printed = Slip.objects.filter(
        kind=Slip.Kind.RECOVERY, made_by__isnull=True, withdrawn_at__isnull=True, made_at__gt=since
    )
    return list(printed.filter(person__in=members(viewer.agency)).exclude(person=viewer.user)[:PAGE])


def slip_of(viewer: Acting, pk: int) -> Slip:
    """A slip of the agency; 404 for another's."""
    found = Slip.objects.filter(pk=pk, agency=viewer.agency).first()
    if found is None:
        raise Http404
    return found


def delegations_of(viewer: Acting) -> list[Delegation]:
    """Stand-ins of the agency that run or are to come: all for those who run it, else one's own."""
    rows = Delegation.objects.filter(agency=viewer.agency, ends_at__gt=timezone.now())
    if not viewer.holds(Role.SUPERVISOR, Role.ADMINISTRATOR):
        rows = rows.filter(Q(lender=viewer.user) | Q(holder=viewer.user))
    return list(rows.select_related("lender", "holder").order_by("starts_at", "id")[:PAGE])


def delegation_of(viewer: Acting, pk: int) -> Delegation:
    """A stand-in of the agency; 404 for another's or one that is over."""
    found: Delegation | None = (
        Delegation.objects.filter(pk=pk, agency=viewer.agency, ends_at__gt=timezone.now())
        .select_related("lender", "holder", "agency")
        .first()
    )
    if found is None:
        raise Http404
    return found


def holidays_of(viewer: Acting, year: int) -> list[Holiday]:
    """The agency's days without work in a year."""
    return list(Holiday.objects.filter(agency=viewer.agency, on__year=year))


def holiday_years(viewer: Acting) -> list[int]:
    """The years for which days were entered."""
    return [day.year for day in Holiday.objects.filter(agency=viewer.agency).dates("on", "year")]


@dataclass(frozen=True, slots=True)
class Alone:
    """Something done alone, as the history tells it, and whether this viewer may say they looked at it."""

    act: SoleAct
    told: Line
    may_review: bool


def sole_acts_of(viewer: Acting, *, before: int | None = None) -> list[Alone]:
    """What was done alone in the agency: what waits to be looked at first, newest first."""
    rows = SoleAct.objects.filter(agency=viewer.agency).select_related(
        "event", "event__actor", "event__key", "done_by", "reviewed_by"
    )
    if before:
        rows = rows.filter(pk__lt=before)
    waiting = rows.filter(reviewed_at__isnull=True)[:PAGE]
    done = rows.filter(reviewed_at__isnull=False)[:PAGE]
    return [
        Alone(act, line(act.event), act.reviewed_at is None and may_review(viewer, act))
        for act in (*waiting, *done)
    ]


def may_review(viewer: Acting, act: SoleAct) -> bool:
    """Nobody looks at their own act, nor at the slip that brought them in."""
    return viewer.user_id != act.done_by_id and act.event.subject_id != str(viewer.user_id)


def sole_act_of(viewer: Acting, pk: int) -> SoleAct:
    """Something done alone in the agency; 404 for another's."""
    found = SoleAct.objects.filter(pk=pk, agency=viewer.agency).select_related("event").first()
    if found is None:
        raise Http404
    return found


def tokens_of(viewer: Acting) -> list[Token]:
    """The acting person's programs in this agency that may still act, newest first."""
    return list(
        Token.objects.filter(
            owner=viewer.user, agency=viewer.agency, revoked_at__isnull=True, expires_at__gt=timezone.now()
        )[:PAGE]
    )


def token_of(viewer: Acting, pk: int) -> Token:
    """One's own program; 404 for anybody else's."""
    found = Token.objects.filter(
        pk=pk, owner=viewer.user, agency=viewer.agency, revoked_at__isnull=True
    ).first()
    if found is None:
        raise Http404
    return found


def has_begun() -> bool:
    """Whether the platform has an agency."""
    return Agency.objects.exists()


def holds_any(viewer: Acting, pk: int) -> bool:
    """Whether a person still works in the agency."""
    return members(viewer.agency).filter(pk=pk).exists()


def colleagues(viewer: Acting, person: User | None) -> QuerySet[User]:
    """The agency's people by name, without this one."""
    found = members(viewer.agency).order_by("display_name", "pk")
    return found.exclude(pk=person.pk) if person else found


def possible_lenders(viewer: Acting) -> QuerySet[User]:
    """For whom the viewer may arrange a stand-in: all for those who run the agency, else themselves."""
    found = colleagues(viewer, None)
    return found if viewer.holds(Role.SUPERVISOR, Role.ADMINISTRATOR) else found.filter(pk=viewer.user_id)
