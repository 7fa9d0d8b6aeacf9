"""What a reader is, and what it yields: rows of canonical tables, and refused rows that say how to mend them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Rows:
    """A chunk of one canonical table: its own columns plus `source_row` (and `source_sheet`, `source`,
    `published_on` where the file tells). Missing columns and the rest of the provenance are filled by intake."""

    table: str
    data: pa.Table


@dataclass(frozen=True, slots=True)
class Refused:
    """One row that could not be read. Nothing is lost: `record` keeps the row as it stood in the file."""

    row: int | None
    column: str | None
    value: str | None
    reason: str
    mend: str
    sheet: str | None = None
    record: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know about the file although no row was refused."""

    text: str


@dataclass(frozen=True, slots=True)
class Instructions:
    """What a person said about a file that the file cannot tell.

    `steward` is who answers for the data; `sender` names whose mapping and date order apply; `mapping` is a
    parsed mapping file; `day_first` settles 03/04/2024; `historical` starts no clock.
    """

    steward: str = "public"
    sender: str | None = None
    party: str | None = None
    mapping: Mapping[str, Any] | None = None
    day_first: bool | None = None
    historical: bool = False
    calendar: Literal["gregorian", "buddhist", "solar-hijri", "ethiopian"] | None = None


class Reader(Protocol):
    """One foreign layout.

    `name` and `version` ("major.minor") are part of a batch's identity. `recognises` looks at an `Opened`
    file's kind and first lines and returns how sure it is, 0 to 1. `read` yields the file's content in chunks
    and raises FileRefused where the file as a whole cannot be read.
    """

    name: str
    version: str
    title: str

    def recognises(self, opened: Any) -> float: ...

    def read(self, opened: Any, instructions: Instructions) -> Iterator[Rows | Refused | Notice]: ...


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive, or the file itself."""

    path: Path
    name: str
