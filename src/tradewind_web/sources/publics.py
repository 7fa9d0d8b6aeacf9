"""Public facts: batches that every agency reads, under the name of a steward that is nobody's agency."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind.reference.cases import cases_path
from tradewind.warehouse import Warehouse
from tradewind_web.agencies.models import Agency
from tradewind_web.agencies.roles import Kind
from tradewind_web.audit.recording import Platform
from tradewind_web.sharing.audiences import everyone
from tradewind_web.sources.actions.arriving import (
    announce_batches,
    keep_refused_rows,
    note_batch,
    note_replaced,
)
from tradewind_web.sources.models import Batch

#: The steward of what is public; it belongs to no Party and nobody works for it.
PUBLIC_SOURCES: Final = "Public sources"
PURPOSE: Final = "Public facts, published by their source"


@transaction.atomic
def public_steward() -> Agency:
    """The agency that stands as the owner of public facts, made on first use."""
    return Agency.objects.get_or_create(name=PUBLIC_SOURCES, defaults={"kind": Kind.OTHER})[0]


def load_public_facts(paths: Sequence[Path] | None = None) -> list[Batch]:
    """Load the register of public cases, or these public files, for every agency to read; the new batches.

    Running it again adds nothing. It writes to the warehouse: a job or the first set-up calls it, never a page.
    """
    steward, url = public_steward(), settings.OFFICE.warehouse_url
    acting = Platform()
    said = Instructions(steward=str(steward.pk))
    report = load(paths or [cases_path()], url, said, audience=("everyone",))
    with Warehouse.open(url) as warehouse:
        refused = {b.record.id: warehouse.refused_of(b.record) for b in report.batches}
        counting = [r.id for r in warehouse.batches()]
    before = set(
        Batch.objects.filter(owner=steward, replaced_at__isnull=True).values_list("library_id", flat=True)
    )
    found = [
        note_batch(
            acting=acting, steward=steward, record=b.record, generation=report.generation, audience=everyone(),
            audience_since=timezone.now(), purpose=PURPOSE,
        )
        for b in report.batches
    ]  # fmt: skip
    for batch in found:
        keep_refused_rows(batch=batch, rows=refused[batch.library_id])
    note_replaced(acting=acting, steward=steward, counting=counting)
    fresh = [b for b in found if b.library_id not in before]
    if fresh:
        with transaction.atomic():
            announce_batches(fresh, steward)
    return fresh
