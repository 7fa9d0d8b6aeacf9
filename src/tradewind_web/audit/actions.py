"""Seals over all chains, keys destroyed to forget, and legal holds that keep them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.chaining import GENESIS, seal_digest
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.models import Chain, RecordKey, Seal
from tradewind_web.audit.recording import Actor, key_of, record
from tradewind_web.errors import Refused


@dataclass(frozen=True, kw_only=True)
class PersonalValuesErased(AuditEvent):
    """The key of a record's personal values was destroyed."""

    name: ClassVar[str] = "audit.personal_values_erased"
    sentence: ClassVar = _("erased the personal values of this record from its history")


@dataclass(frozen=True, kw_only=True)
class LegalHoldPlaced(AuditEvent):
    """The record's personal values must be kept until the hold is lifted."""

    name: ClassVar[str] = "audit.legal_hold_placed"
    sentence: ClassVar = _("placed a legal hold on this record")


@dataclass(frozen=True, kw_only=True)
class LegalHoldLifted(AuditEvent):
    """The record may be forgotten again when its time comes."""

    name: ClassVar[str] = "audit.legal_hold_lifted"
    sentence: ClassVar = _("lifted the legal hold on this record")


@transaction.atomic
def seal_chains() -> Seal:
    """One seal over the heads of all chains, bound to the seal before it."""
    last = Seal.objects.order_by("-id").first()
    heads = {c.name: {"length": c.length, "head": c.head} for c in Chain.objects.order_by("name")}
    made_at, previous = timezone.now(), last.digest if last else GENESIS
    return Seal.objects.create(
        made_at=made_at,
        heads=heads,
        previous=previous,
        digest=seal_digest(made_at=made_at, heads=heads, previous=previous),
    )


@transaction.atomic
def erase_personal_values(*, acting: Actor, subject_kind: str, subject_id: str, reason: str) -> bool:
    """Destroy the record's key. True when there was one to destroy; False when nothing personal was kept.

    Raises:
        Refused: a legal hold stands.
    """
    key = (
        RecordKey.objects.select_for_update()
        .filter(subject_kind=subject_kind, subject_id=subject_id, key__isnull=False)
        .first()
    )
    if key is None:
        return False
    if key.held_because:
        said = gettext("a legal hold stands on this record (%(because)s); lift it first")
        raise Refused(said % {"because": key.held_because})
    key.key, key.destroyed_at = None, timezone.now()
    key.save(update_fields=["key", "destroyed_at"])
    record(acting, PersonalValuesErased(subject_kind=subject_kind, subject_id=subject_id, reason=reason))
    return True


@transaction.atomic
def place_legal_hold(*, acting: Actor, subject_kind: str, subject_id: str, reason: str) -> None:
    """Keep the record's personal values whatever their retention, until the hold is lifted."""
    key = key_of(subject_kind, subject_id)
    key.held_because = reason
    key.save(update_fields=["held_because"])
    record(acting, LegalHoldPlaced(subject_kind=subject_kind, subject_id=subject_id, reason=reason))


@transaction.atomic
def lift_legal_hold(*, acting: Actor, subject_kind: str, subject_id: str, reason: str) -> None:
    """Let the record's retention run again."""
    RecordKey.objects.filter(subject_kind=subject_kind, subject_id=subject_id).update(held_because="")
    record(acting, LegalHoldLifted(subject_kind=subject_kind, subject_id=subject_id, reason=reason))
