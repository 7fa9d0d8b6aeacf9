"""The shipped register as rows of the canonical table `seizures`, for tests that need no warehouse."""

import calendar
from datetime import date
from typing import Any

from tradewind.errors import UnknownName
from tradewind.reference.cases import cases
from tradewind.reference.parties import place
from tradewind.tables.schema import TABLES

_COLUMNS = (*TABLES["seizures"].names, "source", "row_ref")


def seizure(**given: Any) -> dict[str, Any]:
    """One row, everything not given not reported."""
    return dict.fromkeys(_COLUMNS) | {"source": "test", "line": 1, "row_ref": "b:seizures:1"} | given


def register() -> list[dict[str, Any]]:
    """Every line of every shipped case."""
    return [row for case in cases() for row in _lines(case)]


def _lines(case: dict[str, Any]) -> list[dict[str, Any]]:
    first, last = _span(case["date"], case["year"])
    return [
        seizure(
            case_id=case["id"], kind=case["kind"], country=_codes([case["country"]])[0], place=case["place"],
            agency=case["agency"], seized_from=first, seized_to=last, date_text=case["date"],
            substance_text=part["designation"], mass_g=_grams(part["kg"]), total_mass_g=_grams(case["total_kg"]),
            cylinders=part["cylinders"], total_cylinders=case["total_cylinders"],
            equipment_units=case["equipment_units"], declared_as=case["declared_as"],
            origin=_codes(case["origin"]), dispatch=_codes(case["dispatch"]), transit=_codes(case["transit"]),
            destination=_codes(case["destination"]), transport=case["transport_mode"],
            methods=case["modus_operandi"], detection=case["detection"], outcome=case["outcome"],
            claimed_co2e_t=case["co2e_t"], source_address=case["source_url"], source_type=case["source_type"],
            confidence=case["confidence"], line=number, source="public-register",
        )
        for number, part in enumerate(case["substances"] or [{"designation": None, "kg": None, "cylinders": None}], 1)
    ]  # fmt: skip


def _grams(kg: float | None) -> int | None:
    return None if kg is None else round(kg * 1000)


def _span(text: str | None, year: int | None) -> tuple[date | None, date | None]:
    parts = [int(p) for p in text.split("-")] if text and text[:4].isdigit() else [year] if year else []
    if not parts:
        return None, None
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(*parts, 1), date(*parts, calendar.monthrange(*parts)[1])
    return date(*parts), date(*parts)


def _codes(names: list[str]) -> list[str]:
    found = []
    for name in names:
        try:
            found.append(place(name).code)
        except UnknownName:
            found.append(name)
    return found
