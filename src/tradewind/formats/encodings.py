"""Which characters do these bytes mean? UTF-8 where it fits, else a reasoned guess that is said."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from tradewind.errors import FileRefused

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Encodings that customs systems and office programs still write; others are refused, not guessed.
_CANDIDATES: Final = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r", "cp866",
                      "gb18030", "big5", "shift_jis", "euc_kr"]  # fmt: skip
_TITLES: Final = {
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1255": "Hebrew (Windows-1255)",
    "cp1256": "Arabic (Windows-1256)",
    "koi8_r": "Cyrillic (KOI8-R)",
    "cp866": "Cyrillic (DOS 866)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
    "shift_jis": "Japanese (Shift JIS)",
    "euc_kr": "Korean (EUC-KR)",
}
#: Two encodings whose noise differs by less than this fit equally well.
_SAME_NOISE: Final = 0.05
_SAMPLE_BYTES: Final = 1 << 16
# Between letters these bytes are Turkish dotless i, s-cedilla, g-breve, and Polish l, a, z, s: as Western
# European they would be Icelandic letters, superscripts and signs inside words.
_TURKISH: Final = re.compile(rb"[A-Za-z\x80-\xff][\xfd\xfe\xf0]|[\xdd\xde\xfe][a-z]")
_CENTRAL: Final = re.compile(
    rb"[A-Za-z\x80-\xff][\xb3\xb9\xbf\x9c\x9f\xbe\x9a]|[\xa3\x8c\x8f\xaf][a-z\x80-\xff]"
)
_MULTIBYTE: Final = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec name, and where it was guessed the sentence that says so."""

    codec: str
    assumption: str | None = None


def declared_encoding(head: bytes) -> Encoding | None:
    """The encoding that a byte order mark or the pattern of UTF-16 without one gives away, or None."""
    for mark, marked in _BOMS:
        if head.startswith(mark):
            return Encoding(marked)
    pairs = head[: len(head) // 2 * 2]
    if b"\0" not in pairs:
        return None
    even, odd = pairs[0::2].count(0), pairs[1::2].count(0)
    codec: str | None = "utf-16-le" if odd > 9 * even else "utf-16-be" if even > 9 * odd else None
    if codec is None or max(even, odd) < len(pairs) // 40:
        return None
    try:
        codecs.getincrementaldecoder(codec)().decode(pairs)
    except UnicodeDecodeError:
        return None
    return Encoding(codec, f"the text was read as {codec.upper()}, because it has no byte order mark")


def guessed_encoding(path: str, data: bytes) -> Encoding:
    """The encoding of bytes that are not UTF-8, with the assumption in words; FileRefused if none fits.

    `data` is any stretch with the foreign bytes in it; only a sample is weighed.
    """
    sample = _foreign_lines(data)
    if len(_MULTIBYTE.findall(sample)) > len(_MULTIBYTE.sub(b"", sample).translate(None, bytes(range(128)))):
        raise FileRefused(
            path,
            "most of the text is UTF-8 but some bytes are not, so two encodings are mixed",
            "save the file again as UTF-8",
        )
    fits = {
        m.encoding: m.chaos
        for m in from_bytes(sample, cp_isolation=_CANDIDATES)
        if _is_clean(sample, m.encoding)
    }
    if not fits:
        raise FileRefused(
            path, "its letters are in an encoding that cannot be told", "save the file again as UTF-8"
        )
    calmest = min(fits.values())
    likely = [codec for codec, noise in fits.items() if noise <= calmest + _SAME_NOISE]
    chosen = _western(sample) if set(likely) & {"cp1252", "cp1250", "cp1254"} else likely[0]
    return Encoding(chosen, f"the text is not UTF-8; it was read as {_TITLES[chosen]}: check accents")


def _foreign_lines(data: bytes) -> bytes:
    lines = re.findall(rb"[^\r\n]{0,2000}[\x80-\xff][^\r\n]{0,2000}", data)
    return b"\n".join(lines)[:_SAMPLE_BYTES]


def _western(sample: bytes) -> str:
    if len(_TURKISH.findall(sample)) > len(_CENTRAL.findall(sample)):
        return "cp1254"
    return "cp1250" if _CENTRAL.search(sample) else "cp1252"


def _is_clean(sample: bytes, codec: str) -> bool:
    """Whether the sample decodes without control characters, which a wrong Latin guess brings."""
    try:
        text = codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeDecodeError:
        return False
    return codec in _TITLES and not any("\x7f" <= c <= "\x9f" for c in text)
