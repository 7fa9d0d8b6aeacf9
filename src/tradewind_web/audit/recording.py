"""Writing an event: in the caller's transaction, last, because the chain's head is locked from here to the commit."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils import timezone

from tradewind_web.audit.chaining import GENESIS, canonical, event_digest
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.models import Chain, Event, RecordKey

#: The chain of what the platform does itself: migrations, schedules, sign-ins that failed.
PLATFORM: Final = "platform"


class Actor(Protocol):
    """Who acts: a person in their roles for an agency, or the platform itself (`user_id` None)."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def chain(self) -> str: ...
    @property
    def roles_text(self) -> str: ...


class Platform:
    """The platform as an actor: schedules, restores, the first set-up."""

    user_id: int | None = None
    chain = PLATFORM
    roles_text = "platform"


@dataclass(frozen=True, slots=True)
class PlatformFor:
    """The platform doing an agency's work by itself (a load, a schedule): told in that agency's chain."""

    chain: str
    user_id: int | None = None
    roles_text: str = "platform"


def record(actor: Actor, event: AuditEvent, *, at: datetime | None = None) -> Event:
    """Append the event to the actor's chain. Call it last in the action's transaction.

    Raises:
        RuntimeError: there is no transaction; the write and its event must stand or fall together.
    """
    return record_each([(actor, event)], at=at)[0]


def record_each(acts: Sequence[tuple[Actor, AuditEvent]], *, at: datetime | None = None) -> list[Event]:
    """The same for several writes of one transaction: each event in its actor's chain, in this order.

    Raises:
        RuntimeError: there is no transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit event belongs inside the transaction of the write it tells")
    sealed = [_sealed(event) for _actor, event in acts]
    # One order for all, so that two who lock several never embrace.
    chains = {name: _locked(name) for name in sorted({actor.chain for actor, _event in acts})}
    at = at or timezone.now()
    made = [_next(chains[a.chain], a, event, *s, at) for (a, event), s in zip(acts, sealed, strict=True)]
    Event.objects.bulk_create(made)
    for chain in chains.values():
        chain.save(update_fields=["length", "head"])
    return made


def _next(
    chain: Chain, actor: Actor, event: AuditEvent, key: RecordKey | None, sealed: str, at: datetime
) -> Event:
    """The event at the next place of the chain, which it then ends."""
    number, previous = chain.length + 1, chain.head or GENESIS
    facts = dict(event.facts())
    digest = event_digest(
        chain=chain.name, number=number, at=at, actor=actor.user_id, roles=actor.roles_text, name=event.name,
        subject_kind=event.subject_kind, subject_id=event.subject_id, facts=facts, reason=event.open_reason,
        sealed=sealed, key=key.pk if key else None, previous=previous,
    )  # fmt: skip
    chain.length, chain.head = number, digest
    return Event(
        chain=chain, number=number, at=at, actor_id=actor.user_id, roles=actor.roles_text, name=event.name,
        subject_kind=event.subject_kind, subject_id=event.subject_id, facts=facts, reason=event.open_reason,
        sealed=sealed, key=key, previous=previous, digest=digest,
    )  # fmt: skip


def key_of(subject_kind: str, subject_id: str) -> RecordKey:
    """The key of a record's personal values, made on first need; one that was destroyed stays destroyed."""
    key, _ = RecordKey.objects.get_or_create(
        subject_kind=subject_kind, subject_id=subject_id, defaults={"key": AESGCM.generate_key(256)}
    )
    return key


def _locked(name: str) -> Chain:
    try:
        return Chain.objects.select_for_update().get(name=name)
    except Chain.DoesNotExist:
        Chain.objects.get_or_create(name=name)
        return Chain.objects.select_for_update().get(name=name)


def _sealed(event: AuditEvent) -> tuple[RecordKey | None, str]:
    personal = event.personal_facts()
    if not personal:
        return None, ""
    key = key_of(event.subject_kind, event.subject_id)
    if key.key is None:
        return key, "forgotten"
    nonce = os.urandom(12)
    sealed = AESGCM(bytes(key.key)).encrypt(nonce, canonical(dict(personal)).encode(), None)
    return key, base64.b64encode(nonce + sealed).decode()
