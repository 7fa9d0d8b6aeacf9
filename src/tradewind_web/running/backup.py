"""`backup`: a whole office into one folder that says what it holds, so that a restore can prove it has everything.

    BACKUP/manifest.json      version, database, the audit's heads, SHA-256 of every file
    BACKUP/office/...         office.toml, secret.key, warehouse/, uploads/, receipts/
    BACKUP/database.sqlite3   or database.dump (pg_dump, custom format)

It is written beside its name and renamed when whole: a folder without manifest is no backup.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tradewind import __version__
from tradewind.errors import RequestError
from tradewind_web.office import Office

Tell = Callable[[str], None]
MANIFEST: Final = "manifest.json"
#: What of the folder is kept besides the database; assets and scratch are made anew.
KEPT: Final = (
    "office.toml",
    "secret.key",
    "signing.key",
    "begin.code",
    "locale",
    "warehouse",
    "uploads",
    "receipts",
    "inbox",
    "photos",
    "papers",
    "evidence",
    "courts",
)
_LEFT_OUT: Final = ("staging", "scratch", "lock")


def back_up(office: Office, target: Path, tell: Tell) -> dict[str, Any]:
    """Write the office to `target`; the manifest. The office may be served meanwhile.

    The database is copied first: the warehouse only grows, so every batch it names is there when its turn comes.

    Raises:
        RequestError: the target exists, or the database cannot be dumped.
    """
    from tradewind_web.audit.actions import seal_chains
    from tradewind_web.audit.receipts import write_receipts

    if target.exists():
        raise RequestError(f"{target} exists already; name a new folder for each backup")
    partial = target.with_name(target.name + ".part")
    if partial.exists():
        shutil.rmtree(partial)
    partial.mkdir(parents=True)
    write_receipts(office.receipts)
    seal = seal_chains()
    tell("copying the database")
    database = _dump_database(partial)
    tell("copying files")
    for name in KEPT:
        source = office.folder / name
        if source.is_dir():
            shutil.copytree(source, partial / "office" / name, ignore=shutil.ignore_patterns(*_LEFT_OUT))
        elif source.exists():
            (partial / "office").mkdir(exist_ok=True)
            shutil.copy2(source, partial / "office" / name)
    tell("proving the copy")
    files = {p.relative_to(partial).as_posix(): digest(p) for p in sorted(partial.rglob("*")) if p.is_file()}
    manifest = {
        "tradewind": __version__, "made_at": datetime.now(UTC).isoformat(), "database": database,
        "demonstration": office.demonstration, "seal": {"made_at": seal.made_at.isoformat(), "heads": seal.heads},
        "files": files,
    }  # fmt: skip
    (partial / MANIFEST).write_text(json.dumps(manifest, indent=1))
    partial.replace(target)
    return manifest


def digest(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dump_database(folder: Path) -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        name = "database.sqlite3"
        source = str(connection.settings_dict["NAME"])
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(folder / name)) as written:
            read.backup(written)
        return name
    name = "database.dump"
    run_postgres("pg_dump", "--format=custom", "--no-owner", f"--file={folder / name}")
    return name


def run_postgres(program: str, *words: str) -> None:
    """Run one of PostgreSQL's own programs against the office's database.

    Raises:
        RequestError: it is not installed, or fails; its own words are passed on.
    """
    from django.db import connection

    said = connection.settings_dict
    place = shutil.which(program)
    if place is None:
        raise RequestError(
            f"{program} is needed to copy a PostgreSQL database; install PostgreSQL's client programs"
        )
    environment = {**os.environ, "PGPASSWORD": str(said["PASSWORD"])}
    address = [
        f"--{key}={said[name]}"
        for key, name in (("host", "HOST"), ("port", "PORT"), ("username", "USER"), ("dbname", "NAME"))
        if said[name]
    ]
    done = subprocess.run([place, *address, *words], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RequestError(
            f"{program} failed: {done.stderr.strip().splitlines()[-1] if done.stderr else 'no reason'}"
        )
