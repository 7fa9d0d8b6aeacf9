"""What a file is and how it would be read, before anything is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradewind.errors import FileRefused
from tradewind.formats.mapping_draft import Draft, draft
from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions
from tradewind.formats.registry import recognise_format


@dataclass(frozen=True, slots=True)
class Explanation:
    """`format` and `title` name the layout where one fits; else `draft` is a mapping to look over and keep."""

    path: str
    format: str | None
    title: str | None
    draft: Draft | None

    def as_dict(self) -> dict[str, Any]:
        """Keys path, format, title, mapping, toml, questions, sample; null where nothing is to be mapped."""
        made = self.draft
        return {
            "path": self.path,
            "format": self.format,
            "title": self.title,
            "mapping": made.mapping.as_dict() if made else None,
            "toml": made.toml_text if made else None,
            "questions": list(made.questions) if made else [],
            "sample": [dict(row) for row in made.sample] if made else [],
        }


def explain(path: Path, party: str | None = None) -> Explanation:
    """The layout a file has, or a first mapping for it. FileRefused where it is not a table at all."""
    opened = open_file(path)
    if opened.parts:
        raise FileRefused(str(path), "it is an archive of several files", "unpack it and explain one of them")
    try:
        reader = recognise_format(opened, Instructions(party=party))
    except FileRefused:
        return Explanation(str(path), None, None, draft(opened, party))
    return Explanation(str(path), reader.name, reader.title, None)
