"""What the defence does not get, and archives for the court: asked for by a person, made by a job, downloaded."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.reporting.court import Written
from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import Actor
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.jobs.queue import enqueue
from tradewind_web.proceedings.actions.opening import locked
from tradewind_web.proceedings.events import (
    ArchiveAsked,
    ArchiveMade,
    ArchiveTaken,
    LeavingOutLifted,
    PartLeftOut,
)
from tradewind_web.proceedings.models import Archive, LeftOut, Proceeding
from tradewind_web.proceedings.policy import may_archive
from tradewind_web.proceedings.words import Edition, Ground

#: The job that writes an archive.
MAKE: Final = "proceedings.archive"
SHORTEST: Final = 3


@transaction.atomic
def leave_out(
    *, acting: Acting, proceeding_id: object, ground: Ground, why: str, exhibit: str = "", words: str = ""
) -> LeftOut:  # fmt: skip
    """From now on the edition for the defence is without this exhibit, or without these words wherever they stand.

    Raises:
        Http404: the proceeding does not reach the person.
        NotAllowed: the person makes no archives of it.
        Refused: neither or both are named, or no reason.
    """
    proceeding = locked(acting, proceeding_id, may=may_archive)
    exhibit, words, why = exhibit.strip(), " ".join(words.split()), why.strip()
    if bool(exhibit) == bool(words):
        raise Refused(_("name an exhibit, or words that stand in the file: one of the two"))
    if words and len(words) < SHORTEST:
        raise Refused(_("these words are too short to be told apart; write more of them"))
    if not why:
        raise Refused(_("say why it is left out; the reason stays in the office"))
    made = LeftOut.objects.create(
        proceeding=proceeding, ground=ground, exhibit=exhibit, words=words, why=why, by=acting.user
    )
    audit(acting, PartLeftOut(
        subject_kind=Proceeding.kind, subject_id=str(proceeding.pk), ground=ground, what=exhibit or words, why=why,
    ))  # fmt: skip
    return made


@transaction.atomic
def lift(*, acting: Acting, proceeding_id: object, left_out_id: int) -> LeftOut:
    """It goes to the defence after all. Archives made before stay as they are.

    Raises:
        Http404, NotAllowed: as above.
    """
    proceeding = locked(acting, proceeding_id, may=may_archive)
    found = proceeding.left_out.filter(lifted_at__isnull=True, pk=left_out_id).first()
    if found is None:
        raise Http404
    found.lifted_at = timezone.now()
    found.save(update_fields=["lifted_at"])
    audit(acting, LeavingOutLifted(
        subject_kind=Proceeding.kind, subject_id=str(proceeding.pk), ground=found.ground,
    ))  # fmt: skip
    return found


@transaction.atomic
def ask(*, acting: Acting, proceeding_id: object, edition: Edition, language: str) -> Archive:
    """An archive of this edition; a job writes it from what stands then.

    Raises:
        Http404, NotAllowed: as above.
        Refused: one of this edition is being made.
    """
    proceeding = locked(acting, proceeding_id, may=may_archive)
    if proceeding.archives.filter(edition=edition, state=Archive.State.WAITING).exists():
        raise Refused(_("one is being made already; wait for it"))
    made = Archive.objects.create(
        proceeding=proceeding, edition=edition, language=language, asked_by=acting.user
    )
    enqueue(MAKE, {"archive": str(made.pk)}, agency_id=acting.agency.pk, asked_by_id=acting.user_id)
    audit(acting, ArchiveAsked(
        subject_kind=Proceeding.kind, subject_id=str(proceeding.pk), edition=edition,
    ))  # fmt: skip
    return made


@transaction.atomic
def note_made(*, acting: Actor, archive: Archive, written: Written, name: str) -> None:
    """The job wrote it; told in the agency's chain with the digest of the whole file."""
    archive.state, archive.name, archive.made_at = Archive.State.MADE, name, timezone.now()
    archive.size, archive.sha256, archive.files = written.size, written.sha256, written.files
    archive.manifest_sha256 = written.manifest_sha256
    archive.save()
    audit(acting, ArchiveMade(
        subject_kind=Proceeding.kind, subject_id=str(archive.proceeding_id), edition=archive.edition,
        sha256=written.sha256, size=written.size, files=written.files,
    ))  # fmt: skip


@transaction.atomic
def note_refused(*, archive: Archive, trouble: str) -> None:
    """It could not be written as it was asked; the sentence says what to do."""
    archive.state, archive.trouble = Archive.State.REFUSED, trouble
    archive.save(update_fields=["state", "trouble"])


@transaction.atomic
def take(*, acting: Acting, proceeding_id: object, archive_id: object) -> Archive:
    """An archive to be downloaded; that it was taken stands in the audit.

    Raises:
        Http404: there is none, or it is not made yet; NotAllowed as above.
    """
    proceeding = locked(acting, proceeding_id, may=may_archive)
    found = proceeding.archives.filter(pk=str(archive_id), state=Archive.State.MADE).first()
    if found is None or not found.path.exists():
        raise Http404
    audit(acting, ArchiveTaken(
        subject_kind=Proceeding.kind, subject_id=str(proceeding.pk), edition=found.edition, sha256=found.sha256,
    ))  # fmt: skip
    return found
