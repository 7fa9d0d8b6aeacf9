"""Work of findings: asking the detectors when something new reaches an agency, and sending outcomes back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from tradewind.detectors.registry import DETECTORS, reference_version
from tradewind_web.agencies.models import Agency, Membership
from tradewind_web.findings.asking import ask_all, values_of
from tradewind_web.findings.delivery import deliver
from tradewind_web.findings.models import Run
from tradewind_web.findings.outcomes import send
from tradewind_web.findings.reaching import Batches
from tradewind_web.jobs.queue import Tell, enqueue, job
from tradewind_web.jobs.scheduling import repeat
from tradewind_web.sharing.reach import reach_of_agency
from tradewind_web.sources.models import Batch
from tradewind_web.sources.queries import batches_of_agency, warehouse_for_agency

#: Records and prices age by the day, so an agency's detectors are asked daily even where nothing was loaded.
DAILY: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class InName:
    """The platform acting in the name of an agency; the person who asked, where one did."""

    chain: str
    user_id: int | None = None
    roles_text: str = "platform"


@job("findings.spread", after="sources.batch_loaded")
def spread(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Ask the detectors for every agency that a new batch reaches."""
    batches = list(Batch.objects.filter(pk__in=arguments["batches"]))
    now, reached = timezone.now(), []
    for agency in Agency.objects.filter(pk__in=Membership.objects.at(now).values("agency")).order_by("pk"):
        reach = reach_of_agency(agency, at=now)
        if any(reach.sees(batch.audience_id, batch.audience_since) for batch in batches):
            reached.append(agency)
    with transaction.atomic():
        for agency in reached:
            enqueue("findings.find", {"agency": str(agency.pk)}, agency_id=agency.pk)
    return f"{len(reached)} agencies"


@job("findings.find")
def find(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Ask every detector over what reaches the agency, and deliver what they say."""
    agency = Agency.objects.get(pk=arguments["agency"])
    at = timezone.now()
    repeat("findings.find", every_minutes=DAILY, agency_id=agency.pk, arguments={"agency": str(agency.pk)},
           first_at=at + timedelta(minutes=DAILY))  # fmt: skip
    batches = {b.library_id: b for b in batches_of_agency(agency).select_related("audience")}
    with warehouse_for_agency(agency) as warehouse:
        basis = _basis(batches, at.date().isoformat())
        last = Run.objects.filter(agency=agency).order_by("-started_at").first()
        if last is not None and last.basis == basis:
            return f"{last.found} findings stand: nothing has changed since they were asked"
        told = ask_all(warehouse, at.date(), lambda share, what: tell(0.7 * share, what))
        tell(0.75, "delivering")
        tables = {record.id: tuple(record.tables) for record in warehouse.batches()}
        run = deliver(
            acting=InName(str(agency.pk)), agency=agency, told=told, basis=basis, at=at,
            batches=Batches(agency, batches, tables, at), rows=lambda refs: values_of(warehouse, refs),
        )  # fmt: skip
    return f"{run.found} findings: {run.new} new, {run.revised} revised, {run.withdrawn} withdrawn"


@job("findings.send_outcomes")
def send_outcomes(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Send what the agency confirmed or explained back to the detectors, as inspections."""
    agency = Agency.objects.get(pk=arguments["agency"])
    return f"{send(acting=InName(str(agency.pk)), agency=agency)} outcomes"


def _basis(batches: Mapping[str, Batch], day: str) -> str:
    """Names all that an answer rests on: data and whom they reach, detectors, reference facts, the day."""
    held = [[name, b.audience.pk, b.audience_since.isoformat()] for name, b in sorted(batches.items())]
    versions = {name: d.version for name, d in DETECTORS.items()}
    text = json.dumps([held, versions, reference_version(), day], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
