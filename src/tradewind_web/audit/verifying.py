"""`verify-audit`: walks every chain and names the first break after any edit, deletion, reordering or truncation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tradewind_web.audit.chaining import GENESIS, event_digest, seal_digest
from tradewind_web.audit.guarding import missing_guards
from tradewind_web.audit.models import Chain, Event, Seal


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether every chain holds; `first_break` says where and what, else None."""

    intact: bool
    events: int
    first_break: str | None

    def as_dict(self) -> dict[str, Any]:
        """The keys of `verify-audit --json` (CONTRACT)."""
        return {"intact": self.intact, "events": self.events, "first_break": self.first_break}


def verify(exported_seals: Sequence[Mapping[str, Any]] = ()) -> Verified:
    """Check all chains, the seals kept here, and seals exported earlier, which show a cut that covered itself."""
    chains = list(Chain.objects.order_by("name"))
    known = {chain.name for chain in chains}
    seals = [*_own_seals(), *exported_seals]
    if broken := _broken_seal():
        return Verified(False, Event.objects.count(), broken)
    total = 0
    for chain in chains:
        count, broken = _walk(chain, _sealed_heads(seals, chain.name))
        total += count
        if broken:
            return Verified(False, total, broken)
    for seal in seals:
        for name, head in seal["heads"].items():
            if name not in known and head["length"]:
                return Verified(
                    False, total, f"chain {name}: gone, though a seal of {seal['made_at']} covers it"
                )
    orphans = Event.objects.exclude(chain__in=known).order_by("id").first()
    if orphans is not None:
        return Verified(False, total, f"event {orphans.pk}: its chain {orphans.chain_id} is gone")
    if unguarded := missing_guards():
        return Verified(False, total, f"{unguarded[0]}: its triggers are missing, so it could be changed")
    return Verified(True, total, None)


def _walk(chain: Chain, sealed: Mapping[int, str]) -> tuple[int, str | None]:
    previous, number = GENESIS, 0
    where = f"chain {chain.name}"
    for event in Event.objects.filter(chain=chain).order_by("number").iterator(chunk_size=2000):
        number += 1
        if event.number != number:
            return number, f"{where}, event {number}: missing (the next one is {event.number})"
        if event.previous != previous:
            return number, f"{where}, event {number}: does not follow the one before it"
        if event.digest != digest_of(event):
            return number, f"{where}, event {number}: was changed after it was written"
        if number in sealed and sealed[number] != event.digest:
            return number, f"{where}, event {number}: differs from what a seal covered"
        previous = event.digest
    if number != chain.length or (previous if number else "") != chain.head:
        return (
            number,
            f"{where}, event {number + 1}: missing at the end (the chain had {chain.length} events)",
        )
    cut = [n for n in sealed if n > number]
    if cut:
        return number, f"{where}, event {number + 1}: missing at the end (a seal covers {max(cut)} events)"
    return number, None


def digest_of(event: Event) -> str:
    """The digest the event should have, recomputed from its fields."""
    return event_digest(
        chain=event.chain_id, number=event.number, at=event.at, actor=event.actor_id, roles=event.roles,
        name=event.name, subject_kind=event.subject_kind, subject_id=event.subject_id, facts=event.facts,
        reason=event.reason, sealed=event.sealed, key=event.key_id, previous=event.previous,
    )  # fmt: skip


def _own_seals() -> list[Mapping[str, Any]]:
    return [{"made_at": s.made_at.isoformat(), "heads": s.heads} for s in Seal.objects.order_by("id")]


def _broken_seal() -> str | None:
    previous = GENESIS
    for seal in Seal.objects.order_by("id"):
        if seal.previous != previous:
            return f"seal of {seal.made_at:%Y-%m-%d}: does not follow the one before it"
        if seal.digest != seal_digest(made_at=seal.made_at, heads=seal.heads, previous=seal.previous):
            return f"seal of {seal.made_at:%Y-%m-%d}: was changed after it was made"
        previous = seal.digest
    return None


def _sealed_heads(seals: Sequence[Mapping[str, Any]], chain: str) -> dict[int, str]:
    heads = (seal["heads"].get(chain) for seal in seals)
    return {head["length"]: head["head"] for head in heads if head and head["length"]}
