"""The filtered list as a workbook: what may leave, formula-safe, with what it is and how it was narrowed on top."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from tradewind.formats.numerals import defuse
from tradewind.quantities import kilograms
from tradewind_web.agencies.acting import Acting
from tradewind_web.errors import Refused
from tradewind_web.phrasing import invented, listed
from tradewind_web.seizures.models import SeizedItem, Seizure
from tradewind_web.seizures.naming import shown
from tradewind_web.seizures.queries import Filters
from tradewind_web.seizures.words import METHOD_WORDS
from tradewind_web.traders.places import named

MOST_ROWS: Final = 5_000
#: Rows read at once.
_AT_ONCE: Final = 500
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Export:
    """A workbook to send: its name, bytes, and how many seizures it holds."""

    name: str
    content: bytes
    count: int


def workbook(acting: Acting, filters: Filters) -> Export:
    """The seizures that reach the person and may leave in a file, one row a gas. People are not named in it.

    Raises:
        Refused: there are more than a sheet should hold.
    """
    rows = filters.apply(Seizure.objects.exportable_by(acting)).order_by("-seized_on", "-id")
    count = rows.count()
    if count > MOST_ROWS:
        raise Refused(_("these are more than %(most)s seizures; narrow the list first") % {"most": MOST_ROWS})
    written = io.BytesIO()
    with xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet, bold = (
            book.add_worksheet(_("Seizures")[:31]),
            book.add_format({"bold": True, "text_wrap": True}),
        )
        if get_language_bidi():
            sheet.right_to_left()
        line = 0
        for sentence in _heading(acting, filters):
            sheet.write_string(line, 0, sentence, bold)
            line += 1
        for column, (title, wide) in enumerate(_columns()):
            sheet.write_string(line, column, title, bold)
            sheet.set_column(column, column, wide)
        sheet.freeze_panes(line + 1, 1)
        found = rows.select_related("owner", "audience").prefetch_related("items")
        for seizure in found.iterator(chunk_size=_AT_ONCE):
            for item in seizure.items.all():
                line += 1
                _write(sheet, line, _cells(seizure, item))
    name = settings.OFFICE.file_name(f"seizures-{timezone.localdate().isoformat()}.xlsx")
    return Export(name, written.getvalue(), count)


def _heading(acting: Acting, filters: Filters) -> Iterator[str]:
    if said := invented():
        yield said
    day = timezone.localdate().isoformat()
    yield _("Seizures that reached %(agency)s on %(day)s") % {
        "agency": defuse(acting.agency.name),
        "day": day,
    }
    told = filters.told()
    if told:
        yield _("Narrowed to: %(filters)s") % {"filters": listed(told.values())}
    yield _("A blank cell means not known, never zero. Each row says how far it may travel.")


def _columns() -> list[tuple[str, int]]:
    return [
        (_("Number"), 12), (_("Agency"), 24), (_("Day"), 12), (_("What happened"), 16), (_("Country"), 16),
        (_("Where"), 24), (_("Substance"), 14), (_("Label says"), 20), (_("Containers"), 11),
        (_("Of which kind"), 22), (_("Mass in kg"), 12), (_("This mass is"), 24), (_("Declared as"), 24),
        (pgettext("a route", "From"), 16),
        (_("Via"), 16), (pgettext("a route", "To"), 16),
        (_("How it travelled"), 18), (_("How it was found"), 18),
        (_("How it was hidden or covered"), 30), (_("Where it stands"), 18), (_("Version"), 8),
        (_("How far it may travel"), 30),
    ]  # fmt: skip


def _cells(seizure: Seizure, item: SeizedItem) -> list[Any]:
    return [
        seizure.number, seizure.owner.name, seizure.seized_on.isoformat(), seizure.get_what_display(),
        named(seizure.country), seizure.place, shown(item.substance), item.label_says, item.containers,
        item.get_container_kind_display(), None if item.mass_g is None else kilograms(item.mass_g),
        item.get_basis_display(), seizure.declared_as, named(seizure.came_from),
        listed(named(code) for code in seizure.via), named(seizure.going_to), seizure.get_transport_display(),
        seizure.get_found_display(), listed(str(METHOD_WORDS[code]) for code in seizure.methods),
        seizure.get_outcome_display(), seizure.version, seizure.audience.get_tlp_display(),
    ]  # fmt: skip


def _write(sheet: Any, line: int, cells: list[Any]) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, (int, float)):
            sheet.write_number(line, column, value)
        elif value:
            sheet.write_string(line, column, defuse(str(value)))
