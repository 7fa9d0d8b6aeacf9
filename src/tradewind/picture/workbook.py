"""The picture's tables as a workbook: a sheet a table, notes first. Text is only ever written as text, so that
no cell of a file someone sent can become a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import xlsxwriter

from tradewind.languages import direction
from tradewind.picture.model import Column, Picture, Section, Table
from tradewind.picture.setting import Setting

#: Excel's own limit on a sheet's name and on a cell's text.
_LONGEST_NAME: Final = 31
_LONGEST_TEXT: Final = 32_767
_WIDEST: Final = 60


def render(picture: Picture) -> bytes:
    """The workbook's bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    book = xlsxwriter.Workbook(buffer, options)
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.###", "valign": "top"}),
        "year": book.add_format({"num_format": "0", "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 16}),
        "soft": book.add_format({"italic": True, "font_color": "#4E5D67", "valign": "top"}),
    }
    say = Setting(picture.language, picture.party, picture.made_on).say
    is_rtl = direction(picture.language) == "rtl"
    _notes(book.add_worksheet(_name(say("Notes"), set())), picture, styles, is_rtl=is_rtl)
    taken: set[str] = {_name(say("Notes"), set()).casefold()}
    for section, table in _tables(picture):
        name = _name(f"{_initial(section, picture)}{table.title}", taken)
        taken.add(name.casefold())
        sheet = book.add_worksheet(name)
        if is_rtl:
            sheet.right_to_left()
        _table(sheet, section, table, styles, say("not reported"))
    book.close()
    return buffer.getvalue()


def _tables(picture: Picture) -> Iterator[tuple[Section, Table]]:
    for section in picture.sections:
        for table in section.tables:
            yield section, table


def _initial(section: Section, picture: Picture) -> str:
    """The own Party's sheets carry its code, so that they do not look like the world's."""
    return f"{picture.party} " if section.key.startswith("own-") and picture.party else ""


def _name(title: str, taken: set[str]) -> str:
    """A sheet name Excel accepts, unlike those taken."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:_LONGEST_NAME]
    name, number = plain, 2
    while name.casefold() in taken:
        end = f" {number}"
        name, number = plain[: _LONGEST_NAME - len(end)] + end, number + 1
    return name


def _notes(sheet: Any, picture: Picture, styles: dict[str, Any], *, is_rtl: bool) -> None:
    if is_rtl:
        sheet.right_to_left()
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, picture.title, styles["title"])
    setting = Setting(picture.language, picture.party, picture.made_on)
    drawn = setting.say("Drawn on %(day)s from generation %(generation)s of the warehouse.")
    lines = [drawn % {"day": setting.day(picture.made_on), "generation": picture.generation}, ""]
    lines += [*picture.caveats, "", picture.disclaimer]
    for section in picture.sections:
        lines += ["", section.title, *section.sources, *section.caveats]
    if picture.hidden:
        lines += ["", setting.say("Rows this office has hidden")]
        lines += [f"{case}: {reason}" for case, reason in sorted(picture.hidden.items())]
    for row, line in enumerate(lines, 1):
        sheet.write_string(row, 0, line, styles["text"])


def _table(sheet: Any, section: Section, table: Table, styles: dict[str, Any], absent: str) -> None:
    sheet.write_string(0, 0, table.title, styles["title"])
    note = " ".join(filter(None, (table.note, *table.under, *section.caveats)))
    sheet.write_string(1, 0, note, styles["soft"])
    for at, column in enumerate(table.columns):
        sheet.write_string(3, at, column.label, styles["head"])
        texts = [str(row.get(column.key) or "") for row in table.rows] + [column.label]
        sheet.set_column(at, at, min(_WIDEST, max(9, max(map(len, texts)) + 2)))
    for number, row in enumerate(table.rows, 4):
        for at, column in enumerate(table.columns):
            _cell(sheet, number, at, row.get(column.key), column, styles, table.absent or absent)
    sheet.freeze_panes(4, 1)
    if table.rows:
        sheet.autofilter(3, 0, 3 + len(table.rows), len(table.columns) - 1)


def _cell(
    sheet: Any, row: int, at: int, value: Any, column: Column, styles: dict[str, Any], absent: str
) -> None:
    if value is None or value == "":
        sheet.write_string(row, at, absent, styles["soft"])
    elif isinstance(value, int | float) and column.kind != "text":
        sheet.write_number(row, at, value, styles["year" if column.kind == "year" else "number"])
    else:
        sheet.write_string(row, at, str(value)[:_LONGEST_TEXT], styles["text"])
