"""The picture as a PDF for print. All text reaches typst as data, never as markup, so nothing in a file that
someone sent can change the document."""

from __future__ import annotations

import json
import math
import re
import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final

import typst

from tradewind.findings import Finding
from tradewind.languages import direction
from tradewind.picture.boundaries import Boundaries
from tradewind.picture.drawing import worldmap
from tradewind.picture.drawing.scales import shade
from tradewind.picture.html import MOST_FINDINGS, drawn, standalone_style
from tradewind.picture.model import (
    Chapter,
    Column,
    Figure,
    Heat,
    Part,
    Picture,
    Section,
    Table,
    WorldMap,
)  # fmt: skip
from tradewind.picture.sections.findings import about, figures
from tradewind.picture.setting import Setting

#: More rows than this stand in the workbook; the PDF says so.
_MOST_ROWS: Final = 400
#: Tables behind a figure or cards that stand above them: in the annex.
_BEHIND: Final = ("-catalogue", "-ranked", "-by-substance", "-places", "-by-year", "-legs")
#: From this many columns or rows on a table stands in the annex, whose pages lie across.
_WIDE: Final = 8
_LONG: Final = 40
#: Letters of a name that a column keeps whole.
_LONGEST_NAME: Final = 12


def render(picture: Picture, boundaries: Boundaries | None) -> bytes:
    """The document's bytes. Without `boundaries` tables stand where maps would."""
    setting = Setting(picture.language, picture.party, picture.made_on)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        document = _document(picture, boundaries, setting, folder)
        (folder / "data.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        template = resources.files("tradewind.picture") / "templates" / "picture.typ"
        main = folder / "picture.typ"
        main.write_text(template.read_text("utf-8"), encoding="utf-8")
        made_bytes: bytes = typst.compile(str(main), root=str(folder), format="pdf")
    return made_bytes


def _document(
    picture: Picture, boundaries: Boundaries | None, setting: Setting, folder: Path
) -> dict[str, Any]:
    say = setting.say
    drawn_on = say("Drawn on %(day)s from generation %(generation)s of the warehouse.")
    words = {
        "drawn": drawn_on % {"day": setting.day(picture.made_on), "generation": picture.generation},
        "how": say("How to read this"),
        "source": say("Source"),
        "check": say("Cheapest check"),
        "lawful": say("Lawful explanations still open"),
        "reasons": say("Other reasons"),
        "annex": say("Annex: tables"),
        "in_annex": say("In the annex: %(title)s").replace("%(title)s", "{}"),
        "page": say("page"),
    }
    return {
        "title": picture.title, "language": picture.language, "dir": direction(picture.language),
        "disclaimer": picture.disclaimer, "caveats": list(picture.caveats), "words": words,
        "chapters": [_chapter(c, picture, boundaries, setting, folder) for c in picture.chapters],
    }  # fmt: skip


def _chapter(
    chapter: Chapter, picture: Picture, boundaries: Boundaries | None, setting: Setting, folder: Path
) -> dict[str, Any]:
    sections = [_section(s, picture, boundaries, setting, folder) for s in chapter.sections]
    return {"title": chapter.title, "lead": chapter.lead, "facts": chapter.facts, "sections": sections}


def _section(
    section: Section, picture: Picture, boundaries: Boundaries | None, setting: Setting, folder: Path
) -> dict[str, Any]:
    figures = _images(section.key, section.figures, picture, boundaries, folder)
    heats = [_heat(f) for f in section.figures if isinstance(f, Heat)]
    is_map = any(isinstance(f, WorldMap) for f in section.figures)
    tables = [_table(t, setting, is_open=is_map and not boundaries) for t in section.tables if t.rows]
    more = len(section.findings) - MOST_FINDINGS
    lead = list(section.lead)
    if more > 0:
        lead.append(setting.say("%(n)s more findings stand in the table.") % {"n": more})
    return {
        "title": section.title, "lead": lead, "figures": figures, "heats": heats, "tables": tables,
        "findings": [_finding(f, setting) for f in section.findings[:MOST_FINDINGS]],
        "sources": " ".join(section.sources), "caveats": list(section.caveats),
        "parts": [_part(part, picture, boundaries, setting, folder) for part in section.parts],
    }  # fmt: skip


def _part(
    part: Part, picture: Picture, boundaries: Boundaries | None, setting: Setting, folder: Path
) -> dict[str, Any]:
    """One subject of a section; its tables are narrow and stand beside it."""
    return {
        "title": part.title, "lead": list(part.lead), "points_title": part.points_title, "points": list(part.points),
        "figures": _images(part.key, part.figures, picture, boundaries, folder),
        "tables": [_table(table, setting, is_open=True) for table in part.tables],
    }  # fmt: skip


def _images(
    owner: str, drawings: Sequence[Figure], picture: Picture, boundaries: Boundaries | None, folder: Path
) -> list[dict[str, Any]]:
    style = standalone_style()
    images = []
    for number, figure in enumerate(f for f in drawings if not isinstance(f, Heat)):
        key = f"{owner}-f{number}"
        svgs = [(figure.title, drawn(figure, key, picture, boundaries, style))]
        if isinstance(figure, WorldMap) and figure.inset and boundaries:
            say = Setting(picture.language, picture.party, picture.made_on).say
            inset = worldmap.draw_inset(f"{key}i", figure, boundaries, picture.disclaimer, say, style)
            svgs.append((figure.inset_title, inset))
        for part, (title, svg) in enumerate(svgs):
            if svg:
                name = f"{key}-{part}.svg"
                (folder / name).write_text(svg, encoding="utf-8")
                images.append({"title": title, "path": name, "share": 78 if part else 100})
    return images


def _heat(figure: Heat) -> dict[str, Any]:
    greatest = max((n for _, cells in figure.rows for n in cells if n), default=1)
    rows = [
        {"name": name, "cells": [{"n": n, "shade": shade(n, greatest) if n else 0} for n in cells]}
        for name, cells in figure.rows
    ]
    return {"title": figure.title, "head": figure.row_head, "columns": list(figure.columns), "rows": rows}


def _table(table: Table, setting: Setting, *, is_open: bool) -> dict[str, Any]:
    absent = table.absent or setting.say("not reported")
    title = table.title
    if len(table.rows) > _MOST_ROWS:
        title += ". " + setting.say("The first %(n)s of %(all)s rows; all stand in the workbook.") % {
            "n": _MOST_ROWS, "all": len(table.rows),
        }  # fmt: skip
    return {
        "title": title, "note": table.note, "under": list(table.under), "wide": len(table.columns) >= _WIDE,
        "annexed": not is_open
        and (len(table.columns) >= _WIDE or len(table.rows) > _LONG or table.key.endswith(_BEHIND)),
        "columns": [
            {"label": c.label, "right": c.kind in ("number", "count", "range"), "weight": _weight(table, c)}
            for c in table.columns
        ],
        "rows": [
            [_cell(row.get(c.key), c.kind, absent, setting) for c in table.columns]
            for row in table.rows[:_MOST_ROWS]
        ],
    }  # fmt: skip


def _weight(table: Table, column: Column) -> float:
    """Share of the width a column needs: the root of its usual length, so that long text gives way, and room for
    its numbers and names, which do not break."""
    values = [row.get(column.key) for row in table.rows]
    lengths = sorted(len(str(value or "")) for value in values) or [1]
    usual = lengths[int(0.8 * (len(lengths) - 1))]
    longest_word = max(map(len, column.label.split()), default=1)
    whole = [len(f"{value:,.0f}") for value in values if isinstance(value, int | float)]
    if column.kind == "text":
        whole = [len(word) for value in values if isinstance(value, str) for word in value.split()]
    longest = min(max(whole, default=1), _LONGEST_NAME)
    return round(max(math.sqrt(usual), 0.5 * longest_word, 0.46 * longest, 1.6), 2)


def _cell(value: Any, kind: str, absent: str, setting: Setting) -> dict[str, Any]:
    if value is None or value == "":
        return {"text": absent, "soft": True}
    if kind in ("number", "count") and isinstance(value, int | float):
        told = setting.number(value)
        if value < 0 and direction(setting.language) == "rtl":
            # Its sign stands left of a number in every language.
            told = f"\u2066{told}\u2069"
        return {"text": told, "soft": False}
    if kind == "link":
        bare = str(value).removeprefix("https://").removeprefix("http://")
        return {"text": re.sub(r"([/.?=&_-])", "\\1\u200b", bare), "soft": False}
    return {"text": str(value), "soft": False}


def _finding(finding: Finding, setting: Setting) -> dict[str, Any]:
    texts = [r.text for r in finding.reasons] or [finding.subject_id]
    return {
        "tier": setting.say(finding.tier), "head": texts[0], "about": " · ".join(about(finding, setting)),
        "figures": "   ·   ".join(f"{words} {value}" for words, value in figures(finding, setting)),
        "reasons": texts[1:], "lawful": list(finding.lawful_explanations), "check": finding.cheapest_check,
    }  # fmt: skip
