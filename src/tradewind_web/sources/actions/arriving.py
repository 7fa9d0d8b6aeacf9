"""What a load brought: batches with their audience, refused rows, and the end of a file's way. Called by jobs alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.warehouse import BatchRecord
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import Actor
from tradewind_web.audit.recording import record as audit
from tradewind_web.jobs.models import Schedule
from tradewind_web.jobs.queue import announce
from tradewind_web.jobs.scheduling import repeat
from tradewind_web.sharing.models import Audience
from tradewind_web.sources.events import BatchCountsAgain, BatchLoaded, BatchReplaced, FileNotRead, FileRead
from tradewind_web.sources.models import Batch, PersonSearch, RefusedRow, Upload

#: No write transaction holds more rows (ARCHITECTURE.md).
AT_ONCE: Final = 500
#: Refused rows of one batch kept here to be shown and mended; the warehouse keeps all.
MOST_REFUSED: Final = 20_000
LONGEST_TEXT: Final = 2000
FORGET: Final = "sources.forget_due"
DAILY: Final = 24 * 60


@transaction.atomic
def note_batch(
    *, acting: Actor, steward: Agency, record: BatchRecord, generation: int, audience: Audience,
    audience_since: datetime, purpose: str, legal_basis: str = "", retain_until: date | None = None,
    upload: Upload | None = None, corrects: Batch | None = None, mendable: bool = False,
) -> Batch:  # fmt: skip
    """The platform's row of a batch that is in the warehouse; made once, its audience never widened by a later load.

    Raises:
        ValueError: the batch names another steward.
    """
    if record.identity.steward != str(steward.pk):
        raise ValueError("a batch belongs to the agency that its identity names")
    found: tuple[Batch, bool] = Batch.objects.select_for_update(of=("self",)).get_or_create(
        library_id=record.id, owner=steward,
        defaults={
            "audience": audience, "audience_since": audience_since, "file_name": record.name[:255],
            "format": record.format, "sha256": record.identity.sha256,
            "tables": {name: t.rows for name, t in record.tables.items()}, "rows": record.rows,
            "refused": record.refused, "notices": list(record.notices), "generation": generation,
            "sender": upload.sender if upload else "", "party": record.party or "",
            "historical": record.historical, "purpose": purpose, "legal_basis": legal_basis,
            "retain_until": retain_until, "upload": upload, "corrects": corrects, "mendable": mendable,
        },
    )  # fmt: skip
    batch, made = found
    if made and retain_until is not None:
        look_daily(steward.pk)
    if made:
        audit(acting, BatchLoaded(
            subject_kind=Batch.kind, subject_id=str(batch.pk), file_name=batch.file_name,
            library_id=batch.library_id, sha256=batch.sha256, tables=batch.tables, rows=batch.rows,
            refused=batch.refused, generation=generation, audience=audience.pk,
        ))  # fmt: skip
    elif batch.replaced_at is not None:
        batch.replaced_at = None
        batch.save(update_fields=["replaced_at"])
        audit(acting, BatchCountsAgain(
            subject_kind=Batch.kind, subject_id=str(batch.pk), library_id=batch.library_id,
        ))  # fmt: skip
    return batch


def look_daily(agency_id: UUID) -> None:
    """Have looked every day what of the agency reached its last day."""
    if not Schedule.objects.filter(kind=FORGET, agency=agency_id).exists():
        repeat(FORGET, every_minutes=DAILY, agency_id=agency_id, arguments={"agency": str(agency_id)})


def look_daily_everywhere() -> int:
    """The same for every agency that holds something with a last day; how many. Run on start: an older version
    loaded such batches and looked at none."""
    owners = {
        *Batch.objects.filter(retain_until__isnull=False)
        .order_by()
        .values_list("owner", flat=True)
        .distinct(),
        *PersonSearch.objects.order_by().values_list("owner", flat=True).distinct(),
    }
    for pk in owners:
        look_daily(pk)
    return len(owners)


@transaction.atomic
def note_replaced(*, acting: Actor, steward: Agency, counting: Sequence[str]) -> int:
    """Mark the steward's batches that the newest generation no longer names. How many."""
    gone = list(
        Batch.objects.filter(owner=steward, replaced_at__isnull=True).exclude(library_id__in=counting)
    )
    now = timezone.now()
    for batch in gone:
        batch.replaced_at = now
    Batch.objects.bulk_update(gone, ["replaced_at"])
    for batch in gone:
        audit(acting, BatchReplaced(
            subject_kind=Batch.kind, subject_id=str(batch.pk), library_id=batch.library_id,
        ))  # fmt: skip
    return len(gone)


def keep_refused_rows(*, batch: Batch, rows: Sequence[Mapping[str, Any]]) -> int:
    """The refused rows of a batch as rows of the platform, a few hundred a transaction; running it again adds none.

    They are part of the batch, whose event counts them; no event each.
    """
    kept = 0
    for start in range(0, min(len(rows), MOST_REFUSED), AT_ONCE):
        part = [_refused(batch, start + i, told) for i, told in enumerate(rows[start : start + AT_ONCE])]
        with transaction.atomic():
            RefusedRow.objects.bulk_create(part, ignore_conflicts=True)
        kept += len(part)
    return kept


@transaction.atomic
def finish_upload(
    *, acting: Actor, upload: Upload, batches: Sequence[Batch], fresh: Sequence[Batch], refused: int
) -> None:
    """The file is read: say so, and tell the apps that follow which batches are new."""
    upload.state, upload.finished_at = Upload.State.LOADED, timezone.now()
    upload.trouble = upload.mend = ""
    if not fresh:
        upload.trouble = _(
            "your agency holds this file already; nothing was added and its audience is unchanged"
        )
    upload.draft = None
    upload.save(update_fields=["state", "finished_at", "trouble", "mend", "draft"])
    if fresh:
        announce_batches(fresh, upload.owner)
    audit(acting, FileRead(
        subject_kind=Upload.kind, subject_id=str(upload.pk), batches=len(batches),
        already_held=len(batches) - len(fresh), refused=refused,
    ))  # fmt: skip


@transaction.atomic
def stop_upload(
    *, acting: Actor, upload: Upload, trouble: str, mend: str, draft: Mapping[str, Any] | None, asks: bool
) -> None:
    """The file as a whole was not read: it asks a question that a page can answer, or is refused."""
    upload.state = Upload.State.ASKS if asks else Upload.State.REFUSED
    upload.trouble, upload.mend, upload.finished_at = (
        trouble[:LONGEST_TEXT],
        mend[:LONGEST_TEXT],
        timezone.now(),
    )
    upload.draft = dict(draft) if draft else None
    upload.save(update_fields=["state", "trouble", "mend", "finished_at", "draft"])
    audit(acting, FileNotRead(
        subject_kind=Upload.kind, subject_id=str(upload.pk), trouble=upload.trouble, state=upload.state,
    ))  # fmt: skip


def announce_batches(fresh: Sequence[Batch], steward: Agency) -> None:
    """Queue what follows a load (`sources.batch_loaded`), in the caller's transaction."""
    announce(
        "sources.batch_loaded",
        {"batches": [str(b.pk) for b in fresh], "library_ids": [b.library_id for b in fresh],
         "agency": str(steward.pk)},
        agency_id=steward.pk,
    )  # fmt: skip


def _refused(batch: Batch, number: int, told: Mapping[str, Any]) -> RefusedRow:
    def text(name: str) -> str:
        return clean(told.get(name))[:LONGEST_TEXT]

    record = [[clean(heading), clean(cell)] for heading, cell in (told.get("record") or {}).items()]
    return RefusedRow(
        batch=batch, number=number, sheet=text("sheet")[:255], line=told.get("row"), column=text("column"),
        value=text("value"), reason=text("reason"), mend=text("mend"), record=record,
    )  # fmt: skip


def clean(value: object) -> str:
    """A text that both databases take: PostgreSQL refuses the null character."""
    return "" if value is None else str(value).replace("\x00", "\ufffd")
