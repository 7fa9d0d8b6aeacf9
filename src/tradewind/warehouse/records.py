"""What a warehouse remembers of a batch and of a generation, and how that is written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from tradewind.errors import WarehouseError
from tradewind.findings import digest

#: Version of the folder's own layout, written into each record.
LAYOUT: Final = 1


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes two readings of a file the same: its bytes, the reader and its major version, what a person
    said about it (`mapping_sha256`, None where nothing was said), and who answers for it. `member` is the file's
    name inside an archive of several; `sha256` is the archive's. `blanked`: what is left of it without persons."""

    sha256: str
    reader: str
    reader_version: str
    mapping_sha256: str | None
    steward: str
    member: str | None = None
    blanked: bool = False

    @property
    def major(self) -> int:
        """The part of the reader's version that changes when it reads the same file otherwise."""
        return int(self.reader_version.split(".")[0])

    @property
    def batch_id(self) -> str:
        """16 hex digits, the same for the same reading on any machine."""
        parts = (self.sha256, self.member, self.reader, self.major, self.mapping_sha256, self.steward)
        return digest(*parts, "blanked") if self.blanked else digest(*parts)


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table of one batch: rows, the schema version they were written in, and how many rows repeat the key
    of another row of the same file (0: every row is current unless a later batch says otherwise)."""

    rows: int
    version: int
    repeated: int


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """Where a batch came from, what is in it, who answers for it and who may see it."""

    identity: Identity
    path: str
    name: str
    size: int
    audience: tuple[str, ...]
    sender: str | None
    party: str | None
    historical: bool
    tables: Mapping[str, TableFile]
    refused: int
    notices: tuple[str, ...]
    loaded_at: str
    original_kept: bool
    program: str
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The batch's name: its folder under `batches/`, and the first part of each row's reference."""
        return self.identity.batch_id

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(t.rows for t in self.tables.values())

    @property
    def format(self) -> str:
        """Name of the reader that read the file."""
        return self.identity.reader

    def as_text(self) -> str:
        """The JSON of `batch.json`."""
        return _json({"layout": LAYOUT, "id": self.id, **asdict(self)})

    @classmethod
    def from_text(cls, text: str, where: str) -> BatchRecord:
        """Read `batch.json`; WarehouseError where it is damaged or of a newer layout."""
        told = _read(text, where)
        told.pop("id", None)
        try:
            told["identity"] = Identity(**told["identity"])
            told["tables"] = {name: TableFile(**table) for name, table in told["tables"].items()}
            told["audience"], told["notices"] = tuple(told["audience"]), tuple(told["notices"])
            return cls(**told)
        except (KeyError, TypeError) as error:
            raise _damaged(where) from error


@dataclass(frozen=True, slots=True)
class Generation:
    """Which batches count, in load order. `retired` names, for each batch that once counted, its successor:
    together they name every batch folder that is not an orphan. `forgotten` names those whose files were removed when
    their time ended, each with the SHA-256 of its original."""

    number: int
    batches: tuple[str, ...] = ()
    retired: Mapping[str, str] = field(default_factory=dict)
    published_at: str = ""
    forgotten: Mapping[str, str] = field(default_factory=dict)

    def as_text(self) -> str:
        """The JSON of `generations/<n>.json`."""
        told = asdict(self)
        if not self.forgotten:  # what never forgot is read by every version
            del told["forgotten"]
        return _json({"layout": LAYOUT, **told})

    @classmethod
    def from_text(cls, text: str, where: str) -> Generation:
        """Read `generations/<n>.json`; WarehouseError where it is damaged or of a newer layout."""
        told = _read(text, where)
        try:
            told["batches"] = tuple(told["batches"])
            return cls(**told)
        except (KeyError, TypeError) as error:
            raise _damaged(where) from error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _read(text: str, where: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
        layout = told.pop("layout")
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise _damaged(where) from error
    if layout > LAYOUT:
        raise WarehouseError(
            f"{where} was written by a newer version (layout {layout}); update tradewind to read it"
        )
    return dict(told)


def _damaged(where: str) -> WarehouseError:
    return WarehouseError(
        f"{where} is damaged; restore the warehouse folder from a backup, or load the files anew"
    )
