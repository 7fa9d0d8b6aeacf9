"""Workbooks to fill in: one a kind and language, with drop-downs, an example and notes, that `load` knows again.

The first row is hidden and carries a mark in each column (`tradewind:licence:1:fr:holder`), so that columns may
be moved and headings changed. `template_reader` reads them; `refused_workbook` writes refused rows into one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from tradewind.errors import RequestError
from tradewind.formats.fields import Field, words_of
from tradewind.formats.template_text import (
    COLUMN_OF_NOTES,
    EXAMPLE,
    HEADERS,
    HOW,
    INTRODUCTION,
    KINDS,
    MARK_HEADER,
    NOTES,
    NOTES_TITLE,
    REQUIRED,
    TITLES,
    YES_NO,
    fields_of,
    table_of,
    text_of,
)
from tradewind.languages import LANGUAGES, RIGHT_TO_LEFT, Translate, translator
from tradewind.reference.blends import all_blends, all_substances
from tradewind.reference.parties import name_in, parties

TEMPLATE_VERSION: Final = 1
MARK: Final = re.compile(
    r"tradewind:(?P<kind>[a-z-]+):(?P<version>\d+):(?P<language>[a-z]{2}):(?P<field>\w+)"
)
#: Field name of the first column, which says that a row is the example.
ROW_MARK: Final = "row"
#: Rows under the header that carry drop-downs and formats.
ROWS_PREPARED: Final = 100_000
_HEADER_ROW: Final = 1
_FIRST_ROW: Final = 2
#: One example a field; the word EXAMPLE in numbers and names lets nobody mistake it for an entry.
_EXAMPLES: Final[Mapping[str, Any]] = {
    "licence_id": "EXAMPLE-2024-001", "direction": "import", "holder": "EXAMPLE Cooling Ltd",
    "holder_id": "EXAMPLE-77", "substance": "R-410A", "quotas.substance": "C-I", "hs_code": "3827.63",
    "declarations.substance": "R-22", "declarations.hs_code": "2903.71", "seizures.substance": "R-22",
    "hs_edition": "2022", "partner": "CHN", "licensed_mass": 11300, "quota_year": 2024,
    "issued_on": date(2024, 1, 15), "valid_from": date(2024, 2, 1), "valid_to": date(2024, 12, 31),
    "status": "issued", "party": "IND", "year": 2024, "quota_mass": 25000,
    "declaration_id": "EXAMPLE-C-1234", "item": 1, "prices.item": "EXAMPLE R-134a 13.6 kg",
    "lodged_on": date(2024, 3, 9), "office": "Port", "regime": "import", "importer": "EXAMPLE Cooling Ltd",
    "exporter": "EXAMPLE Gas Co", "origin": "CHN", "dispatch": "CHN", "destination": "IND",
    "description": "R22 refrigerant gas, 1150 cylinders x 13.6 kg", "packages": 1150, "package_kind": "cylinder",
    "net_mass": 15640, "gross_mass": 19550, "declarations.value": 78200, "currency": "USD",
    "inspection_id": "EXAMPLE-I-5", "inspected_on": date(2024, 3, 10), "chosen_by": "profile",
    "substance_found": "R-22", "mass_found": 15640, "result": "offence", "proof": "laboratory",
    "case_id": "EXAMPLE-S-9", "line": 1, "kind": "seizure", "country": "IND", "seized": "2024-03",
    "mass": "400 cylinders", "cylinders": 400, "declared_as": "air fresheners", "transport": "sea_container",
    "methods": "misdeclaration", "detection": "risk_profile", "outcome": "seized",
    "observed": "Q1 2024", "measure": "wholesale", "price": 9.5, "unit": "kg", "prices.substance": "R-134a",
    "national_code": "29037100", "substances": "R-22",
    "national_tariffs.description": "Chlorodifluoromethane (HCFC-22)", "hides_controlled": False,
    "national_tariffs.valid_from": date(2022, 1, 1), "national_tariffs.valid_to": None,
    "basis": "EXAMPLE tariff book, 2022", "annex_group": "C-I", "reported_baselines.measure": "consumption",
    "own_limits.measure": "consumption", "reported_baselines.unit": "ODP t", "own_limits.unit": "ODP t",
    "baseline": 1608.2, "baseline_kind": "EXAMPLE", "limit": 520.5, "rule": "EXAMPLE agreement, stage III",
    "prices.place": "EXAMPLE market", "prices.note": None,
}  # fmt: skip
_WIDTHS: Final = {"text": 26, "substance": 18, "place": 24, "places": 24, "choice": 20, "choices": 26}


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell of a refused row: the text to show and the note that says why it is marked."""

    text: str
    note: str


def write_template(path: Path, kind: str, language: str) -> None:
    """Write the empty template of a kind (`licence`, `quota` ...) in one of our languages.

    RequestError for a kind or language there is none of; the message names those there are.
    """
    check(kind, language)
    with writing(path) as book:
        sheet = TemplateSheet(book, kind, language)
        sheet.example()
        sheet.notes()


@contextmanager
def writing(path: Path) -> Iterator[Any]:
    """A workbook that appears at `path` when it is whole; RequestError where it cannot be written there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(str(path)) as book:
            yield book
    except (FileCreateError, OSError) as error:
        raise RequestError(
            f"{path} cannot be written; close it where it is open, or name another file"
        ) from error


def check(kind: str, language: str) -> None:
    """RequestError unless there is a template of that kind in that language."""
    if kind not in KINDS:
        raise RequestError(f"there is no template {kind!r}; choose one of {', '.join(KINDS)}")
    if language not in LANGUAGES:
        raise RequestError(f"no templates in language {language!r}; choose one of {', '.join(LANGUAGES)}")


def mark(kind: str, language: str, field: str) -> str:
    """The hidden mark of a column."""
    return f"tradewind:{kind}:{TEMPLATE_VERSION}:{language}:{field}"


def header_of(kind: str, field: Field, language: str) -> str:
    """The heading of a column in a template; a star says that it must be filled."""
    text = text_of(HEADERS, table_of(kind), field.name) or field.name
    return translator("formats", language)(text) + (" *" if field.required else "")


def note_of(kind: str, field: Field, language: str) -> tuple[str, str]:
    """(what the column means, how to write it), in the language."""
    say = translator("formats", language)
    meaning = text_of(NOTES, table_of(kind), field.name)
    how = [HOW[field.kind]] if field.kind in HOW else []
    how += [REQUIRED] if field.required else []
    shown = say(meaning) if meaning else header_of(kind, field, language).removesuffix(" *")
    return shown, " ".join(say(h) for h in how)


def example_of(kind: str, field: str) -> Any:
    """What the example row has in a field, as codes; None where it is empty."""
    return _EXAMPLES.get(f"{table_of(kind)}.{field}", _EXAMPLES.get(field))


def shown_word(field: Field, value: Any, language: str) -> Any:
    """A code of the example as the language's drop-down shows it."""
    say = translator("formats", language)
    if field.kind == "yesno" and isinstance(value, bool):
        return say(YES_NO[0] if value else YES_NO[1])
    if field.kind in ("choice", "choices") and field.choices:
        return say(dict(words_of(field.choices)).get(str(value), str(value)))
    if field.kind in ("place", "places") and value:
        return f"{name_in(str(value), language)} ({value})"
    return value


class TemplateSheet:
    """The sheet of a template in a workbook being written; rows of entries begin under the header."""

    def __init__(self, book: Any, kind: str, language: str) -> None:
        self.book, self.kind, self.language = book, kind, language
        self.say: Translate = translator("formats", language)
        self.fields = fields_of(kind)
        self.sheet = book.add_worksheet(self.say(TITLES[kind]))
        self.next_row = _FIRST_ROW
        self._lists: dict[str, str] = {}
        self._list_sheet: Any = None
        self._formats()
        self._head()

    def column_of(self, field: str) -> int:
        """Index of a field's column."""
        return next(i for i, f in enumerate(self.fields, 1) if f.name == field)

    def example(self) -> None:
        """The one example row, marked in its first cell and in grey."""
        self.sheet.write_string(self.next_row, 0, self.say(EXAMPLE), self.grey)
        for column, field in enumerate(self.fields, 1):
            value = shown_word(field, example_of(self.kind, field.name), self.language)
            if isinstance(value, date):
                self.sheet.write_datetime(self.next_row, column, value, self.grey_day)
            elif isinstance(value, int | float):
                self.sheet.write_number(self.next_row, column, value, self.grey)
            elif value is not None:
                self.sheet.write_string(self.next_row, column, value, self.grey)
        self.next_row += 1

    def row(self, cells: Sequence[Any], first: Any = None) -> None:
        """One entry: cells by column from the first field on; Marked ones are coloured and noted."""
        write_cell(self.sheet, self.next_row, 0, first, self.red, self.day)
        for column, cell in enumerate(cells, 1):
            write_cell(self.sheet, self.next_row, column, cell, self.red, self.day)
        self.next_row += 1

    def further_columns(self, headers: Sequence[str]) -> None:
        """Headings of columns that are not ours, after ours; they carry no mark and are not read."""
        for column, header in enumerate(headers, len(self.fields) + 1):
            self.sheet.write_string(_HEADER_ROW, column, header, self.head)

    def notes(self, first: str | None = None) -> None:
        """The sheet that says what each column means and how to write it, `first` above all."""
        sheet = self.book.add_worksheet(self.say(NOTES_TITLE))
        if self.language in RIGHT_TO_LEFT:
            sheet.right_to_left()
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 2, 60, self.wrapped)
        sentences = (first, *INTRODUCTION) if first else INTRODUCTION
        for line, sentence in enumerate(sentences):
            sheet.merge_range(line, 0, line, 2, self.say(sentence), self.wrapped)
            sheet.set_row(line, 32)
        top = len(sentences) + 1
        for column, title in enumerate(COLUMN_OF_NOTES):
            sheet.write_string(top, column, self.say(title), self.head)
        for line, field in enumerate(self.fields, top + 1):
            meaning, how = note_of(self.kind, field, self.language)
            sheet.write_string(line, 0, header_of(self.kind, field, self.language), self.wrapped)
            sheet.write_string(line, 1, meaning, self.wrapped)
            sheet.write_string(line, 2, how, self.wrapped)

    def _formats(self) -> None:
        add = self.book.add_format
        self.head = add(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1", "border": 1}
        )
        self.needed = add(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#B8CCE4", "border": 1}
        )
        self.grey = add({"italic": True, "font_color": "#7F7F7F"})
        self.grey_day = add({"italic": True, "font_color": "#7F7F7F", "num_format": "yyyy-mm-dd"})
        self.wrapped = add({"text_wrap": True, "valign": "top"})
        self.day = add({"num_format": "yyyy-mm-dd"})
        self.as_text = add({"num_format": "@"})
        self.red = add({"bg_color": "#FFC7CE", "font_color": "#9C0006", "border": 1})

    def _head(self) -> None:
        sheet = self.sheet
        if self.language in RIGHT_TO_LEFT:
            sheet.right_to_left()
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_row(_HEADER_ROW, 48)
        sheet.freeze_panes(_FIRST_ROW, 0)
        sheet.write_string(0, 0, mark(self.kind, self.language, ROW_MARK))
        sheet.write_string(_HEADER_ROW, 0, self.say(MARK_HEADER), self.head)
        sheet.set_column(0, 0, 11)
        for column, field in enumerate(self.fields, 1):
            header = header_of(self.kind, field, self.language)
            sheet.write_string(0, column, mark(self.kind, self.language, field.name))
            sheet.write_string(_HEADER_ROW, column, header, self.needed if field.required else self.head)
            note = "\n".join(filter(None, note_of(self.kind, field, self.language)))
            sheet.write_comment(_HEADER_ROW, column, note, {"x_scale": 2.2, "y_scale": 1.6})
            width = max(_WIDTHS.get(field.kind, 14), min(len(header) // 2 + 4, 30))
            # Numbers of licences and codes keep their leading zeros only in cells made for text.
            is_text = field.kind in ("id", "code", "national", "text")
            sheet.set_column(column, column, width, self.as_text if is_text else None)
            self._drop_down(column, field)

    def _drop_down(self, column: int, field: Field) -> None:
        words = options(field, self.language)
        if not words:
            return
        strict = field.kind in ("choice", "yesno") and not field.is_open
        self.sheet.data_validation(
            _FIRST_ROW, column, _FIRST_ROW + ROWS_PREPARED, column,
            {"validate": "list", "source": self._list(words), "error_type": "stop" if strict else "information",
             "show_error": strict, "ignore_blank": True},
        )  # fmt: skip

    def _list(self, words: tuple[str, ...]) -> str:
        """Reference of a hidden column with the words; Excel allows only 255 letters in a list of its own."""
        key = "\n".join(words)
        if key not in self._lists:
            if self._list_sheet is None:
                self._list_sheet = self.book.add_worksheet("lists")
                self._list_sheet.hide()
            column = len(self._lists)
            for row, word in enumerate(words):
                self._list_sheet.write_string(row, column, word)
            letters = xlsxwriter.utility.xl_col_to_name(column)
            self._lists[key] = f"=lists!${letters}$1:${letters}${len(words)}"
        return self._lists[key]


def write_cell(sheet: Any, row: int, column: int, cell: Any, marked: Any, day: Any) -> None:
    """A cell of an entry. Text is written as text, so that nothing a sender wrote can run as a formula."""
    if isinstance(cell, Marked):
        sheet.write_string(row, column, cell.text, marked)
        sheet.write_comment(row, column, cell.note, {"x_scale": 2.5, "y_scale": 1.5})
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, str(cell))


@cache
def options(field: Field, language: str) -> tuple[str, ...]:
    """The words of a column's drop-down in the language; empty where it has none."""
    say = translator("formats", language)
    if field.kind in ("choice", "choices") and field.choices:
        return tuple(dict.fromkeys(say(word) for _, word in words_of(field.choices)))
    if field.kind == "yesno":
        return tuple(say(word) for word in YES_NO)
    if field.kind in ("place", "places"):
        return tuple(sorted(f"{name_in(p, language)} ({p.iso3})" for p in parties()))
    if field.kind in ("substance", "substances"):
        return _designations()
    if field.kind == "group":
        return (*(code for code, _ in words_of("annex_group")), *_designations())
    return ()


@cache
def _designations() -> tuple[str, ...]:
    return tuple(e.designation for e in (*all_substances(), *all_blends()))
