"""What a person says of an exhibit and of one act of custody, as values."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from tradewind_web.seizures.words_custody import Precision, Source


@dataclass(frozen=True, slots=True)
class CylinderValues:
    """By what one cylinder is known again."""

    serial: str = ""
    stamp: str = ""
    valve: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ExhibitValues:
    """One exhibit; what is blank is not known."""

    what: str
    substance: str
    label_says: str = ""
    containers: int | None = None
    container_kind: str = ""
    gross_g: int | None = None
    tare_g: int | None = None
    net_g: int | None = None
    weighed: str = ""
    vehicle: str = ""
    packages: str = ""
    claimed_minor: int | None = None
    market_minor: int | None = None
    currency: str = ""
    cylinders: tuple[CylinderValues, ...] = ()
    taken_from: int | None = None

    def as_columns(self) -> dict[str, Any]:
        """The columns of `Exhibit`."""
        own = {f.name for f in fields(self)} - {"cylinders", "taken_from"}
        return {name: getattr(self, name) for name in own}

    def as_facts(self) -> dict[str, Any]:
        """The same as JSON, for the audit."""
        cylinders = [[c.serial, c.stamp, c.valve, c.code] for c in self.cylinders]
        return {**self.as_columns(), "cylinders": cylinders, "taken_from": self.taken_from}


@dataclass(frozen=True, slots=True)
class EntryValues:
    """One act of custody as it is written."""

    act: str
    exhibits: tuple[int, ...]
    happened_at: datetime
    precision: str = Precision.MINUTE
    from_holder: str = ""
    from_place: str = ""
    to_holder: str = ""
    to_place: str = ""
    seal_before: str | None = None
    seal_after: str | None = None
    condition: str = ""
    mass_g: int | None = None
    basis: str = "gross"
    scale_g: int = 0
    taken_g: int = 0
    why: str = ""
    covers_hours: int | None = None
    until: datetime | None = None
    source: str = Source.SEEN
    told_by: str = ""
    code: str = ""

    def as_columns(self) -> dict[str, Any]:
        """The columns of `CustodyEntry`."""
        own = {f.name for f in fields(self)} - {"code", "exhibits"}
        return {**{name: getattr(self, name) for name in own}, "exhibits": sorted(set(self.exhibits))}

    def as_facts(self) -> dict[str, Any]:
        """The same as JSON, for the audit."""
        moments = {
            "happened_at": self.happened_at.isoformat(),
            "until": self.until and self.until.isoformat(),
        }
        return {**self.as_columns(), **moments}
