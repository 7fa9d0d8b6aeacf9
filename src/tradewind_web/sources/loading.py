"""Reading one upload into the warehouse: what a job does, in the order in which a crash may interrupt it.

1. the file is read and published by the library (reading it twice changes nothing); 2. each batch becomes a row with
the upload's audience; 3. refused rows follow, a few hundred a transaction; 4. the upload is done, and the apps that
follow are told. A job that is run again after a crash does what is missing.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from tradewind.errors import FileForgotten, FileRefused, RequestError
from tradewind.formats import mapped
from tradewind.formats.mapping import mapping_of
from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions
from tradewind.intake import LoadReport, explain, load
from tradewind.warehouse import Warehouse
from tradewind.warehouse.folder import Folder
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.sources.actions.arriving import (
    finish_upload,
    keep_refused_rows,
    note_batch,
    note_replaced,
    stop_upload,
)
from tradewind_web.sources.correcting import can_be_corrected, said_of, write_corrected
from tradewind_web.sources.describing import drafted
from tradewind_web.sources.models import Batch, KeptMapping, Upload, WatchedFolder

Tell = Callable[[float, str], None]
_ROWS: Final = re.compile(r": ([\d,]+) rows$")
#: How sure one can be of the end before it: a share grows towards this with each row.
_HALF_WAY_ROWS: Final = 200_000


def load_file(upload_id: UUID | str, tell: Tell) -> str:
    """Read the upload; what became of it in a few words without the file's name, which administrators may see."""
    upload = Upload.objects.select_related("owner", "audience", "corrects").get(pk=upload_id)
    if upload.state == Upload.State.LOADED:
        return "loaded before"
    acting = PlatformFor(str(upload.owner_id))
    said = _said(upload)
    try:
        path = _in_place(upload)
        report = _read(upload, path, said, _telling(tell))
    except (FileRefused, RequestError) as error:
        _stop(acting, upload, error)
        return "not read"
    tell(0.9, "")
    batches, fresh, refused = _note(acting, upload, report)
    finish_upload(acting=acting, upload=upload, batches=batches, fresh=fresh, refused=refused)
    _put_away(upload, "done")
    return f"{sum(b.rows for b in fresh)} rows"


def sender_of(agency: Agency, sender: str) -> str:
    """Who says so, on every row: the agency, and whom it had it from. No two agencies share one, so that neither's
    rows can take the place of the other's where both are seen."""
    return f"{agency.name}: {sender}" if sender else agency.name


def _said(upload: Upload) -> Instructions:
    return Instructions(
        steward=str(upload.owner_id),
        sender=sender_of(upload.owner, upload.sender),
        party=upload.party or None,
        mapping=upload.mapping,
        day_first=upload.day_first,
        historical=upload.historical,
        calendar=upload.calendar or None,  # type: ignore[arg-type]
    )


def _in_place(upload: Upload) -> Path:
    """The file, taken out of the watched folder or written from corrected rows where it is not there yet."""
    path = upload.path
    if path.exists():
        return path
    if upload.way == Upload.Way.FOLDER:
        watched = WatchedFolder.objects.get(agency=upload.owner).path / upload.file_name
        if watched.exists():
            upload.folder.mkdir(parents=True, exist_ok=True)
            shutil.move(watched, path)
            return path
    if upload.way == Upload.Way.CORRECTION and upload.corrects is not None:
        record = _record(upload.corrects)
        upload.folder.mkdir(parents=True, exist_ok=True)
        write_corrected(path, record, _original(record.identity.sha256), (upload.draft or {}).get("rows", []))
        return path
    raise FileRefused(upload.file_name, "the file is no longer in the uploads folder", "send it again")


def _read(upload: Upload, path: Path, said: Instructions, tell: Callable[[str], None]) -> LoadReport:
    url, audience = settings.OFFICE.warehouse_url, (said.steward,)
    if upload.corrects is not None:
        said = said_of(_record(upload.corrects))
    try:
        return load([path], url, said, tell, audience=audience)
    except FileForgotten:
        raise
    except FileRefused:
        kept = None if said.mapping else _kept_mapping(upload.owner, path)
        if kept is None:
            raise
    return load([path], url, replace(said, mapping=kept), tell, audience=audience)


def _kept_mapping(owner: Agency, path: Path) -> dict[str, Any] | None:
    """The agency's mapping whose columns this file has, the one with most columns first."""
    try:
        opened = open_file(path)
    except FileRefused:
        return None
    kept = [k.said for k in KeptMapping.objects.filter(owner=owner)]
    closest = sorted(kept, key=lambda said: -len(said.get("columns", {})))
    return next((said for said in closest if mapped.fits(mapping_of(said), opened)), None)


def _note(acting: PlatformFor, upload: Upload, report: LoadReport) -> tuple[list[Batch], list[Batch], int]:
    with Warehouse.open(settings.OFFICE.warehouse_url) as warehouse:
        counting = [r.id for r in warehouse.batches()]
        refused = {b.record.id: warehouse.refused_of(b.record) for b in report.batches}
    # Counted as new: what no finished load has told the other apps of. A batch of a load that a crash cut off is.
    held = set(
        Batch.objects.filter(owner=upload.owner, replaced_at__isnull=True)
        .exclude(upload=upload)
        .values_list("library_id", flat=True)
    )
    batches = []
    for loaded in report.batches:
        record, rows = loaded.record, refused[loaded.record.id]
        batch = note_batch(
            acting=acting, steward=upload.owner, record=record, generation=report.generation,
            audience=upload.audience, audience_since=upload.audience_since, purpose=upload.purpose,
            legal_basis=upload.legal_basis, retain_until=upload.retain_until, upload=upload,
            corrects=upload.corrects,
            mendable=bool(rows) and can_be_corrected(record, _original(record.identity.sha256), rows),
        )  # fmt: skip
        keep_refused_rows(batch=batch, rows=rows)
        batches.append(batch)
    note_replaced(acting=acting, steward=upload.owner, counting=counting)
    fresh = [b for b in batches if b.library_id not in held]
    return batches, fresh, sum(len(rows) for rows in refused.values())


def _stop(acting: PlatformFor, upload: Upload, error: FileRefused | RequestError) -> None:
    reason, mend = (error.reason, error.mend) if isinstance(error, FileRefused) else (str(error), "")
    reason = reason.replace(f"{upload.folder}/", "")
    draft, asks = upload.draft, False
    forgotten = isinstance(error, FileForgotten)
    if not forgotten and upload.way != Upload.Way.CORRECTION and upload.path.exists():
        draft, asks = _question(upload)
    stop_upload(acting=acting, upload=upload, trouble=reason, mend=mend, draft=draft, asks=asks)
    if forgotten:
        shutil.rmtree(upload.folder, ignore_errors=True)
    elif not asks:
        _put_away(upload, "refused")


def _question(upload: Upload) -> tuple[dict[str, Any] | None, bool]:
    """A first mapping where no layout fits, and whether a person's answer would help."""
    try:
        explained = explain(upload.path, upload.party or None)
    except (FileRefused, RequestError):
        return None, False
    if explained.draft is not None:
        return drafted(explained.draft), True
    return None, explained.format is not None


def _put_away(upload: Upload, where: str) -> None:
    """The warehouse keeps the original of what was loaded; a watched folder gets its file back, in `where`."""
    if upload.way == Upload.Way.FOLDER and upload.path.exists():
        place = WatchedFolder.objects.get(agency=upload.owner).path / where
        place.mkdir(parents=True, exist_ok=True)
        target = place / upload.file_name
        if target.exists():
            target = place / f"{upload.pk} {upload.file_name}"
        shutil.move(upload.path, target)
        if where == "refused":
            target.with_name(f"{target.name}.txt").write_text(f"{upload.trouble}\n{upload.mend}\n", "utf-8")
    if where == "done" or upload.way != Upload.Way.FORM:
        shutil.rmtree(upload.folder, ignore_errors=True)


def _record(batch: Batch) -> Any:
    return Folder(_warehouse_folder()).record(batch.library_id)


def _original(sha256: str) -> Path:
    return Folder(_warehouse_folder()).originals / sha256


def _warehouse_folder() -> Path:
    return Path(settings.OFFICE.folder).resolve() / "warehouse"


def _telling(tell: Tell) -> Callable[[str], None]:
    def told(text: str) -> None:
        found = _ROWS.search(text)
        rows = int(found[1].replace(",", "")) if found else 0
        tell(0.05 + 0.8 * rows / (rows + _HALF_WAY_ROWS), str(rows) if rows else "")

    return told
