"""The picture as pages: a job draws it over the batches that reach an agency, and it is shown to that agency alone.

A drawing names the batches it rests on. One that rests on a batch which no longer reaches the agency is not shown,
whatever it cost to draw; one that lacks a newer batch is shown with a note while the next is being drawn.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tradewind.errors import UnknownName
from tradewind.picture import assemble, html, shipped
from tradewind.picture.model import Picture
from tradewind.reference.parties import party as party_of
from tradewind_web.agencies.models import Agency
from tradewind_web.jobs.models import Job
from tradewind_web.jobs.queue import enqueue
from tradewind_web.sources.queries import batches_of_agency, warehouse_for_agency

#: Django's name of a language and the library's.
LIBRARY_LANGUAGE: Final = {"zh-hans": "zh"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture that may be shown: its chapters, the pieces by key, when it was drawn, whether newer files are in."""

    title: str
    drawn_at: datetime
    chapters: tuple[Mapping[str, Any], ...]
    pieces: Mapping[str, str]
    caveats: tuple[str, ...]
    disclaimer: str
    is_behind: bool

    def chapter_of(self, key: str) -> Mapping[str, Any] | None:
        """The chapter that holds this section."""
        return next((c for c in self.chapters if any(s["key"] == key for s in c["sections"])), None)


def draw(agency_id: UUID, language: str) -> str:
    """Draw the agency's picture in this language and keep it; how many sections. For a job: it asks the warehouse."""
    agency, boundaries = Agency.objects.get(pk=agency_id), shipped()
    ids = sorted(batches_of_agency(agency).values_list("library_id", flat=True))
    with warehouse_for_agency(agency) as warehouse:
        picture = assemble(
            warehouse,
            _known_party(agency),
            language=LIBRARY_LANGUAGE.get(language, language),
            boundaries=boundaries,
        )
    pieces = html.render_sections(picture, boundaries)
    kept = {
        "batches": ids, "drawn_at": datetime.now(UTC).isoformat(), "title": picture.title,
        "chapters": _chapters(picture), "pieces": pieces, "caveats": picture.caveats,
        "disclaimer": picture.disclaimer,
    }  # fmt: skip
    path = _path(agency, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    partial.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    partial.replace(path)
    return f"{len(pieces)}"


def drawn_for(agency: Agency, language: str) -> Drawn | None:
    """The agency's picture as it may be shown now; None when none was drawn or it rests on what it may not."""
    path = _path(agency, language)
    try:
        kept = _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        return None
    now = set(batches_of_agency(agency).values_list("library_id", flat=True))
    rests_on = set(kept["batches"])
    if not rests_on <= now:
        return None
    return Drawn(
        title=kept["title"], drawn_at=datetime.fromisoformat(kept["drawn_at"]), chapters=tuple(kept["chapters"]),
        pieces=kept["pieces"], caveats=tuple(kept["caveats"]), disclaimer=kept["disclaimer"],
        is_behind=rests_on != now,
    )  # fmt: skip


@lru_cache(maxsize=8)
def _read(path: Path, written_ns: int) -> Mapping[str, Any]:
    """A drawing as it is kept: long, and opened for every section. Whether it may be shown is asked each time."""
    kept: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept


@transaction.atomic
def ask_for(agency: Agency, language: str, *, asked_by_id: int | None = None) -> Job:
    """Have it drawn; asking twice while it waits is one job."""
    return enqueue(
        "desk.draw_picture", {"agency": str(agency.pk), "language": language}, agency_id=agency.pk,
        asked_by_id=asked_by_id, once=f"picture:{agency.pk}:{language}",
    )  # fmt: skip


def _known_party(agency: Agency) -> str | None:
    """The agency's Party where it is one; an international body has none, nor has an invented island."""
    try:
        return party_of(agency.party).iso3 if agency.party else None
    except UnknownName:
        return None


def _chapters(picture: Picture) -> list[dict[str, Any]]:
    return [
        {
            "key": chapter.key, "title": chapter.title, "lead": chapter.lead,
            "facts": [{"figure": figure, "words": words} for figure, words in chapter.facts],
            "sections": [{"key": s.key, "title": s.title, "lead": " ".join(s.lead[:1])} for s in chapter.sections],
        }
        for chapter in picture.chapters
    ]  # fmt: skip


def _path(agency: Agency, language: str) -> Path:
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"no language {language!r}")
    return Path(settings.OFFICE.folder) / "pictures" / str(agency.pk) / f"{language}.json"
