"""The arithmetic of the chain: what an event's digest covers. Pure functions, so that anyone can check them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

#: What the first event of a chain is bound to.
GENESIS: Final = "0" * 64


def canonical(value: Any) -> str:
    """JSON with one spelling: sorted keys, no spaces, Unicode as it is."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def event_digest(
    *, chain: str, number: int, at: datetime, actor: int | None, roles: str, name: str, subject_kind: str,
    subject_id: str, facts: Mapping[str, Any], reason: str, sealed: str, key: int | None, previous: str,
) -> str:  # fmt: skip
    """SHA-256 (hex) over every field of an event and the digest of the one before it."""
    covered = [
        chain, number, at.astimezone(UTC).isoformat(timespec="microseconds"), actor, roles, name, subject_kind,
        subject_id, facts, reason, sealed, key, previous,
    ]  # fmt: skip
    return hashlib.sha256(canonical(covered).encode()).hexdigest()


def seal_digest(*, made_at: datetime, heads: Mapping[str, Any], previous: str) -> str:
    """SHA-256 (hex) over the heads of all chains, the moment, and the seal before."""
    covered = [made_at.astimezone(UTC).isoformat(timespec="microseconds"), heads, previous]
    return hashlib.sha256(canonical(covered).encode()).hexdigest()
