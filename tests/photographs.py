"""A small photograph as a telephone takes it: a JPEG that says where and with what it was taken."""

import struct
import zlib

#: One orange frame of HEVC, 64 x 64, and how it is to be decoded.
_HEVC = bytes.fromhex("000000182801af1380f527813fff99d47ffd016787d2bd77e79f2d4f")
_HEVC_CONFIGURATION = bytes.fromhex(
    "0103700000000000000000001ef000fcfdf8f800000f03200001001840010c01ffff0370000003009000000300000300"
    "1eba0240210001002742010103700000030090000003000003001ea020810596eae4a6b9b02000000300200000030021"
    "22000100064401c173c089"
)


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


def heic(told: bytes = b"") -> bytes:
    """A HEIC of 64 x 64 orange pixels as a telephone makes it, with `told` (TIFF bytes of EXIF) beside the picture."""

    def box(name: bytes, *parts: bytes) -> bytes:
        body = b"".join(parts)
        return struct.pack(">I", 8 + len(body)) + name + body

    def full(name: bytes, version: int, *parts: bytes) -> bytes:
        return box(name, bytes([version, 0, 0, 0]), *parts)

    items = [(1, b"hvc1", _HEVC)]
    if told:
        items.append((2, b"Exif", struct.pack(">I", 6) + b"Exif\0\0" + told))
    infos, places, at = [], [], 0
    for number, kind, content in items:
        infos.append(full(b"infe", 2, struct.pack(">HH", number, 0), kind, b"\0"))
        places.append(struct.pack(">HHHHII", number, 1, 0, 1, at, len(content)))  # in `idat`
        at += len(content)
    parts = [
        full(b"hdlr", 0, bytes(4), b"pict", bytes(13)), full(b"pitm", 0, struct.pack(">H", 1)),
        full(b"iloc", 1, b"\x44\0", struct.pack(">H", len(items)), *places),
        full(b"iinf", 0, struct.pack(">H", len(infos)), *infos),
        full(b"iref", 0, box(b"cdsc", struct.pack(">HHH", 2, 1, 1))) if told else b"",
        box(
            b"iprp", box(b"ipco", box(b"hvcC", _HEVC_CONFIGURATION), full(b"ispe", 0, struct.pack(">II", 64, 64))),
            full(b"ipma", 0, struct.pack(">IHB", 1, 1, 2), b"\x81\x02"),
        ),
        box(b"idat", *(content for _number, _kind, content in items)),
    ]  # fmt: skip
    return box(b"ftyp", b"heic", bytes(4), b"mif1heic") + full(b"meta", 0, *parts)
