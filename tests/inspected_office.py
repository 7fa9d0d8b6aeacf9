"""An invented office with three months of lines, some of them inspected: by chance, and by a list that burdens one
origin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from held_tables import Held
from tradewind.picture.inspecting import Inspected, inspected
from tradewind.picture.material import Material

TODAY = date(2026, 4, 2)
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 30)
GAS = ("290345", "R-134a refrigerant in cylinders")
EQUIPMENT = ("841510", "Air conditioners, split")
COTTON = ("610910", "Cotton shirts")
#: Letter of the declarations, goods, origin, how many.
GROUPS = (
    ("C", GAS, "CHN", 60), ("I", GAS, "IND", 60), ("K", GAS, "KOR", 6), ("E", EQUIPMENT, "IND", 24),
    ("O", COTTON, "IND", 30),
)  # fmt: skip


def lines() -> list[dict[str, Any]]:
    """1,000 kg gross each; all traders have names that no page may show."""
    return [
        {"declaration_id": f"{letter}-DECL-{n:02}", "item": 1, "lodged_on": FIRST + timedelta(days=n * 88 // count),
         "hs_edition": "2022", "hs_code": code, "description": text, "net_mass_g": 900_000, "gross_mass_g": 1_000_000,
         "importer_id": f"TRADER-{letter}{n // 6}", "importer": f"Secret Cold {letter}{n // 6}", "origin": origin,
         "office": "HARBOUR"}
        for letter, (code, text), origin, count in GROUPS
        for n in range(count)
    ] + [
        {"declaration_id": "O-LAST", "item": 1, "lodged_on": LAST, "hs_edition": "2022", "hs_code": COTTON[0],
         "description": COTTON[1], "net_mass_g": 900_000, "gross_mass_g": 1_000_000, "office": "HARBOUR"},
    ]  # fmt: skip


def looks() -> Iterator[dict[str, Any]]:
    """Chance drew twelve gas lines, two of them illegal, and six of equipment; the list took forty of one origin."""
    drawn = [("C", n) for n in range(8)] + [("I", n) for n in range(4)] + [("E", n) for n in range(6)]
    for letter, n in drawn:
        is_illegal = (letter, n) in (("C", 0), ("I", 0))
        yield _look(letter, n, "floor", "illegal" if is_illegal else "compliant") | {
            "floor_probability": 0.25, "mass_found_g": 500_000 if is_illegal else None,
        }  # fmt: skip
    for n in range(8, 48):
        yield _look("C", n, "risk", "compliant") | {"floor_probability": 0.25}


def _look(letter: str, n: int, how: str, result: str) -> dict[str, Any]:
    return {
        "inspection_id": f"I-{letter}{n}", "declaration_id": f"{letter}-DECL-{n:02}", "item": 1, "chosen_by": how,
        "depth": "opened", "hours": 2.0, "inspected_on": date(2026, 3, 31), "result_on": date(2026, 3, 31),
        "result": result,
    }  # fmt: skip


def office(**more: Any) -> Held:
    """Its warehouse; other tables, or none, by name."""
    return Held(**({"declarations": lines(), "inspections": list(looks())} | more))


def told(**more: Any) -> Inspected:
    found = inspected(office(**more), TODAY)
    assert found is not None
    return found


def material(of: Inspected | None) -> Material:
    """A picture's material that holds nothing else."""
    return Material(
        generation=1, cases=(), findings=(), not_asked={}, not_judged={}, discrepancies=(), flows=(),
        statistics=frozenset(), reported=frozenset(), prices=(), quotas=(), batches=(), inspected=of,
    )  # fmt: skip
