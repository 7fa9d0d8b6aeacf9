"""Which reader reads a file, and with which of the things said about it and about its sender before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tradewind.errors import FileRefused
from tradewind.formats import mapped
from tradewind.formats.mapping import (
    keep_day_first,
    kept_day_first,
    mapping_of,
    save_mapping,
)
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Reader
from tradewind.formats.registry import recognise_format


@dataclass(frozen=True, slots=True)
class Choice:
    """A reader and the instructions it is given."""

    reader: Reader
    said: Instructions


def choices(opened: Opened, said: Instructions, folder: Path) -> Iterator[Choice]:
    """How the file can be read: first by what is said now, then with what its sender's files needed before.

    A stated mapping goes before the known layouts where its columns are there; a kept one comes after them.
    FileRefused where no reader fits.
    """
    try:
        found = _stated(opened, said)
    except FileRefused:
        kept = mapped.kept_for(folder, said.sender, opened) if said.sender else None
        if kept is None:
            raise
        found = Choice(mapped.READER, replace(said, mapping=kept.as_dict()))
    yield found
    remembered = kept_day_first(folder, said.sender) if said.sender and said.day_first is None else None
    if remembered is not None:
        yield Choice(found.reader, replace(found.said, day_first=remembered))


def remember(folder: Path, said: Instructions) -> None:
    """Keep for the sender what a person said, so that it is asked once."""
    if said.sender is None:
        return
    if said.mapping is not None:
        save_mapping(folder, said.sender, mapping_of(said.mapping))
    if said.day_first is not None:
        keep_day_first(folder, said.sender, said.day_first)


def _stated(opened: Opened, said: Instructions) -> Choice:
    if said.mapping is not None and mapped.fits(mapping_of(said.mapping), opened):
        return Choice(mapped.READER, said)
    try:
        return Choice(recognise_format(opened, replace(said, mapping=None)), replace(said, mapping=None))
    except FileRefused:
        if said.mapping is None:
            raise
        return Choice(mapped.READER, said)  # it says best which of the mapping's columns are missing
