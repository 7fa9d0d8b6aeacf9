"""Taking files of evidence in, saying more of them, and taking them away."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from tradewind.warehouse.durable import sync_folder
from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.actions.keeping import keep
from tradewind_web.errors import NotAllowed, Refused
from tradewind_web.seizures.actions.locking import locked
from tradewind_web.seizures.actions.picturing import have_looked_at
from tradewind_web.seizures.actions.stamping import have_stamped
from tradewind_web.seizures.asking import note_originals
from tradewind_web.seizures.events_evidence import (
    EvidenceAdded,
    EvidenceDamaged,
    EvidenceTaken,
    EvidenceTold,
    OriginalGone,
)
from tradewind_web.seizures.evidence_kinds import HEAD, is_program, kind_of
from tradewind_web.seizures.laying import sheet_piece
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_custody import Custody
from tradewind_web.seizures.models_evidence import EvidenceFile, place_of
from tradewind_web.seizures.photographs import MOST_BYTES, NoPicture, bare
from tradewind_web.seizures.policy import may_correct
from tradewind_web.seizures.queries_custody import file_of, held_seizure
from tradewind_web.seizures.words_custody import Origin
from tradewind_web.sources.receiving import ReceivedFile, clean_name

MOST_FILES: Final = 500


@dataclass(frozen=True, slots=True)
class EvidenceValues:
    """What a person says of a file; blank is not known."""

    origin: str
    of: int | None = None
    sender: str = ""
    receiver: str = ""
    service: str = ""
    sent_at: datetime | None = None
    note: str = ""

    def as_facts(self) -> dict[str, Any]:
        """The same as JSON."""
        sent_at = self.sent_at.isoformat() if self.sent_at else None
        return {
            "of": self.of, "sender": self.sender, "receiver": self.receiver, "service": self.service,
            "sent_at": sent_at, "note": self.note,
        }  # fmt: skip


@transaction.atomic
def add_file(
    *, acting: Acting, seizure_id: object, file: ReceivedFile, values: EvidenceValues, entry_id: object = None
) -> EvidenceFile:
    """The file among the evidence, byte for byte; the one that is there already, where the same bytes came before.

    Raises:
        Http404: the seizure does not reach the person.
        NotAllowed: another agency answers for it.
        Refused: it is a program, it is empty, there are too many, or it names a file or entry that is not there.
    """
    seizure = locked(acting, seizure_id)
    name = clean_name(file.name or "")
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Refused(_("%(name)s is empty; send it again") % {"name": name})
    if is_program(head, name):
        raise Refused(
            _(
                "%(name)s is a program or a web page, which a computer would run; send a photograph or a PDF of it"
            )
            % {"name": name}
        )
    held = seizure.evidence.filter(sha256=file.sha256).first()
    if held is not None:  # sent again after a lost link
        return held
    count = seizure.evidence.count()
    if count >= MOST_FILES:
        raise Refused(
            _("there are %(most)s files already; put the others on a disc of their own")
            % {"most": MOST_FILES}
        )
    of = file_named(seizure, values.of) if values.of else None
    if values.origin == Origin.DERIVED and of is None:
        raise Refused(_("say from which file it was made"))
    entry = seizure.custody_entries.filter(pk=str(entry_id)).first() if entry_id else None
    if entry_id and entry is None:
        raise Refused(_("there is no such entry in the custody of this seizure"))
    kind = kind_of(head)
    made = EvidenceFile(
        agency=acting.agency, seizure=seizure, number=count + 1, entry=entry, name=name, size=file.size or 0,
        sha256=file.sha256, family=kind.family, media_type=kind.media_type, suffix=kind.suffix,
        tells_more=_tells_more(file, kind.media_type), origin=values.origin, of=of, sender=values.sender,
        receiver=values.receiver, service=values.service, sent_at=values.sent_at, note=values.note,
        added_by=acting.user,
    )  # fmt: skip
    _lay_down(file, made)
    made.save(force_insert=True)
    _ask_for_originals(seizure)
    have_looked_at(made)
    have_stamped(seizure)
    audit(acting, EvidenceAdded(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), number=made.number, sha256=made.sha256, size=made.size,
        media_type=made.media_type, origin=made.origin, said={**values.as_facts(), "name": name},
    ))  # fmt: skip
    if entry is not None:
        _lay_to_case(acting, seizure, made)
    return made


@transaction.atomic
def tell_more(
    *, acting: Acting, seizure_id: object, number: int, sender: str, receiver: str, sent_at: datetime | None
) -> EvidenceFile:
    """Fill in what was not known of a copy; what was said stays as it was said.

    Raises:
        Http404: there is no such file, or the seizure does not reach the person.
        NotAllowed: another agency answers for it.
        Refused: nothing new is said.
    """
    found = _own(acting, seizure_id, number)
    given: dict[str, Any] = {"sender": sender.strip(), "receiver": receiver.strip(), "sent_at": sent_at}
    fresh = {name: value for name, value in given.items() if value and not getattr(found, name)}
    if not fresh:
        raise Refused(_("nothing was added: what stands is not overwritten"))
    for name, value in fresh.items():
        setattr(found, name, value)
    found.save(update_fields=list(fresh))
    told = {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in fresh.items()
    }
    audit(acting, EvidenceTold(
        subject_kind=Seizure.kind, subject_id=str(found.seizure_id), number=number, said=told,
    ))  # fmt: skip
    return found


@transaction.atomic
def note_gone(*, acting: Acting, seizure_id: object, number: int, why: str) -> EvidenceFile:
    """The original of a copy is not to be had, and why: it is asked for no more.

    Raises:
        Http404: there is no such file, or the seizure does not reach the person.
        NotAllowed: another agency answers for it.
        Refused: no reason is given.
    """
    found = _own(acting, seizure_id, number)
    if not why.strip():
        raise Refused(_("say why it is not to be had: whom you asked, and when"))
    found.gone_why = why.strip()
    found.save(update_fields=["gone_why"])
    _ask_for_originals(found.seizure)
    audit(acting, OriginalGone(
        subject_kind=Seizure.kind, subject_id=str(found.seizure_id), number=number, reason=found.gone_why,
    ))  # fmt: skip
    return found


def take_file(*, acting: Acting, seizure_id: UUID, number: int) -> EvidenceFile:
    """A file to be downloaded, after its bytes were held against its hash; that it was taken stands in the audit.

    Raises:
        Http404: there is no such file, or the seizure does not reach the person.
        NotAllowed: another agency answers for it.
        Refused: the bytes on the disk are not those that came.
    """
    seizure: Seizure = held_seizure(acting, seizure_id)
    found = file_of(seizure, number)
    is_whole = is_as_it_came(found)
    event = EvidenceTaken if is_whole else EvidenceDamaged
    with transaction.atomic():
        audit(acting, event(
            subject_kind=Seizure.kind, subject_id=str(seizure.pk), number=number, sha256=found.sha256,
        ))  # fmt: skip
    if not is_whole:
        raise Refused(_("the file on the disk is not the one that came; have it restored from a backup"))
    return found


def is_as_it_came(found: EvidenceFile) -> bool:
    """Whether the bytes on the disk are those that came."""
    return found.path.is_file() and _digest(found) == found.sha256


def file_named(seizure: Seizure, number: int) -> EvidenceFile:
    """The file of this number, as somebody typed it.

    Raises:
        Refused: there is none.
    """
    found: EvidenceFile | None = seizure.evidence.filter(number=number).first()
    if found is None:
        raise Refused(_("there is no evidence file %(number)s") % {"number": number})
    return found


def _own(acting: Acting, seizure_id: object, number: int) -> EvidenceFile:
    seizure: Seizure = Seizure.objects.one_for(acting, str(seizure_id))
    may_correct(acting, seizure)
    found = seizure.evidence.select_for_update(of=("self",)).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _ask_for_originals(seizure: Seizure) -> None:
    custody = Custody.objects.select_for_update().get_or_create(seizure=seizure)[0]
    note_originals(custody, list(seizure.evidence.all()))
    custody.save()


def _lay_to_case(acting: Acting, seizure: Seizure, sheet: EvidenceFile) -> None:
    """The signed sheet among the evidence of the case, at the step that asks for it. A case that is closed, that others
    work in or that does not reach the person keeps nobody from giving the sheet back."""
    if seizure.case_id is None:
        return
    with contextlib.suppress(Refused, NotAllowed, Http404), transaction.atomic():
        keep(acting=acting, case_id=seizure.case_id, piece=sheet_piece(sheet))


def _lay_down(file: ReceivedFile, made: EvidenceFile) -> None:
    """Under its hash, not to be written on. The same bytes of another seizure lie there already."""
    path = place_of(made.agency_id, made.sha256)
    if path.exists() and _digest(made) == made.sha256:
        return
    path.unlink(missing_ok=True)
    file.keep_at(path)
    path.chmod(0o440)
    sync_folder(path.parent)


def _digest(found: EvidenceFile) -> str:
    with found.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tells_more(file: ReceivedFile, media_type: str) -> bool | None:
    """Whether a camera wrote more than the picture into a JPEG or PNG; not looked for in others."""
    if media_type not in ("image/jpeg", "image/png") or (file.size or 0) > MOST_BYTES:
        return None
    file.seek(0)
    content: bytes = file.read()
    try:
        return bare(content) != content
    except NoPicture:
        return None
