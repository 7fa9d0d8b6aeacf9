"""What the audit tells of yearly figures. Amounts are said in the column's unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.licensing.yearly_words import COLUMNS, FORMS, REPORTS

_WORDS = {"report": REPORTS, "form": FORMS, "column": COLUMNS}


@dataclass(frozen=True, kw_only=True)
class FigureStated(AuditEvent):
    """An officer answers for a figure that no clearance tells; 0 is a zero."""

    name: ClassVar[str] = "licensing.figure_stated"
    sentence: ClassVar = _(
        "stated %(amount)s for %(substance)s in %(year)s (%(report)s, %(form)s, %(column)s): %(source)s"
    )
    words: ClassVar = _WORDS
    year: int
    report: str
    form: str
    substance: str
    partner: str
    column: str
    amount: str
    before: str
    source: str


@dataclass(frozen=True, kw_only=True)
class StatementWithdrawn(AuditEvent):
    """A stated figure no longer counts: the cell is blank again."""

    name: ClassVar[str] = "licensing.statement_withdrawn"
    sentence: ClassVar = _("withdrew what was stated for %(substance)s in %(year)s (%(report)s, %(column)s)")
    words: ClassVar = _WORDS
    year: int
    report: str
    form: str
    substance: str
    partner: str
    column: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class DifferenceExplained(AuditEvent):
    """Why two figures differ."""

    name: ClassVar[str] = "licensing.difference_explained"
    sentence: ClassVar = _("explained a difference of %(year)s for %(substance)s: %(said)s")
    year: int
    key: str
    substance: str
    left_kg: str
    right_kg: str
    before: str
    said: str


@dataclass(frozen=True, kw_only=True)
class ReportDrawnUp(AuditEvent):
    """The figures of a report were frozen as a draft."""

    name: ClassVar[str] = "licensing.report_drawn_up"
    sentence: ClassVar = _("drew up version %(version)s of the %(report)s on %(year)s (SHA-256 %(digest)s)")
    words: ClassVar = _WORDS
    year: int
    report: str
    version: int
    digest: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ReportSubmitted(AuditEvent):
    """A report was sent, and takes the place of the version before."""

    name: ClassVar[str] = "licensing.report_submitted"
    sentence: ClassVar = _("noted that version %(version)s of the %(report)s on %(year)s was sent on %(on)s")
    words: ClassVar = _WORDS
    year: int
    report: str
    version: int
    on: str
    reference: str
    digest: str
    supersedes: str


@dataclass(frozen=True, kw_only=True)
class FiguresExported(AuditEvent):
    """The figures of a year were taken away as a file."""

    name: ClassVar[str] = "licensing.figures_exported"
    sentence: ClassVar = _("downloaded the figures of %(year)s as %(kind)s")
    year: int
    kind: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class CustomsYearAsked(AuditEvent):
    """The declarations of a year are to be read for comparison."""

    name: ClassVar[str] = "licensing.customs_year_asked"
    sentence: ClassVar = _("asked what the declarations of %(year)s say")
    year: int


@dataclass(frozen=True, kw_only=True)
class CustomsYearPrepared(AuditEvent):
    """What declarations of a year say stands beside the figures."""

    name: ClassVar[str] = "licensing.customs_year_prepared"
    sentence: ClassVar = _("read %(items)s declaration items of %(year)s for comparison")
    year: int
    items: int
    rows: int
