"""Having a photograph read apart from the platform: what it says of itself, and a small picture without that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tradewind_web.seizures import picture_reading

#: Larger files are not opened.
MOST_BYTES: Final = 80 << 20
#: What a program of one line and a few limits may take, waiting for the disk included.
MOST_SECONDS: Final = 60
MOST_PREVIEW: Final = 4 << 20
READ: Final = frozenset({
    "image/jpeg", "image/png", "image/gif", "image/tiff", "image/webp", "image/heic", "image/avif",
})  # fmt: skip
_TROUBLES: Final = frozenset({"damaged", "too_many_pixels"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a photograph says of itself. A moment is the clock of the camera; without `offset` its zone is not known."""

    trouble: str = ""
    width: int = 0
    height: int = 0
    orientation: int = 1
    has_told: bool = False
    device: str = ""
    software: str = ""
    taken: datetime | None = None
    offset: str = ""
    latitude: float | None = None
    longitude: float | None = None
    error_m: int | None = None


def look(source: Path) -> tuple[Told, bytes]:
    """What the photograph says, and the small picture as JPEG; b"" where none could be made. Never raises for what is
    in the file."""
    if source.stat().st_size > MOST_BYTES:
        return Told("too_large"), b""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "preview.jpg"
        try:
            done = subprocess.run(
                [sys.executable, "-I", picture_reading.__file__, str(source.resolve()), str(target)],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=MOST_SECONDS, cwd=folder, check=False,
                env={k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR")},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Told("took_too_long"), b""
        said = _said(done.stdout)
        if done.returncode or said is None:  # killed by a limit, or by the file
            return Told("damaged"), b""
        is_there = target.is_file() and target.stat().st_size <= MOST_PREVIEW
        preview = target.read_bytes() if is_there and not said.get("trouble") else b""
    return _told(said), preview


def _said(output: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(output[:20_000])
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _told(said: dict[str, Any]) -> Told:
    trouble = str(said.get("trouble", ""))
    make, model = str(said.get("make", "")), str(said.get("model", ""))
    return Told(
        trouble=trouble if trouble in _TROUBLES else "damaged" if trouble else "",
        width=_whole(said.get("width")), height=_whole(said.get("height")),
        orientation=_whole(said.get("orientation")) or 1, has_told=bool(said.get("has_told")),
        device=(model if model.startswith(make) else f"{make} {model}").strip()[:160],
        software=str(said.get("software", ""))[:80], taken=_moment(str(said.get("taken", ""))),
        offset=str(said.get("offset", ""))[:6], latitude=said.get("latitude"), longitude=said.get("longitude"),
        error_m=said.get("error_m"),
    )  # fmt: skip


def _whole(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 1 << 31 else 0


def _moment(text: str) -> datetime | None:
    """As EXIF writes it: `2026:03:04 14:02:11`, without a zone."""
    try:
        return datetime.strptime(text[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone stands apart, or nowhere
    except ValueError:
        return None
