"""Receipts of what was erased, as files outside the database: an older backup must not bring it back.

The database knows which keys it destroyed; the receipts are that list written where a restore can read it first.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

from tradewind_web.audit.models import RecordKey


def write_receipts(folder: Path) -> int:
    """One file for each erased record that has none yet; how many were written. Run after an erasure and on start."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for key in RecordKey.objects.filter(destroyed_at__isnull=False).iterator():
        path = folder / f"{_name(key.subject_kind, key.subject_id)}.json"
        if path.exists():
            continue
        _write(path, key.subject_kind, key.subject_id, key.destroyed_at)
        written += 1
    return written


def write_receipts_of(database: Path, folder: Path) -> None:
    """Receipts of what another office's SQLite file says was erased: it may have been cut off before it wrote them.

    Of a damaged file nothing is known; the receipts it has stand.
    """
    try:
        with closing(sqlite3.connect(database)) as read:
            erased = read.execute(
                "SELECT subject_kind, subject_id, destroyed_at FROM audit_recordkey WHERE destroyed_at IS NOT NULL"
            ).fetchall()
    except sqlite3.Error:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for kind, subject_id, destroyed in erased:
        path = folder / f"{_name(kind, subject_id)}.json"
        if not path.exists():
            at = datetime.fromisoformat(destroyed).replace(tzinfo=UTC)
            _write(path, kind, subject_id, at)


def replay_receipts(folders: Iterable[Path]) -> int:
    """Destroy again the keys that any of these folders has a receipt for; how many were alive.

    A hold of the older backup was lifted before the erasure, or that would have been refused.
    """
    again = 0
    for folder in folders:
        for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
            said = json.loads(path.read_text())
            destroyed = said["destroyed_at"] or timezone.now()
            key, made = RecordKey.objects.get_or_create(
                subject_kind=said["subject_kind"], subject_id=said["subject_id"],
                defaults={"key": None, "destroyed_at": destroyed},
            )  # fmt: skip
            alive = made or key.key is not None
            if key.key is not None:
                key.key, key.held_because, key.destroyed_at = None, "", destroyed
                key.save(update_fields=["key", "held_because", "destroyed_at"])
            again += alive
    return again


def _write(path: Path, kind: str, subject_id: str, destroyed: datetime | None) -> None:
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps({
        "subject_kind": kind, "subject_id": subject_id,
        "destroyed_at": destroyed.isoformat() if destroyed else None,
    }))  # fmt: skip
    partial.replace(path)


def _name(kind: str, subject_id: str) -> str:
    return hashlib.sha256(f"{kind}\0{subject_id}".encode()).hexdigest()[:32]
