"""Reading batches, and the warehouse over exactly those that reach a viewer: the only way to it in the platform."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tradewind.warehouse import Warehouse
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.sharing.audiences import audience_of, intersection
from tradewind_web.sharing.models import Audience
from tradewind_web.sharing.reach import reach_of_agency
from tradewind_web.sharing.records import SharedRows
from tradewind_web.sources.models import Batch, Upload


def batches_visible_to(viewer: Acting) -> SharedRows:
    """The batches that reach the viewer now and count: what a later reading replaced is left out."""
    return Batch.objects.visible_to(viewer).filter(replaced_at__isnull=True)


def batches_of_agency(agency: Agency) -> QuerySet[Batch]:
    """The batches that reach the agency as a whole and count: for work done in its name by no person."""
    reach = reach_of_agency(agency).q()
    found: QuerySet[Batch] = Batch.objects.filter(reach, replaced_at__isnull=True)
    return found


@contextmanager
def warehouse_for(viewer: Acting) -> Iterator[Warehouse]:
    """The warehouse as if nothing but the viewer's batches were in it. For jobs: a page never asks it."""
    with _over(batches_visible_to(viewer)) as warehouse:
        yield warehouse


@contextmanager
def warehouse_for_agency(agency: Agency) -> Iterator[Warehouse]:
    """The same over what reaches the agency as a whole; batches for named persons are not in it."""
    with _over(batches_of_agency(agency)) as warehouse:
        yield warehouse


def audiences_of(batch_ids: Collection[str]) -> list[Audience]:
    """The audiences of these batches (by `library_id`), for the intersection that a record resting on them reaches.

    A batch that the platform does not know is answered with the audience that reaches nobody.
    """
    known = _known(batch_ids)
    audiences = {b.audience.pk: b.audience for b in known.values()}
    if set(batch_ids) - set(known):
        nobody = audience_of()
        audiences[nobody.pk] = nobody
    return list(audiences.values())


@transaction.atomic
def audience_resting_on(batch_ids: Collection[str]) -> tuple[Audience, datetime]:
    """Whom a record that rests on these batches reaches, and its `audience_since`.

    The moment is the earliest of theirs, so that who joined a group after one of them was given does not see through
    the record what the group's rule keeps from them.
    """
    known = _known(batch_ids)
    since = min((b.audience_since for b in known.values()), default=timezone.now())
    return intersection(audiences_of(batch_ids)), since


def uploads_of(viewer: Acting) -> SharedRows:
    """The files the acting agency sent: nobody else sees them on their way in, whoever will see their batches."""
    return Upload.objects.visible_to(viewer).filter(owner=viewer.agency).select_related("job", "sent_by")


def _known(batch_ids: Collection[str]) -> dict[str, Any]:
    found = Batch.objects.filter(library_id__in=set(batch_ids)).select_related("audience")
    return {b.library_id: b for b in found}


@contextmanager
def _over(batches: QuerySet[Any]) -> Iterator[Warehouse]:
    allowed = list(batches.values_list("library_id", flat=True))
    with Warehouse.open(settings.OFFICE.warehouse_url, batches=allowed) as warehouse:
        yield warehouse
