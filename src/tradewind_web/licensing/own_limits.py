"""The limits a Party sets itself, as they stand."""

from __future__ import annotations

from typing import Any, Final

from tradewind_web.licensing.models_limits import OwnLimit
from tradewind_web.licensing.words import Unit

#: Years a page shows: a schedule of the Protocol runs over less.
_MOST: Final = 300


def standing_limits(party: str, year: int | None = None) -> list[OwnLimit]:
    """The limits in force, the newest year first."""
    rows = OwnLimit.objects.filter(party=party, ended_at=None).select_related("set_by")
    return list((rows if year is None else rows.filter(year=year))[:_MOST])


def rows_of(party: str, year: int) -> list[dict[str, Any]]:
    """The same as `tradewind.reference.limits.limit` takes them."""
    return [
        {
            "party": party, "annex_group": own.group, "measure": "consumption", "year": own.year,
            "limit": own.amount_mg / 1_000_000_000, "rule": own.rule,
        }
        for own in standing_limits(party, year)
    ]  # fmt: skip


def unit_of(group: str) -> Unit:
    """What a group's limit is counted in."""
    return Unit.CO2E if group == "F" else Unit.ODP
