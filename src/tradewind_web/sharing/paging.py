"""Pages of a long list by the place of their first or last row, so that page 10,000 costs as much as page 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet

PAGE: Final = 25
_WAYS: Final = ("before", "after")
#: A moment and the key of a row are shorter.
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page; `before` and `after` are the query strings of its neighbours, empty where there is none."""

    rows: list[Any]
    before: str
    after: str


def place_in(query: Mapping[str, str]) -> dict[str, str]:
    """Of a query string, the place of the page that it asks for: what `page_of` takes, no longer than its own links."""
    return {way: query[way][:_LONGEST] for way in _WAYS if way in query}


def page_of(
    rows: QuerySet[Any], given: Mapping[str, Any], *, key: str, newest_first: bool = True, size: int = PAGE
) -> Page:
    """The page that `given` (a query string's `before` or `after`) asks for; the first where it asks for none.

    `key` is a date-time, day or whole number that is never null; rows of one value stand in order of their primary key.
    """
    backwards = "before" in given and "after" not in given
    place = _place(given.get("before") if backwards else given.get("after"), _kind(rows, key))
    ordered = _ordered(rows, key, falling=newest_first != backwards)
    try:
        found = list(
            (_beyond(ordered, key, place, falling=newest_first != backwards) if place else ordered)[
                : size + 1
            ]
        )
    except (ValueError, ValidationError):
        place, backwards = None, False  # a place that this list does not have
        found = list(_ordered(rows, key, falling=newest_first)[: size + 1])
    more, shown = len(found) > size, found[:size]
    if backwards:
        shown.reverse()
    return Page(
        shown,
        before=_link("before", shown[0], key, given)
        if shown and (more if backwards else place is not None)
        else "",
        after=_link("after", shown[-1], key, given)
        if shown and (more or (backwards and place is not None))
        else "",
    )


def _ordered(rows: QuerySet[Any], key: str, *, falling: bool) -> QuerySet[Any]:
    sign = "-" if falling else ""
    return rows.order_by(f"{sign}{key}", f"{sign}pk")


def _beyond(rows: QuerySet[Any], key: str, place: tuple[Any, str], *, falling: bool) -> QuerySet[Any]:
    sign, (value, pk) = "lt" if falling else "gt", place
    return rows.filter(Q(**{f"{key}__{sign}": value}) | Q(**{key: value, f"pk__{sign}": pk}))


def _place(text: Any, kind: type[Any]) -> tuple[Any, str] | None:
    """The value and primary key in a link, or None where it is none of this list's."""
    value, mark, pk = str(text or "").partition("~")
    if not mark:
        return None
    try:
        if kind is int:
            return int(value[:18]), pk
        if kind is date:
            return date.fromisoformat(value), pk
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment, pk) if moment.tzinfo is not None else None


def _kind(rows: QuerySet[Any], key: str) -> type[Any]:
    field = rows.model._meta.get_field(key)
    if isinstance(field, models.DateTimeField):
        return datetime
    return date if isinstance(field, models.DateField) else int


def _link(name: str, row: Any, key: str, given: Mapping[str, Any]) -> str:
    value = getattr(row, key)
    text = value.isoformat() if isinstance(value, date) else str(value)
    others = {k: v for k, v in given.items() if k not in _WAYS}
    return urlencode({**others, name: f"{text}~{row.pk}"})
