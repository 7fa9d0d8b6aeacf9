"""`restore`: proves a backup whole, lays it down beside what stands there, and forgets again what was erased since."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradewind.errors import RequestError
from tradewind_web.office import Office, is_office, open_office
from tradewind_web.running.backup import MANIFEST, digest, run_postgres

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: files laid down, where the former office was put, records forgotten again."""

    office: Office
    files: int
    former: Path | None
    forgotten_again: int


def proven(backup: Path) -> dict[str, Any]:
    """The manifest of a backup whose every file is there and unchanged.

    Raises:
        RequestError: there is no manifest, a file is missing, added or changed.
    """
    try:
        manifest: dict[str, Any] = json.loads((backup / MANIFEST).read_text())
        files: dict[str, str] = manifest["files"]
    except (OSError, ValueError, KeyError) as error:
        raise RequestError(f"{backup} is no backup of Tradewind: its {MANIFEST} cannot be read") from error
    there = {p.relative_to(backup).as_posix() for p in backup.rglob("*") if p.is_file()} - {MANIFEST}
    if lost := sorted(set(files) - there):
        raise RequestError(f"{backup} is not whole: {lost[0]} is missing; use another copy of this backup")
    if added := sorted(there - set(files)):
        raise RequestError(
            f"{backup} holds {added[0]}, which was not there when it was made; use another copy of this backup"
        )
    for name, expected in files.items():
        if digest(backup / name) != expected:
            raise RequestError(f"{backup}: {name} was changed or damaged; use another copy of this backup")
    return manifest


def lay_down(backup: Path, folder: Path, tell: Tell) -> tuple[dict[str, Any], Path | None]:
    """Put the backup's files in the folder; the office that stood there is moved aside, never deleted.

    Raises:
        RequestError: the folder holds something else, or an office of the other kind; the backup is not whole.
    """
    stands = folder.exists() and any(folder.iterdir())
    if stands and not is_office(folder):
        raise RequestError(f"{folder} holds something else than an office; name a new folder")
    tell("proving the backup")
    manifest = proven(backup)
    former = None
    if stands:
        if open_office(folder).demonstration != manifest["demonstration"]:
            raise RequestError(
                f"{folder} and the backup are not of one kind (demonstration and real); name another"
            )
        former = folder.with_name(f"{folder.name}.before-{time.strftime('%Y%m%d-%H%M%S')}")
        folder.rename(former)
    folder.mkdir(parents=True, exist_ok=True)
    tell("laying down files")
    if (backup / "office").is_dir():
        shutil.copytree(backup / "office", folder, dirs_exist_ok=True)
    if manifest["database"] == "database.sqlite3":
        shutil.copy2(backup / "database.sqlite3", folder / "platform.sqlite3")
    return manifest, former


def finish(
    manifest: dict[str, Any],
    backup: Path,
    office: Office,
    former: Path | None,
    receipts: Iterable[Path],
    tell: Tell,
) -> Restored:
    """With the platform open over the folder: the database in, brought up to date, erasures done again.

    Raises:
        RequestError: the audit of the restored office is broken; it names the first break.
    """
    from tradewind_web.audit.receipts import replay_receipts, write_receipts, write_receipts_of
    from tradewind_web.audit.recording import PlatformFor
    from tradewind_web.audit.verifying import verify
    from tradewind_web.findings.forgetting import forget_texts
    from tradewind_web.proceedings.ends import forget_records_again
    from tradewind_web.running.opening import bring_up_to_date
    from tradewind_web.sources.retiring import retire_again
    from tradewind_web.traders.actions.forgetting import forget_again, forget_proposals

    if manifest["database"] == "database.dump":
        tell("reading the database in")
        run_postgres(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
            str(backup / "database.dump"),
        )  # fmt: skip
    bring_up_to_date(office, tell)
    tell("forgetting again what was erased since")
    if former and (former / "platform.sqlite3").exists():
        write_receipts_of(former / "platform.sqlite3", former / "receipts")
    places = [office.receipts, *([former / "receipts"] if former else []), *receipts]
    again = replay_receipts(places)
    forget_again()
    forget_records_again()
    for batch in retire_again():
        forget_texts(batch.pk)
        forget_proposals(acting=PlatformFor(str(batch.owner_id)), batch=batch)
    write_receipts(office.receipts)
    tell("verifying the audit")
    found = verify([manifest["seal"]])
    if not found.intact:
        raise RequestError(
            f"the restored audit is broken: {found.first_break}; keep this folder and use another backup"
        )
    return Restored(office, len(manifest["files"]), former, again)
