"""A ZIP in which no bit is free: stored, one date, no extra, no comment, no gap. The same files give the same bytes.

Deflate is left out on purpose: two streams can unpack to the same file, so a change in one could go unseen.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from tradewind.errors import RequestError
from tradewind.reporting.court.standalone import CENTRAL, END, FIXED, LOCAL, NAME

#: The ZIP of 1993 counts to here; a court that gets more than this gets it on a disk, in parts.
MOST_BYTES: Final = 0xFFFFFFFE
MOST_FILES: Final = 0xFFFE
_AT_ONCE: Final = 1 << 20

Content = bytes | Path


class TooLarge(RequestError):
    """More than one archive holds; `size` and `files` say how much there was."""

    def __init__(self, size: int, files: int) -> None:
        self.size, self.files = size, files
        super().__init__(
            f"{files} files of {size} bytes are more than one archive holds (4 GiB); make one for each exhibit group"
        )


class ChangedMeanwhile(RequestError):
    """A file is not the one that was described; `name` says which."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"{name} is not the file whose digest was recorded; find out who changed it before going on"
        )


@dataclass(frozen=True, slots=True)
class Sized:
    """What a header and a manifest say of a file."""

    size: int
    crc: int
    sha256: str


def parts_of(content: Content) -> Iterator[bytes]:
    """The bytes, never all at once where they lie in a file."""
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as stream:
        while part := stream.read(_AT_ONCE):
            yield part


def size_of(content: Content) -> int:
    """How many bytes there are, without reading them."""
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def sized(content: Content) -> Sized:
    """Size, check sum and digest of the bytes."""
    size, crc, digest = 0, 0, hashlib.sha256()
    for part in parts_of(content):
        size, crc = size + len(part), zlib.crc32(part, crc)
        digest.update(part)
    return Sized(size, crc, digest.hexdigest())


class Zipper:
    """Writes files one after the other to a stream, and the digest of all of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self._directory: list[bytes] = []
        self._names: set[str] = set()
        self.size = 0

    def add(self, name: str, content: Content, known: Sized) -> None:
        """Write a file that was measured before.

        Raises:
            ChangedMeanwhile: it is another one now.
            TooLarge: the archive cannot hold it.
            ValueError: no file may be called so, or one is called so already.
        """
        if not NAME.match(name) or name in self._names:
            raise ValueError(f"no second file, and none of such a name: {name}")
        raw = name.encode("ascii")
        place, count = self.size, len(self._names) + 1
        if place + known.size + 1024 * count > MOST_BYTES or count > MOST_FILES:
            raise TooLarge(place + known.size, count)
        head = FIXED + struct.pack("<LLLHH", known.crc, known.size, known.size, len(raw), 0)
        self._write(LOCAL + head + raw)
        digest, size = hashlib.sha256(), 0
        for part in parts_of(content):
            digest.update(part)
            size += len(part)
            self._write(part)
        if size != known.size or digest.hexdigest() != known.sha256:
            raise ChangedMeanwhile(name)
        self._names.add(name)
        self._directory.append(
            CENTRAL + struct.pack("<H", 20) + head[:24] + struct.pack("<HHHHLL", 0, 0, 0, 0, 0, place) + raw
        )

    def close(self) -> str:
        """Write the directory; SHA-256 of the whole archive."""
        place, directory, count = self.size, b"".join(self._directory), len(self._directory)
        self._write(directory + END + struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), place, 0))
        return self._digest.hexdigest()

    def _write(self, part: bytes) -> None:
        self._stream.write(part)
        self._digest.update(part)
        self.size += len(part)
