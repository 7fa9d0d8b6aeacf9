"""The end of a batch's time as writes: the notice, the forgetting, the removal. What they change is part of the batch.

The steps in the warehouse lie between them (`sources/retiring.py`); each is safe to do again after a crash.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.warehouse import BatchRecord
from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.actions import erase_personal_values
from tradewind_web.audit.recording import Actor, key_of
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.jobs.queue import announce, enqueue
from tradewind_web.sources.actions.arriving import AT_ONCE, note_batch
from tradewind_web.sources.events import (
    FilesRemoved,
    PersonsForgotten,
    RetirementAnnounced,
    RetirementCalledOff,
    RetirementHastened,
)
from tradewind_web.sources.models import Batch, RefusedRow, Retirement, Upload
from tradewind_web.sources.policy import must_decide_for
from tradewind_web.sources.queries import is_held

RETIRE: Final = "sources.retire"
_State = Retirement.State
#: Why the end of a time was reached, in the history of what it ends.
OVER: Final = "its time to be kept ended"


@transaction.atomic
def give_notice(*, acting: Actor, batch: Batch, blank_on: date) -> Retirement:
    """Announce from which day on who is named in the batch is forgotten. Announced once, whatever is asked."""
    found: tuple[Retirement, bool] = Retirement.objects.get_or_create(
        batch=batch, defaults={"blank_on": blank_on}
    )
    retirement, made = found
    if made:
        audit(acting, RetirementAnnounced(
            subject_kind=Batch.kind, subject_id=str(batch.pk), on=blank_on.isoformat(),
            retain_until=str(batch.retain_until or ""),
        ))  # fmt: skip
    return retirement


@transaction.atomic
def retire_now(*, acting: Acting, batch: Batch, reason: str) -> Retirement:
    """Have who is named in the batch forgotten without waiting for the announced day, by a job.

    Raises:
        NotAllowed: not a supervisor of the agency that answers for it.
        Refused: no reason, its last day is still to come, a legal hold stands, or it is forgotten already.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    must_decide_for(acting, batch)
    if not reason.strip():
        raise Refused(_("say why: the reason stands in the history of the batch"))
    if batch.retain_until is None or batch.retain_until > timezone.localdate():
        raise Refused(_("its last day is still to come; change how long it is kept first, and say there why"))
    must_not_be_held(batch)
    retirement = Retirement.objects.select_for_update().filter(batch=batch).first()
    if retirement is None:
        retirement = Retirement(batch=batch, blank_on=timezone.localdate())
    if retirement.is_forgotten:
        raise Refused(_("who is named in this file is forgotten already"))
    before, retirement.blank_on = retirement.blank_on, min(retirement.blank_on, timezone.localdate())
    retirement.waits_for = ""
    retirement.save()
    enqueue(
        RETIRE, {"batch": str(batch.pk)}, agency_id=batch.owner_id, asked_by_id=acting.user_id,
        once=f"retire:{batch.pk}",
    )  # fmt: skip
    audit(acting, RetirementHastened(
        subject_kind=Batch.kind, subject_id=str(batch.pk), reason=reason.strip(), before=before.isoformat(),
    ))  # fmt: skip
    return retirement


def call_off(*, acting: Actor, batch: Batch) -> None:
    """An announcement falls because the batch is kept longer. Part of the caller's transaction.

    Raises:
        Refused: its persons are forgotten already, or just now.
    """
    retirement = Retirement.objects.select_for_update().filter(batch=batch).first()
    if retirement is None:
        return
    if retirement.state != _State.NOTICED:
        raise Refused(_("who is named in this file is forgotten already; it cannot be kept longer"))
    before = retirement.blank_on
    retirement.delete()
    audit(acting, RetirementCalledOff(
        subject_kind=Batch.kind, subject_id=str(batch.pk), before=before.isoformat(),
    ))  # fmt: skip


@transaction.atomic
def begin_blanking(*, batch: Batch) -> Retirement:
    """From here on the forgetting is gone on with, whatever falls in between.

    Raises:
        Refused: a legal hold stands.
    """
    Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    must_not_be_held(batch)
    retirement = Retirement.objects.select_for_update().get(batch=batch)
    if retirement.state == _State.NOTICED:
        retirement.state, retirement.waits_for = _State.BLANKING, ""
        retirement.save(update_fields=["state", "waits_for"])
    return retirement


def empty_refused_rows(*, batch: Batch) -> int:
    """The refused rows keep their number and place, not what stood in them; a few hundred a transaction."""
    held = RefusedRow.objects.filter(batch=batch).exclude(record=[], value="", reason="")
    keys = list(held.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            RefusedRow.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(
                value="", reason="", mend="", record=[]
            )
    return len(keys)


@transaction.atomic
def finish_blanking(
    *, acting: Actor, batch: Batch, left: BatchRecord | None, generation: int, grace_days: int, on: date
) -> Retirement:  # fmt: skip
    """The warehouse holds the successor: so does the platform, and what the platform itself kept of persons goes.

    `on` is the day it happened, from which the grace period counts. Whoever rests on the batch is told.
    """
    batch = Batch.objects.select_for_update(of=("self",)).select_related("owner", "audience").get(pk=batch.pk)
    retirement = Retirement.objects.select_for_update().get(batch=batch)
    if retirement.is_forgotten:
        return retirement
    successor = _successor(acting, batch, left, generation) if left is not None else None
    if batch.replaced_at is None:
        batch.replaced_at = timezone.now()
    batch.notices, batch.mendable = [], False
    batch.save(update_fields=["replaced_at", "notices", "mendable"])
    Upload.objects.filter(corrects=batch).update(draft=None, trouble="", mend="")
    if batch.upload_id:
        Upload.objects.filter(pk=batch.upload_id).update(draft=None)
    retirement.state, retirement.successor, retirement.waits_for = _State.BLANKED, successor, ""
    retirement.blanked_at, retirement.remove_on = timezone.now(), on + timedelta(days=grace_days)
    retirement.save()
    _destroy_key(acting, batch)
    announce(
        "sources.persons_forgotten",
        {"batch": str(batch.pk), "agency": str(batch.owner_id),
         "successor": str(successor.pk) if successor else None},
        agency_id=batch.owner_id,
    )  # fmt: skip
    audit(acting, PersonsForgotten(
        subject_kind=Batch.kind, subject_id=str(batch.pk), library_id=batch.library_id,
        successor=str(successor.pk) if successor else "", remove_on=retirement.remove_on.isoformat(), reason=OVER,
    ))  # fmt: skip
    return retirement


def remove_left_files(*, batch: Batch) -> None:
    """What lies beside the warehouse of a forgotten batch: the file as sent, and corrections never loaded."""
    for upload in Upload.objects.filter(corrects=batch):
        shutil.rmtree(upload.folder, ignore_errors=True)
    if batch.upload is not None:
        shutil.rmtree(batch.upload.folder, ignore_errors=True)


@transaction.atomic
def finish_removal(*, acting: Actor, batch: Batch) -> None:
    """The old files are gone from the warehouse."""
    retirement = Retirement.objects.select_for_update().get(batch=batch)
    if retirement.state == _State.DONE:
        return
    retirement.state, retirement.removed_at, retirement.waits_for = _State.DONE, timezone.now(), ""
    retirement.save(update_fields=["state", "removed_at", "waits_for"])
    audit(acting, FilesRemoved(
        subject_kind=Batch.kind, subject_id=str(batch.pk), library_id=batch.library_id, sha256=batch.sha256,
        reason=OVER,
    ))  # fmt: skip


@transaction.atomic
def note_waiting(*, batch: Batch, why: str) -> None:
    """Say on the list why the forgetting does not go on."""
    Retirement.objects.filter(batch=batch).update(waits_for=why)


def must_not_be_held(batch: Batch) -> None:
    """Raises Refused while a legal hold stands on the batch."""
    if why := is_held(batch):
        raise Refused(_("a legal hold stands on this file (%(why)s); lift it first") % {"why": why})


def _successor(acting: Actor, batch: Batch, left: BatchRecord, generation: int) -> Batch:
    """It reaches whom the batch reaches, since then; it names nobody, so it has no last day."""
    return note_batch(
        acting=acting, steward=batch.owner, record=left, generation=generation, audience=batch.audience,
        audience_since=batch.audience_since, purpose=batch.purpose, legal_basis=batch.legal_basis,
        upload=batch.upload, corrects=batch.corrects,
    )  # fmt: skip


def _destroy_key(acting: Actor, batch: Batch) -> None:
    """The key of its mended rows goes, and a receipt of that is written. A hold that came meanwhile keeps the key."""
    key = key_of(Batch.kind, str(batch.pk))
    if key.key is not None and not key.held_because:
        erase_personal_values(acting=acting, subject_kind=Batch.kind, subject_id=str(batch.pk), reason=OVER)
