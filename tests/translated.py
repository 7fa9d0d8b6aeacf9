"""Whether a detector's sentences exist in every language, with the same placeholders."""

import re
from collections.abc import Iterable

from tradewind.languages import LANGUAGES, translator


def untranslated(texts: Iterable[str]) -> list[tuple[str, str]]:
    """(language, sentence) of every sentence that lacks a translation or has other placeholders in it."""
    return [
        (language, text)
        for language in LANGUAGES
        if language != "en"
        for text in texts
        for said in [translator("detectors", language)(text)]
        if said == text or _placeholders(said) != _placeholders(text)
    ]


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", text))
