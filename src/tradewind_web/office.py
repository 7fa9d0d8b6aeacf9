"""The folder an office lives in: database, warehouse, uploads, receipts, and the secret that signs its sessions.

office/
  office.toml           demonstration or real; written once, by `serve` or `demo`
  secret.key            made on first start, readable by its owner only; never has a default
  signing.key           the Ed25519 key that signs archives for a court; made on first need
  courts/               archives for a court
  platform.sqlite3      unless TRADEWIND_DATABASE names a PostgreSQL
  warehouse/            what others reported
  uploads/              files on their way in
  locale/               languages the office added of its own
  receipts/             what was erased; kept beside every backup, replayed before a restore
  static/               assets, collected on start
"""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from tradewind.errors import RequestError

MARKER: Final = "office.toml"


class WrongKindOfOffice(RequestError):
    """A demonstration opened as a real office, or the reverse; nothing passes from one to the other."""

    def __init__(self, folder: Path, *, is_demonstration: bool) -> None:
        self.folder, self.is_demonstration = folder, is_demonstration
        found, asked = (
            ("a demonstration", "`tradewind demo`")
            if is_demonstration
            else ("a real office", "`tradewind serve`")
        )
        super().__init__(
            f"{folder} holds {found}; open it with {asked}, or name another folder with --office"
        )


@dataclass(frozen=True, slots=True)
class Office:
    """Where one office's files lie, and whether its world is invented."""

    folder: Path
    demonstration: bool

    def file_name(self, name: str) -> str:
        """How a file that leaves the office is called: out of a demonstration it begins with that word."""
        return f"demonstration-{name}" if self.demonstration else name

    @property
    def database(self) -> Path:
        """The SQLite file, used unless TRADEWIND_DATABASE names another."""
        return self.folder / "platform.sqlite3"

    @property
    def warehouse_url(self) -> str:
        """The address of this office's warehouse."""
        return f"duckdb://{(self.folder / 'warehouse').resolve().as_posix()}/"

    @property
    def uploads(self) -> Path:
        """Files that were sent and not yet read."""
        return self.folder / "uploads"

    @property
    def receipts(self) -> Path:
        """One file a forgotten record; outside the database, so that an older backup cannot bring it back."""
        return self.folder / "receipts"

    @property
    def static(self) -> Path:
        """Assets with their hashed names."""
        return self.folder / "static"

    @property
    def languages(self) -> Path:
        """Languages the office added of its own."""
        return self.folder / "locale"

    def secret(self) -> str:
        """The key that signs sessions; made on first use, kept readable by its owner only."""
        return self._kept("secret.key", secrets.token_urlsafe(64))

    def signing_key(self) -> bytes:
        """The private half of the Ed25519 key that signs archives for a court, raw."""
        return bytes.fromhex(self._kept("signing.key", secrets.token_hex(32)))

    def begin_code(self) -> str:
        """What `serve` prints and the first page of an empty office asks, so that no stranger founds it."""
        return self._kept("begin.code", "-".join(secrets.token_hex(2) for _ in range(4)))

    def _kept(self, name: str, made: str) -> str:
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            # Whole or not at all: two processes may start at once.
            partial = path.with_name(f"{name}.{os.getpid()}")
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                file.write(made)
            try:
                os.link(partial, path)
            except FileExistsError:
                pass
            except OSError:  # a file system without links
                partial.replace(path)
            partial.unlink(missing_ok=True)
        return path.read_text().strip()


def default_folder(name: str = "office") -> Path:
    """A folder of this name under the user's data."""
    return user_data_path("tradewind", appauthor=False) / name


def folder_from_environment() -> Path:
    """TRADEWIND_OFFICE, or a folder under the user's data."""
    stated = os.environ.get("TRADEWIND_OFFICE")
    return Path(stated) if stated else default_folder()


def open_office(folder: Path | None = None) -> Office:
    """The office in this folder as it is marked; an unmarked folder counts as a real one.

    Raises:
        RequestError: the marker cannot be read.
    """
    folder = folder or folder_from_environment()
    marker = folder / MARKER
    if not marker.exists():
        return Office(folder, demonstration=False)
    try:
        return Office(folder, demonstration=bool(tomllib.loads(marker.read_text())["demonstration"]))
    except (tomllib.TOMLDecodeError, KeyError, UnicodeDecodeError) as error:
        raise RequestError(
            f"{marker} cannot be read ({error}); restore it from a backup of this office"
        ) from error


def is_office(folder: Path) -> bool:
    """Whether an office was opened in this folder once."""
    return any((folder / name).exists() for name in (MARKER, "platform.sqlite3", "secret.key"))


def found_office(folder: Path, *, demonstration: bool) -> Office:
    """Mark an empty folder as a real office or a demonstration, once; or open it when it is of that kind.

    Raises:
        WrongKindOfOffice: the folder holds the other kind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    if not marker.exists():
        if demonstration and (folder / "platform.sqlite3").exists():
            raise WrongKindOfOffice(folder, is_demonstration=False)
        marker.write_text(f"demonstration = {str(demonstration).lower()}\n")
    office = open_office(folder)
    if office.demonstration != demonstration:
        raise WrongKindOfOffice(folder, is_demonstration=office.demonstration)
    return office
