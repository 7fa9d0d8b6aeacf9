"""Archives: which members count, and whether a zip is a workbook that may be opened at all."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Final, Literal, cast

from tradewind.errors import FileRefused, HostileFile
from tradewind.formats.bounded import (
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    MIB,
    RATIO_FROM_BYTES,
    bomb,
    damaged,
    too_long,
)

MAX_MEMBERS: Final = 1000
#: A workbook is held in memory while it is read, so it may not be as long as a streamed table.
MAX_WORKBOOK_BYTES: Final = 1024 * MIB
#: Cells of the rectangle a sheet spans; a stray cell at the far corner of a sheet spans 17 thousand million.
MAX_SHEET_CELLS: Final = 50_000_000
_NOT_CONTENT: Final = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$)")
_CELL: Final = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})([0-9]{1,7})"[^>/]*>')
#: What zipfile raises for archives whose parts contradict each other.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, LookupError, ValueError, OSError,
    struct.error,
)  # fmt: skip
_END_OF_ZIP: Final = b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class Packed:
    """How a file's content is packed, and under which name inside an archive."""

    how: Literal["plain", "gzip", "zip"]
    member: str | None = None


def members_of(raw: BinaryIO, path: str) -> list[str]:
    """Names of the archive's files that hold content; HostileFile for a bomb, FileRefused if none."""
    infos = [i for i in _directory(raw, path) if not i.is_dir() and not _NOT_CONTENT.search(i.filename)]
    if not infos:
        raise FileRefused(path, "the archive holds no file", "check the download and send it again")
    if any(i.flag_bits & 1 for i in infos):
        raise FileRefused(path, "the archive is locked with a password", "unpack it and load what is inside")
    return [i.filename for i in infos]


def open_member(raw: BinaryIO, name: str, path: str) -> BinaryIO:
    """The unpacked bytes of one member, as a stream; `raw` is closed where that fails."""
    try:
        return cast(BinaryIO, zipfile.ZipFile(raw).open(name))
    except _BROKEN as error:
        raw.close()
        raise damaged(path) from error


def is_workbook(raw: BinaryIO, path: str) -> bool:
    """Whether a zip is a spreadsheet; HostileFile where opening it would do harm."""
    infos = _directory(raw, path)
    names = {i.filename for i in infos}
    if "xl/workbook.xml" not in names:
        _refuse_other_documents(names, path)
        return False
    if sum(i.file_size for i in infos) > MAX_WORKBOOK_BYTES:
        raise HostileFile(path, "the workbook holds more than 1 GiB", "save the sheets as CSV and load those")
    archive = zipfile.ZipFile(raw)
    for info in infos:
        if info.filename.endswith((".xml", ".rels", ".vml")):
            _check_part(archive, info, path)
    return True


def _refuse_other_documents(names: set[str], path: str) -> None:
    """OpenDocument and binary workbooks can hold a million rows in a few bytes: not opened."""
    if "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names:
        raise FileRefused(
            path, "this is an office document but not an XLSX workbook", "open it and save it as XLSX"
        )


def _directory(raw: BinaryIO, path: str) -> list[zipfile.ZipInfo]:
    size = raw.seek(0, 2)
    raw.seek(max(0, size - 65_557))
    tail = raw.read()
    at = tail.rfind(_END_OF_ZIP)
    if at >= 0 and len(tail) >= at + 12 and struct.unpack_from("<H", tail, at + 10)[0] > MAX_MEMBERS:
        raise HostileFile(
            path, f"the archive holds more than {MAX_MEMBERS:,} files", "unpack it and load what you need"
        )
    try:
        infos = zipfile.ZipFile(raw).infolist()
    except _BROKEN as error:
        reason = "the compressed file is cut short or damaged: its table of contents is missing"
        raise FileRefused(path, reason, "download or copy it again whole") from error
    total = sum(i.file_size for i in infos)
    if total > MAX_TOTAL_BYTES:
        raise too_long(path)
    if total > RATIO_FROM_BYTES and total > MAX_RATIO * size:
        raise bomb(path)
    return infos


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> None:
    """Refuse document types and entities and what could hide them, and endless sheets."""
    span = _Span()
    kept = b""
    try:
        with archive.open(info) as part:
            for chunk in iter(partial(part.read, MIB), b""):
                window = kept + chunk
                if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                    raise HostileFile(
                        path, f"{info.filename} declares XML entities, as files that run or fetch things do",
                        "open the workbook and save it again as XLSX",
                    )  # fmt: skip
                if not kept and b"\0" in window[:4]:
                    raise HostileFile(
                        path, f"{info.filename} is not in UTF-8, so it cannot be checked",
                        "open the workbook and save it again as XLSX",
                    )  # fmt: skip
                if "worksheets/" in info.filename:
                    span.widen(window)
                kept = chunk[-200:]
    except _BROKEN as error:
        raise damaged(path) from error
    if span.cells > MAX_SHEET_CELLS:
        raise HostileFile(
            path, f"{info.filename} spans {span.cells:,} cells because a cell lies far from the table",
            "delete the empty rows and columns beyond the table and save it again",
        )  # fmt: skip


class _Span:
    """The rectangle that holds every filled cell seen so far."""

    def __init__(self) -> None:
        self._columns: set[bytes] = set()
        self._first, self._last = 1 << 30, 0

    def widen(self, xml: bytes) -> None:
        found = _CELL.findall(xml)
        if found:
            self._columns.update(column for column, _ in found)
            rows = [int(row) for row in {row for _, row in found}]
            self._first, self._last = min(self._first, *rows), max(self._last, *rows)

    @property
    def cells(self) -> int:
        if not self._columns:
            return 0
        numbers = [_column_number(c) for c in self._columns]
        return (max(numbers) - min(numbers) + 1) * (self._last - self._first + 1)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
