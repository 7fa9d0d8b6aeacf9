"""Photographs as evidence: what kind a file is, and the same picture without what the camera wrote beside it.

A JPEG keeps its colour profile and which way is up, a PNG its picture; place, time, device and comments are left out.
Read and written here byte for byte: the picture itself is not decoded, so that it stays as it was taken.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final, Literal

Media = Literal["image/jpeg", "image/png"]

MOST_BYTES: Final = 12 << 20
MOST_PHOTOS: Final = 12
_PNG: Final = b"\x89PNG\r\n\x1a\n"
#: Markers of a JPEG that stand alone, without a length.
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
#: What a JPEG's picture needs beside itself: JFIF, the colour profile, Adobe's transform.
_KEPT_APPLICATIONS: Final = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_PICTURE_CHUNKS: Final = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"bKGD",
        b"pHYs",
        b"sBIT",
    }
)
_ORIENTATION: Final = 0x0112


class NoPicture(ValueError):
    """The bytes are no whole JPEG or PNG."""


def media_type(content: bytes) -> Media | None:
    """What the file is by its content, whatever it is called; None for what is no JPEG or PNG."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/png" if content.startswith(_PNG) else None


def bare(content: bytes) -> bytes:
    """The picture alone.

    Raises:
        NoPicture: it is damaged, or no JPEG or PNG.
    """
    media = media_type(content)
    if media is None:
        raise NoPicture
    try:
        return _bare_jpeg(content) if media == "image/jpeg" else _bare_png(content)
    except (IndexError, struct.error) as error:
        raise NoPicture from error


def _bare_jpeg(content: bytes) -> bytes:
    kept = [b"\xff\xd8"]
    place, turned = 2, 1
    while True:
        if content[place] != 0xFF:
            raise NoPicture
        while content[place + 1] == 0xFF:  # fill bytes
            place += 1
        marker = content[place + 1]
        if marker in _ALONE:
            kept.append(content[place : place + 2])
            place += 2
            continue
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        segment, body = content[place : place + 2 + length], content[place + 4 : place + 2 + length]
        if length < 2 or len(segment) < length + 2:
            raise NoPicture
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            turned = _orientation(body[6:])
        elif marker == 0xDA:
            picture = content[place : _end_of_scans(content, place)]
            return b"".join([kept[0], _turning(turned), *kept[1:], picture])
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or _is_kept(marker, body):
            kept.append(segment)
        place += 2 + length


def _end_of_scans(content: bytes, place: int) -> int:
    """Behind the marker that ends the picture; what a camera puts after it is no part of it."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            raise NoPicture
        marker = content[place + 1]
        if marker == 0xD9:
            return place + 2
        if marker in (0x00, 0xFF) or marker in _ALONE:
            place += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        place += 2 + length


def _is_kept(marker: int, body: bytes) -> bool:
    start = _KEPT_APPLICATIONS.get(marker)
    return start is not None and body.startswith(start)


def _turning(turned: int) -> bytes:
    """An EXIF segment that says which way is up and nothing else; none for a picture that stands."""
    if turned == 1:
        return b""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _orientation(tiff: bytes) -> int:
    """Which way is up, 1..8; 1 where it is not told or cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack(order + "I", tiff[4:8])
        (count,) = struct.unpack(order + "H", tiff[first : first + 2])
        for n in range(min(count, 200)):
            at = first + 2 + 12 * n
            tag, _kind, _many, value = struct.unpack(order + "HHIH", tiff[at : at + 10])
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _bare_png(content: bytes) -> bytes:
    kept, place = [_PNG], len(_PNG)
    while True:
        (length,) = struct.unpack(">I", content[place : place + 4])
        name, end = content[place + 4 : place + 8], place + 12 + length
        chunk = content[place:end]
        if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise NoPicture
        if name in _PICTURE_CHUNKS:
            kept.append(chunk)
        if name == b"IEND":
            return b"".join(kept)
        place = end
