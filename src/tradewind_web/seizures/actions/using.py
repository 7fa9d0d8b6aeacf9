"""What is done with a recorded seizure: tied to a finding, taken away in a list, its original photographs taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.actions.keeping import keep
from tradewind_web.cases.models import Case, Evidence
from tradewind_web.findings.models import Finding
from tradewind_web.seizures.actions.locking import locked
from tradewind_web.seizures.events import OriginalTaken, SeizuresExported
from tradewind_web.seizures.laying import pieces_of
from tradewind_web.seizures.models import Photo, Seizure
from tradewind_web.seizures.policy import may_correct


@dataclass(frozen=True, kw_only=True)
class SeizureTied(AuditEvent):
    """The seizure answers a finding, or no longer does."""

    name: ClassVar[str] = "seizures.tied"
    sentence: ClassVar = gettext_lazy("tied it to another finding, or to none")
    before: str
    after: str


@transaction.atomic
def tie(*, acting: Acting, seizure_id: object, finding_id: object) -> Seizure:
    """The seizure is what came of this finding; of none, where `finding_id` is empty.

    Raises:
        Http404: one of them does not reach the person.
        NotAllowed: another agency answers for the seizure, or the person's roles record nothing.
    """
    return _pointed(acting, seizure_id, "finding", Finding, finding_id, SeizureTied)


@dataclass(frozen=True, kw_only=True)
class SeizurePutInCase(AuditEvent):
    """The seizure is worked on in a case, or no longer is."""

    name: ClassVar[str] = "seizures.put_in_case"
    sentence: ClassVar = gettext_lazy("put it into another case, or into none")
    before: str
    after: str


@transaction.atomic
def put_in_case(*, acting: Acting, seizure_id: object, case_id: object) -> Seizure:
    """The seizure is worked on in this case; in none, where `case_id` is empty.

    Raises:
        Http404: one of them does not reach the person.
        NotAllowed: another agency answers for the seizure, or the person's roles record nothing.
    """
    return _pointed(acting, seizure_id, "case", Case, case_id, SeizurePutInCase)


@transaction.atomic
def lay(*, acting: Acting, seizure_id: object, ref: str) -> Evidence:
    """Something of the seizure as evidence of the case in which it is worked on.

    Raises:
        Http404: the seizure does not reach the person, is in no case, or has nothing of this name.
        NotAllowed: another agency answers for the seizure, or works in the case.
        Refused: the case is closed, or has it already.
    """
    seizure: Seizure = Seizure.objects.one_for(acting, str(seizure_id))
    may_correct(acting, seizure)
    piece = next((one for one in pieces_of(seizure) if one.ref == ref), None)
    if piece is None or seizure.case_id is None:
        raise Http404
    return keep(acting=acting, case_id=seizure.case_id, piece=piece)


@transaction.atomic
def take_original(*, acting: Acting, seizure_id: object, photo_id: object) -> Photo:
    """A photograph as it came, with all the camera wrote into it: for the agency that answers for it alone.

    Raises:
        Http404: there is no such photograph, or the seizure does not reach the person.
        NotAllowed: another agency answers for it.
    """
    seizure: Seizure = Seizure.objects.one_for(acting, str(seizure_id))
    may_correct(acting, seizure)
    photo = seizure.photos.filter(pk=str(photo_id)).first()
    if photo is None:
        raise Http404
    audit(acting, OriginalTaken(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), photo=str(photo.pk), sha256=photo.sha256,
    ))  # fmt: skip
    return photo


@transaction.atomic
def note_export(*, acting: Acting, count: int, filters: Mapping[str, str], digest: str) -> None:
    """A list was taken away: who, how it was narrowed, and the SHA-256 of the file."""
    audit(acting, SeizuresExported(
        subject_kind="agency", subject_id=str(acting.agency.pk), count=count, filters=dict(filters), digest=digest,
    ))  # fmt: skip


def _pointed(
    acting: Acting, seizure_id: object, field: str, to: type[Finding] | type[Case], to_id: object,
    event: type[SeizureTied] | type[SeizurePutInCase],
) -> Seizure:  # fmt: skip
    """The seizure with `field` at another record that reaches the person, or at none; told where that changes it."""
    seizure = locked(acting, seizure_id)
    other = to.objects.one_for(acting, str(to_id)) if to_id else None
    before, after = str(getattr(seizure, f"{field}_id") or ""), str(other.pk) if other else ""
    if before != after:
        setattr(seizure, field, other)
        seizure.save(update_fields=[field])
        audit(acting, event(
            subject_kind=Seizure.kind, subject_id=str(seizure.pk), before=before, after=after,
        ))  # fmt: skip
    return seizure
