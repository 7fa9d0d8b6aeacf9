"""Text in the six languages of the United Nations, from the start.

Every sentence a person reads is written in English in the code, with named placeholders, and looked up in
`<room>/locale/<language>.po`. A sentence without a translation stays in English, never blank.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import GNUTranslations
from importlib import resources
from typing import Final

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import get_decimal_symbol, get_group_symbol

from tradewind.errors import RequestError

LANGUAGES: Final = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "ar": "العربية",
    "zh": "中文",
}
RIGHT_TO_LEFT: Final = frozenset({"ar"})

#: Days as the United Nations write them: 24 November 2026.
_DAY_LOCALE: Final = {"en": "en_GB"}

Translate = Callable[[str], str]
#: (sentence about one, the same about several, how many) -> the form that the language takes for so many.
Count = Callable[[str, str, int], str]

#: Between the parts of a list, where it is not a comma and a space.
_COMMA: Final = {"ar": "، ", "zh": "、"}
_SEMICOLON: Final = {"fr": "\u00a0; ", "ar": "؛ ", "zh": "；"}


def direction(language: str) -> str:
    """`rtl` or `ltr`, for the `dir` attribute of a page.

    >>> direction("ar")
    'rtl'
    """
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def long_day(value: date, language: str) -> str:
    """A day in the words of the language.

    >>> long_day(date(2026, 11, 24), "en")
    '24 November 2026'
    """
    return str(format_date(value, format="long", locale=_DAY_LOCALE.get(language, language)))


def figure(english: str, language: str) -> str:
    """A figure as Python writes it, with the separators of the language; its digits stay.

    >>> figure("1,234.5", "es"), figure("1,234.5", "zh")
    ('1.234,5', '1,234.5')
    """
    if language == "en":
        return english
    signs = {",": get_group_symbol(language), ".": get_decimal_symbol(language)}
    return "".join(signs.get(sign, sign) for sign in english)


@cache
def translator(room: str, language: str) -> Translate:
    """A function from an English sentence to its translation in `tradewind.<room>`'s catalogue.

    Raises RequestError for a language we do not speak.
    """
    catalogue = _catalogue(room, language)
    if catalogue is None:
        return lambda sentence: sentence
    single = (m for m in catalogue if isinstance(m.id, str))
    messages = {str(m.id): str(m.string) for m in single if m.id and m.string}
    return lambda sentence: messages.get(sentence, sentence)


@cache
def counter(room: str, language: str) -> Count:
    """A function from a sentence about one, the same about several, and a number to the form for that number.

    In a catalogue both stand as `msgid` and `msgid_plural`, with as many forms as its Plural-Forms say. Raises
    RequestError for a language we do not speak.
    """
    catalogue = _catalogue(room, language)
    if catalogue is None:
        return lambda one, several, count: one if count == 1 else several
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled).ngettext


@cache
def _catalogue(room: str, language: str) -> Catalog | None:
    """None for English, and for a room without texts in the language."""
    if language not in LANGUAGES:
        raise RequestError(f"no texts in language {language!r}; choose one of {', '.join(LANGUAGES)}")
    path = resources.files("tradewind") / room / "locale" / f"{language}.po"
    if language == "en" or not path.is_file():
        return None
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


@dataclass(frozen=True, slots=True)
class Speaker:
    """The sentences of a room in one language, with figures, days and lists as the language writes them."""

    room: str
    language: str = "en"

    def say(self, sentence: str, **values: object) -> str:
        """The sentence in the language, with its named placeholders filled."""
        return translator(self.room, self.language)(sentence) % values

    def count(self, several: str, number: int, *, one: str | None = None, **values: object) -> str:
        """The sentence in the form for so many, its placeholder `n`; `one` is the English about one, if it differs."""
        form = counter(self.room, self.language)(one or several, several, number)
        return form % {"n": self.figure(f"{number:,}"), **values}

    def figure(self, english: str) -> str:
        """A figure as Python writes it, with the separators of the language."""
        return figure(english, self.language)

    def day(self, value: date) -> str:
        """A day in the words of the language; in English as programs read it, 2026-03-31."""
        return value.isoformat() if self.language == "en" else long_day(value, self.language)

    def listed(self, names: Iterable[str]) -> str:
        """Names with commas between them."""
        return _COMMA.get(self.language, ", ").join(names)

    def series(self, parts: Iterable[str]) -> str:
        """Longer parts with semicolons between them."""
        return _SEMICOLON.get(self.language, "; ").join(parts)

    def together(self, sentences: Iterable[str]) -> str:
        """Sentences as one paragraph: Chinese sets no space between them."""
        return ("" if self.language == "zh" else " ").join(sentences)
