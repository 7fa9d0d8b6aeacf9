"""A country typed as people write it: by name in six languages, by code, with the names offered while one types."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tradewind.errors import UnknownName
from tradewind.languages import LANGUAGES
from tradewind.reference.parties import name_in, parties, place
from tradewind_web.phrasing import listed

#: The list of names that `traders/parts/places.html` puts on a page once.
LIST_ID: Final = "places"


def language() -> str:
    """The reader's language as the library names it."""
    code = (get_language() or "en").split("-")[0]
    return code if code in LANGUAGES else "en"


def named(code: str) -> str:
    """The name of a place in the reader's language; the code as it is where we do not know it."""
    try:
        return name_in(code, language()) if code else ""
    except UnknownName:
        return code


@cache
def _names(of: str) -> tuple[str, ...]:
    return tuple(sorted(name_in(party, of) for party in parties()))


def place_names() -> tuple[str, ...]:
    """The names of all Parties in the reader's language."""
    return _names(language())


class PlaceField(forms.CharField):
    """Takes a name or a code, gives the ISO 3166 code; a name nobody knows is answered with those close to it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": LIST_ID, "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A code is shown by its name."""
        return named(value) if isinstance(value, str) and 2 <= len(value) <= 3 else value

    def clean(self, value: Any) -> str:
        """The code, or "" for a blank field."""
        return code_of(super().clean(value))


class PlacesField(PlaceField):
    """Several places between commas."""

    def prepare_value(self, value: Any) -> Any:
        """Codes are shown by their names."""
        return listed(named(code) for code in value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        """The codes in the order written, none twice."""
        text = forms.CharField.clean(self, value)
        parts = (code_of(part.strip()) for part in re.split("[,;،؛、，；]", text))
        return list(dict.fromkeys(filter(None, parts)))


def code_of(text: str) -> str:
    """The code of the place that is meant; "" for a blank.

    Raises:
        ValidationError: no place is called so.
    """
    if not text.strip():
        return ""
    try:
        return place(text).code
    except UnknownName as error:
        near = listed(error.suggestions)
        if near:
            raise forms.ValidationError(
                _("“%(text)s” is no country we know; did you mean %(near)s?") % {"text": text, "near": near}
            ) from error
        raise forms.ValidationError(
            _("“%(text)s” is no country we know; write its name or its code of three letters")
            % {"text": text}
        ) from error
