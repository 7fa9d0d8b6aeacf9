"""What a load did: the generation, the batches, and what was refused and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tradewind.errors import FileRefused
from tradewind.warehouse import BatchRecord

#: Refused rows a report carries; all of them are kept in the warehouse.
REFUSED_SHOWN: Final = 1000


@dataclass(frozen=True, slots=True)
class LoadedBatch:
    """One file of a load. `already_loaded` says that this reading was in the warehouse before."""

    record: BatchRecord
    path: str
    already_loaded: bool

    def as_dict(self) -> dict[str, Any]:
        """Keys as in the contract of `load --json`."""
        record = self.record
        return {
            "path": self.path,
            "format": record.format,
            "rows": record.rows,
            "refused": record.refused,
            "tables": {name: table.rows for name, table in record.tables.items()},
            "sha256": record.identity.sha256,
            "already_loaded": self.already_loaded,
            "batch_id": record.id,
            "notices": list(record.notices),
        }


@dataclass(frozen=True, slots=True)
class LoadReport:
    """`refused` has up to REFUSED_SHOWN refused rows, and whole files that could not be read with row None;
    `refused_total` counts all of them."""

    generation: int
    batches: tuple[LoadedBatch, ...]
    refused: tuple[Mapping[str, Any], ...]
    refused_total: int
    files_refused: tuple[FileRefused, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Nothing was refused in this load."""
        return not self.refused_total

    def as_dict(self) -> dict[str, Any]:
        """The JSON document of `load --json`."""
        return {
            "generation": self.generation,
            "batches": [b.as_dict() for b in self.batches],
            "refused": [dict(r) for r in self.refused],
            "refused_total": self.refused_total,
        }


class Refusals:
    """Gathers refused rows and files up to a number, and counts them all."""

    def __init__(self) -> None:
        self.shown: list[Mapping[str, Any]] = []
        self.total = 0
        self.files: list[FileRefused] = []

    def row(self, path: str, told: Mapping[str, Any]) -> None:
        """A refused row of a file."""
        self.total += 1
        if len(self.shown) < REFUSED_SHOWN:
            self.shown.append({"path": path, **told})

    def file(self, error: FileRefused) -> None:
        """A whole file that could not be read; always shown."""
        self.total += 1
        self.files.append(error)
        told = {"row": None, "sheet": None, "column": None, "value": None}
        self.shown.append(
            {"path": error.path, **told, "reason": error.reason, "mend": error.mend, "record": {}}
        )
