"""The folder itself: what lies where, and what the newest generation is.

originals/<sha256>            each file as it came
batches/<id>/<table>.parquet  written once
batches/<id>/batch.json       where it came from (BatchRecord)
batches/<id>/refused.jsonl    rows that could not be read, with reason and mend
generations/<n>.json          which batches count
staging/<name>/               what a writer is writing; orphans of a crash
scratch/<name>/               what DuckDB could not hold in memory
LOCK                          held by the one writer
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradewind.errors import RequestError, WarehouseError
from tradewind.warehouse.records import BatchRecord, Generation


@dataclass(frozen=True, slots=True)
class Folder:
    """A warehouse folder, which need not exist yet: then it is generation 0 with nothing in it."""

    root: Path

    @property
    def originals(self) -> Path:
        return self.root / "originals"

    @property
    def batches(self) -> Path:
        return self.root / "batches"

    @property
    def generations(self) -> Path:
        return self.root / "generations"

    @property
    def staging(self) -> Path:
        return self.root / "staging"

    @property
    def scratch(self) -> Path:
        return self.root / "scratch"

    @property
    def lock(self) -> Path:
        return self.root / "LOCK"

    def numbers(self) -> list[int]:
        """Numbers of the published generations, oldest first."""
        if not self.generations.is_dir():
            return []
        return sorted(int(p.stem) for p in self.generations.glob("*.json") if p.stem.isdecimal())

    def generation(self, number: int | None = None) -> Generation:
        """The generation of that number, or the newest. RequestError where there is no such generation."""
        self.must_be_a_warehouse()
        known = self.numbers()
        chosen = number if number is not None else (known[-1] if known else 0)
        if chosen == 0:
            return Generation(0)
        if chosen not in known:
            raise RequestError(
                f"{self.root} has no generation {chosen}; the newest is {known[-1] if known else 0}"
            )
        path = self.generations / f"{chosen}.json"
        return Generation.from_text(path.read_text("utf-8"), str(path))

    def record(self, batch_id: str) -> BatchRecord:
        """What is written down about a batch; WarehouseError where its folder is gone."""
        path = self.batches / batch_id / "batch.json"
        try:
            return BatchRecord.from_text(path.read_text("utf-8"), str(path))
        except FileNotFoundError:
            if batch_id in self.generation().forgotten:
                raise WarehouseError(
                    f"batch {batch_id} was forgotten when its time to be kept ended; read the newest generation"
                ) from None
            raise WarehouseError(
                f"batch {batch_id} is missing from {self.root}; restore it from a backup"
            ) from None

    def records(self, ids: Iterable[str]) -> tuple[BatchRecord, ...]:
        """Records of these batches, in their order."""
        return tuple(self.record(batch_id) for batch_id in ids)

    def parquet(self, batch_id: str, table: str) -> Path:
        """The file of one table of one batch."""
        return self.batches / batch_id / f"{table}.parquet"

    def refused(self, record: BatchRecord) -> list[dict[str, Any]]:
        """Refused rows of a batch: path, batch_id, row, sheet, column, value, reason, mend, record."""
        if not record.refused:
            return []
        with (self.batches / record.id / "refused.jsonl").open(encoding="utf-8") as stream:
            return [{"path": record.path, "batch_id": record.id, **json.loads(line)} for line in stream]

    def must_be_a_warehouse(self) -> None:
        """WarehouseError for a folder that holds other things: a warehouse is not laid over them."""
        if not self.root.is_dir() or self.generations.is_dir() or self.staging.is_dir():
            return
        if any(not p.name.startswith(".") and p.name != "LOCK" for p in self.root.iterdir()):
            raise WarehouseError(
                f"{self.root} holds other files and no warehouse; name an empty or a new folder"
            )
