"""What the audit tells of files of evidence. Who sent one to whom is sealed under the record's key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.seizures.events import Said


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(AuditEvent):
    """A file was taken in."""

    name: ClassVar[str] = "seizures.evidence_added"
    sentence: ClassVar = _("took evidence file %(number)s in (SHA-256 %(sha256)s)")
    personal: ClassVar = frozenset({"said"})
    number: int
    sha256: str
    size: int
    media_type: str
    origin: str
    said: Said


@dataclass(frozen=True, kw_only=True)
class PictureRead(AuditEvent):
    """A photograph was read, and a small picture made from it (`sha256`; "" where none could be)."""

    name: ClassVar[str] = "seizures.picture_read"
    sentence: ClassVar = _("read what the photograph in evidence file %(number)s says of itself")
    number: int
    derived_from: str
    sha256: str
    trouble: str


@dataclass(frozen=True, kw_only=True)
class EvidenceTold(AuditEvent):
    """What was not known of a file was added."""

    name: ClassVar[str] = "seizures.evidence_told"
    sentence: ClassVar = _("added what was not known of evidence file %(number)s")
    personal: ClassVar = frozenset({"said"})
    number: int
    said: Said


@dataclass(frozen=True, kw_only=True)
class OriginalGone(AuditEvent):
    """The original of a copy is not to be had."""

    name: ClassVar[str] = "seizures.evidence_original_gone"
    sentence: ClassVar = _("noted that the original of evidence file %(number)s is not to be had")
    personal: ClassVar = frozenset({"reason"})
    number: int


@dataclass(frozen=True, kw_only=True)
class EvidenceTaken(AuditEvent):
    """A file was downloaded."""

    name: ClassVar[str] = "seizures.evidence_taken"
    sentence: ClassVar = _("downloaded evidence file %(number)s (SHA-256 %(sha256)s)")
    number: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class EvidenceDamaged(AuditEvent):
    """The bytes on the disk are not those that came."""

    name: ClassVar[str] = "seizures.evidence_damaged"
    sentence: ClassVar = _("found evidence file %(number)s damaged: its bytes are not those that came")
    number: int
    sha256: str
