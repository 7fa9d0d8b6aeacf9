"""Our own references, in the form of the WCO's unique consignment reference: digit of the year, country, number."""

from __future__ import annotations

from datetime import date

from tradewind_web.agencies.models import Agency
from tradewind_web.consignments.models import Numbering
from tradewind_web.licensing.consignment_reference import beginning

#: Stands before our number, so that it is not taken for a trader's own.
_OURS = "TW"


def mint(owner: Agency, on: date) -> str:
    """The next reference of the agency; see `mint_many`."""
    return mint_many(owner, on, 1)[0]


def mint_many(owner: Agency, on: date, count: int) -> list[str]:
    """The next references of the agency, in the caller's transaction; no two are alike however many ask at once.

    WCO Recommendation on the Unique Consignment Reference (2004): year digit, ISO country code, at most 32 characters.
    """
    if not count:
        return []
    Numbering.objects.get_or_create(owner=owner, year=on.year)
    turn = Numbering.objects.select_for_update().get(owner=owner, year=on.year)
    first = turn.last + 1
    turn.last += count
    turn.save(update_fields=["last"])
    stem = f"{beginning(owner.party, on)}{_OURS}{on.year % 100:02}"
    return [f"{stem}{number:07}" for number in range(first, first + count)]
