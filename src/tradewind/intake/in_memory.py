"""Files read as `load` reads them, without a warehouse to keep them: the rows that count, in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.errors import FileRefused
from tradewind.formats.opening import Opened, open_file
from tradewind.formats.reading import Instructions, Notice, Refused, Rows
from tradewind.intake.candidates import candidates
from tradewind.intake.choosing import Choice, choices
from tradewind.intake.loading import said_sha256
from tradewind.intake.report import Refusals
from tradewind.intake.unreadable import BROKEN_CONTENT, broken, nothing_read, without_rows
from tradewind.tables import table
from tradewind.warehouse import Identity, Origin, Warehouse
from tradewind.warehouse.conforming import Provenance, conform
from tradewind.warehouse.draft import refusal_as_dict

#: Rows about which later rows have something to say: then the rules of a warehouse are needed.
_ABOUT_OTHERS: Final = "customs_messages"

#: Given the name of a table and rows of it.
Follow = Callable[[str, pa.Table], None]


@dataclass(frozen=True, slots=True)
class FilesRead:
    """Canonical tables by name, each row with the `row_ref` it would have in a warehouse. `refused` as in the
    report of a load; `notices` as (path, text). `as_read`: every row that was read counts, in the order of reading."""

    tables: Mapping[str, pa.Table]
    refused: tuple[Mapping[str, Any], ...] = ()
    refused_total: int = 0
    notices: tuple[tuple[str, str], ...] = ()
    files: int = 0
    as_read: bool = False

    @property
    def is_whole(self) -> bool:
        """Nothing was refused."""
        return not self.refused_total


@dataclass(slots=True)
class _Batch:
    origin: Origin
    chunks: dict[str, list[pa.Table]] = field(default_factory=dict)


def read(
    paths: Iterable[str | Path],
    instructions: Instructions | None = None,
    warehouse: Path | None = None,
    follow: Follow | None = None,
) -> FilesRead:
    """The rows that count of these files, as if they alone had been loaded; nothing is stored.

    `warehouse` is the folder whose kept mappings and date orders apply. `follow` is given each part of a table as it
    is read, before it is known whether all its rows count. FileRefused or RequestError where
    nothing at all could be read.
    """
    said, refusals = instructions or Instructions(), Refusals()
    notices: list[tuple[str, str]] = []
    batches: list[_Batch] = []
    kept = warehouse or Path(tempfile.gettempdir()) / "tradewind-keeps-nothing-here"
    for opened, path, member in _opened(candidates(paths), refusals):
        try:
            *_, choice = choices(opened, said, kept)
            batches.append(_drained(opened, choice, path, member, refusals, notices, follow))
        except FileRefused as error:
            refusals.file(FileRefused(path, error.reason, error.mend))
    if not batches:
        raise nothing_read(refusals.files)
    tables, as_read = _settled(batches)
    return FilesRead(tables, tuple(refusals.shown), refusals.total, tuple(notices), len(batches), as_read)


def _opened(files: list[Path], refusals: Refusals) -> Iterable[tuple[Opened, str, str | None]]:
    for path in files:
        try:
            opened = open_file(path)
        except FileRefused as error:
            refusals.file(error)
            continue
        if opened.parts:
            yield from ((part, f"{path}:{part.name}", part.name) for part in opened.parts)
        else:
            yield opened, str(path), None


def _drained(
    opened: Opened,
    choice: Choice,
    path: str,
    member: str | None,
    refusals: Refusals,
    notices: list[tuple[str, str]],
    follow: Follow | None,
) -> _Batch:
    said, reader = choice.said, choice.reader
    identity = Identity(opened.sha256, reader.name, reader.version, said_sha256(said), said.steward, member)
    origin = Origin(identity, path, opened.name, opened.size, (said.steward,), None, said.sender, said.party,
                    said.historical)  # fmt: skip
    provenance = Provenance(identity.batch_id, said.sender or said.steward, said.historical)
    batch, refused = _Batch(origin), []
    try:
        for item in reader.read(opened, said):
            match item:
                case Rows():
                    chunk = conform(table(item.table), item.data, provenance)
                    batch.chunks.setdefault(item.table, []).append(chunk)
                    if follow is not None:
                        follow(item.table, chunk)
                case Refused():
                    refused.append(item)
                case Notice():
                    notices.append((path, item.text))
    except BROKEN_CONTENT as error:
        raise broken(path, reader.title, error) from error
    if not any(len(chunk) for chunks in batch.chunks.values() for chunk in chunks):
        without_rows(path, refused)
    for row in refused:
        refusals.row(path, refusal_as_dict(row))
    return batch


def _settled(batches: list[_Batch]) -> tuple[dict[str, pa.Table], bool]:
    """The rows that count, and whether those are all, in the order of reading. What messages, amendments and repeated
    keys make of them is a warehouse's to say."""
    gathered: dict[str, list[pa.Table]] = {}
    for batch in batches:
        for name, chunks in batch.chunks.items():
            gathered.setdefault(name, []).extend(chunks)
    tables = {name: pa.concat_tables(chunks) for name, chunks in gathered.items()}
    if _ABOUT_OTHERS in tables or any(_repeats(name, rows) for name, rows in tables.items()):
        return _as_a_warehouse_says(batches), False
    return {name: _referenced(name, rows) for name, rows in tables.items()}, True


def _repeats(name: str, rows: pa.Table) -> bool:
    """Whether a row speaks of another: an amendment, a second number, or the key of another row."""
    if "message" in rows.column_names and pc.any(pc.equal(rows["message"], "amendment")).as_py():
        return True
    if "local_reference" in rows.column_names and rows["local_reference"].null_count < len(rows):
        return True
    key = [c for c in table(name).key if c != "source"]
    first = key[0] if key[0].endswith("_id") else None
    compared = rows.filter(pc.is_valid(rows[first])) if first and rows[first].null_count else rows
    if not len(compared):
        return False
    codes = np.zeros(len(compared), np.int64)
    for column in key:
        encoded = compared[column].combine_chunks().dictionary_encode(null_encoding="encode")
        codes = codes * (len(encoded.dictionary) + 1) + encoded.indices.to_numpy(zero_copy_only=False)
        _, codes = np.unique(codes, return_inverse=True)
    return int(codes.max()) + 1 < len(compared)


def _as_a_warehouse_says(batches: list[_Batch]) -> dict[str, pa.Table]:
    """The current rows, by way of a warehouse that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tradewind-") as folder:
        with Warehouse.writing(Path(folder)) as writer:
            for batch in batches:
                with writer.begin(batch.origin) as draft:
                    for name, chunks in batch.chunks.items():
                        for chunk in chunks:
                            draft.append(name, chunk)
                    writer.add(draft, batch.origin, keep_original=False)
            writer.publish()
        with Warehouse.open(Path(folder)) as held:
            return {name: held.current(name).to_pyarrow() for name in held.tables()}


def _referenced(name: str, rows: pa.Table) -> pa.Table:
    """The rows with the reference each would have: `<batch_id>:<table>:<sheet>:<row>`."""
    reference = pc.binary_join_element_wise(
        rows["batch_id"],
        name,
        pc.fill_null(rows["source_sheet"], ""),
        pc.cast(rows["source_row"], pa.string()),
        ":",
    )
    return rows.append_column("row_ref", reference)
