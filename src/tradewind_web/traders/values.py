"""What a trader's record says, as a value: what a form, a file or an action hands over, and by what it is known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Final

from tradewind_web.traders.models import Kind, Trader
from tradewind_web.traders.searching import search_key, sort_key


@dataclass(frozen=True, slots=True)
class TraderValues:
    """The columns that a person or a file fills in."""

    name: str
    is_person: bool = False
    other_names: tuple[str, ...] = ()
    national_number: str = ""
    registrations: tuple[str, ...] = ()
    address: str = ""
    country: str = ""
    kinds: tuple[Kind, ...] = ()
    holds_quota: bool | None = None
    notes: str = ""

    def as_columns(self) -> dict[str, Any]:
        """The columns of `Trader`, with the keys it is found and listed by."""
        return {
            "name": self.name,
            "is_person": self.is_person,
            "other_names": list(self.other_names),
            "national_number": self.national_number,
            "registrations": list(self.registrations),
            "address": self.address,
            "country": self.country,
            "kinds_text": as_text(self.kinds),
            "holds_quota": self.holds_quota,
            "notes": self.notes,
            "search_key": search_key(
                (self.name, *self.other_names, self.national_number, *self.registrations, self.address),
                parties=(self.country,),
            ),
            "sort_key": sort_key(self.name),
        }

    def as_facts(self) -> dict[str, object]:
        """The same for the audit."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


#: Longest texts, as the columns hold them.
LONGEST_NAME: Final = 300
LONGEST_NUMBER: Final = 80


def values_of(trader: Trader) -> TraderValues:
    """What the record says now."""
    return TraderValues(
        trader.name, trader.is_person, tuple(trader.other_names), trader.national_number,
        tuple(trader.registrations), trader.address, trader.country, tuple(trader.kinds), trader.holds_quota,
        trader.notes,
    )  # fmt: skip


def as_text(kinds: Iterable[Kind]) -> str:
    """Codes between commas, in the order of `Kind`."""
    said = set(kinds)
    return "".join(f",{kind.value}" for kind in Kind if kind in said) + ("," if said else "")


def number_digest(number: str) -> str:
    """What a national number is known by, however it is spaced and hyphened; "" where there is none."""
    bare = "".join(c for c in number.casefold() if c.isalnum())
    return _digest("number", bare) if bare else ""


def name_digest(name: str, country: str) -> str:
    """What a name in a country is known by; "" for a name without a letter or digit."""
    bare = sort_key(name)
    return _digest("name", bare, country) if bare else ""


def digests_of(values: TraderValues) -> list[str]:
    """By what the trader is known, the surest first."""
    found = (number_digest(values.national_number), name_digest(values.name, values.country))
    return [digest for digest in found if digest]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _plain(value: object) -> object:
    return [str(part) for part in value] if isinstance(value, tuple) else value
