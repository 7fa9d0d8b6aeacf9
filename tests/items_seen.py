"""What a detector of declaration items sees on rows of a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from held_tables import Held
from tradewind.detectors.signs import LineDetector


def seen(
    detector: LineDetector,
    *rows: Mapping[str, Any],
    licences: Sequence[Mapping[str, Any]] = (),
    **parameters: Any,
) -> dict[str, set[str]]:
    """Signs by the declaration and item they are on (`D1/1` for the first row)."""
    declared = [
        {"declaration_id": f"D{n}", "item": 1, "hs_edition": "2022", **row} for n, row in enumerate(rows, 1)
    ]
    held = Held(declarations=declared, licences=licences)
    found = detector.run(held, detector.Parameters(**parameters))
    return {finding.subject_id: {reason.code for reason in finding.reasons} for finding in found}


def signs(detector: LineDetector, licences: Sequence[Mapping[str, Any]] = (), **row: Any) -> set[str]:
    """Signs on one row."""
    return seen(detector, row, licences=licences).get("D1/1", set())
