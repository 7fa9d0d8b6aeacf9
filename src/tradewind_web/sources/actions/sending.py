"""Sending files in: each with its audience, purpose and keeping time from the first moment, queued to be read."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tradewind.formats.mapping import FileMapping, mapping_of
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import Actor
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.jobs.queue import enqueue
from tradewind_web.sharing.models import Audience
from tradewind_web.sources.events import FileFound, FileSaidMore, FileSent, MappingKept
from tradewind_web.sources.models import KeptMapping, Upload
from tradewind_web.sources.policy import must_answer_for, must_send
from tradewind_web.sources.receiving import clean_name


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of a file that the file cannot tell."""

    sender: str = ""
    party: str = ""
    historical: bool = False
    day_first: bool | None = None
    calendar: str = ""
    mapping: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    """Why a file is held, on which law, and until when."""

    purpose: str
    legal_basis: str = ""
    retain_until: date | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """A whole file; `keep_at` moves it to where the upload keeps it."""

    name: str
    size: int
    sha256: str
    keep_at: Callable[[Path], None]


def send_files(
    *, acting: Acting, files: Sequence[Handed], audience: Audience, told: Told, keeping: Keeping
) -> list[Upload]:
    """The files as uploads of the acting agency, each queued to be read. All of them, or none.

    Raises:
        NotAllowed: the person's roles send no files.
        Refused: no file, or no purpose.
    """
    must_send(acting)
    if not files:
        raise Refused(_("choose at least one file"))
    if not keeping.purpose.strip():
        raise Refused(_("say for what purpose it is held: what has no purpose may not be kept"))
    uploads = [
        Upload(
            owner=acting.agency, audience=audience, file_name=clean_name(file.name), size=file.size,
            sha256=file.sha256, sent_by=acting.user, **asdict(told), **asdict(keeping),
        )
        for file in files
    ]  # fmt: skip
    try:
        for upload, file in zip(uploads, files, strict=True):
            file.keep_at(upload.path)
        _write(acting, uploads)
    except BaseException:
        for upload in uploads:
            shutil.rmtree(upload.folder, ignore_errors=True)
        raise
    return uploads


@transaction.atomic
def _write(acting: Acting, uploads: Sequence[Upload]) -> None:
    for upload in uploads:
        _begin(acting, upload, FileSent)


@transaction.atomic
def note_found(
    *, acting: Actor, agency: Agency, name: str, size: int, audience: Audience, keeping: Keeping
) -> Upload:
    """A file of the agency's watched folder as an upload, queued to be read; the reading job takes it from there."""
    upload = Upload(
        owner=agency, audience=audience, file_name=name, size=size, way=Upload.Way.FOLDER, party=agency.party,
        **asdict(keeping),
    )  # fmt: skip
    _begin(acting, upload, FileFound)
    return upload


@transaction.atomic
def read_again(*, acting: Acting, upload: Upload, told: Told) -> Upload:
    """Answer what the file could not tell, and have it read with these answers.

    Raises:
        NotAllowed: the person does not send files for the agency that sent this one.
        Refused: it is loaded already, or being read.
    """
    upload = _locked(upload)
    must_answer_for(acting, upload)
    _must_wait_for_answer(upload)
    before = {name: getattr(upload, name) for name in asdict(told)}
    for name, value in asdict(told).items():
        setattr(upload, name, value)
    _queue_again(acting, upload)
    audit(acting, FileSaidMore(
        subject_kind=Upload.kind, subject_id=str(upload.pk), before=before, after=asdict(told),
    ))  # fmt: skip
    return upload


@transaction.atomic
def keep_mapping(*, acting: Acting, upload: Upload, said: dict[str, Any]) -> KeptMapping:
    """Keep how files of these headings are read, for the agency, and have this one read so.

    Raises:
        NotAllowed: the person does not send files for the agency that sent this one.
        Refused: it is loaded already, or being read.
        RequestError: the mapping cannot be meant; the message names the line.
    """
    upload = _locked(upload)
    must_answer_for(acting, upload)
    _must_wait_for_answer(upload)
    mapping: FileMapping = mapping_of(said)
    kept, _made = KeptMapping.objects.update_or_create(
        owner=upload.owner, signature=mapping.signature, defaults={"said": said, "made_by": acting.user}
    )
    upload.mapping = said
    _queue_again(acting, upload)
    audit(acting, MappingKept(
        subject_kind=Upload.kind, subject_id=str(upload.pk), signature=mapping.signature, table=mapping.table,
        columns=dict(mapping.columns),
    ))  # fmt: skip
    return kept


def _begin(acting: Actor, upload: Upload, event: type[FileSent]) -> None:
    upload.save(force_insert=True)
    _queue(acting, upload)
    audit(acting, event(
        subject_kind=Upload.kind, subject_id=str(upload.pk), file_name=upload.file_name, size=upload.size,
        sha256=upload.sha256, purpose=upload.purpose, legal_basis=upload.legal_basis,
        retain_until=str(upload.retain_until or ""), audience=upload.audience_id,
    ))  # fmt: skip


def _queue_again(acting: Acting, upload: Upload) -> None:
    upload.state, upload.trouble, upload.mend, upload.finished_at = Upload.State.WAITING, "", "", None
    upload.save()
    _queue(acting, upload)


def _queue(acting: Actor, upload: Upload) -> None:
    upload.job = enqueue(
        "sources.load_upload", {"upload": str(upload.pk)}, agency_id=upload.owner_id,
        asked_by_id=acting.user_id, once=f"upload:{upload.pk}",
    )  # fmt: skip
    upload.save(update_fields=["job"])


def _locked(upload: Upload) -> Upload:
    found: Upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    return found


def _must_wait_for_answer(upload: Upload) -> None:
    if upload.state == Upload.State.LOADED:
        raise Refused(_("this file is loaded already"))
    if upload.state == Upload.State.WAITING and (upload.job is None or upload.job.state != "gave_up"):
        raise Refused(_("this file is being read; wait until it is done"))
