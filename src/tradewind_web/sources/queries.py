"""Reading batches, and the warehouse over exactly those that reach a viewer: the only way to it in the platform."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tradewind.warehouse import Warehouse
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.audit import reading
from tradewind_web.sharing.audiences import audience_of, intersection
from tradewind_web.sharing.models import Audience
from tradewind_web.sharing.reach import Reach, reach_of_agency
from tradewind_web.sharing.records import SharedRows
from tradewind_web.sources.models import (
    Batch,
    Ending,
    PersonSearch,
    RefusedRow,
    Retirement,
    Upload,
    WatchedFolder,
)

#: A file that could not be read stands on the list of files so long; its own page stays.
SHOWN_FOR: Final = timedelta(days=14)
SHOWN: Final = 20


def batches_visible_to(viewer: Acting) -> SharedRows:
    """The batches that reach the viewer now and count: what a later reading replaced is left out."""
    return Batch.objects.visible_to(viewer).filter(replaced_at__isnull=True)


def batches_of_agency(agency: Agency) -> QuerySet[Batch]:
    """The batches that reach the agency as a whole and count: for work done in its name by no person."""
    return batches_within(reach_of_agency(agency))


def batches_within(reach: Reach) -> QuerySet[Batch]:
    """The batches of this reach that count."""
    found: QuerySet[Batch] = Batch.objects.filter(reach.q(), replaced_at__isnull=True)
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


def batch_for(viewer: Acting, batch_id: UUID) -> Batch:
    """The batch, one that a later reading replaced included.

    Raises:
        Http404: it does not exist, or not for this viewer.
    """
    rows = Batch.objects.select_related(
        "owner", "audience", "upload", "corrects", "retirement", "retirement__successor"
    )
    found: Batch = rows.one_for(viewer, batch_id)
    return found


def unfinished_uploads_of(viewer: Acting) -> list[Upload]:
    """The acting agency's files that are on their way in, ask something or were refused, the newest first."""
    open_states = [Upload.State.WAITING, Upload.State.ASKS, Upload.State.REFUSED]
    recent = timezone.now() - SHOWN_FOR
    return list(
        uploads_of(viewer).filter(state__in=open_states, sent_at__gte=recent).order_by("-sent_at")[:SHOWN]
    )


def upload_for(viewer: Acting, upload_id: UUID) -> Upload:
    """A file the acting agency sent.

    Raises:
        Http404: it does not exist, or another agency sent it.
    """
    found: Upload = uploads_of(viewer).select_related("owner", "corrects").one_for(viewer, upload_id)
    return found


def batches_of_upload(viewer: Acting, upload: Upload) -> list[Batch]:
    """What a file of the acting agency became."""
    return list(Batch.objects.visible_to(viewer).filter(upload=upload).order_by("file_name"))


def refused_rows_for(viewer: Acting, batch: Batch) -> QuerySet[RefusedRow]:
    """The refused rows of a batch that reaches the viewer, with the upload that corrected each."""
    visible = Batch.objects.visible_to(viewer).filter(pk=batch.pk)
    return RefusedRow.objects.filter(batch__in=visible).select_related("mended_by")


def due_of(viewer: Acting, until: date) -> SharedRows:
    """The acting agency's batches whose last day is this one or earlier and whose files are still kept."""
    own = Batch.objects.visible_to(viewer).filter(owner=viewer.agency, retain_until__lte=until)
    waiting = own.exclude(retirement__state=Retirement.State.DONE)
    return waiting.select_related("retirement").order_by("retain_until", "pk")


def holds_on(batches: Collection[Batch]) -> dict[str, str]:
    """Id of a batch -> why a legal hold stands on it, for those with one."""
    return reading.holds_on(Batch.kind, [str(b.pk) for b in batches])


def is_held(batch: Batch) -> str:
    """Why a legal hold stands on the batch; empty where none does."""
    return holds_on([batch]).get(str(batch.pk), "")


def folder_of(viewer: Acting) -> WatchedFolder | None:
    """The acting agency's watched folder, once it was decided on."""
    return WatchedFolder.objects.select_related("audience").filter(agency=viewer.agency).first()


def searches_of(viewer: Acting) -> SharedRows:
    """The searches for a person that the acting person asked for, the newest first."""
    return PersonSearch.objects.visible_to(viewer).select_related("job").order_by("-asked_at")


def retirement_of(batch: Batch) -> Retirement | None:
    """How far the forgetting of the batch is; None where it was not announced."""
    found: Retirement | None = getattr(batch, "retirement", None)
    return found


def searches_due(viewer: Acting, until: date) -> SharedRows:
    """The acting person's searches for a person whose workbook is removed by this day."""
    held = searches_of(viewer).filter(owner=viewer.agency, retain_until__lte=until)
    return held.exclude(state=PersonSearch.State.REMOVED).order_by("retain_until", "pk")


def ending_of(kind: str, record_id: object) -> Ending | None:
    """How far the end of a record is; None where it is not closed yet."""
    return Ending.objects.filter(subject_kind=kind, subject_id=str(record_id)).first()


def is_forgotten(kind: str, record_id: object) -> bool:
    """Whether who is named in a record is forgotten."""
    ending = ending_of(kind, record_id)
    return ending is not None and ending.is_forgotten


def endings_due(viewer: Acting, what: str, until: date) -> QuerySet[Ending]:
    """The acting agency's records of this kind whose last day is this one or earlier and that are not forgotten."""
    own = Ending.objects.filter(owner=viewer.agency, what=what, retain_until__lte=until)
    open_states = (Ending.State.KEPT, Ending.State.NOTICED)
    return own.filter(state__in=open_states).order_by("retain_until", "pk")
