"""What the audit tells of reports. What a report says stands in the report, under its digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.seizures.report_words import TEXTS

_FORMS = {key.removeprefix("form."): text for key, text in TEXTS.items() if key.startswith("form.")}


@dataclass(frozen=True, kw_only=True)
class ReportFiled(AuditEvent):
    """A report about the seizure was filed, or a revision of one."""

    name: ClassVar[str] = "seizures.report_filed"
    sentence: ClassVar = _("filed the report %(number)s, revision %(revision)s (%(form)s), to %(to)s")
    personal: ClassVar = frozenset({"why"})
    words: ClassVar = {"form": _FORMS}
    number: str
    revision: int
    form: str
    to: str
    digest: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ReportRecalled(AuditEvent):
    """A report about the seizure was recalled: it no longer counts."""

    name: ClassVar[str] = "seizures.report_recalled"
    sentence: ClassVar = _("recalled the report %(number)s: %(why)s")
    personal: ClassVar = frozenset({"why"})
    number: str
    digest: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ReportTaken(AuditEvent):
    """A filed report was downloaded."""

    name: ClassVar[str] = "seizures.report_taken"
    sentence: ClassVar = _("downloaded the report %(number)s as %(kind)s")
    number: str
    kind: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class TermSet(AuditEvent):
    """The agency set within how many days it means to file a form, or that there is no such day."""

    name: ClassVar[str] = "seizures.report_term_set"
    sentence: ClassVar = _("set the days within which a form is filed")
    form: str
    before: int | None
    after: int | None
