"""Opening a file that someone sent: what it is by its content, and its bytes within limits.

Nothing here trusts a file's name. Packed files are read in a stream and never unpacked to where they say.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, Literal, cast

from tradewind.errors import FileRefused, HostileFile
from tradewind.formats.bounded import MAX_LINE_BYTES, MIB, Bounded, unreadable
from tradewind.formats.encodings import Encoding, declared_encoding, guessed_encoding
from tradewind.formats.packed import Packed, is_workbook, members_of, open_member

Kind = Literal["csv", "json", "jsonl", "xlsx", "parquet", "xml", "text", "archive"]

PLAIN: Final = Packed("plain")
HEAD_BYTES: Final = 64 * 1024
#: The widest layout we read has 47 columns; Excel stops at 16,384 and nobody fills them.
MAX_COLUMNS: Final = 4096
DELIMITERS: Final = ("\t", ";", "|", ",")
#: In a packed file only so much is looked at for the encoding; what follows is refused where it disagrees.
_PACKED_SCAN_BYTES: Final = 64 * MIB
_OTHER_FILES: Final = (
    (b"%PDF", "a PDF, which holds a page and not a table"),
    (b"BZh", "packed with bzip2"),
    (b"\xfd7zXZ\0", "packed with xz"),
    (b"7z\xbc\xaf\x27\x1c", "packed with 7-Zip"),
    (b"Rar!", "packed with RAR"),
    (b"\x28\xb5\x2f\xfd", "packed with Zstandard"),
    (b"SQLite format 3\0", "a database"),
    (b"{\\rtf", "a text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be read: what it is, its SHA-256, its first 64 KiB unpacked.

    `kind` "archive" has several members, each an Opened of its own in `parts`. `assumption` says what was
    guessed about the text, None where nothing was. `size` counts bytes on disk.
    """

    path: Path
    name: str
    sha256: str
    size: int
    kind: Kind
    head: bytes = b""
    encoding: str | None = None
    delimiter: str | None = None
    packing: Packed = PLAIN
    assumption: str | None = None
    parts: tuple[Opened, ...] = ()

    def members(self) -> tuple[Opened, ...]:
        """The files of an archive, or the file itself."""
        return self.parts or (self,)

    @property
    def head_text(self) -> str:
        """The first 64 KiB decoded; a character cut at its end is left out. Empty for binary kinds."""
        if self.encoding is None:
            return ""
        return codecs.getincrementaldecoder(self.encoding)("replace").decode(self.head)

    def stream(self) -> BinaryIO:
        """The unpacked bytes within limits; FileRefused or HostileFile may come at any read."""
        by_lines = self.kind in ("csv", "jsonl", "text")
        return _stream(self.path, self.packing, self.size, by_lines=by_lines)

    def seekable(self) -> BinaryIO:
        """The unpacked bytes as a file one can move in: itself, or a temporary copy within limits."""
        if self.packing.how == "plain":
            return _plain(self.path)
        return _copied(self.stream())

    def text(self) -> io.TextIOBase:
        """The decoded text with its line ends as they are; a wrong byte raises UnicodeDecodeError."""
        inner = io.TextIOWrapper(self.stream(), encoding=self.encoding or "utf-8", newline="")
        return cast(io.TextIOBase, inner)

    def lines(self) -> Iterator[str]:
        """Decoded lines without their ends; FileRefused where a byte does not fit the encoding."""
        try:
            with io.TextIOWrapper(self.stream(), encoding=self.encoding or "utf-8") as lines:
                for line in lines:
                    yield line.rstrip("\n")
        except UnicodeDecodeError as error:
            raise misread(str(self.path), self.encoding) from error

    def rows(self, delimiter: str | None = None) -> Iterator[tuple[int, list[str]]]:
        """Cells of a delimited file with the line number each row ends on; blank lines are left out."""
        try:
            with self.text() as text:
                reader = csv.reader(text, delimiter=delimiter or self.delimiter or ",")
                for row in reader:
                    if len(row) > MAX_COLUMNS:
                        raise too_wide(str(self.path), len(row))
                    if any(cell.strip() for cell in row):
                        yield reader.line_num, row
        except UnicodeDecodeError as error:
            raise misread(str(self.path), self.encoding) from error
        except csv.Error as error:
            raise HostileFile(
                str(self.path),
                f"a cell cannot be read ({error})",
                "look for a quotation mark that is never closed",
            ) from error


def open_file(path: Path) -> Opened:
    """What `path` is and how to read it.

    Raises FileRefused for a directory, an empty, cut, binary or unreadable file, and HostileFile for one that
    would exhaust the machine (zip bomb, endless line, too many columns, XML entities in a workbook).
    """
    path = Path(path)
    size = _size_of(path)
    with _plain(path) as raw:
        start = raw.read(8)
    if start.startswith(b"\x1f\x8b"):
        return _recognised(path, path.name, size, Packed("gzip"), _sha256(path))
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _opened_zip(path, size)
    return _recognised(path, path.name, size, PLAIN, None)


def misread(path: str, encoding: str | None) -> FileRefused:
    """Bytes further down that contradict the encoding assumed from the beginning."""
    return FileRefused(
        path,
        f"some letters do not fit the encoding it was read as ({encoding})",
        "save the file again as UTF-8",
    )


def too_wide(path: str, columns: int) -> HostileFile:
    """A row with more cells than any table has."""
    return HostileFile(
        path,
        f"a line has {columns:,} columns, more than the {MAX_COLUMNS:,} that any table here has",
        "check that the file is a table with one row a line and save it again",
    )


def _size_of(path: Path) -> int:
    try:
        if path.is_dir():
            raise FileRefused(str(path), "this is a folder, not a file", "name the files in it")
        size = path.stat().st_size
        if not path.is_file():
            raise FileRefused(str(path), "this is not a plain file", "copy its content to a file first")
    except OSError as error:
        raise unreadable(str(path), error) from error
    if size == 0:
        raise _empty(path)
    return size


def _empty(path: Path) -> FileRefused:
    return FileRefused(str(path), "the file is empty", "check the download or the export and send it again")


def _plain(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise unreadable(str(path), error) from error


def _stream(path: Path, packing: Packed, size: int, *, by_lines: bool) -> BinaryIO:
    raw = _plain(path)
    inner: BinaryIO = raw
    if packing.how == "gzip":
        inner = cast(BinaryIO, gzip.GzipFile(fileobj=raw))
    elif packing.member is not None:
        inner = open_member(raw, packing.member, str(path))
    return io.BufferedReader(Bounded(inner, raw, str(path), size, by_lines=by_lines), MIB)


def _copied(stream: BinaryIO) -> BinaryIO:
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the caller, gone when closed
    with stream:
        for chunk in iter(partial(stream.read, MIB), b""):
            copy.write(chunk)
    copy.seek(0)
    return cast(BinaryIO, copy)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with _plain(path) as raw:
        for chunk in iter(partial(raw.read, MIB), b""):
            digest.update(chunk)
    return digest.hexdigest()


def _opened_zip(path: Path, size: int) -> Opened:
    sha256 = _sha256(path)
    with _plain(path) as raw:
        workbook = is_workbook(raw, str(path))
    if workbook:
        return Opened(path, path.name, sha256, size, "xlsx")
    with _plain(path) as raw:
        names = members_of(raw, str(path))
    parts = tuple(_recognised(path, name, size, Packed("zip", name), sha256) for name in names)
    return parts[0] if len(parts) == 1 else Opened(path, path.name, sha256, size, "archive", parts=parts)


def _recognised(path: Path, name: str, size: int, packing: Packed, sha256: str | None) -> Opened:
    """What the unpacked bytes are; `sha256` is None where the same reading of a plain file computes it."""
    with _stream(path, packing, size, by_lines=False) as stream:
        head = stream.read(HEAD_BYTES)
    made = Opened(path, name, sha256 or "", size, "text", head, packing=packing)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise _empty(path)
    if head.startswith(b"PAR1"):
        return replace(made, kind="parquet", sha256=sha256 or _sha256(path))
    if head.startswith(_OLD_OFFICE):
        return replace(made, kind="xlsx", sha256=sha256 or _sha256(path))
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        return _nested(made)
    _refuse_other_files(path, head)
    encoding, digest = _encoding_of(path, packing, size, head)
    made = replace(made, encoding=encoding.codec, assumption=encoding.assumption, sha256=sha256 or digest)
    return _with_layout(made)


def _nested(made: Opened) -> Opened:
    """A workbook inside an archive may be read; an archive inside an archive is refused."""
    if made.head.startswith(b"PK"):
        with _copied(_stream(made.path, made.packing, made.size, by_lines=False)) as copy:
            if is_workbook(copy, str(made.path)):
                return replace(made, kind="xlsx")
    raise HostileFile(
        str(made.path), f"{made.name} is an archive inside an archive", "unpack it and load what is inside"
    )


def _refuse_other_files(path: Path, head: bytes) -> None:
    for start, what in _OTHER_FILES:
        if head.startswith(start):
            raise FileRefused(
                str(path), f"this is {what}", "export or unpack the table as CSV, XLSX, JSON or Parquet"
            )
    if declared_encoding(head) is None:
        controls = len(head) - len(
            head.translate(None, bytes(b for b in range(32) if b not in b"\t\n\r\f\x1a\x1b"))
        )
        if b"\0" in head or controls > len(head) // 50:
            raise FileRefused(
                str(path),
                "this is neither text nor a workbook we know",
                "export the table as CSV, XLSX or Parquet",
            )


def _encoding_of(path: Path, packing: Packed, size: int, head: bytes) -> tuple[Encoding, str]:
    """The encoding of the text, and the SHA-256 of the bytes seen (the file's own where it is plain)."""
    declared = declared_encoding(head)
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    foreign, seen = b"", 0
    with _stream(path, packing, size, by_lines=False) as stream:
        for chunk in iter(partial(stream.read, MIB), b""):
            digest.update(chunk)
            seen += len(chunk)
            if not foreign and declared is None:
                foreign = _not_utf8(decoder, chunk)
            if packing.how != "plain" and seen > _PACKED_SCAN_BYTES:
                break
        else:
            if declared is None and not foreign and decoder.getstate()[0]:
                raise FileRefused(
                    str(path),
                    "the file is cut short: it ends inside a letter",
                    "download or copy it again whole",
                )
    if declared is None and foreign:
        declared = guessed_encoding(str(path), head + b"\n" + foreign)
    return declared or Encoding("utf-8"), digest.hexdigest()


def _not_utf8(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bytes:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return chunk
    return b""


def _with_layout(made: Opened) -> Opened:
    """The kind and the delimiter of a text."""
    text = made.head_text.lstrip("\ufeff \t\r\n")
    if re.match(r"<[A-Za-z?!]", text):
        return replace(made, kind="xml")
    if text.startswith(("{", "[")):
        return replace(made, kind=_json_kind(text))
    _check_first_line(made)
    delimiter = sniff_delimiter(made.head_text.lstrip("\ufeff"), whole=len(made.head) < HEAD_BYTES)
    return replace(made, kind="csv" if delimiter else "text", delimiter=delimiter)


def _json_kind(text: str) -> Kind:
    """JSON lines where the first line is a whole record; a record that holds the list of records is an answer."""
    first, _, rest = text.partition("\n")
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return "json"
    if (
        not isinstance(record, dict)
        or isinstance(record.get("data"), list)
        or (rest.strip() and rest.lstrip()[0] != "{")
    ):
        return "json"
    return "jsonl"


def _check_first_line(made: Opened) -> None:
    """Refuse a line of endless length or width that begins in the first 64 KiB."""
    cut = max(made.head.rfind(b"\n"), made.head.rfind(b"\r")) + 1
    complete = re.split(r"[\r\n]+", made.head_text)
    widest = max(complete, key=len)
    if len(made.head) == HEAD_BYTES and HEAD_BYTES - cut > HEAD_BYTES // 4:
        with made.stream() as stream:
            stream.read(cut)
            begun = stream.readline(MAX_LINE_BYTES + 1)
        widest = begun.decode(made.encoding or "utf-8", "replace")
    columns = max(widest.count(mark) for mark in DELIMITERS) + 1
    if columns > MAX_COLUMNS:
        raise too_wide(str(made.path), columns)


def sniff_delimiter(text: str, *, whole: bool) -> str | None:
    """The mark that cuts most lines of `text` into the same number of cells, or None where none does.

    >>> sniff_delimiter("a;b\\n1,5;2\\n", whole=True)
    ';'
    """
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    lines = lines if whole or len(lines) < 2 else lines[:-1]
    best: tuple[float, int, str] | None = None
    for mark in DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        common = max(set(widths), key=lambda w: (widths.count(w), w), default=1)
        share = widths.count(common) / len(widths) if widths else 0.0
        if common > 1 and share >= 0.5 and (best is None or (share, common) > best[:2]):
            best = (share, common, mark)
    return best[2] if best else None
