"""The first page of an office: one agency, its calendar and its first one or two people, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from tradewind_web.accounts.models import User, folded
from tradewind_web.agencies.acting import Acting, acting_for
from tradewind_web.agencies.alone import note_alone
from tradewind_web.agencies.events import AgencyFounded, FoundedAlone, PersonAdded
from tradewind_web.agencies.models import Agency, Membership
from tradewind_web.agencies.roles import FIRST_ROLES, Role
from tradewind_web.audit.recording import record
from tradewind_web.errors import Refused


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person who begins with the office."""

    display_name: str
    username: str
    password: str


@transaction.atomic
def begin(*, agency: Mapping[str, Any], people: Sequence[Newcomer]) -> Acting:
    """Found the first agency of an empty platform; the first of the people, acting for it.

    The first runs the system too (administrator). One alone is a sole officer, which stands on the review list.

    Raises:
        Refused: the platform has an agency already, or two people bear one sign-in name.
        ValidationError: a password is too weak.
    """
    if Agency.objects.exists():
        raise Refused(_("this office has begun already; sign in"))
    if len({folded(p.username) for p in people}) != len(people) or not people:
        raise Refused(_("each person needs a sign-in name of their own"))
    founded = Agency.objects.create(**agency)
    roles = FIRST_ROLES[founded.kind]
    made: list[tuple[User, list[Role]]] = []
    for number, newcomer in enumerate(people):
        user = User(
            username=folded(newcomer.username), display_name=newcomer.display_name, language=founded.language
        )
        validate_password(newcomer.password, user)
        user.set_password(newcomer.password)
        user.save()
        held = [*roles, Role.ADMINISTRATOR] if number == 0 else [*roles]
        for role in held:
            Membership.objects.create(user=user, agency=founded, role=role)
        made.append((user, held))
    acting = acting_for(made[0][0], founded)
    if acting is None:
        raise RuntimeError("the first person of an agency acts for it")
    record(acting, AgencyFounded(
        subject_kind="agency", subject_id=str(founded.pk), title=founded.name, party=founded.party,
        kind=founded.kind,
    ))  # fmt: skip
    for user, held in made:
        record(acting, PersonAdded(
            subject_kind="person", subject_id=str(user.pk), person=user.display_name, roles=", ".join(held),
        ))  # fmt: skip
    if len(made) == 1:
        note_alone(acting, record(acting, FoundedAlone(subject_kind="agency", subject_id=str(founded.pk))))
    return acting
