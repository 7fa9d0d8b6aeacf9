"""One shape for every way of writing a character, with the way back to the original text.

Full-width and mathematical letters, Arabic-Indic and Thai digits, every dash and space, case, accents, and
the Cyrillic and Greek letters that look like Latin ones (or, as Р, stand for them) fall together. Positions
survive: a span found in the folded text is given in positions of the original.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

#: Lower-case letters of other scripts that are read, or typed, as a Latin letter in a refrigerant's name.
LOOK_ALIKES: Final = {
    **dict(zip("авсеоркхумнтіѕјԁԛԝһ", "abceorkxymhtisjdqwh", strict=True)),
    **dict(zip("αβεορκχνμηιτυγς", "abeopkxvmnitygc", strict=True)),
    "ф": "f",
    "ρ": "r",
    "ɑ": "a",
    "ʀ": "r",
    "ꓣ": "r",
    "ꭱ": "r",
    "ı": "i",
    # Arabic decimal and thousands separators.
    "٫": ".",
    "٬": ",",
}
#: Characters that write nothing: zero-width signs, soft hyphen, direction marks, tatweel, vowel points.
_SILENT_RANGES: Final = (
    (0x200B, 0x2010),
    (0x202A, 0x202F),
    (0x2060, 0x2070),
    (0x64B, 0x660),
    (0x300, 0x370),
    (0xFE00, 0xFE10),
)
_SILENT: Final = frozenset(p for first, end in _SILENT_RANGES for p in range(first, end)) | {
    0xAD,
    0x640,
    0xFEFF,
    *map(ord, "™®©"),
}
#: Signs that stand between words without meaning anything here.
_BLANK: Final = frozenset("\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_DASHES: Final = frozenset("\u2212\u02d7\u2010\u2011\u00b7\u2043\u30fc\u30fb")


def _fold_character(point: int) -> str:
    character = chr(point)
    if point in _SILENT:
        return ""
    if character in _BLANK:
        return " "
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    # The long-vowel sign and middle dot are dashes only to a reader of Latin codes; kana keep their sign.
    if category == "Pd" or (character in _DASHES and character != "\u30fc"):
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", character).lower()
    if point < 0x600 or 0x1E00 <= point < 0x2000:
        folded = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return "".join(LOOK_ALIKES.get(c, c) for c in folded)


class _Table(dict[int, str]):
    """A translation table that learns each character once, and which characters change length."""

    def __init__(self) -> None:
        super().__init__()
        self.resizing: set[str] = set()

    def __missing__(self, point: int) -> str:
        folded = _fold_character(point)
        self[point] = folded
        if len(folded) != 1:
            self.resizing.add(chr(point))
        return folded


_TABLE: Final = _Table()
_ASCII: Final = str.maketrans(dict.fromkeys(range(0x20), " "))


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in one shape. `origins` is None while positions are those of the original."""

    text: str
    origins: tuple[int, ...] | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Positions in the original of a non-empty span of the folded text."""
        if self.origins is None:
            return start, end
        last = self.origins[end - 1]
        after = next((o for o in self.origins[end:] if o > last), self.length)
        # Silent characters after the span belong to nobody.
        return self.origins[start], min(after, last + 1)

    def place(self, position: int) -> int:
        """Where in the folded text a position of the original stands."""
        return position if self.origins is None else bisect_left(self.origins, position)


def fold_word(word: str) -> str:
    """A name in the shape that texts are searched in.

    >>> fold_word("Р\u201122А"), fold_word("\uff32\uff12\uff12"), fold_word("Fréon")
    ('r-22a', 'r22', 'freon')
    """
    return word.translate(_TABLE)


def fold(text: str) -> Folded:
    """The text in one shape, with the way back."""
    if text.isascii():
        return Folded(text.lower().translate(_ASCII), None, len(text))
    folded = text.translate(_TABLE)
    if _TABLE.resizing.isdisjoint(text):
        return Folded(folded, None, len(text))
    origins = tuple(i for i, c in enumerate(text) for _ in _TABLE[ord(c)])
    return Folded(folded, origins, len(text))
