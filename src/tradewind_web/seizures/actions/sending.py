"""The register in the warehouse: one snapshot batch an audience, so that the picture sees what reaches its reader.

A snapshot takes the place of the one before it, whole: a line that a correction took out does not stay behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.warehouse import BatchRecord
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import Actor
from tradewind_web.audit.recording import record as audit
from tradewind_web.jobs.queue import enqueue
from tradewind_web.seizures.actions.recording import SEND
from tradewind_web.seizures.events import SeizuresHeldBack, SeizuresSent
from tradewind_web.seizures.models import Seizure, Snapshot
from tradewind_web.sharing.models import Audience
from tradewind_web.sources.actions.arriving import announce_batches, note_batch
from tradewind_web.sources.events import BatchReplaced
from tradewind_web.sources.models import Batch


@transaction.atomic
def note_sent(
    *, acting: Actor, agency: Agency, sent: Sequence[tuple[Audience, datetime, BatchRecord]], generation: int,
    count: int,
) -> bool:  # fmt: skip
    """Let these batches stand for the agency's register, and no earlier ones. Whether anything changed."""
    standing = {s.audience_id: s for s in _standing(agency)}
    fresh: list[Batch] = []
    for audience, since, record in sent:
        batch = note_batch(
            acting=acting, steward=agency, record=record, generation=generation, audience=audience,
            audience_since=since, purpose=_("Seizures of the agency, so that the picture sees them"),
        )  # fmt: skip
        before = standing.pop(audience.pk, None)
        if before is not None and before.batch_id == batch.pk:
            continue
        if before is not None:
            _replace(acting, before.batch)
        Snapshot.objects.update_or_create(owner=agency, audience=audience, defaults={"batch": batch})
        fresh.append(batch)
    for gone in standing.values():
        _replace(acting, gone.batch)
        gone.delete()
    if not fresh and not standing:
        return False
    if fresh:
        announce_batches(fresh, agency)
    audit(acting, SeizuresSent(
        subject_kind="agency", subject_id=str(agency.pk), count=count, batches=[str(b.pk) for b in fresh],
    ))  # fmt: skip
    return True


@transaction.atomic
def send_again(*, acting: Acting, seizure: Seizure) -> None:
    """Whom the seizure reaches changed: send the register anew. Call it in the transaction of that change."""
    enqueue(SEND, {"agency": str(seizure.owner_id)}, agency_id=seizure.owner_id, asked_by_id=acting.user_id)


@transaction.atomic
def hold_back(*, acting: Acting, seizure: Seizure, audience_id: int) -> None:
    """The seizure was withdrawn from this audience: what stands in the warehouse for it stops counting at once, until
    the register is sent anew. Call it in the transaction of the withdrawal."""
    for snapshot in _standing(seizure.owner).filter(audience=audience_id):
        _replace(acting, snapshot.batch)
        snapshot.delete()
    send_again(acting=acting, seizure=seizure)
    audit(acting, SeizuresHeldBack(subject_kind=Seizure.kind, subject_id=str(seizure.pk)))


def _standing(agency: Agency) -> QuerySet[Snapshot]:
    return Snapshot.objects.select_for_update(of=("self",)).filter(owner=agency).select_related("batch")


def _replace(acting: Actor, batch: Batch) -> None:
    if batch.replaced_at is None:
        batch.replaced_at = timezone.now()
        batch.save(update_fields=["replaced_at"])
        audit(
            acting,
            BatchReplaced(subject_kind=Batch.kind, subject_id=str(batch.pk), library_id=batch.library_id),
        )


def by_audience(seizures: Sequence[Seizure]) -> Mapping[int, list[Seizure]]:
    """Audience id -> the seizures it was given, in the order they came."""
    found: dict[int, list[Seizure]] = {}
    for seizure in seizures:
        found.setdefault(seizure.audience_id, []).append(seizure)
    return found
