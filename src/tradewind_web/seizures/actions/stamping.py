"""Naming an authority for time stamps, having custody stamped, and noting what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.policy import must_run
from tradewind_web.audit.recording import Actor
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.jobs.queue import enqueue
from tradewind_web.jobs.scheduling import pause, repeat
from tradewind_web.seizures.actions.locking import locked
from tradewind_web.seizures.events_stamps import AuthorityEnded, AuthorityNamed, StampHeld
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_stamps import Stamp, StampAuthority
from tradewind_web.seizures.stamp_asking import Stamped, must_be_address, must_be_roots
from tradewind_web.seizures.words_stamps import StampTrouble, Stands

STAMP: Final = "seizures.stamp"
STAMP_ALL: Final = "seizures.stamp_all"
DAILY: Final = 24 * 60
#: Wait before the next attempt: 5 minutes, 10, 20 ... at most a day.
FIRST_WAIT: Final = timedelta(minutes=5)
LONGEST_WAIT: Final = timedelta(days=1)


@transaction.atomic
def name_authority(*, acting: Acting, address: str, roots: str) -> StampAuthority:
    """From now on the agency's custody is stamped by this authority, daily and after each change.

    Raises:
        NotAllowed: the person does not run the agency.
        Refused: the address is none that is asked, or no root certificate is given.
    """
    must_run(acting)
    kept = {
        "address": must_be_address(address), "roots": must_be_roots(roots), "named_by": acting.user,
        "named_at": timezone.now(),
    }  # fmt: skip
    made = StampAuthority.objects.update_or_create(agency=acting.agency, defaults=kept)[0]
    repeat(
        STAMP_ALL,
        every_minutes=DAILY,
        agency_id=acting.agency.pk,
        arguments={"agency": str(acting.agency.pk)},
    )
    audit(acting, AuthorityNamed(
        subject_kind="agency", subject_id=str(acting.agency.pk), address=made.address,
    ))  # fmt: skip
    return made


@transaction.atomic
def end_authority(*, acting: Acting) -> None:
    """Nobody is asked any more; stamps that are held stay.

    Raises:
        NotAllowed: the person does not run the agency.
        Refused: none was named.
    """
    must_run(acting)
    found = StampAuthority.objects.select_for_update().filter(agency=acting.agency).first()
    if found is None:
        raise Refused(_("no authority is named"))
    found.delete()
    pause(STAMP_ALL, agency_id=acting.agency.pk)
    audit(acting, AuthorityEnded(
        subject_kind="agency", subject_id=str(acting.agency.pk), address=found.address,
    ))  # fmt: skip


def have_stamped(seizure: Seizure, *, attempt: int = 0) -> None:
    """Have a seizure's custody stamped by a job, in the caller's transaction; nothing where no authority is named."""
    if not StampAuthority.objects.filter(agency=seizure.owner_id).exists():
        return
    # A job that waits for its turn is one, but not the one that runs now: so the names alternate.
    turn = f"later-{attempt % 2}" if attempt else "now"
    wait = min(FIRST_WAIT * 2 ** min(attempt - 1, 12), LONGEST_WAIT) if attempt else timedelta(0)
    enqueue(
        STAMP, {"seizure": str(seizure.pk)}, agency_id=seizure.owner_id, run_after=timezone.now() + wait,
        once=f"{STAMP}:{seizure.pk}:{turn}",
    )  # fmt: skip


@transaction.atomic
def ask_again(*, acting: Acting, seizure_id: object) -> Seizure:
    """Try now what could not be had.

    Raises:
        Http404: the seizure does not reach the person.
        NotAllowed: another agency answers for it.
        Refused: no authority is named.
    """
    seizure = locked(acting, seizure_id)
    if not StampAuthority.objects.filter(agency=acting.agency).exists():
        raise Refused(_("no authority is named"))
    have_stamped(seizure)
    return seizure


@transaction.atomic
def have_all_stamped(*, keys: list[UUID]) -> None:
    """Have these seizures stamped."""
    for seizure in Seizure.objects.filter(pk__in=keys):
        have_stamped(seizure)


@transaction.atomic
def note_stamped(*, acting: Actor, stamp: Stamp, stamped: Stamped) -> Stamp:
    """The authority's word is kept, byte for byte; told in the agency's chain."""
    stamp.state, stamp.trouble, stamp.attempts = Stands.HELD, "", stamp.attempts + 1
    stamp.response, stamp.stamped_at, stamp.tried_at = stamped.response, stamped.at, timezone.now()
    stamp.serial, stamp.policy = stamped.serial, stamped.policy
    stamp.save()
    # What could not be had before is in this one: the head covers every entry before it.
    Stamp.objects.filter(
        seizure=stamp.seizure_id, of=stamp.of, state=Stands.FAILED, count__lt=stamp.count
    ).delete()
    audit(acting, StampHeld(
        subject_kind=Seizure.kind, subject_id=str(stamp.seizure_id), of=stamp.of, count=stamp.count,
        address=stamp.address, stamped_at=stamped.at.isoformat(), serial=stamped.serial,
    ))  # fmt: skip
    return stamp


@transaction.atomic
def note_failed(*, stamp: Stamp, trouble: StampTrouble) -> Stamp:
    """There is no stamp yet: shown with the reason, and tried again after a while."""
    stamp.state, stamp.trouble, stamp.attempts = Stands.FAILED, trouble, stamp.attempts + 1
    stamp.tried_at = timezone.now()
    stamp.save()
    have_stamped(stamp.seizure, attempt=stamp.attempts)
    return stamp
