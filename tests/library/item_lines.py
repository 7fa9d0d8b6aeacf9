"""Declaration items for tests of detectors: plain lines of HFC-134a that nothing is wrong with."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from held_tables import Held
from tradewind.detectors.signs import LineDetector
from tradewind.findings import Finding

FIRST = date(2025, 1, 1)
Row = dict[str, Any]


def line(name: str, regime: str = "import", kg: float = 1000, day: int = 0, **more: Any) -> Row:
    """An item of R-134a, lodged `day` days after the first of January 2025."""
    row: Row = {"declaration_id": name, "item": 1, "regime": regime, "lodged_on": FIRST + timedelta(day)}
    row |= {"description": "R-134a refrigerant", "hs_code": "290345", "hs_edition": "2022"}
    return row | {"net_mass_g": round(kg * 1000)} | more


def found(
    detector: LineDetector,
    lines: Sequence[Mapping[str, Any]],
    /,
    chosen: Mapping[str, Any] | None = None,
    **tables: Sequence[Mapping[str, Any]],
) -> dict[str, Finding]:
    """Findings by declaration."""
    held = Held(declarations=lines, **tables)
    made = detector.run(held, detector.Parameters(**(chosen or {})))
    return {f.subject_id.split("/")[0]: f for f in made}


def signs(finding: Finding) -> set[str]:
    """The signs of a finding."""
    return {reason.code for reason in finding.reasons}
