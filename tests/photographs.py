"""A small photograph as a telephone takes it: a JPEG that says where and with what it was taken."""

import struct
import zlib


def exif(orientation: int = 6, device: bytes = b"SecretPhone\0") -> bytes:
    """An EXIF block with which way is up and the device."""
    data = 8 + 2 + 2 * 12 + 4
    entries = struct.pack(">HHII", 0x010F, 2, len(device), data)
    entries += struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 2) + entries + struct.pack(">I", 0) + device
    return b"Exif\0\0" + tiff


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*, told: bytes | None = None, comment: bytes = b"", behind: bytes = b"") -> bytes:
    """A JPEG of one grey pixel, with what a camera writes beside it."""
    parts = [b"\xff\xd8", segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")]
    if told is not None:
        parts.append(segment(0xE1, told))
    if comment:
        parts.append(segment(0xFE, comment))
    parts.append(segment(0xDB, b"\0" + bytes([16] * 64)))
    parts.append(segment(0xC0, b"\x08\0\1\0\1\1\1\x11\0"))
    parts.append(segment(0xC4, b"\0" + b"\0\1" + bytes(14) + b"\0"))
    parts.append(segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x7f\xff\x00\x3f" + b"\xff\xd9")
    return b"".join(parts) + behind


def png(text: bytes = b"") -> bytes:
    """A PNG of one pixel, with a text beside it."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    parts = [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))]
    if text:
        parts.append(chunk(b"tEXt", b"Comment\0" + text))
    parts += [chunk(b"IDAT", zlib.compress(b"\0\x80")), chunk(b"IEND", b"")]
    return b"".join(parts)
