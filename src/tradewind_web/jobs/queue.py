"""Enqueueing and taking jobs. A job runs at least once, so every kind must be safe to run again.

Kinds are declared in an app's tasks.py:

    @job("sources.load_upload", attempts=3)
    def load_upload(arguments: Mapping[str, Any], tell: Tell) -> str: ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from tradewind_web.jobs.models import Job, Schedule

#: Tells how far a job is: share 0..1 and a sentence. Also renews the lease.
Tell = Callable[[float, str], None]
Work = Callable[[Mapping[str, Any], Tell], str]

LEASE: Final = timedelta(minutes=2)
#: Wait before the next attempt: 10 s, 40 s, 160 s ... at most an hour.
FIRST_WAIT: Final = timedelta(seconds=10)
LONGEST_WAIT: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A declared kind of job."""

    name: str
    work: Work
    attempts: int


KINDS: dict[str, Kind] = {}
#: What happened (a dotted name) -> the kinds of job that follow it; how news flows to apps further down the list.
FOLLOWS: dict[str, list[str]] = {}


def job(name: str, *, attempts: int = 3, after: str | None = None) -> Callable[[Work], Work]:
    """Declare a function as a kind of job, tried at most `attempts` times; `after` names what it follows."""

    def declare(work: Work) -> Work:
        KINDS[name] = Kind(name, work, attempts)
        if after is not None and name not in FOLLOWS.setdefault(after, []):
            FOLLOWS[after].append(name)
        return work

    return declare


def announce(happened: str, arguments: Mapping[str, Any], *, agency_id: UUID | None = None) -> list[Job]:
    """Queue every kind of job that follows this, in the caller's transaction."""
    return [enqueue(kind, arguments, agency_id=agency_id) for kind in FOLLOWS.get(happened, ())]


def enqueue(
    kind: str, arguments: Mapping[str, Any] | None = None, *, agency_id: UUID | None = None,
    asked_by_id: int | None = None, run_after: datetime | None = None, once: str | None = None,
) -> Job:  # fmt: skip
    """Put a job in the queue, in the caller's transaction: it exists exactly when the business row does.

    `once` names what must not be queued twice; when such a job is open, that one is returned.

    Raises:
        RuntimeError: there is no transaction.
        KeyError: no such kind is declared.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a job is enqueued inside the transaction of the write it follows")
    declared = KINDS[kind]
    if once is not None:
        existing = Job.objects.filter(once=once, state__in=[Job.State.WAITING, Job.State.RUNNING]).first()
        if existing is not None:
            return existing
    return Job.objects.create(
        kind=declared.name, arguments=dict(arguments or {}), agency_id=agency_id, asked_by_id=asked_by_id,
        run_after=run_after or timezone.now(), once=once,
    )  # fmt: skip


@transaction.atomic
def take(worker: str, *, now: datetime | None = None) -> Job | None:
    """Lease the next job that is due: one that waits, or one whose worker was lost. None when there is none."""
    now = now or timezone.now()
    due = Q(state=Job.State.WAITING, run_after__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    found = (
        Job.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        .filter(due)
        .order_by("run_after", "created_at")
        .first()
    )
    if found is None:
        return None
    kind = KINDS.get(found.kind)
    if found.state == Job.State.RUNNING and kind is not None and found.attempts >= kind.attempts:
        _finish(found, Job.State.GAVE_UP, now, trouble="its worker was lost each time it ran")
        return take(worker, now=now)
    found.state, found.leased_by, found.lease_until = Job.State.RUNNING, worker, now + LEASE
    found.attempts, found.started_at = found.attempts + 1, now
    found.save(update_fields=["state", "leased_by", "lease_until", "attempts", "started_at"])
    return found


def renew(taken: Job, share: float, message: str) -> bool:
    """Note how far the job is and keep its lease. False when the lease was lost to another worker."""
    return bool(
        Job.objects.filter(pk=taken.pk, leased_by=taken.leased_by, state=Job.State.RUNNING).update(
            done_share=min(max(share, 0.0), 1.0), message=message, lease_until=timezone.now() + LEASE
        )
    )


@transaction.atomic
def succeed(taken: Job, message: str) -> None:
    """The job is done."""
    taken.done_share = 1
    _finish(taken, Job.State.DONE, timezone.now(), message=message)


@transaction.atomic
def fail(taken: Job, trouble: str, *, for_good: bool = False, now: datetime | None = None) -> None:
    """The attempt failed: wait longer each time and try again, or give up and say why."""
    now = now or timezone.now()
    kind = KINDS.get(taken.kind)
    if for_good or kind is None or taken.attempts >= kind.attempts:
        _finish(taken, Job.State.GAVE_UP, now, trouble=trouble)
        return
    wait = min(FIRST_WAIT * 4 ** (taken.attempts - 1), LONGEST_WAIT)
    Job.objects.filter(pk=taken.pk, leased_by=taken.leased_by).update(
        state=Job.State.WAITING, run_after=now + wait, lease_until=None, leased_by="", trouble=trouble
    )


@transaction.atomic
def enqueue_scheduled(*, now: datetime | None = None) -> int:
    """Queue what the schedules ask for by now, each once however long the platform slept. How many."""
    now = now or timezone.now()
    queued = 0
    for schedule in Schedule.objects.select_for_update().filter(paused=False, next_at__lte=now):
        if schedule.kind in KINDS:
            once = f"schedule:{schedule.kind}:{schedule.agency_id}"
            enqueue(schedule.kind, schedule.arguments, agency_id=schedule.agency_id, once=once)
            queued += 1
        schedule.next_at = now + timedelta(minutes=schedule.every_minutes)
        schedule.save(update_fields=["next_at"])
    return queued


def _finish(taken: Job, state: str, now: datetime, *, message: str = "", trouble: str = "") -> None:
    Job.objects.filter(pk=taken.pk, leased_by=taken.leased_by).update(
        state=state, finished_at=now, lease_until=None, message=message or F("message"), trouble=trouble,
        done_share=taken.done_share,
    )  # fmt: skip
