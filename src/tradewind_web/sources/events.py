"""What the audit tells of files, batches, mended rows and what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent


@dataclass(frozen=True, kw_only=True)
class FileSent(AuditEvent):
    """A file was handed in, with its audience."""

    name: ClassVar[str] = "sources.file_sent"
    sentence: ClassVar = _("sent the file %(file_name)s")
    file_name: str
    size: int
    sha256: str
    purpose: str
    legal_basis: str
    retain_until: str
    audience: int


@dataclass(frozen=True, kw_only=True)
class FileFound(FileSent):
    """A file lay in the watched folder."""

    name: ClassVar[str] = "sources.file_found"
    sentence: ClassVar = _("found the file %(file_name)s in the watched folder")


@dataclass(frozen=True, kw_only=True)
class FileSaidMore(AuditEvent):
    """A person answered what the file could not tell; it is read again."""

    name: ClassVar[str] = "sources.file_said_more"
    sentence: ClassVar = _("answered what the file could not tell, and had it read again")
    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class BatchLoaded(AuditEvent):
    """One reading of a file is in the warehouse."""

    name: ClassVar[str] = "sources.batch_loaded"
    sentence: ClassVar = _("loaded %(file_name)s: %(rows)s rows, %(refused)s refused")
    file_name: str
    library_id: str
    sha256: str
    tables: dict[str, int]
    rows: int
    refused: int
    generation: int
    audience: int


@dataclass(frozen=True, kw_only=True)
class BatchReplaced(AuditEvent):
    """A later reading of the same file counts in its place."""

    name: ClassVar[str] = "sources.batch_replaced"
    sentence: ClassVar = _("let a later reading of the same file count in its place")
    library_id: str


@dataclass(frozen=True, kw_only=True)
class BatchCountsAgain(AuditEvent):
    """A reading that was replaced counts again."""

    name: ClassVar[str] = "sources.batch_counts_again"
    sentence: ClassVar = _("let this reading count again")
    library_id: str


@dataclass(frozen=True, kw_only=True)
class FileRead(AuditEvent):
    """The reading of a file came to its end: how many batches, what was refused."""

    name: ClassVar[str] = "sources.file_read"
    sentence: ClassVar = _("read the file: %(batches)s batches, %(refused)s refused rows")
    batches: int
    already_held: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class FileNotRead(AuditEvent):
    """The file as a whole could not be read, or asks a question first."""

    name: ClassVar[str] = "sources.file_not_read"
    sentence: ClassVar = _("could not read the file: %(trouble)s")
    trouble: str
    state: str


@dataclass(frozen=True, kw_only=True)
class RowsMended(AuditEvent):
    """Refused rows were corrected and sent again; the originals stay."""

    name: ClassVar[str] = "sources.rows_mended"
    sentence: ClassVar = _("corrected refused rows (%(count)s) and sent them again")
    personal: ClassVar = frozenset({"changes"})
    count: int
    upload: str
    #: Row number -> heading -> [before, after]; values may name a person.
    changes: dict[str, dict[str, list[str]]]


@dataclass(frozen=True, kw_only=True)
class MappingKept(AuditEvent):
    """How files of one layout are read was decided."""

    name: ClassVar[str] = "sources.mapping_kept"
    sentence: ClassVar = _("decided which column is what, for this file and the next of the same headings")
    signature: str
    table: str
    columns: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class FolderSwitched(AuditEvent):
    """The watched folder was switched on or off, or its rhythm or audience changed."""

    name: ClassVar[str] = "sources.folder_switched"
    sentence: ClassVar = _("changed the watched folder: on is %(is_on)s, every %(every_minutes)s minutes")
    is_on: bool
    every_minutes: int
    audience: int
    was_on: bool


@dataclass(frozen=True, kw_only=True)
class RetentionChanged(AuditEvent):
    """The last day until which a batch is kept was changed."""

    name: ClassVar[str] = "sources.retention_changed"
    sentence: ClassVar = _("changed the last day it is kept from %(before)s to %(after)s")
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class RetirementAnnounced(AuditEvent):
    """The time of a batch is over; it says from which day on who is named in it is forgotten."""

    name: ClassVar[str] = "sources.retirement_announced"
    sentence: ClassVar = _("announced that who is named in it will be forgotten on %(on)s")
    on: str
    retain_until: str


@dataclass(frozen=True, kw_only=True)
class RetirementHastened(AuditEvent):
    """A supervisor had it forgotten at once."""

    name: ClassVar[str] = "sources.retirement_hastened"
    sentence: ClassVar = _("had who is named in it forgotten at once")
    before: str


@dataclass(frozen=True, kw_only=True)
class RetirementCalledOff(AuditEvent):
    """It is kept longer, so the announcement no longer stands."""

    name: ClassVar[str] = "sources.retirement_called_off"
    sentence: ClassVar = _("called off the forgetting that was announced for %(before)s")
    before: str


@dataclass(frozen=True, kw_only=True)
class PersonsForgotten(AuditEvent):
    """Who is named in a batch was forgotten; its rows count on without them under another name."""

    name: ClassVar[str] = "sources.persons_forgotten"
    sentence: ClassVar = _("forgot who is named in it; its files are removed on %(remove_on)s")
    library_id: str
    successor: str
    remove_on: str


@dataclass(frozen=True, kw_only=True)
class FilesRemoved(AuditEvent):
    """The old files of a batch, and its original unless another reading needs it, are removed."""

    name: ClassVar[str] = "sources.files_removed"
    sentence: ClassVar = _("removed its files and the original")
    library_id: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class TermBegun(AuditEvent):
    """A record was closed: from here its last day counts."""

    name: ClassVar[str] = "sources.term_begun"
    sentence: ClassVar = _("ended on %(ended_on)s: it is kept until %(retain_until)s")
    ended_on: str
    retain_until: str


@dataclass(frozen=True, kw_only=True)
class RecordForgotten(AuditEvent):
    """Who is named in a case, a proceeding or the custody of a seizure was forgotten; its figures stay."""

    name: ClassVar[str] = "sources.record_forgotten"
    sentence: ClassVar = _("forgot who is named in it; its files are removed on %(remove_on)s")
    remove_on: str


@dataclass(frozen=True, kw_only=True)
class RecordFilesRemoved(AuditEvent):
    """Its files of evidence are removed; their digests stay."""

    name: ClassVar[str] = "sources.record_files_removed"
    sentence: ClassVar = _("removed its files (%(files)s)")
    files: int
    digests: list[str]


@dataclass(frozen=True, kw_only=True)
class UnreadFileRemoved(AuditEvent):
    """A file that was never loaded reached its last day and was removed."""

    name: ClassVar[str] = "sources.unread_file_removed"
    sentence: ClassVar = _("removed the file, which was never loaded, when its time to be kept ended")
    sha256: str


@dataclass(frozen=True, kw_only=True)
class PersonSearchRemoved(AuditEvent):
    """The workbook of what is held on a person was removed."""

    name: ClassVar[str] = "sources.person_search_removed"
    sentence: ClassVar = _("removed the workbook of what is held on a person")


@dataclass(frozen=True, kw_only=True)
class RetentionRuleSet(AuditEvent):
    """How long records of a kind are kept was decided."""

    name: ClassVar[str] = "sources.retention_rule_set"
    sentence: ClassVar = _("decided that %(what)s is kept %(days)s days")
    scope: str
    what: str
    days: int
    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class PersonSearched(AuditEvent):
    """Everything held on a person was asked for."""

    name: ClassVar[str] = "sources.person_searched"
    sentence: ClassVar = _("asked what is held on %(searched)s")
    personal: ClassVar = frozenset({"searched"})
    searched: str


@dataclass(frozen=True, kw_only=True)
class PersonSearchTaken(AuditEvent):
    """The workbook of what is held on a person was downloaded."""

    name: ClassVar[str] = "sources.person_search_taken"
    sentence: ClassVar = _("downloaded what is held on a person")
