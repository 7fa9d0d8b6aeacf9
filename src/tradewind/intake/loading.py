"""Files into the warehouse: recognise, read, refuse with reason and mend, publish in one generation."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tradewind.errors import FileForgotten, FileRefused
from tradewind.formats.mapping import mapping_of
from tradewind.formats.opening import Opened, open_file
from tradewind.formats.reading import Instructions, Notice, Refused, Rows
from tradewind.intake.candidates import candidates
from tradewind.intake.choosing import Choice, choices, remember
from tradewind.intake.report import LoadedBatch, LoadReport, Refusals
from tradewind.intake.unreadable import BROKEN_CONTENT, broken, nothing_read, without_rows
from tradewind.warehouse import BatchRecord, Identity, Origin, Warehouse, Writer
from tradewind.warehouse.address import folder_of
from tradewind.warehouse.draft import Draft, refusal_as_dict

#: Told one line of progress at a time.
Progress = Callable[[str], None]

_PROGRESS_EVERY_S: Final = 0.2


def load(
    paths: Iterable[str | Path],
    warehouse_url: str | Path,
    instructions: Instructions | None = None,
    progress: Progress | None = None,
    *,
    audience: tuple[str, ...] | None = None,
    keep_going: bool = True,
    keep_originals: bool = True,
    kept: Path | None = None,
) -> LoadReport:
    """Read files, and the files in folders, into one new generation; what is loaded already changes nothing.

    A file that cannot be read is refused and the others go on, unless `keep_going` is False. `audience` names
    who may see the rows, by default the steward alone. `keep_originals=False` leaves no copy of the files. `kept` is
    the folder whose kept mappings and date orders apply, by default the warehouse's own.
    FileRefused or RequestError where nothing at all could be read; then the warehouse is as it was.
    """
    files = candidates(paths, without=folder_of(warehouse_url))
    tell, said = progress or _silence, instructions or Instructions()
    if said.mapping is not None:
        mapping_of(said.mapping)  # a mapping that cannot be meant is said before any file is opened
    with Warehouse.writing(warehouse_url, on_wait=tell) as writer:
        job = _Job(writer, said, audience or (said.steward,), keep_originals, tell, kept)
        for number, path in enumerate(files, 1):
            tell(f"{number} of {len(files)}: {path.name}")
            try:
                job.read(path)
            except FileRefused as error:
                if not keep_going:
                    raise
                job.refusals.file(error)
        if not job.batches:
            raise nothing_read(job.refusals.files)
        generation = writer.publish()
        remember(writer.folder.root, said)
    refusals = job.refusals
    return LoadReport(
        generation, tuple(job.batches), tuple(refusals.shown), refusals.total, tuple(refusals.files)
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """One table-like file, on disk or a member of an archive, and how it will be read."""

    opened: Opened
    choice: Choice
    path: str
    member: str | None


class _Job:
    """One load: the writer, what was said about the files, and what has come of them so far."""

    def __init__(
        self,
        writer: Writer,
        instructions: Instructions,
        audience: tuple[str, ...],
        keep_originals: bool,
        tell: Progress,
        kept: Path | None,
    ) -> None:
        self.kept = kept or writer.folder.root
        self.writer, self.instructions, self.audience = writer, instructions, audience
        self.keep_originals, self.tell = keep_originals, tell
        self.batches: list[LoadedBatch] = []
        self.refusals = Refusals()

    def read(self, path: Path) -> None:
        """One file, or each member of an archive; FileRefused where the file as a whole cannot be read."""
        opened = open_file(path)
        if not opened.parts:
            self._read_source(opened, str(path), None)
            return
        for part in opened.parts:
            where = f"{path}:{part.name}"
            try:
                self._read_source(part, where, part.name)
            except FileRefused as error:
                self.refusals.file(FileRefused(where, error.reason, error.mend))

    def _read_source(self, opened: Opened, path: str, member: str | None) -> None:
        readings = [
            _Source(opened, choice, path, member) for choice in choices(opened, self.instructions, self.kept)
        ]
        left = self.writer.forgotten(self._origin(readings[-1]).identity)
        if left is not None:
            raise FileForgotten(
                path, f"who is named in it was forgotten on {left.loaded_at[:10]}, when its time to be kept ended",
                "what is left of it, without persons, still counts; send a newer file where the law lets you keep one",
            )  # fmt: skip
        for source in readings:
            record = self.writer.loaded(self._origin(source).identity)
            if record is not None:
                self.batches.append(LoadedBatch(record, path, already_loaded=True))
                return
        source = readings[-1]
        origin = self._origin(source)
        record = self.writer.revive(origin.identity) or self._read_rows(source, origin)
        self.batches.append(LoadedBatch(record, path, already_loaded=False))

    def _read_rows(self, source: _Source, origin: Origin) -> BatchRecord:
        refused: list[Refused] = []
        with self.writer.begin(origin) as draft:
            try:
                self._drain(source, draft, refused)
            except BROKEN_CONTENT as error:
                raise broken(source.path, source.choice.reader.title, error) from error
            if not draft.rows:
                without_rows(source.path, refused)
            record = self.writer.add(draft, origin, self.keep_originals)
        for row in refused:
            self.refusals.row(source.path, refusal_as_dict(row))
        self.refusals.total += record.refused - len(refused)
        return record

    def _drain(self, source: _Source, draft: Draft, shown: list[Refused]) -> None:
        """Write everything the reader yields; the first refused rows are also kept for the report."""
        told = time.monotonic()
        for item in source.choice.reader.read(source.opened, source.choice.said):
            match item:
                case Rows():
                    draft.append(item.table, item.data)
                case Refused():
                    draft.refuse(item)
                    if len(shown) < 1000:
                        shown.append(item)
                case Notice():
                    draft.note(item.text)
            if time.monotonic() - told > _PROGRESS_EVERY_S:
                told = time.monotonic()
                self.tell(f"{source.opened.name}: {sum(draft.rows.values()):,} rows")

    def _origin(self, source: _Source) -> Origin:
        opened, said, reader = source.opened, source.choice.said, source.choice.reader
        identity = Identity(
            opened.sha256, reader.name, reader.version, said_sha256(said), said.steward, source.member
        )
        return Origin(
            identity, source.path, opened.name, opened.size, self.audience, opened.path,
            said.sender, said.party, said.historical, tuple(_said(said).items()),
        )  # fmt: skip


def said_sha256(said: Instructions) -> str | None:
    """Digest of all a person said on how to read a file, its mapping first of all; None if nothing was said.

    The same bytes read with another mapping, date order, calendar, sender or Party give other rows, so this
    is part of what makes a batch the same.
    """
    told = _said(said)
    if not told:
        return None
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _said(said: Instructions) -> dict[str, Any]:
    told = {
        "mapping": json.loads(json.dumps(said.mapping, default=str)) if said.mapping else None,
        "sender": said.sender,
        "party": said.party,
        "day_first": said.day_first,
        "historical": said.historical or None,
        "calendar": said.calendar,
    }
    return {name: value for name, value in told.items() if value is not None}


def _silence(text: str) -> None:
    del text
