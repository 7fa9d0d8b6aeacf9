"""Receiving files: streamed to the office's uploads folder as they come, counted, and refused when they are too large.

The handler is in front of every address (the guard against forged requests reads the body before any view), so it
takes a file only from a person who acts for an agency; anybody else's is dropped unread.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

#: Left free on the disk, so that the database can still write when an upload has filled what it may.
KEPT_FREE: Final = 256 << 20
_LONGEST_NAME: Final = 120
#: Characters that no file system takes everywhere, or that let a name read as another one.
_UNSAFE: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NotReceived:
    """A file that was not taken, and whether for its size or for the office's disk."""

    name: str
    too_large: bool


class ReceivedFile(UploadedFile):  # type: ignore[type-arg]
    """A whole file in the uploads folder; gone when the request ends, unless `keep_at` moved it."""

    def __init__(self, file: IO[bytes], name: str, size: int, sha256: str) -> None:
        super().__init__(file, name, None, size)
        self.sha256, self._place = sha256, Path(file.name)

    def keep_at(self, path: Path) -> None:
        """Move it there; from now on it is the caller's."""
        self.file.close()  # type: ignore[union-attr]
        path.parent.mkdir(parents=True, exist_ok=True)
        self._place.replace(path)

    def close(self) -> None:
        """Let go of the file, and of its place unless it was kept."""
        self.file.close()  # type: ignore[union-attr]
        self._place.unlink(missing_ok=True)


class OfficeUploadHandler(FileUploadHandler):
    """Writes each file to the office's uploads folder while it comes, with its SHA-256."""

    file: IO[bytes]

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        """Note how much is to come."""
        self.announced = content_length or 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, or drop it: nobody acts, it is too large, or the disk has no room for it."""
        super().new_file(*args, **kwargs)
        if getattr(self.request, "acting", None) is None:
            raise SkipFile
        folder = Path(settings.OFFICE.uploads)
        folder.mkdir(parents=True, exist_ok=True)
        if self.announced > settings.UPLOAD_LIMIT:
            self._drop(too_large=True)
        if shutil.disk_usage(folder).free < self.announced + KEPT_FREE:
            self._drop(too_large=False)
        self.file = tempfile.NamedTemporaryFile(  # noqa: SIM115 (closed when the request ends)
            prefix="incoming-", dir=folder, delete=False
        )
        self._digest, self._size = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what came."""
        self._size += len(raw_data)
        self._digest.update(raw_data)
        if self._size > settings.UPLOAD_LIMIT:
            self._abandon()
            self._drop(too_large=True)
        try:
            self.file.write(raw_data)
        except OSError:
            # The disk filled while the file came.
            self._abandon()
            self._drop(too_large=False)

    def file_complete(self, file_size: int) -> ReceivedFile:
        """The whole file, flushed to the disk: what is acknowledged is not lost."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.seek(0)
        return ReceivedFile(self.file, self.file_name or "", file_size, self._digest.hexdigest())

    def upload_interrupted(self) -> None:
        """The browser went away: nothing of the file stays."""
        if hasattr(self, "file"):
            self._abandon()

    def _abandon(self) -> None:
        self.file.close()
        Path(self.file.name).unlink(missing_ok=True)

    def _drop(self, *, too_large: bool) -> None:
        if self.request is not None:
            not_received(self.request).append(NotReceived(self.file_name or "", too_large))
        raise SkipFile


def not_received(request: HttpRequest) -> list[NotReceived]:
    """The files of this request that were not taken."""
    found: list[NotReceived] = request.__dict__.setdefault("_not_received", [])
    return found


def clean_name(name: str) -> str:
    """The file's own name, safe on any file system and not able to read as another one; its suffixes stay.

    >>> clean_name("..\\\\..\\\\C:évil\\u202egnp.csv")
    'C évilgnp.csv'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = " ".join(_UNSAFE.sub(lambda m: " " if m[0] == ":" else "", last).split()).strip(". ")
    if _RESERVED.fullmatch(plain):
        plain = f"file {plain}"
    if len(plain) > _LONGEST_NAME:
        stem, dot, suffix = plain.rpartition(".")
        keep = _LONGEST_NAME - len(suffix) - 1
        plain = f"{stem[:keep]}{dot}{suffix}" if dot and keep > 20 else plain[:_LONGEST_NAME]
    while len(plain.encode()) > 240:
        stem, dot, suffix = plain.rpartition(".")
        plain = f"{stem[:-1]}{dot}{suffix}" if stem else plain[:-1]
    return plain or "file"
