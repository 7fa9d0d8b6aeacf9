"""How long a batch is kept, legal holds, and the search for everything held on a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit import actions as audit_actions
from tradewind_web.audit.recording import Actor
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.jobs.queue import enqueue
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sharing.markings import Permitted, Tlp
from tradewind_web.sources.actions.arriving import look_daily
from tradewind_web.sources.actions.retiring import OVER, call_off
from tradewind_web.sources.events import (
    PersonSearched,
    PersonSearchRemoved,
    PersonSearchTaken,
    RetentionChanged,
    UnreadFileRemoved,
)
from tradewind_web.sources.models import Batch, PersonSearch, Retirement, Upload
from tradewind_web.sources.policy import must_decide_for, must_supervise
from tradewind_web.sources.retention import What, term_of


@transaction.atomic
def change_retention(*, acting: Acting, batch: Batch, retain_until: date, reason: str) -> Batch:
    """Keep the batch until this day.

    Raises:
        NotAllowed: not a supervisor of the agency that answers for it.
        Refused: no reason, or who is named in it is forgotten already.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    _must_decide(acting, batch, reason)
    if retain_until > timezone.localdate():
        call_off(acting=acting, batch=batch)
    before, batch.retain_until = batch.retain_until, retain_until
    batch.save(update_fields=["retain_until"])
    audit(acting, RetentionChanged(
        subject_kind=Batch.kind, subject_id=str(batch.pk), reason=reason, before=str(before or ""),
        after=str(retain_until),
    ))  # fmt: skip
    return batch


@transaction.atomic
def hold(*, acting: Acting, batch: Batch, reason: str) -> None:
    """Place a legal hold: nothing of the batch is forgotten until it is lifted.

    Raises:
        NotAllowed: not a supervisor of the agency that answers for it.
        Refused: no reason, or its files are removed already.
    """
    _must_decide(acting, batch, reason)
    Batch.objects.select_for_update(of=("self",)).get(
        pk=batch.pk
    )  # a hold and a forgetting wait for each other
    if Retirement.objects.filter(batch=batch, state=Retirement.State.DONE).exists():
        raise Refused(
            _("who is named in this file is forgotten and its files are removed; nothing is left to hold")
        )
    audit_actions.place_legal_hold(
        acting=acting, subject_kind=Batch.kind, subject_id=str(batch.pk), reason=reason
    )


@transaction.atomic
def release(*, acting: Acting, batch: Batch, reason: str) -> None:
    """Lift the legal hold.

    Raises:
        NotAllowed: not a supervisor of the agency that answers for it.
        Refused: no reason.
    """
    _must_decide(acting, batch, reason)
    audit_actions.lift_legal_hold(
        acting=acting, subject_kind=Batch.kind, subject_id=str(batch.pk), reason=reason
    )


@transaction.atomic
def search_person(*, acting: Acting, searched: str, reason: str) -> PersonSearch:
    """Have everything that reaches the acting person searched for a name; a workbook for them alone.

    Raises:
        NotAllowed: not a supervisor.
        Refused: fewer than three letters, or no reason.
    """
    must_supervise(acting)
    searched = " ".join(searched.split())
    if sum(c.isalnum() for c in searched) < 3:
        raise Refused(_("write at least three letters of the name or number"))
    if not reason.strip():
        raise Refused(_("say who asks and why: the reason stands in the history"))
    alone = audience_of(persons=[(acting.agency, acting.user)], tlp=Tlp.RED, permitted=Permitted.USE)
    search = PersonSearch.objects.create(
        owner=acting.agency, audience=alone, searched=searched, asked_by=acting.user,
        retain_until=term_of(acting.agency, What.SEARCH).until(),
    )  # fmt: skip
    look_daily(acting.agency.pk)
    search.job = enqueue(
        "sources.search_person", {"search": str(search.pk)}, agency_id=acting.agency.pk,
        asked_by_id=acting.user_id,
    )  # fmt: skip
    search.save(update_fields=["job"])
    audit(acting, PersonSearched(
        subject_kind=PersonSearch.kind, subject_id=str(search.pk), reason=reason, searched=searched,
    ))  # fmt: skip
    return search


@transaction.atomic
def finish_search(
    *, search: PersonSearch, rows: int, rests_on: Collection[str] = (), trouble: str = ""
) -> None:
    """The workbook is there, or could not be made. Part of the search, whose event tells it."""
    search.state = PersonSearch.State.FAILED if trouble else PersonSearch.State.READY
    search.rows, search.rests_on, search.trouble = rows, sorted(rests_on), trouble
    search.save(update_fields=["state", "rows", "rests_on", "trouble"])


@transaction.atomic
def take_search(*, acting: Acting, search: PersonSearch) -> None:
    """Note that the workbook was downloaded.

    Raises:
        Refused: rows of a batch are in it that no longer reaches the person, or must not leave any more.
    """
    reaching = {str(pk) for pk in Batch.objects.exportable_by(acting).values_list("pk", flat=True)}
    if search.rests_on is None or not set(search.rests_on) <= reaching:
        raise Refused(_("what is in this workbook no longer all reaches you; ask again for a new one"))
    audit(acting, PersonSearchTaken(subject_kind=PersonSearch.kind, subject_id=str(search.pk)))


def forget_search(*, acting: Actor, search: PersonSearch) -> bool:
    """Remove the workbook and the name that was searched; whether it was there. That somebody asked stays."""
    search.path.unlink(missing_ok=True)  # the file first: after a crash the row says what is still to be done
    return _forget_search(acting, search)


@transaction.atomic
def _forget_search(acting: Actor, search: PersonSearch) -> bool:
    search = PersonSearch.objects.select_for_update(of=("self",)).get(pk=search.pk)
    if search.state == PersonSearch.State.REMOVED:
        return False
    search.state, search.searched, search.trouble = PersonSearch.State.REMOVED, "", ""
    search.rests_on = None
    search.save(update_fields=["state", "searched", "trouble", "rests_on"])
    subject = str(search.pk)
    audit_actions.erase_personal_values(
        acting=acting, subject_kind=PersonSearch.kind, subject_id=subject, reason=OVER
    )
    audit(acting, PersonSearchRemoved(subject_kind=PersonSearch.kind, subject_id=subject, reason=OVER))
    return True


@transaction.atomic
def forget_upload(*, acting: Actor, upload: Upload) -> bool:
    """A file that was never loaded is removed; whether something was left of it to forget."""
    upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.state not in (Upload.State.ASKS, Upload.State.REFUSED) or upload.retain_until is None:
        return False
    upload.state, upload.draft, upload.retain_until = Upload.State.REFUSED, None, None
    upload.trouble, upload.mend = _("its time to be kept ended, and it was removed"), ""
    upload.save(update_fields=["state", "draft", "retain_until", "trouble", "mend"])
    audit(acting, UnreadFileRemoved(
        subject_kind=Upload.kind, subject_id=str(upload.pk), sha256=upload.sha256, reason=OVER,
    ))  # fmt: skip
    return True


def _must_decide(acting: Acting, batch: Batch, reason: str) -> None:
    must_decide_for(acting, batch)
    if not reason.strip():
        raise Refused(_("say why: the reason stands in the history of the batch"))
