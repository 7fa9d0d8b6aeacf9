"""From a draft to the register: a new seizure, or the next version of one."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.agencies.numbering import next_place
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.actions.keeping import keep
from tradewind_web.cases.policy import can_work_in
from tradewind_web.cases.words import State
from tradewind_web.errors import Refused
from tradewind_web.jobs.queue import enqueue
from tradewind_web.seizures.actions.drafting import own_draft
from tradewind_web.seizures.actions.locking import locked
from tradewind_web.seizures.events import SeizureCorrected, SeizureRecorded
from tradewind_web.seizures.laying import record_piece
from tradewind_web.seizures.models import Draft, Photo, SeizedItem, Seizure, Version
from tradewind_web.seizures.policy import may_record
from tradewind_web.seizures.values import SeizureValues, from_said
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.retention import What, term_of
from tradewind_web.traders.models import Trader

#: The job that brings the register into the warehouse.
SEND: Final = "seizures.send"


@transaction.atomic
def record(*, acting: Acting, draft_id: object, why: str = "") -> Seizure:
    """The draft in the register: a new seizure that reaches the agency alone, or a new version of the one it corrects.

    Raises:
        Http404: it is not a draft of this person.
        NotAllowed: their roles record nothing, or another agency answers for the seizure.
        Refused: a step is missing; a correction without a reason, without a change, or of an older version.
    """
    draft = own_draft(acting, draft_id)
    may_record(acting)
    values = from_said(draft.said)
    if draft.corrects is not None:
        return _correct(acting, draft, values, why)
    audience = audience_of(agencies=[acting.agency])
    seizure = Seizure.objects.create(
        owner=acting.agency, audience=audience, number=_next_number(acting.agency, values.seized_on.year),
        finding=draft.finding, case=draft.case, recorded_by=acting.user,
        retain_until=term_of(acting.agency, What.SEIZURE).until(), **values.as_columns(),
    )  # fmt: skip
    case = draft.case
    photos = _lay_down(acting, seizure, values, draft, "")
    if case is not None and case.state == State.OPEN and can_work_in(acting, case):
        keep(acting=acting, case_id=case.pk, piece=record_piece(seizure))
    _send(acting)
    audit(acting, SeizureRecorded(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), number=seizure.number,
        substances=[item.substance for item in values.items], photos=photos, audience=audience.pk,
        said=values.as_facts(),
    ))  # fmt: skip
    return seizure


def _correct(acting: Acting, draft: Draft, values: SeizureValues, why: str) -> Seizure:
    seizure = locked(acting, draft.corrects_id)
    if not why.strip():
        raise Refused(_("say why it is corrected: the reason stands beside the new version"))
    if draft.corrects_version != seizure.version:
        raise Refused(
            _("somebody corrected it meanwhile; look at the new version and begin the correction again")
        )
    before, after = seizure.versions.get(number=seizure.version).said, values.as_facts()
    changed = [name for name in after if before.get(name) != after[name]]
    if not changed and not draft.photos.exists():
        raise Refused(_("nothing was changed; change something, or throw the draft away"))
    for column, value in values.as_columns().items():
        setattr(seizure, column, value)
    seizure.version, seizure.changed_at = seizure.version + 1, timezone.now()
    seizure.save()
    photos = _lay_down(acting, seizure, values, draft, why.strip())
    _send(acting)
    audit(acting, SeizureCorrected(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), version=seizure.version,
        fields=", ".join(changed or ["photos"]), photos=photos, why=why.strip(),
        before={n: before.get(n) for n in changed}, after={n: after[n] for n in changed},
    ))  # fmt: skip
    return seizure


def _lay_down(acting: Acting, seizure: Seizure, values: SeizureValues, draft: Draft, why: str) -> list[str]:
    """Items, traders, version and photographs; the draft is done. Digests of the photographs that came with it."""
    SeizedItem.objects.filter(seizure=seizure).delete()  # the version before keeps what they said
    SeizedItem.objects.bulk_create(
        SeizedItem(
            seizure=seizure, position=place, substance=item.substance, label_says=item.label_says,
            containers=item.containers, container_kind=item.container_kind, mass_g=item.mass_g, basis=item.basis,
        )
        for place, item in enumerate(values.items, 1)
    )  # fmt: skip
    chosen = list(Trader.objects.visible_to(acting).filter(pk__in=values.traders))
    kept = [] if seizure.version == 1 else seizure.traders.exclude(pk__in=[t.pk for t in chosen])
    hidden = [
        t for t in kept if str(t.pk) in values.traders
    ]  # chosen by a colleague, out of this person's reach now
    seizure.traders.set([*chosen, *hidden])
    Version.objects.create(
        seizure=seizure, number=seizure.version, said=values.as_facts(), why=why, by=acting.user
    )
    photos = list(draft.photos.values_list("sha256", flat=True))
    Photo.objects.filter(draft=draft).update(seizure=seizure, draft=None)
    draft.delete()
    return photos


def _next_number(agency: Agency, year: int) -> str:
    """The next number of the agency's register in that year; the agency's row is held until the commit."""
    start = f"{year}-"
    return f"{start}{next_place(agency.pk, Seizure.objects.filter(owner=agency), 'number', start):04}"


def _send(acting: Acting) -> None:
    enqueue(
        SEND, {"agency": str(acting.agency.pk)}, agency_id=acting.agency.pk, asked_by_id=acting.user_id,
    )  # fmt: skip
