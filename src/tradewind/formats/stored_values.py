"""Cells of a workbook that hold a formula whose value was never stored, or an error.

Readers of values see such cells empty, and an empty mass would pass for an unknown one. Here they are found in
the sheets' XML, so that their rows are refused with the reason.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import IO, Final

from tradewind.formats.bounded import MIB
from tradewind.formats.opening import Opened
from tradewind.formats.sheets import Cell, Sheet

_CHUNK: Final = 4 * MIB
_OVERLAP: Final = 200
_CELL: Final = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>(.*?)</c>', re.DOTALL)
_FORMULA: Final = re.compile(rb"<f[^>]*?(?:/>|>(.*?)</f>)", re.DOTALL)
_VALUE: Final = re.compile(rb"<v>(.+?)</v>", re.DOTALL)
_SHEET: Final = re.compile(r"<sheet\b[^>]*>")
_TARGET: Final = re.compile(r"<Relationship\b[^>]*>")


class NoValue(str):
    """What stands in a cell that has no value: its formula with "=", or the error it shows."""

    __slots__ = ()


def with_unstored(opened: Opened, sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, with NoValue in every cell that has a formula without a stored value or shows an error."""
    if opened.kind != "xlsx":
        return list(sheets)
    with opened.seekable() as stream:
        if not zipfile.is_zipfile(stream):  # the binary workbooks of before 2007 store every value
            return list(sheets)
        with zipfile.ZipFile(stream) as package:
            parts = _parts(package)
            return [_marked(package, parts.get(sheet.name), sheet) for sheet in sheets]


def mentions(opened: Opened, pattern: re.Pattern[bytes]) -> bool:
    """Whether the workbook's texts hold `pattern`: a quick look before a whole workbook is read."""
    with opened.seekable() as stream:
        if not zipfile.is_zipfile(stream):
            return False
        with zipfile.ZipFile(stream) as package:
            names = [n for n in package.namelist() if n.endswith(".xml") and "sharedStrings" in n]
            # A writer that shares no strings puts them into the sheets.
            names = names or [n for n in package.namelist() if n.startswith("xl/worksheets/")]
            for name in names:
                with package.open(name) as part:
                    if any(pattern.search(chunk) for chunk in _chunks(part)):
                        return True
    return False


def _parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> its part in the package."""
    try:
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        links = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets = {_attribute(t, "Id"): _attribute(t, "Target") for t in _TARGET.findall(links)}
    found = {}
    for element in _SHEET.findall(book):
        target = targets.get(_attribute(element, "r:id"), "").lstrip("/")
        found[_attribute(element, "name")] = target if target.startswith("xl/") else f"xl/{target}"
    return found


def _attribute(element: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', element)
    return html.unescape(found[1]) if found else ""


def _marked(package: zipfile.ZipFile, part: str | None, sheet: Sheet) -> Sheet:
    if part is None or part not in package.namelist():
        return sheet
    rows: list[list[Cell]] | None = None
    with package.open(part) as stream:
        for row, column, shown in _unstored(stream):
            if row < len(sheet.rows):
                rows = rows if rows is not None else [list(r) for r in sheet.rows]
                rows[row] += [None] * (column + 1 - len(rows[row]))
                if rows[row][column] is None:
                    rows[row][column] = NoValue(shown)
    return sheet if rows is None else replace(sheet, rows=rows)


def _unstored(stream: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    """(row, column, what stands there) of cells without a value, counted from 0."""
    for chunk in _whole_cells(stream):
        if b"<f" not in chunk and b't="e"' not in chunk:
            continue
        for letters, number, attributes, inner in _CELL.findall(chunk):
            shown = _without_value(attributes, inner)
            if shown is not None:
                column = 0
                for letter in letters:
                    column = column * 26 + letter - 64
                yield int(number) - 1, column - 1, shown


def _without_value(attributes: bytes, inner: bytes) -> str | None:
    value, formula = _VALUE.search(inner), _FORMULA.search(inner)
    if b't="e"' in attributes:
        return html.unescape(value[1].decode("utf-8", "replace")) if value else "#N/A"
    if formula and value is None and b't="str"' not in attributes:
        return "=" + html.unescape((formula[1] or b"").decode("utf-8", "replace"))
    return None


def _whole_cells(stream: IO[bytes]) -> Iterator[bytes]:
    """Pieces of a sheet that end where a cell ends."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        chunk = rest + chunk
        cut = chunk.rfind(b"</c>") + 4
        if cut < 4:
            rest = chunk[-_CHUNK:]
            continue
        yield chunk[:cut]
        rest = chunk[cut:]
    yield rest


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes in pieces that overlap by more than a mark is long."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        yield rest + chunk
        rest = chunk[-_OVERLAP:]
