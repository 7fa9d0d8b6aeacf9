"""What a court gets, as values: exhibits, records, chains, what speaks for the accused, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from tradewind.reporting.court.zipping import Content

Edition = Literal["full", "disclosure"]
Favours = Literal["prosecution", "accused", "both", "neither"]
#: Why something may be left out of what the defence gets.
Ground = Literal["source", "third_party", "other_case", "trade_secret"]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A file that goes before the court as it came. `sha256` was recorded when it came: another file is refused."""

    number: str
    title: str
    content: Content
    sha256: str
    name: str = ""
    kind: str = ""
    origin: str = ""
    favours: Favours = "neither"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the office as JSON; `slug` names its file."""

    slug: str
    title: str
    value: Any
    favours: Favours = "neither"


@dataclass(frozen=True, slots=True)
class Favourable:
    """Something that speaks for the accused: a lawful explanation, a negative test, a mark in the custody."""

    kind: str
    text: str
    stands: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """Entries as the verifier reads them; `number` and `digest` of the head tell what was the last one."""

    slug: str
    kind: Literal["audit", "custody"]
    entries: Sequence[Mapping[str, Any]]
    head_number: int
    head_digest: str
    chain: str = ""

    def as_json(self) -> dict[str, Any]:
        """The content of its file."""
        return {
            "kind": self.kind, "chain": self.chain, "entries": list(self.entries),
            "head": {"number": self.head_number, "digest": self.head_digest},
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """That a text was there at a time, by an authority's word (RFC 3161): the text, its answer, its root as PEM."""

    of: Literal["custody", "evidence"]
    count: int
    text: str
    response: bytes
    roots: str
    stamped_at: datetime
    authority: str

    @property
    def slug(self) -> str:
        """What its three files are called."""
        return f"{self.of}-{self.count:03}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One line of the log of what the defence does not get: where and on which ground, never what."""

    number: int
    ground: Ground
    where: str
    decided_by: str
    decided_on: str
    places: int
    for_accused: bool


@dataclass(frozen=True, slots=True)
class Matter:
    """One edition of a matter, frozen: whatever is written is written from this."""

    number: str
    title: str
    agency: str
    made_at: datetime
    edition: Edition = "full"
    language: str = "en"
    banner: str = ""
    facts: Sequence[tuple[str, str]] = ()
    exhibits: Sequence[Exhibit] = ()
    records: Sequence[Record] = ()
    favourable: Sequence[Favourable] = ()
    chains: Sequence[Chain] = ()
    stamps: Sequence[TimeStamp] = ()
    left_out: Sequence[LeftOut] = ()
    #: Exhibits that are left out: number -> the line of the log.
    withheld: Mapping[str, int] | None = None
    #: Of an edition for the defence: SHA-256 of the newest full edition, so that it can be asked for later.
    drawn_from: str = ""
