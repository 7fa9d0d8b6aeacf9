"""Text in the six languages of the United Nations, from the start.

Every sentence a person reads is written in English in the code, with named placeholders, and looked up in
`<room>/locale/<language>.po`. A sentence without a translation stays in English, never blank.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from babel.dates import format_date
from babel.messages.pofile import read_po

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


@cache
def translator(room: str, language: str) -> Translate:
    """A function from an English sentence to its translation in `tradewind.<room>`'s catalogue.

    Raises RequestError for a language we do not speak.
    """
    if language not in LANGUAGES:
        raise RequestError(f"no texts in language {language!r}; choose one of {', '.join(LANGUAGES)}")
    if language == "en":
        return lambda sentence: sentence
    catalogue = resources.files("tradewind") / room / "locale" / f"{language}.po"
    if not catalogue.is_file():
        return lambda sentence: sentence
    with catalogue.open("rb") as stream:
        messages = {str(m.id): str(m.string) for m in read_po(stream, locale=language) if m.id and m.string}
    return lambda sentence: messages.get(sentence, sentence)
