"""Refused rows as a workbook to correct: the columns they came in, only those rows, the cell marked, why in a note.

Corrected, it loads like the file it came from, by the same marks or the same mapping, and adds only its rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from tradewind.errors import RequestError
from tradewind.formats.cells import Fault, Habits
from tradewind.formats.fields import Field, Office, office
from tradewind.formats.filling import Counts, fill
from tradewind.formats.grid import settle
from tradewind.formats.mapped import find_columns
from tradewind.formats.mapping import FileMapping, mapping_of
from tradewind.formats.reading import Instructions, Refused
from tradewind.formats.template import ROW_MARK, Marked, TemplateSheet, check, write_cell, writing
from tradewind.formats.template_reader import field_of_header
from tradewind.formats.template_text import CORRECT, FAULTS, table_of
from tradewind.formats.values import (
    DateOrderUnknown,
    DecimalMarkUnknown,
    Unreadable,
    parse_date,
    parse_number,
)
from tradewind.languages import LANGUAGES, translator

_QUESTIONS: Final = (DateOrderUnknown, DecimalMarkUnknown)
_DIGITS: Final = frozenset({"whole", "number", "money", "mass", "year"})
_DATES: Final = frozenset({"day", "span"})
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
#: Excel keeps no more digits of a number.
_EXACT_DIGITS: Final = 15
_MAX_SHEET_NAME: Final = 31


def write_refused(
    path_out: Path,
    source: str | FileMapping | Mapping[str, Any],
    refused: Sequence[Refused],
    language: str = "en",
    said: Instructions | None = None,
) -> int:
    """Write the refused rows and return how many there are; nothing is written where there is none.

    `source` is the kind of the template the rows came in, or the mapping they were read through; `said` is what
    was said when they were read. Questions about a whole file are no rows and are left out.
    """
    rows = [r for r in refused if r.row is not None and any(r.record.values())]
    if not rows:
        return 0
    if isinstance(source, str):
        check(source, language)
        _write_template(path_out, source, rows, language, said or Instructions())
    else:
        if language not in LANGUAGES:
            raise RequestError(f"no notes in language {language!r}; choose one of {', '.join(LANGUAGES)}")
        mapping = source if isinstance(source, FileMapping) else mapping_of(source)
        _write_mapped(path_out, mapping, rows, language, said or Instructions())
    return len(rows)


def _write_template(
    path: Path, kind: str, rows: Sequence[Refused], language: str, said: Instructions
) -> None:
    side = office(table_of(kind))
    habits = Habits(day_first=said.day_first, calendar=said.calendar)
    names = list(dict.fromkeys(key for r in rows for key in r.record if key))
    fields = {name: field_of_header(kind, name) for name in names}
    cells = _Cells(side, rows, fields, habits, language)
    with writing(path) as book:
        sheet = TemplateSheet(book, kind, language)
        own = {f.name for f in sheet.fields}
        extra = [
            n
            for n in names
            if fields[n] not in own and fields[n] != ROW_MARK and not n.startswith("tradewind:")
        ]
        sheet.further_columns(extra)
        for place, row in enumerate(rows):
            values = {fields[name]: cells.of(place, name) for name in row.record if fields.get(name)}
            others = [cells.of(place, name) for name in extra]
            lacking = {f.name: cells.empty(place, f.name) for f in sheet.fields if f.name not in values}
            entry = [*(values.get(f.name, lacking.get(f.name)) for f in sheet.fields), *others]
            sheet.row(entry, values.get(ROW_MARK))
        sheet.notes(CORRECT)


def _write_mapped(
    path: Path, mapping: FileMapping, rows: Sequence[Refused], language: str, said: Instructions
) -> None:
    habits = mapping.habits()
    if habits.day_first is None or habits.calendar is None:
        habits = Habits(
            habits.day_first if habits.day_first is not None else said.day_first,
            habits.calendar or said.calendar, habits.decimal, units=habits.units, words=habits.words,
        )  # fmt: skip
    names = list(dict.fromkeys(key for r in rows for key in r.record if key))
    header = find_columns([names], mapping)
    if header is None:
        raise RequestError(
            "the refused rows do not have the columns of this mapping; give the one they were read by"
        )
    fields = dict(zip(names, header.fields, strict=True))
    cells = _Cells(mapping.office, rows, fields, habits, language)
    title = mapping.sheet or rows[0].sheet or "refused"
    with writing(path) as book:
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:_MAX_SHEET_NAME])
        head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#DCE6F1", "border": 1})
        marked = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006", "border": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, head)
            sheet.set_column(column, column, max(12, min(len(name) + 2, 34)))
        sheet.write_comment(0, 0, translator("formats", language)(CORRECT), {"x_scale": 2})
        sheet.freeze_panes(1, 0)
        for place, row in enumerate(rows):
            for column, name in enumerate(names):
                cell = cells.of(place, name) if name in row.record else None
                write_cell(sheet, place + 1, column, cell, marked, day)


class _Cells:
    """The cells of refused rows as they are written back: values as values, every faulty one marked."""

    def __init__(
        self,
        side: Office,
        rows: Sequence[Refused],
        fields: Mapping[str, str | None],
        habits: Habits,
        language: str,
    ) -> None:
        self.rows, self.fields, self.language = rows, fields, language
        self.kinds = {f.name: f.kind for f in side.fields}
        texts = {f: [r.record.get(name) for r in rows] for name, f in fields.items() if f in self.kinds}
        self.habits = settle(side, texts, habits)
        columns = {
            f: [None if t is None else self._value(t, self.kinds[f]) for t in cells]
            for f, cells in texts.items()
        }
        numbers = [r.row or 0 for r in rows]
        self.faults: list[dict[str, Fault]] = [{} for _ in rows]
        for place, found in fill(side, columns, numbers, self.habits, {}, Counts()).faults.items():
            self.faults[place] = {
                what.name: fault for what, fault in reversed(found) if self._counts(place, what, fault)
            }

    def _counts(self, place: int, what: Field, fault: Fault) -> bool:
        """Whether a fault found again stands: a question answered for the whole file is none of a row."""
        first = self.fields.get(self.rows[place].column or "") == what.name
        return first or not isinstance(fault.error, _QUESTIONS)

    def of(self, place: int, name: str) -> Any:
        """The cell of a row under a heading of its record."""
        row, field = self.rows[place], self.fields.get(name)
        text = row.record.get(name)
        fault = self.faults[place].get(field or "")
        if name == row.column or (fault is not None and field is not None):
            return Marked(text or "", self._note(row, name, fault))
        return None if text is None else self._value(text, self.kinds.get(field or ""))

    def empty(self, place: int, field: str) -> Any:
        """The cell of a field that the row's own file has no column for."""
        fault = self.faults[place].get(field)
        return Marked("", self._note(self.rows[place], field, fault)) if fault is not None else None

    def _note(self, row: Refused, name: str, fault: Fault | None) -> str:
        texts = _texts_of(fault.error) if fault is not None else None
        if fault is None and (row.value or "").startswith(("=", "#")):
            texts = FAULTS["Formula"]  # as text the formula is harmless, and so no fault any more
        if self.language != "en" and texts is not None:
            say = translator("formats", self.language)
            return f"{say(texts[0])} {say(texts[1])}"
        if fault is not None and name != row.column:
            return f"{fault.error.reason}; {fault.error.mend}"
        return f"{row.reason}; {row.mend}"

    def _value(self, text: str, kind: str | None) -> Any:
        """Digits as a number, so that no decimal mark can be misread; a day that came from a date cell as one."""
        if kind in _DIGITS:
            try:
                number = parse_number(text, self.habits.decimal)
            except Unreadable:
                return text
            if number is not None and len(number.as_tuple().digits) <= _EXACT_DIGITS:
                return int(number) if number == number.to_integral_value() else float(number)
        day = _ISO_DAY.fullmatch(text) if kind in _DATES and self.habits.calendar else None
        if day:
            try:
                parse_date(text, self.habits.day_first, self.habits.calendar)
            except Unreadable:
                return date(int(day[1]), int(day[2]), int(day[3]))
        return text


def _texts_of(error: Unreadable) -> tuple[str, str] | None:
    """Reason and mend in words that are translated, by the kind of error."""
    return next((FAULTS[c.__name__] for c in type(error).__mro__ if c.__name__ in FAULTS), None)
