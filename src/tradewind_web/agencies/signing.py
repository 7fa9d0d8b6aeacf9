"""Coming and going in the audit: told in the chain of the agency a person acts for, whatever way they signed in."""

from __future__ import annotations

from typing import Any, Final

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from tradewind_web.accounts.events import AccountLockedOut, SignedIn, SignedOut, UnknownNameLockedOut
from tradewind_web.accounts.models import User, folded
from tradewind_web.accounts.oneself import Oneself
from tradewind_web.agencies.acting import Acting, acting_for, agencies_of
from tradewind_web.agencies.events import ActsForAgency
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import Actor, Platform, PlatformFor, record

#: Where the session keeps the agency a person of several chose to act for.
CHOSEN: Final = "acting_agency"
#: Events that come every day and would hide the others on a person's page.
DAILY: Final = (SignedIn.name, SignedOut.name)


def resolved(request: HttpRequest, user: User, agencies: list[Agency]) -> Acting | None:
    """The person acting for the agency they chose, else for the first by name."""
    if not agencies:
        return None
    chosen = request.session.get(CHOSEN)
    return acting_for(user, next((a for a in agencies if str(a.pk) == chosen), agencies[0]))


@transaction.atomic
def act_for(*, request: HttpRequest, user: User, agency_id: str) -> bool:
    """Choose the agency one acts for, among one's own; False where it is not. It is told in that agency's chain."""
    agencies = agencies_of(user)
    found = next((a for a in agencies if str(a.pk) == agency_id), None)
    acting = acting_for(user, found) if found else None
    if acting is None:
        return False
    before = resolved(request, user, agencies)
    request.session[CHOSEN] = agency_id
    if before is None or before.agency.pk != acting.agency.pk:
        record(acting, ActsForAgency(subject_kind="person", subject_id=str(user.pk)))
    return True


@receiver(user_logged_in)
@transaction.atomic
def tell_signed_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """A session began: by password, passkey or a demonstration's card."""
    record(_actor(request, user), SignedIn(subject_kind="person", subject_id=str(user.pk)))


@receiver(user_logged_out)
@transaction.atomic
def tell_signed_out(request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    """A session was ended by its person; one that only runs out ends in silence."""
    if user is not None:
        record(_actor(request, user), SignedOut(subject_kind="person", subject_id=str(user.pk)))


@receiver(user_locked_out)
@transaction.atomic
def tell_locked_out(request: HttpRequest, username: str | None, **_kwargs: Any) -> None:
    """Told once for each lock-out, in every agency of the person: those who run it must know. Tries that come while
    it lasts are not told, so that nobody fills the audit from outside."""
    if getattr(request, "axes_failures_since_start", None) != settings.AXES_FAILURE_LIMIT:
        return
    user = User.objects.filter(username=folded(username or "")).first()
    if user is None:
        record(Platform(), UnknownNameLockedOut(subject_kind="sign-in", subject_id="unknown"))
        return
    for chain in sorted(str(a.pk) for a in agencies_of(user)):  # one order of locks for all
        record(PlatformFor(chain), AccountLockedOut(
            subject_kind="person", subject_id=str(user.pk), person=user.display_name
        ))  # fmt: skip


def _actor(request: HttpRequest, user: User) -> Actor:
    return resolved(request, user, agencies_of(user)) or Oneself(user)
