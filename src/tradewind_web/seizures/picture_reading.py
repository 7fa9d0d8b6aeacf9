"""What a photograph says of itself, and a small picture of it without that: run apart, as a program of its own.

    python picture_reading.py PHOTOGRAPH PREVIEW        (prints one line of JSON)

A file of evidence may be made to harm whoever opens it. So nothing of the platform is loaded here, memory, time and
what may be written are limited before the file is opened, and whatever happens ends this process alone.
"""

from __future__ import annotations

import contextlib
import json
import math
import sys
import warnings
from pathlib import Path
from typing import Any, Final

#: A telephone's largest picture has 200 million pixels; what is larger is not opened.
MOST_PIXELS: Final = 210_000_000
#: Of these all are decoded to make the small one; a picture of more has only what it says of itself read.
MOST_DECODED: Final = 80_000_000
MOST_MEMORY: Final = 2 << 30
MOST_SECONDS: Final = 25
#: The longer side of the small picture.
SIDE: Final = 1280
LONGEST: Final = 80
KINDS: Final = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "HEIF", "AVIF")
MAKE, MODEL, ORIENTATION, SOFTWARE, CHANGED = 0x010F, 0x0110, 0x0112, 0x0131, 0x0132
EXIF, GPS = 0x8769, 0x8825
TAKEN, TAKEN_OFFSET, OFFSET = 0x9003, 0x9011, 0x9010


def limit() -> None:
    """Take from this process what no photograph needs; where the system cannot (Windows), the caller's clock does."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS), (resource.RLIMIT_FSIZE, 8 << 20),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def read(source: Path, target: Path) -> dict[str, Any]:
    """What the file says of itself; the small picture is written to `target`, where it could be made."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with contextlib.suppress(ImportError):
        import pi_heif  # type: ignore[import-untyped]

        pi_heif.register_heif_opener()
    try:
        picture = Image.open(source, formats=KINDS)
    except UnidentifiedImageError:
        return {"trouble": "damaged"}
    width, height = picture.size
    said: dict[str, Any] = {"format": picture.format, "width": width, "height": height}
    if width * height > MOST_PIXELS:
        return {**said, "trouble": "too_many_pixels"}
    said |= _told(picture)
    if width * height > MOST_DECODED:
        return {**said, "trouble": "too_many_pixels"}
    try:
        picture.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded no larger than needed
        small = ImageOps.exif_transpose(picture)
        small.thumbnail((SIDE, SIDE))
        flat = Image.new("RGB", small.size, "white")
        clear = small.convert("RGBA") if small.mode in ("P", "LA", "PA", "RGBA") else None
        flat.paste(clear or small.convert("RGB"), mask=clear)
        flat.save(target, "JPEG", quality=80)
    except (OSError, ValueError, SyntaxError, EOFError):
        return {**said, "trouble": "damaged"}
    return said


def _told(picture: Any) -> dict[str, Any]:
    """Of EXIF what bears on a case. What stands there is only what a camera or a person wrote: it proves nothing."""
    try:
        block = picture.getexif()
        fine, place = block.get_ifd(EXIF), block.get_ifd(GPS)
    except Exception:  # noqa: BLE001  a block may be made to confuse; the picture may be whole
        return {"has_told": False, "told_trouble": True}
    whole = int(picture.info.get("original_orientation") or _number(block.get(ORIENTATION)) or 1)
    said: dict[str, Any] = {
        "has_told": bool(block) and any(tag != ORIENTATION for tag in block),
        "make": _text(block.get(MAKE)), "model": _text(block.get(MODEL)), "software": _text(block.get(SOFTWARE)),
        "taken": _text(fine.get(TAKEN)), "offset": _text(fine.get(TAKEN_OFFSET) or fine.get(OFFSET)),
        "changed": _text(block.get(CHANGED)), "orientation": whole if 1 <= whole <= 8 else 1,
    }  # fmt: skip
    latitude, longitude = _degrees(place.get(2), place.get(1), 90), _degrees(place.get(4), place.get(3), 180)
    if latitude is not None and longitude is not None:
        error = _number(place.get(31))
        said |= {"latitude": latitude, "longitude": longitude, "error_m": _metres(error)}
    return said


def _text(value: object) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    if not isinstance(text, str):
        return ""
    return "".join(c for c in text if c.isprintable()).strip()[:LONGEST]


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _degrees(parts: object, side: object, most: int) -> float | None:
    """Degrees, minutes and seconds as degrees; None where they are none."""
    if not isinstance(parts, tuple) or len(parts) != 3 or not isinstance(side, str):
        return None
    values = [_number(part) for part in parts]
    if side[:1] not in ("N", "S", "E", "W") or any(v is None or v < 0 for v in values):
        return None
    degrees = sum((v or 0) / 60**n for n, v in enumerate(values))
    return round(-degrees if side[:1] in "SW" else degrees, 6) if degrees <= most else None


def _metres(error: float | None) -> int | None:
    return math.ceil(error) if error is not None and 0 < error < 1_000_000 else None


def main(arguments: list[str]) -> int:
    """Print what is found as JSON; 0 where anything could be said."""
    source, target = arguments
    limit()
    warnings.simplefilter("ignore")
    try:
        said = read(Path(source), Path(target))
    except MemoryError:
        said = {"trouble": "too_many_pixels"}
    except Exception as error:  # noqa: BLE001  decoders raise whatever they like; the sentence is the caller's
        bomb = type(error).__name__ == "DecompressionBombError"
        said = {"trouble": "too_many_pixels" if bomb else "damaged"}
    sys.stdout.write(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
