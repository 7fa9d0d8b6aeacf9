"""Erasing what identifies a trader: its columns, the reasons that may name it, and the key of its history."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.actions import erase_personal_values
from tradewind_web.audit.models import RecordKey, as_record_id
from tradewind_web.audit.receipts import write_receipts
from tradewind_web.audit.recording import Actor, key_of
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.sources.models import Batch
from tradewind_web.traders.events import ProposalsForgotten, TraderForgotten
from tradewind_web.traders.models import Identity, Link, Trader
from tradewind_web.traders.policy import may_forget

AT_ONCE: Final = 500
#: What is left of a forgotten trader: its country and what it did, which name nobody, and its identities' digests.
_BLANK: Final = {
    "name": "", "other_names": [], "national_number": "", "registrations": [], "address": "", "notes": "",
    "search_key": "", "sort_key": "", "state": Trader.State.FORGOTTEN,
}  # fmt: skip


def forget(*, acting: Acting, trader_id: object, reason: str) -> Trader:
    """Erase what identifies the trader, here and in its history, and write the receipt that a restore replays.

    What others reported stays in their batches until those are retired; the record no longer leads to them.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: they are no supervisor of the agency that answers for it.
        Refused: no reason, or a legal hold stands.
    """
    trader = _forget(acting, trader_id, reason)
    write_receipts(settings.OFFICE.receipts)  # after the commit: a receipt says what was done
    return trader


@transaction.atomic
def _forget(acting: Acting, trader_id: object, reason: str) -> Trader:
    found: Trader = Trader.objects.one_for(acting, str(trader_id))
    may_forget(acting, found)
    if not reason.strip():
        raise Refused(_("say why it is forgotten: the reason stays in the history"))
    trader: Trader = Trader.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if trader.is_forgotten:
        raise Refused(_("this trader was forgotten already"))
    key_of(
        Trader.kind, str(trader.pk)
    )  # a proposed trader has no history yet; its erasure needs a receipt too
    erase_personal_values(acting=acting, subject_kind=Trader.kind, subject_id=str(trader.pk), reason=reason)
    _blank([trader.pk])
    audit(acting, TraderForgotten(subject_kind=Trader.kind, subject_id=str(trader.pk), reason=reason.strip()))
    trader.refresh_from_db()
    return trader


def forget_again() -> int:
    """Blank the traders whose keys are destroyed, after an older backup brought their columns back; how many."""
    keys = RecordKey.objects.filter(subject_kind=Trader.kind, destroyed_at__isnull=False)
    again = 0
    for start in range(0, keys.count(), AT_ONCE):
        named = keys.order_by("pk").values_list("subject_id", flat=True)[start : start + AT_ONCE]
        ids = [pk for pk in map(as_record_id, named) if pk]
        with transaction.atomic():
            again += _blank(ids)
    return again


def forget_proposals(*, acting: Actor, batch: Batch) -> int:
    """Erase the traders that were proposed from a forgotten batch and that nobody kept; how many.

    What they were known by goes too, so that a batch which still names one proposes it anew. A hold keeps its own.
    """
    held = RecordKey.objects.filter(subject_kind=Trader.kind).exclude(held_because="")
    kept = set(map(as_record_id, held.values_list("subject_id", flat=True)))
    rows = Trader.objects.filter(batch=batch, owner=batch.owner, state=Trader.State.PROPOSED)
    keys = [pk for pk in rows.values_list("pk", flat=True) if pk not in kept]
    for start in range(0, len(keys), AT_ONCE):
        _forget_proposals(acting, batch, keys[start : start + AT_ONCE])
    return len(keys)


@transaction.atomic
def _forget_proposals(acting: Actor, batch: Batch, ids: Sequence[uuid.UUID]) -> None:
    told = RecordKey.objects.filter(subject_kind=Trader.kind, subject_id__in=[str(pk) for pk in ids])
    for subject_id in list(
        told.values_list("subject_id", flat=True)
    ):  # few: nobody touched a proposed trader
        erase_personal_values(acting=acting, subject_kind=Trader.kind, subject_id=subject_id, reason="")
    Identity.objects.filter(trader__in=ids).delete()
    _blank(ids)
    audit(acting, ProposalsForgotten(subject_kind=Batch.kind, subject_id=str(batch.pk), count=len(ids)))


def _blank(ids: Sequence[uuid.UUID | str]) -> int:
    Link.objects.filter(Q(one__in=ids) | Q(other__in=ids)).update(why="", undone_why="")
    rows = Trader.objects.filter(pk__in=ids).exclude(state=Trader.State.FORGOTTEN)
    return rows.update(**_BLANK, changed_at=timezone.now())
