"""Streams that cannot exhaust the machine: limits on expansion, total length and length of a line."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from typing import BinaryIO, Final

from tradewind.errors import FileRefused, HostileFile

MIB: Final = 1 << 20
#: An honest table rarely packs better than 30:1; runs of one byte pack 1000:1. Small files are let be.
MAX_RATIO: Final = 200
RATIO_FROM_BYTES: Final = 100 * MIB
#: 10 million Comtrade rows are about 2.5 GB of text; the largest yearly bulk file is below this.
MAX_TOTAL_BYTES: Final = 8 * 1024 * MIB
#: Comtrade lines are below 2 kB; the longest honest cell seen is a remark of a few kB.
MAX_LINE_BYTES: Final = 16 * MIB


class Bounded(io.RawIOBase):
    """A readable stream over `inner` that raises HostileFile beyond limits, FileRefused where it breaks.

    `raw` is the file on disk below `inner`; `packed_size` is its size, which the ratio is
    measured against; `by_lines` also limits the line length.
    """

    def __init__(
        self, inner: BinaryIO, raw: BinaryIO, path: str, packed_size: int, *, by_lines: bool
    ) -> None:
        super().__init__()
        self._inner, self._raw, self._path, self._packed = inner, raw, path, max(packed_size, 1)
        self._by_lines, self._total, self._line = by_lines, 0, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._read(min(len(buffer), MIB))
        buffer[: len(chunk)] = chunk
        self._total += len(chunk)
        self._check_total()
        if self._by_lines:
            self._check_line(chunk)
        return len(chunk)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            self._raw.close()
        super().close()

    def _read(self, count: int) -> bytes:
        try:
            return self._inner.read(count)
        except EOFError as error:
            raise cut_short(self._path) from error
        except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
            raise damaged(self._path) from error
        except OSError as error:
            raise unreadable(self._path, error) from error

    def _check_total(self) -> None:
        if self._total > MAX_TOTAL_BYTES:
            raise too_long(self._path)
        if self._total > RATIO_FROM_BYTES and self._total > MAX_RATIO * self._packed:
            raise bomb(self._path)

    def _check_line(self, chunk: bytes) -> None:
        first = _first_break(chunk)
        if first < 0:
            self._line += len(chunk)
        elif self._line + first <= MAX_LINE_BYTES:
            self._line = len(chunk) - 1 - max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        else:
            self._line += first
        if self._line > MAX_LINE_BYTES:
            raise endless_line(self._path)


def _first_break(chunk: bytes) -> int:
    breaks = [at for at in (chunk.find(b"\n"), chunk.find(b"\r")) if at >= 0]
    return min(breaks, default=-1)


def cut_short(path: str) -> FileRefused:
    """The packed file ends before its own end mark."""
    return FileRefused(
        path, "the compressed file is cut short: its end is missing", "download or copy it again whole"
    )


def damaged(path: str) -> FileRefused:
    """The packed file contradicts its own check sums."""
    return FileRefused(path, "the compressed file is damaged", "download or copy it again, or pack it anew")


def unreadable(path: str, error: OSError) -> FileRefused:
    """The operating system will not give the file's bytes."""
    reason = f"the file cannot be read ({error.strerror or error})"
    return FileRefused(path, reason, "check that it is there, is a plain file and that you may read it")


def bomb(path: str) -> HostileFile:
    """The packed file expands out of all proportion."""
    return HostileFile(
        path,
        f"it expands to more than {MAX_RATIO} times its size, as a zip bomb built to fill the disk does",
        "ask the sender for the unpacked table",
    )


def too_long(path: str) -> HostileFile:
    """More bytes than any table we read has."""
    limit = MAX_TOTAL_BYTES // (1024 * MIB)
    return HostileFile(path, f"it holds more than {limit} GiB", "split it into parts and load each")


def endless_line(path: str) -> HostileFile:
    """A line, or one cell of it, without an end."""
    limit = MAX_LINE_BYTES // MIB
    return HostileFile(
        path,
        f"a line is longer than {limit} MiB, which no table has (an endless cell or no line breaks)",
        "check that the file is a table with one row a line and save it again",
    )
