"""The one writer: stages batches beside the old, and lets them count by publishing the next generation.

1. take the lock; 2. sweep what a crash left; 3. write batches and originals into `staging/`, flushed;
4. rename them into place, flush the folders; 5. link the next generation's file into place. Before 5 nothing
counts, after 5 everything does.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from tradewind import __version__
from tradewind.errors import FileRefused, WarehouseError
from tradewind.tables import TABLES
from tradewind.warehouse.conforming import Provenance
from tradewind.warehouse.draft import Draft
from tradewind.warehouse.durable import copy_file, publish_file, sync_folder, write_file
from tradewind.warehouse.folder import Folder
from tradewind.warehouse.keys import comparable, key_hash, parquet_list
from tradewind.warehouse.lock import one_writer
from tradewind.warehouse.records import BatchRecord, Generation, Identity, TableFile
from tradewind.warehouse.retiring import remove_forgotten, successor_of, write_blanked
from tradewind.warehouse.sweeping import sweep


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a batch's rows come from: the file (None for rows computed here) and what was said about it.

    `audience` names who may see it; an empty one reaches nobody.
    """

    identity: Identity
    path: str
    name: str
    size: int
    audience: tuple[str, ...]
    file: Path | None = None
    sender: str | None = None
    party: str | None = None
    historical: bool = False
    said: tuple[tuple[str, Any], ...] = ()


class Writer:
    """Adds batches to a warehouse and publishes them as one generation. Use as a context manager.

    Leaving the block without `publish` leaves the warehouse as it was.
    """

    def __init__(
        self,
        folder: Folder,
        on_wait: Callable[[str], None] | None = None,
        patience_s: float | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder, self._on_wait, self._patience_s, self._now = folder, on_wait, patience_s, now
        self._held = ExitStack()
        self._base = Generation(0)
        self._order: list[str] = []
        self._retired: dict[str, str] = {}
        self._forgotten: dict[str, str] = {}
        self._records: dict[str, BatchRecord] = {}
        self._staged: dict[str, Path] = {}
        self._originals: dict[str, Path] = {}

    def __enter__(self) -> Writer:
        self.folder.must_be_a_warehouse()
        for part in (
            self.folder.originals,
            self.folder.batches,
            self.folder.generations,
            self.folder.staging,
        ):
            part.mkdir(parents=True, exist_ok=True)
        self._held.enter_context(one_writer(self.folder.lock, self._on_wait, self._patience_s))
        try:
            self._base = self.folder.generation()
            sweep(self.folder, self._base)
            self._order, self._retired = list(self._base.batches), dict(self._base.retired)
            self._forgotten = dict(self._base.forgotten)
            self._records = {r.id: r for r in self.folder.records(self._order)}
            self._workplace = self.folder.staging / uuid.uuid4().hex
            self._workplace.mkdir()
            self._held.callback(shutil.rmtree, self._workplace, ignore_errors=True)
        except BaseException:
            self._held.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def loaded(self, identity: Identity) -> BatchRecord | None:
        """The batch that already holds this reading of the file, or a newer reader's; None if neither."""
        for record in self._records.values():
            other = record.identity
            if other.batch_id == identity.batch_id:
                return record
            if _same_request(other, identity) and other.major > identity.major:
                return record
        return None

    def revive(self, identity: Identity) -> BatchRecord | None:
        """Let a batch count again that a later reading of its file had retired; None if there is none."""
        if identity.batch_id not in self._retired:
            return None
        record = self.folder.record(identity.batch_id)
        self._take_its_place(record)
        return record

    def forgotten(self, identity: Identity) -> BatchRecord | None:
        """What is left of this file of this steward, where who is named in it was forgotten; else None."""
        same = (identity.sha256, identity.member, identity.steward)
        for record in self._records.values():
            other = record.identity
            if other.blanked and (other.sha256, other.member, other.steward) == same:
                return record
        return None

    def blank(self, batch_id: str) -> BatchRecord | None:
        """Let the rows of a batch count without persons; the successor, made already or new.

        None where a later reading of its file counts, or nothing is left of it here.
        """
        newest = batch_id
        while newest in self._retired:
            newest = self._retired[newest]
        record = self._records.get(newest)
        if record is None or record.identity.blanked:
            return record
        if newest != batch_id:
            return None
        successor = successor_of(record, self._now())
        path = self._workplace / uuid.uuid4().hex
        write_blanked(self.folder, record, successor, path)
        self._staged[successor.id] = path
        self._take_its_place(successor)
        return successor

    def remove(self, batch_id: str) -> bool:
        """Forget the files of a batch that no longer counts, once published; whether they were still kept.

        WarehouseError where it counts: blank it first.
        """
        if batch_id in self._order:
            raise WarehouseError(f"batch {batch_id} still counts; only what a successor replaced is removed")
        if self._retired.pop(batch_id, None) is None:
            return False
        self._forgotten[batch_id] = self.folder.record(batch_id).identity.sha256
        return True

    def begin(self, origin: Origin) -> Draft:
        """An empty draft for a reading that is not loaded yet."""
        identity = origin.identity
        source = origin.sender or identity.steward
        folder = self._workplace / uuid.uuid4().hex
        return Draft(folder, Provenance(identity.batch_id, source, origin.historical))

    def add(self, draft: Draft, origin: Origin, keep_original: bool = True) -> BatchRecord:
        """Finish a draft; it counts once published. The record says what is in it."""
        draft.close()
        tables = {name: self._measured(draft.folder, name, rows) for name, rows in draft.rows.items()}
        for name, file in tables.items():
            if file.repeated:
                draft.note(_repeats(name, file.repeated))
        keep = keep_original and origin.file is not None
        record = BatchRecord(
            identity=origin.identity, path=origin.path, name=origin.name, size=origin.size,
            audience=origin.audience, sender=origin.sender, party=origin.party, historical=origin.historical,
            tables=tables, refused=draft.refused, notices=tuple(draft.notices),
            loaded_at=self._now().isoformat(timespec="seconds"), original_kept=keep, program=__version__,
            said=dict(origin.said),
        )  # fmt: skip
        if keep and origin.file is not None:
            self._keep_original(origin.file, origin.identity.sha256, origin.size)
        write_file(draft.folder / "batch.json", record.as_text())
        sync_folder(draft.folder)
        self._staged[record.id] = draft.folder
        self._take_its_place(record)
        return record

    def publish(self) -> int:
        """Let everything added count; the number of the generation, the old one where nothing was added."""
        if tuple(self._order) == self._base.batches and self._forgotten == self._base.forgotten:
            return self._base.number
        for sha256, path in self._originals.items():
            path.replace(self.folder.originals / sha256)
        for batch_id, path in self._staged.items():
            path.rename(self.folder.batches / batch_id)
        sync_folder(self.folder.originals)
        sync_folder(self.folder.batches)
        published = Generation(
            self._base.number + 1,
            tuple(self._order),
            self._retired,
            self._now().isoformat(timespec="seconds"),
            self._forgotten,
        )
        path = self.folder.generations / f"{published.number}.json"
        try:
            publish_file(path, published.as_text())
        except FileExistsError:
            raise WarehouseError(f"{path} appeared while this load held the lock; load again") from None
        for batch_id in self._forgotten.keys() - self._base.forgotten.keys():
            shutil.rmtree(self.folder.batches / batch_id, ignore_errors=True)
        if self._forgotten != self._base.forgotten:
            remove_forgotten(self.folder, published)
        self._base, self._staged, self._originals = published, {}, {}
        return published.number

    def _take_its_place(self, record: BatchRecord) -> None:
        """Put a batch in load order: where its predecessor stood, so that an old file read anew stays older
        than what revised it; else at the end."""
        predecessors = [i for i in self._order if _supersedes(record, self._records[i])]
        place = min((self._order.index(i) for i in predecessors), default=len(self._order))
        self._order.insert(place, record.id)
        self._retired.pop(record.id, None)
        for batch_id in predecessors:
            self._order.remove(batch_id)
            self._records.pop(batch_id)
            self._retired[batch_id] = record.id
        self._records[record.id] = record

    def _measured(self, folder: Path, name: str, rows: int) -> TableFile:
        table = TABLES[name]
        with duckdb.connect() as engine:
            engine.execute("SET memory_limit = '1GB'")
            engine.execute(f"SET temp_directory = '{str(folder / 'spill').replace(chr(39), chr(39) * 2)}'")
            files = parquet_list([str(folder / f"{name}.parquet")])
            found = engine.execute(
                f"SELECT count(*) - count(DISTINCT {key_hash(table)}) FROM read_parquet({files}) "
                f"WHERE {comparable(table)}"
            ).fetchone()
        shutil.rmtree(folder / "spill", ignore_errors=True)
        return TableFile(rows, table.version, int(found[0]) if found else 0)

    def _keep_original(self, file: Path, sha256: str, size: int) -> None:
        if sha256 in self._originals or (self.folder.originals / sha256).exists():
            return
        path = self._workplace / f"original-{sha256}"
        copy_file(file, path)
        if path.stat().st_size != size:
            raise FileRefused(
                str(file), "it changed while it was being read", "load it again when it is complete"
            )
        self._originals[sha256] = path


def _same_request(one: Identity, other: Identity) -> bool:
    def parts(i: Identity) -> Sequence[str | None]:
        return (i.sha256, i.member, i.reader, i.mapping_sha256, i.steward)

    return parts(one) == parts(other)


def _supersedes(new: BatchRecord, old: BatchRecord) -> bool:
    """A file has one reading per steward and table: the later one counts."""
    one, other = new.identity, old.identity
    same_file = (one.sha256, one.member, one.steward) == (other.sha256, other.member, other.steward)
    return same_file and (not old.tables or bool(set(new.tables) & set(old.tables)))


def _repeats(name: str, repeated: int) -> str:
    key = ", ".join(c for c in TABLES[name].key if c != "source")
    rows = "1 row repeats" if repeated == 1 else f"{repeated} rows repeat"
    return f"{rows} the key of another row of this file ({key}); the last counts, the others stay in history"
