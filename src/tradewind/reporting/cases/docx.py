"""A small DOCX writer: headings, paragraphs, pairs and tables. WordprocessingML written by hand and zipped.

Only what a form needs is in it. All text is data: nothing of it becomes markup or a field, so nothing can run.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Final

from lxml import etree

from tradewind.reporting.cases.document import Document, Table
from tradewind.reporting.workbook import Value

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
#: A moment that is no moment: the same document gives the same bytes.
_STILL: Final = (1980, 1, 1, 0, 0, 0)
#: Signs that XML 1.0 cannot hold.
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def render(document: Document) -> bytes:
    """The bytes of the file, the same for the same document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _TYPES.encode()),
            ("_rels/.rels", _RELATIONS.encode()),
            ("word/document.xml", _Writer(document).written()),
        ):
            archive.writestr(zipfile.ZipInfo(name, _STILL), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Writer:
    """Builds the body; right to left where the language is."""

    def __init__(self, document: Document) -> None:
        self.document, self.rtl = document, document.right_to_left
        self.root = etree.Element(f"{{{_W}}}document", nsmap={"w": _W})
        self.body = self._under(self.root, "body")

    def written(self) -> bytes:
        """The part `word/document.xml`."""
        said = self.document
        if said.invented:
            self._paragraph(self.body, said.invented, bold=True, size=20)
        self._paragraph(self.body, said.title, bold=True, size=36)
        for line in said.head:
            self._paragraph(self.body, line, size=20)
        if said.stamp:
            self._paragraph(self.body, said.stamp, bold=True, size=26)
        if said.facts:
            self._table(Table((), [list(pair) for pair in said.facts]))
        for text in said.paragraphs:
            self._paragraph(self.body, text)
        for table in said.tables:
            self._table(table)
        for note in said.notes:
            self._paragraph(self.body, note, size=17)
        section = self._under(self.body, "sectPr")
        size = (
            {"w": "16838", "h": "11906", "orient": "landscape"}
            if said.is_wide
            else {"w": "11906", "h": "16838"}
        )
        self._under(section, "pgSz", **size)
        self._under(section, "pgMar", **dict.fromkeys(("top", "right", "bottom", "left"), "1134"))
        return bytes(etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def _under(self, parent: etree._Element, name: str, **attributes: str) -> etree._Element:
        named = {f"{{{_W}}}{key}": value for key, value in attributes.items()}
        return etree.SubElement(parent, f"{{{_W}}}{name}", named)

    def _paragraph(self, parent: etree._Element, text: str, *, bold: bool = False, size: int = 22) -> None:
        made = self._under(parent, "p")
        form = self._under(made, "pPr")
        if self.rtl:
            self._under(form, "bidi")
        self._under(form, "spacing", after="80")
        for place, line in enumerate(_NO_XML.sub("\ufffd", text).split("\n")):
            run = self._under(made, "r")
            look = self._under(run, "rPr")
            if bold:
                self._under(look, "b")
                self._under(look, "bCs")
            self._under(look, "sz", val=str(size))
            self._under(look, "szCs", val=str(size))
            if self.rtl:
                self._under(look, "rtl")
            if place:
                self._under(run, "br")
            written = self._under(run, "t")
            written.text = line
            written.set(f"{{{_XML}}}space", "preserve")

    def _table(self, table: Table) -> None:
        width = len(table.headings) or max((len(row) for row in table.rows), default=1)
        made = self._under(self.body, "tbl")
        form = self._under(made, "tblPr")
        if self.rtl:
            self._under(form, "bidiVisual")
        self._under(form, "tblW", w="5000", type="pct")
        borders = self._under(form, "tblBorders")
        for side in ("top", "bottom", "insideH"):
            self._under(borders, side, val="single", sz="4", color="C3CCD2")
        grid = self._under(made, "tblGrid")
        for _ in range(width):
            self._under(grid, "gridCol")
        if table.headings:
            self._row(made, table.headings, bold=True, is_head=True)
        for row in table.rows:
            self._row(made, row, bold=False)
        self._paragraph(self.body, "", size=10)

    def _row(
        self, table: etree._Element, cells: Iterable[Value], *, bold: bool, is_head: bool = False
    ) -> None:
        row = self._under(table, "tr")
        if is_head:
            self._under(self._under(row, "trPr"), "tblHeader")
        for cell in cells:
            self._paragraph(self._under(row, "tc"), self.document.on_paper(cell), bold=bold, size=20)
