"""What the audit tells of exhibits and their custody. Who held what, and where, is sealed under the record's key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.seizures.events import Said
from tradewind_web.seizures.words_custody import Act


@dataclass(frozen=True, kw_only=True)
class ExhibitAdded(AuditEvent):
    """Something is held as one thing from now on."""

    name: ClassVar[str] = "seizures.exhibit_added"
    sentence: ClassVar = _("took exhibit %(number)s into the list")
    personal: ClassVar = frozenset({"said"})
    number: int
    said: Said


@dataclass(frozen=True, kw_only=True)
class ExhibitCorrected(AuditEvent):
    """What is said of an exhibit changed."""

    name: ClassVar[str] = "seizures.exhibit_corrected"
    sentence: ClassVar = _("corrected what is said of exhibit %(number)s")
    personal: ClassVar = frozenset({"before", "after"})
    number: int
    before: Said
    after: Said


@dataclass(frozen=True, kw_only=True)
class CustodyWritten(AuditEvent):
    """An entry of custody, also one that corrects another."""

    name: ClassVar[str] = "seizures.custody_written"
    sentence: ClassVar = _("wrote entry %(number)s of the custody: %(act)s")
    personal: ClassVar = frozenset({"said"})
    words: ClassVar = {"act": dict(Act.choices)}
    number: int
    act: str
    corrects: str
    digest: str
    said: Said


@dataclass(frozen=True, kw_only=True)
class MarkExplained(AuditEvent):
    """A person said something beside a mark."""

    name: ClassVar[str] = "seizures.mark_explained"
    sentence: ClassVar = _("explained a mark in the custody")
    personal: ClassVar = frozenset({"text"})
    mark: str
    text: str


@dataclass(frozen=True, kw_only=True)
class BookPrinted(AuditEvent):
    """Numbered forms were reserved and printed."""

    name: ClassVar[str] = "seizures.book_printed"
    sentence: ClassVar = _("printed book %(book)s of %(forms)s custody forms")
    book: int
    forms: int


@dataclass(frozen=True, kw_only=True)
class FormVoided(AuditEvent):
    """A printed form will never be typed in."""

    name: ClassVar[str] = "seizures.form_voided"
    sentence: ClassVar = _("gave the custody form %(form)s up")
    form: str
