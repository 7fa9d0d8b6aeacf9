"""Catalogues as workbooks: a country translates the pages in Excel and brings them back; no tool, no programmer.

The workbook has one row a sentence: what it says in English, where it stands, and a column for each form the language
has for counted things. What comes back is checked: a translation that lost a placeholder would break its page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from python_calamine import CalamineError, CalamineWorkbook

from tradewind.errors import FileRefused, UnknownName
from tradewind_web.catalogues import FOLDERS, LOCALE

_PLACEHOLDERS: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|<[^>]+>")
_HEAD: Final = ("key", "English", "English, several", "where")


@dataclass(frozen=True, slots=True)
class Brought:
    """What came back: how many sentences are translated, how many were refused and why, how many lack."""

    language: str
    translated: int
    refused: tuple[str, ...]
    lacking: int


def folder_name(language: str) -> str:
    """The folder of a language in gettext's spelling: `zh-hans` is `zh_Hans`.

    Raises:
        UnknownName: no such language is known to Unicode's CLDR.
    """
    try:
        return FOLDERS.get(language) or str(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError) as error:
        raise UnknownName("language", language, ("fr", "sw", "pt", "vi")) from error


def write_workbook(language: str, path: Path, kept: Path | None = None) -> int:
    """Every sentence of the pages with what this language has for it so far; how many sentences.

    `kept` is the office's own folder of languages, whose translations stand before the shipped ones.
    """
    plural = get_plural(folder_name(language).split("_")[0])
    known = _known(language, kept)
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(language)
    forms = [f"{language} {i + 1}" if i else language for i in range(plural.num_plurals)]
    sheet.write_row(0, 0, [*_HEAD, *forms], bold)
    sheet.set_column(0, 0, 6, wrapped)
    sheet.set_column(1, len(_HEAD) + len(forms), 42, wrapped)
    sheet.freeze_panes(1, 2)
    count = 0
    for count, message in enumerate(_messages(), 1):
        one, several = message.id if isinstance(message.id, tuple) else (message.id, "")
        found = known.get(message.id, message.context)
        said = found.string if found else ""
        # the key of a word that means two things says which of them this is
        row = [
            message.context or count,
            one,
            several,
            ", ".join(sorted({w for w, _line in message.locations})),
        ]
        for column, value in enumerate([*row, *(said if isinstance(said, tuple) else (said,))]):
            sheet.write(count, column, value)
    book.close()
    return count


def read_workbook(path: Path, target: Path) -> Brought:
    """Check the workbook and keep its language in `target` (an office's folder of languages), compiled for use.

    Raises:
        FileRefused: it is no workbook that `write_workbook` made.
    """
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        rows: list[list[Any]] = sheet.to_python()
    except (CalamineError, OSError, IndexError) as error:
        raise FileRefused(str(path), "it cannot be opened as a workbook", "save it as .xlsx again") from error
    if not rows or tuple(map(str, rows[0][: len(_HEAD)])) != _HEAD or len(rows[0]) <= len(_HEAD):
        raise FileRefused(
            str(path), "its first row is not what `tradewind translate` wrote", "leave the first row as it is"
        )
    language = str(rows[0][len(_HEAD)]).strip()
    folder = folder_name(language)
    catalog = Catalog(locale=folder, project="tradewind", charset="utf-8")
    by_text = {(m.context or "", *_text_of(m)): m for m in _messages()}
    refused: list[str] = []
    translated = 0
    for number, row in enumerate(rows[1:], 2):
        one, several = str(row[1]), str(row[2])
        context = row[0] if isinstance(row[0], str) and not row[0].isdecimal() else ""
        message = by_text.get((context, one, several))
        # a space at an end is a slip of the hand, unless the English has one there too
        meant = one != one.strip()
        forms = [str(v) if meant else str(v).strip() for v in row[len(_HEAD) :]]
        if message is None or not any(forms):
            continue
        if trouble := _trouble(message, forms):
            refused.append(f"row {number}: {trouble}")
            continue
        catalog.add(message.id, tuple(forms) if several else forms[0], context=message.context)
        translated += 1
    place = target / folder / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "django.po").open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True)
    with (place / "django.mo").open("wb") as file:
        write_mo(file, catalog)
    return Brought(language, translated, tuple(refused), len(by_text) - translated)


def languages_in(folder: Path) -> list[tuple[str, str]]:
    """The languages an office keeps of its own: Django's code and the name the language has for itself."""
    found = []
    for place in sorted(folder.glob("*/LC_MESSAGES/django.mo")) if folder.is_dir() else ():
        name = place.parent.parent.name
        try:
            shown = Locale.parse(name).get_display_name(name) or name
        except (UnknownLocaleError, ValueError):
            continue
        found.append((name.replace("_", "-").lower(), shown[:1].upper() + shown[1:]))
    return found


def _messages() -> list[Message]:
    """Every sentence of the pages, from the English that ships: the list of sentences is the same in each catalogue."""
    with (LOCALE / "fr" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return [m for m in read_po(file) if m.id]


def _known(language: str, kept: Path | None) -> Catalog:
    folder = folder_name(language)
    for place in [*([kept] if kept else []), LOCALE]:
        path = place / folder / "LC_MESSAGES" / "django.po"
        if path.exists():
            with path.open("rb") as file:
                return read_po(file, locale=folder)
    return Catalog(locale=folder)


def _text_of(message: Message) -> tuple[str, str]:
    one, several = message.id if isinstance(message.id, tuple) else (message.id, "")
    return str(one), str(several)


def _trouble(message: Message, forms: list[str]) -> str:
    one, several = _text_of(message)
    used = [f for f in forms if f] if several else forms[:1]
    if several and len(used) < len(forms):
        return f"{one!r} needs all {len(forms)} forms"
    wanted = set(_PLACEHOLDERS.findall(several or one))
    has = {found for form in used for found in _PLACEHOLDERS.findall(form)}
    # A form for one or two things may say so in words; the number must stand in one of the forms.
    if lost := sorted(wanted - has):
        return f"the translation of {one!r} lost {', '.join(lost)}"
    if added := sorted(has - wanted - set(_PLACEHOLDERS.findall(one))):
        return f"the translation of {one!r} has {', '.join(added)}, which the sentence has not"
    return ""
