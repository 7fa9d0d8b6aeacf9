"""A warehouse as it stood on a day: what was lodged, moved, used or inspected later is not there yet.

A plan of a past month is then the plan that could have been made: its signs add up no permit or journey of a later day.
Rows without a day stay, because nothing says that they are later. What was amended since stands as amended.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import ibis

from tradewind.detectors.asking import Holdings

#: The day of a row, by table.
_DAY: Final[Mapping[str, str]] = {
    "declarations": "lodged_on", "inspections": "inspected_on", "movements": "event_on", "licences": "issued_on",
    "licence_uses": "used_on", "zone_stock": "period_end",
}  # fmt: skip
#: Days that a row has only once they have come. The day of a result stays: whoever reads it asks whether it was known.
_LATER: Final[Mapping[str, tuple[str, ...]]] = {"movements": ("arrived_on", "discharged_on")}


class AsOf:
    """What `holdings` held at the end of a day; it answers as they do."""

    def __init__(self, holdings: Holdings, on: date) -> None:
        self._holdings, self._on = holdings, on

    @property
    def generation(self) -> int:
        """That of the holdings."""
        return self._holdings.generation

    def tables(self) -> tuple[str, ...]:
        """Names of the tables that have rows, at whatever day."""
        return self._holdings.tables()

    def current(self, name: str) -> ibis.Table:
        """One row a natural key, none of a later day."""
        rows = self._holdings.current(name)
        if name not in _DAY:
            return rows
        by = ibis.literal(self._on)
        day = rows[_DAY[name]]
        held = rows.filter(day.isnull() | (day <= by))
        later = _LATER.get(name, ())
        return held.mutate(**{c: ibis.ifelse(held[c] <= by, held[c], None) for c in later})
