"""Places and substances of a file in our own codes; what is unknown is kept under the file's own scheme."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tradewind.errors import AmbiguousName, UnknownName
from tradewind.reference import find
from tradewind.reference.parties import place


@lru_cache(maxsize=65_536)
def place_code(text: str, scheme: str) -> str:
    """ISO3 of a place, `WLD`, `m49:899` for an area, or `<scheme>:<text>` where the place is unknown.

    >>> place_code("IN", "iso"), place_code("Atlantis", "name")
    ('IND', 'name:Atlantis')
    """
    try:
        return place(text).code
    except UnknownName:
        return f"{scheme}:{text}"


def place_codes(texts: Iterable[str], scheme: str) -> list[str]:
    """Each place once, in the order of the file."""
    return list(dict.fromkeys(place_code(text.strip(), scheme) for text in texts if text.strip()))


@lru_cache(maxsize=4_096)
def designation_of(name: str) -> str:
    """Our designation of a substance named exactly (HFC-4310mee, H-1211, CCl4); an unknown name stays as it is.

    >>> designation_of("H-1211"), designation_of("c-C4F8")
    ('Halon-1211', 'c-C4F8')
    """
    try:
        return find(name).designation
    except (UnknownName, AmbiguousName):
        return name
