"""Everything on the page, for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from tradewind.findings import Finding
from tradewind.picture.model import Chapter, Figure, Part, Picture, Section, Table
from tradewind.quantities import rounded_within


def as_dict(picture: Picture) -> dict[str, Any]:
    """Chapters, sections, figures and tables as values. Null is not reported; findings carry a tier and a
    rank, never a bare score; every section carries its sources and its caveats.
    """
    return {
        "title": picture.title,
        "language": picture.language,
        "made_on": picture.made_on.isoformat(),
        "generation": picture.generation,
        "party": picture.party,
        "caveats": list(picture.caveats),
        "disclaimer": picture.disclaimer,
        "boundaries": picture.boundaries_source or None,
        "hidden": [{"case": case, "reason": reason} for case, reason in sorted(picture.hidden.items())],
        "chapters": rounded_within([_chapter(chapter) for chapter in picture.chapters]),
    }


def render(picture: Picture) -> str:
    """The same as a JSON text."""
    return json.dumps(as_dict(picture), ensure_ascii=False, indent=1, default=str) + "\n"


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "key": chapter.key,
        "title": chapter.title,
        "facts": [{"figure": figure, "words": words} for figure, words in chapter.facts],
        "sections": [_section(section) for section in chapter.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "lead": list(section.lead),
        "figures": [_figure(figure) for figure in section.figures],
        "findings": [_finding(rank, finding) for rank, finding in enumerate(section.findings, 1)],
        "parts": [_part(part) for part in section.parts],
        "tables": [_table(table) for table in section.tables],
        "sources": list(section.sources),
        "caveats": list(section.caveats),
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "key": part.key,
        "title": part.title,
        "lead": list(part.lead),
        "figures": [_figure(figure) for figure in part.figures],
        "points_title": part.points_title,
        "points": list(part.points),
        "tables": [_table(table) for table in part.tables],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"kind": type(figure).__name__.lower(), **asdict(figure)}


def _finding(rank: int, finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = finding.as_dict()
    del told["score"]
    return {"rank": rank, **told}


def _table(table: Table) -> dict[str, Any]:
    rows: list[Mapping[str, Any]] = [{c.key: row.get(c.key) for c in table.columns} for row in table.rows]
    return {
        "key": table.key,
        "title": table.title,
        "note": table.note or None,
        "under": list(table.under),
        "columns": [{"key": c.key, "label": c.label, "kind": c.kind} for c in table.columns],
        "rows": rows,
    }
