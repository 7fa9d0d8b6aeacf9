"""Noting what a photograph says of itself, and keeping the small picture made from it."""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tradewind.warehouse.durable import sync_folder
from tradewind_web.audit.recording import Actor
from tradewind_web.audit.recording import record as audit
from tradewind_web.jobs.queue import enqueue
from tradewind_web.seizures.events_evidence import PictureRead
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_evidence import EvidenceFile, place_of
from tradewind_web.seizures.models_pictures import Picture
from tradewind_web.seizures.picture_looking import READ, Told

LOOK: Final = "seizures.look_at_picture"


def have_looked_at(file: EvidenceFile) -> None:
    """Have a photograph read by a job, in the caller's transaction; nothing for what is none."""
    if file.media_type in READ:
        Picture.objects.get_or_create(file=file)
        enqueue(LOOK, {"file": str(file.pk)}, agency_id=file.agency_id, once=f"{LOOK}:{file.pk}")


def waiting_picture(file_id: UUID | str) -> Picture | None:
    """The picture that a job is to read; None where it was read already."""
    rows = Picture.objects.select_related("file__seizure").filter(
        pk=UUID(str(file_id)), state=Picture.State.WAITING
    )
    return rows.first()


@transaction.atomic
def note_read(*, acting: Actor, picture: Picture, told: Told, preview: bytes) -> Picture:
    """What the job read; told in the agency's chain with the digests of original and small picture."""
    file = picture.file
    picture.state, picture.trouble, picture.looked_at = Picture.State.READ, told.trouble, timezone.now()
    picture.width, picture.height, picture.orientation = told.width, told.height, told.orientation
    picture.has_told, picture.device, picture.software = told.has_told, told.device, told.software
    picture.taken = told.taken.isoformat() if told.taken else ""
    picture.offset, picture.error_m = told.offset, told.error_m
    if told.latitude is not None and told.longitude is not None:
        picture.latitude_e6, picture.longitude_e6 = (round(v * 1e6) for v in (told.latitude, told.longitude))
    if preview:
        picture.preview_sha256, picture.preview_size = hashlib.sha256(preview).hexdigest(), len(preview)
        _lay_down(file, preview, picture.preview_sha256)
    picture.save()
    audit(acting, PictureRead(
        subject_kind=Seizure.kind, subject_id=str(file.seizure_id), number=file.number, derived_from=file.sha256,
        sha256=picture.preview_sha256, trouble=picture.trouble,
    ))  # fmt: skip
    return picture


def _lay_down(file: EvidenceFile, preview: bytes, sha256: str) -> None:
    path = place_of(file.agency_id, sha256)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_bytes(preview)
    partial.chmod(0o440)
    partial.replace(path)
    sync_folder(path.parent)
