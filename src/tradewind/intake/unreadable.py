"""What is said of files that cannot be read, whoever wanted to read them."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from tradewind.errors import FileRefused, RequestError
from tradewind.formats.reading import Refused

#: What malformed content makes parsers raise where a reader did not foresee it. The file is refused; other
#: files of the load go on.
BROKEN_CONTENT: Final = (
    ValueError,
    LookupError,
    ArithmeticError,
    EOFError,
    csv.Error,
    zlib.error,
    pa.ArrowException,
)


def without_rows(path: str, refused: Sequence[Refused]) -> None:
    """FileRefused for an empty table, and where the reader asks something before it can read any row."""
    if not refused:
        raise FileRefused(path, "it holds no rows", "check that the export was not empty")
    question = refused[0]
    if question.row is None:
        where = f"column {question.column}, {question.value!r}: " if question.column else ""
        raise FileRefused(path, where + question.reason, question.mend)


def broken(path: str, title: str, error: BaseException) -> FileRefused:
    """The refusal of a file that looks like `title` and breaks its reader."""
    what = " ".join(str(error).split())[:200]
    return FileRefused(
        path,
        f"it looks like {title} but cannot be read as such ({what})",
        "check that it is complete and unchanged, or describe it with a mapping (tradewind load --explain)",
    )


def nothing_read(refused: Sequence[FileRefused]) -> FileRefused | RequestError:
    """What to raise where none of the files could be read."""
    if len(refused) == 1:
        return refused[0]
    return RequestError(f"none of {len(refused)} files could be read. " + ". ".join(str(e) for e in refused))
