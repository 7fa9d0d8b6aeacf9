"""What the audit tells of seizures. Who was involved, and what was written freely, is sealed under the record's key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.seizures.forms import TITLES
from tradewind_web.seizures.showing import LABELS

#: Field -> what stands in it.
Said = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class DraftBegun(AuditEvent):
    """A person began to type a seizure in, or a new version of one."""

    name: ClassVar[str] = "seizures.draft_begun"
    sentence: ClassVar = _("began to type a seizure in")
    corrects: str


@dataclass(frozen=True, kw_only=True)
class DraftSaved(AuditEvent):
    """A step of a draft was saved; what it says is told when it is recorded."""

    name: ClassVar[str] = "seizures.draft_saved"
    sentence: ClassVar = _("saved the step %(step)s of a draft")
    words: ClassVar = {"step": TITLES}
    step: str


@dataclass(frozen=True, kw_only=True)
class DraftDiscarded(AuditEvent):
    """A draft was thrown away."""

    name: ClassVar[str] = "seizures.draft_discarded"
    sentence: ClassVar = _("threw a draft away")
    photos: int


@dataclass(frozen=True, kw_only=True)
class PhotoAdded(AuditEvent):
    """A photograph was added to a draft."""

    name: ClassVar[str] = "seizures.photo_added"
    sentence: ClassVar = _("added a photograph (SHA-256 %(sha256)s)")
    photo: str
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class PhotoRemoved(AuditEvent):
    """A photograph was taken out of a draft, before it was evidence."""

    name: ClassVar[str] = "seizures.photo_removed"
    sentence: ClassVar = _("took a photograph out of a draft")
    photo: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class OriginalTaken(AuditEvent):
    """The original of a photograph was downloaded, with all the camera wrote into it."""

    name: ClassVar[str] = "seizures.original_taken"
    sentence: ClassVar = _("downloaded the original of a photograph (SHA-256 %(sha256)s)")
    photo: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SeizureRecorded(AuditEvent):
    """A seizure stands in the register."""

    name: ClassVar[str] = "seizures.recorded"
    sentence: ClassVar = _("recorded the seizure %(number)s")
    personal: ClassVar = frozenset({"said"})
    number: str
    substances: list[str]
    photos: list[str]
    audience: int
    said: Said


@dataclass(frozen=True, kw_only=True)
class SeizureCorrected(AuditEvent):
    """A new version takes the place of the one before, which stays."""

    name: ClassVar[str] = "seizures.corrected"
    sentence: ClassVar = _("corrected it to version %(version)s (%(fields)s): %(why)s")
    personal: ClassVar = frozenset({"before", "after", "why"})
    words: ClassVar = {"fields": {**LABELS, "photos": TITLES["photos"]}}
    version: int
    fields: str
    photos: list[str]
    why: str
    before: Said
    after: Said


@dataclass(frozen=True, kw_only=True)
class SeizuresExported(AuditEvent):
    """A list of seizures was taken away as a file."""

    name: ClassVar[str] = "seizures.exported"
    sentence: ClassVar = _("downloaded a list of %(count)s seizures")
    count: int
    filters: dict[str, str]
    digest: str


@dataclass(frozen=True, kw_only=True)
class SeizuresSent(AuditEvent):
    """The agency's seizures stand in the warehouse, so that the picture sees them."""

    name: ClassVar[str] = "seizures.sent"
    sentence: ClassVar = _("sent %(count)s seizures to the picture")
    count: int
    batches: list[str]


@dataclass(frozen=True, kw_only=True)
class SeizuresHeldBack(AuditEvent):
    """Whom a seizure reaches changed: what stood in the warehouse no longer counts until it is sent anew."""

    name: ClassVar[str] = "seizures.held_back"
    sentence: ClassVar = _("held the seizures in the picture back until they are sent to their new audience")
