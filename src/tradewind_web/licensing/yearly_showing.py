"""Yearly figures as pages and workbooks show them: rows of cells, each with the address of what is behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from tradewind.formats.article7_writer import Figure as Reported
from tradewind.formats.article7_writer import write
from tradewind.reference.parties import parties
from tradewind.reporting import ARTICLE_7, Book, Cell, Column, Due, Report, Sheet, due_in, render, tonnes
from tradewind.reporting.columns import REPORTS
from tradewind_web.agencies.acting import Acting
from tradewind_web.licensing.models_yearly import YearlyReport
from tradewind_web.licensing.yearly import Shown, Year, is_controlled, reports_of
from tradewind_web.licensing.yearly_words import BETWEEN, COLUMNS, FORMS
from tradewind_web.licensing.yearly_words import REPORTS as REPORT_WORDS
from tradewind_web.phrasing import invented
from tradewind_web.traders.places import named


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell to show; `text` is blank where the figure is."""

    text: str
    exact: str
    url: str
    stated: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a form: a substance, one partner or all of them, a figure a column."""

    substance: str
    partner: str
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a report with its headings and rows."""

    name: str
    title: str
    columns: list[tuple[str, Column]]
    lines: list[Line]


def forms_of(year: Year, report: Report, *, by_partner: bool) -> list[Form]:
    """The forms of a report; columns nobody fills are left out of forms of many columns."""
    return [_form(year, report, form, by_partner=by_partner) for form in report.forms]


def _form(year: Year, report: Report, form: str, *, by_partner: bool) -> Form:
    sums: dict[tuple[str, str], dict[str, int]] = {}
    stated: set[tuple[str, str, str]] = set()
    for cell, amount in year.cells[report.name].items():
        if cell.form != form or not is_controlled(cell.substance):
            continue
        partner = cell.partner if by_partner else ""
        row = sums.setdefault((cell.substance, partner), {})
        row[cell.column] = row.get(cell.column, 0) + amount
        if (report.name, cell) in year.stated:
            stated.add((cell.substance, partner, cell.column))
    used = {name for row in sums.values() for name in row}
    columns = [c for c in report.forms[form] if c.name in used or c.counts in ("total", "stated")]
    lines = [
        Line(
            gas, named(partner) if partner else "",
            [
                _shown(year.year, report, Cell(form, gas, partner, c.name), c, row.get(c.name),
                       is_stated=(gas, partner, c.name) in stated)
                for c in columns
            ],
        )
        for (gas, partner), row in sorted(sums.items())
    ]  # fmt: skip
    return Form(form, str(FORMS[form]), [(str(COLUMNS[c.name]), c) for c in columns], lines)


def _shown(
    year: int, report: Report, cell: Cell, column: Column, amount: int | None, *, is_stated: bool
) -> Figure:
    text, exact = amount_text(column, amount, report.places)
    return Figure(text, exact, figure_url(year, report.name, cell), is_stated)


def amount_text(column: Column, amount: int | None, places: int) -> tuple[str, str]:
    """The rounded figure and the exact one, both blank for a blank."""
    if amount is None:
        return "", ""
    if column.unit != "g":
        text = number_format(Decimal(amount) / 100, decimal_pos=2)
        return text, text
    grouped = number_format(amount, decimal_pos=0, use_l10n=True, force_grouping=True)
    return (
        number_format(tonnes(amount, places), decimal_pos=places, force_grouping=True),
        _("%(grams)s g") % {"grams": grouped},
    )


def figure_url(year: int, report: str, cell: Cell) -> str:
    """The page of what is behind a figure."""
    place_ = {"substance": cell.substance, "partner": cell.partner}
    query = urlencode({name: value for name, value in place_.items() if value})
    return f"{reverse('yearly:figure', args=[year, report, cell.form, cell.column])}?{query}"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is due, how many days are left, and the version that was sent, if one was."""

    due: Due
    title: str
    days_left: int
    sent: YearlyReport | None

    @property
    def days_late(self) -> int:
        """Days since the last day."""
        return -self.days_left


def reminders(acting: Acting, today: date | None = None) -> list[Reminder]:
    """What the Party files this year on the year before, the earliest first. For any page of licences."""
    today = today or timezone.localdate()
    sent = {
        (r.year, r.report): r
        for r in reports_of(acting, today.year - 1)
        if r.state == YearlyReport.State.SUBMITTED
    }
    return [
        Reminder(due, str(REPORT_WORDS[due.report]), due.days_left(today), sent.get((due.year, due.report)))
        for due in due_in(today.year, article_5=_is_article_5(acting.agency.party))
    ]


def _is_article_5(party: str) -> bool:
    return any(known.iso3 == party and known.article5 for known in parties())


def workbook(acting: Acting, year: Year) -> bytes:
    """Both reports, what was stated, and the differences, as a workbook in the reader's language."""
    return render(Book(list(_sheets(acting, year)), right_to_left=get_language_bidi()))


def secretariat_workbook(acting: Acting, year: Year) -> bytes:
    """Article 7 as the Secretariat's reporting system reads it: unrounded, without what it has no column for."""
    cells = year.cells[ARTICLE_7.name].items()
    figures = [
        Reported(c.form, c.substance, c.partner, c.column, grams)
        for c, grams in cells
        if is_controlled(c.substance)
    ]
    return write(acting.agency.party, year.year, figures, remark=str(invented()))


def _sheets(acting: Acting, year: Year) -> Iterator[Sheet]:
    marks = [text for text in (invented(),) if text]
    for name, report in REPORTS.items():
        rows: list[list[Any]] = []
        for form in forms_of(year, report, by_partner=True):
            for cell in _cells_of(year, report, form.name):
                column, amount = report.column(cell.form, cell.column), year.cells[name][cell]
                is_mass = column.unit == "g"
                rows.append([
                    form.title, cell.substance, named(cell.partner), str(COLUMNS[cell.column]),
                    tonnes(amount, report.places) if is_mass else None, amount if is_mass else None,
                    None if is_mass else Decimal(amount) / 100,
                    _("stated") if (name, cell) in year.stated else _("cleared"),
                ])  # fmt: skip
        notes = [
            *marks,
            _("%(report)s of %(party)s on %(year)s") % {
                "report": REPORT_WORDS[name], "party": named(acting.agency.party), "year": year.year,
            },
            _("A figure that is not here is blank: nothing was cleared and nobody stated a zero."),
        ]  # fmt: skip
        headings = [
            _("Form"), _("Substance"), _("Country"), _("Column"), _("Tonnes, rounded"), _("Grams"),
            _("US dollars a kg"), _("Comes from"),
        ]  # fmt: skip
        yield Sheet(str(REPORT_WORDS[name]), notes, headings, rows)
    headings = [
        _("Between"), _("Form"), _("Substance"), _("Country"), _("First figure, g"), _("Second figure, g"),
        _("Explanation"),
    ]  # fmt: skip
    yield Sheet(_("Differences"), marks, headings, [_difference(s) for s in year.differences])


def _cells_of(year: Year, report: Report, form: str) -> list[Cell]:
    order = {column.name: place_ for place_, column in enumerate(report.forms[form])}
    own = [c for c in year.cells[report.name] if c.form == form and is_controlled(c.substance)]
    return sorted(own, key=lambda c: (c.substance, c.partner, order[c.column]))


def _difference(shown: Shown) -> list[Any]:
    d = shown.difference
    return [
        str(BETWEEN[d.between]), str(FORMS[d.form]), d.substance, named(d.partner), d.left_g, d.right_g,
        "" if shown.is_stale else shown.said,
    ]  # fmt: skip
