"""The end of cases, proceedings and custody as writes: the last day, the notice, the forgetting, the removal, the hold.

What is emptied of a record is its own app's to know; that it may be is decided where all of a matter is seen
(`proceedings/ends.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.audit import actions as audit_actions
from tradewind_web.audit.recording import Actor, key_of
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.sharing.records import SharedRecord
from tradewind_web.sources.actions.arriving import look_daily
from tradewind_web.sources.actions.retiring import OVER
from tradewind_web.sources.events import (
    RecordFilesRemoved,
    RecordForgotten,
    RetentionChanged,
    RetirementAnnounced,
    RetirementCalledOff,
    RetirementHastened,
    TermBegun,
)
from tradewind_web.sources.models import Ending
from tradewind_web.sources.policy import must_decide_for
from tradewind_web.sources.retention import What, term_of

_State = Ending.State


@transaction.atomic
def begin_term(
    *, acting: Actor, owner: Agency, kind: str, record_id: UUID, title: str, what: What, on: date,
    at_least: date | None = None,
) -> Ending:  # fmt: skip
    """A record ended on a day: its last day by the rule of its Party, never before `at_least`. Once a record."""
    term = term_of(owner, what)
    until = max(term.until(on), at_least) if at_least else term.until(on)
    found: tuple[Ending, bool] = Ending.objects.get_or_create(
        subject_kind=kind, subject_id=record_id,
        defaults={
            "owner": owner, "title": title, "what": what, "ended_on": on, "retain_until": until,
            "purpose": term.purpose, "legal_basis": term.legal_basis,
        },
    )  # fmt: skip
    ending, made = found
    if made:
        look_daily(owner.pk)
        audit(acting, TermBegun(
            subject_kind=kind, subject_id=str(record_id), ended_on=on.isoformat(), retain_until=until.isoformat(),
        ))  # fmt: skip
    return ending


@transaction.atomic
def announce_end(*, acting: Actor, ending: Ending, blank_on: date) -> None:
    """From which day on who is named in it is forgotten; announced once."""
    ending = Ending.objects.select_for_update().get(pk=ending.pk)
    if ending.state != _State.KEPT:
        return
    ending.state, ending.noticed_at, ending.blank_on = _State.NOTICED, timezone.now(), blank_on
    ending.waits_for = ""
    ending.save(update_fields=["state", "noticed_at", "blank_on", "waits_for"])
    audit(acting, RetirementAnnounced(
        **_subject(ending), on=blank_on.isoformat(), retain_until=str(ending.retain_until or ""),
    ))  # fmt: skip


@transaction.atomic
def note_waits(*, ending: Ending, why: str) -> None:
    """Say on its page why it does not go on; nothing is told in the history, which tells of deeds."""
    Ending.objects.filter(pk=ending.pk).update(waits_for=why)


@transaction.atomic
def change_day(*, acting: Acting, record: SharedRecord, retain_until: date, reason: str) -> Ending:
    """Keep the record until this day; an announcement falls where the day is still to come.

    Raises:
        NotAllowed: not a supervisor of the agency that answers for it.
        Refused: no reason, it is not closed yet, or who is named in it is forgotten.
    """
    ending = _decided(acting, record, reason)
    if ending.is_forgotten:
        raise Refused(_("who is named in it is forgotten already; it cannot be kept longer"))
    before, ending.retain_until = ending.retain_until, retain_until
    called_off = ending.blank_on if retain_until > timezone.localdate() else None
    if called_off:
        ending.state, ending.noticed_at, ending.blank_on = _State.KEPT, None, None
    ending.save(update_fields=["retain_until", "state", "noticed_at", "blank_on"])
    if called_off:
        audit(acting, RetirementCalledOff(**_subject(ending), before=called_off.isoformat()))
    audit(acting, RetentionChanged(
        **_subject(ending), reason=reason.strip(), before=str(before or ""), after=str(retain_until),
    ))  # fmt: skip
    return ending


@transaction.atomic
def hasten(*, acting: Acting, record: SharedRecord, reason: str) -> Ending:
    """Have who is named in it forgotten without waiting for the announced day: the next round does it.

    Raises:
        NotAllowed: not a supervisor of the agency that answers for it.
        Refused: no reason, not closed, its last day is still to come, or it is forgotten.
    """
    ending, today = _decided(acting, record, reason), timezone.localdate()
    if ending.is_forgotten:
        raise Refused(_("who is named in it is forgotten already"))
    if ending.retain_until is None or ending.retain_until > today:
        raise Refused(_("its last day is still to come; change how long it is kept first, and say there why"))
    before = ending.blank_on
    ending.state, ending.blank_on = _State.NOTICED, min(before or today, today)
    ending.noticed_at = ending.noticed_at or timezone.now()
    ending.save(update_fields=["state", "blank_on", "noticed_at"])
    audit(acting, RetirementHastened(**_subject(ending), reason=reason.strip(), before=str(before or "")))
    return ending


@transaction.atomic
def hold(*, acting: Acting, record: SharedRecord, reason: str) -> None:
    """Place a legal hold: nothing of the record, nor of the matter it belongs to, is forgotten until it is lifted.

    Raises:
        NotAllowed: not a supervisor of the agency that answers for it.
        Refused: no reason, or who is named in it is forgotten.
    """
    _must_decide(acting, record, reason)
    ending = Ending.objects.select_for_update().filter(**_named(record)).first()
    if ending is not None and ending.is_forgotten:
        raise Refused(_("who is named in it is forgotten; nothing is left to hold"))
    audit_actions.place_legal_hold(
        acting=acting, subject_kind=record.kind, subject_id=str(record.pk), reason=reason.strip()
    )


@transaction.atomic
def release(*, acting: Acting, record: SharedRecord, reason: str) -> None:
    """Lift the legal hold.

    Raises:
        NotAllowed: not a supervisor of the agency that answers for it.
        Refused: no reason.
    """
    _must_decide(acting, record, reason)
    audit_actions.lift_legal_hold(
        acting=acting, subject_kind=record.kind, subject_id=str(record.pk), reason=reason.strip()
    )


def note_forgotten(*, acting: Actor, ending: Ending, grace_days: int, on: date) -> None:
    """Its columns are empty: the key of its history goes, which is the receipt. In the caller's transaction.

    Raises:
        Refused: a legal hold stands.
    """
    kind, subject = ending.subject_kind, str(ending.subject_id)
    key_of(kind, subject)  # a record without a history needs a receipt too
    audit_actions.erase_personal_values(acting=acting, subject_kind=kind, subject_id=subject, reason=OVER)
    ending.state, ending.waits_for, ending.blanked_at = _State.BLANKED, "", timezone.now()
    ending.blank_on, ending.remove_on = ending.blank_on or on, on + timedelta(days=grace_days)
    ending.save(update_fields=["state", "waits_for", "blanked_at", "blank_on", "remove_on"])
    audit(acting, RecordForgotten(**_subject(ending), remove_on=ending.remove_on.isoformat(), reason=OVER))


@transaction.atomic
def note_removed(*, acting: Actor, ending: Ending, digests: Sequence[str]) -> None:
    """Its files are gone from the disk; what they were is told by their digests."""
    ending = Ending.objects.select_for_update().get(pk=ending.pk)
    if ending.state == _State.DONE:
        return
    ending.state, ending.removed_at = _State.DONE, timezone.now()
    ending.save(update_fields=["state", "removed_at"])
    audit(acting, RecordFilesRemoved(
        **_subject(ending), files=len(digests), digests=sorted(digests), reason=OVER,
    ))  # fmt: skip


def _decided(acting: Acting, record: SharedRecord, reason: str) -> Ending:
    _must_decide(acting, record, reason)
    ending = Ending.objects.select_for_update().filter(**_named(record)).first()
    if ending is None:
        raise Refused(_("it has no last day yet: that counts from the day on which it is closed"))
    return ending


def _must_decide(acting: Acting, record: SharedRecord, reason: str) -> None:
    must_decide_for(acting, record)
    if not reason.strip():
        raise Refused(_("say why: the reason stands in the history"))


def _named(record: SharedRecord) -> dict[str, object]:
    return {"subject_kind": record.kind, "subject_id": record.pk}


def _subject(ending: Ending) -> dict[str, str]:
    return {"subject_kind": ending.subject_kind, "subject_id": str(ending.subject_id)}
