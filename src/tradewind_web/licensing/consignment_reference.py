"""Unique consignment references: how they begin, how two are compared, and one for a licence whose applicant gave none,
so that every paper can cite the same one."""

from __future__ import annotations

from datetime import date
from typing import Final

from tradewind.errors import UnknownName
from tradewind.reference.parties import place
from tradewind_web.licensing.models import Licence

#: WCO Recommendation on the Unique Consignment Reference (2004): digit of the year, ISO country, then the trader's own
#: reference, 35 characters together.
LONGEST: Final = 35
#: Stands before the number of a licence, as `TW` stands before the number of a consignment we follow.
_OURS: Final = "TWL"


def reference_of(licence: Licence, on: date) -> str:
    """The reference made of the licence's number, which is the only one of its Party.

    >>> reference_of(Licence(party="KEN", number="KEN-2026-00012"), date(2026, 3, 1))
    '6KETWL202600012'
    """
    number = (licence.number or "").upper().removeprefix(f"{licence.party}-")
    written = "".join(c for c in number if c.isascii() and c.isalnum())
    return f"{beginning(licence.party, on)}{_OURS}{written}"[:LONGEST]


def beginning(party: str, on: date) -> str:
    """Digit of the year and the country as ISO writes it; ZZ for none it knows."""
    try:
        country = place(party).iso2 or "ZZ"
    except UnknownName:
        country = "ZZ"
    return f"{on.year % 10}{country}"


def as_compared(ucr: str) -> str:
    """A reference as it is kept and looked for: whatever the gaps and the case it was written with.

    >>> as_compared("6 ketwl1")
    '6KETWL1'
    """
    return "".join(ucr.split()).upper()[:LONGEST]
