"""What the audit tells of proceedings. Who is accused, and free text, is sealed under the record's key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.proceedings.words import (
    Edition,
    Ground,
    Outside,
    Part,
    Proof,
    Side,
    StepKind,
    Track,
    Verdict,
)


@dataclass(frozen=True, kw_only=True)
class ProceedingOpened(AuditEvent):
    """A proceeding stands in the register."""

    name: ClassVar[str] = "proceedings.opened"
    sentence: ClassVar = _("opened the %(track)s proceeding %(number)s")
    words: ClassVar = {"track": dict(Track.choices)}
    personal: ClassVar = frozenset({"against", "about"})
    number: str
    track: str
    seizure: str
    act_on: str
    against: str
    about: str


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(AuditEvent):
    """Something speaks for or against an element of proof."""

    name: ClassVar[str] = "proceedings.evidence_added"
    sentence: ClassVar = _("added evidence on “%(part)s”: it %(side)s")
    words: ClassVar = {"part": dict(Part.choices), "side": dict(Side.choices)}
    personal: ClassVar = frozenset({"text"})
    part: str
    side: str
    text: str
    photo: str


@dataclass(frozen=True, kw_only=True)
class ProofJudged(AuditEvent):
    """How an element of proof stands was judged."""

    name: ClassVar[str] = "proceedings.proof_judged"
    sentence: ClassVar = _("judged “%(part)s”: %(after)s, before %(before)s")
    words: ClassVar = {
        "part": dict(Part.choices),
        "before": dict(Proof.choices),
        "after": dict(Proof.choices),
    }
    part: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ElementAdded(AuditEvent):
    """Another element has to be proved."""

    name: ClassVar[str] = "proceedings.element_added"
    sentence: ClassVar = _("added an element of proof")
    personal: ClassVar = frozenset({"what"})
    what: str


@dataclass(frozen=True, kw_only=True)
class ProvisionEntered(AuditEvent):
    """A provision of law was entered, with who read it where and when."""

    name: ClassVar[str] = "proceedings.provision_entered"
    sentence: ClassVar = _(
        "entered the provision %(citation)s, in force from %(in_force_from)s, read on %(read_on)s"
    )
    citation: str
    in_force_from: str
    read_on: str
    source: str
    replaces: str


@dataclass(frozen=True, kw_only=True)
class AmountWeighed(AuditEvent):
    """A worksheet of an amount was written."""

    name: ClassVar[str] = "proceedings.amount_weighed"
    sentence: ClassVar = _("wrote the worksheet %(number)s: %(shown)s")
    words: ClassVar = {"outside": dict(Outside.choices)}
    personal: ClassVar = frozenset({"reasons"})
    number: int
    shown: str
    amount: int
    currency: str
    provision: str
    outside: str
    reasons: str


@dataclass(frozen=True, kw_only=True)
class ProceedingDecided(AuditEvent):
    """A decision was entered."""

    name: ClassVar[str] = "proceedings.decided"
    sentence: ClassVar = _("entered the decision of %(decided_on)s: %(verdict)s %(shown)s")
    words: ClassVar = {"verdict": dict(Verdict.choices)}
    personal: ClassVar = frozenset({"text"})
    verdict: str
    decided_on: str
    shown: str
    amount: int | None
    currency: str
    text: str


@dataclass(frozen=True, kw_only=True)
class StepNoted(AuditEvent):
    """Something that happened or is due was noted."""

    name: ClassVar[str] = "proceedings.step_noted"
    sentence: ClassVar = _("noted: %(kind)s, %(on)s")
    words: ClassVar = {"kind": dict(StepKind.choices)}
    personal: ClassVar = frozenset({"note"})
    kind: str
    on: str
    until: str
    amount: int | None
    currency: str
    note: str


@dataclass(frozen=True, kw_only=True)
class StepDone(AuditEvent):
    """Something that was due is done."""

    name: ClassVar[str] = "proceedings.step_done"
    sentence: ClassVar = _("ticked off: %(kind)s, %(on)s")
    words: ClassVar = {"kind": dict(StepKind.choices)}
    kind: str
    on: str


@dataclass(frozen=True, kw_only=True)
class PartLeftOut(AuditEvent):
    """Something is left out of what the defence gets; what it is, is sealed."""

    name: ClassVar[str] = "proceedings.left_out"
    sentence: ClassVar = _("decided to leave something out of the disclosure: %(ground)s")
    words: ClassVar = {"ground": dict(Ground.choices)}
    personal: ClassVar = frozenset({"what", "why"})
    ground: str
    what: str
    why: str


@dataclass(frozen=True, kw_only=True)
class LeavingOutLifted(AuditEvent):
    """It goes to the defence after all."""

    name: ClassVar[str] = "proceedings.left_out_lifted"
    sentence: ClassVar = _("put back into the disclosure what was left out: %(ground)s")
    words: ClassVar = {"ground": dict(Ground.choices)}
    ground: str


@dataclass(frozen=True, kw_only=True)
class ArchiveAsked(AuditEvent):
    """An archive for the court is being made."""

    name: ClassVar[str] = "proceedings.archive_asked"
    sentence: ClassVar = _("asked for an archive: %(edition)s")
    words: ClassVar = {"edition": dict(Edition.choices)}
    edition: str


@dataclass(frozen=True, kw_only=True)
class ArchiveMade(AuditEvent):
    """An archive for the court was made; the digest is that of the whole file."""

    name: ClassVar[str] = "proceedings.archive_made"
    sentence: ClassVar = _("made an archive (%(edition)s): SHA-256 %(sha256)s")
    words: ClassVar = {"edition": dict(Edition.choices)}
    edition: str
    sha256: str
    size: int
    files: int


@dataclass(frozen=True, kw_only=True)
class ArchiveTaken(AuditEvent):
    """An archive was downloaded."""

    name: ClassVar[str] = "proceedings.archive_taken"
    sentence: ClassVar = _("downloaded an archive (%(edition)s): SHA-256 %(sha256)s")
    words: ClassVar = {"edition": dict(Edition.choices)}
    edition: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class DraftPrinted(AuditEvent):
    """A draft decision was printed from a worksheet."""

    name: ClassVar[str] = "proceedings.draft_printed"
    sentence: ClassVar = _("printed the draft decision of worksheet %(number)s")
    number: int
