"""Asking the detectors for agencies: when something else reaches them, and once for all whom the same reaches.

What was shared, withdrawn or left is followed at once by what people see (`grounds.py`); here the findings follow.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from tradewind.detectors.registry import DETECTORS, reference_version
from tradewind_web.agencies.models import Agency, Membership
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.findings.asking import ask_all, values_of
from tradewind_web.findings.delivery import deliver
from tradewind_web.findings.following import follow_batches
from tradewind_web.findings.grounds import ground_name
from tradewind_web.findings.models import Run
from tradewind_web.findings.reaching import Batches
from tradewind_web.jobs.models import Job
from tradewind_web.jobs.queue import Tell, enqueue
from tradewind_web.jobs.scheduling import repeat
from tradewind_web.sharing.reach import reaches_of
from tradewind_web.sources.models import Batch
from tradewind_web.sources.queries import batches_within, warehouse_for_agency

#: Records and prices age by the day, so an agency's detectors are asked daily even where nothing was loaded.
DAILY: Final = 24 * 60
_KIND: Final = "findings.find"


@dataclass(frozen=True, slots=True)
class Asked:
    """An agency and the batches that reach it as a whole, by their name in the warehouse."""

    agency: Agency
    batches: Mapping[str, Batch]

    @property
    def ground(self) -> str:
        """Names the set of batches."""
        return ground_name(b.pk for b in self.batches.values())


def spread() -> int:
    """Have the detectors asked for every agency whose batches are others than when they were last; how many."""
    follow_batches(timezone.now())
    moved = [asked.agency for asked in _everybody() if _has_moved(asked)]
    with transaction.atomic():
        waiting = set(
            Job.objects.filter(kind=_KIND, state=Job.State.WAITING).values_list("agency", flat=True)
        )
        for agency in moved:
            if agency.pk not in waiting:
                enqueue(_KIND, {"agency": str(agency.pk)}, agency_id=agency.pk)
    return len(moved)


def find(agency_id: str, tell: Tell) -> str:
    """Ask every detector over what reaches the agency, and deliver what they say to all whom the same reaches."""
    at = timezone.now()
    repeat(_KIND, every_minutes=DAILY, agency_id=Agency.objects.get(pk=agency_id).pk,
           arguments={"agency": agency_id}, first_at=at + timedelta(minutes=DAILY))  # fmt: skip
    mine, others = _alike(agency_id)
    name = _basis(mine, at.date().isoformat())
    last = _last(mine.agency)
    if last is not None and last.basis == name:
        return f"{last.found} findings stand: nothing has changed since they were asked"
    with warehouse_for_agency(mine.agency) as warehouse:
        held = {record.id: tuple(record.tables) for record in warehouse.batches()}
        told = ask_all(warehouse, at.date(), lambda share, what: tell(0.7 * share, what))
        tell(0.75, "delivering")
        runs = [
            deliver(
                acting=PlatformFor(str(asked.agency.pk)), agency=asked.agency, told=told, basis=name, at=at,
                batches=Batches(asked.agency, asked.batches, held, at),
                rows=lambda refs: values_of(warehouse, refs),
            )
            for asked in _still_to_ask([mine, *others], name)
        ]  # fmt: skip
    run = runs[0]
    return f"{run.found} findings: {run.new} new, {run.revised} revised, {run.withdrawn} withdrawn"


def _alike(agency_id: str) -> tuple[Asked, list[Asked]]:
    """The agency, and the others whom exactly the same batches reach."""
    agency = Agency.objects.get(pk=agency_id)
    (mine,) = _asked([agency], timezone.now())
    return mine, [a for a in _everybody() if a.agency.pk != agency.pk and a.ground == mine.ground]


def _still_to_ask(alike: Sequence[Asked], name: str) -> Iterator[Asked]:
    """The first, and those of the others who have not had this answer and for whom nobody is at it."""
    yield alike[0]
    busy = set(Job.objects.filter(kind=_KIND, state=Job.State.RUNNING).values_list("agency", flat=True))
    for asked in alike[1:]:
        last = _last(asked.agency)
        if asked.agency.pk not in busy and (last is None or last.basis != name):
            yield asked


def _everybody() -> Iterator[Asked]:
    """Every agency that somebody works for."""
    now = timezone.now()
    worked_for = Agency.objects.filter(pk__in=Membership.objects.at(now).values("agency"))
    yield from _asked(list(worked_for.order_by("pk")), now)


def _asked(agencies: Sequence[Agency], now: datetime) -> Iterator[Asked]:
    reaches = reaches_of([a.pk for a in agencies], at=now)
    for agency in agencies:
        batches = batches_within(reaches[agency.pk]).select_related("audience")
        yield Asked(agency, {b.library_id: b for b in batches})


def _has_moved(asked: Asked) -> bool:
    last = Run.objects.filter(agency=asked.agency).select_related("ground").order_by("-started_at").first()
    if last is None:
        return bool(asked.batches)
    return last.ground is None or last.ground.digest != asked.ground


def _last(agency: Agency) -> Run | None:
    return Run.objects.filter(agency=agency).order_by("-started_at").first()


def _basis(asked: Asked, day: str) -> str:
    """Names all that an answer rests on: data, detectors, reference facts, the day."""
    versions = {name: d.version for name, d in DETECTORS.items()}
    text = json.dumps([asked.ground, versions, reference_version(), day], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
