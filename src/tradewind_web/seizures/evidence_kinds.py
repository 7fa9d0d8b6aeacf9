"""What a file of evidence is, by its content and never by its name. Nothing is opened or unpacked here: its first bytes
are looked at, so that it is called what it is, and a program is not taken in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Family = Literal["picture", "paper", "sound", "film", "text", "other"]
#: So many bytes are looked at.
HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is. `suffix` is what it is called when it is downloaded."""

    family: Family
    media_type: str
    suffix: str


OTHER: Final = Kind("other", "application/octet-stream", "bin")
_BEGINNINGS: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"\xff\xd8\xff", Kind("picture", "image/jpeg", "jpg")),
    (b"\x89PNG\r\n\x1a\n", Kind("picture", "image/png", "png")),
    (b"GIF8", Kind("picture", "image/gif", "gif")),
    (b"II*\0", Kind("picture", "image/tiff", "tif")),
    (b"MM\0*", Kind("picture", "image/tiff", "tif")),
    (b"%PDF-", Kind("paper", "application/pdf", "pdf")),
    (b"ID3", Kind("sound", "audio/mpeg", "mp3")),
    (b"fLaC", Kind("sound", "audio/flac", "flac")),
    (b"#!AMR", Kind("sound", "audio/amr", "amr")),
    (b"caff", Kind("sound", "audio/x-caf", "caf")),
)
#: Containers in which either sound or film may be: what is in them is told further on.
_OGG: Final = b"OggS"
_EBML: Final = b"\x1aE\xdf\xa3"
_OPUS: Final = Kind("sound", "audio/opus", "opus")
_OGG_SOUND: Final = Kind("sound", "audio/ogg", "ogg")
_OGG_FILM: Final = Kind("film", "video/ogg", "ogv")
_WEBM: Final = Kind("film", "video/webm", "webm")
_MATROSKA: Final = Kind("film", "video/x-matroska", "mkv")
#: Brands of the ISO base media format (ISO/IEC 14496-12), in its `ftyp` box.
_BRANDS: Final[dict[bytes, Kind]] = {
    **dict.fromkeys(
        (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1"), Kind("picture", "image/heic", "heic")
    ),
    b"avif": Kind("picture", "image/avif", "avif"),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), Kind("sound", "audio/mp4", "m4a")),
    b"qt  ": Kind("film", "video/quicktime", "mov"),
}
#: 3GPP TS 26.244 and 3GPP2 C.S0050 give a brand to each release and profile: 3gp4, 3gr6, 3gg6, 3g2a.
_TELEPHONES: Final = (b"3gp", b"3gr", b"3gs", b"3ge", b"3gg", b"3gh", b"3gm")
_3GP: Final = Kind("film", "video/3gpp", "3gp")
_3G2: Final = Kind("film", "video/3gpp2", "3g2")
_FILM: Final = Kind("film", "video/mp4", "mp4")
_SOUND_ALONE: Final = Kind("sound", "audio/mp4", "m4a")
#: Boxes with which a film of QuickTime before `ftyp` begins.
_OLD_QUICKTIME: Final = frozenset({b"moov", b"mdat", b"wide", b"pnot"})
_RIFF: Final = {
    b"WAVE": Kind("sound", "audio/wav", "wav"), b"WEBP": Kind("picture", "image/webp", "webp"),
    b"AVI ": Kind("film", "video/x-msvideo", "avi"),
}  # fmt: skip
_TEXT: Final = Kind("text", "text/plain", "txt")
#: Windows, Linux, macOS and Java programs, Android code, WebAssembly, shortcuts of Windows.
_PROGRAMS: Final = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"dex\n", b"\0asm", b"L\0\0\0\x01\x14\x02\0", b"#!",
)  # fmt: skip
#: What a browser or a desk would run although it is text.
_MARKUP: Final = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe|hta:|job|component)\b", re.IGNORECASE
)
#: Names by which a desk runs what it cannot tell from text.
_RUN_BY_NAME: Final = re.compile(
    r"\.(?:exe|com|scr|pif|bat|cmd|ps1|psm1|vbs|vbe|vb|js|jse|mjs|wsf|wsh|hta|msi|msp|msc|jar|lnk|url|desktop|app|apk|sh|bash"
    r"|command|reg|cpl|dll|sys|inf|scf|html?|xhtml|svg|mht|mhtml|chm)$",
    re.IGNORECASE,
)


def is_program(head: bytes, name: str) -> bool:
    """Whether a desk or a browser would run it, by its first bytes or by its name."""
    if head.startswith(b"#!AMR"):
        return bool(_RUN_BY_NAME.search(name))
    return head.startswith(_PROGRAMS) or bool(_MARKUP.search(head[:1024])) or bool(_RUN_BY_NAME.search(name))


def kind_of(head: bytes) -> Kind:
    """What a file is by its first bytes; OTHER where they tell nothing (archives and documents of offices too)."""
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[4:8] == b"ftyp":
        return _of_brand(head)
    if head[4:8] in _OLD_QUICKTIME:
        return _BRANDS[b"qt  "]
    if head.startswith(_OGG):
        return _OPUS if b"OpusHead" in head[:80] else _OGG_FILM if b"theora" in head[:80] else _OGG_SOUND
    if head.startswith(_EBML):
        return _WEBM if b"webm" in head[:64] else _MATROSKA
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], OTHER)
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:  # a frame of MPEG audio, layer III
        return Kind("sound", "audio/mpeg", "mp3")
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:  # a frame of AAC in ADTS
        return Kind("sound", "audio/aac", "aac")
    return _TEXT if _is_text(head) else OTHER


def _of_brand(head: bytes) -> Kind:
    """An ISO base media file by its brand. A voice note may call itself a film: where its tracks stand in front and
    none of them is a picture, it is sound."""
    brand = head[8:12]
    if brand in _BRANDS:
        return _BRANDS[brand]
    start = head.find(b"moov") - 4
    if start > 0:
        tracks = head[start : start + int.from_bytes(head[start : start + 4])]
        is_whole = len(tracks) == int.from_bytes(head[start : start + 4])
        if is_whole and b"soun" in tracks and b"vide" not in tracks:
            return _SOUND_ALONE
    if brand.startswith(b"3g2"):
        return _3G2
    return _3GP if brand.startswith(_TELEPHONES) else _FILM


def _is_text(head: bytes) -> bool:
    if not head or b"\0" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 and len(head) == HEAD  # a letter cut in two at the end
    return True
