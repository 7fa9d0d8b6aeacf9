"""The expectation that is shipped: fitted on all pairs' totals of 2009, for an office that holds no totals.

Effects of exporters and importers are not carried over to another year, so the scale is widened by what they
usually are. Printed by `python -m bench mirror --calibration`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from tradewind.fits.falling import FallingCurve
from tradewind.fits.mirror_bands import FOLDS, Judge
from tradewind.fits.mirror_pairs import Floats
from tradewind.fits.mirror_ratios import RatioModel
from tradewind.reference.rows import read

TERMS: Final = ("intercept", "hub exporter", "hub importer", "ln distance", "border")
EFFECTS: Final = ("exporter effect", "importer effect")


def shipped_judges(hub_scatter: Floats) -> Sequence[Judge]:
    """The same judge for every fold, over places with this listed scatter."""
    figures, curve = _calibration()
    places = len(hub_scatter)
    wide = sum(figures[name] ** 2 for name in EFFECTS)
    heights = 0.5 * np.log(np.exp(2 * curve.heights) + wide)
    terms = np.array([figures[name] for name in TERMS])
    model = RatioModel(
        True, terms, np.zeros(places), np.zeros(places), np.log(hub_scatter), np.log(hub_scatter),
        curve.raised(heights),
    )  # fmt: skip
    level = FallingCurve(np.array([0.0]), np.array([1.0]), np.array([1.0]), np.array([0]))
    return [Judge(model, level)] * FOLDS


@cache
def _calibration() -> tuple[dict[str, float], FallingCurve]:
    rows = read("mirror_calibration")
    figures = {row["name"]: float(row["value"]) for row in rows if not row["size"]}
    sized = [(float(row["size"]), float(row["value"])) for row in rows if row["size"]]
    middles, heights = (np.array(part) for part in zip(*sized, strict=True))
    return figures, FallingCurve(middles, heights, np.ones(len(middles)), np.arange(len(middles)))
