"""The filtered queue as a file: CSV or XLSX, without anything TLP:RED, and said to be invented where it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Final

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tradewind.formats.numerals import defuse
from tradewind_web.agencies.acting import Acting
from tradewind_web.findings.actions import note_export
from tradewind_web.findings.filtering import Filters
from tradewind_web.findings.models import Finding
from tradewind_web.findings.queries import Item, items, queue, ready

#: Rows of one file; more is a matter for the API, page by page.
MOST: Final = 5_000
_AT_ONCE: Final = 500


def exported(acting: Acting, filters: Filters, form: str) -> HttpResponse:
    """The file, noted in the audit before it leaves."""
    allowed = queue(acting, filters).filter(pk__in=Finding.objects.exportable_by(acting).values("pk"))
    keys = list(allowed.order_by("tier", "-rank", "id").values_list("pk", flat=True)[: MOST + 1])
    cut, keys = len(keys) > MOST, keys[:MOST]
    findings: list[Finding] = []
    for start in range(0, len(keys), _AT_ONCE):
        part = {f.pk: f for f in ready(Finding.objects.filter(pk__in=keys[start : start + _AT_ONCE]), acting)}
        findings += [part[key] for key in keys[start : start + _AT_ONCE] if key in part]
    note_export(acting=acting, findings=findings, form=form, filters=filters.address)
    write, kind = FORMS[form]
    response = HttpResponse(
        write(_headings(), list(_rows(items(acting, findings))), _notes(acting, cut)), content_type=kind
    )
    name = settings.OFFICE.file_name(f"findings-{timezone.localdate().isoformat()}.{form}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _notes(acting: Acting, cut: bool) -> list[str]:
    """What stands above the rows: whose file it is, that it is invented, that more there were."""
    notes = [_("Findings as %(agency)s sees them on %(day)s. Each row says how far it may travel.")
             % {"agency": acting.agency.name, "day": timezone.localdate().isoformat()}]  # fmt: skip
    if settings.OFFICE.demonstration:
        notes.insert(0, _("DEMONSTRATION: everything in this file is invented."))
    if cut:
        notes.append(
            _("Only the first %(most)s rows are here; narrow the queue to get the others.") % {"most": MOST}
        )
    return notes


def _headings() -> list[str]:
    return [
        _("Tier"), _("About"), _("Substance"), _("Parties"), pgettext("a period", "From"),
        pgettext("a period", "To"), _("Mass at least, kg"),
        _("Mass at most, kg"), _("t CO2e at least"), _("t CO2e at most"), _("Reasons"),
        _("Lawful explanations to rule out"), _("Cheapest check"), _("State"), _("Assigned to"), _("Record"),
        _("Answers for it"), _("May travel"), _("May be done"), _("Address"),
    ]  # fmt: skip


def _rows(found: list[Item]) -> Iterator[list[str | float | None]]:
    for item in found:
        finding, said, triage = item.finding, item.words, item.triage
        yield [
            finding.get_tier_display(), said.what, finding.substance, said.where, _day(finding.period_start),
            _day(finding.period_end), _thousandth(finding.mass_low_g), _thousandth(finding.mass_high_g),
            _thousandth(finding.co2e_low_kg), _thousandth(finding.co2e_high_kg),
            " ".join(why.text for why in said.reasons), "; ".join(lawful.text for lawful in said.lawful), said.check,
            triage.get_state_display() if triage else str(_("new")),
            triage.assignee.display_name if triage and triage.assignee else "", item.record, finding.owner.name,
            finding.audience.get_tlp_display(), finding.audience.get_permitted_display(), str(finding.pk),
        ]  # fmt: skip


def _day(value: object) -> str:
    return str(value) if value else ""


def _thousandth(value: int | None) -> float | None:
    return None if value is None else value / 1000


def _csv(headings: list[str], rows: list[list[str | float | None]], notes: list[str]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([defuse(text)] for text in notes)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([defuse(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode()  # spreadsheets take UTF-8 by this mark


def _xlsx(headings: list[str], rows: list[list[str | float | None]], notes: list[str]) -> bytes:
    written = io.BytesIO()
    # Nothing is taken for a formula, a link or a number that is written as text.
    book = xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("findings")
    bold = book.add_format({"bold": True})
    for place, text in enumerate(notes):
        sheet.write_string(place, 0, text)
    sheet.write_row(len(notes), 0, headings, bold)
    sheet.freeze_panes(len(notes) + 1, 0)
    sheet.set_column(0, len(headings) - 1, 18)
    for line, row in enumerate(rows, len(notes) + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, column, cell)
            elif cell is not None:
                sheet.write_number(line, column, cell)
    if settings.OFFICE.demonstration:
        sheet.set_header("&C" + notes[0].replace("&", "&&"))
    book.close()
    return written.getvalue()


Writer = Callable[[list[str], list[list[str | float | None]], list[str]], bytes]
#: Ending -> how it is written, and its media type.
FORMS: Final[dict[str, tuple[Writer, str]]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
