"""Looking into an agency's watched folder: each whole file there becomes an upload."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Final

from django.utils import timezone

from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.sources.actions.sending import Keeping, note_found
from tradewind_web.sources.models import Upload, WatchedFolder
from tradewind_web.sources.receiving import clean_name

#: A file changed later than this may still be being copied.
QUIET_SECONDS: Final = 10
MOST_AT_ONCE: Final = 200


def look_into_folder(agency_id: str, *, now: float | None = None) -> int:
    """Send the files that lie in the agency's folder to be read. How many; none where the folder is switched off."""
    folder = (
        WatchedFolder.objects.select_related("agency", "audience")
        .filter(agency__pk=agency_id, is_on=True)
        .first()
    )
    if folder is None or not folder.path.is_dir():
        return 0
    on_their_way = set(
        Upload.objects.filter(
            owner=folder.agency, way=Upload.Way.FOLDER, state__in=[Upload.State.WAITING, Upload.State.ASKS]
        ).values_list("file_name", flat=True)
    )
    keeping = Keeping(
        folder.purpose, folder.legal_basis, _years_from(timezone.localdate(), folder.retain_years)
    )
    found = 0
    for path in _whole_files(folder.path, now or time.time()):
        if path.name in on_their_way or found >= MOST_AT_ONCE:
            continue
        note_found(
            acting=PlatformFor(str(folder.agency_id)), agency=_agency(folder), name=path.name,
            size=path.stat().st_size, audience=folder.audience, keeping=keeping,
        )  # fmt: skip
        found += 1
    return found


def _whole_files(folder: Path, now: float) -> list[Path]:
    """Files in order of name under names that are safe, those that were put right included."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or not path.is_file() or path.name.startswith((".", "~$")):
            continue
        if now - path.stat().st_mtime < QUIET_SECONDS:
            continue
        safe = clean_name(path.name)
        if safe != path.name:
            if path.with_name(safe).exists():
                continue
            path = path.rename(path.with_name(safe))
        found.append(path)
    return found


def _agency(folder: WatchedFolder) -> Agency:
    agency: Agency = folder.agency
    return agency


def _years_from(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
