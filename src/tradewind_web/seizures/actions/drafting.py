"""Typing a seizure in: each step saved as one goes, photographs beside it, thrown away or recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.freezing import findings_of
from tradewind_web.cases.models import Case
from tradewind_web.cases.policy import may_work_in
from tradewind_web.errors import Refused
from tradewind_web.findings.models import Finding
from tradewind_web.seizures.events import DraftBegun, DraftDiscarded, DraftSaved, PhotoAdded, PhotoRemoved
from tradewind_web.seizures.filling import conflicts_of, said_by
from tradewind_web.seizures.models import Draft, Photo, Seizure
from tradewind_web.seizures.photographs import MOST_BYTES, MOST_PHOTOS, NoPicture, bare, media_type
from tradewind_web.seizures.policy import may_correct, may_record
from tradewind_web.seizures.reading import PROPOSED
from tradewind_web.seizures.values import STEPS, as_said
from tradewind_web.seizures.words import What

#: A draft's history stands under this name: it is no seizure yet.
DRAFT: Final = "seizure_draft"


@transaction.atomic
def begin(
    *, acting: Acting, finding_id: object = None, corrects_id: object = None, case_id: object = None,
    proposed: Mapping[str, Any] | None = None,
) -> Draft:  # fmt: skip
    """A draft of the person: empty, with what a finding says, or with what a seizure says now, to be corrected.

    `proposed` is what the forms of the steps begin with where nothing was answered: it answers no step.

    Raises:
        Http404: the finding, case or seizure does not reach them.
        NotAllowed: their roles record nothing, or another agency answers for the seizure or works in the case.
    """
    seizure: Seizure | None = Seizure.objects.one_for(acting, str(corrects_id)) if corrects_id else None
    may_record(acting) if seizure is None else may_correct(acting, seizure)
    finding: Finding | None = Finding.objects.one_for(acting, str(finding_id)) if finding_id else None
    case: Case | None = Case.objects.one_for(acting, str(case_id)) if case_id else None
    if case is not None:
        may_work_in(acting, case)
        finding = finding or next(iter(findings_of(acting, case)), None)
        proposed = {**_of_hold(case), **(proposed or {})}
    if seizure is not None:
        held = Draft.objects.filter(person=acting.user, agency=acting.agency, corrects=seizure).first()
        if held is not None and held.corrects_version == seizure.version:
            return held
    draft = Draft.objects.create(
        agency=acting.agency, person=acting.user, finding=finding or (seizure.finding if seizure else None),
        case=case, corrects=seizure, corrects_version=seizure.version if seizure else None,
        said=_begun(seizure, finding, case) | ({PROPOSED: dict(proposed)} if proposed else {}),
    )  # fmt: skip
    audit(acting, DraftBegun(
        subject_kind=DRAFT, subject_id=str(draft.pk), corrects=str(seizure.pk) if seizure else "",
    ))  # fmt: skip
    return draft


def _begun(seizure: Seizure | None, finding: Finding | None, case: Case | None) -> dict[str, Any]:
    if seizure is not None:
        return as_said(seizure.versions.get(number=seizure.version).said)
    said = said_by(finding) if finding is not None else {}
    if conflicts_of(case, finding):
        del said["goods"]  # the page shows what each says, and the person decides
    return said


def _of_hold(case: Case) -> dict[str, Any]:
    """What the newest hold of a case already says: where the goods are, and the law."""
    hold = case.holds.first()
    if hold is None:
        return {}
    return {
        "happened": {"what": What.SEIZURE.value, "place": hold.place},
        "basis": {"legal_basis": hold.law},
    }


@transaction.atomic
def save_step(*, acting: Acting, draft_id: object, step: str, said: Mapping[str, Any]) -> Draft:
    """Keep what was said in one step; the others stay.

    Raises:
        Http404: it is not a draft of this person.
        Refused: there is no such step.
    """
    draft = own_draft(acting, draft_id)
    may_record(acting)
    if step not in STEPS:
        raise Refused(_("there is no such step"))
    draft.said = {**draft.said, step: dict(said)}
    draft.saved_at = timezone.now()
    draft.save(update_fields=["said", "saved_at"])
    audit(acting, DraftSaved(subject_kind=DRAFT, subject_id=str(draft.pk), step=step))
    return draft


@transaction.atomic
def discard(*, acting: Acting, draft_id: object) -> None:
    """Throw a draft and its photographs away: nothing of it was recorded.

    Raises:
        Http404: it is not a draft of this person.
    """
    draft = own_draft(acting, draft_id)
    may_record(acting)
    photos = list(draft.photos.all())
    Photo.objects.filter(draft=draft).delete()
    name = str(draft.pk)
    draft.delete()
    audit(acting, DraftDiscarded(subject_kind=DRAFT, subject_id=name, photos=len(photos)))
    transaction.on_commit(lambda: _unlink(photos))


@transaction.atomic
def add_photo(*, acting: Acting, draft_id: object, name: str, content: bytes) -> Photo:
    """A photograph beside a draft, kept byte for byte as it came.

    Raises:
        Http404: it is not a draft of this person.
        Refused: no JPEG or PNG, damaged, too large, or too many.
    """
    draft = own_draft(acting, draft_id)
    may_record(acting)
    if len(content) > MOST_BYTES:
        raise Refused(
            _("%(name)s is larger than %(most)s MB; take it with fewer pixels")
            % {"name": name, "most": MOST_BYTES >> 20}
        )
    media = media_type(content)
    if media is None:
        raise Refused(_("%(name)s is no JPEG or PNG; save it as one of these") % {"name": name})
    try:
        alone = bare(content)
    except NoPicture as error:
        raise Refused(_("%(name)s is damaged or not whole; send it again") % {"name": name}) from error
    digest = hashlib.sha256(content).hexdigest()
    held = draft.photos.filter(sha256=digest).first()
    if held is not None:  # sent again after a lost link
        return held
    if draft.photos.count() >= MOST_PHOTOS:
        raise Refused(_("there are %(most)s photographs already; remove one first") % {"most": MOST_PHOTOS})
    photo = Photo(
        agency=acting.agency, draft=draft, name=name[:200], media_type=media, size=len(content), sha256=digest,
        tells_more=alone != content, added_by=acting.user,
    )  # fmt: skip
    photo.path.parent.mkdir(parents=True, exist_ok=True)
    partial = photo.path.with_suffix(".part")
    partial.write_bytes(content)
    partial.replace(photo.path)
    photo.save(force_insert=True)
    audit(acting, PhotoAdded(
        subject_kind=DRAFT, subject_id=str(draft.pk), photo=str(photo.pk), sha256=digest, size=photo.size,
    ))  # fmt: skip
    return photo


@transaction.atomic
def remove_photo(*, acting: Acting, draft_id: object, photo_id: object) -> None:
    """Take a photograph out of a draft. One that stands in a recorded seizure is evidence and stays.

    Raises:
        Http404: it is not in a draft of this person.
    """
    draft = own_draft(acting, draft_id)
    may_record(acting)
    photo = draft.photos.filter(pk=str(photo_id)).first()
    if photo is None:
        raise Http404
    told = PhotoRemoved(
        subject_kind=DRAFT, subject_id=str(draft.pk), photo=str(photo.pk), sha256=photo.sha256
    )
    Photo.objects.filter(pk=photo.pk).delete()
    audit(acting, told)
    transaction.on_commit(lambda: _unlink([photo]))


def own_draft(acting: Acting, draft_id: object) -> Draft:
    """The draft, when it is this person's for the agency they act for; locked.

    Raises:
        Http404: it is not.
    """
    if not acting.sees_content:
        raise Http404
    rows = Draft.objects.select_for_update(of=("self",)).select_related("corrects", "finding")
    found = rows.filter(pk=str(draft_id), person=acting.user, agency=acting.agency).first()
    if found is None:
        raise Http404
    return found


def _unlink(photos: list[Photo]) -> None:
    for photo in photos:
        photo.path.unlink(missing_ok=True)
