"""Forgetting what reached its last day: notice first, then who is named in it, then its files. Called by jobs alone.

Every step looks at what is so already, so a job that was cut off is gone on with by the next, and one that is asked
again changes nothing. A legal hold stops each of them with a sentence that stands on the list of what is due.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tradewind.warehouse import BatchRecord, Warehouse
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.models import RecordKey, as_record_id
from tradewind_web.audit.receipts import write_receipts
from tradewind_web.audit.recording import Actor, PlatformFor
from tradewind_web.errors import Refused
from tradewind_web.jobs.queue import Tell, announce
from tradewind_web.sources.actions import retiring as actions
from tradewind_web.sources.actions.keeping import forget_search, forget_upload
from tradewind_web.sources.models import Batch, PersonSearch, Retirement, Upload
from tradewind_web.sources.queries import holds_on
from tradewind_web.sources.retention import Term, What, term_of

_State = Retirement.State
CHUNK: Final = 200


def forget_due(agency_id: str, tell: Tell, *, today: date | None = None) -> str:
    """Go on with everything of the agency whose time is over; what was done, in a few words."""
    today = today or timezone.localdate()
    agency = Agency.objects.get(pk=agency_id)
    acting, term = PlatformFor(str(agency.pk)), term_of(agency, What.FILE)
    noticed = sum(_announce(acting, part, term, today) for part in _unannounced(agency, today))
    tell(0.2, "")
    gone_on = 0
    due = Retirement.objects.filter(batch__owner=agency).exclude(state=_State.DONE).order_by("blank_on", "pk")
    for retirement in due.select_related("batch", "batch__owner", "batch__upload"):
        gone_on += go_on(acting, retirement, term, today)
        tell(0.5, "")
    forgotten = _forget_searches(acting, agency, today) + _forget_unread(acting, agency, today)
    write_receipts(settings.OFFICE.receipts)
    with transaction.atomic():
        announce(
            "sources.looked_for_due", {"agency": agency_id, "today": today.isoformat()}, agency_id=agency.pk
        )
    return (
        f"{noticed} announced, {gone_on} steps of forgetting, {forgotten} workbooks and unread files removed"
    )


def retire(batch_id: str, tell: Tell) -> str:
    """Go on with one batch that a supervisor had forgotten at once."""
    retirement = (
        Retirement.objects.filter(batch=UUID(batch_id))
        .select_related("batch", "batch__owner", "batch__upload")
        .first()
    )
    if retirement is None:
        return "called off"
    owner: Agency = retirement.batch.owner
    go_on(PlatformFor(str(owner.pk)), retirement, term_of(owner, What.FILE), timezone.localdate())
    write_receipts(settings.OFFICE.receipts)
    return "forgotten"


def retire_again() -> list[Batch]:
    """After a restore: batches whose receipt says that they were forgotten are forgotten before anybody reads them.

    Which ones, so that those who rest on them follow at once.
    """
    again = []
    keys = RecordKey.objects.filter(subject_kind=Batch.kind, destroyed_at__isnull=False)
    for subject, destroyed in keys.values_list("subject_id", "destroyed_at"):
        pk = as_record_id(subject)
        batch = Batch.objects.filter(pk=pk).select_related("owner", "upload").first() if pk else None
        if batch is None:
            continue
        day = timezone.localdate(destroyed)
        owner: Agency = batch.owner
        actor = PlatformFor(str(owner.pk))
        retirement = actions.give_notice(acting=actor, batch=batch, blank_on=day)
        if retirement.state != _State.DONE:
            retirement.batch = batch
            if not retirement.is_forgotten:
                _blank(actor, batch, term_of(owner, What.FILE), day)
                again.append(batch)
            retirement.refresh_from_db()
            go_on(actor, retirement, term_of(owner, What.FILE), timezone.localdate())
    return again


def go_on(acting: Actor, retirement: Retirement, term: Term, today: date) -> int:
    """Do what is due of one retirement; how many steps were done."""
    batch, steps = retirement.batch, 0
    try:
        if retirement.state in (_State.NOTICED, _State.BLANKING) and retirement.blank_on <= today:
            actions.begin_blanking(batch=batch)
            retirement = _blank(acting, batch, term, today)
            steps += 1
        if retirement.state == _State.BLANKED and (retirement.remove_on or today) <= today:
            actions.must_not_be_held(batch)
            _remove(acting, batch)
            steps += 1
    except Refused as error:
        actions.note_waiting(batch=batch, why=str(error))
    return steps


def _blank(acting: Actor, batch: Batch, term: Term, on: date) -> Retirement:
    left, generation = _successor(batch)
    actions.empty_refused_rows(batch=batch)
    actions.remove_left_files(batch=batch)
    _forget_searches_in(batch)
    done = actions.finish_blanking(
        acting=acting, batch=batch, left=left, generation=generation, grace_days=term.grace_days, on=on
    )
    write_receipts(settings.OFFICE.receipts)
    return done


def _successor(batch: Batch) -> tuple[BatchRecord | None, int]:
    with Warehouse.writing(settings.OFFICE.warehouse_url) as writer:
        left = writer.blank(batch.library_id)
        return left, writer.publish()


def _remove(acting: Actor, batch: Batch) -> None:
    with Warehouse.writing(settings.OFFICE.warehouse_url) as writer:
        writer.remove(batch.library_id)
        writer.publish()
    actions.finish_removal(acting=acting, batch=batch)


def _unannounced(agency: Agency, today: date) -> Iterator[list[Batch]]:
    due = Batch.objects.filter(owner=agency, retain_until__lte=today, retirement__isnull=True)
    keys = list(due.order_by("retain_until", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield list(Batch.objects.filter(pk__in=keys[start : start + CHUNK]))


def _announce(acting: Actor, batches: list[Batch], term: Term, today: date) -> int:
    """Notice of those that no hold keeps: what is held is announced when the hold is lifted."""
    held = holds_on(batches)
    free = [b for b in batches if str(b.pk) not in held]
    for batch in free:
        actions.give_notice(acting=acting, batch=batch, blank_on=today + timedelta(days=term.notice_days))
    return len(free)


def _forget_searches(acting: Actor, agency: Agency, today: date) -> int:
    """Workbooks past their last day; those of before there was one count from the day they were asked for."""
    oldest = today - timedelta(days=term_of(agency, What.SEARCH).days)
    held = PersonSearch.objects.filter(owner=agency).exclude(state=PersonSearch.State.REMOVED)
    due = [
        *held.filter(retain_until__lt=today),
        *held.filter(retain_until__isnull=True, asked_at__date__lt=oldest),
    ]
    return sum(forget_search(acting=acting, search=search) for search in due)


def _forget_searches_in(batch: Batch) -> None:
    """Workbooks, whoever had them made, in which rows of the batch stand."""
    held = PersonSearch.objects.filter(rests_on__isnull=False).exclude(state=PersonSearch.State.REMOVED)
    for search in held.iterator():
        if str(batch.pk) in search.rests_on:
            forget_search(acting=PlatformFor(str(search.owner_id)), search=search)


def _forget_unread(acting: Actor, agency: Agency, today: date) -> int:
    """Files that were never loaded and reached the last day that was said on sending them."""
    open_states = (Upload.State.ASKS, Upload.State.REFUSED)
    due = Upload.objects.filter(owner=agency, state__in=open_states, retain_until__lte=today)
    return sum(_forgot(acting, upload) for upload in due)


def _forgot(acting: Actor, upload: Upload) -> bool:
    shutil.rmtree(upload.folder, ignore_errors=True)
    return forget_upload(acting=acting, upload=upload)
