"""An application as a value: what a form, an earlier licence or a register hands over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from tradewind_web.licensing.models import Licence, LicenceLine
from tradewind_web.licensing.words import Nature, Purpose, What


@dataclass(frozen=True, slots=True)
class LineValues:
    """One gas that is applied for."""

    substance: str
    allowed_g: int
    nature: str = Nature.NEW.value
    purpose: str = Purpose.ORDINARY.value
    what: str = What.BULK.value
    sector: str = ""
    source: str = ""
    hs_edition: str = ""
    hs_code: str = ""
    units: int | None = None
    charge_g: int | None = None

    def as_facts(self) -> dict[str, Any]:
        """The same as JSON."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


@dataclass(frozen=True, slots=True)
class LicenceValues:
    """All that an application says; the holder is a trader of the register."""

    direction: str
    partner: str
    valid_from: date
    valid_until: date
    lines: tuple[LineValues, ...]
    partner_trader: str = ""
    partner_licence: str = ""
    route: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    conditions: str = ""
    notes: str = ""
    ucr: str = ""
    applied_on: date | None = None
    quota_year: int | None = field(default=None)

    def as_columns(self) -> dict[str, Any]:
        """The columns of `Licence`."""
        return {
            "direction": self.direction, "partner": self.partner, "valid_from": self.valid_from,
            "valid_until": self.valid_until, "partner_trader": self.partner_trader,
            "partner_licence": self.partner_licence, "route": list(self.route), "offices": list(self.offices),
            "conditions": self.conditions, "notes": self.notes, "ucr": self.ucr, "applied_on": self.applied_on,
            "quota_year": self.quota_year or self.valid_from.year,
            "substances_text": "".join(f",{s}" for s in dict.fromkeys(x.substance for x in self.lines)) + ",",
        }  # fmt: skip


def lines_of(licence: Licence) -> list[LineValues]:
    """The lines of a licence as values, in their order."""
    names = [f.name for f in fields(LineValues)]
    return [LineValues(**{n: getattr(row, n) for n in names}) for row in licence.lines.all()]


def values_of(licence: Licence) -> LicenceValues:
    """What the licence says now."""
    return LicenceValues(
        licence.direction, licence.partner, licence.valid_from, licence.valid_until, tuple(lines_of(licence)),
        licence.partner_trader, licence.partner_licence, tuple(licence.route), tuple(licence.offices),
        licence.conditions, licence.notes, licence.ucr, licence.applied_on, licence.quota_year,
    )  # fmt: skip


def facts_of(licence: Licence, lines: list[LicenceLine] | None = None) -> dict[str, Any]:
    """What a licence says, whole, as JSON: for its versions."""
    names = (
        "direction", "holder_name", "holder_number", "partner", "partner_trader", "partner_licence", "route",
        "offices", "conditions", "notes", "ucr", "quota_year", "state", "reasons", "number", "application_number",
    )  # fmt: skip
    said: dict[str, Any] = {name: getattr(licence, name) for name in names}
    said["holder"] = str(licence.holder_id)
    for name in ("valid_from", "valid_until", "applied_on"):
        day = getattr(licence, name)
        said[name] = day.isoformat() if day else None
    said["lines"] = [
        {**line_facts(row), "position": row.position, "tolerance_g": row.tolerance_g}
        for row in (lines if lines is not None else licence.lines.all())
    ]
    return said


def line_facts(row: LicenceLine) -> Mapping[str, Any]:
    """What a line says, as JSON; running totals left out."""
    return {f.name: getattr(row, f.name) for f in fields(LineValues)}
