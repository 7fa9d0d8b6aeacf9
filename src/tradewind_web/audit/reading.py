"""Reading events back: a record's history in plain sentences, personal values only while their key lives."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.models import Event, RecordKey
from tradewind_web.audit.wording import fact_text, roles_text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a record's history, ready to show."""

    at: datetime
    who: str
    roles: str
    text: str
    reason: str
    number: int
    chain: str


def history(
    subject_kind: str, subject_id: str, *, chains: Sequence[str], limit: int = 200, leaving_out: Sequence[str] = ()
) -> list[Line]:  # fmt: skip
    """The record's events in the chains the reader may see, newest first, at most `limit`; without those named."""
    events = (
        Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id, chain__in=chains)
        .exclude(name__in=leaving_out)
        .select_related("actor", "key")
        .order_by("-at", "-id")[:limit]
    )
    return [line(event) for event in events]


def line(event: Event) -> Line:
    """An event as a sentence in the reader's language."""
    kind = AuditEvent.registry.get(event.name)
    words = kind.words if kind else {}
    facts = {k: fact_text(v, words.get(k)) for k, v in {**event.facts, **personal_facts(event)}.items()}
    sentence = str(kind.sentence) if kind and kind.sentence else event.name
    try:
        text = sentence % _Shown(facts)
    except (ValueError, TypeError):
        text = sentence
    who = event.actor.display_name if event.actor else _("Tradewind")
    reason = event.reason or str(facts.get("reason", ""))  # encrypted, where people write there of people
    return Line(event.at, who, roles_text(event.roles), text, reason, event.number, event.chain_id)


def holds_on(subject_kind: str, ids: Collection[str]) -> dict[str, str]:
    """Id of a record -> why a legal hold stands on it, for those with one."""
    keys = RecordKey.objects.filter(subject_kind=subject_kind, subject_id__in=ids)
    return dict(keys.exclude(held_because="").values_list("subject_id", "held_because"))


def personal_facts(event: Event) -> Mapping[str, Any]:
    """The event's personal values, or none of them once their key is destroyed."""
    if not event.sealed or event.key is None or event.key.key is None or event.sealed == "forgotten":
        return {}
    raw = base64.b64decode(event.sealed)
    opened: dict[str, Any] = json.loads(AESGCM(bytes(event.key.key)).decrypt(raw[:12], raw[12:], None))
    return opened


class _Shown(dict[str, Any]):
    """Facts for a sentence; what was forgotten says so."""

    def __missing__(self, key: str) -> str:
        return _("(erased)")
